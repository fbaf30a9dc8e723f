"""`communique verify`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli import Command, run_on_project, source_date_epoch

if TYPE_CHECKING:
    from communique.project import Project


@click.command(
    cls=Command,
    short_help="Tell what files from elsewhere are.",
    epilog="""
communique verify ~/Downloads/summary.pdf
communique verify issued/*.docx --json
""",
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of sentences.")
@click.pass_obj
def verify(start: Path, files: tuple[Path, ...], *, as_json: bool) -> None:
    """Tell whether FILES that came from elsewhere are what this content produces, or which revision they
    were.

    The exit status is 0 when all are, 3 when one is of another revision or of a document that is gone, 4 when
    one was changed since it was built, and 5 when one is of another project, of no project at all, or so
    damaged that it can't be told.
    """
    from communique.diagnostics import Report

    report, epoch = Report(), source_date_epoch()
    worst = 0

    def run(project: Project) -> int:
        nonlocal worst
        from communique.verification import STATUS, verify_files

        found = verify_files(project, files, report, epoch)
        if as_json:
            click.echo(json.dumps([each.as_json() for each in found], ensure_ascii=False, indent=2))
        else:
            for each in found:
                click.echo(f"{each.path}: {each.words}")
        worst = max((STATUS[each.verdict] for each in found), default=0)
        return 0

    run_on_project(start, report, "full", run)
    sys.exit(worst)
