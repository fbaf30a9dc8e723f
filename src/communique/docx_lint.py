"""The lint for DOCX files that communique writes: what the public validators do not look at.

Each rule is a function from the parts of a package to complaints, and the rules stand in a table at the end.
It judges what is written here; an editor's own output may well break a rule. In a redline, what went is no
matter: its blocks have no bookmarks, and its headings no place in the outline.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from communique.writers.docx_base import BLOCK, CELL, NOTE
from communique.writers.docx_package import ZIP_TIME
from communique.writers.ooxml import LARGEST_ID, W

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from communique.writers.ooxml import Element

COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
CORE = "docProps/core.xml"
DOCUMENT, FOOTNOTES, STYLES, SETTINGS = (
    f"word/{name}.xml" for name in ("document", "footnotes", "styles", "settings")
)

# Direct properties that are no formatting. Runs: the named style, the language and direction of a
# passage, and emphasis beside a style that can't carry it. Paragraphs: the named style, the list,
# the direction, and a quotation that stays with its source.
# Beside them a paragraph has what a redline says of it.
RUN_PROPERTIES = frozenset({"rStyle", "lang", "rtl", "noProof", "b", "bCs", "i", "iCs"})
PARAGRAPH_PROPERTIES = frozenset({"pStyle", "numPr", "bidi", "keepNext", "rPr", "pPrChange"})
MARK_PROPERTIES = frozenset({"ins", "del", "moveFrom", "moveTo"})
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
STYLED_BESIDE = frozenset({"b", "bCs", "i", "iCs"})
VISIBLE = frozenset(
    W + tag
    for tag in (
        "t",
        "delText",
        "tab",
        "br",
        "footnoteReference",
        "fldChar",
        "noBreakHyphen",
        "separator",
        "continuationSeparator",
    )
)


def lint(content: bytes) -> list[str]:
    """Return what is wrong with a DOCX, in the order of the rules; nothing when all is well."""
    package = _Package(content)
    return [f"{code}: {complaint}" for code, rule in RULES.items() for complaint in rule(package)]


@dataclass(frozen=True)
class _Package:
    """The parts of a DOCX, parsed once."""

    content: bytes

    @cached_property
    def infos(self) -> list[zipfile.ZipInfo]:
        with zipfile.ZipFile(io.BytesIO(self.content)) as package:
            return package.infolist()

    @cached_property
    def roots(self) -> dict[str, Element]:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        with zipfile.ZipFile(io.BytesIO(self.content)) as package:
            return {
                name: etree.fromstring(package.read(name), parser)
                for name in package.namelist()
                if name.endswith((".xml", ".rels"))
            }

    def root(self, name: str) -> Element:
        """Return the root of a part, or an empty element when the part is missing."""
        return self.roots.get(name, etree.Element("missing"))

    @cached_property
    def stories(self) -> dict[str, Element]:
        """The parts with text: body, footnotes, headers and footers."""
        return {
            name: root
            for name, root in self.roots.items()
            if re.fullmatch(r"word/(document|footnotes|header\d*|footer\d*)\.xml", name)
        }

    def each(self, tag: str) -> Iterator[tuple[str, Element]]:
        """Yield the elements with a tag in all stories, each with the name of its part."""
        for name, root in self.stories.items():
            for element in root.iter(W + tag):
                yield name, element


def _value(element: Element | None, attribute: str = "val") -> str:
    return "" if element is None else element.get(W + attribute, "")


def _text(element: Element) -> str:
    return "".join(str(each.text or "") for each in element.iter(W + "t"))


def _where(paragraph: Element) -> str:
    text = _text(paragraph)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


# Bookmarks


def _bookmark_ids(package: _Package) -> Iterator[str]:
    starts = [element for _, element in package.each("bookmarkStart")]
    for attribute in ("id", "name"):
        counts = Counter(_value(each, attribute) for each in starts)
        for value in (value for value, count in counts.items() if count > 1):
            yield f"the bookmark {attribute} {value} is used {counts[value]} times"
    for value in {_value(each, "id") for each in starts}:
        if not value.isdigit() or int(value) > LARGEST_ID:
            yield f"the bookmark id {value} is not a number up to {LARGEST_ID}"


def _bookmark_pairs(package: _Package) -> Iterator[str]:
    for name, root in package.stories.items():
        opened: set[str] = set()
        for element in root.iter(W + "bookmarkStart", W + "bookmarkEnd"):
            identifier = _value(element, "id")
            if element.tag == W + "bookmarkStart":
                opened.add(identifier)
            elif identifier in opened:
                opened.discard(identifier)
            else:
                yield f"{name}: the end of bookmark {identifier} has no start before it"
        yield from (f"{name}: the start of bookmark {identifier} has no end" for identifier in sorted(opened))


def _anchored(package: _Package) -> Iterator[str]:
    for name in (DOCUMENT, FOOTNOTES):
        root = package.root(name)
        inside = _inside_blocks(root)
        for paragraph in root.iter(W + "p"):
            if _shows_text(paragraph) and paragraph not in inside:
                yield f"{name}: the block {_where(paragraph)} has no bookmark"
        for tag, prefix, kind in (("tc", CELL, "cell"), ("footnote", NOTE, "footnote")):
            for element in root.iter(W + tag):
                if not element.get(W + "type") and not _marked(element, prefix) and not _went(element):
                    yield f"{name}: the {kind} {_where(element)} has no bookmark"


def _inside_blocks(root: Element) -> set[Element]:
    """Return the paragraphs that the bookmark of a block is open in: two, where two were joined."""
    inside: set[Element] = set()
    opened: set[str] = set()
    paragraph: Element | None = None
    for element in root.iter(W + "p", W + "bookmarkStart", W + "bookmarkEnd"):
        if element.tag == W + "p":
            paragraph = element
        elif _value(element, "name").startswith(BLOCK):
            opened.add(_value(element, "id"))
        if paragraph is not None and opened:
            inside.add(paragraph)
        if element.tag == W + "bookmarkEnd":
            opened.discard(_value(element, "id"))
    return inside


def _shows_text(paragraph: Element) -> bool:
    return any(next(each.iterancestors(W + "moveFrom"), None) is None for each in paragraph.iter(W + "t"))


def _went(element: Element) -> bool:
    """Whether a cell or a footnote is none of the document any more."""
    row = next(element.iterancestors(W + "tr"), None)
    if row is not None and row.find(f"{W}trPr/{W}del") is not None:
        return True
    return not _shows_text(element) and any(True for _ in element.iter(W + "delText"))


def _marked(element: Element, prefix: str) -> bool:
    return any(_value(each, "name").startswith(prefix) for each in element.iter(W + "bookmarkStart"))


# Footnotes


def _separators(package: _Package) -> Iterator[str]:
    kinds = {_value(each, "type") for each in package.root(FOOTNOTES).iter(W + "footnote")}
    yield from (
        f"there is no {kind} note" for kind in ("separator", "continuationSeparator") if kind not in kinds
    )
    declared = len(list(package.root(SETTINGS).iterfind(f"{W}footnotePr/{W}footnote")))
    if declared != 2:
        yield "the settings do not name the two separators"


def _notes(package: _Package) -> Iterator[str]:
    notes = {
        _value(each, "id")
        for each in package.root(FOOTNOTES).iter(W + "footnote")
        if not each.get(W + "type")
    }
    marks = {_value(each, "id") for each in package.root(DOCUMENT).iter(W + "footnoteReference")}
    yield from (f"the mark of footnote {each} has no note" for each in sorted(marks - notes))
    yield from (f"footnote {each} has no mark" for each in sorted(notes - marks))


# Formatting and styles


def _empty_paragraphs(package: _Package) -> Iterator[str]:
    for name, paragraph in package.each("p"):
        mark = {each.tag for each in paragraph.iterfind(f"{W}pPr/{W}rPr/*")}
        if any(each.tag in VISIBLE for each in paragraph.iter()) or mark == {W + "ins", W + "del"}:
            continue
        cell = paragraph.getparent()
        if cell is None or cell.tag != W + "tc" or len(cell.findall(W + "p")) > 1:
            yield f"{name}: a paragraph is empty"


def _direct_formatting(package: _Package) -> Iterator[str]:
    for tag, allowed in (("rPr", RUN_PROPERTIES), ("pPr", PARAGRAPH_PROPERTIES)):
        for name, properties in package.each(tag):
            found = [str(etree.QName(each).localname) for each in properties]
            parent = properties.getparent()
            fits = MARK_PROPERTIES if parent is not None and parent.tag == W + "pPr" else allowed
            yield from (f"{name}: {each} is direct formatting" for each in found if each not in fits)
            if tag == "rPr" and STYLED_BESIDE & set(found) and "rStyle" not in found:
                yield f"{name}: emphasis without a style"


def _defined_styles(package: _Package) -> Iterator[str]:
    defined = {_value(each, "styleId") for each in package.root(STYLES).iter(W + "style")}
    for tag in ("pStyle", "rStyle", "tblStyle"):
        used = {_value(element) for _, element in package.each(tag)}
        yield from (f"the style {each} is used and not defined" for each in sorted(used - defined))
    for style in package.root(STYLES).iter(W + "style"):
        for tag in ("basedOn", "next", "link"):
            other = style.find(W + tag)
            if other is not None and _value(other) not in defined:
                yield f"the style {_value(style, 'styleId')} names {_value(other)}, which is not defined"


# What the file says of itself


def _language(package: _Package) -> Iterator[str]:
    language = package.root(STYLES).find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if not _value(language):
        yield "the defaults name no language"


def _core_properties(package: _Package) -> Iterator[str]:
    for name in ("title", "language"):
        if not (package.root(CORE).findtext(DUBLIN_CORE + name) or "").strip():
            yield f"the properties have no {name}"


def _compatibility(package: _Package) -> Iterator[str]:
    for setting in package.root(SETTINGS).iter(W + "compatSetting"):
        if _value(setting, "name") == "compatibilityMode" and _value(setting) == "15":
            return
    yield "the compatibility mode is not 15"


def _custom_xml(package: _Package) -> Iterator[str]:
    items = [name for name in package.roots if re.fullmatch(r"customXml/item\d+\.xml", name)]
    if len(items) != 1:
        yield f"there are {len(items)} custom XML items and not one"


def _zip_times(package: _Package) -> Iterator[str]:
    for info in package.infos:
        if info.date_time != ZIP_TIME:
            yield f"{info.filename} has a time"


def _ignorable(package: _Package) -> Iterator[str]:
    for name, root in package.roots.items():
        for prefix in root.get(f"{{{COMPATIBILITY}}}Ignorable", "").split():
            if prefix not in root.nsmap:
                yield f"{name}: mc:Ignorable names {prefix}, which is not declared"


# Tables, pages, headings


def _tables(package: _Package) -> Iterator[str]:
    for _, table in package.each("tbl"):
        rows = list(table.iterfind(W + "tr"))
        if any(row.find(f"{W}trPr/{W}cantSplit") is None for row in rows):
            yield "a row can split between pages"
        if rows and rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            yield "the head of a table does not repeat"
        for tag in ("tblCaption", "tblDescription"):
            if not _value(table.find(f"{W}tblPr/{W}{tag}")):
                yield f"a table has no alternative text ({tag})"


def _page_fields(package: _Package) -> Iterator[str]:
    footers = [root for name, root in package.stories.items() if name.startswith("word/footer")]
    if not footers:
        yield "there is no footer"
    for root in footers:
        fields = {
            (each.text or "").split()[0] for each in root.iter(W + "instrText") if (each.text or "").strip()
        }
        yield from (f"a footer has no {field} field" for field in ("PAGE", "NUMPAGES") if field not in fields)


def _headings(package: _Package) -> Iterator[str]:
    levels = {
        _value(style, "styleId"): int(_value(outline)) + 1
        for style in package.root(STYLES).iter(W + "style")
        if (outline := style.find(f"{W}pPr/{W}outlineLvl")) is not None
    }
    before = 0
    for paragraph in package.root(DOCUMENT).iter(W + "p"):
        level = levels.get(_value(paragraph.find(f"{W}pPr/{W}pStyle")))
        if level is None or not (_shows_text(paragraph) or _marked(paragraph, BLOCK)):
            continue
        if level > before + 1:
            yield f"the heading {_where(paragraph)} skips a level"
        before = level


# Tracked changes


def _revisions(package: _Package) -> Iterator[str]:
    taken = Counter(_value(each, "id") for _, each in package.each("bookmarkStart"))
    for tag in (*MARK_PROPERTIES, "pPrChange", "moveFromRangeStart", "moveToRangeStart"):
        for name, change in package.each(tag):
            taken[_value(change, "id")] += 1
            if not (_value(change, "author") and _value(change, "date")):
                yield f"{name}: nobody is named for a change ({tag})"
    yield from (f"the id {each} is used {count} times" for each, count in taken.items() if count > 1)
    for tag, struck in (("t", False), ("delText", True), ("instrText", False), ("delInstrText", True)):
        for name, element in package.each(tag):
            if (next(element.iterancestors(W + "del"), None) is not None) != struck:
                yield f"{name}: a {tag} is {'not ' * struck}in what was deleted"


def _dates(package: _Package) -> Iterator[str]:
    for name, root in package.roots.items():
        for element in root.iter(etree.Element):
            date = element.get(W + "date")
            if date is not None and not MOMENT.fullmatch(date):
                yield f"{name}: {date!r} is no date with a time"


RULES: dict[str, Callable[[_Package], Iterator[str]]] = {
    "bookmark-id": _bookmark_ids,
    "bookmark-pair": _bookmark_pairs,
    "unanchored": _anchored,
    "separator": _separators,
    "footnote": _notes,
    "empty-paragraph": _empty_paragraphs,
    "direct-formatting": _direct_formatting,
    "undefined-style": _defined_styles,
    "language": _language,
    "property": _core_properties,
    "compatibility": _compatibility,
    "custom-xml": _custom_xml,
    "zip-time": _zip_times,
    "ignorable": _ignorable,
    "table": _tables,
    "page-field": _page_fields,
    "heading-level": _headings,
    "revision": _revisions,
    "date": _dates,
}
