"""`communique review`."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from communique.cli import Command, documents_argument, run_on_project
from communique.console import counted

if TYPE_CHECKING:
    from pathlib import Path

    from communique.content import EventContent
    from communique.project import Project
    from communique.review_notes import ReviewNote, Status


@click.command(
    cls=Command,
    short_help="Show or resolve comments from Word.",
    epilog="""
communique review
communique review summary --all
communique review --resolve 3f2a91 --resolve 77c0d4
""",
)
@documents_argument
@click.option("--all", "everything", is_flag=True, help="Show those that are resolved, too.")
@click.option("--resolve", multiple=True, metavar="NOTE", help="Mark a note as resolved; may be repeated.")
@click.option("--reopen", multiple=True, metavar="NOTE", help="Mark a note as open again; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def review(
    start: Path,
    documents: tuple[str, ...],
    resolve: tuple[str, ...],
    reopen: tuple[str, ...],
    *,
    everything: bool,
    as_json: bool,
) -> None:
    """Show the comments that came back from Word for DOCUMENTS, or all of them, until they are resolved."""
    from communique.diagnostics import Report, Span, suggestion

    report = Report()

    def run(project: Project) -> int:
        from communique.build import chosen
        from communique.content import read_content
        from communique.files import write_whole
        from communique.review_notes import FILE, notes_file

        content = read_content(project)
        names = chosen(documents, content)
        known = {note.identifier for note in content.notes}
        for wanted in (*resolve, *reopen):
            if wanted not in known:
                hint = suggestion(wanted, known) or "`communique review --all` lists them"
                report.error("unknown-review-note", f"there is no note `{wanted}`", Span(FILE), hint)
        if report.failed:
            return 0
        statuses: dict[str, Status] = {**dict.fromkeys(resolve, "resolved"), **dict.fromkeys(reopen, "open")}
        notes = tuple(replace(n, status=statuses.get(n.identifier, n.status)) for n in content.notes)
        if notes != content.notes:
            write_whole(project.root / FILE, notes_file(notes))
        shown = [n for n in notes if n.document in names and (everything or n.status == "open")]
        if as_json:
            click.echo(
                json.dumps([asdict(n) | {"note": n.identifier} for n in shown], ensure_ascii=False, indent=2)
            )
            return 0
        for note in shown:
            click.echo(_shown(note, content) + "\n")
        click.echo(f"{counted(len(shown), 'note') or 'no notes'}", err=bool(shown))
        return 0

    run_on_project(start, report, "full", run)


def _shown(note: ReviewNote, content: EventContent) -> str:
    from communique.pipeline import span_of

    place = str(span_of(note.place, content, f"content/{note.document}.yaml"))
    who = ", ".join(part for part in (note.author, note.date.replace("T", " ").removesuffix("Z")) if part)
    lines = [f"{note.identifier}  {place}" + (f"  ({note.status})" if note.status != "open" else "")]
    if note.quoted:
        lines.append(f"    “{note.quoted}”")
    lines += [f"    {line}" for line in note.text.splitlines()]
    if who:
        lines.append(f"    – {who}")
    return "\n".join(lines)
