"""`communique review`."""

from __future__ import annotations

import json
from dataclasses import asdict
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
        from communique.review_notes import FILE, named, rewritten, with_statuses

        content = read_content(project)
        names = chosen(documents, content)
        notes = named(content.notes)
        for wanted in (*resolve, *reopen):
            if wanted not in notes:
                hint = suggestion(wanted, notes) or "`communique review --all` lists them"
                report.error("unknown-review-note", f"there is no note `{wanted}`", Span(FILE), hint)
        if report.failed:
            return 0
        statuses: dict[str, Status] = {**dict.fromkeys(resolve, "resolved"), **dict.fromkeys(reopen, "open")}
        written = rewritten(project.root, lambda today: with_statuses(today, statuses)) if statuses else None
        if written is not None:
            write_whole(project.root / FILE, written)
        for words, changed in (("resolved", resolve), ("open again", reopen)):
            if changed:
                click.echo(f"{counted(len(changed), 'note')} {words}", err=as_json)
        notes = named(with_statuses(content.notes, statuses))
        notes = {name: note for name, note in notes.items() if note.document in names}
        shown = {name: note for name, note in notes.items() if everything or note.status == "open"}
        if as_json:
            listed = [asdict(note) | {"note": name} for name, note in shown.items()]
            click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
            return 0
        for name, note in shown.items():
            click.echo(_shown(name, note, content) + "\n")
        click.echo(_count(len(shown), len(notes) - len(shown)), err=bool(shown))
        return 0

    run_on_project(start, report, "full", run)


def _count(shown: int, resolved: int) -> str:
    """Say how many notes are shown; where none is, that those which are resolved can be."""
    if shown or not resolved:
        return counted(shown, "note") or "no notes"
    return f"no open notes; {resolved} resolved: `communique review --all` shows {'it' if resolved == 1 else 'them'}"


def _shown(name: str, note: ReviewNote, content: EventContent) -> str:
    from communique.pipeline import span_of

    place = str(span_of(note.place, content, note.document))
    who = ", ".join(part for part in (note.author, note.date.replace("T", " ").removesuffix("Z")) if part)
    lines = [f"{name}  {place}" + (f"  ({note.status})" if note.status != "open" else "")]
    if note.quoted:
        lines.append(f"    “{note.quoted}”")
    lines += [f"    {line}" for line in note.text.splitlines()]
    if who:
        lines.append(f"    – {who}")
    return "\n".join(lines)
