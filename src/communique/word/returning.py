"""Files that come back: each is read, compared with what was sent out, and planned upon the content so far.

Several reviewers' files come one after the other, each against its own base, so that what two of them changed
in different places is merged, and what both changed in one place is a conflict. Nothing is written here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from communique.bases import base_file, kept_base
from communique.build import output_folder
from communique.diagnostics import refusal
from communique.outputs import digest_of
from communique.redline.places import shortened
from communique.review_notes import ReviewNote
from communique.word.belonging import name_here, not_here
from communique.word.compare import NOT_OURS, compare
from communique.word.drafts import Left, described
from communique.word.edited import Credit
from communique.word.edited_file import read_edited
from communique.word.edits import Move, RoleEdit, RowDeletion, RowInsertion, Unplaced
from communique.word.importing import WITH_UNWANTED, Plan, plan_import
from communique.word.package import LARGEST_FILE
from communique.word.reasons import proposed
from communique.word.running import HEADER_OR_FOOTER, source_of_running
from communique.word.tokens import Marked
from communique.word.whereabouts import Whereabouts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from communique.content import EventContent
    from communique.project import Project
    from communique.word.conflicts import Conflict
    from communique.word.drafts import Planned
    from communique.word.edited import Comment
    from communique.word.edited_file import EditedFile
    from communique.word.edits import Comparison, Edit
    from communique.writers.docx_base import Base

Tracked = Literal["accepted", "rejected", "as-is"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How tracked changes are taken: as made, as not made, or, `as-is`, as notes for a later decision.

    With an `author`, the tracked changes of that one are taken alone.
    """

    tracked: Tracked = "accepted"
    author: str = ""


@dataclass(frozen=True)
class Returned:
    """A file that came back, and what importing it would do.

    `digest` is that of its bytes as they were read. `notes` are its comments, and its tracked changes where
    they are kept as they are. `untracked` counts those of the planned changes that nobody is named for in a
    file with tracked changes; `passed_over` the edits that were left out for it.
    """

    path: Path
    digest: str
    base: Base
    plan: Plan
    notes: tuple[ReviewNote, ...] = ()
    authors: tuple[str, ...] = ()
    untracked: int = 0
    passed_over: int = 0
    remarks: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = field(default=(), repr=False)
    wheres: dict[str, str] = field(default_factory=dict)  # places of conflicts and comments, in words
    proposed: dict[ReviewNote, tuple[str, str]] = field(default_factory=dict)  # texts of tracked changes

    def again(self, project: Project, content: EventContent, skip: Collection[int]) -> Returned:
        """Return the same file with some edits left out; what else they would have changed is left over."""
        plan = _located(plan_import(project, content, self.base, self.edits, skip), self.base, self.edits)
        beside = tuple(
            Left(
                each.document,
                each.place,
                each.old,
                each.new,
                WITH_UNWANTED,
                each.credits,
                each.edits,
                each.where,
            )
            for each in self.plan.planned
            if set(skip).intersection(each.edits) and not each.confirm
        )
        return replace(self, plan=replace(plan, unplaced=(*plan.unplaced, *beside)))


def read_returned(project: Project, content: EventContent, path: Path, manner: Manner) -> Returned:
    """Read a file that came back and plan its import. Raises ContentError for one that can't be imported."""
    file = path.as_posix()
    if path.stat().st_size > LARGEST_FILE:
        raise refusal("docx-too-large", "larger than any document of this program", file, "take pictures out")
    packed = path.read_bytes()
    edited = read_edited(packed, file)
    identity = edited.identity
    name = name_here(identity.document, content)
    if name is None:
        raise not_here(identity.document, identity.name, content, file, "import it")
    base = edited.base or _kept_base(project, name, identity.revision, file)
    if manner.author and manner.author not in edited.authors:
        known = ", ".join(f"“{each}”" for each in edited.authors) or "nobody"
        hint = f"those who tracked changes in it: {known}"
        raise refusal("unknown-author", f"“{manner.author}” tracked no change in this file", file, hint)
    if edited.redline and (manner.author or manner.tracked != "accepted"):
        hint = "import it without `--author` and `--tracked`: what was tracked by the redline is no edit"
        message = f"a redline since {edited.redline}: its own changes can't be told from a reviewer's"
        raise refusal("docx-redline", message, file, hint)
    roles = project.theme.styles
    rejected = None if edited.redline else edited.rejected(base, roles)
    accepted = edited.accepted(base, roles)
    whole = compare(base, accepted, rejected, roles)
    edits, passed_over = _taken(edited, base, whole, manner, project)
    notes = [*_comments(accepted.comments, base, name)]
    kept_as_is = _tracked(whole.edits, whole.untracked) if manner.tracked == "as-is" else []
    proposed = _proposals(kept_as_is, name)
    notes += [note for note, _, _ in proposed]
    plan = _located(plan_import(project, content, base, edits), base, edits)
    mixed = edited.authors and whole.untracked
    untracked = sum(not any(who.author for who in each.credits) for each in plan.planned) if mixed else 0
    return Returned(
        path,
        digest_of(packed),
        base,
        plan,
        tuple(notes),
        edited.authors,
        untracked,
        passed_over,
        edits=edits,
        wheres=_wheres(plan.conflicts, notes, base),
        proposed={note: (old, new) for note, old, new in proposed},
    )


