"""What the command line prints: problems, lines for files, and how far a build is."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from communique.build import Target, Written
    from communique.diagnostics import Report

FACES = ("full", "short", "json", "github")


def show_problems(report: Report, root: Path, face: str) -> None:
    """Print the problems: as JSON or annotations on standard output, otherwise on standard error."""
    from communique.diagnostics import format_full, format_github, format_json, format_short

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
        errors = sum(each.severity == "error" for each in found)
        parts = [counted(errors, "error"), counted(len(found) - errors, "warning")]
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


class Progress:
    """On a terminal, how far a build is, by the work that is done and not by the number of files.

    A bar that counts files stands still over a long PDF. How much work an output is can be told from its
    format and the length of its text.
    """

    def __init__(self, targets: list[Target]) -> None:
        from communique.workers import work_of

        self.shares = {id(target): work_of(target.document, target.format) for target in targets}
        self.total = sum(self.shares.values())
        self.count, self.number = 0.0, len(targets)
        self.finished = 0
        self.live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and bool(targets)
        self._bar()

    def __call__(self, written: Written) -> None:
        """Count one more; take the bar away after the last."""
        self.count += self.shares[id(written.target)]
        self.finished += 1
        self._bar()
        if self.live and self.finished == self.number:
            click.echo("\r\x1b[2K", nl=False, err=True)

    def _bar(self) -> None:
        if self.live:
            filled = int(24 * self.count / self.total) if self.total else 0
            bar = f"{'━' * filled}{'─' * (24 - filled)}"
            click.echo(f"\r\x1b[2K{bar} {self.finished} of {self.number}", nl=False, err=True)
