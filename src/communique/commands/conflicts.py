"""`communique conflicts`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from communique.cli import Command, choice_options, chosen_side, run_on_project
from communique.commands.confirming import agreed
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
@click.option("--yes", is_flag=True, help="Ask nothing: take changes of records and of structure, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def conflicts(
    start: Path, names: tuple[str, ...], *, ours: bool, theirs: bool, yes: bool, as_json: bool
) -> None:
    """Show the conflicts that imports have kept, or settle those that are named, or all.

    What came back is asked about where it is more than a change of words, as `import` does. The exit status
    is 3 as long as there are any.
    """
    from communique.diagnostics import Report, Span, suggestion

    report = Report()
    left, choice = 0, chosen_side(ours=ours, theirs=theirs)

    def run(project: Project) -> int:
        nonlocal left
        from communique.word.conflicts import FILE
        from communique.word.session import Session, name_of

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
            if choice == "theirs" and not yes:
                wanted = agreed(session, wanted, err=as_json)
            _settle(session, wanted, choice, err=as_json)
        kept = session.conflicts
        left = len(kept)
        if as_json:
            click.echo(json.dumps(_listed(session), ensure_ascii=False, indent=2))
            return 0
        if choice:
            click.echo(
                f"{counted(left, 'conflict')} left; `communique conflicts` shows them"
                if left
                else "none left"
            )
        else:
            _list(session)
        return 0

    run_on_project(start, report, "full", run)
    sys.exit(3 if left else 0)


def _listed(session: Session) -> list[dict[str, object]]:
    """Return the conflicts as plain data."""
    from communique.word.conflict_places import surroundings_of
    from communique.word.session import name_of

    around = surroundings_of(session.project, session.content, session.conflicts)
    return [
        asdict(conflict)
        | {"conflict": name_of(conflict)}
        | {"where": each.where, "record": each.record, "other_places": each.others}
        for conflict, each in around.items()
    ]


def _list(session: Session) -> None:
    from communique.pipeline import span_of
    from communique.word.conflict_places import surroundings_of
    from communique.word.session import name_of
    from communique.word.telling import conflict_text

    around = surroundings_of(session.project, session.content, session.conflicts)
    for conflict, each in around.items():
        place = span_of(conflict.place, session.content, conflict.document)
        click.echo(conflict_text(conflict, str(place), each) + "\n")
    names = [name_of(each) for each in session.conflicts]
    hint = f": settle all with `--ours` or `--theirs`, or one: `--theirs {names[0]}`" if names else ""
    click.echo(f"{counted(len(names), 'conflict') or 'no conflicts'}{hint}")


def _settle(session: Session, wanted: list[Conflict], choice: Choice, *, err: bool) -> None:
    """Settle conflicts, and say what that wrote, where else it shows, and what could not be settled."""
    from communique.commands.import_ import tell_stale
    from communique.pipeline import span_of
    from communique.word.telling import left_text, planned_text

    def place(document: str, address: str) -> str:
        return str(span_of(address, session.content, document))

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
