"""Settle conflicts of an import: what choosing a side changes in content."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.word.drafting import drafts_of
from communique.word.edits import BlockRef, Deletion, NoteDeletion, TextEdit
from communique.word.importing import Plan, Planning
from communique.word.placing import said_by, today_of
from communique.word.tokens import Marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from communique.content import EventContent
    from communique.project import Project
    from communique.word.conflicts import Choice, Conflict
    from communique.word.edits import Edit
    from communique.word.placing import Today
    from communique.writers.docx_base import Base, BaseBlock


def plan_settling(
    project: Project, content: EventContent, conflicts: Sequence[Conflict], choice: Choice
) -> Plan:
    """Return what settling conflicts in favour of a side changes; conflicts that stay are in the plan.

    All are of one document. Choosing `ours` changes nothing, and settles them.
    """
    if choice == "ours" or not conflicts:
        return Plan((), (), (), {}, content)
    today = today_of(project, content, conflicts[0].document)
    edits: list[Edit] = []
    stay: list[Conflict] = []
    records: dict[str, str] = {}
    for each in conflicts:
        block = next((b for b in today.base.blocks if each.place in {b.address, b.bookmark}), None)
        scalar = today.scalar(each.place)
        if scalar is not None and scalar.kind == "text" and scalar.value == each.ours:
            records[each.place] = each.theirs
        elif block is None or each.start < 0:
            stay.append(each)
        else:
            edits.append(_settling(each, block))
    edits += _notes_gone(today, [each.block.bookmark for each in edits if isinstance(each, Deletion)])
    drafts = drafts_of(today, _former(today, conflicts), edits)
    return Planning(today, drafts, edits, records, tuple(stay)).plan()


def _settling(conflict: Conflict, block: BaseBlock) -> Edit:
    """Return a conflict as an edit of what content said when it was found."""
    ref, end = BlockRef(block.bookmark, block.address), conflict.start + len(conflict.ours)
    if not conflict.theirs and conflict.ours == conflict.around:
        said = said_by(block) if block.text == conflict.around else Marked(conflict.around)
        return Deletion((), ref, said)
    after = conflict.around[: conflict.start] + conflict.theirs + conflict.around[end:]
    return TextEdit((), ref, Marked(conflict.around), Marked(after))


def _notes_gone(today: Today, gone: Sequence[str]) -> Iterator[Edit]:
    """Yield the footnotes that go with the last paragraph that has their mark."""
    marks = Counter(_notes_of(today.base.blocks))
    lost = Counter(_notes_of(today.blocks[name] for name in gone))
    for note in today.base.notes:
        if 0 < marks[note.identifier] == lost[note.identifier]:
            first, *rest = (said_by(today.blocks[name]) for name in note.blocks)
            yield NoteDeletion((), note.identifier, note.address, first, tuple(rest))


def _notes_of(blocks: Iterable[BaseBlock]) -> Iterator[str]:
    return (mark.value for block in blocks for mark in block.marks if mark.kind == "note")


def _former(today: Today, conflicts: Sequence[Conflict]) -> Base:
    """Return today's base with what the blocks of conflicts said when these were found, without marks."""
    said = {conflict.place: conflict.around for conflict in conflicts if conflict.around}
    blocks = tuple(
        replace(block, text=text, marks=())
        if (text := said.get(block.address or "", said.get(block.bookmark))) is not None
        else block
        for block in today.base.blocks
    )
    return replace(today.base, blocks=blocks)
