"""`communique import`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli import Command, choice_options, chosen_side, run_on_project
from communique.commands.confirming import agreed, wanted
from communique.console import counted, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.project import Project
    from communique.word.conflicts import Choice
    from communique.word.drafts import Left
    from communique.word.returning import Manner, Returned
    from communique.word.session import Session

TRACKED = ("accepted", "rejected", "as-is")
CONTRADICTED = """\
In these places the content says something else by now than what was sent out and than what came back. Nothing is
written there. A conflict that was settled with --ours is one again whenever the file is imported once more."""
NOT_ALL = 3  # the exit status when something is left over


@click.command(
    "import",
    cls=Command,
    short_help="Bring edits made in Word back into the content.",
    epilog="""
communique import ~/Downloads/summary.docx
communique import rapporteur.docx reviewer.docx --dry-run
communique import summary.docx --yes --report what-was-done.html
communique import summary.docx --author "Reviewer 2"
""",
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing.")
@click.option("--yes", is_flag=True, help="Ask nothing: take structural changes, too.")
@click.option(
    "--tracked",
    type=click.Choice(TRACKED),
    default="accepted",
    help="Take tracked changes as made, as not made, or keep them as review notes.",
)
@click.option("--author", default="", metavar="NAME", help="Take the tracked changes of one reviewer alone.")
@choice_options("Settle conflicts: keep what the content says.", "Settle conflicts: take what came back.")
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what was done to a file: HTML, or JSON by the ending .json.",
)
@click.pass_obj
def import_(
    start: Path,
    files: tuple[Path, ...],
    tracked: str,
    author: str,
    report_file: Path | None,
    *,
    ours: bool,
    theirs: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Bring the edits of FILES, DOCX files that this project built, back into the content.

    The exit status is 3 when there are conflicts, or edits that have no place in the content.
    """
    from communique.diagnostics import Report

    status, choice = 0, chosen_side(ours=ours, theirs=theirs)
    if report_file and report_file.suffix not in {".html", ".json"}:
        raise click.UsageError("a report ends in .html or .json")
    if report_file and not report_file.resolve().parent.is_dir():
        raise click.UsageError(f"there is no folder {report_file.parent}")

    def run(project: Project) -> int:
        nonlocal status
        from communique.word.returning import Manner
        from communique.word.session import Session

        session = Session.on(project)
        for path in files:
            manner = Manner(tracked, author)  # type: ignore[arg-type]
            session.add(_read(session, path, manner, ask=not (yes or dry_run)))
        if choice:
            _settle(session, choice, ask=not (yes or dry_run))
        if report_file:
            _write_report(report_file, session, dry_run=dry_run)
        if not (session.changed or dry_run or author) and tracked == TRACKED[0]:
            session.note_nothing_left()
        _write(session, dry_run=dry_run)
        proposals = sum(each.kind == "proposal" for each in session.planned)
        if proposals:
            click.echo(
                f"{counted(proposals, 'proposal')} to be decided: enter the people and sessions, or take them out, by hand"
            )
        status = NOT_ALL if session.found or session.left or proposals else 0
        return 0

    run_on_project(start, Report(), "full", run)
    sys.exit(status)


def _read(session: Session, path: Path, manner: Manner, *, ask: bool) -> Returned:
    """Read a file, show what it changes, and ask about what is more than words."""
    from communique.word.returning import read_returned

    returned = read_returned(session.project, session.content, path, manner)
    _show(returned, session)
    skip: set[int] = set()
    for planned in returned.plan.planned if ask else ():
        if planned.confirm and not skip & set(planned.edits) and not wanted(planned, others=" or --dry-run"):
            skip |= set(planned.edits)
    session.declined += len(skip)
    if not skip:
        return returned
    without = returned.again(session.project, session.content, skip)
    _show_left(without.plan.unplaced[len(returned.plan.unplaced) :], session)
    return without


def _show(returned: Returned, session: Session) -> None:
    """Print what importing a file would do."""
    from communique.pipeline import span_of
    from communique.review_notes import with_comments
    from communique.word import telling
    from communique.word.conflict_places import surroundings_of

    plan = returned.plan

    def place(document: str, address: str) -> str:
        span = span_of(address, session.content, document)
        return f"{span}  {address}" if telling.is_address(address) else str(span)

    _, notes = with_comments(session.notes, returned.notes)
    click.echo(f"{shown(returned.path)}: {_in_short(returned, len(notes))}\n")
    for planned in plan.planned:
        here = place(planned.document, planned.place)
        if planned.kind == "proposal" and not planned.old:  # the address is that of the row above
            here = here.partition(":")[0]
        click.echo(telling.planned_text(planned, here) + "\n")
    around = surroundings_of(session.project, session.content, plan.conflicts)
    for conflict, each in around.items():
        here = place(conflict.document, conflict.place)
        click.echo(telling.conflict_text(conflict, here, each) + "\n")
    if plan.conflicts:
        click.echo(f"{CONTRADICTED}\n")
    for left in plan.unplaced:
        line = span_of(left.place, session.content, left.document).line
        click.echo(telling.left_text(left, place(left.document, left.place), line) + "\n")
    for note in notes:
        click.echo(
            telling.note_text(note, place(note.document, note.place), returned.proposed.get(note, ("", "")))
            + "\n"
        )
    if returned.untracked:
        click.echo(f"made with tracking off, so without a name: {counted(returned.untracked, 'edit')}\n")
    if returned.passed_over:
        click.echo(f"passed over, since no name stands at it: {counted(returned.passed_over, 'edit')}\n")


