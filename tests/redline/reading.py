"""A DOCX as Word shows it once every tracked change is accepted, or rejected: read from the XML, and nothing else.

Written from ECMA-376 (17.13.5) without a look at the writer. The properties of a paragraph belong to the mark
at its end: where a mark goes, its paragraph becomes part of the next one and looks like it.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
View = Literal["accepted", "rejected"]
Element = etree._Element
GONE = {"accepted": ("del", "moveFrom"), "rejected": ("ins", "moveTo")}
CAME = {"accepted": ("ins", "moveTo"), "rejected": ("del", "moveFrom")}
SHOWN = {
    "t": None,
    "delText": None,
    "tab": "\t",
    "br": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}


@dataclass(frozen=True)
class Piece:
    """Characters that look the same; a footnote is its number and its paragraphs."""

    text: str
    look: tuple[str, ...] = ()
    note: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A paragraph: its style, its level in a list, its pieces."""

    style: str
    level: str
    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return "".join(
            f"[{' '.join(map(str, each.note))}]" if each.note else each.text for each in self.pieces
        )


Cells = tuple[tuple["Shown | Cells", ...], ...]


def parts_of(content: bytes) -> dict[str, Element]:
    """Return the parts of a DOCX as XML, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [each for each in package.namelist() if each.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(package.read(name)) for name in names}


def read(content: bytes, view: View = "accepted") -> list[object]:
    """Return the body: paragraphs, and tables as rows of cells of paragraphs; then the headers and footers.

    The empty paragraph that Word puts after a table at the end is left out.
    """
    parts = parts_of(content)
    stories = [
        each for name, each in sorted(parts.items()) if name.startswith(("word/header", "word/footer"))
    ]
    for root in (parts["word/document.xml"], parts["word/footnotes.xml"], *stories):
        _settle(root, view)
    reader = _Reader(parts)
    body = parts["word/document.xml"].find(W + "body")
    assert body is not None
    blocks = list(reader.blocks(body, "document"))
    if (
        len(blocks) > 1
        and isinstance(blocks[-2], tuple)
        and isinstance(blocks[-1], Shown)
        and not str(blocks[-1])
    ):
        blocks.pop()
    return [*blocks, *(tuple(reader.blocks(each, "document")) for each in stories)]


def _settle(root: Element, view: View) -> None:
    """Accept or reject every change of a part, in place."""
    gone, came = GONE[view], CAME[view]
    for row in list(root.iter(W + "tr")):
        if any(row.find(f"{W}trPr/{W}{each}") is not None for each in gone):
            _drop(row)
    for table in list(root.iter(W + "tbl")):
        if table.find(W + "tr") is None:
            _drop(table)
    for change in list(root.iter(W + "pPrChange")):
        _settle_properties(change, view)
    _settle_runs(root, gone, came)
    for paragraph in list(root.iter(W + "p")):
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is not None and any(mark.find(W + each) is not None for each in gone):
            _join(paragraph)


def _settle_runs(root: Element, gone: tuple[str, ...], came: tuple[str, ...]) -> None:
    for run in list(root.iter(*(W + each for each in (*gone, *came)))):
        parent = _parent(run)
        if parent.tag not in (W + "p", W + "hyperlink"):
            continue
        at = parent.index(run)
        parent[at : at + 1] = list(run) if run.tag.removeprefix(W) in came else []


def _settle_properties(change: Element, view: View) -> None:
    properties = _parent(change)
    if view == "accepted":
        properties.remove(change)
        return
    mark = properties.find(W + "rPr")
    properties[:] = [*change[0], *([] if mark is None else [mark])]


def _parent(element: Element) -> Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def _drop(element: Element) -> None:
    _parent(element).remove(element)


def _join(paragraph: Element) -> None:
    """Take away the end of a paragraph: the next one takes what is in it. Where there is none, the end stays."""
    contents = [each for each in paragraph if each.tag != W + "pPr"]
    following = paragraph.getnext()
    while following is not None and following.tag not in (W + "p", W + "tbl", W + "sectPr"):
        following = following.getnext()
    if following is not None and following.tag == W + "p":
        properties = following.find(W + "pPr")
        at = 0 if properties is None else 1
        following[at:at] = contents
        _drop(paragraph)
    elif (
        following is not None
        and following.tag == W + "tbl"
        and not any(True for each in contents for _ in each.iter(W + "t", W + "delText"))
    ):
        _drop(paragraph)


def _value(element: Element, tag: str) -> str:
    found = element.find(W + tag)
    return "" if found is None else found.get(W + "val", "")


class _Reader:
    def __init__(self, parts: dict[str, Element]) -> None:
        self.links = {
            name: {
                each.get("Id", ""): each.get("Target", "")
                for each in parts.get(f"word/_rels/{name}.xml.rels", [])
            }
            for name in ("document", "footnotes")
        }
        self.notes = {
            each.get(W + "id", ""): each for each in parts["word/footnotes.xml"] if not each.get(W + "type")
        }
        numbering = parts["word/numbering.xml"]
        kinds = {
            each.get(W + "abstractNumId"): [_value(level, "numFmt") for level in each.iter(W + "lvl")]
            for each in numbering.iter(W + "abstractNum")
        }
        self.lists = {
            each.get(W + "numId"): kinds[_value(each, "abstractNumId")] for each in numbering.iter(W + "num")
        }

    def blocks(self, parent: Element, part: str) -> Iterator[object]:
        for child in parent:
            if child.tag == W + "p":
                yield self.paragraph(child, part)
            elif child.tag == W + "tbl":
                yield tuple(
                    tuple(tuple(self.blocks(cell, part)) for cell in row.iterfind(W + "tc"))
                    for row in child.iterfind(W + "tr")
                )

    def paragraph(self, paragraph: Element, part: str) -> Shown:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        number, level = (paragraph.find(f"{W}pPr/{W}numPr/{W}{each}") for each in ("numId", "ilvl"))
        place = ""
        if number is not None and level is not None:
            at = int(level.get(W + "val", "0"))
            place = f"{at} {self.lists[number.get(W + 'val')][at]}"
        pieces: list[Piece] = []
        for each in self.pieces(paragraph, part):
            if pieces and pieces[-1].look == each.look and not each.note and not pieces[-1].note:
                pieces[-1] = Piece(pieces[-1].text + each.text, each.look)
            else:
                pieces.append(each)
        return Shown("" if style is None else style.get(W + "val", ""), place, tuple(pieces))

    def pieces(self, parent: Element, part: str, link: str = "") -> Iterator[Piece]:
        """Yield what is shown; what a field showed when it was last computed is no matter."""
        cached = False
        for child in parent:
            state = child.find(W + "fldChar")
            if state is not None:
                cached = state.get(W + "fldCharType") == "separate"
            if cached:
                continue
            if child.tag == W + "hyperlink":
                yield from self.pieces(child, part, self.links[part].get(child.get(R + "id", ""), ""))
            elif child.tag == W + "r":
                yield from self.run(child, link)

    def run(self, run: Element, link: str) -> Iterator[Piece]:
        properties = run.find(W + "rPr")
        said = [] if properties is None else [each for each in properties if each.tag != W + "lang"]
        look = (link, *(f"{etree.QName(each).localname}={each.get(W + 'val', '1')}" for each in said))
        for child in run:
            name = str(etree.QName(child).localname)
            if name == "footnoteReference":
                note = self.notes[child.get(W + "id", "")]
                yield Piece(
                    "",
                    look,
                    tuple(self.paragraph(each, "footnotes") for each in note.iterfind(W + "p")),
                )
            elif name in ("instrText", "delInstrText"):
                yield Piece(f"({(child.text or '').split()[0]})", look)
            elif name in SHOWN:
                yield Piece(SHOWN[name] or child.text or "", look)
