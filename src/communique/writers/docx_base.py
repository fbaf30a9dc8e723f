"""The base: what a DOCX said when it was written, kept inside it as one custom XML item.

An import compares an edited file with its base, so the base holds for every hidden bookmark the
address in the content, the role, and the text with its marks:

    <base xmlns="urn:communique:base:1" document="…uuid…" revision="…" name="summary" tool="communique 0.1.0">
      <blocks>
        <block bookmark="_cb0123456789ab" kind="paragraph" role="body" address="summary.yaml: overview[0]">
          <text xml:space="preserve">Mr. António Vitorino spoke.</text>
          <mark kind="field" from="0" to="20" value="people.yaml: vitorino.name"/>
          <mark kind="style" from="12" to="20" value="family-name"/>
        </block>
      </blocks>
      <rows>
        <row address="…"><cell bookmark="_cc…" address="…" span="1" blocks="_cb… _cb…"/></row>
      </rows>
      <notes>
        <note bookmark="_cn…" identifier="absent" number="1" address="…" blocks="_cb…"/>
      </notes>
      <running>…the text of a header or a footer…</running>
    </base>

The text is flat and the marks stand beside it, as an editor that re-indents the item would damage
mixed content. Offsets count characters of the text, where a forced line break is a newline and the
mark of a footnote is nothing; an outer mark precedes the marks inside it. The tab before text set flush
right and the number of a heading, which has the style Heading Number, are no part of the text.

Bookmarks go round blocks, table cells and footnotes. Fields have none: a field is often the whole of its
block, an editor that types over exactly a bookmark's range may delete it, and its edges say nothing about
a word typed beside it; where a field was is told by comparing the edited text with the base.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from lxml import etree

from communique.tree import Field, LineBreak, Link, NoteReference, Styled, Text
from communique.writers.docx_base_check import look_over
from communique.writers.docx_package import in_space, serialised
from communique.writers.ooxml import LARGEST_ID, XML_SPACE, W, enclose, legal, shown

if TYPE_CHECKING:
    from communique.tree import Inline
    from communique.writers.ooxml import Element

NAMESPACE = "urn:communique:base:1"
B = f"{{{NAMESPACE}}}"
LARGEST_ITEM = 32 * 1024 * 1024  # bytes; a larger base was not written here

BLOCK, CELL, NOTE, REFERENCE = "_cb", "_cc", "_cn", "_cr"  # how the names of bookmarks begin

MarkKind = Literal["style", "link", "field", "note"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a stretch of text. `value` is the role, the target, the source or the note's identifier."""

    kind: MarkKind
    start: int
    end: int
    value: str
    language: str | None = None
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class BaseBlock:
    """A paragraph, heading, list item or caption as it was written."""

    bookmark: str
    kind: str
    role: str
    text: str
    marks: tuple[Mark, ...] = ()
    address: str | None = None
    level: int = 0
    number: str = ""
    language: str | None = None
    direction: str | None = None
    ordered: bool = False  # for a list item: whether its list is numbered
    identifier: str = ""  # of a heading, for links inside the document


@dataclass(frozen=True, slots=True)
class BaseCell:
    """A table cell, and the bookmarks of the blocks in it."""

    bookmark: str
    blocks: tuple[str, ...]
    address: str | None = None
    span: int = 1


@dataclass(frozen=True, slots=True)
class BaseRow:
    """A table row; `address` is the record that it shows."""

    cells: tuple[BaseCell, ...]
    address: str | None = None


@dataclass(frozen=True, slots=True)
class BaseNote:
    """A footnote, and the bookmarks of the blocks in it."""

    bookmark: str
    identifier: str
    number: int
    blocks: tuple[str, ...]
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """All that an import needs to know of the document as it was written."""

    document: str
    revision: str
    name: str
    tool: str
    blocks: tuple[BaseBlock, ...] = ()
    rows: tuple[BaseRow, ...] = ()
    notes: tuple[BaseNote, ...] = ()
    running: tuple[str, ...] = ()  # the texts of headers and footers


