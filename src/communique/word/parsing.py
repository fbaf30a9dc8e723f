"""Read the XML of an edited DOCX into a story: the first of the two passes over it.

Section numbers are those of ECMA-376, part 1. What an editor writes around the text (fields, controls,
smart tags, proofing marks) is seen through; what has no place in a document of ours is kept as `Foreign`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.word.story import (
    UNTRACKED,
    Chars,
    Edge,
    Foreign,
    NoteMark,
    Track,
    WordCell,
    WordParagraph,
    WordRow,
    WordTable,
)
from communique.word.style_names import number, switch, value
from communique.word.symbols import symbol
from communique.word.wordml import (
    CHOICES,
    MATH,
    Field,
    chosen,
    credit_of,
    hidden,
    inside,
    language_of,
    run_together,
    text_of,
    words_in,
)
from communique.writers.ooxml import R, W

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.word.edited import Credit
    from communique.word.package import Relation
    from communique.word.story import ParagraphLook, Piece
    from communique.word.style_names import StyleNames
    from communique.writers.ooxml import Element


INSERTED = frozenset({W + "ins", W + "moveTo"})
REMOVED = frozenset({W + "del", W + "moveFrom"})
EDGES = {
    W + "bookmarkStart": ("bookmark", True),
    W + "bookmarkEnd": ("bookmark", False),
    W + "commentRangeStart": ("comment", True),
    W + "commentRangeEnd": ("comment", False),
}
SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
DRAWN = {"drawing": "picture", "pict": "picture", "object": "embedded object", "contentPart": "ink drawing"}


class Parser:
    """A reader of one part with text: the body, the footnotes, or the comments."""

    def __init__(
        self, styles: StyleNames, relations: Mapping[str, Relation], endnotes: Mapping[str, str] | None = None
    ) -> None:
        self.styles = styles
        self.authors: dict[str, None] = {}
        self._relations = relations
        self._endnotes = endnotes or {}
        self._fields: list[Field] = []
        self._names: dict[str, str] = {}  # of bookmarks by their ids
        self._ranged: set[str] = set()  # comments whose range was seen
        self._waiting: list[Piece] = []  # edges between paragraphs
        self._pieces: list[Piece] = []

    # Blocks

    def content(self, parent: Element, track: Track = UNTRACKED) -> tuple[WordParagraph | WordTable, ...]:
        """Return the paragraphs and tables in an element."""
        found: list[WordParagraph | WordTable] = []
        for child in parent:
            if child.tag == W + "p":
                found.append(self._paragraph(child, track))
            elif child.tag == W + "tbl":
                found.append(WordTable(tuple(self._rows(child, track))))
            elif child.tag in EDGES:
                self._waiting += self._edge(child)
            elif child.tag == W + "altChunk":
                found.append(WordParagraph(self.styles.paragraph(None), (Foreign("embedded document"),)))
            else:
                found += self._around(child, track)
        return tuple(found)

    def _around(self, child: Element, track: Track) -> tuple[WordParagraph | WordTable, ...]:
        inner = inside(child)
        if inner is not None:
            return self.content(inner, track)
        if child.tag in INSERTED | REMOVED:
            return self.content(child, self._tracked(child, track))
        if child.tag in (MATH + "oMathPara", MATH + "oMath"):
            piece = Foreign("equation", words_in(child), track)
            return (WordParagraph(self.styles.paragraph(None), (piece,)),)
        return ()

    def _paragraph(self, element: Element, track: Track) -> WordParagraph:
        properties = element.find(W + "pPr")
        self._pieces, self._waiting = self._waiting, []
        self._inline(element, track, "")
        pieces, self._pieces = tuple(run_together(self._pieces)), []
        return WordParagraph(
            self.styles.paragraph(properties),
            pieces,
            self._mark(properties, track),
            self._earlier_paragraph(properties),
        )

    def _mark(self, properties: Element | None, track: Track) -> Track:
        """Return who put the mark of a paragraph there, or took it away (17.13.5.16, 17.13.5.15)."""
        look = properties.find(W + "rPr") if properties is not None else None
        for each in look if look is not None else ():
            if each.tag in INSERTED | REMOVED:
                track = self._tracked(each, track)
        return track

    def _earlier_paragraph(self, properties: Element | None) -> tuple[ParagraphLook, Credit] | None:
        change = properties.find(W + "pPrChange") if properties is not None else None
        if change is None:
            return None
        return self.styles.paragraph(change.find(W + "pPr")), self._credit(change)

    def _rows(self, table: Element, track: Track) -> list[WordRow]:
        rows: list[WordRow] = []
        for child in table:
            if child.tag == W + "tr":
                own = self._tracked_properties(child.find(W + "trPr"), track)
                rows.append(WordRow(tuple(self._cells(child, own)), own))
            elif child.tag in EDGES:
                self._waiting += self._edge(child)
            elif (inner := inside(child)) is not None:
                rows += self._rows(inner, track)
        return rows

    def _cells(self, row: Element, track: Track) -> list[WordCell]:
        cells: list[WordCell] = []
        for child in row:
            if child.tag == W + "tc":
                properties = child.find(W + "tcPr")
                own = self._tracked_properties(properties, track)
                merged = value(properties, "vMerge")
                cells.append(
                    WordCell(
                        self.content(child, own),
                        max(1, number(value(properties, "gridSpan"), 1)),
                        own,
                        continued=merged is not None and merged != "restart",
                    )
                )
            elif child.tag in EDGES:
                self._waiting += self._edge(child)
            elif (inner := inside(child)) is not None:
                cells += self._cells(inner, track)
        return cells

    def _tracked_properties(self, properties: Element | None, track: Track) -> Track:
        for each in properties if properties is not None else ():
            if each.tag in (W + "ins", W + "cellIns"):
                track = replace(track, inserted=(*track.inserted, self._credit(each)))
            elif each.tag in (W + "del", W + "cellDel"):
                track = replace(track, removed=(*track.removed, self._credit(each)))
        return track

    # Inlines

    def _inline(self, parent: Element, track: Track, link: str) -> None:
        for child in parent:
            if child.tag == W + "r":
                self._run(child, track, link)
            elif child.tag in EDGES:
                self._pieces += self._edge(child)
            elif child.tag in INSERTED | REMOVED:
                self._inline(child, self._tracked(child, track), link)
            elif child.tag == W + "hyperlink":
                self._inline(child, track, self._target(child) or link)
            elif child.tag == W + "fldSimple":
                self._simple_field(child, track, link)
            elif child.tag in (MATH + "oMathPara", MATH + "oMath"):
                self._pieces.append(Foreign("equation", words_in(child), track))
            elif (inner := inside(child)) is not None:
                self._inline(inner, track, link)

    def _simple_field(self, element: Element, track: Track, link: str) -> None:
        self._fields.append(Field([element.get(W + "instr", "")]))
        self._begin_result(track)
        self._inline(element, track, link)
        self._fields.pop()

    def _target(self, element: Element) -> str:
        """Return where a link leads (17.16.22)."""
        relation = self._relations.get(element.get(R + "id", ""))
        anchor = element.get(W + "anchor", "")
        target = relation.target if relation is not None and relation.external else ""
        return f"{target}#{anchor}" if anchor else target

    def _edge(self, element: Element) -> list[Piece]:
        """Return the edge of a bookmark or of a comment's range; a bookmark's end knows only its number."""
        kind, opens = EDGES[str(element.tag)]
        key = element.get(W + "id", "")
        if kind == "comment":
            self._ranged.add(key)
            return [Edge("comment", key, opens)]
        if opens:
            self._names[key] = element.get(W + "name", "")
        name = self._names.get(key, "")
        return [Edge("bookmark", name, opens)] if name else []

    def _run(self, element: Element, track: Track, link: str) -> None:
        properties = element.find(W + "rPr")
        language = language_of(element, properties)
        look = self.styles.run(properties, language)
        unseen = switch(properties, "vanish") or switch(properties, "specVanish")
        if unseen:
            look = replace(look, outside=("hidden",))  # nothing that it could be taken together with
        change = properties.find(W + "rPrChange") if properties is not None else None
        was = None
        if change is not None:
            was = self.styles.run(change.find(W + "rPr"), language), self._credit(change)
        link = next((each.link for each in reversed(self._fields) if each.result and each.link), link)
        first = len(self._pieces)
        for child in element:
            self._sign(child, Chars("", look, link, track, was))
        if unseen:
            self._pieces[first:] = [hidden(each) for each in self._pieces[first:]]
        if any(each.get(W + "customMarkFollows") for each in element.iterfind(W + "footnoteReference")):
            self._pieces[first:] = [each for each in self._pieces[first:] if not isinstance(each, Chars)]

    def _sign(self, child: Element, like: Chars) -> None:
        """Add what one element of a run shows (17.3.3)."""
        name = str(child.tag).removeprefix(W)
        if name == "fldChar":
            self._field_sign(child.get(W + "fldCharType", ""), like.track)
        elif name in ("instrText", "delInstrText"):
            if self._fields and not self._fields[-1].result:
                self._fields[-1].code.append(child.text or "")
        elif any(each.hidden for each in self._fields):
            return
        elif name in ("t", "delText"):
            self._show(text_of(child), like)
        elif name in SIGNS:
            self._show(SIGNS[name], like)
        else:
            self._rare_sign(name, child, like)

    def _rare_sign(self, name: str, child: Element, like: Chars) -> None:
        track = like.track
        if name == "br":
            kind = child.get(W + "type", "textWrapping")
            if kind == "textWrapping":
                self._show("\n", like)
            else:
                self._pieces.append(Foreign(f"{kind} break", "", track))
        elif name == "sym":
            self._symbol(child, like)
        elif name == "footnoteReference":
            self._pieces.append(NoteMark(child.get(W + "id", ""), track))
        elif name == "commentReference":
            self._comment_mark(child.get(W + "id", ""))
        elif name == "ruby":
            self._pieces.append(Foreign("ruby", words_in(child.find(W + "rt")), track))
            self._inline_of(child.find(W + "rubyBase"), track, like.link)
        elif child.tag == CHOICES + "AlternateContent":
            for each in chosen(child):
                self._sign(each, like)
        else:
            self._foreign(name, child, track)

    def _symbol(self, child: Element, like: Chars) -> None:
        """Add a character that is a place in a font (17.3.3.30)."""
        font, code = child.get(W + "font", ""), child.get(W + "char", "")
        shown = symbol(font, code)
        if shown is None:
            self._pieces.append(Foreign("symbol", f"{font} {code}", like.track))
        else:
            self._show(shown, like)

    def _comment_mark(self, key: str) -> None:
        """Give a comment that has no range its place."""
        if key not in self._ranged:
            self._ranged.add(key)
            self._pieces += [Edge("comment", key, opens=True), Edge("comment", key, opens=False)]

    def _foreign(self, name: str, child: Element, track: Track) -> None:
        """Note what has no place in a document of ours; what shows nothing is passed over."""
        if name == "endnoteReference":
            self._pieces.append(Foreign("endnote", self._endnotes.get(child.get(W + "id", ""), ""), track))
        elif name in DRAWN:
            text = words_in(child)
            self._pieces.append(Foreign("text box" if text else DRAWN[name], text, track))

    def _inline_of(self, element: Element | None, track: Track, link: str) -> None:
        if element is not None:
            self._inline(element, track, link)

    def _show(self, text: str, like: Chars) -> None:
        if text:
            self._pieces.append(replace(like, text=text))

    # Fields

    def _field_sign(self, kind: str, track: Track) -> None:
        if kind == "begin":
            self._fields.append(Field())
        elif kind == "separate" and self._fields:
            self._begin_result(track)
        elif kind == "end" and self._fields:
            if not self._fields[-1].result:
                self._begin_result(track)
            self._fields.pop()

    def _begin_result(self, track: Track) -> None:
        """Note that the result of a field comes.

        A mark that repeats a footnote's is made here (17.16.5.36).
        """
        self._fields[-1].result = True
        words = self._fields[-1].words
        above = self._fields[:-1]
        if self._fields[-1].kind == "NOTEREF" and len(words) > 1 and not any(each.hidden for each in above):
            self._pieces.append(NoteMark("", track, words[1]))

    # Credit

    def _tracked(self, element: Element, track: Track) -> Track:
        credit = self._credit(element)
        if element.tag in INSERTED:
            return replace(track, inserted=(*track.inserted, credit))
        return replace(track, removed=(*track.removed, credit))

    def _credit(self, element: Element) -> Credit:
        credit = credit_of(element)
        self.authors.setdefault(credit.author)
        return credit
