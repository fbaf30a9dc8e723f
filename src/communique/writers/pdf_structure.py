"""The structure tree of a PDF: what a screen reader reads, and in which order.

Built from the boxes of all pages at once. Boxes of the same HTML element are one structure element,
however many pages, lines or anonymous boxes it was cut into. Types follow ISO 32000-1, 14.8.4.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.writers.pdf_pages import Box, DrawnPage

Element = Any
"""An element of the parsed HTML."""

TYPES = {
    **{name: name.upper() for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "th", "td")},
    **{name: name.title() for name in ("table", "caption", "em", "strong", "code", "div")},
    **dict.fromkeys(("header", "footer", "nav", "aside", "figure"), "Div"),
    "section": "Sect",
    "article": "Art",
    "blockquote": "BlockQuote",
    "ul": "L",
    "ol": "L",
    "q": "Quote",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
}
"""Structure type of each HTML element; any other is passed over, and its content belongs to its parent."""

ROLE_MAP = {"Em": "Span", "Strong": "Span"}
"""Types of PDF 2.0, and what a reader of PDF 1.7 takes them for."""

BLOCKS = {
    "P",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "Caption",
    "LBody",
    "TH",
    "TD",
    "BlockQuote",
    "Sect",
    "Div",
}
TIGHT = {"Table", "THead", "TBody", "TFoot", "TR", "L", "LI"}
"""Types that hold nothing but their own parts, and so no note."""

NUMBERINGS = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "lower-alpha": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
}
SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Column"}
"""Scope of a header cell. The heading of a group heads what is below it, over all columns."""


@dataclass(frozen=True)
class Content:
    """Marked content: a box, its number on its page (counted from 0), and the element that has its line."""

    page: int
    number: int
    box: Box
    owner: Element


@dataclass(frozen=True)
class Annotation:
    """A link's active rectangle on a page."""

    page: int
    dictionary: Any


