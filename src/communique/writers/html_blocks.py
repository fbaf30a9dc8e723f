"""Blocks and inlines as HTML: the part that the screen page and the print page share.

Elements and classes come from the style map, so that a role added by a project needs no code here.
No content address leaves the project this way: a field is its text.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

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
    Note,
    NoteReference,
    Paragraph,
    Row,
    RowGroup,
    Section,
    Styled,
    Table,
    Text,
    plain_text,
    walk_inlines,
)

if TYPE_CHECKING:
    from communique.theme import BlockStyle, StyleMap

Attributes = Mapping[str, str | None]

RANGE = re.compile(r"\d+–\d+")
"""Figures joined by an en dash, after which a line must not break."""

STACKED_WITH_LABELS = 4
"""From this many columns on, cells that stand under each other on a phone carry the name of their column."""


def element(name: str, attributes: Attributes, content: str) -> str:
    """Return an element; attributes that are None are left out."""
    return f"<{name}{attribute_text(attributes)}>{content}</{name}>"


def attribute_text(attributes: Attributes) -> str:
    """Return attributes as they stand in a start tag, each with a space before it."""
    return "".join(f' {key}="{escape(value)}"' for key, value in attributes.items() if value is not None)


def language_attributes(language: str | None, direction: Direction | None) -> dict[str, str | None]:
    """Return `lang` and `dir` for a passage; None for what stays as it is around it."""
    return {"lang": language, "dir": direction}


def note_identifier(number: int) -> str:
    """Return the id of a note. The underscore keeps it apart from identifiers made of headings."""
    return f"_note-{number}"


def mark_identifier(number: int, time: int) -> str:
    """Return the id of the mark that cites a note for the first, second, … time."""
    return f"_mark-{number}" if time == 1 else f"_mark-{number}-{time}"


@dataclass
class BlockWriter:
    """Writes blocks under a style map, and counts how often each note was cited.

    On screen a mark is a link to its note at the end; on paper (`paged`) the note stands at its first
    mark, and the layout engine takes it to the foot of the page.
    """

    styles: StyleMap
    notes: Mapping[str, Note]
    note_label: str
    paged: bool = False
    cited: Counter[str] = dataclasses.field(default_factory=Counter)

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Return blocks, one under the other."""
        return "\n".join(self.block(each) for each in blocks)

    def block(self, block: Block) -> str:
        """Return one block."""
        match block:
            case Paragraph():
                return self.paragraph(block)
            case Heading():
                return self.heading(block)
            case BlockQuotation():
                attributes = language_attributes(block.language, block.direction)
                return element("blockquote", attributes, self.blocks(block.blocks))
            case ListBlock():
                return self.list_block(block)
            case Table():
                return self.table(block)
            case Section():
                return self.section(block)

    def paragraph(self, paragraph: Paragraph) -> str:
        """Return a paragraph as the element and class of its role."""
        style = self.styles.paragraphs.get(paragraph.role)
        name, css_class = _element_and_class(style, "p", paragraph.role)
        attributes = {"class": css_class, **language_attributes(paragraph.language, paragraph.direction)}
        inlines = self.ending_whole if self.paged else self.inlines
        return element(name, attributes, inlines(paragraph.children))

    def ending_whole(self, children: tuple[Inline, ...]) -> str:
        """Return inlines whose last word is marked: hyphenated, it would leave half on the last line."""
        last = children[-1] if children else None
        if not isinstance(last, Text) or " " not in last.text.strip():
            return self.inlines(children)
        before, space, word = last.text.rpartition(" ")
        marked = element("span", {"class": "last-word"}, self.inline(Text(word)))
        return self.inlines((*children[:-1], Text(before + space))) + marked

    def heading(self, heading: Heading) -> str:
        """Return a heading; its label for the outline leaves note marks out."""
        style = self.styles.headings.get(heading.level)
        name = style.element if style else f"h{heading.level}"
        own = style.css_class if style else ""
        role = heading.role if heading.role != "heading" else ""
        number = f'<span class="number">{escape(heading.number)}</span> ' if heading.number else ""
        cites = any(isinstance(each, NoteReference) for each in walk_inlines(heading.children))
        label = f"{heading.number} {plain_text(heading.children)}".strip() if self.paged and cites else None
        attributes = {
            "id": heading.identifier or None,
            "class": " ".join(filter(None, (own, role))) or None,
            "data-label": label,
            **language_attributes(heading.language, heading.direction),
        }
        return element(name, attributes, number + self.inlines(heading.children))

    def section(self, section: Section) -> str:
        """Return a section as the element and class of its role."""
        name, css_class = _element_and_class(self.styles.sections.get(section.role), "section", section.role)
        attributes = {"class": css_class, **language_attributes(section.language, section.direction)}
        return element(name, attributes, f"\n{self.blocks(section.blocks)}\n")

    def list_block(self, block: ListBlock) -> str:
        """Return a list with its items."""
        items = "\n".join(f"<li>{self.blocks(item.blocks)}</li>" for item in block.items)
        start = str(block.start) if block.ordered and block.start != 1 else None
        # The layout engine counts by CSS alone, and takes no notice of the attribute.
        counter = f"counter-reset: list-item {block.start - 1}" if self.paged and start else None
        attributes = {"start": start, "style": counter}
        return element("ol" if block.ordered else "ul", attributes, f"\n{items}\n")

    def table(self, table: Table) -> str:
        """Return a table with its caption, widths, head, and a body for each group."""
        labels = self.column_labels(table) if len(table.columns) >= STACKED_WITH_LABELS else ()
        widths = "".join(f'<col style="width: {width * 100:.4g}%">' for width in table.columns)
        parts = [
            f"<caption>{self.inlines(table.caption)}</caption>" if table.caption else "",
            f"<colgroup>{widths}</colgroup>",
            element("thead", {}, "\n".join(self.row(each, ()) for each in table.head)),
            *(self.group(each, labels, len(table.columns)) for each in table.groups),
        ]
        role = table.role if table.role != "table" else None
        return element("table", {"class": role}, "\n" + "\n".join(filter(None, parts)) + "\n")

    def column_labels(self, table: Table) -> tuple[str, ...]:
        """Return the words over each column, from the last head row."""
        labels: list[str] = []
        for cell in table.head[-1].cells:
            words = " ".join(plain_text(each.children) for each in cell.blocks if isinstance(each, Paragraph))
            labels.extend([words] * cell.span)
        return tuple(labels)

    def group(self, group: RowGroup, labels: tuple[str, ...], columns: int) -> str:
        """Return the rows of a group under its heading row."""
        heading = self.group_heading(group.heading, columns) if group.heading else ""
        rows = "\n".join(self.row(each, labels) for each in group.rows)
        return element("tbody", {}, f"\n{heading}{rows}\n")

    def group_heading(self, row: Row, columns: int) -> str:
        """Return the heading row of a group: one header cell over all columns."""
        cells = "".join(
            element(
                "th",
                {"class": "group", "scope": "rowgroup", "colspan": str(columns) if columns > 1 else None},
                self.blocks(cell.blocks),
            )
            for cell in row.cells
        )
        return f'<tr class="group">{cells}</tr>\n'

    def row(self, row: Row, labels: tuple[str, ...]) -> str:
        """Return a row; `labels` name the columns, when cells are to carry them."""
        cells = []
        column = 0
        for cell in row.cells:
            label = labels[column] if column < len(labels) else ""
            cells.append(self.cell(cell, label))
            column += cell.span
        return f"<tr>{''.join(cells)}</tr>"

    def cell(self, cell: Cell, label: str) -> str:
        """Return a header cell or a data cell."""
        attributes = {
            "scope": cell.scope,
            "colspan": str(cell.span) if cell.span > 1 else None,
            "data-label": label if label and cell.scope is None else None,
        }
        return element("th" if cell.scope else "td", attributes, self.blocks(cell.blocks))

    def inlines(self, children: tuple[Inline, ...]) -> str:
        """Return inlines, one after the other."""
        return "".join(self.inline(each) for each in children)

    def inline(self, inline: Inline) -> str:
        """Return one inline."""
        match inline:
            case Text():
                return RANGE.sub(r'<span class="range">\g<0></span>', escape(inline.text, quote=False))
            case Styled():
                name, css_class = _element_and_class(
                    self.styles.inlines.get(inline.role), "span", inline.role
                )
                attributes = {"class": css_class, **language_attributes(inline.language, inline.direction)}
                return element(name, attributes, self.inlines(inline.children))
            case Link():
                return element("a", {"href": inline.target}, self.inlines(inline.children))
            case Field():
                return self.field(inline)
            case NoteReference():
                return self.note_reference(inline)
            case LineBreak():
                return "<br>"

    def field(self, field: Field) -> str:
        """Return the text of a field. On paper, names and titles are marked: they are not hyphenated."""
        text = self.inlines(field.children)
        is_record = self.paged and not field.source.startswith("=")
        return element("span", {"class": "field"}, text) if is_record else text

    def note_reference(self, reference: NoteReference) -> str:
        """Return the mark of a note: a link to it, or, at its first mark on paper, the note itself."""
        self.cited[reference.note] += 1
        time = self.cited[reference.note]
        note = self.notes.get(reference.note)
        if self.paged and note and time == 1:
            return self.note_at_its_mark(note, reference.number)
        attributes = {
            "href": f"#{note_identifier(reference.number)}",
            "id": mark_identifier(reference.number, time),
            "role": "doc-noteref",
            "aria-label": f"{self.note_label} {reference.number}",
        }
        return f'<sup class="mark">{element("a", attributes, str(reference.number))}</sup>'

    def note_at_its_mark(self, note: Note, number: int) -> str:
        """Return the note as phrasing content, since it stands inside a paragraph."""
        attributes = {
            "class": "footnote",
            "id": note_identifier(number),
            "role": "doc-footnote",
            "data-number": str(number),
        }
        return element("span", attributes, self.phrasing(note.blocks))

    def phrasing(self, blocks: tuple[Block, ...]) -> str:
        """Return blocks as spans that the print style sheet shows as paragraphs."""
        parts = []
        for block in blocks:
            if isinstance(block, Paragraph | Heading):
                language = language_attributes(block.language, block.direction)
                attributes = {"class": "note-paragraph", **language}
                parts.append(element("span", attributes, self.inlines(block.children)))
            elif isinstance(block, ListBlock):
                for number, item in enumerate(block.items, start=block.start):
                    marker = {"class": "note-item", "data-marker": f"{number}." if block.ordered else "•"}
                    parts.append(element("span", marker, self.phrasing(item.blocks)))
            elif isinstance(block, BlockQuotation | Section):
                parts.append(self.phrasing(block.blocks))
        return "".join(parts)


def _element_and_class(style: BlockStyle | None, default: str, role: str) -> tuple[str, str | None]:
    """Return element and class of a role; a role that the style map lacks becomes a class."""
    if style is None:
        return default, role
    return style.element, None if style.contextual else style.css_class or None
