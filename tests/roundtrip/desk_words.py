"""Words at the desk: typed, deleted, set in italics, made a link."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from communique.writers.docx_package import HYPERLINK
from communique.writers.ooxml import W, hyperlink, toggle, w
from roundtrip import desk_runs
from roundtrip.desk_file import DOCUMENT, FOOTNOTES, OpenFile
from roundtrip.desk_runs import (
    characters,
    new_run,
    parent_of,
    properties_of,
    put,
    remove,
    set_property,
    shown,
)

if TYPE_CHECKING:
    from communique.writers.ooxml import Element
    from roundtrip.desk_file import Block


class Words(OpenFile):
    """An open DOCX, and what is done to words in it."""

    def replace(self, old: str, new: str, block: Block, nth: int = 0, turn: int = 0) -> None:
        """Type new words over old ones; `turn` tells several places in the block apart."""
        paragraph = self.paragraph(block, nth)
        start, end = self.find(paragraph, old, turn)
        self.overtype(paragraph, start, end, new)

    def insert(self, text: str, block: Block, *, after: str = "", before: str = "", nth: int = 0) -> None:
        """Type words after or before others, or at the end of the block."""
        paragraph = self.paragraph(block, nth)
        place = len(shown(paragraph))
        if after:
            place = self.find(paragraph, after)[1]
        elif before:
            place = self.find(paragraph, before)[0]
        self.overtype(paragraph, place, place, text)

    def delete(self, words: str, block: Block, nth: int = 0, turn: int = 0) -> None:
        """Delete words."""
        self.replace(words, "", block, nth, turn)

    def overtype(self, block: Block, start: int, end: int, new: str) -> None:
        """Type over a stretch, by offsets; the new words look like the first of the old ones."""
        paragraph = self.paragraph(block)
        found = characters(paragraph)
        like = found[start if start < end else start - 1].run if found and (start or end) else None
        if like is None and found:
            like = found[0].run
        gone = desk_runs.between(paragraph, start, end)
        link = _link(gone[0]) if gone else None
        if new and link is not None and link is _link(gone[-1]):
            desk_runs.put_after(gone[-1], new_run(new, like), self.author)
        elif new:
            made = new_run(new, like, linked=not self._at_an_end(paragraph, end))
            put(paragraph, end, made, self.author)
            self._settle(paragraph, made, first=not end, last=end == len(found))
        for run in gone:
            remove(run, self.author)

    @staticmethod
    def _at_an_end(paragraph: Element, offset: int) -> bool:
        """Whether a place is where a link ends, where one types outside of it."""
        found = characters(paragraph)
        before = _link(found[offset - 1].run) if offset else None
        after = _link(found[offset].run) if offset < len(found) else None
        return before is None or before is not after

    def _settle(self, paragraph: Element, made: Element, *, first: bool, last: bool) -> None:
        """Put what was typed at the edge of a paragraph on the right side of the bookmarks that are there."""
        here = next(each for each in paragraph if made in each.iter())
        if first and self.edges == "outside":
            starts = [each for each in here.itersiblings(preceding=True) if each.tag == W + "bookmarkStart"]
            if starts:
                starts[-1].addprevious(here)
        if last and not first and self.edges != "inside":
            ends = [each for each in here.itersiblings() if each.tag == W + "bookmarkEnd"]
            if ends:
                ends[-1].addnext(here)

    # Looks

    def bold(self, words: str, block: Block, on: bool = True, nth: int = 0) -> None:
        """Press Ctrl+B on words."""
        self.format(words, block, toggle("b", on), toggle("bCs", on), nth=nth)

    def italic(self, words: str, block: Block, on: bool = True, nth: int = 0) -> None:
        """Press Ctrl+I on words."""
        self.format(words, block, toggle("i", on), toggle("iCs", on), nth=nth)

    def character_style(self, words: str, block: Block, style: str, nth: int = 0) -> None:
        """Give words a character style by its name."""
        self.format(words, block, w("rStyle", val=self.style_id(style)), nth=nth)

    def format(self, words: str, block: Block, *properties: Element, nth: int = 0) -> None:
        """Give words direct formatting."""
        paragraph = self.paragraph(block, nth)
        for run in desk_runs.between(paragraph, *self.find(paragraph, words)):
            own = properties_of(run, "rPr")
            if self.author:
                desk_runs.track_format(own, self.author, "rPrChange")
            for each in properties:
                set_property(own, deepcopy(each))

    def style(self, block: Block, name: str, nth: int = 0) -> None:
        """Give a paragraph a style; it is no list item of another kind any more."""
        paragraph = self.paragraph(block, nth)
        properties = properties_of(paragraph, "pPr")
        if self.author:
            desk_runs.track_format(properties, self.author, "pPrChange")
        for tag in ("pStyle", "numPr"):
            for each in properties.findall(W + tag):
                properties.remove(each)
        properties.insert(0, w("pStyle", val=self.style_id(name)))

    def list_item(self, block: Block, *, level: int = 0, ordered: bool = False, nth: int = 0) -> None:
        """Make a paragraph an item of a list, or set another level."""
        self.style(block, "List Number" if ordered else "List Bullet", nth)
        properties = properties_of(self.paragraph(block, nth), "pPr")
        number = w("numPr", w("ilvl", val=level), w("numId", val=2 if ordered else 1))
        properties.insert(1, number)

    def link(self, words: str, block: Block, target: str, nth: int = 0) -> None:
        """Make words a link, as Word does by itself with an address that is typed."""
        paragraph = self.paragraph(block, nth)
        inside = desk_runs.between(paragraph, *self.find(paragraph, words))
        for run in inside:
            set_property(properties_of(run, "rPr"), w("rStyle", val=self.style_id("Hyperlink")))
        story = FOOTNOTES if next(paragraph.iterancestors(W + "footnote"), None) is not None else DOCUMENT
        made = hyperlink([], relationship=self.relate(story, HYPERLINK, target))
        inside[0].addprevious(made)
        made.extend(inside)

    def unlink(self, words: str, block: Block, nth: int = 0) -> None:
        """Remove the link from words."""
        paragraph = self.paragraph(block, nth)
        for run in desk_runs.between(paragraph, *self.find(paragraph, words)):
            found = _link(run)
            if found is not None:
                for each in found.iter(W + "rStyle"):
                    parent_of(each).remove(each)
                for each in list(found):
                    found.addprevious(each)
                parent_of(found).remove(found)


def _link(run: Element) -> Element | None:
    return next(run.iterancestors(W + "hyperlink"), None)