def running_text(root: Element) -> str:
    """Return the text of a header or a footer, without its fields, in which the numbers of pages stand."""
    words: list[str] = []
    depth = 0
    for element in root.iter(W + "fldChar", W + "t", W + "tab"):
        kind = element.get(W + "fldCharType")
        depth += {"begin": 1, "end": -1}.get(kind or "", 0)
        simple = next(element.iterancestors(W + "fldSimple"), None) is not None
        if kind is None and not depth and not simple:
            words.append(element.text or "" if element.tag == W + "t" else " ")
    return " ".join("".join(words).split())


def marked_text(children: tuple[Inline, ...]) -> tuple[str, tuple[Mark, ...]]:
    """Return inlines as flat text, and the marks that lie on it."""
    text: list[str] = []
    marks: list[Mark] = []
    length = 0

    def add(child: Inline) -> None:
        nonlocal length
        match child:
            case Text(text=characters):
                text.append(shown(characters))
                length += len(text[-1])
            case LineBreak():
                text.append("\n")
                length += 1
            case NoteReference(note=note):
                marks.append(Mark("note", length, length, note))
            case Styled() | Link() | Field():
                place, start = len(marks), length
                for inner in child.children:
                    add(inner)
                marks.insert(place, _mark(child, start, length))

    for child in children:
        add(child)
    return "".join(text), tuple(marks)


def _mark(child: Styled | Link | Field, start: int, end: int) -> Mark:
    match child:
        case Styled():
            return Mark("style", start, end, child.role, child.language, child.direction)
        case Link():
            return Mark("link", start, end, child.target)
        case Field():
            return Mark("field", start, end, child.source)


@dataclass
class Anchors:
    """The bookmarks of one document while it is written, and the base that grows with them."""

    blocks: list[BaseBlock] = field(default_factory=list)
    rows: list[BaseRow] = field(default_factory=list)
    notes: list[BaseNote] = field(default_factory=list)
    _seen: Counter[str] = field(default_factory=Counter)
    _last: int = 0

    def name(self, prefix: str, key: str) -> str:
        """Return a new name: the same for the same address, whatever stands around it.

        A record that is shown a second time gets a name from its address and its turn.
        """
        self._seen[prefix + key] += 1
        turn = self._seen[prefix + key]
        digest = hashlib.sha256((key if turn == 1 else f"{key}~{turn}").encode("utf-8", "replace"))
        return prefix + digest.hexdigest()[:12]

    def ordinal_key(self, path: str, role: str) -> str:
        """Return a key for a block without an address: where it stands and how many of its role precede."""
        self._seen[f"/{path}/{role}"] += 1
        return f"/{path}/{role}[{self._seen[f'/{path}/{role}'] - 1}]"

    def next_id(self) -> int | None:
        """Return the next bookmark id, or None when the format has no more of them.

        What comes after 32,767 bookmarks is still in the base, and is found by its text.
        """
        self._last += 1
        return self._last if self._last <= LARGEST_ID else None

    def enclose(self, paragraphs: list[Element], name: str) -> None:
        """Put a bookmark around the contents of paragraphs."""
        number = self.next_id()
        if number is not None and paragraphs:
            enclose(paragraphs, name, number)


def base_xml(base: Base) -> bytes:
    """Return the custom XML item that holds a base."""
    root = in_space(NAMESPACE, "base")
    _set(root, document=base.document, revision=base.revision, name=base.name, tool=base.tool)
    blocks = etree.SubElement(root, B + "blocks")
    for block in base.blocks:
        _add_block(blocks, block)
    rows = etree.SubElement(root, B + "rows")
    for row in base.rows:
        element = etree.SubElement(rows, B + "row")
        _set(element, address=row.address)
        for cell in row.cells:
            _set(
                etree.SubElement(element, B + "cell"),
                bookmark=cell.bookmark,
                address=cell.address,
                span=cell.span,
                blocks=" ".join(cell.blocks),
            )
    notes = etree.SubElement(root, B + "notes")
    for note in base.notes:
        _set(
            etree.SubElement(notes, B + "note"),
            bookmark=note.bookmark,
            identifier=note.identifier,
            number=note.number,
            address=note.address,
            blocks=" ".join(note.blocks),
        )
    for text in base.running:
        etree.SubElement(root, B + "running").text = legal(text)
    return serialised(root)


