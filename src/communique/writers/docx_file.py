"""The reference document, opened: python-docx for the package, and what it lacks added to it."""

from __future__ import annotations

import io
from datetime import UTC
from typing import TYPE_CHECKING, Any

from communique.reference import footnotes_root, numbering_root
from communique.seals import BLANK, CUSTOM, seal_of_parts
from communique.writers import docx_package as opc
from communique.writers.docx_base import NAMESPACE
from communique.writers.ooxml import W, default_language, section_reference, w, word_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from communique.theme import Theme
    from communique.tree import Document
    from communique.writers.ooxml import Element

LONGEST_PROPERTY = 255  # characters, the limit that Word and python-docx hold to


class WordFile:
    """A DOCX package being written, begun from a reference document whose own text is left out."""

    def __init__(self, reference: bytes, theme: Theme) -> None:
        import docx  # slow, so not before it is needed

        self._word: Any = docx.Document(io.BytesIO(reference))
        self._part: Any = self._word.part
        self.body: Element = self._word.element.body
        self.section: Element = self._word.sections[-1]._sectPr
        for element in list(self.body):
            if element is not self.section:
                self.body.remove(element)
        for element in list(self.section):
            if element.tag in (W + "headerReference", W + "footerReference"):
                self.section.remove(element)
        for relation in (opc.CUSTOM_XML, opc.COMMENTS, opc.HEADER, opc.FOOTER, opc.FOOTNOTES, opc.HYPERLINK):
            _drop(self._part, relation)
        for relation in (opc.CUSTOM_PROPERTIES, *opc.CORE_PROPERTIES):
            _drop(self._part.package, relation)
        self.styles: Element = self._word.styles.element
        self.footnotes = footnotes_root()
        self._footnotes_part: Any = self._add(opc.FOOTNOTES, "/word/footnotes.xml", self.footnotes)
        if all(each.reltype != opc.NUMBERING for each in self._part.rels.values()):
            self._add(opc.NUMBERING, "/word/numbering.xml", numbering_root(theme))
        numbering: Any = self._part.part_related_by(opc.NUMBERING)
        self.numbering: Element = numbering.element

    def _add(self, relation: str, name: str, root: Element) -> Any:
        """Add a part with an XML root, and relate the document to it."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import XmlPart

        made: Any = root  # XmlPart only serialises it
        part = XmlPart(PackURI(name), opc.CONTENT_TYPES[relation], made, self._part.package)
        self._part.relate_to(part, relation)
        return part

    def set_comments(self, root: Element) -> None:
        """Set the part with the comments."""
        self._add(opc.COMMENTS, "/word/comments.xml", root)

    def text_width(self) -> int:
        """Return the width of the text column in twips."""
        size, margins = self.section.find(W + "pgSz"), self.section.find(W + "pgMar")
        if size is None or margins is None:
            raise ValueError("the reference document has no page size or no margins")
        inside = sum(int(margins.get(W + side, "0")) for side in ("left", "right", "gutter"))
        return int(size.get(W + "w", "0")) - inside

    def relate_body(self, target: str) -> str:
        """Return the id of the relationship of a link in the body."""
        return str(self._part.relate_to(target, opc.HYPERLINK, is_external=True))

    def relate_note(self, target: str) -> str:
        """Return the id of the relationship of a link in a footnote."""
        return str(self._footnotes_part.relate_to(target, opc.HYPERLINK, is_external=True))

    def set_running_matter(self, header: Element, first_footer: Element, footer: Element) -> None:
        """Set the header of later pages, and the footers of the first page and of the others."""
        self._word.sections[-1].different_first_page_header_footer = True
        parts = (
            ("header", "default", header, opc.HEADER, "/word/header1.xml"),
            ("footer", "first", first_footer, opc.FOOTER, "/word/footer1.xml"),
            ("footer", "default", footer, opc.FOOTER, "/word/footer2.xml"),
        )
        for place, (kind, page, root, relation, name) in enumerate(parts):
            part = self._add(relation, name, root)
            identifier = self._part.relate_to(part, relation)
            self.section.insert(place, section_reference(kind, page, identifier))

    def set_language(self, tag: str, *, rtl: bool) -> None:
        """Set the language of all text that says no other, and the direction of the pages."""
        defaults = self.styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        if defaults is None:
            raise ValueError("the reference document has no defaults for runs")
        for element in defaults.findall(W + "lang"):
            defaults.remove(element)
        chosen = default_language(tag)
        defaults.append(chosen)
        settings: Element = self._word.settings.element
        theme_language = settings.find(W + "themeFontLang")
        if theme_language is not None:
            theme_language.attrib.update({str(name): str(value) for name, value in chosen.attrib.items()})
        if settings.find(W + "footnotePr") is None:
            place = settings.find(W + "compat")
            rules = w("footnotePr", w("footnote", id=-1), w("footnote", id=0))
            settings.insert(len(settings) if place is None else settings.index(place), rules)
        if rtl:
            title_page = self.section.find(W + "titlePg")
            place_of_direction = (
                len(self.section) if title_page is None else self.section.index(title_page) + 1
            )
            self.section.insert(place_of_direction, w("bidi"))
            for border in self.styles.iterfind(f"{W}style/{W}pPr/{W}pBdr"):
                _mirror(border)

    def set_properties(self, document: Document, more: Mapping[str, str], remark: str = "") -> None:
        """Set what the file says of itself: the core properties, whose revision it is, and the like.

        A remark is what Word shows as the comment on the file, and LibreOffice as its description.
        """
        meta, core = document.meta, self._word.core_properties
        moment = _utc(meta.modified)
        core.title = shortened(meta.title)
        core.subject = shortened(meta.subject)
        core.author = core.last_modified_by = shortened(meta.author)
        core.keywords = shortened(", ".join(meta.keywords))
        core.language = word_language(document.language)
        core.identifier = document.identifier
        core.created = core.modified = moment
        core.revision = 1
        if remark:
            core.comments = shortened(remark)
        values = {
            "communique.document": document.identifier,
            "communique.revision": document.revision,
            "communique.name": meta.name,
            "communique.seal": BLANK,
            **more,
        }
        part = self._plain_part("/docProps/custom.xml", opc.CUSTOM_PROPERTIES, opc.custom_properties(values))
        self._part.package.relate_to(part, opc.CUSTOM_PROPERTIES)

    def set_base(self, content: bytes, identifier: str) -> None:
        """Set the one custom XML item."""
        item = self._plain_part("/customXml/item1.xml", opc.CUSTOM_XML, content)
        properties = opc.item_properties(identifier, NAMESPACE)
        part = self._plain_part("/customXml/itemProps1.xml", opc.CUSTOM_XML_PROPERTIES, properties)
        item.relate_to(part, opc.CUSTOM_XML_PROPERTIES)
        self._part.relate_to(item, opc.CUSTOM_XML)

    def _plain_part(self, name: str, relation: str, content: bytes) -> Any:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        return Part(PackURI(name), opc.CONTENT_TYPES[relation], content, self._part.package)

    def saved(self) -> bytes:
        """Return the file, its parts in a fixed order and its times fixed."""
        parts: dict[str, bytes] = _marshalled(self._part.package)
        parts[CUSTOM] = parts[CUSTOM].replace(BLANK.encode(), seal_of_parts(parts).encode())
        return opc.zipped(parts)


class _Parts(dict[str, bytes]):
    """The parts of a package by name, as python-docx hands them over for its zip."""

    def write(self, uri: Any, blob: bytes) -> None:
        """Take a part."""
        self[uri.membername] = blob


def _marshalled(package: Any) -> dict[str, bytes]:
    """Return the parts of a package in their order.

    They are taken before python-docx zips them, as that zip would have to be read again; in a version
    of it that has other insides, from its zip.
    """
    try:
        from docx.opc.pkgwriter import PackageWriter

        writer: Any = PackageWriter
        steps = writer._write_content_types_stream, writer._write_pkg_rels, writer._write_parts
    except (ImportError, AttributeError):
        stream = io.BytesIO()
        package.save(stream)
        return opc.unzipped(stream.getvalue())
    for part in package.parts:
        part.before_marshal()
    parts = _Parts()
    for step, what in zip(steps, (package.parts, package.rels, package.parts), strict=True):
        step(parts, what)
    return parts


def _mirror(border: Element) -> None:
    """Exchange left and right: unlike indents, the borders of paragraphs do not turn with the direction."""
    for side, other in (("left", "right"), ("right", "left")):
        for line in border.findall(W + side):
            line.tag = f"{W}{other}-"
    for line in border:
        line.tag = str(line.tag).rstrip("-")


def _drop(source: Any, relation: str) -> None:
    """Drop the relationships of a kind, and with them the parts that nothing else needs."""
    for identifier in [key for key, each in source.rels.items() if each.reltype == relation]:
        del source.rels[identifier]


def shortened(text: str) -> str:
    """Return a text as long as a core property may be, cut between words.

    ECMA-376 leaves it open; Word doesn't.
    """
    if len(text) <= LONGEST_PROPERTY:
        return text
    cut = text[: LONGEST_PROPERTY - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;–") + "…"


def _utc(moment: datetime) -> datetime:
    """Return a time in UTC, as properties hold it; one without a zone is taken to be in UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
