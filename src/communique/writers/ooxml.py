"""Raw WordprocessingML: every element that writers use, behind functions named by what they make.

Section numbers are those of ECMA-376, part 1. The order of children is that of the schema; Word
refuses a file in which it is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from communique.tree import direction_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Element = etree._Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NAMESPACES = {"w": WORD, "r": RELATIONSHIPS}
W = f"{{{WORD}}}"
R = f"{{{RELATIONSHIPS}}}"

LARGEST_ID = 32767
TWIPS = 20  # in a point

# Characters that XML 1.0 cannot hold, lone surrogates among them.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PIECES = re.compile("([\t\u00ad\u2011])")
SPECIAL = {"\t": "tab", "\u00ad": "softHyphen", "\u2011": "noBreakHyphen"}


def legal(text: str) -> str:
    """Return the text without the characters that XML cannot hold."""
    return ILLEGAL.sub("", text)


def shown(text: str) -> str:
    """Return the text as a reader sees it: legal, and with the line ends of its source as spaces."""
    return re.sub("\\r\\n?|\\n", " ", legal(text))


def w(tag: str, *children: Element, **attributes: str | int) -> Element:
    """Make a `w:` element; attributes are `w:` too."""
    element = etree.Element(W + tag, nsmap=NAMESPACES)
    for name, value in attributes.items():
        element.set(W + name, str(value))
    if children:
        element.extend(children)
    return element


def twips(length: float) -> int:
    """Return points as twentieths of a point."""
    return round(length * TWIPS)


# Runs and what stands in them


@dataclass(frozen=True, slots=True)
class RunLook:
    """What distinguishes a run. `italic` and `bold` are direct formatting: None leaves them to the styles."""

    style: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    language: str | None = None
    rtl: bool = False


def toggle(tag: str, on: bool) -> Element:
    """Make an on/off property such as `w:b`."""
    return w(tag) if on else w(tag, val=0)


def run_properties(look: RunLook) -> Element | None:
    """Make `w:rPr` (17.3.2.28), or nothing when the run is plain."""
    parts: list[Element] = []
    if look.style:
        parts.append(w("rStyle", val=look.style))
    for tag, on in (("b", look.bold), ("i", look.italic)):
        if on is not None:
            parts += [toggle(tag, on), toggle(f"{tag}Cs", on)]
    if look.rtl:
        parts.append(w("rtl"))
    if look.language:
        parts.append(language(look.language))
    return w("rPr", *parts) if parts else None


def run(look: RunLook, *contents: Element) -> Element:
    """Make a run (17.3.2.25)."""
    properties = run_properties(look)
    return w("r", *contents) if properties is None else w("r", properties, *contents)


def text_pieces(text: str) -> Iterator[Element]:
    """Make the elements that show a text: `w:t`, and those for tabs, breaks and special hyphens."""
    for piece in PIECES.split(shown(text)):
        if piece in SPECIAL:
            yield w(SPECIAL[piece])
        elif piece:
            element = w("t")
            element.text = piece
            if piece != piece.strip() or "  " in piece:
                element.set(XML_SPACE, "preserve")
            yield element


def text_run(text: str, look: RunLook = RunLook()) -> Element:
    """Make a run that shows a text."""
    return run(look, *text_pieces(text))


def line_break() -> Element:
    """Make a forced line break."""
    return w("br")


def tab() -> Element:
    """Make a tab character."""
    return w("tab")


EAST_ASIAN_LANGUAGES = frozenset({"ja", "ko", "zh"})
USUAL_REGIONS = {
    "ar": "ar-SA",
    "de": "de-DE",
    "en": "en-GB",
    "es": "es-ES",
    "fa": "fa-IR",
    "fr": "fr-FR",
    "he": "he-IL",
    "it": "it-IT",
    "ja": "ja-JP",
    "ko": "ko-KR",
    "la": "la-Latn",
    "pt": "pt-PT",
    "ru": "ru-RU",
    "ur": "ur-PK",
    "zh": "zh-CN",
}


def word_language(tag: str) -> str:
    """Return a language tag as Word's proofing tools expect it: with a region."""
    return USUAL_REGIONS.get(tag.lower(), tag)


def primary(tag: str) -> str:
    """Return the language of a tag, without script and region."""
    return tag.lower().partition("-")[0]


def language(tag: str) -> Element:
    """Make `w:lang` (17.3.2.20) in the attribute that the script of the language asks for."""
    name = "val"
    if direction_of(tag) == "rtl":
        name = "bidi"
    elif primary(tag) in EAST_ASIAN_LANGUAGES:
        name = "eastAsia"
    return w("lang", **{name: word_language(tag)})


def default_language(tag: str) -> Element:
    """Make the `w:lang` of the document defaults: one language for each of the three kinds of script."""
    values = {"val": "en-GB", "eastAsia": "zh-CN", "bidi": "ar-SA"}
    values.update(
        {str(etree.QName(name).localname): str(value) for name, value in language(tag).attrib.items()}
    )
    return w("lang", **values)


# Fields, notes, bookmarks, links


