"""The tree as pandoc's own: its JSON, which it reads faster than its native form, Markdown or HTML.

Made before any clock runs. `custom-style` names our Word styles, which pandoc takes from its reference document.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from communique.tree import (
    BlockQuotation,
    Field,
    Heading,
    LineBreak,
    Link,
    ListBlock,
    NoteReference,
    Paragraph,
    Section,
    Styled,
    Table,
    Text,
)

if TYPE_CHECKING:
    from communique.theme import StyleMap, Theme
    from communique.tree import Block, Cell, Document, Inline, Row

VERSION = [1, 23, 1]
NO_ATTRIBUTES: list[Any] = ["", [], []]
TABLE_STYLE = "CommuniqueTable"
DEFAULT_ALIGNMENT = {"t": "AlignDefault"}


def pandoc_source(document: Document, theme: Theme, suffix: Literal["docx", "html"]) -> str:
    """Return the document as pandoc's JSON. In Word the document's own title is no heading, as with us."""
    writer = _Writer(document, theme.styles, for_word=suffix == "docx")
    meta = {
        "pagetitle": {"t": "MetaString", "c": document.meta.title},
        "lang": {"t": "MetaString", "c": document.language},
        "description-meta": {"t": "MetaString", "c": document.meta.subject},
        "author-meta": {"t": "MetaList", "c": [{"t": "MetaString", "c": document.meta.author}]},
    }
    tree = {"pandoc-api-version": VERSION, "meta": meta, "blocks": writer.blocks(document.blocks)}
    return json.dumps(tree, ensure_ascii=False)


class _Writer:
    """Writes blocks as pandoc's nodes, with each footnote at its first mark."""

    def __init__(self, document: Document, styles: StyleMap, *, for_word: bool) -> None:
        self._notes = {note.identifier: note for note in document.notes}
        self._styles = styles
        self._for_word = for_word
        self._cited: set[str] = set()

    def blocks(self, blocks: tuple[Block, ...]) -> list[Any]:
        """Return blocks."""
        return [self.block(each) for each in blocks]

    def block(self, block: Block) -> Any:
        """Return one block."""
        match block:
            case Paragraph():
                return self.paragraph(block)
            case Heading():
                return self.heading(block)
            case BlockQuotation():
                return {"t": "BlockQuote", "c": self.blocks(block.blocks)}
            case ListBlock():
                items = [self.blocks(item.blocks) for item in block.items]
                if not block.ordered:
                    return {"t": "BulletList", "c": items}
                style = [block.start, {"t": "Decimal"}, {"t": "Period"}]
                return {"t": "OrderedList", "c": [style, items]}
            case Table():
                return self.table(block)
            case Section():
                return {"t": "Div", "c": [["", [block.role], []], self.blocks(block.blocks)]}

    def heading(self, heading: Heading) -> Any:
        """Return a heading with its number."""
        number = [{"t": "Str", "c": heading.number}, {"t": "Space"}] if heading.number else []
        children = number + self.inlines(heading.children)
        if self._for_word and heading.level == 1:
            names = [["custom-style", self._styles.headings[1].word]]
            return {"t": "Div", "c": [["", [], names], [{"t": "Para", "c": children}]]}
        level = heading.level - 1 if self._for_word else heading.level
        return {"t": "Header", "c": [level, [heading.identifier, [], []], children]}

    def paragraph(self, paragraph: Paragraph) -> Any:
        """Return a paragraph, in a division with the class and the Word style of its role where it has one."""
        style = self._styles.paragraphs.get(paragraph.role)
        if paragraph.role == "list-item":
            return {"t": "Plain", "c": self.inlines(paragraph.children)}
        written = {"t": "Para", "c": self.inlines(paragraph.children)}
        if style is None or paragraph.role in {"body", "quotation", "note"}:
            return written
        classes = [style.css_class] if style.css_class and not self._for_word else []
        names = [["custom-style", style.word]] if self._for_word else []
        if not classes and not names:
            return written
        return {"t": "Div", "c": [["", classes, names], [written]]}

    def table(self, table: Table) -> Any:
        """Return a table: each group is a body, with its heading as the body's own head."""
        columns = [[DEFAULT_ALIGNMENT, {"t": "ColWidth", "c": width}] for width in table.columns]
        bodies = [
            [
                NO_ATTRIBUTES,
                1,
                [self.row(group.heading)] if group.heading else [],
                [self.row(row) for row in group.rows],
            ]
            for group in table.groups
        ]
        head = [NO_ATTRIBUTES, [self.row(row) for row in table.head]]
        caption = [None, [{"t": "Plain", "c": self.inlines(table.caption)}] if table.caption else []]
        names = [["custom-style", TABLE_STYLE]] if self._for_word else []
        attributes = ["", [] if self._for_word else [table.role], names]
        return {"t": "Table", "c": [attributes, caption, columns, head, bodies, [NO_ATTRIBUTES, []]]}

    def row(self, row: Row) -> Any:
        """Return a row."""
        return [NO_ATTRIBUTES, [self.cell(each) for each in row.cells]]

    def cell(self, cell: Cell) -> Any:
        """Return a cell."""
        return [NO_ATTRIBUTES, DEFAULT_ALIGNMENT, 1, cell.span, self.blocks(cell.blocks)]

    def inlines(self, children: tuple[Inline, ...]) -> list[Any]:
        """Return inlines, those of fields among the others."""
        found: list[Any] = []
        for each in children:
            if isinstance(each, Field):
                found += self.inlines(each.children)
            elif isinstance(each, Text):
                found += _words(each.text)
            else:
                found.append(self.inline(each))
        return found

    def inline(self, inline: Styled | Link | NoteReference | LineBreak) -> Any:
        """Return an inline that is more than text."""
        match inline:
            case Styled():
                return self.styled(inline)
            case Link():
                return {"t": "Link", "c": [NO_ATTRIBUTES, self.inlines(inline.children), [inline.target, ""]]}
            case NoteReference():
                if inline.note in self._cited:
                    return {"t": "Superscript", "c": [{"t": "Str", "c": str(inline.number)}]}
                self._cited.add(inline.note)
                return {"t": "Note", "c": self.blocks(self._notes[inline.note].blocks)}
            case LineBreak():
                return {"t": "LineBreak"}

    def styled(self, styled: Styled) -> Any:
        """Return what pandoc has for a role, or a span with its class and Word style."""
        children = self.inlines(styled.children)
        if styled.role in {"emphasis", "quotation", "foreign"}:
            return {"t": "Emph", "c": children}
        if styled.role == "strong":
            return {"t": "Strong", "c": children}
        style = self._styles.inlines.get(styled.role)
        names = [["custom-style", style.word]] if style and style.word and self._for_word else []
        classes = [] if self._for_word else [styled.role]
        return {"t": "Span", "c": [["", classes, names], children]}


def _words(text: str) -> list[Any]:
    """Return words and the spaces between them; a no-break space belongs to its word."""
    found: list[Any] = []
    for number, word in enumerate(text.replace("\n", " ").split(" ")):
        if number:
            found.append({"t": "Space"})
        if word:
            found.append({"t": "Str", "c": word})
    return found
