"""Commands run in turns, each round all of them, and what their times say."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from dataclasses import dataclass, field
from math import log
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

TIME_LIMIT = 600
"""Seconds after which a command is taken for hanging."""


MEASURED_ENDS = 2
FAILURES = (FileNotFoundError, subprocess.CalledProcessError, subprocess.TimeoutExpired)


@dataclass(frozen=True, slots=True)
class Runner:
    """A command to be timed. `prepare` runs before each time, outside the clock; `outputs` must be there after."""

    name: str
    command: tuple[str, ...]
    folder: Path
    prepare: Callable[[], None] | None = None
    outputs: tuple[Path, ...] = ()


@dataclass(slots=True)
class Times:
    """Seconds by runner and round, in the order of the runners, and why a runner was left out.

    `cores` has the seconds that cores worked for it, of all its processes that it waited for.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    cores: dict[str, list[float]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def median(self, name: str) -> float | None:
        """Return the median of a runner's times, or None where it has none."""
        return median(self.seconds[name]) if self.seconds.get(name) else None

    def median_of_cores(self, name: str) -> float | None:
        """Return the median of the time that cores worked for a runner."""
        return median(self.cores[name]) if self.cores.get(name) else None

    def ratio(self, name: str, other: str) -> float | None:
        """Return how many times as long a runner takes as another: the median of the rounds' ratios.

        Both of a pair ran in the same round, so that a machine that slows down does so for both.
        """
        pairs = zip(self.seconds.get(name, ()), self.seconds.get(other, ()), strict=False)
        ratios = [mine / theirs for mine, theirs in pairs]
        return median(ratios) if ratios else None


def turns(names: Sequence[str], rounds: int) -> Iterator[tuple[int, str]]:
    """Yield round and name, A B C A B C …; no runner has two turns in a row unless it is alone."""
    for number in range(rounds):
        for name in names:
            yield number, name


def measure(runners: Sequence[Runner], rounds: int, say: Callable[[str], None]) -> Times:
    """Time the runners in turns, after one round that does not count. Who fails in it is left out."""
    failed = {runner.name: reason for runner in runners if (reason := _trial(runner))}
    for name, reason in failed.items():
        say(f"  left out: {name}: {reason}")
    times = in_turns([runner for runner in runners if runner.name not in failed], rounds, say)
    times.failed |= failed
    return times


def in_turns(runners: Sequence[Runner], rounds: int, say: Callable[[str], None]) -> Times:
    """Time runners that are known to work in turns. One that fails on the way is left out of what follows."""
    able = {runner.name: runner for runner in runners}
    times = Times({name: [] for name in able}, {name: [] for name in able})
    for number, name in turns(tuple(able), rounds):
        if name == next(iter(able)):
            say(f"  round {number + 1} of {rounds}")
        if name in times.failed:
            continue
        try:
            seconds, cores = timed(able[name])
        except FAILURES as error:
            times.failed[name] = f"failed in round {number + 1}: {_reason(error)}"
            del times.seconds[name], times.cores[name]
            say(f"  left out: {name}: {times.failed[name]}")
        else:
            times.seconds[name].append(seconds)
            times.cores[name].append(cores)
    return times


def _trial(runner: Runner) -> str:
    """Run a command once; return why it can't be measured, or nothing."""
    try:
        timed(runner)
    except FAILURES as error:
        return _reason(error)
    missing = [path.name for path in runner.outputs if not path.is_file()]
    return f"wrote no {', '.join(missing)}" if missing else ""


def _reason(error: Exception) -> str:
    """Say in a few words why a command failed: the last that it said."""
    if isinstance(error, subprocess.CalledProcessError):
        lines = [line for line in (error.stderr or "").splitlines() if line.strip()]
        return lines[-1].strip() if lines else f"ended with status {error.returncode}"
    if isinstance(error, subprocess.TimeoutExpired):
        return f"took more than {TIME_LIMIT} seconds"
    return f"{getattr(error, 'filename', '')} is not there"


def exponent(sizes: Sequence[float], values: Sequence[float | None]) -> float | None:
    """Return the power of the size with which a value grows between the two largest sizes: 1 is linear."""
    known = [(size, value) for size, value in zip(sizes, values, strict=True) if value]
    if len(known) < MEASURED_ENDS:
        return None
    (smaller, less), (larger, more) = known[-2:]
    return log(more / less) / log(larger / smaller)


def timed(runner: Runner) -> tuple[float, float]:
    """Run a command; return its seconds, and those of the cores. Raises CalledProcessError with what it said."""
    if runner.prepare:
        runner.prepare()
    before, began = _worked(), time.perf_counter()
    subprocess.run(
        runner.command,
        cwd=runner.folder,
        env=plain_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=True,
        timeout=TIME_LIMIT,
    )
    return time.perf_counter() - began, _worked() - before


def _worked() -> float:
    """Return the time that cores have worked for processes that have ended."""
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told.ru_utime + told.ru_stime


def plain_environment() -> dict[str, str]:
    """Return the environment of a user: without what this script itself was started with."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
