"""Generated scripts taken through a whole round trip, with content that changes meanwhile or doesn't."""

from __future__ import annotations

import re
import traceback
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from roundtrip.journey import sent_out
from roundtrip.laws import lost, not_as_seen, recast, too_much
from roundtrip.minutes import begin_minutes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from roundtrip.journey import Arrival, Journey
    from roundtrip.law_scripts import Edited, Script

DOCUMENTS = ("minutes", "annex")
PUT_IN = {
    "minutes": ("points:\n", "  - A paragraph of today, t8z.\n\n"),
    "annex": ("aside: |-\n", "  Said today, t8z.\n\n"),
}
TAKEN_OUT = {
    "minutes": "  # a short one\n  - plain words about nothing in particular\n\n",
    "annex": "  > Quoted words of somebody.\n\n",
}


@dataclass
class Runs:
    """Scripts that are run in a project of their own, and how they ended."""

    root: Path
    ended: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.folder = begin_minutes(self.root)
        self.journeys = [sent_out(self.folder, name) for name in DOCUMENTS]
        self.files = {path: path.read_text() for path in (self.root / "content").iterdir()}

    def journey(self, script: Script) -> Journey:
        return self.journeys[script.seed % len(self.journeys)]

    def broken(self, scripts: Iterable[Script]) -> str:
        """Run scripts, and return what broke a law, with the fewest steps that do; nothing when none did."""
        told = []
        for script in scripts:
            wrong, _, arrival = self.run(script)
            self.ended["all"] += 1
            if wrong:
                self.ended["broke a law"] += 1
                told.append(self.told(script.made_smaller(lambda each: bool(self.run(each)[0]))))
            elif arrival is not None:
                self.ended["came back whole" if not arrival.reported else "came back in part"] += 1
                self.ended["edits"] += len(arrival.plan.planned)
                self.ended["conflicts"] += len(arrival.plan.conflicts)
                self.ended["reported"] += len(arrival.plan.unplaced)
        return "\n\n".join(told)

    def told(self, script: Script) -> str:
        """Return a script and what is wrong after it, for people."""
        wrong, edited, arrival = self.run(script)
        reported = [f"    reported: {each}" for each in arrival.reported] if arrival else []
        return "\n".join(
            [
                str(script),
                *(f"  {each}" for each in edited.done),
                *(f"    {each}" for each in wrong),
                *reported,
            ]
        )

    def run(self, script: Script) -> tuple[list[str], Edited, Arrival | None]:
        """Run a script, and return what breaks a law."""
        journey = self.journey(script)
        edited = script.carried_out(journey)
        for path, text in self.files.items():
            path.write_text(text)
        said = self._meanwhile(script, journey)
        edited.done += [f"meanwhile {said}"] if said else []
        try:
            arrival = journey.imported(edited.content)
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            return [traceback.format_exc(limit=-4)], edited, None
        wrong = [*not_as_seen(arrival), *recast(arrival), *lost(arrival, edited.typed)]
        return [*wrong, *too_much(arrival, journey, edited.touched)], edited, arrival

    # What colleagues do to the content

    def _meanwhile(self, script: Script, journey: Journey) -> str:
        chance = Random(f"meanwhile {script.seed}")  # noqa: S311 - no secret
        path = self.root / "content" / f"{journey.name}.yaml"
        text = path.read_text()
        said = []
        for number in range(chance.choice((0, 0, 0, 1, 1, 2))):
            kind = chance.choice(("word", "word", "word", "put in", "taken out"))
            if kind == "put in":
                key, new = PUT_IN[journey.name]
                text = text.replace(key, key + new, 1) if new not in text else text
            elif kind == "taken out":
                text = text.replace(TAKEN_OUT[journey.name], "", 1)
            else:
                kind, text = self._typed_over(text, number, chance)
            said.append(kind)
        path.write_text(text)
        return ", ".join(said)

    @staticmethod
    def _typed_over(text: str, number: int, chance: Random) -> tuple[str, str]:
        """Return content with another word in one of its sentences."""
        words = [
            (found.start() + start.start(), start.group())
            for found in re.finditer(r"(?m)^(?: {4,}|  - |  )(?=[^\s#>\d])(?![a-z_]+:|- topic|- \|).*$", text)
            for start in re.finditer(
                r"\b[a-z]{4,}\b", re.sub(r"\{\{.*?\}\}|\(.*?\)|\[\^.*?\]", _blank, found.group())
            )
        ]
        place, word = chance.choice(words)
        new = f"{word}t{number}z"
        return f"{word} -> {new}", text[:place] + new + text[place + len(word) :]


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
