"""Watching: from a saved change in one paragraph of the summary to each new file."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import tools
from benchmarks.peers import prepare_peers
from benchmarks.rounds import plain_environment, turns
from benchmarks.section import DOCUMENTS, say
from benchmarks.tables import Table, milliseconds, times, verdict, write_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.peers import Command
    from benchmarks.section import Bench

TARGETS = {"html": 0.050, "docx": 0.150, "pdf": 0.500}
PLACE = "calls for many actors"
WORDS = (
    "several",
    "numerous",
    "various",
    "countless",
    "diverse",
    "willing",
    "patient",
    "able",
    "ready",
    "busy",
    "eager",
)
ENDS = {".pdf": b"%%EOF", ".docx": b"PK\x05\x06", ".html": b"</html>"}
LONGEST_END = 1024  # a seal may follow
PAUSE = 0.0005
QUIET = 2.0
LONGEST_WAIT = 90.0

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Watched:
    """A source that somebody edits, and the files that follow it."""

    name: str
    source: Path
    outputs: dict[str, Path]


def measure_watch(bench: Bench) -> str:
    """Return the table of waits. Both programs watch throughout, and are given changes in turns."""
    if not tools.knows("watch"):
        return "The command `watch` is not there."
    project = bench.project("watch")
    peers = prepare_peers(project, bench.folder / "watch-peers", ("summary",))
    ours = Watched(
        "Communique",
        project / "content" / "summary.yaml",
        {suffix: project / "build" / f"summary.{suffix}" for suffix in TARGETS},
    )
    theirs = Watched("Typst", peers.sources / "summary.typ", {"pdf": peers.output / "summary.pdf"})
    every = [project / "build" / f"{name}.{suffix}" for name in DOCUMENTS for suffix in TARGETS]
    watch: Command = [str(tools.COMMUNIQUE), "watch"]
    with (
        running(watch, project, every),
        running(peers.typst_watch("summary"), peers.sources, list(theirs.outputs.values())),
    ):
        found = waits((ours, theirs), bench.rounds)
    return write_table(_table(found))


def waits(watched: tuple[Watched, ...], rounds: int) -> dict[tuple[str, str], list[float]]:
    """Change sources in turns; return the seconds until each file is new and whole, by program and format."""
    by_name = {each.name: each for each in watched}
    found: dict[tuple[str, str], list[float]] = {
        (each.name, suffix): [] for each in watched for suffix in each.outputs
    }
    for number, name in turns(tuple(by_name), rounds + 1):
        each = by_name[name]
        word = WORDS[number % len(WORDS)]
        taken = follow(each, word)
        say(f"  {name}: " + ", ".join(f"{suffix} {milliseconds(wait)} ms" for suffix, wait in taken.items()))
        if number:  # the first change warms
            for suffix, wait in taken.items():
                found[name, suffix].append(wait)
        time.sleep(QUIET / 4)
    return found


def follow(watched: Watched, word: str) -> dict[str, float]:
    """Save a change as editors do, by replacing the file, and wait for the new files."""
    before = {suffix: stamp(path) for suffix, path in watched.outputs.items()}
    text = watched.source.read_text(encoding="utf-8")
    changed = with_word(text, word)
    beside = watched.source.with_name(f".{watched.source.name}.new")
    beside.write_text(changed, encoding="utf-8")
    began = time.perf_counter()
    os.replace(beside, watched.source)  # noqa: PTH105
    taken: dict[str, float] = {}
    while len(taken) < len(before):
        for suffix, path in watched.outputs.items():
            if suffix not in taken and stamp(path) != before[suffix] and is_whole(path):
                taken[suffix] = time.perf_counter() - began
        if time.perf_counter() - began > LONGEST_WAIT:
            missing = ", ".join(before.keys() - taken.keys())
            raise TimeoutError(f"{watched.name} wrote no new {missing} in {LONGEST_WAIT:.0f} seconds")
        time.sleep(PAUSE)
    html = watched.outputs.get("html")
    if html and f"calls for {word} actors" not in html.read_text(encoding="utf-8"):
        raise ValueError(f"{watched.name} wrote a file without the change")
    return taken


def with_word(text: str, word: str) -> str:
    """Return the text with another word in its first paragraph."""
    for earlier in ("many", *WORDS):
        if PLACE.replace("many", earlier) in text:
            return text.replace(PLACE.replace("many", earlier), PLACE.replace("many", word), 1)
    raise ValueError("the paragraph to be changed is not there")


def stamp(path: Path) -> Stamp | None:
    """Return what changes when a file is written, in its place or by replacing it."""
    try:
        told = path.stat()
    except FileNotFoundError:
        return None
    return told.st_ino, told.st_mtime_ns, told.st_size


def is_whole(path: Path) -> bool:
    """Whether a file has its end: one that is written in its place may be half there."""
    try:
        with path.open("rb") as file:
            file.seek(-min(LONGEST_END, path.stat().st_size), os.SEEK_END)
            return ENDS[path.suffix] in file.read()
    except OSError:
        return False


@contextmanager
def running(command: Command, folder: Path, outputs: list[Path]) -> Iterator[None]:
    """Let a program watch, from its first build to the end of the block."""
    log = folder / "watch.log"
    with log.open("wb") as told:
        process = subprocess.Popen(
            command, cwd=folder, env=plain_environment(), stdin=subprocess.DEVNULL, stdout=told, stderr=told
        )
        try:
            _wait_until_quiet(process, outputs, log)
            yield
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_quiet(process: subprocess.Popen[bytes], outputs: list[Path], log: Path) -> None:
    """Wait for the first build: until all files are there and none has changed for two seconds."""
    began = time.perf_counter()
    last, since = [stamp(path) for path in outputs], began
    while None in last or time.perf_counter() - since < QUIET:
        if process.poll() is not None or time.perf_counter() - began > LONGEST_WAIT:
            raise subprocess.CalledProcessError(process.poll() or 1, "watch", stderr=log.read_bytes())
        time.sleep(0.05)
        now = [stamp(path) for path in outputs]
        if now != last:
            last, since = now, time.perf_counter()


def _table(found: dict[tuple[str, str], list[float]]) -> Table:
    rows = []
    for (name, suffix), seconds in found.items():
        middle = median(seconds)
        target = TARGETS[suffix] if name == "Communique" else None
        other = found.get(("Typst", suffix), []) if target else []
        pairs = list(zip(seconds, other, strict=False))
        rows.append(
            (
                f"{name}, {suffix.upper()}",
                milliseconds(middle),
                milliseconds(max(seconds)),
                milliseconds(target) if target else "",
                verdict(middle, target) if target else "",
                times(median(mine / theirs for mine, theirs in pairs)) if pairs else "",
            )
        )
    return Table(("from a saved change", "ms", "slowest, ms", "at most, ms", "", "÷ Typst"), tuple(rows))
