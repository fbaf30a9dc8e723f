"""The DOCX writer: a resolved document and a theme become a file that looks made by hand in Word.

The steps are in `write_docx`. What a later import needs (bookmarks, the base, the identity of the
document) is written along the way; docx_base tells what it looks like.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique import __version__
from communique import reference_styles as names
from communique.diagnostics import ContentError, Report, Span
from communique.reference import reference_bytes
from communique.reference_file import FILE
from communique.tree import plain_text, walk
from communique.writers import ooxml
from communique.writers.docx_base import Anchors, Base, base_xml, read_base, running_text
from communique.writers.docx_blocks import Blocks, Place
from communique.writers.docx_comments import add_comments
from communique.writers.docx_file import WordFile
from communique.writers.docx_inlines import Runs, Voice
from communique.writers.docx_notes import Footnotes
from communique.writers.docx_styles import Lists, Styles
from communique.writers.ooxml import RunLook, W

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from communique.theme import Theme
    from communique.tree import Document
    from communique.writers.ooxml import Element

__all__ = ["read_base", "write_docx"]

CHARACTERS_ON_A_PAGE = 2600  # about; only for what NUMPAGES shows until it is computed


Matter = tuple["Element", "Element", "Element"]
"""The header of later pages, the footer of the first, and the footer of the others."""


def running_matter(document: Document, styles: Styles) -> Matter:
    """Return headers and footers.

    The first page has no header, and its footer no symbol: the masthead has it.
    """
    running = _RunningMatter(document, styles)
    return running.header(), running.footer(symbol=""), running.footer(document.meta.symbol)


@dataclass(frozen=True, slots=True)
class Makers:
    """What makes the parts of a file. A redline has makers of its own, which see changes.

    `base` is kept in the file in the place of the one that grows with it, `properties` are more custom
    properties, `remark` is a comment on the file, and `finish` is called when all parts are made.
    """

    runs: type[Runs] = Runs
    blocks: type[Blocks] = Blocks
    notes: type[Footnotes] = Footnotes
    anchors: Anchors = field(default_factory=Anchors)
    matter: Callable[[Document, Styles], Matter] = running_matter
    base: Base | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""
    finish: Callable[[list[Element]], None] | None = None


def write_docx(document: Document, theme: Theme, makers: Makers | None = None) -> bytes:
    """Return the document as a DOCX, the same bytes for the same document and theme."""
    makers = makers or Makers()
    file, styles, lists = _opened(theme)
    anchors = makers.anchors
    notes = makers.notes(document, styles, anchors)
    runs = makers.runs(theme.styles, styles, document.language, file.relate_body, notes.reference)
    blocks = makers.blocks(theme.styles, styles, anchors, runs, lists.new, title=document.meta.title)
    place = Place(
        "", Voice(language=document.language, direction=document.direction), width=file.text_width()
    )

    for number, element in enumerate(blocks.make(document.blocks, place)):
        file.body.insert(number, element)
    note_runs = makers.runs(theme.styles, styles, document.language, file.relate_note, notes.reference)
    note_blocks = makers.blocks(theme.styles, styles, anchors, note_runs, lists.new)
    notes.write(file.footnotes, note_blocks, place)
    for link, identifier in (*runs.links_inside, *note_runs.links_inside):
        _tie(link, blocks.headings.get(identifier))

    if document.comments:
        file.set_comments(add_comments(file.body, anchors.blocks, document.comments))

    matter = makers.matter(document, styles)
    if makers.finish:
        makers.finish([file.body, file.footnotes, *matter])
    file.set_running_matter(*matter)
    file.set_language(document.language, rtl=document.direction == "rtl")
    file.set_properties(document, makers.properties, makers.remark)
    file.set_base(base_xml(makers.base or _base(document, anchors, matter)), document.identifier)
    return file.saved()


def _opened(theme: Theme) -> tuple[WordFile, Styles, Lists]:
    """Open the theme's reference document. Raises ContentError for one of the project's own that has gaps."""
    try:
        file = WordFile(reference_bytes(theme), theme)
        file.text_width()
        if file.styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") is None:
            raise ValueError("it has no defaults for text")
        styles = Styles(file.styles, theme)
        return file, styles, Lists(file.numbering, styles, theme)
    except (AttributeError, LookupError, TypeError, ValueError, StopIteration) as error:
        if theme.find(FILE).parent == theme.layers[-1]:
            raise
        report = Report()
        hint = "open it in Word and save it as a Word document (.docx)"
        message = "its parts are not as Word writes them"
        report.error("bad-reference", message, Span(f"templates/{FILE}"), hint)
        raise ContentError(report) from error


def _base(document: Document, anchors: Anchors, matter: Matter) -> Base:
    return Base(
        document=document.identifier,
        revision=document.revision,
        name=document.meta.name,
        tool=f"communique {__version__}",
        blocks=tuple(anchors.blocks),
        rows=tuple(anchors.rows),
        notes=tuple(anchors.notes),
        running=tuple(running_text(each) for each in matter),
    )


def _tie(link: Element, bookmark: str | None) -> None:
    """Let a link inside the document lead to its heading's bookmark; without one, only its text stays."""
    if bookmark is not None:
        link.set(W + "anchor", bookmark)
        return
    parent = link.getparent()
    if parent is not None:
        place = parent.index(link)
        parent[place : place + 1] = list(link)


class _RunningMatter:
    """The header and the footer: what tells a stray page apart."""

    def __init__(self, document: Document, styles: Styles) -> None:
        self._meta = document.meta
        self._styles = styles
        self._bidi = document.direction == "rtl"
        self._pages = estimated_pages(document)
        self._plain = RunLook(rtl=self._bidi)

    def header(self) -> Element:
        """Return the header of later pages: the event left, the document right."""
        left, right = self._meta.running_event, self._meta.running_title
        contents = [self._text(left), self._tab(), self._text(right)]
        return ooxml.header([self._paragraph(names.HEADER, contents)])

    def footer(self, symbol: str) -> Element:
        """Return a footer: the marking left; the symbol and the number of the page right."""
        labels, marking = self._meta.labels, self._meta.marking
        contents: list[Element] = []
        if marking:
            look = RunLook(style=self._styles.identifier(names.MARKING), rtl=self._bidi)
            contents.append(ooxml.text_run(marking, look))
        contents.append(self._tab())
        if symbol:
            contents.append(self._text(f"{symbol}\u2003"))
        contents += ooxml.page_field(self._plain)
        contents.append(self._text(f" {labels.get('of', 'of')} "))
        contents += ooxml.pages_field(self._pages, self._plain)
        return ooxml.footer([self._paragraph(names.FOOTER, contents)])

    def _text(self, text: str) -> Element:
        return ooxml.text_run(text, self._plain)

    def _tab(self) -> Element:
        return ooxml.run(self._plain, ooxml.tab())

    def _paragraph(self, style: str, contents: list[Element]) -> Element:
        return ooxml.paragraph(self._styles.identifier(style), contents, bidi=self._bidi)


def estimated_pages(document: Document) -> int:
    """Return about how many pages a document has; Word counts them when it lays them out."""
    characters = sum(len(plain_text(getattr(block, "children", ()))) for block in walk(document.blocks))
    return max(1, math.ceil(characters / CHARACTERS_ON_A_PAGE))
