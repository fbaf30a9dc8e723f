"""What an import would do: planned changes, conflicts, and what is left over, by groups of edits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from communique.resolve import slug
from communique.word.edits import (
    Deletion,
    Insertion,
    Join,
    Move,
    NewBlock,
    NoteDeletion,
    NoteInsertion,
    RoleEdit,
    RowDeletion,
    RowInsertion,
    Split,
    TextEdit,
    Unplaced,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.word.conflicts import Conflict
    from communique.word.edited import Credit
    from communique.word.edits import BlockRef, Edit
    from communique.word.operations import Operation
    from communique.word.prose_fields import RecordEdit
    from communique.word.prose_writing import Shown
    from communique.word.tokens import Marked
    from communique.writers.docx_base import BaseBlock

Kind = Literal["words", "structure", "record", "proposal"]
NO_STYLE = frozenset({"", "normal"})
FEWEST, MOST = 2, 24  # words and characters in the name of a footnote


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that an import does, or for a proposal that somebody else has to do.

    `edits` are the numbers of the edits that it comes from; `confirm` says that it is more than a change of
    words, and better confirmed. `looks` tells what emphasis and links come and go on words that stay, and
    `moved` from where to where a paragraph went.
    """

    document: str
    place: str
    kind: Kind
    old: str
    new: str
    credits: tuple[Credit, ...] = ()
    confirm: bool = False
    remarks: tuple[str, ...] = ()
    edits: tuple[int, ...] = ()
    where: str = ""  # in words
    looks: tuple[str, ...] = ()
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """Something that an import can't do: what was, what is, and why. `where` is its place in words."""

    document: str
    place: str
    old: str
    new: str
    reason: str
    credits: tuple[Credit, ...] = ()
    edits: tuple[int, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """A paragraph that the document is to show.

    It is not as it should be when its role isn't `role`; where it isn't what it is in Word, that is told.
    `turn` is the number of the edit that puts it there.
    """

    shown: tuple[Shown, ...]
    role: str = ""
    word: BaseBlock | NewBlock | None = None
    turn: int = 0


@dataclass
class Draft:
    """What some edits mean. `texts` has what stands for a block of today, `behind` what comes after one.

    What content has already is counted as it was when it was planned: `there` counts the changes of
    paragraphs, footnotes and rows, `records_there` has the addresses of records, which others change, too.
    """

    edits: tuple[int, ...]
    operations: list[Operation] = field(default_factory=list)
    texts: dict[str, list[Expected]] = field(default_factory=dict)
    behind: list[tuple[str, Expected]] = field(default_factory=list)
    records: list[RecordEdit] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    there: int = 0
    records_there: set[str] = field(default_factory=set)

    def take_turn(self, turn: int, done: tuple[int, int]) -> None:
        """Say of which edit the operations and paragraphs are that came to those which were `done` before."""
        first, second = done
        self.operations[first:] = [replace(each, turn=turn) for each in self.operations[first:]]
        self.behind[second:] = [(name, replace(each, turn=turn)) for name, each in self.behind[second:]]

    @property
    def writes(self) -> bool:
        """Whether it changes content."""
        return bool(self.operations or self.records)

    @property
    def says_anything(self) -> bool:
        """Whether anything is to be done, decided or told; else the content has it all already."""
        return bool(self.writes or self.planned or self.conflicts or self.left)


def groups_of(edits: Sequence[Edit]) -> list[tuple[int, ...]]:
    """Return the numbers of the edits that belong together."""
    groups: list[tuple[set[str], list[int]]] = []
    for number, edit in enumerate(edits):
        keys, members = _keys(edit), [number]
        for group in [each for each in groups if each[0] & keys]:
            keys |= group[0]
            members = [*group[1], *members]
            groups.remove(group)
        groups.append((keys, members))
    return [tuple(sorted(members)) for _, members in groups]


def _keys(edit: Edit) -> set[str]:
    """Return what an edit is about: blocks, and footnotes that come or go."""
    match edit:
        case TextEdit():
            return {edit.block.bookmark, *_notes([edit.before], [edit.after])}
        case Split():
            return {edit.block.bookmark, *_notes([edit.before], [part.content for part in edit.parts])}
        case Join():
            return {ref.bookmark for ref in edit.blocks} | _notes(edit.before, [edit.after])
        case Insertion():
            return _notes([], [block.content for block in edit.blocks])
        case Deletion():
            return {edit.block.bookmark, *_notes([edit.before], [])}
        case Move() | RoleEdit():
            return {edit.block.bookmark, *_notes([], [edit.content])}
        case NoteInsertion():
            return {f"note new:{edit.key}"}
        case NoteDeletion():
            return {f"note {edit.identifier}"}
    return set()


def _notes(before: Sequence[Marked], after: Sequence[Marked]) -> set[str]:
    """Return the footnotes whose marks come or go."""
    old, new = (
        {mark.value for marked in row for mark in marked.marks if mark.kind == "note"}
        for row in (before, after)
    )
    return {f"note {name}" for name in (old ^ new if before else new)}


def notes_in(edit: Edit) -> set[str]:
    """Return the footnotes whose marks stand in the paragraphs that an edit leaves."""
    texts = _texts(edit) or ((), [edit.content] if isinstance(edit, RoleEdit) else ())
    return {mark.value for marked in texts[1] for mark in marked.marks if mark.kind == "note"}


def texts_after(edit: Edit) -> list[str]:
    """Return the texts of the paragraphs that an edit leaves."""
    texts = _texts(edit) or ((), [edit.content] if isinstance(edit, RoleEdit) else ())
    return [marked.text for marked in texts[1]]


def refs_of(edits: Sequence[Edit]) -> tuple[BlockRef, ...]:
    """Return the blocks of the base that edits of one place are about."""
    join = next((each for each in edits if isinstance(each, Join)), None)
    if join is not None:
        return join.blocks
    return next(
        ((each.block,) for each in edits if isinstance(each, TextEdit | Split | Move | RoleEdit | Deletion)),
        (),
    )


def credits_of(edits: Sequence[Edit]) -> tuple[Credit, ...]:
    """Return who made edits, each once."""
    return tuple(dict.fromkeys(credit for edit in edits for credit in edit.credits))


def described(edit: Edit) -> tuple[str, str, str]:
    """Return the place of an edit, what was there, and what is."""
    place, texts = _place(edit), _texts(edit)
    if texts is not None:
        old, new = ("\n".join(each.text for each in side) for side in texts)
        return place, old, new
    match edit:
        case RoleEdit():
            what = (
                NewBlock(edit.content, *each, ordered)
                for each, ordered in zip((edit.before, edit.after), edit.ordered, strict=True)
            )
            old, new = (f"{kind_named(each)}: {edit.content.text}" for each in what)
            return place, old, new
        case RowInsertion():
            cells = (" / ".join(block.content.text for block in cell) for cell in edit.cells)
            return place, "", " | ".join(cells)
        case RowDeletion():
            return place, " | ".join(edit.before), ""
        case Unplaced():
            return place, edit.before, edit.after
    return place, "", ""


def unstyled(block: BaseBlock | NewBlock) -> bool:
    """Whether nobody chose what a paragraph is: it has the style that Word gives to what has none."""
    style = block.style if isinstance(block, NewBlock) else ""
    return block.kind == "paragraph" and not block.role and style.lower() in NO_STYLE


def kind_named(block: BaseBlock | NewBlock) -> str:
    """Return what a paragraph is, in words."""
    match block.kind:
        case "heading":
            return f"heading of level {block.level}"
        case "item":
            sign = "numbered list-item" if block.ordered else "list-item"
            return f"{sign} of level {block.level + 1}" if block.level else sign
    return block.role or (block.style if isinstance(block, NewBlock) else "") or block.kind


def _texts(edit: Edit) -> tuple[Sequence[Marked], Sequence[Marked]] | None:
    """Return the paragraphs that were there, and those that are, for an edit of paragraphs."""
    match edit:
        case TextEdit():
            return [edit.before], [edit.after]
        case Split():
            return [edit.before], [part.content for part in edit.parts]
        case Join():
            return edit.before, [edit.after]
        case Insertion():
            return [], [block.content for block in edit.blocks]
        case Deletion():
            return [edit.before], []
        case Move():
            return [edit.content], [edit.content]
        case NoteInsertion():
            return [], paragraphs_of_note(edit)
        case NoteDeletion():
            return [edit.before, *edit.rest], []
    return None


def paragraphs_of_note(edit: NoteInsertion) -> tuple[Marked, ...]:
    """Return the paragraphs of a new footnote."""
    return (edit.content, *(block.content for block in edit.rest))


def _place(edit: Edit) -> str:
    match edit:
        case TextEdit() | Split() | Deletion() | Move() | RoleEdit():
            ref: BlockRef | None = edit.block
        case Join():
            ref = edit.blocks[0]
        case Insertion():
            ref = edit.after or edit.within
        case NoteDeletion() | RowDeletion():
            return edit.address or ""
        case RowInsertion():
            return edit.after or ""
        case Unplaced():
            ref = edit.place
        case _:
            ref = None
    return (ref.address or ref.bookmark) if ref is not None else ""


def note_name(text: str, taken: set[str]) -> str:
    """Return a name for a footnote, made of its first words; one that is not taken."""
    words: list[str] = []
    for word in re.findall(r"[A-Za-z0-9]+", slug(text)):
        if len(words) >= FEWEST and len("-".join([*words, word])) > MOST:
            break
        words.append(word)
        if len(words) > FEWEST:
            break
    wanted = "-".join(words)[:MOST].strip("-") or "note"
    name, turn = wanted, 1
    while name in taken:
        turn += 1
        name = f"{wanted}-{turn}"
    return name


def paragraphs_shown(shown: Sequence[Shown], parting: str) -> Iterator[tuple[Shown, ...]]:
    """Yield what is shown, paragraph by paragraph."""
    row: list[Shown] = []
    for each in shown:
        if each.token.text == parting:
            yield tuple(row)
            row = []
        else:
            row.append(each)
    yield tuple(row)