@dataclass(eq=False)
class Node:
    """A structure element in the making. `attributes` are by owner: `Table`, `List`, `Layout`."""

    kind: str
    parent: Node | None = None
    element: Element = None
    kids: list[Node | Content | Annotation] = field(default_factory=list)
    entries: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, kind: str, element: Element = None) -> Node:
        """Append a structure element and return it."""
        node = Node(kind, self, element)
        self.kids.append(node)
        return node

    def block(self) -> Node:
        """Return the nearest block: this one, or one around it."""
        node = self
        while node.kind not in BLOCKS and node.parent:
            node = node.parent
        return node

    def inside(self, kind: str) -> Node | None:
        """Return the nearest element of a type around this one, itself included."""
        node: Node | None = self
        while node and node.kind != kind:
            node = node.parent
        return node

    def language(self) -> str:
        """Return the language in force here, as far as the tree says it."""
        node: Node | None = self
        while node and "Lang" not in node.entries:
            node = node.parent
        return node.entries["Lang"] if node else ""

    def walk(self) -> Iterator[Node]:
        """Yield this element and all below, outer before inner."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()


def build_structure(pages: list[DrawnPage], language: str) -> Node:
    """Return the structure of a document, and mark on its pages what does not belong to it as artifacts."""
    root = Node("Document", entries={"Lang": language})
    builder = _Builder(root)
    for number, page in enumerate(pages):
        builder.read_page(number, page)
    tables = (node for node in root.walk() if node.kind == "Table")
    for number, table in enumerate(tables, start=1):
        _connect_headers(table, number)
    _prune(root)
    return root


@dataclass
class _Builder:
    root: Node
    nodes: dict[tuple[Element, str], Node] = field(default_factory=dict)
    calls: dict[Element, Node] = field(default_factory=dict)
    heads: dict[Element, int] = field(default_factory=dict)
    number: int = 0
    page: DrawnPage = field(init=False)
    owner: Element = None

    def read_page(self, number: int, page: DrawnPage) -> None:
        self.number, self.page = number, page
        self.read(page.box, self.root)

    def read(self, box: Box, parent: Node) -> None:
        """Put a box's content into the tree, below the element that it belongs to."""
        from weasyprint.formatting_structure import boxes

        box = getattr(box, "_box", box)  # what is positioned absolutely stands behind a placeholder
        if isinstance(box, boxes.MarginBox):
            self.leave_out(box, _pagination(box.at_keyword))
        elif isinstance(box, boxes.ReplacedBox):
            self.leave_out(box, {})  # documents hold no pictures: this is one of the theme's ornaments
        elif self.is_repeated_head(box):
            self.leave_out(box, _pagination(""))
        elif isinstance(box, boxes.TextBox):
            self.read_content(box, parent)
        else:
            node = self.node(box, parent)
            outer = self.owner
            if isinstance(box, boxes.LineBox):
                self.owner = box.element
            if box.link_annotation:
                node.kids.append(Annotation(self.number, box.link_annotation))
            for child in getattr(box, "children", ()):
                self.read(child, node)
            self.owner = outer

    def read_content(self, box: Box, node: Node) -> None:
        """Add drawn content; a box of spaces draws nothing and says nothing."""
        number = self.page.numbers.get(box)
        if number is None:
            return
        if box.text.strip():
            node.kids.append(Content(self.number, number, box, self.owner))
        else:
            self.page.mark_as_artifact(number, {})

    def leave_out(self, box: Box, properties: dict[str, Any]) -> None:
        """Mark all that is drawn in a box as an artifact."""
        box = getattr(box, "_box", box)
        if box in self.page.numbers:
            self.page.mark_as_artifact(self.page.numbers[box], properties)
        for child in getattr(box, "children", ()):
            self.leave_out(child, properties)

    def is_repeated_head(self, box: Box) -> bool:
        """Whether a box is the head of a table again, on a page after its first."""
        if not getattr(box, "is_header", False) or box.element is None:
            return False
        return self.heads.setdefault(box.element, self.number) != self.number

    def node(self, box: Box, parent: Node) -> Node:
        """Return the structure element of a box: that of its HTML element, made when it is first met."""
        if box.element is None:
            return parent
        key = (box.element, box.element_tag)
        if key not in self.nodes:
            self.nodes[key] = self.new_node(box, parent)
        return self.nodes[key]

    def new_node(self, box: Box, parent: Node) -> Node:
        name, _, pseudo = box.element_tag.partition("::")
        if pseudo:
            return self.pseudo_node(box, pseudo, parent)
        if box.element.get("role") == "doc-footnote":
            return self.note_node(box.element, parent)
        node = _plain_node(box, name, parent)
        return _with_language(node, box.element, parent)

    def pseudo_node(self, box: Box, pseudo: str, parent: Node) -> Node:
        """Return the element for generated content: the mark of a note, or the label of an item or note."""
        if pseudo == "footnote-call":
            self.calls[box.element] = parent
            return _link(box, parent.add("Reference"))
        if pseudo == "footnote-marker":
            return _link(box, parent.add("Lbl"))
        item = parent.inside("LI")
        if pseudo == "marker" and item:
            label = Node("Lbl", item)
            item.kids.insert(0, label)
            return label
        return parent

    def note_node(self, element: Element, parent: Node) -> Node:
        """Return a Note, placed behind the block in which its mark stands, after that block's other notes."""
        block = self.calls.get(element, parent).block()
        outer = block.inside("Note")
        block = outer or block
        home = block.parent
        if home is None or home.kind in TIGHT:
            note = block.add("Note")
        else:
            at = home.kids.index(block) + 1
            while at < len(home.kids) and _is_note(home.kids[at]):
                at += 1
            note = Node("Note", home)
            home.kids.insert(at, note)
        note.element = element
        note.entries["ID"] = element.get("id") or f"note-{len(self.calls)}"
        return _with_language(note, element, home or block)


def _link(box: Box, parent: Node) -> Node:
    """Return a Link, or the parent where the engine has made no link: one must have something to lead to."""
    return parent.add("Link", box.element) if box.link_annotation else parent


