"""Edit the sample by hand in a test, by the names of its blocks and by words, and see what the comparison says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from communique.word.compare import compare
from communique.word.edits import Edit, Unplaced
from roundtrip.paper import Grid, Habits, Para, edited_of, paper_of
from roundtrip.replay import replay
from roundtrip.sample_base import sample_base
from roundtrip.scripts import carry_out, expected, para_at
from roundtrip.steps import (
    AddNote,
    AddRow,
    DeleteBlock,
    DeleteNote,
    DeleteRow,
    Emphasise,
    InsertBlock,
    Join,
    MoveBlock,
    MoveWords,
    Replace,
    SetStyle,
    Split,
    Spot,
    Step,
    Style,
)

if TYPE_CHECKING:
    from communique.word.edited import EditedDocument
    from communique.word.tokens import Marked
    from communique.writers.docx_base import Base

Kind = TypeVar("Kind", bound=Edit)
BODY: Style = ("paragraph", "body", 0, False)


@dataclass
class ByHand:
    """The sample, open in an editor. Blocks are named by their bookmarks without the prefix."""

    habits: Habits = field(default_factory=Habits)
    base: Base = field(default_factory=sample_base)

    def __post_init__(self) -> None:
        self.paper = paper_of(self.base)
        self._spots = {
            sign.start: spot for spot in self._all() for sign in para_at(self.paper, spot).signs if sign.start
        }
        self._paras = {name: para_at(self.paper, spot) for name, spot in self._spots.items()}

    def _all(self) -> list[Spot]:
        body = [Spot("body", number) for number, part in enumerate(self.paper.body) if isinstance(part, Para)]
        boxes = enumerate(self.paper.boxes())
        return [
            *body,
            *(Spot("box", number, para) for number, box in boxes for para in range(len(box.paras))),
        ]

    def spot(self, name: str) -> Spot:
        """Return where the paragraph is now that was a block (with `>` the one behind it), or `TABLE` the table."""
        if name == "TABLE":
            return Spot("body", next(n for n, part in enumerate(self.paper.body) if isinstance(part, Grid)))
        spots = self._all()
        start = f"_cb{name.removesuffix('>')}"
        for spot in spots:
            para = para_at(self.paper, spot)
            if para is self._paras[start] or any(sign.start == start for sign in para.signs):
                return spots[spots.index(spot) + name.endswith(">")]
        raise LookupError(name)

    def text(self, name: str) -> str:
        return para_at(self.paper, self.spot(name)).text

    def _do(self, step: Step) -> None:
        carry_out(step, self.paper, self.habits)

    def _find(self, name: str, words: str) -> tuple[Spot, int, int]:
        text = self.text(name)
        assert text.count(words) == 1, f"{words!r} stands {text.count(words)} times in {text!r}"
        start = text.index(words)
        return self.spot(name), start, start + len(words)

    # Edits

    def replace(self, name: str, old: str, new: str) -> None:
        self._do(Replace(*self._find(name, old), new))

    def write(self, name: str, text: str, *, after: str = "") -> None:
        """Type after words, or at the end."""
        at = self._find(name, after)[2] if after else len(self.text(name))
        self._do(Replace(self.spot(name), at, at, text))

    def put_before(self, name: str, words: str, text: str) -> None:
        at = self._find(name, words)[1]
        self._do(Replace(self.spot(name), at, at, text))

    def emphasise(self, name: str, words: str, role: str = "emphasis", *, on: bool = True) -> None:
        self._do(Emphasise(*self._find(name, words), role, on))

    def split(self, name: str, before: str) -> None:
        self._do(Split(self.spot(name), self._find(name, before)[1]))

    def join(self, name: str, text: str = " ") -> None:
        self._do(Join(self.spot(name), text))

    def delete(self, name: str) -> None:
        self._do(DeleteBlock(self.spot(name)))

    def insert(self, after: str | None, text: str, style: Style = BODY) -> None:
        self._do(InsertBlock(self.spot(after) if after else None, text, style))

    def move(self, name: str, after: str | None) -> None:
        self._do(MoveBlock(self.spot(name), self.spot(after).part if after else None))

    def move_words(self, name: str, words: str, to: str, *, after: str) -> None:
        spot, start, end = self._find(name, words)
        self._do(MoveWords(spot, start, end, self.spot(to), self._find(to, after)[2]))

    def style(self, name: str, *style: str | int | bool) -> None:
        kind, role, *rest = style
        level, ordered = (*rest, 0, False)[:2] if len(rest) < 2 else rest
        self._do(SetStyle(self.spot(name), (str(kind), str(role), int(level), bool(ordered))))

    def add_note(self, name: str, text: str, *, after: str) -> None:
        self._do(AddNote(self.spot(name), self._find(name, after)[2], text))

    def delete_note(self, name: str, which: int = 0) -> None:
        self._do(DeleteNote(self.spot(name), which))

    def add_row(self, below: int | None, *texts: str) -> None:
        self._do(AddRow(0, below, texts))

    def delete_row(self, row: int) -> None:
        self._do(DeleteRow(0, row))

    # What came of it

    def edited(self) -> EditedDocument:
        return edited_of(self.paper, self.habits, [block.bookmark for block in self.base.blocks])

    def edits(self) -> list[Edit]:
        """Return the edits, which must give what Word shows when they are carried out."""
        edits = compare(self.base, self.edited()).edits
        assert replay(self.base, edits) == expected(self.paper)
        return list(edits)

    def only(self, kind: type[Kind]) -> Kind:
        """Return the one edit that there is."""
        (edit,) = self.edits()
        assert isinstance(edit, kind), edit
        return edit

    def unplaced(self, kind: type[Kind]) -> tuple[str, Kind]:
        """Return why the one edit has no place, and what it would be."""
        edit = self.only(Unplaced)
        assert isinstance(edit.edit, kind)
        return edit.reason, edit.edit


def marked(content: Marked) -> str:
    """Return text with its marks to be read: fields in braces, styles and links by name, notes in brackets."""
    opened = {"field": "{", "style": "<", "link": "("}
    closed = {"field": "}", "style": ">", "link": ")"}
    result = ""
    for place in range(len(content.text) + 1):
        ending = [mark for mark in content.marks if mark.kind != "note" and mark.start < mark.end == place]
        result += "".join(closed[mark.kind] for mark in reversed(ending))
        result += "".join(
            f"[{mark.value}]" for mark in content.marks if mark.kind == "note" and mark.start == place
        )
        for mark in content.marks:
            if mark.kind != "note" and mark.start == place:
                named = f"{mark.value}:" if mark.kind == "style" else ""
                result += opened[mark.kind] + named + ("" if mark.start < mark.end else closed[mark.kind])
        result += content.text[place : place + 1]
    return result