def field(instruction: str, cached: str, look: RunLook = RunLook()) -> list[Element]:
    """Make the runs of a complex field (17.16.18); `cached` is what shows until Word computes it."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(XML_SPACE, "preserve")
    return [
        run(look, w("fldChar", fldCharType="begin")),
        run(look, code),
        run(look, w("fldChar", fldCharType="separate")),
        text_run(cached, look),
        run(look, w("fldChar", fldCharType="end")),
    ]


def page_field(look: RunLook = RunLook()) -> list[Element]:
    """Make a field that shows the number of the page."""
    return field("PAGE", "1", look)


def pages_field(pages: int, look: RunLook = RunLook()) -> list[Element]:
    """Make a field that shows how many pages there are; `pages` is an estimate."""
    return field("NUMPAGES", str(pages), look)


def note_again_field(bookmark: str, number: int, look: RunLook) -> list[Element]:
    """Make a field that repeats the mark of a footnote which is cited a second time (17.16.5.36)."""
    return field(f"NOTEREF {bookmark} \\f \\h", str(number), look)


def footnote_reference(note_id: int, look: RunLook) -> Element:
    """Make the mark of a footnote in the text (17.11.14)."""
    return run(look, w("footnoteReference", id=note_id))


def footnote_mark(look: RunLook) -> Element:
    """Make the mark that stands before the footnote itself (17.11.13)."""
    return run(look, w("footnoteRef"))


def footnote(note_id: int, blocks: Iterable[Element]) -> Element:
    """Make a footnote (17.11.10)."""
    return w("footnote", *blocks, id=note_id)


def separator_note(note_id: int, kind: str, style: str) -> Element:
    """Make the rule above footnotes; `kind` is `separator` or `continuationSeparator`."""
    rule = w("p", w("pPr", w("pStyle", val=style)), w("r", w(kind)))
    return w("footnote", rule, type=kind, id=note_id)


def bookmark(name: str, number: int) -> tuple[Element, Element]:
    """Make the start and the end of a bookmark (17.13.6)."""
    return w("bookmarkStart", id=number, name=name), w("bookmarkEnd", id=number)


def enclose(paragraphs: list[Element], name: str, number: int) -> None:
    """Put a bookmark around the contents of paragraphs, from the first to the last."""
    start, end = bookmark(name, number)
    first = paragraphs[0]
    first.insert(1 if len(first) and first[0].tag == W + "pPr" else 0, start)
    paragraphs[-1].append(end)


def hyperlink(runs: Iterable[Element], *, relationship: str = "", anchor: str = "") -> Element:
    """Make a link (17.16.22) to a relationship's target, or to a bookmark of this document."""
    element = w("hyperlink", *runs, history=1)
    if relationship:
        element.set(R + "id", relationship)
    else:
        element.set(W + "anchor", anchor)
    return element


# Paragraphs


def paragraph(
    style: str,
    contents: Iterable[Element],
    *,
    keep_next: bool = False,
    numbering: tuple[int, int] | None = None,
    bidi: bool = False,
) -> Element:
    """Make a paragraph; `numbering` is the number of the list and the level in it."""
    properties = w("pPr", w("pStyle", val=style))
    if keep_next:
        properties.append(w("keepNext"))
    if numbering:
        properties.append(w("numPr", w("ilvl", val=numbering[1]), w("numId", val=numbering[0])))
    if bidi:
        properties.append(w("bidi"))
    return w("p", properties, *contents)


# Tables


def table(
    rows: Iterable[Element],
    widths: list[int],
    *,
    style: str,
    title: str,
    description: str,
    bidi: bool = False,
) -> Element:
    """Make a table of fixed columns (17.4.37).

    Widths are in twips, title and description its alternative text.
    """
    properties = w("tblPr", w("tblStyle", val=style))
    if bidi:
        properties.append(w("bidiVisual"))
    properties.extend(
        [
            w("tblW", w=sum(widths), type="dxa"),
            w("tblLayout", type="fixed"),
            w(
                "tblLook",
                val="0420",
                firstRow=1,
                lastRow=0,
                firstColumn=0,
                lastColumn=0,
                noHBand=0,
                noVBand=1,
            ),
            w("tblCaption", val=legal(title)),
            w("tblDescription", val=legal(description)),
        ]
    )
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    return w("tbl", properties, grid, *rows)


def table_row(cells: Iterable[Element], *, head: bool = False) -> Element:
    """Make a row that never splits; a head row comes again on every page."""
    properties = w("trPr", w("cantSplit"))
    if head:
        properties.append(w("tblHeader"))
    return w("tr", properties, *cells)


def table_cell(blocks: Iterable[Element], width: int, span: int = 1) -> Element:
    """Make a cell of a width in twips over `span` columns."""
    properties = w("tcPr", w("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(w("gridSpan", val=span))
    return w("tc", properties, *blocks)


# Numbering


def list_instance(number: int, abstract: int, level: int | None = None, start: int = 1) -> Element:
    """Make a list (17.9.15) of an abstract one; given a level, its numbers begin again at `start`."""
    element = w("num", w("abstractNumId", val=abstract), numId=number)
    if level is not None:
        element.append(w("lvlOverride", w("startOverride", val=start), ilvl=level))
    return element


# Sections, headers and footers


def section_reference(kind: str, page: str, relationship: str) -> Element:
    """Make the reference to a header or footer part; `page` is `default` or `first`."""
    element = w(f"{kind}Reference", type=page)
    element.set(R + "id", relationship)
    return element


def header(paragraphs: Iterable[Element]) -> Element:
    """Make the root of a header part."""
    return w("hdr", *paragraphs)


def footer(paragraphs: Iterable[Element]) -> Element:
    """Make the root of a footer part."""
    return w("ftr", *paragraphs)
