"""Turn semantic HTML into the document tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast

from communique.diagnostics import Report, suggestion
from communique.markup import Markup
from communique.tree import (
    Block,
    BlockQuotation,
    Cell,
    Direction,
    Field,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    NoteReference,
    Paragraph,
    Row,
    RowGroup,
    Scope,
    Section,
    Styled,
    Table,
    Text,
    direction_of,
)
from communique.vocabulary import ELEMENTS

if TYPE_CHECKING:
    from communique.theme import BlockStyle, StyleMap

SPACE = re.compile(r"[ \t\r\n\f]+")
MOST_COLUMNS = 63  # Word's limit
LARGEST_START = 999_999_999  # CommonMark's limit
Context = Literal["body", "quotation", "list-item", "table-heading", "table-group", "table-text", "note"]


@dataclass
class TreeBuilder:
    """Builds nodes from elements, looking roles up in the style map."""

    styles: StyleMap
    report: Report
    direction: Direction = "ltr"
    """The direction of the document."""
    level: int = 0
    """The level of the last heading."""
    identifiers: set[str] = field(default_factory=set)
    """The identifiers that headings were given so far."""
    _known_roles: dict[int, dict[tuple[str, str], str]] = field(default_factory=dict)

    def blocks(self, parent: Markup, context: Context = "body") -> tuple[Block, ...]:
        """Return the blocks inside an element; bare inlines make up a paragraph of the context's role."""
        if ELEMENTS[parent.name].content == "mixed" and self._is_inline(parent):
            inlines = self.inlines(parent)
            return (self._paragraph(parent, inlines, context),) if inlines else ()
        result = []
        at = parent.at
        for child in parent.children:
            if isinstance(child, Markup):
                at = child.at
                if ELEMENTS[child.name].kind == "block":
                    result.append(self.block(child, context))
                elif child.is_inline and ELEMENTS[parent.name].content == "mixed":
                    message = f"`<{child.name}>` can't stand beside a paragraph"
                    self.report.error("misplaced-element", message, child.at, "put it into `<p>`")
            elif child.strip():
                message = f"the text “{child.strip()[:40]}” stands outside a paragraph"
                self.report.error("stray-text", message, at, "put it into `<p>`")
        return tuple(result)

    def block(self, element: Markup, context: Context) -> Block:
        """Return the block that an element stands for."""
        match element.name:
            case "h1" | "h2" | "h3" | "h4":
                return self._heading(element)
            case "blockquote":
                return BlockQuotation(self.blocks(element, "quotation"), *self._language(element))
            case "ul" | "ol":
                return self._list(element)
            case "table":
                return self._table(element)
            case "header" | "section":
                role = self._role(element, self.styles.sections, "section")
                return Section(self.blocks(element, context), role, *self._language(element))
        role = self._role(element, self.styles.paragraphs, context)
        return self._paragraph(element, self.inlines(element), role)

    def inlines(self, parent: Markup) -> tuple[Inline, ...]:
        """Return the inlines inside an element, with white space as HTML collapses it."""
        return _trimmed(_joined(self._inlines(parent)))

    def _inlines(self, parent: Markup) -> list[Inline]:
        result: list[Inline] = []
        for child in parent.children:
            if isinstance(child, str):
                result.append(Text(SPACE.sub(" ", child)))
            elif child.is_inline:
                result.append(self._inline(child))
        return result

    def _inline(self, element: Markup) -> Inline:
        children = tuple(_joined(self._inlines(element)))
        match element.name:
            case "br":
                return LineBreak()
            case "a" if element.attributes.get("class") == "note-mark":
                return NoteReference(element.attributes.get("href", "").removeprefix("#note-"))
            case "a":
                if "class" in element.attributes:
                    self._unknown_role(element, ["note-mark"])
                return Link(element.attributes.get("href", ""), children)
            case "data":
                return Field(element.attributes.get("value", ""), children)
        role = self._role(element, self.styles.inlines, "passage")
        return Styled(role, children, *self._language(element))

    def _paragraph(self, element: Markup, inlines: tuple[Inline, ...], role: str) -> Paragraph:
        return Paragraph(inlines, role, element.attributes.get("data-source"), *self._language(element))

    def _heading(self, element: Markup) -> Heading:
        role = element.attributes.get("class", "")
        if role not in {"", "numbered"}:
            self._unknown_role(element, ["numbered"])
        level = int(element.name[1])
        if level > self.level + 1:
            message = f"`<{element.name}>` stands where `<h{self.level + 1}>` is due"
            self.report.error("heading-order", message, element.at, "don't leave out a level")
        elif level == 1 and self.level:
            self.report.error("heading-order", "a document has one title", element.at, "use `<h2>`")
        self.level = level
        identifier = element.attributes.get("id", "")
        if identifier and identifier in self.identifiers:
            message = f"two headings have the identifier `{identifier}`"
            self.report.error("duplicate-identifier", message, element.at, "a link could lead to either")
        self.identifiers.add(identifier)
        return Heading(
            level,
            self.inlines(element),
            "numbered" if role == "numbered" else "heading",
            address=element.attributes.get("data-source"),
            identifier=identifier,
            language=self._language(element)[0],
            direction=self._language(element)[1],
        )

    def _list(self, element: Markup) -> ListBlock:
        items = tuple(
            ListItem(self.blocks(child, "list-item"), child.attributes.get("data-source"))
            for child in element.elements()
            if child.name == "li"
        )
        return ListBlock(
            items, element.name == "ol", _whole(element.attributes.get("start", ""), LARGEST_START)
        )

    def _table(self, element: Markup) -> Table:
        parts = {
            name: [each for each in element.elements() if each.name == name]
            for name in ("caption", "thead", "tbody")
        }
        head = tuple(row for part in parts["thead"] for row in self._rows(part))
        if not head:
            hint = "begin it with `<thead>`, which repeats on every page"
            self.report.error("table-without-head", "the table has no head", element.at, hint)
        groups = tuple(self._group(part) for part in parts["tbody"])
        caption = self.inlines(parts["caption"][0]) if parts["caption"] else ()
        role = element.attributes.get("class") or "table"
        return Table(self._columns(element, head, groups), head, groups, role, caption)

    def _columns(
        self, element: Markup, head: tuple[Row, ...], groups: tuple[RowGroup, ...]
    ) -> tuple[float, ...]:
        rows = [
            *head,
            *(row for group in groups for row in (*((group.heading,) if group.heading else ()), *group.rows)),
        ]
        count = max((sum(cell.span for cell in row.cells) for row in rows), default=1)
        if any(sum(cell.span for cell in row.cells) != count for row in rows):
            self.report.error(
                "uneven-table", "the rows of the table differ in their number of cells", element.at
            )
        widths = [
            float(each)
            for each in re.findall(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", element.attributes.get("data-columns", ""))
        ]
        if widths and (len(widths) != count or not all(widths)):
            message = f"`data-columns` has {sum(map(bool, widths))} widths for {count} columns"
            self.report.error("uneven-table", message, element.at)
            widths = []
        widths = widths or [1.0] * count
        return tuple(width / sum(widths) for width in widths)

    def _group(self, part: Markup) -> RowGroup:
        rows = self._rows(part)
        first = rows[0] if rows else None
        if first and len(first.cells) == 1 and first.cells[0].scope == "rowgroup":
            return RowGroup(rows[1:], first)
        return RowGroup(rows)

    def _rows(self, part: Markup) -> tuple[Row, ...]:
        return tuple(
            Row(tuple(self._cell(cell, part) for cell in row.elements()), row.attributes.get("data-source"))
            for row in part.elements()
        )

    def _cell(self, cell: Markup, part: Markup) -> Cell:
        scope = cast("Scope | None", cell.attributes.get("scope") if cell.name == "th" else None)
        if cell.name == "th" and scope not in {"col", "row", "rowgroup"}:
            scope = "col" if part.name == "thead" else "row"
        context: Context = "table-text"
        if scope == "col":
            context = "table-heading"
        elif scope == "rowgroup":
            context = "table-group"
        blocks = self.blocks(cell, context)
        span = _whole(cell.attributes.get("colspan", ""), MOST_COLUMNS)
        return Cell(blocks, scope, span, cell.attributes.get("data-source"))

    def _role(self, element: Markup, styles: dict[str, BlockStyle], default: str) -> str:
        css_class = element.attributes.get("class", "")
        role = self._roles(styles).get((element.name, css_class))
        if role is not None:
            return role
        if css_class:
            known = [
                style.css_class
                for style in styles.values()
                if style.element == element.name and style.css_class
            ]
            self._unknown_role(element, known)
        return default

    def _roles(self, styles: dict[str, BlockStyle]) -> dict[tuple[str, str], str]:
        """Return the first role of each element and class, but for a paragraph without one."""
        if id(styles) not in self._known_roles:
            self._known_roles[id(styles)] = {
                (style.element, style.css_class): role
                for role, style in reversed(styles.items())
                if not style.contextual and (style.css_class or style.element != "p")
            }
        return self._known_roles[id(styles)]

    def _unknown_role(self, element: Markup, known: list[str]) -> None:
        css_class = element.attributes["class"]
        message = f"`{css_class}` is not a role of `<{element.name}>`"
        self.report.error("unknown-role", message, element.at, suggestion(css_class, known))

    def _language(self, element: Markup) -> tuple[str | None, Direction | None]:
        """Return the language of a passage, and its direction where it isn't the document's."""
        language, direction = element.attributes.get("lang"), element.attributes.get("dir")
        if direction in {"ltr", "rtl"}:
            return language, cast("Direction", direction)
        natural = direction_of(language) if language else self.direction
        return language, natural if natural != self.direction else None

    def _is_inline(self, parent: Markup) -> bool:
        return not any(not child.is_inline for child in parent.elements())


def _whole(text: str, largest: int) -> int:
    """Return a whole number from an attribute, 1 for what is none, and no more than what formats take."""
    return min(int(text), largest) if re.fullmatch("[0-9]{1,9}", text) else 1


def _joined(inlines: list[Inline]) -> list[Inline]:
    """Join neighbouring texts."""
    result: list[Inline] = []
    for each in inlines:
        last = result[-1] if result else None
        if isinstance(each, Text) and isinstance(last, Text):
            result[-1] = Text(SPACE.sub(" ", last.text + each.text))
        elif not (isinstance(each, Text) and not each.text):
            result.append(each)
    return result


def _trimmed(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Strip white space at both ends of a block, and around line breaks."""
    result = list(inlines)
    for index, each in enumerate(result):
        if isinstance(each, Text):
            text = each.text
            if index == 0 or isinstance(result[index - 1], LineBreak):
                text = text.lstrip(" ")
            if index == len(result) - 1 or isinstance(result[index + 1], LineBreak):
                text = text.rstrip(" ")
            if text != each.text:
                result[index] = Text(text)
    return tuple(each for each in result if not (isinstance(each, Text) and not each.text))
