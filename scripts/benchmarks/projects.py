"""Many events: one build of eight projects, beside eight builds one after the other."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from benchmarks import tools
from benchmarks.peers import one_after_the_other
from benchmarks.rounds import Runner, measure
from benchmarks.section import failures, say
from benchmarks.tables import Table, milliseconds, times, write_table

if TYPE_CHECKING:
    from benchmarks.section import Bench

EVENTS = 8
IN_TURN = f"{EVENTS} builds, one after the other"
TOGETHER = f"one build of {EVENTS} projects"


def measure_projects(bench: Bench) -> str:
    """Return the table of builds of many events, all from nothing."""
    if not tools.knows("build", "--projects"):
        return "The option `--projects` of builds is not there."
    folders = [bench.project(f"event-{number}") for number in range(1, EVENTS + 1)]

    def from_nothing() -> None:
        for folder in folders:
            shutil.rmtree(folder / "build", ignore_errors=True)

    program, names = str(tools.COMMUNIQUE), [folder.name for folder in folders]
    outputs = tuple(folder / "build" / "summary.pdf" for folder in folders)
    in_turn = one_after_the_other([[program, "-C", name, "build"] for name in names])
    together = (program, "build", "--projects", *names)
    runners = (
        Runner(IN_TURN, tuple(in_turn), bench.folder, from_nothing, outputs),
        Runner(TOGETHER, together, bench.folder, from_nothing, outputs),
    )
    found = measure(runners, bench.rounds, say)
    rows = (
        (IN_TURN, milliseconds(found.median(IN_TURN)), times(1.0)),
        (TOGETHER, milliseconds(found.median(TOGETHER)), times(found.ratio(TOGETHER, IN_TURN))),
    )
    return write_table(Table(("", "ms", "÷ one after the other"), rows)) + "\n" + failures(found)
