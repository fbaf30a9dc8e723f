"""Growth: long documents and long tables, their time and memory by format."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from benchmarks import tools
from benchmarks.everything import pages
from benchmarks.generated import CONCLUSIONS, roster_project, summary_project
from benchmarks.peers import prepare_peers
from benchmarks.rounds import Runner, Times, exponent, in_turns, plain_environment
from benchmarks.section import QUICK_ROUNDS, failures, say
from benchmarks.tables import NO_FIGURE, Table, mebibytes, milliseconds, times, write_table

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.section import Bench

Kind = Literal["summary", "roster"]
ROWS = (40, 400, 4000)
PAGES = tuple(CONCLUSIONS)
PEER = {"PDF": "Typst", "DOCX": "pandoc", "HTML": "pandoc"}
LONG = 12.0
"""Seconds above which a size is measured in three rounds, not seven: they vary least and cost most."""


@dataclass(slots=True)
class Size:
    """What was measured at one size, and how often."""

    size: int
    pages: dict[str, int] = field(default_factory=dict)
    rounds: int = 0
    times: Times = field(default_factory=Times)
    peaks: dict[str, int] = field(default_factory=dict)


def measure_growth(bench: Bench) -> str:
    """Return the tables of growth, by pages and by rows."""
    kinds: tuple[tuple[Kind, str, tuple[int, ...]], ...] = (
        ("summary", "pages", PAGES),
        ("roster", "rows", ROWS),
    )
    parts = []
    for kind, unit, sizes in kinds:
        found = [_measured(bench, kind, size) for size in (sizes[:2] if bench.quick else sizes)]
        parts += [
            _table(kind, unit, found),
            _told(kind, found) + "".join(failures(each.times) for each in found),
        ]
    return "\n\n".join(parts)


def _measured(bench: Bench, kind: Kind, size: int) -> Size:
    """Measure one size: first the memory, in a run that is not timed, then the time in turns."""
    say(f"  {kind}, {size}")
    root = bench.folder / f"{kind}-{size}"
    project = summary_project(root, CONCLUSIONS[size]) if kind == "summary" else roster_project(root, size)
    runners, files = _runners(bench, kind, project)
    found = Size(size)
    slowest = 0.0
    for runner in runners:
        began = time.perf_counter()
        peak = peak_of(runner)
        slowest = max(slowest, time.perf_counter() - began)
        if peak is None:
            found.times.failed[runner.name] = f"it failed at {size:,}"
        else:
            found.peaks[runner.name] = peak
        if runner.name in files and files[runner.name].is_file():
            found.pages[runner.name] = pages(files[runner.name])
    able = [runner for runner in runners if runner.name in found.peaks]
    found.rounds = bench.rounds if slowest < LONG else min(QUICK_ROUNDS, bench.rounds)
    failed = found.times.failed
    found.times = in_turns(able, found.rounds, say)
    found.times.failed |= failed
    return found


def _runners(bench: Bench, kind: Kind, project: Path) -> tuple[list[Runner], dict[str, Path]]:
    """Return what writes each format, and the PDF of each that writes one."""
    peers = prepare_peers(project, project / "peers", (kind,))
    commands = {
        "PDF": peers.typst(kind),
        "DOCX": peers.pandoc_docx(kind),
        "HTML": peers.pandoc_html(kind),
    }
    runners = []
    for name, command in commands.items():
        runners.append(bench.cold(f"{name}, Communique", project, kind, "--format", name.lower()))
        runners.append(Runner(f"{name}, {PEER[name]}", tuple(command), peers.sources))
    ours, theirs = project / "build" / f"{kind}.pdf", peers.output / f"{kind}.pdf"
    return runners, {"PDF, Communique": ours, "PDF, Typst": theirs}


def peak_of(runner: Runner) -> int | None:
    """Return the most memory that a command takes, with its children, or None when it fails."""
    if runner.prepare:
        runner.prepare()
    command = (str(tools.PYTHON), "-I", str(tools.HERE / "peak.py"), *runner.command)
    told = subprocess.run(
        command, cwd=runner.folder, env=plain_environment(), capture_output=True, text=True, check=False
    )
    return int(told.stdout) if told.returncode == 0 else None


def _table(kind: Kind, unit: str, found: list[Size]) -> str:
    """Return time and memory of each format, ours and the peer's, and how they grow."""
    sizes = [each.size for each in found]
    heads = [f"{size:,}" for size in sizes]
    head = (
        f"{kind}, {unit}",
        *(f"ms, {size}" for size in heads),
        "grows by",
        *(f"MiB, {size}" for size in heads),
        "grows by",
    )
    rows = []
    for name, peer in PEER.items():
        ours, theirs = f"{name}, Communique", f"{name}, {peer}"
        for runner in (ours, theirs):
            seconds = [each.times.median(runner) for each in found]
            peaks = [each.peaks.get(runner) for each in found]
            rows.append(
                (
                    runner,
                    *map(milliseconds, seconds),
                    times(exponent(sizes, seconds)),
                    *map(mebibytes, peaks),
                    times(exponent(sizes, peaks)),
                )
            )
        ratios = [times(each.times.ratio(ours, theirs)) for each in found]
        memory = [_share(each.peaks.get(ours), each.peaks.get(theirs)) for each in found]
        rows.append((f"{name}, ours ÷ {peer}", *ratios, "", *memory, ""))
    return write_table(Table(head, tuple(rows)))


def _share(ours: int | None, theirs: int | None) -> str:
    return times(ours / theirs) if ours and theirs else NO_FIGURE


def _told(kind: Kind, found: list[Size]) -> str:
    """Say how many pages came out, and how often each size was measured."""
    parts = []
    for each in found:
        counts = " and ".join(f"{count} with {name.partition(', ')[2]}" for name, count in each.pages.items())
        parts.append(f"{each.size:,}: {counts}, {each.rounds} rounds")
    return f"Pages of the {kind}: {'; '.join(parts)}."
