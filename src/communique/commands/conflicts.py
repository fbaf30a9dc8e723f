"""`communique conflicts`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from communique.cli import Command, choice_options, chosen_side, run_on_project
from communique.console import counted

if TYPE_CHECKING:
    from pathlib import Path

    from communique.project import Project
    from communique.word.conflicts import Choice, Conflict
    from communique.word.session import Session


@click.command(
    cls=Command,
    short_help="Show or settle conflicts of imports.",
    epilog="""
communique conflicts
communique conflicts --theirs 4a07c2
communique conflicts --ours
""",
)
@click.argument("names", nargs=-1, metavar="[CONFLICT]...")
@choice_options("Keep what the content says.", "Take what came back.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def conflicts(start: Path, names: tuple[str, ...], *, ours: bool, theirs: bool, as_json: bool) -> None:
    """Show the conflicts that imports have kept, or settle those that are named, or all.

    The exit status is 3 as long as there are any.
    """
    from communique.diagnostics import Report, Span, suggestion

    report = Report()
    left, choice = 0, chosen_side(ours=ours, theirs=theirs)

    def run(project: Project) -> int:
        nonlocal left
        from communique.pipeline import span_of
        from communique.word.conflicts import FILE
        from communique.word.session import Session, name_of
        from communique.word.telling import conflict_text

        session = Session.on(project)
        known = {name_of(each) for each in session.conflicts}
        for name in names:
            if name not in known:
                hint = suggestion(name, known) or "`communique conflicts` lists them"
                report.error("unknown-conflict", f"there is no conflict `{name}`", Span(FILE), hint)
        if report.failed:
            return 0
        if choice:
            wanted = [each for each in session.conflicts if not names or name_of(each) in names]
            _settle(session, wanted, choice, err=as_json)
        kept = session.conflicts
        left = len(kept)
        if as_json:
            click.echo(
                json.dumps([asdict(e) | {"conflict": name_of(e)} for e in kept], ensure_ascii=False, indent=2)
            )
            return 0
        for conflict in kept:
            place = span_of(conflict.place, session.content, f"content/{conflict.document}.yaml")
            click.echo(conflict_text(conflict, str(place)) + "\n")
        hint = (
            f": settle all with `--ours` or `--theirs`, or one: `--theirs {name_of(kept[0])}`" if kept else ""
        )
        click.echo(f"{counted(left, 'conflict') or 'no conflicts'}{hint}")
        return 0

    run_on_project(start, report, "full", run)
    sys.exit(3 if left else 0)


def _settle(session: Session, wanted: list[Conflict], choice: Choice, *, err: bool) -> None:
    """Settle conflicts, and say what that wrote, where else it shows, and what could not be settled."""
    from communique.commands.import_ import tell_stale
    from communique.pipeline import span_of
    from communique.word.telling import left_text, planned_text

    def place(document: str, address: str) -> str:
        return str(span_of(address, session.content, f"content/{document}.yaml"))

    settled = session.settle(choice, wanted)
    session.write()
    click.echo(f"{counted(settled, 'conflict') or 'no conflict'} settled: {choice}", err=err)
    for done in session.planned:
        click.echo(planned_text(done, f"{place(done.document, done.place)}  {done.place}") + "\n", err=err)
    for left in session.left:
        click.echo(left_text(left, place(left.document, left.place)) + "\n", err=err)
    if session.files:
        click.echo(f"wrote {', '.join(sorted(session.files))}", err=err)
        tell_stale(session.project, err=err)