def _wheres(conflicts: Iterable[Conflict], notes: Iterable[ReviewNote], base: Base) -> dict[str, str]:
    """Return in words where conflicts and comments are, by their places."""
    places = Whereabouts(base)
    said = {block.address or block.bookmark: block.text for block in reversed(base.blocks)}
    found = {each.place: places.of(each.place) for each in notes}
    for each in conflicts:
        # An address of today may have been another paragraph's when the file was sent out.
        same = each.place in said and each.base in said[each.place]
        around = shortened(each.around or each.ours)
        found[each.place] = places.of(each.place) if same else f"“{around}”" if around else ""
    return found


def _located(plan: Plan, base: Base, edits: Sequence[Edit]) -> Plan:
    """Return a plan that says in words where all of it is."""
    places = Whereabouts(base)

    def where(each: Planned | Left) -> str:
        return places.of(each.place, [edits[number] for number in each.edits])

    def remarks(each: Planned) -> tuple[str, ...]:
        rows = (edits[number] for number in each.edits if each.kind == "proposal")
        return tuple(proposed(edit) for edit in rows if isinstance(edit, RowInsertion | RowDeletion))

    def place(each: Left) -> str:
        running = each.reason == f"{NOT_OURS}: {HEADER_OR_FOOTER}"
        return source_of_running(plan.content, base, each.old, each.new) if running else each.place

    planned = tuple(
        replace(each, where=where(each), remarks=(*each.remarks, *remarks(each))) for each in plan.planned
    )
    unplaced = (replace(each, where=where(each), place=place(each)) for each in plan.unplaced)
    return replace(plan, planned=planned, unplaced=tuple(unplaced))


def _taken(
    edited: EditedFile, base: Base, whole: Comparison, manner: Manner, project: Project
) -> tuple[tuple[Edit, ...], int]:
    """Return the edits that are wanted, and how many were passed over since nobody is named for them."""
    roles = project.theme.styles
    if manner.author:
        alone = compare(base, edited.by_author(base, roles, manner.author), None, roles).edits
        theirs = tuple(
            each if each.credits else replace(each, credits=(Credit(manner.author),))
            for each in _tracked(alone, whole.untracked)
        )
        return theirs, len(alone) - len(theirs)
    if manner.tracked == "accepted":
        return whole.edits, 0
    return whole.untracked, 0


def _tracked(edits: Iterable[Edit], untracked: Iterable[Edit]) -> list[Edit]:
    """Return the edits that are there for tracked changes: those that are not when these are rejected."""
    without = [_bare(each) for each in untracked]
    return [each for each in edits if _bare(each) not in without]


def _bare(edit: Edit) -> Edit:
    """Return an edit without those who made it; of a move and of another style, without the words either."""
    edit = replace(edit, credits=())
    if isinstance(edit, Move | RoleEdit):
        return replace(edit, content=Marked(""))
    if isinstance(edit, Unplaced) and edit.edit is not None:
        return replace(edit, edit=_bare(edit.edit))
    return edit


def _kept_base(project: Project, name: str, revision: str, file: str) -> Base:
    """Return the copy of a base that the build kept, for an editor that dropped it from the file."""
    path = base_file(output_folder(project, None), name, revision)
    base = kept_base(path)
    if base is None:
        hint = f"bring back {project.file(path)}, which the build wrote then, or enter the edits by hand"
        message = "an editor dropped the record of what was sent out, and no copy of it is here"
        raise refusal("docx-without-base", message, file, hint)
    return base


def _comments(comments: tuple[Comment, ...], base: Base, name: str) -> list[ReviewNote]:
    places = {block.bookmark: block.address or block.bookmark for block in base.blocks}
    return [
        ReviewNote(
            name,
            places.get(each.anchor, each.anchor),
            each.text.strip(),
            each.quoted.strip(),
            each.credit.author,
            each.credit.date,
            "resolved" if each.resolved else "open",
        )
        for each in comments
        if each.text.strip()
    ]


def _proposals(edits: Iterable[Edit], name: str) -> list[tuple[ReviewNote, str, str]]:
    """Return tracked changes as notes, each with what it changes and to what."""
    notes = []
    for edit in edits:
        place, old, new = described(edit)
        credit = next(iter(edit.credits), Credit())
        note = ReviewNote(name, place, _proposal(old, new), "", credit.author, credit.date)
        notes.append((note, old, new))
    return notes


def _proposal(old: str, new: str) -> str:
    if not new:
        return f"Proposes to delete: {old}"
    return f"Proposes: {new}" if not old else f"Proposes: {new}\n(now: {old})"