def _in_short(returned: Returned, notes: int) -> str:
    """Count what there is in a file; of its comments so many are new as there are `notes`.

    An edit is an entry of what is shown below, or was one of an earlier import: the words of one paragraph,
    its place, a new one, a value of a record. Reports count the same.
    """
    plan, known = returned.plan, len(returned.notes) - notes
    others = plan.conflicts or plan.unplaced or returned.notes
    parts = [
        counted(len(plan.planned), "edit")
        or ("no edit taken" if others else "" if plan.done else "nothing was edited"),
        f"{counted(plan.done, 'edit')} already in the content" if plan.done else "",
        counted(len(plan.conflicts), "conflict"),
        f"{len(plan.unplaced)} not taken" if plan.unplaced else "",
        counted(notes, "comment"),
        f"{counted(known, 'comment')} known already" if known else "",
    ]
    return ", ".join(filter(None, parts))


def _settle(session: Session, choice: Choice, *, ask: bool) -> None:
    """Settle the conflicts of the files that came back; those that wait from earlier are another matter."""
    known = len(session.left)
    found = agreed(session, session.found) if ask and choice == "theirs" else session.found
    settled = session.settle(choice, found)
    click.echo(f"{counted(settled, 'conflict') or 'no conflict'} settled: {choice}\n")
    _show_left(session.left[known:], session)


def _show_left(left: Sequence[Left], session: Session) -> None:
    from communique.pipeline import span_of
    from communique.word.telling import left_text

    for each in left:
        place = span_of(each.place, session.content, each.document)
        click.echo(left_text(each, str(place), place.line) + "\n")


def _write(session: Session, *, dry_run: bool) -> None:
    if not session.changed:
        click.echo("nothing to write")
        return
    does, kept = ("would write", "would be kept") if dry_run else ("wrote", "kept")
    if not dry_run:
        session.write()
    click.echo(f"{does} {', '.join(sorted(session.files)) or 'no content'}")
    resolved = sum(each.status == "resolved" for each in session.new_notes)
    notes, new = len(session.new_notes) - resolved, len(session.open_now)
    if notes:
        as_notes = "as review notes" if dry_run else "; `communique review` shows what is open"
        click.echo(f"{counted(notes, 'comment')} {kept}{' ' if dry_run else ''}{as_notes}")
    if resolved:
        click.echo(f"{counted(resolved, 'comment')} {'would be ' if dry_run else ''}resolved")
    if session.conflicts:
        click.echo(
            f"{_waiting(new, len(session.conflicts) - new, kept)}; `communique conflicts` shows and settles them"
        )
    if not dry_run:
        tell_stale(session.project)


def _waiting(new: int, earlier: int, kept: str) -> str:
    """Say how many conflicts there are, of these files and from earlier."""
    found = f"{counted(new, 'conflict')} {kept}" if new else ""
    before = f"{counted(earlier, 'conflict')} from earlier" if earlier > 0 else ""
    return ", ".join(filter(None, (found, before)))


def tell_stale(project: Project, *, err: bool = False) -> None:
    """Say which outputs are no longer current."""
    from communique.build import Request
    from communique.diagnostics import Report
    from communique.status import standings

    stale = [each for each in standings(project, Request(), Report()) if each.state in {"stale", "missing"}]
    if stale:
        names = ", ".join(each.path.name for each in stale)
        click.echo(f"stale now: {names}; `communique build` makes them anew", err=err)


def _write_report(path: Path, session: Session, *, dry_run: bool) -> None:
    from communique.files import write_whole
    from communique.word.telling import as_json, as_page

    if path.suffix == ".json":
        text = json.dumps(as_json(session, dry_run=dry_run), ensure_ascii=False, indent=2) + "\n"
    else:
        text = as_page(session, dry_run=dry_run)
    write_whole(path, text.encode("utf-8", "replace"))
    click.echo(f"report: {shown(path)}")
