"""Nothing to do: a build after a build, beside an interpreter that only starts and ends."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from benchmarks import tools
from benchmarks.rounds import Runner, measure, plain_environment
from benchmarks.section import failures, say
from benchmarks.tables import Table, milliseconds, times, verdict, write_table

if TYPE_CHECKING:
    from benchmarks.section import Bench

BARE = "`python -I -c pass`"
BUILD = "`communique build`, nothing changed"
TARGET = 5.0
MORE_ROUNDS = 3
"""Runs of a few milliseconds vary most, and are the cheapest to repeat."""


def measure_nothing(bench: Bench) -> str:
    """Return the table of builds that have nothing to do."""
    project = bench.project("nothing")
    command = (str(tools.COMMUNIQUE), "build")
    subprocess.run(command, cwd=project, env=plain_environment(), capture_output=True, check=True)
    runners = (
        Runner(BARE, (str(tools.BARE_PYTHON), "-I", "-c", "pass"), project),
        Runner(BUILD, command, project),
    )
    found = measure(runners, bench.rounds * MORE_ROUNDS, say)
    ratio = found.ratio(BUILD, BARE)
    rows = (
        (BARE, milliseconds(found.median(BARE)), times(1.0), "", ""),
        (BUILD, milliseconds(found.median(BUILD)), times(ratio), times(TARGET), verdict(ratio, TARGET)),
    )
    table = Table(("", "ms", "times the interpreter", "at most", ""), rows)
    return write_table(table) + "\n" + failures(found)
