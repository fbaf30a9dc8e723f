"""`communique schema`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli import Command, run_on_project
from communique.console import shown

if TYPE_CHECKING:
    from communique.project import Project


@click.command(
    cls=Command,
    short_help="Write JSON Schemas for editors.",
    epilog="""
communique schema
communique schema --output schemas
""",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write a file for each kind of content to; otherwise they are printed.",
)
@click.pass_obj
def schema(start: Path, output: Path | None) -> None:
    """Write the JSON Schema of the content, with which editors complete and check while typing."""
    import json

    from communique.diagnostics import Report
    from communique.schema import all_schemas, write_schemas

    def run(project: Project) -> int:
        schemas = all_schemas(project)
        if output is None:
            click.echo(json.dumps(schemas, ensure_ascii=False, indent=2))
        else:
            for path in write_schemas(schemas, output):
                click.echo(shown(path))
        return 0

    run_on_project(start, Report(), "full", run)
