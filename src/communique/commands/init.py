"""`communique init`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from communique.cli import Command
from communique.console import shown


@click.command(
    cls=Command,
    short_help="Begin a project.",
    epilog="""
communique init my-event
cd my-event && communique build
""",
)
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
def init(directory: Path) -> None:
    """Begin a project in DIRECTORY with a small starter event."""
    from communique.starter import begin_project

    try:
        files = begin_project(directory)
    except FileExistsError as error:
        click.echo(f"error: {directory} has {error} already; choose another folder", err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"error: {directory} can't be written: {error.strerror or error}", err=True)
        sys.exit(1)
    for path in files:
        click.echo(shown(path))
    click.echo(f"\nNext: cd {directory} && communique build")
