"""Footnotes: their marks in the text as they come, and then the notes themselves in the same order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique import reference_styles as names
from communique.tree import NoteReference, walk, walk_inlines
from communique.writers import ooxml
from communique.writers.docx_base import NOTE, REFERENCE, BaseNote
from communique.writers.docx_blocks import paragraphs_of
from communique.writers.ooxml import RunLook, W

if TYPE_CHECKING:
    from communique.tree import Block, Document, Inline, Note
    from communique.writers.docx_base import Anchors
    from communique.writers.docx_blocks import Blocks, Place
    from communique.writers.docx_inlines import StyleSheet
    from communique.writers.ooxml import Element


def cited_notes(blocks: tuple[Block, ...]) -> Counter[str]:
    """Return how often each footnote is cited."""
    marks: Counter[str] = Counter()
    for block in walk(blocks):
        inlines: tuple[Inline, ...] = getattr(block, "children", ()) or getattr(block, "caption", ())
        marks.update(each.note for each in walk_inlines(inlines) if isinstance(each, NoteReference))
    return marks


@dataclass
class Footnotes:
    """The footnotes of a document while it is written.

    Word numbers them itself, in the order of the marks.
    """

    document: Document
    styles: StyleSheet
    anchors: Anchors
    ids: dict[str, int] = field(default_factory=dict)
    _repeated: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._notes = {note.identifier: note for note in self.document.notes}
        self._cited = cited_notes(self.document.blocks)

    @property
    def look(self) -> RunLook:
        """The look of a mark."""
        return RunLook(style=self.styles.identifier(names.FOOTNOTE_REFERENCE))

    def reference(self, mark: NoteReference) -> list[Element]:
        """Return the runs of a mark; where a note is cited again, a field repeats its number.

        A mark without a note writes nothing: the resolver has reported it.
        """
        if mark.note not in self._notes:
            return []
        if mark.note in self.ids:
            return ooxml.note_again_field(self._repeated[mark.note], mark.number, self.look)
        self.ids[mark.note] = len(self.ids) + 1
        element = ooxml.footnote_reference(self.ids[mark.note], self.look)
        number = self.anchors.next_id() if self._cited[mark.note] > 1 else None
        if number is None:
            return [element]
        name = self._repeated[mark.note] = self.anchors.name(REFERENCE, mark.note)
        start, end = ooxml.bookmark(name, number)
        return [start, element, end]

    def write(self, root: Element, blocks: Blocks, place: Place) -> None:
        """Append the notes that were cited to the root of the footnotes part."""
        for identifier, number in self.ids.items():
            root.append(ooxml.footnote(number, self._note(self._notes[identifier], number, blocks, place)))

    def _note(self, note: Note, number: int, blocks: Blocks, place: Place) -> list[Element]:
        first = len(self.anchors.blocks)
        made = blocks.make(note.blocks, place.inside("note"))
        name = self.anchors.name(NOTE, note.address or note.identifier)
        paragraphs = paragraphs_of(made)
        self.anchors.enclose(paragraphs, name)
        self._mark(paragraphs[0])
        noted = tuple(each.bookmark for each in self.anchors.blocks[first:])
        self.anchors.notes.append(BaseNote(name, note.identifier, number, noted, note.address))
        return made

    def _mark(self, paragraph: Element) -> None:
        """Put the mark and its tab before the text of a note, outside its bookmarks."""
        place = 1 if len(paragraph) and paragraph[0].tag == W + "pPr" else 0
        paragraph.insert(place, ooxml.footnote_mark(self.look))
        paragraph.insert(place + 1, ooxml.run(RunLook(), ooxml.tab()))
