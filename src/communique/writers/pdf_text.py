"""The text of a PDF as a reader extracts it: whole words, with the spaces between them.

A line as it is drawn has lost the space at its end and may have gained a hyphen; and a glyph that stands
for several characters (a hyphen and a soft hyphen, say) is taken for the one that came first. All three are
put right in the content streams, as ISO 32000-1 asks in 14.8.2.2.3 and 14.8.2.5.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from communique.writers.pdf_glyphs import Drawing, Fonts, Shown
from communique.writers.pdf_structure import Content, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.writers.pdf_pages import DrawnPage

Element = Any

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
INTERCHANGEABLE = {" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"}
"""Spaces that differ in layout only: a shared glyph may stand for the first."""

NONE: frozenset[bytes] = frozenset()

PREFERRED = (" ", "-")
"""What a glyph stands for in the first place when it stands for this and for something else."""


@dataclass
class Source:
    """The text of a block in the HTML. `read` counts its characters that were met so far, spaces aside."""

    text: str
    read: int = 0

    @cached_property
    def words(self) -> list[str]:
        """The text split at its spaces, no-break spaces included: what holds nothing else isn't drawn."""
        return self.text.split()

    @cached_property
    def characters(self) -> str:
        """The text without its spaces."""
        return "".join(self.words)

    @cached_property
    def gaps(self) -> set[int]:
        """The counts of characters after which there is a space."""
        found, count = set(), 0
        for word in self.words:
            count += len(word)
            found.add(count)
        return found


@dataclass(eq=False)
class Piece:
    """Marked content with the text that it should be read as, and the element whose lines it stands in."""

    drawing: Drawing
    owner: Element
    text: str
    right_to_left: bool


def mend_text(pages: list[DrawnPage], root: Node, fonts: Fonts) -> None:
    """Mend spaces, soft hyphens and the meaning of glyphs in all that the structure holds."""
    pieces = []
    sources = _sources(root)
    last: dict[Node, Piece] = {}
    for node, content in _contents(root):
        piece = _piece(content, pages)
        if piece is None:
            continue
        pieces.append(piece)
        block = node.block()
        if "::" not in content.box.element_tag:
            source = sources[content.owner]
            before = last.get(block)
            if before and (before.owner is not piece.owner or source.read in source.gaps):
                _separate(before, piece, fonts)
            _read(piece, source, content.box.style["hyphenate_character"])
        last[block] = piece
    _mend_meanings(pieces, fonts)


def _contents(node: Node) -> Iterator[tuple[Node, Content]]:
    """Yield marked content in reading order, with the element that it is in."""
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _contents(kid)
        elif isinstance(kid, Content):
            yield node, kid


def _piece(content: Content, pages: list[DrawnPage]) -> Piece | None:
    layout = getattr(content.box, "pango_layout", None)
    if layout is None or not layout.text.strip():
        return None
    text = layout.text
    return Piece(Drawing(pages[content.page], content.number), content.owner, text, _is_right_to_left(text))


def _is_right_to_left(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(each) in {"R", "AL"} for each in text)


def _sources(root: Node) -> dict[Element, Source]:
    """Return the text of every block that has lines of its own, without the blocks in it that have."""
    owners = {content.owner for _, content in _contents(root)}

    def texts(element: Element) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            if child.tag == "br":
                yield "\n"
            elif child not in owners and isinstance(child.tag, str):
                yield from texts(child)
            yield child.tail or ""

    return {owner: Source("".join(texts(owner))) for owner in owners if owner is not None}


def _read(piece: Piece, source: Source, hyphen: str) -> None:
    """Count a piece's characters in its source; a hyphen that the source lacks becomes a soft one."""
    count = len("".join(piece.text.split()))
    broken = (
        piece.text.endswith(hyphen)
        and source.characters[source.read + count - 1 : source.read + count] != hyphen
    )
    if broken:
        piece.text = piece.text.removesuffix(hyphen) + SOFT_HYPHEN
        count -= len(hyphen)
    source.read += count


def _separate(before: Piece, after: Piece, fonts: Fonts) -> None:
    """Draw a space behind a piece unless there is one. Nothing moves: every piece is placed on its own."""
    if before.text[-1].isspace() or after.text[0].isspace():
        return
    before.text += " "
    if not before.right_to_left:
        shown = before.drawing.shown[-1]
        before.drawing.append(fonts.space(shown.font), shown)


def _mend_meanings(pieces: list[Piece], fonts: Fonts) -> None:
    """Let every glyph stand for what the text has in its place.

    Where all uses of a glyph agree, its font says so; where they don't, the rarer use gets a code of its own.
    """
    others: dict[tuple[bytes, bytes], set[str]] = {}
    usual: dict[bytes, set[bytes]] = {}
    for piece in pieces:
        mistaken = list(_mistaken(piece, fonts))
        wrong = {(shown.font, shown.glyphs[at]) for shown, at, _ in mistaken}
        for shown, at, text in mistaken:
            others.setdefault((shown.font, shown.glyphs[at]), set()).add(text)
        for shown in piece.drawing.shown:
            right = (
                (each for each in shown.glyphs if (shown.font, each) not in wrong) if wrong else shown.glyphs
            )
            usual.setdefault(shown.font, set()).update(right)
    for (name, glyph), texts in others.items():
        meanings = texts | ({fonts.characters[name][glyph]} if glyph in usual[name] else set())
        fonts.let_mean(name, glyph, _usual_meaning(meanings))
    mended: dict[bytes, set[bytes]] = {}
    for name, glyph in others:
        mended.setdefault(name, set()).add(glyph)
    for piece in pieces:
        if any(not mended.get(each.font, NONE).isdisjoint(each.glyphs) for each in piece.drawing.shown):
            _use_aliases(piece, fonts)


def _usual_meaning(meanings: set[str]) -> str:
    return next((each for each in PREFERRED if each in meanings), min(meanings))


def _use_aliases(piece: Piece, fonts: Fonts) -> None:
    codes: dict[int, tuple[Shown, dict[int, bytes]]] = {}
    for shown, at, text in list(_mistaken(piece, fonts)):
        alias = fonts.alias(shown.font, shown.glyphs[at], text)
        codes.setdefault(shown.position, (shown, {}))[1][at] = alias
    for shown, replaced in codes.values():
        piece.drawing.replace(shown, replaced)


def _mistaken(piece: Piece, fonts: Fonts) -> Iterator[tuple[Shown, int, str]]:
    """Yield the glyphs that stand for something else than the text has in their place, and what that is.

    Text from right to left is drawn from left to right, as in all PDF, and readers turn it round themselves.
    """
    shown = piece.drawing.shown
    drawn = [text for each in shown for text in map(fonts.characters[each.font].__getitem__, each.glyphs)]
    text = piece.text
    if piece.right_to_left or "".join(drawn) == text:
        return
    if sorted("".join(drawn)) == sorted(text):
        return  # figures and signs in text from right to left: the same characters in another order
    if sum(map(len, drawn)) != len(text):
        text = "".join(each for each in text[:-1] if unicodedata.category(each) != "Cf") + text[-1]
        if sum(map(len, drawn)) != len(text):
            return
    start = 0
    meanings = iter(drawn)
    for each in shown:
        for at in range(len(each.glyphs)):
            meaning = next(meanings)
            wanted = text[start : start + len(meaning)]
            start += len(meaning)
            if wanted != meaning and not {wanted, meaning} <= INTERCHANGEABLE:
                yield each, at, wanted
