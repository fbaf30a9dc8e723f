"""What Word shows is what comes back, with the smallest change, and nothing is lost: generated scripts.

Each types, deletes, splits, moves and restyles in one of two documents, and takes the file through an import
into content that others may have changed. `scripts/fuzz roundtrip --count 20000` runs more of them.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from roundtrip.desk import Desk
from roundtrip.law_runs import Runs
from roundtrip.law_scripts import Script
from roundtrip.laws import lost, not_as_seen, too_much

if TYPE_CHECKING:
    from pathlib import Path

SCRIPTS = int(os.environ.get("COMMUNIQUE_ROUNDTRIPS", "2000"))
BATCHES = 20


@pytest.mark.parametrize("batch", range(BATCHES))
def test_scripts_keep_the_laws(tmp_path: Path, batch: int) -> None:
    each = max(1, SCRIPTS // BATCHES)
    runs = Runs(tmp_path / "meeting")
    broken = runs.broken(Script(seed) for seed in range(batch * each, (batch + 1) * each))
    assert not broken, f"\n{broken}"
    assert runs.ended["came back whole"] > each * 0.3, "most edits come back; else this holds little"


def test_an_import_that_does_nothing_breaks_them(tmp_path: Path) -> None:
    runs = Runs(tmp_path / "meeting")
    (journey, _) = runs.journeys
    desk = Desk(journey.issued)
    desk.replace("plain", "simple", "minutes.yaml: points[2]")
    arrival = journey.imported(desk.saved())
    forgotten = replace(arrival, says=arrival.said)
    assert [*not_as_seen(arrival), *lost(arrival, ["simple"])] == []
    assert len(not_as_seen(forgotten)) == 2
    assert lost(forgotten, ["simple"]) == ["typed, and lost: simple"]
    assert too_much(arrival, journey, set()) == [], "the place that is planned may change"
    elsewhere = replace(arrival, returned=replace(arrival.returned, plan=replace(arrival.plan, planned=())))
    assert len(too_much(elsewhere, journey, set())) == 2
