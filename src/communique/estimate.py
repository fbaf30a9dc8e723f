"""How far writing is: the share of the work that is done, told honestly while it goes on."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from communique.build import Target

EASE = 4
"""How late a task that takes longer than expected begins to slow down; the larger, the later."""


class Estimate:
    """The share of the work that is done.

    Finished outputs count whole. What is being written counts by the time that it has taken, of the time that
    it should take by the pace of those that are finished; it comes ever nearer to its whole share, and
    reaches it when it is finished. The share never goes back.
    """

    def __init__(self, work: Mapping[int, float]) -> None:
        """Begin with the work of each output, by the identity of its target."""
        self._work = work
        self._total = sum(self._work.values())
        self._begun: dict[int, float] = {}
        self._done = self._taken = self._shown = 0.0

    def finish(self, target: Target, seconds: float) -> None:
        """Count an output as finished, after a time that tells the pace of this computer."""
        self._done += self._work.get(id(target), 0.0)
        self._taken += seconds
        self._begun.pop(id(target), None)

    def share(self, running: Iterable[Target], now: float | None = None) -> float:
        """Return the share of the work that is done, from 0 to 1, while these are being written."""
        moment = time.perf_counter() if now is None else now
        pace = self._taken / self._done if self._done else 0.001
        under_way = 0.0
        for target in running:
            begun = self._begun.setdefault(id(target), moment)
            work = self._work.get(id(target), 0.0)
            under_way += work * eased((moment - begun) / (work * pace)) if work else 0.0
        share = (self._done + under_way) / self._total if self._total else 1.0
        self._shown = max(self._shown, min(share, 1.0))
        return self._shown


def eased(elapsed: float) -> float:
    """Return the part done after this part of the time expected: less than 1, however long it takes."""
    return elapsed / math.pow(1 + math.pow(elapsed, EASE), 1 / EASE)
