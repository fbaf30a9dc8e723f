"""`communique watch`."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from communique.cli import (
    Command,
    documents_argument,
    executor_option,
    formats_option,
    jobs_option,
    output_option,
    run_in_root,
    source_date_epoch,
)
from communique.console import counted, line_of, show_problems, shown
from communique.executors import executor_for

if TYPE_CHECKING:
    from pathlib import Path

    from communique.build import Written
    from communique.diagnostics import Report
    from communique.project import Format


@click.command(
    cls=Command,
    short_help="Build while you write.",
    epilog="""
communique watch
communique watch summary -f html
communique watch --poll               where the operating system tells of no changes
""",
)
@documents_argument
@formats_option
@output_option
@click.option("--poll", is_flag=True, help="Look at the files again and again, as network folders need it.")
@jobs_option
@executor_option
@click.option(
    "--report", "face", type=click.Choice(("full", "short")), default="full", help="How to show problems."
)
@click.pass_obj
def watch(
    start: Path,
    documents: tuple[str, ...],
    formats: tuple[Format, ...] | None,
    output: Path | None,
    jobs: int | None,
    executor: str | None,
    face: str,
    *,
    poll: bool,
) -> None:
    """Build DOCUMENTS, or all of them, and build again what a change touches, until Ctrl-C."""
    from communique.diagnostics import Report

    epoch = source_date_epoch()

    def run(root: Path) -> int:
        with executor_for(root, executor, jobs, formats) as workers:
            from communique.build import Request
            from communique.watching import Watch

            request = Request(documents, formats, output, epoch=epoch)
            Watch(root, request, workers, _Screen(root, face), poll=poll).run()
        return 0

    run_in_root(start, Report(), face, run)


class _Screen:
    """Says on the terminal what happens; each line is there at once, in a file, too."""

    def __init__(self, root: Path, face: str) -> None:
        self._root, self._face = root, face
        self._said: set[tuple[str, tuple[str, ...]]] = set()
        self._left_over: tuple[Path, ...] = ()

    def changed(self, files: list[str], gone: list[str]) -> None:
        """Say which files changed, and which were deleted."""
        self._said.clear()
        parts = [f"{_named(files)} changed"] if files else []
        if gone:
            parts.append(f"{_named(gone)} deleted")
        self._line(f"{datetime.now().astimezone():%H:%M:%S} {', '.join(parts)}")

    def reasons(self, name: str, why: tuple[str, ...]) -> None:
        """Say why a document is written, once after a change for all its formats."""
        if (name, why) not in self._said:
            self._said.add((name, why))
            self._line(f"{name}: {'; '.join(why)}")

    def wrote(self, written: Written) -> None:
        """Say that an output is in its place."""
        self._line(line_of(written))

    def problems(self, report: Report) -> None:
        """Show problems."""
        show_problems(report, self._root, self._face)
        sys.stderr.flush()

    def persist(self, errors: int, *, more: bool) -> None:
        """Say that there are errors still, so that nobody waits for new files."""
        count = counted(errors, "error")
        self._line(f"{f'{count} in all' if more else f'still {count}'}; the last good files stay")

    def mended(self) -> None:
        """Say that there are no errors in the content any more."""
        self._line("mended")

    def settled(self, current: int, kept: int, left_over: tuple[Path, ...]) -> None:
        """Say that all is done, and once of each file that its document is gone."""
        for path in left_over:
            if path not in self._left_over:
                from communique.status import left_over_words

                self._line(f"{shown(path)} {left_over_words(path)}")
        self._left_over = left_over
        files = counted(current, "file") or "no file"
        others = f", {kept} left as {'it is' if kept == 1 else 'they are'}" if kept else ""
        self._line(f"{files} current{others}; waiting for changes, Ctrl-C ends")

    def polls(self) -> None:
        """Say that files are looked at again and again."""
        self._line("the system does not tell of changes here: files are looked at every third of a second")

    def _line(self, text: str) -> None:
        click.echo(text)
        sys.stdout.flush()


def _named(files: list[str]) -> str:
    """Name files, of many only the first."""
    more = f" and {counted(len(files) - 3, 'more file')}" if len(files) > 4 else ""
    return f"{', '.join(files[:3] if more else files)}{more}"