def _add_block(parent: Element, block: BaseBlock) -> None:
    element = etree.SubElement(parent, B + "block")
    _set(
        element,
        bookmark=block.bookmark,
        kind=block.kind,
        role=block.role,
        address=block.address,
        level=block.level or None,
        ordered="true" if block.ordered else None,
        identifier=block.identifier or None,
        number=block.number or None,
        language=block.language,
        direction=block.direction,
    )
    text = etree.SubElement(element, B + "text")
    text.set(XML_SPACE, "preserve")
    text.text = block.text
    for mark in block.marks:
        values = {"kind": mark.kind, "from": mark.start, "to": mark.end, "value": mark.value}
        _set(
            etree.SubElement(element, B + "mark"), **values, language=mark.language, direction=mark.direction
        )


def _set(element: Element, **values: str | int | None) -> None:
    for name, value in values.items():
        if value is not None:
            element.set(name, legal(str(value)))


def read_base(content: bytes) -> Base | None:
    """Read the base back from a DOCX, or return None when it has none.

    Raises ValueError when the item is too large to be a base, or is not well formed.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for info in package.infolist():
            if not info.filename.startswith("customXml/item") or "Props" in info.filename:
                continue
            if info.file_size > LARGEST_ITEM:
                raise ValueError(f"{info.filename} is too large for a base")
            base = parsed_base(package.read(info), info.filename)
            if base is not None:
                return base
    return None


def parsed_base(content: bytes, name: str = "the base") -> Base | None:
    """Read a base from its XML, or return None when the XML is something else.

    Raises ValueError when it is not well formed, or no base that was written here.
    """
    root = _parsed(content, name)
    if root.tag != B + "base":
        return None
    try:
        base = _base(root)
    except KeyError as problem:
        raise ValueError(f"{name} has a mark of an unknown kind") from problem
    look_over(base)
    return base


def _parsed(content: bytes, name: str) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        raise ValueError(f"{name} is not well formed: {problem}") from problem


def _base(root: Element) -> Base:
    return Base(
        document=root.get("document", ""),
        revision=root.get("revision", ""),
        name=root.get("name", ""),
        tool=root.get("tool", ""),
        blocks=tuple(_block(each) for each in root.iterfind(f"{B}blocks/{B}block")),
        rows=tuple(_row(each) for each in root.iterfind(f"{B}rows/{B}row")),
        notes=tuple(_note(each) for each in root.iterfind(f"{B}notes/{B}note")),
        running=tuple(each.text or "" for each in root.iterfind(f"{B}running")),
    )


def _block(element: Element) -> BaseBlock:
    return BaseBlock(
        bookmark=element.get("bookmark", ""),
        kind=element.get("kind", ""),
        role=element.get("role", ""),
        text=element.findtext(B + "text") or "",
        marks=tuple(_read_mark(each) for each in element.iterfind(B + "mark")),
        address=element.get("address"),
        level=int(element.get("level", "0")),
        number=element.get("number", ""),
        language=element.get("language"),
        direction=element.get("direction"),
        ordered=element.get("ordered") == "true",
        identifier=element.get("identifier", ""),
    )


KINDS: dict[str, MarkKind] = {"style": "style", "link": "link", "field": "field", "note": "note"}


def _read_mark(element: Element) -> Mark:
    return Mark(
        kind=KINDS[element.get("kind", "")],
        start=int(element.get("from", "0")),
        end=int(element.get("to", "0")),
        value=element.get("value", ""),
        language=element.get("language"),
        direction=element.get("direction"),
    )


def _row(element: Element) -> BaseRow:
    cells = tuple(
        BaseCell(
            bookmark=each.get("bookmark", ""),
            blocks=tuple(each.get("blocks", "").split()),
            address=each.get("address"),
            span=int(each.get("span", "1")),
        )
        for each in element.iterfind(B + "cell")
    )
    return BaseRow(cells, element.get("address"))


def _note(element: Element) -> BaseNote:
    return BaseNote(
        bookmark=element.get("bookmark", ""),
        identifier=element.get("identifier", ""),
        number=int(element.get("number", "0")),
        blocks=tuple(element.get("blocks", "").split()),
        address=element.get("address"),
    )
