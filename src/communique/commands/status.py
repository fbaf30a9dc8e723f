"""`communique status`."""

from __future__ import annotations

import json
import shutil
import sys
from itertools import groupby
from typing import TYPE_CHECKING

import click

from communique.cli import (
    Command,
    documents_argument,
    formats_option,
    output_option,
    run_on_project,
    source_date_epoch,
)
from communique.console import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from communique.project import Format, Project
    from communique.status import Standing

LEAST = 24
"""Characters of reasons that are shown however narrow the terminal is."""


@click.command(
    cls=Command,
    short_help="Say what is current, stale, missing or edited.",
    epilog="""
communique status
communique status summary --json
communique status || communique build
communique status --projects events/*
""",
)
@documents_argument
@formats_option
@output_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option(
    "--projects", is_flag=True, help="Take DOCUMENTS for folders of projects, and count the files of each."
)
@click.pass_obj
def status(
    start: Path,
    documents: tuple[str, ...],
    formats: tuple[Format, ...] | None,
    output: Path | None,
    *,
    as_json: bool,
    projects: bool,
) -> None:
    """Say of each file whether it is current, stale, missing, or edited since it was built.

    A file whose document is gone from the content is left over. The exit status is 0 when all are current, 4
    when one was edited, and 3 when one is stale or missing.
    """
    if projects:
        from communique.commands.projects import tell_all

        if output:
            raise click.UsageError("--projects does not go with --output")
        sys.exit(tell_all(documents, formats, as_json=as_json))
    from communique.diagnostics import Report

    report, epoch = Report(), source_date_epoch()
    found: list[Standing] = []

    def run(project: Project) -> int:
        from communique.build import Request
        from communique.status import standings

        found.extend(standings(project, Request(documents, formats, output, epoch=epoch), report))
        return 0

    run_on_project(start, report, "full", run)
    if as_json:
        click.echo(json.dumps([each.as_json() for each in found], ensure_ascii=False, indent=2))
    else:
        for line in _table(found, shutil.get_terminal_size().columns if sys.stdout.isatty() else None):
            click.echo(line)
    from communique.status import exit_status

    sys.exit(exit_status(found))


def _table(found: list[Standing], width: int | None) -> Iterator[str]:
    """Yield a line for each file, with reasons shortened to the width of a terminal, if there is one."""
    paths = [shown(each.path) for each in found]
    first = max((len(path) for path in paths), default=0)
    second = max((len(each.words) for each in found), default=0)
    room = None if width is None else max(width - first - second - 4, LEAST)
    for path, each, reasons in zip(paths, found, _reasons(found), strict=True):
        if room is not None and len(reasons) > room:
            reasons = reasons[: room - 1].rstrip() + "…"  # noqa: PLW2901
        yield f"{path:<{first}}  {each.words:<{second}}  {reasons}".rstrip()


def _reasons(found: list[Standing]) -> Iterator[str]:
    """Yield the reasons for each file; what all formats of a document share is said of the first alone.

    What is missing has none.
    """
    for _, group in groupby(found, key=lambda each: each.document):
        told = ["; ".join(each.reasons) if each.state != "missing" else None for each in group]
        shared = len({each for each in told if each is not None}) == 1
        first = next((at for at, each in enumerate(told) if each is not None), 0)
        yield from ("" if shared and at != first else each or "" for at, each in enumerate(told))
