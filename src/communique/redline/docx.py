"""The redline as DOCX: the new document, written as always, with the way from the old one as tracked changes.

Accepting all of them gives the new document and rejecting all of them the old one, in Word and in
LibreOffice. What the choice of elements rests on:

- A word that only looks different is deleted and inserted: both programs reject that exactly, but not every
  tracked change of a format of words.
- A paragraph that is something else now, a heading for instance, with the same words, is a tracked change
  of the properties of the paragraph (`w:pPrChange`): deleted and inserted, LibreOffice takes it for moved,
  and mistakes its style. With other words it is deleted and inserted.
- A paragraph that moved is a move (`w:moveFrom`, `w:moveTo`), as its readers need not read it again. One
  with a footnote, which would be there twice, and one whose end can't go, because nothing follows that it
  could be joined with, are deleted and inserted.
- What the ends of paragraphs can and can't do is settled in `revisions`.

The bookmarks and the base are those of the new document, so that what a reviewer changes in a redline can be
imported. The custom property `communique.redline` says since when the changes are, and for readers so does
the comment among the properties of the file, as the text is to be the new one when all is accepted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from lxml import etree

from communique import reference_styles as names
from communique.redline.changes import Change, ChangedRow, GoneNote, HeadingNumber, ParagraphMark, is_gone
from communique.redline.merged import merged
from communique.redline.revisions import changed_row, mark, settle, sign, tracked
from communique.tree import plain_text
from communique.writers import ooxml
from communique.writers.docx import Makers, Matter, read_base, running_matter, write_docx
from communique.writers.docx_base import REFERENCE, Anchors
from communique.writers.docx_blocks import HEADING_GAP, Blocks
from communique.writers.docx_inlines import Runs
from communique.writers.docx_notes import Footnotes
from communique.writers.ooxml import W

if TYPE_CHECKING:
    from datetime import datetime

    from communique.redline.compare import Comparison
    from communique.theme import Theme
    from communique.tree import Inline, Note, Row
    from communique.writers.docx_base import BaseBlock
    from communique.writers.docx_blocks import Place
    from communique.writers.docx_inlines import Voice
    from communique.writers.docx_styles import Styles
    from communique.writers.ooxml import Element

PROPERTY = "communique.redline"
SINCE = "Changes since"  # where the language of the document has no words for it


def write_redline_docx(
    comparison: Comparison, theme: Theme, *, author: str, date: datetime, since: str
) -> bytes:
    """Return the new document as a DOCX with tracked changes, the same bytes for the same arguments.

    `author` and `date` are said of every change; a date without a zone is taken to be in UTC. `since` names
    the old version in words.
    """
    recorded = RecordedAnchors()
    base = read_base(write_docx(comparison.new, theme, Makers(anchors=recorded)))
    moment = date.astimezone(UTC) if date.tzinfo else date

    def finish(stories: list[Element]) -> None:
        settle(stories)
        sign(stories, ooxml.legal(author), moment)

    makers = Makers(
        runs=TrackedRuns,
        blocks=TrackedBlocks,
        notes=TrackedNotes,
        anchors=GivenAnchors(recorded.given),
        matter=lambda _, styles: _matter(comparison, styles),
        base=base,
        properties={PROPERTY: since},
        remark=f"{comparison.new.meta.labels.get('changes-since', SINCE)} {since}",
        finish=finish,
    )
    return write_docx(merged(comparison, formers=True), theme, makers)


@dataclass
class RecordedAnchors(Anchors):
    """Anchors that remember the names that they gave, by the kind of anchor."""

    given: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def name(self, prefix: str, key: str) -> str:
        """Return a new name."""
        self.given[prefix].append(Anchors.name(self, prefix, key))
        return self.given[prefix][-1]


class GivenAnchors(Anchors):
    """Anchors with the names that the new document has; while `gone`, what went gets none."""

    def __init__(self, given: dict[str, list[str]]) -> None:
        super().__init__()
        self._given = {prefix: iter(each) for prefix, each in given.items()}
        self.gone = False

    def name(self, prefix: str, key: str) -> str:
        """Return the next name of its kind."""
        if prefix == REFERENCE:  # is in no base
            return super().name(prefix, key)
        return "" if self.gone else next(self._given[prefix])

    def enclose(self, paragraphs: list[Element], name: str) -> None:
        """Put a bookmark around the contents of paragraphs, if there is to be one."""
        if name:
            super().enclose(paragraphs, name)


class TrackedRuns(Runs):
    """A maker of runs that sees changes."""

    def make(self, children: tuple[Inline, ...], voice: Voice) -> list[Element]:
        """Return the runs of inlines in a voice, what went and came as tracked changes."""
        made: list[Element] = []
        for child in children:
            match child:
                case ParagraphMark():
                    made.append(mark(child.role, child.move, whole=child.whole))
                case HeadingNumber():
                    look = replace(self.look(voice), style=self.styles.identifier(names.HEADING_NUMBER))
                    made.append(ooxml.text_run(plain_text(child.children) + HEADING_GAP, look))
                case Change():
                    made += tracked(self.make(child.children, voice), child.role)
                case _:
                    made += super().make((child,), voice)
        return made


class TrackedBlocks(Blocks):
    """A maker of paragraphs and tables that sees changes."""

    anchors: GivenAnchors

    def anchored(
        self, element: Element, block: BaseBlock, children: tuple[Inline, ...], place: Place
    ) -> Element:
        """Put the bookmark of a block around a paragraph, unless it went."""
        around = self.anchors.gone
        self.anchors.gone = around or is_gone(children)
        made = super().anchored(element, block, children, place)
        self.anchors.gone = around
        return made

    def _row(self, row: Row, widths: list[int], place: Place, *, head: bool = False) -> Element:
        if not isinstance(row, ChangedRow):
            return super()._row(row, widths, place, head=head)
        self.anchors.gone = row.change == "deleted"
        made = super()._row(row, widths, place, head=head)
        self.anchors.gone = False
        return changed_row(made, row.change)


class TrackedNotes(Footnotes):
    """Footnotes, those that went without bookmarks."""

    anchors: GivenAnchors

    def _note(self, note: Note, number: int, blocks: Blocks, place: Place) -> list[Element]:
        self.anchors.gone = isinstance(note, GoneNote)
        made = super()._note(note, number, blocks, place)
        self.anchors.gone = False
        return made


# Headers and footers


def _matter(comparison: Comparison, styles: Styles) -> Matter:
    """Return headers and footers in which the changes are tracked."""
    new = comparison.new
    matter = running_matter(new, styles)
    if comparison.old:
        meta = comparison.old.meta
        former = running_matter(replace(new, meta=meta), styles)
        for root, was in zip(matter, former, strict=True):
            _track_paragraph(root[0], was[0])
    return matter


def _track_paragraph(paragraph: Element, was: Element) -> None:
    """Track in a paragraph of runs how it differs from what it was."""
    olds, news = (list(each.iterfind(W + "r")) for each in (was, paragraph))
    matcher = SequenceMatcher(a=[*map(etree.tostring, olds)], b=[*map(etree.tostring, news)], autojunk=False)
    contents: list[Element] = []
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        if operation == "equal":
            contents += news[new_start:new_end]
            continue
        contents += tracked(olds[start:end], "deleted")
        contents += tracked(news[new_start:new_end], "inserted")
    paragraph[:] = [*paragraph.iterfind(W + "pPr"), *contents]
