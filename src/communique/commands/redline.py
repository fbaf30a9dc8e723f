"""`communique redline`."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli import (
    Command,
    documents_argument,
    formats_of,
    run_on_project,
    since_option,
    source_date_epoch,
)
from communique.console import shown

if TYPE_CHECKING:
    from communique.project import Format, Project
    from communique.redline.making import Redlines

REDLINES = "redlines"
WRITTEN: tuple[Format, ...] = ("docx", "html")


def _moment(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:  # noqa: ARG001
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("write a date as 2030-03-05, or with a time as 2030-03-05T18:00") from None


def _formats(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[Format, ...] | None:
    found = formats_of(context, parameter, value, WRITTEN)
    if "pdf" in (found or ()):
        raise click.BadParameter("a redline is a DOCX or HTML; print the HTML to have it on paper")
    return found


@click.command(
    cls=Command,
    short_help="Write documents with their changes marked.",
    epilog="""
communique redline --since v1
communique redline summary --since issued/summary.docx
communique redline --since HEAD~3 --author "The secretariat" --date 2030-03-05
""",
)
@documents_argument
@since_option
@click.option(
    "--format", "-f", "formats", callback=_formats, metavar="docx,html", help="Formats, with commas."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to; else build/redlines.",
)
@click.option("--author", help="Who the changes are by; else the organization.")
@click.option("--date", callback=_moment, metavar="DATE", help="When they were made; else now.")
@click.option(
    "--replace", is_flag=True, help="Write over a redline that was edited, too; a dated copy is kept."
)
@click.pass_obj
def redline(
    start: Path,
    documents: tuple[str, ...],
    since: str,
    formats: tuple[Format, ...] | None,
    output: Path | None,
    author: str | None,
    date: datetime | None,
    *,
    replace: bool,
) -> None:
    """Write DOCUMENTS, or all that changed, with their changes marked:
    a DOCX with tracked changes, and HTML.
    """
    from communique.diagnostics import Report

    wanted = formats or WRITTEN
    report = Report()

    def run(project: Project) -> int:
        from communique.outputs import put_beside
        from communique.redline.making import Signature, make_redlines

        epoch = source_date_epoch()
        moment = date or (datetime.fromtimestamp(epoch, UTC) if epoch is not None else datetime.now(UTC))
        made = make_redlines(project, documents, since, wanted, Signature(author, moment), report, epoch)
        folder = output or project.output / REDLINES
        files = {folder / name: content for name, content in made.files.items()}
        copies = put_beside(project, folder, files, report, replace=replace, outside=output is not None)
        if report.failed:
            return 0
        for path in [*files, *copies]:
            click.echo(f"{shown(path)}{' keeps what was there' if path in copies else ''}")
        _tell(made, folder, wanted)
        return len(files) + len(copies)

    run_on_project(start, report, "full", run)


def _tell(made: Redlines, folder: Path, formats: tuple[Format, ...]) -> None:
    """Say how much changed in each document, and name redlines of those in which nothing is changed now."""
    from communique.redline.faces import as_count
    from communique.redline.outdated import outdated

    if not made.files:
        click.echo(f"nothing changed since {made.since}")
    for since, listings in groupby(made.listings, key=lambda each: each.since):
        click.echo(f"changes since {since}:")
        for listing in listings:
            click.echo(as_count(listing))
    for each in outdated(folder, made.unchanged, formats):
        click.echo(f"{shown(each.path)} {each.words}")
