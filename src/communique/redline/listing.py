"""What changed, as a list that can be read out: where, what was, what is.

Changes that stand close together in a paragraph are one entry; a few words on both sides tell where in the
paragraph they are. The order is that of the document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from communique.redline.compare import ComparedPara
from communique.redline.places import Places, row_place
from communique.redline.sequence import Para
from communique.redline.words import PILCROW, Word, inlines_from
from communique.tree import Heading, LineBreak, Link, NoteReference, Styled, Text, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.redline.compare import Compared, ComparedNote, ComparedRow, ComparedTable, Comparison
    from communique.redline.differences import Change, Stretch
    from communique.tree import Inline, Row

Kind = Literal["changed", "inserted", "deleted", "moved", "split", "joined", "format"]
Piece = tuple["Change", str]

CONTEXT = 6  # words on both sides of a change
APART = 14  # words between two changes that are told one by one
SIGNS = {"emphasis": "*", "strong": "**"}
BESIDE = {"marking": "marking", "symbol": "symbol", "running_event": "header", "running_title": "header"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A change. `pieces` are what was and what is in one, for those that show it so."""

    place: str
    address: str
    kind: Kind
    was: str
    now: str
    pieces: tuple[Piece, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The changes in a document since an earlier version; `before` is False where there was none."""

    name: str
    title: str
    since: str
    entries: tuple[Entry, ...] = ()
    before: bool = True


def listing_of(comparison: Comparison, since: str, *, said: bool = True) -> Listing:
    """Return the list of changes.

    `said` compares what stands beside the text as well: marking, symbol, subject.
    """
    meta = comparison.new.meta
    if comparison.old is None:
        return Listing(meta.name, meta.title, since, before=False)
    entries = [*_beside(comparison)] if said else []
    telling = _Telling()
    entries += telling.items(comparison.items)
    for note in comparison.notes:
        entries += telling.note(note)
    return Listing(meta.name, meta.title, since, tuple(entries))


def _beside(comparison: Comparison) -> Iterator[Entry]:
    found = [(BESIDE[key], *each) for key, each in comparison.beside.items()]
    if comparison.old and comparison.old.meta.subject != comparison.new.meta.subject:
        found.append(("subject", comparison.old.meta.subject, comparison.new.meta.subject))
    for place, was, now in found:
        kind: Kind = "changed" if was and now else "inserted" if now else "deleted"
        pieces: tuple[Piece, ...] = (("deleted", was), ("inserted", now))
        yield Entry(place, "", kind, was, now, tuple(each for each in pieces if each[1]))


@dataclass
class _Telling:
    """Goes through a comparison, and keeps count of places in both versions."""

    old: Places = field(default_factory=Places)
    new: Places = field(default_factory=Places)

    def items(self, items: Sequence[Compared]) -> Iterator[Entry]:
        """Yield the changes in the body."""
        gone: ComparedPara | None = None  # in whose place the next one came
        for at, item in enumerate(items):
            if isinstance(item, ComparedPara):
                olds = [self.old.of(each) for each in item.old]
                news = [self.new.of(each) for each in item.new]
                if gone is not None:
                    yield _replaced(gone, item, news[0])
                    gone = None
                elif _is_replaced(items, at):
                    gone = item
                else:
                    yield from _paragraph(item, (news or olds)[0])
            else:
                was = self.old.of(item.old) if item.old else ""
                yield from _table(item, self.new.of(item.new) if item.new else was)

    def note(self, note: ComparedNote) -> Iterator[Entry]:
        """Yield the changes in a footnote; one that came or went is told as a whole."""
        place = f"footnote {note.shown.number}"
        address = note.shown.address or ""
        if note.old and note.new:
            for item in note.items:
                yield from _inside(item, place, address)
            return
        text = " ".join(_text_of(item) for item in note.items)
        yield _whole(place, address, "inserted" if note.new else "deleted", text)


def _paragraph(item: ComparedPara, place: str, address: str = "") -> Iterator[Entry]:
    """Yield the changes of a paragraph."""
    if not item.changed:
        return
    shown = (item.new or item.old)[0]
    address = shown.told or address
    if not item.both:
        text = _whole_text(item)
        if not item.move:
            yield _whole(place, address, "inserted" if item.new else "deleted", text)
        elif item.new:  # told once, where it is now
            yield Entry(place, address, "moved", text, text, (("inserted", text),), "moved here, unchanged")
        return
    if item.reshaped:
        remark = f"was {_described(item.old[0])}, is {_described(item.new[0])}"
        text = _plain(shown.words)
        yield Entry(place, address, "format", text, text, (("kept", text),), remark)
    if item.renumbered:
        was, now = _number(item.old[0]), _number(item.new[0])
        yield Entry(place, address, "changed", was, now, (("deleted", was), ("inserted", now)), "its number")
    kind: Kind = "split" if len(item.new) > 1 else "joined" if len(item.old) > 1 else "changed"
    yield from (_entry(place, address, kind, cluster) for cluster in _clusters(item.stretches))


def _is_replaced(items: Sequence[Compared], at: int) -> bool:
    """Whether a paragraph went, and one alone of its kind came in its place, between others that stayed.

    They have too little in common to be compared word by word; who reads the list out still wants to say both
    at once.
    """
    pair = items[at : at + 2]
    around = (*items[at - 1 : at], *items[at + 2 : at + 3])
    if len(pair) < 2 or not all(each.old and each.new for each in around):
        return False
    gone, came = pair
    if not isinstance(gone, ComparedPara) or not isinstance(came, ComparedPara) or gone.move or came.move:
        return False
    return not gone.new and not came.old and gone.old[0].shape == came.new[0].shape


def _replaced(gone: ComparedPara, came: ComparedPara, place: str) -> Entry:
    """Return a paragraph that went and the one that came in its place as one change."""
    was, now = _whole_text(gone), _whole_text(came)
    return Entry(place, came.new[0].told, "changed", was, now, (("deleted", was), ("inserted", now)))


def _whole_text(item: ComparedPara) -> str:
    """Return all that a paragraph says which is in one version only."""
    words = _plain(item.stretches[0].words) if item.stretches else ""
    return f"{_number((item.new or item.old)[0])} {words}".strip()


def _whole(place: str, address: str, kind: Kind, text: str) -> Entry:
    if kind == "inserted":
        return Entry(place, address, kind, "", text, (("inserted", text),))
    return Entry(place, address, kind, text, "", (("deleted", text),))


def _number(para: Para) -> str:
    return para.block.number if isinstance(para.block, Heading) else ""


def _described(para: Para) -> str:
    """Return what a paragraph is, in words."""
    shape = para.shape
    if shape.kind == "heading":
        return f"a heading of level {shape.level - 1}" if shape.level > 1 else "the title"
    if shape.kind == "item":
        return "an item of a numbered list" if shape.ordered else "an item of a list"
    return "a paragraph" if shape.role == "body" else f"a paragraph of the kind “{shape.role}”"


def _inside(item: Compared, place: str, address: str) -> Iterator[Entry]:
    """Yield the changes of what stands in a cell or a note."""
    if isinstance(item, ComparedPara):
        yield from _paragraph(item, place, address)
    else:
        yield from _table(item, place)


def _table(item: ComparedTable, place: str) -> Iterator[Entry]:
    if not (item.old and item.new):
        text = "; ".join(_row_text(row) for row in item.rows)
        yield _whole(place, "", "inserted" if item.new else "deleted", text)
        return
    for cluster in _clusters(item.caption):
        yield _entry(f"{place}, caption", "", "changed", cluster)
    heads = item.shown.rows[0] if item.shown.rows else None
    for row in item.rows:
        where = row_place(place, row.shown)
        address = _row_address(row.shown.row)
        if not (row.old and row.new):
            yield _whole(where, address, "inserted" if row.new else "deleted", _row_text(row))
            continue
        for number, cell in enumerate(row.cells):
            column = ""
            if heads and len(heads.cells) == len(row.cells) and row.shown is not heads:
                column = " ".join(
                    plain_text(each.block.children)
                    for each in heads.cells[number].items
                    if isinstance(each, Para)
                )
            named = f"{where}, {column}" if column else where
            for inner in cell:
                yield from _inside(inner, named, address)


def _row_address(row: Row) -> str:
    """Return the record that a row shows; that of its cell, where a heading of a group is but one."""
    alone = row.cells[0].address if len(row.cells) == 1 else None
    return row.address or alone or ""


def _row_text(row: ComparedRow) -> str:
    return " | ".join(" ".join(_text_of(item) for item in cell) for cell in row.cells)


def _text_of(item: Compared) -> str:
    if isinstance(item, ComparedPara):
        return _plain([word for stretch in item.stretches for word in stretch.words])
    return "; ".join(_row_text(row) for row in item.rows)


# A few words around each change


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Changes that stand close together; `looks` where the words are the same and only look different."""

    pieces: tuple[Piece, ...]
    looks: bool


def _clusters(stretches: Sequence[Stretch]) -> Iterator[_Cluster]:
    """Yield changes with what is around them; those that stand close together as one.

    Where words only look different, their look is told.
    """
    if all(each.change == "kept" for each in stretches):
        return
    cluster: list[tuple[Change, Sequence[Word]]] = []
    for number, stretch in enumerate(stretches):
        if stretch.change != "kept":
            cluster.append((stretch.change, stretch.words))
            continue
        last = number == len(stretches) - 1
        if not cluster:
            cluster = [("kept", _end_of(stretch.words))]
        elif last or _count(stretch.words) > APART:
            yield _told([*cluster, ("kept", _start_of(stretch.words))])
            cluster = [] if last else [("kept", _end_of(stretch.words))]
        else:
            cluster.append(("kept", stretch.words))
    if any(change != "kept" for change, _ in cluster):
        yield _told(cluster)


ELLIPSIS = Word("…")
FIRST_EAST_ASIAN = "\u2e80"


def _count(words: Sequence[Word]) -> int:
    return sum(not word.blank for word in words)


def _length(word: Word) -> float:
    """Return how many words a word counts for; of the characters of Chinese and its like three make one."""
    if not word.text[:1].isalnum():
        return 0
    return 1 / 3 if len(word.text) == 1 and word.text >= FIRST_EAST_ASIAN else 1


def _end_of(words: Sequence[Word]) -> list[Word]:
    """Return the last few words, after an ellipsis where there are more."""
    taken = _cut(words[::-1])[::-1]
    if taken and taken[0] == ELLIPSIS:
        start = next((at for at, word in enumerate(taken) if word.text[:1].isalnum()), 1)
        return [ELLIPSIS, Word(" "), *taken[start:]]
    return taken


def _start_of(words: Sequence[Word]) -> list[Word]:
    """Return the first few words, before an ellipsis where there are more."""
    return _cut(words)


def _cut(words: Sequence[Word]) -> list[Word]:
    taken: list[Word] = []
    left = float(CONTEXT)
    for word in words:
        if word == PILCROW:
            break
        left -= _length(word)
        if left < 0:
            return [*taken, ELLIPSIS]
        taken.append(word)
    return taken


def _told(cluster: Sequence[tuple[Change, Sequence[Word]]]) -> _Cluster:
    sides = {
        change: _plain([word for kind, words in cluster if kind in (change, "kept") for word in words])
        for change in ("deleted", "inserted")
    }
    looks = sides["deleted"] == sides["inserted"]
    tell = _marked if looks else _plain
    return _Cluster(tuple((change, tell(words)) for change, words in cluster), looks)


def _entry(place: str, address: str, kind: Kind, cluster: _Cluster) -> Entry:
    pieces = cluster.pieces
    was, now = (
        " ".join("".join(text for change, text in pieces if change in ("kept", side)).split())
        for side in ("deleted", "inserted")
    )
    if kind == "changed" and cluster.looks:
        kind = "format"
    return Entry(place, address, kind, was, now, pieces)


def _plain(words: Sequence[Word]) -> str:
    """Return words as they are read out."""
    return "".join(_read(word) for word in words)


def _read(word: Word) -> str:
    if word == PILCROW:
        return " ¶ "
    if word.reference is not None:
        return f"[{word.reference.number}]"
    return " " if word.text == "\n" else word.text


def _marked(words: Sequence[Word]) -> str:
    """Return words with what they look like, as it is typed in content."""
    told: list[str] = []
    for ends, group in groupby(words, key=lambda each: each == PILCROW):
        told.append(" ¶ " if ends else _signed(inlines_from(list(group))))
    return "".join(told)


def _signed(children: tuple[Inline, ...]) -> str:
    made: list[str] = []
    for child in children:
        match child:
            case Text():
                made.append(child.text)
            case LineBreak():
                made.append(" / ")
            case NoteReference():
                made.append(f"[{child.number}]")
            case Link():
                made.append(f"[{_signed(child.children)}]({child.target})")
            case Styled():
                sign = SIGNS.get(child.role, "")
                inner = _signed(child.children)
                made.append(f"{sign}{inner}{sign}" if sign else f"{inner} ({child.role})")
            case _:
                made.append(plain_text((child,)))
    return "".join(made)
