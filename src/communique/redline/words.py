"""Inlines as words, the smallest things that change, and words as inlines again.

A field is not seen: whether a name was typed or comes from a record makes no difference to a reader. Nor does
a language that is only said, though it stays with its words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from communique.redline.changes import Change
from communique.tree import Inline, LineBreak, Link, NoteReference, Styled, Text, walk_inlines
from communique.word.tokens import Layer, Marked, Token, tokens_of
from communique.writers.docx_base import marked_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from communique.tree import Direction

Look = tuple[tuple[str, str, str | None], ...]
FLUSH = "flush-right"
CHANGE = "change"  # the kind of a layer that is laid on words that went or came
TIES = {"'", "’", "-", "\u2010", "\u2011"}  # what joins two words to one
TIES_OF_FIGURES = {".", ",", "\u202f"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word, blanks, another character, or the mark of a note; equal when a reader sees no difference."""

    text: str
    look: Look = ()
    note: str = ""
    layers: tuple[Layer, ...] = field(default=(), compare=False)
    reference: NoteReference | None = field(default=None, compare=False)

    @property
    def blank(self) -> bool:
        """Whether it is nothing but white space."""
        return not self.note and self.text.isspace()

    @property
    def weight(self) -> int:
        """How much there is to read; the mark of a note counts as a short word."""
        return 3 if self.note else len(self.text)


PILCROW = Word("", note="¶")
"""Where a paragraph ends and the next begins."""


def words_in(
    children: tuple[Inline, ...],
    tied: Callable[[str], str] = str,
    links: Callable[[str], str] = str,
    cited: set[str] | None = None,
) -> tuple[Word, ...]:
    """Return inlines as words.

    `tied` gives the identifier under which a note is compared, and `links` the target of a link; a note that
    is in `cited` already is cited again, which is another thing than its first mark.
    """
    text, marks = marked_text(children)
    marked = Marked(text, tuple(each for each in marks if each.kind != "field"))
    references = iter([each for each in walk_inlines(children) if isinstance(each, NoteReference)])
    cited = set() if cited is None else cited
    words = []
    for token in _whole(tokens_of(marked)):
        if not token.note:
            words.append(Word(token.text, _look(token, links), layers=token.layers))
            continue
        name = tied(token.note)
        again = "~" if name in cited else ""
        cited.add(name)
        words.append(Word("", _look(token, links), name + again, token.layers, next(references)))
    return tuple(words)


def _whole(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens with compounds and figures in one piece: “follow-up”, “don’t”, “3.5”."""
    made: list[Token] = []
    place = 0
    while place < len(tokens):
        if made and place + 1 < len(tokens) and _ties(made[-1], *tokens[place : place + 2]):
            text = "".join(each.text for each in (made[-1], *tokens[place : place + 2]))
            made[-1] = Token(text, made[-1].layers)
            place += 2
        else:
            made.append(tokens[place])
            place += 1
    return made


def _ties(before: Token, tie: Token, after: Token) -> bool:
    """Whether a token makes one word of the two beside it."""
    if before.note or after.note or not (before.layers == tie.layers == after.layers):
        return False
    left, right = before.text[-1], after.text[0]
    if tie.text in TIES:
        return left.isalnum() and right.isalnum()
    return tie.text in TIES_OF_FIGURES and left.isdecimal() and right.isdecimal()


def _look(token: Token, links: Callable[[str], str]) -> Look:
    return tuple(
        (each.kind, links(each.value) if each.kind == "link" else each.value, each.direction)
        for each in token.layers
        if each.kind == "link" or each.value != "passage" or each.direction
    )


def inlines_from(words: Sequence[Word], depth: int = 0) -> tuple[Inline, ...]:
    """Return words as inlines; neighbours under the same layers share them.

    The layers above `depth` are left out.
    """
    made: list[Inline] = []

    def layer(word: Word) -> Layer | None:
        return word.layers[depth] if len(word.layers) > depth else None

    for found, group in groupby(words, key=layer):
        members = list(group)
        if found is None:
            made += _plain(members)
        else:
            made.append(_around(found, inlines_from(members, depth + 1)))
    return tuple(made)


def _around(layer: Layer, children: tuple[Inline, ...]) -> Inline:
    if layer.kind == "link":
        return Link(layer.value, children)
    if layer.kind == CHANGE:
        return Change(layer.value, children)
    direction: Direction | None = "rtl" if layer.direction == "rtl" else "ltr" if layer.direction else None
    return Styled(layer.value, children, layer.language, direction)


def _plain(words: Sequence[Word]) -> list[Inline]:
    made: list[Inline] = []
    for word in words:
        last = made[-1] if made else None
        if word.reference is not None:
            made.append(word.reference)
        elif word.text == "\n":
            made.append(LineBreak())
        elif isinstance(last, Text):
            made[-1] = Text(last.text + word.text)
        else:
            made.append(Text(word.text))
    return made


def text_of(words: Sequence[Word]) -> str:
    """Return the characters of words."""
    return "".join(each.text for each in words)
