"""Text with marks as tokens, and what differs between two rows of tokens.

A token is a word, a stretch of spaces, one other character, a forced line break, or the mark of a note,
with all that lies on it. Word by word is how people read changes: a word with one letter changed is
another word, and so is the same word in italics.
"""

from __future__ import annotations

import unicodedata
from bisect import insort
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.word.matching import differing, stretches_in_common
from communique.writers.docx_base import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Layer:
    """What lies on a token: a mark without its place."""

    kind: str
    value: str
    language: str | None = None
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A word, blanks, a character or the mark of a note; outer layers first. A note has no text."""

    text: str
    layers: tuple[Layer, ...] = ()
    note: str = ""

    @property
    def blank(self) -> bool:
        """Whether it is nothing but white space."""
        return not self.note and self.text.isspace()


@dataclass(frozen=True, slots=True)
class Marked:
    """Flat text, and the marks that lie on it."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Hunk:
    """A difference: tokens `start` to `end` of the old row became `new_start` to `new_end` of the new."""

    start: int
    end: int
    new_start: int
    new_end: int


SCRIPTS_WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


def words_of(text: str) -> list[str]:
    """Divide text into words, stretches of one kind of blank, and single characters.

    A combining mark, a variation selector and what a zero-width joiner ties stay with the character before.
    """
    starts: list[int] = []
    kind = before = ""
    for place, char in enumerate(text):
        found = _kind(char)
        broken = not starts or (before == "\n" and starts[-1] == place - 1)
        joined = not broken and (found == "tie" or before == "\u200d")
        if not joined and not (found == kind and found in {"word", char}):
            starts.append(place)
        if not joined:
            kind = found
        before = char
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    """Return `word`, `tie`, the character itself for a blank, or `other`, which always stands alone."""
    category = unicodedata.category(char)
    if category[0] == "M" or char == "\u200d" or 0x1F3FB <= ord(char) <= 0x1F3FF:
        return "tie"
    if category[0] in "LN":
        name = unicodedata.name(char, "")
        return "other" if name.startswith(SCRIPTS_WITHOUT_SPACES) else "word"
    return char if char.isspace() and char != "\n" else "other"


def tokens_of(marked: Marked) -> tuple[Token, ...]:
    """Return text with marks as tokens; a mark that begins or ends inside a word divides it."""
    tokens: list[Token] = []
    notes: defaultdict[int, list[str]] = defaultdict(list)
    for mark in marked.marks:
        if mark.kind == "note":
            notes[mark.start].append(mark.value)
    layers = [Layer(mark.kind, mark.value, mark.language, mark.direction) for mark in marked.marks]
    for start, end, across, over in stretches_under(marked.marks, len(marked.text)):
        tokens += [Token("", tuple(layers[each] for each in across), note) for note in notes.get(start, ())]
        here = tuple(layers[each] for each in over)
        tokens += [Token(word, here) for word in words_of(marked.text[start:end])]
    return tuple(tokens)


Numbers = tuple[int, ...]


def stretches_under(marks: Sequence[Mark], length: int) -> Iterator[tuple[int, int, Numbers, Numbers]]:
    """Yield the stretches of a text in which no mark begins or ends, the last one empty.

    With each come the marks by number: those that go on across its start, and those that lie on all of it.
    """
    opening: defaultdict[int, list[int]] = defaultdict(list)
    closing: defaultdict[int, list[int]] = defaultdict(list)
    places = {0, length}
    for number, mark in enumerate(marks):
        places |= {mark.start, mark.end}
        if mark.kind != "note" and mark.start < mark.end:
            opening[mark.start].append(number)
            closing[mark.end].append(number)
    over: list[int] = []
    edges = sorted(places)
    for start, end in zip(edges, [*edges[1:], edges[-1]], strict=True):
        for number in closing.get(start, ()):
            over.remove(number)
        across = tuple(over)
        for number in opening.get(start, ()):
            insort(over, number)
        yield start, end, across, tuple(over)


def marked_of(tokens: Sequence[Token]) -> Marked:
    """Return tokens as text with marks; the same layer on neighbours is one mark."""
    text = ""
    marks: list[Mark] = []
    opened: list[tuple[Layer, int, int]] = []  # the layer, where it began, its place among the marks
    for token in tokens:
        kept = 0
        while kept < min(len(opened), len(token.layers)) and opened[kept][0] == token.layers[kept]:
            kept += 1
        for layer, start, place in opened[kept:]:
            marks[place] = _mark(layer, start, len(text))
        del opened[kept:]
        for layer in token.layers[kept:]:
            opened.append((layer, len(text), len(marks)))
            marks.append(_mark(layer, len(text), len(text)))
        if token.note:
            marks.append(Mark("note", len(text), len(text), token.note))
        text += token.text
    for layer, start, place in opened:
        marks[place] = _mark(layer, start, len(text))
    return Marked(text, tuple(marks))


def _mark(layer: Layer, start: int, end: int) -> Mark:
    return Mark(layer.kind, start, end, layer.value, layer.language, layer.direction)  # type: ignore[arg-type]


def hunks_of(old: Sequence[Token], new: Sequence[Token]) -> list[Hunk]:
    """Return what differs, in order; two differences with nothing but blanks between them are one."""
    hunks: list[Hunk] = []
    for start, end, new_start, new_end in differing(stretches_in_common(old, new), len(old), len(new)):
        last = hunks[-1] if hunks else None
        if last and all(token.blank for token in old[last.end : start]):
            hunks[-1] = Hunk(last.start, end, last.new_start, new_end)
        else:
            hunks.append(Hunk(start, end, new_start, new_end))
    return hunks
