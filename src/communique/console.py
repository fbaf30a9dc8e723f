"""What the command line prints: problems, lines for files, and how far a build is."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.stopping import stop_if_asked

if TYPE_CHECKING:
    from communique.build import Written
    from communique.diagnostics import Report
    from communique.workers import Writing

FACES = ("full", "short", "json", "github")
FOR_PROGRAMS = frozenset({"json", "github"})
"""Faces that take standard output for themselves: whatever else is said goes to standard error."""


def show_problems(report: Report, root: Path, face: str) -> None:
    """Print the problems: as JSON or annotations on standard output, otherwise on standard error."""
    from communique.diagnostics import format_full, format_github, format_json, format_short

    stop_if_asked()
    found = report.in_order()
    if face == "json":
        click.echo(format_json(found))
        return
    if face == "github":
        for diagnostic in found:
            click.echo(format_github(diagnostic))
        return
    colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for diagnostic in found:
        text = (
            format_short(diagnostic)
            if face == "short"
            else format_full(diagnostic, root, colour=colour) + "\n"
        )
        click.echo(text, err=True, color=colour)
    if found and face == "full":
        parts = [counted(report.errors, "error"), counted(report.warnings, "warning")]
        click.echo(" and ".join(part for part in parts if part), err=True)


def counted(number: int, noun: str) -> str:
    """Return `3 files`, `1 file`, or nothing for none."""
    return f"{number} {noun}{'s' if number != 1 else ''}" if number else ""


def shown(path: Path) -> str:
    """Return a path as seen from here, where it is below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def line_of(written: Written) -> str:
    """Return the line of a file: name, pages, size and time."""
    pages, size = written.output.pages, len(written.output.content)
    path = shown(written.target.path)
    return f"{path:<34} {counted(pages or 0, 'page'):>9} {_size(size):>9} {written.seconds:>7.2f} s"


def _size(size: int) -> str:
    return f"{size / 1024:.0f} KiB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MiB"


class Bar:
    """A line at the foot of a terminal that says how far something is; nothing where there is no terminal."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and number > 0

    def show(self, share: float, finished: int) -> None:
        """Draw the bar, with a share from 0 to 1; take it away when all is finished."""
        if not self.live:
            return
        filled = int(24 * share)
        bar = f"{'━' * filled}{'─' * (24 - filled)} {finished} of {self.number}"
        click.echo(f"\r\x1b[2K{bar if finished < self.number else ''}", nl=False, err=True)


class Progress:
    """On a terminal, how far a build is, by the work that is done and not by the number of files.

    A bar that counts files stands still over a long PDF. This one moves on while outputs are written, by the
    time that they are expected to take.
    """

    TICK = 0.1

    def __init__(self, writing: Writing) -> None:
        from communique.estimate import Estimate

        self._writing = writing
        self._estimate = Estimate({id(each): writing.work(each) for each in writing.targets})
        self._bar = Bar(len(writing.targets))
        self._finished = 0
        self._ended = threading.Event()
        self._lock = threading.Lock()
        if self._bar.live:
            self._thread = threading.Thread(target=self._tick, daemon=True)
            self._thread.start()

    def __call__(self, written: Written) -> None:
        """Count one more; take the bar away after the last."""
        with self._lock:
            self._finished += 1
            self._estimate.finish(written.target, written.seconds)
            self._show()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no bar behind."""
        self._ended.set()
        if self._bar.live:
            self._thread.join()
            self._bar.show(1.0, self._bar.number)

    def _tick(self) -> None:
        while not self._ended.wait(self.TICK):
            with self._lock:
                self._show()

    def _show(self) -> None:
        self._bar.show(self._estimate.share(self._writing.running()), self._finished)