def _is_note(kid: Node | Content | Annotation) -> bool:
    return isinstance(kid, Node) and kid.kind == "Note"


def _pagination(keyword: str) -> dict[str, Any]:
    """Return the properties of an artifact of pagination (ISO 32000-1, 14.8.2.2.2)."""
    if keyword.startswith("@top"):
        return {"Type": "/Pagination", "Subtype": "/Header", "Attached": "[/Top]"}
    if keyword.startswith("@bottom"):
        return {"Type": "/Pagination", "Subtype": "/Footer", "Attached": "[/Bottom]"}
    return {"Type": "/Pagination"}


def _plain_node(box: Box, name: str, parent: Node) -> Node:
    """Return the element for an HTML element with its attributes, or the parent if it has none."""
    element = box.element
    if name == "li":
        return parent.add("LI", element).add("LBody", element)
    if name == "span" and element.get("class") == "note-paragraph":
        return parent.add("P", element)
    if name == "a":
        return _link(box, parent.add("Reference") if element.get("role") == "doc-noteref" else parent)
    kind = TYPES.get(name)
    if kind is None:
        return parent
    node = parent.add(kind, element)
    if kind == "L":
        node.attributes["List"] = {"ListNumbering": f"/{_numbering(box)}"}
    elif kind in {"TH", "TD"}:
        node.attributes["Table"] = _cell_attributes(box, kind)
    return node


def _numbering(box: Box) -> str:
    item = next((each for each in box.descendants() if each.element_tag == "li"), None)
    return NUMBERINGS.get(item.style["list_style_type"], "None") if item else "None"


def _cell_attributes(box: Box, kind: str) -> dict[str, Any]:
    spans = {"ColSpan": int(box.element.get("colspan") or 1), "RowSpan": int(box.element.get("rowspan") or 1)}
    attributes: dict[str, Any] = {key: value for key, value in spans.items() if value != 1}
    if kind == "TH":
        attributes["Scope"] = f"/{SCOPES.get(box.element.get('scope'), 'Column')}"
    return attributes


def _with_language(node: Node, element: Element, parent: Node) -> Node:
    """Return the element with the language of its HTML element; a Span is made for one that has no type."""
    language = element.get("lang")
    if not language or language == node.language():
        return node
    if node is parent:
        node = parent.add("Span", element)
    node.entries["Lang"] = language
    return node


def _connect_headers(table: Node, number: int) -> None:
    """Tie each cell to the cells that head it: its columns', its group's and its row's."""
    columns: defaultdict[int, list[str]] = defaultdict(list)
    serial = count(1)
    for part in _parts(table, {"THead", "TBody", "TFoot"}):
        group: list[str] = []
        for row in _parts(part, {"TR"}):
            heads: list[str] = []
            at = 0
            for cell in _parts(row, {"TH", "TD"}):
                attributes = cell.attributes["Table"]
                spanned = range(at, at + attributes.get("ColSpan", 1))
                at = spanned.stop
                if cell.kind == "TD":
                    above = [head for column in spanned for head in columns[column]]
                    attributes["Headers"] = list(dict.fromkeys((*group, *above, *heads)))
                    continue
                cell.entries["ID"] = identifier = f"table-{number}-{next(serial)}"
                scope = cell.element.get("scope")
                if scope == "rowgroup":
                    group = [identifier]
                elif scope == "row":
                    heads.append(identifier)
                else:
                    for column in spanned:
                        columns[column].append(identifier)


def _parts(node: Node, kinds: set[str]) -> list[Node]:
    return [kid for kid in node.kids if isinstance(kid, Node) and kid.kind in kinds]


def _prune(node: Node) -> bool:
    """Drop what is empty, cells aside; return whether anything is left."""
    node.kids = [kid for kid in node.kids if not isinstance(kid, Node) or _prune(kid)]
    return bool(node.kids) or node.kind in {"TH", "TD"}
