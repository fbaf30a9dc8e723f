"""`communique check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.cli import Command, report_option, run_on_project, source_date_epoch
from communique.console import FOR_PROGRAMS, counted, shown

if TYPE_CHECKING:
    from pathlib import Path

    from communique.checks import Finding
    from communique.content import EventContent
    from communique.project import Project
    from communique.tree import Document


@click.command(
    cls=Command,
    short_help="Say what is wrong; build nothing.",
    epilog="""
communique check
communique check --fix
communique check --report json > problems.json
""",
)
@click.option("--fix", is_flag=True, help="Mend what is safe: dashes, quotation marks, spaces.")
@report_option
@click.pass_obj
def check(start: Path, face: str, *, fix: bool) -> None:
    """Say what is wrong with the content and the templates; build nothing."""
    from communique.build import compose_all
    from communique.checks import review
    from communique.content import read_content
    from communique.diagnostics import Report

    report = Report()

    epoch = source_date_epoch()

    def composed(project: Project) -> tuple[EventContent, list[Document]]:
        content = read_content(project)
        return content, compose_all(project, content, tuple(content.documents), report, epoch)

    def run(project: Project) -> int:
        content, documents = composed(project)
        if not report.failed:
            findings = review(project, content, documents, Report() if fix else report)
            if fix:
                _mend(project, content, findings)
                content, documents = composed(project)
                review(project, content, documents, report)
        if not report.diagnostics and face not in FOR_PROGRAMS:
            click.echo(f"{counted(len(documents), 'document')}, no problems")
        return len(documents)

    run_on_project(start, report, face, run)


def _mend(project: Project, content: EventContent, findings: list[Finding]) -> None:
    """Put the safe fixes into the content files, and say which files changed."""
    from communique.checks.mending import mend, mended_bytes
    from communique.files import write_whole

    for file, text in mend(findings, content).items():
        path = project.root / file
        mended = mended_bytes(text, content.sources[file], path.read_bytes())
        if mended is not None:
            write_whole(path, mended)
            click.echo(f"mended {shown(path)}", err=True)
