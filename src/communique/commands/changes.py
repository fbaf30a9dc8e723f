"""`communique changes`."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import click

from communique.cli import Command, documents_argument, run_on_project, since_option, source_date_epoch

if TYPE_CHECKING:
    from pathlib import Path

    from communique.project import Project

COLOURS = {"deleted": "red", "inserted": "green"}


@click.command(
    cls=Command,
    short_help="List what changed since an earlier version.",
    epilog="""
communique changes --since v1
communique changes summary --since issued/summary.docx --format markdown > changes.md
communique changes --since HEAD~3 --format json
""",
)
@documents_argument
@since_option
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(("text", "markdown", "json")),
    default="text",
    help="How to print.",
)
@click.pass_obj
def changes(start: Path, documents: tuple[str, ...], since: str, form: str) -> None:
    """List what changed in DOCUMENTS, or all of them, as a chair can read it out:
    place, what was, what is.
    """
    from communique.diagnostics import Report

    report = Report()

    def run(project: Project) -> int:
        from communique.redline import faces
        from communique.redline.making import compare_since

        compared = compare_since(project, documents, since, report, source_date_epoch())
        listings = [
            listing
            for name, each in compared.comparisons.items()
            if (listing := compared.listing(name)).entries or name in documents or each.old is None
        ]
        if form == "json":
            click.echo(json.dumps(faces.as_data(listings), ensure_ascii=False, indent=2))
        elif form == "markdown":
            click.echo(faces.as_markdown(listings), nl=False)
        elif listings:
            click.echo(faces.as_text(listings, _coloured if _colours() else lambda _, text: text), nl=False)
        elif not report.failed:
            click.echo(f"nothing changed since {compared.since}")
        return 0

    run_on_project(start, report, "full", run)


def _coloured(change: str, text: str) -> str:
    return (
        click.style(text, fg=COLOURS[change], strikethrough=change == "deleted")
        if change in COLOURS
        else text
    )


def _colours() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
