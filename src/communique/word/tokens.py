"""Text with marks as tokens, and what differs between two rows of tokens.

A token is a word, a stretch of spaces, one other character, a forced line break, or the mark of a note,
with all that lies on it. Word by word is how people read changes: a word with one letter changed is
another word, and so is the same word in italics.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from communique.writers.docx_base import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    words: list[str] = []
    kind = ""
    for char in text:
        found = _kind(char)
        joined = bool(words) and words[-1] != "\n" and (found == "tie" or words[-1].endswith("\u200d"))
        if joined or (found == kind and found in {"word", char}):
            words[-1] += char
        else:
            words.append(char)
        if not joined:
            kind = found
    return words


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
    edges = {0, len(marked.text)} | {at for mark in marked.marks for at in (mark.start, mark.end)}
    tokens: list[Token] = []
    places = sorted(edges)
    for start, end in zip(places, [*places[1:], None], strict=True):
        tokens += [Token("", _layers(marked, start, start), mark.value) for mark in _notes_at(marked, start)]
        if end is not None:
            layers = _layers(marked, start, end)
            tokens += [Token(word, layers) for word in words_of(marked.text[start:end])]
    return tuple(tokens)


def _notes_at(marked: Marked, place: int) -> list[Mark]:
    return [mark for mark in marked.marks if mark.kind == "note" and mark.start == place]


def _layers(marked: Marked, start: int, end: int) -> tuple[Layer, ...]:
    """Return what lies on a stretch; on a place between two characters, what goes on across it."""
    return tuple(
        Layer(mark.kind, mark.value, mark.language, mark.direction)
        for mark in marked.marks
        if mark.kind != "note"
        and (mark.start <= start and end <= mark.end if start < end else mark.start < start < mark.end)
    )


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
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    hunks: list[Hunk] = []
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        if operation == "equal":
            continue
        last = hunks[-1] if hunks else None
        if last and all(token.blank for token in old[last.end : start]):
            hunks[-1] = Hunk(last.start, end, last.new_start, new_end)
        else:
            hunks.append(Hunk(start, end, new_start, new_end))
    return hunks
