"""What Word shows is what comes back, with the smallest change, and nothing is lost: generated scripts.

Each types, deletes, splits, moves and restyles in one of two documents, and takes the file through an import
into content that others may have changed. `scripts/fuzz roundtrip --count 20000` runs more of them.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from communique.word.drafts import Left
from roundtrip.broken_imports import (
    nothing_done,
    one_forgotten,
    one_line_more,
    one_recast,
    one_word_gone,
    two_swapped,
)
from roundtrip.desk import Desk
from roundtrip.law_runs import Runs
from roundtrip.law_scripts import Script
from roundtrip.laws import lost, not_as_seen, recast, too_much

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


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    return Runs(tmp_path_factory.mktemp("laws") / "meeting")


def test_an_import_that_does_nothing_breaks_them_whatever_else_is_reported(runs: Runs) -> None:
    (journey, _) = runs.journeys
    desk = Desk(journey.issued)
    desk.replace("plain", "simple", "minutes.yaml: points[2]")
    arrival = journey.imported(desk.saved())
    touched = {block.bookmark for block in journey.base.blocks if block.address == "minutes.yaml: points[2]"}
    assert [*not_as_seen(arrival), *lost(arrival, ["simple"]), *too_much(arrival, journey, touched)] == []
    forgotten = nothing_done(arrival)
    for old, new in (("", ""), ("a", "the"), ("words", "a word about nothing"), ("words about nothing", "")):
        left = Left("minutes", "minutes.yaml: title", old, new, "no place")
        plan = replace(arrival.plan, unplaced=(left,) if old else ())
        told = replace(forgotten, returned=replace(arrival.returned, plan=plan))
        assert len(not_as_seen(told)) == 2, f"{old!r} is no word about it"
        assert lost(told, ["simple"]) == ["typed, and lost: simple"]
    left = Left("minutes", "minutes.yaml: points[2]", "plain", "simple", "no place")
    told = replace(
        forgotten, returned=replace(arrival.returned, plan=replace(arrival.plan, unplaced=(left,)))
    )
    assert [*not_as_seen(told), *lost(told, ["simple"])] == [], "this one is"
    assert len(too_much(arrival, journey, set())) == 2, "that it was planned is no reason to change a line"


def test_a_conflict_explains_the_short_name_that_came_back_with_it_and_no_other(runs: Runs) -> None:
    journey = next(each for each in runs.journeys if each.name == "annex")
    desk = Desk(journey.issued)
    short = next(block.bookmark for block in journey.base.blocks if "Laura Thompson" in block.text)
    desk.replace("Ms.", "Dr.", short)
    desk.replace("Ms.", "Prof.", "annex.yaml: aside")
    arrival = journey.imported(desk.saved())
    (conflict,) = arrival.plan.conflicts
    assert not_as_seen(arrival) == []
    for conflicts in ((), (replace(conflict, theirs="Sir"),)):
        plan = replace(arrival.plan, conflicts=conflicts)
        told = replace(arrival, returned=replace(arrival.returned, plan=plan))
        assert any("Dr. Laura" in each for each in not_as_seen(told)), "that it came back is told nowhere"


def test_a_paragraph_may_come_where_it_stands_once_a_heading_was_moved_past_it(runs: Runs) -> None:
    journey = next(each for each in runs.journeys if each.name == "minutes")
    desk = Desk(journey.issued)
    topic, *past = (f"minutes.yaml: parts[0].{key}" for key in ("topic", "lead", "paragraphs[0]"))
    desk.move(topic, past[-1])
    arrival = journey.imported(desk.saved())
    touched = {block.bookmark for block in journey.base.blocks if block.address in (topic, *past)}
    assert "points:" in arrival.changed["content/minutes.yaml"][1].partition("Some words about")[0]
    assert too_much(arrival, journey, touched) == []
    assert len(too_much(arrival, journey, set())) > 1, "of a paragraph that nobody touched, it is too much"


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_an_import_that_goes_wrong_breaks_them_whatever_else_is_reported(runs: Runs, first: int) -> None:
    """Each is broken on purpose: each law must notice, in documents of which something is reported."""
    made: Counter[str] = Counter()
    for seed in range(first, first + 20):
        for what, found in _gone_wrong(runs, Script(seed)).items():
            assert found, f"{what}, and nobody notices: {Script(seed)}"
            made[what] += 1
    assert len(made) == 6, f"a fault that is never made holds nothing: {made}"


def _gone_wrong(runs: Runs, script: Script) -> dict[str, list[str]]:
    """Return what each law says of a script's import, gone wrong in its own way, if anything is reported of it."""
    chance, journey = Random(script.seed), runs.journey(script)  # noqa: S311 - no secret
    wrong, edited, arrival = runs.run(script)
    assert arrival is not None
    assert wrong == []
    if not arrival.reported:
        return {}
    written = one_line_more(arrival, chance)
    found = {"a line is written": too_much(written, journey, edited.touched)}
    if arrival.says != arrival.said:
        found["nothing is done"] = not_as_seen(nothing_done(arrival))
    if forgotten := one_forgotten(arrival, journey, chance):
        found["one edit is forgotten"] = not_as_seen(forgotten)
    if swapped := two_swapped(arrival, chance):
        found["two paragraphs change places"] = not_as_seen(swapped)
    if headed := one_recast(arrival, chance):
        found["a paragraph becomes a heading"] = recast(headed)
    if gone := one_word_gone(arrival, edited.typed, chance):
        found["a word is lost"] = lost(gone, edited.typed)
    return found
