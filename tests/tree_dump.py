"""Write a document tree as text that people can read and compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.tree import (
    Block,
    BlockQuotation,
    Cell,
    Field,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    NoteReference,
    Paragraph,
    Row,
    RowGroup,
    Section,
    Styled,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.tree import Document


def dump(document: Document) -> str:
    """Return a line for each block, inner ones indented; a no-break space is shown as `␣`."""
    lines = [f"document {document.language} {document.direction}: {document.meta.title}"]
    lines += [f"marking: {document.meta.marking}"] * bool(document.meta.marking)
    lines += _blocks(document.blocks)
    for note in document.notes:
        lines += [_line(f"note {note.number} {note.identifier}", "", note.address), *_blocks(note.blocks)]
    lines += [
        f"contents: {each.level} {each.number}{each.text} #{each.identifier}" for each in document.contents
    ]
    return "\n".join(lines) + "\n"


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        for line in _block(block):
            yield f"  {line}"


def _line(name: str, text: str = "", address: str | None = None, language: str | None = None) -> str:
    parts = [name, f"[{language}]" if language else "", f"<{address}>" if address else "", text]
    return " ".join(part for part in parts if part)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _line(block.role, inlines(block.children), block.address, block.language)
        case Heading():
            name = f"{block.role} {block.level} #{block.identifier} {block.number}".rstrip()
            yield _line(name, inlines(block.children), block.address, block.language)
        case BlockQuotation() | Section():
            name = block.role if isinstance(block, Section) else "quotation"
            yield _line(name, language=block.language)
            yield from _blocks(block.blocks)
        case ListBlock():
            yield f"numbered list from {block.start}" if block.ordered else "bulleted list"
            for item in block.items:
                yield "  item"
                yield from (f"  {line}" for line in _blocks(item.blocks))
        case Table():
            yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    widths = " ".join(f"{width:.2f}" for width in table.columns)
    yield _line(f"table {table.role} {widths}", inlines(table.caption))
    for row in table.head:
        yield from _row("head", row)
    for group in table.groups:
        yield from _group(group)


def _group(group: RowGroup) -> Iterator[str]:
    yield "  group"
    if group.heading:
        yield from (f"  {line}" for line in _row("heading", group.heading))
    for row in group.rows:
        yield from (f"  {line}" for line in _row("row", row))


def _row(name: str, row: Row) -> Iterator[str]:
    yield "  " + _line(name, "", row.address)
    for cell in row.cells:
        yield f"    {_cell(cell)}"
        yield from (f"    {line}" for line in _blocks(cell.blocks))


def _cell(cell: Cell) -> str:
    span = f" over {cell.span}" if cell.span > 1 else ""
    return _line(f"cell {cell.scope or ''}".rstrip() + span, "", cell.address)


def inlines(children: Iterable[Inline]) -> str:
    """Return inlines on one line, each but plain text between braces."""
    return "".join(_inline(child) for child in children)


def _inline(child: Inline) -> str:
    match child:
        case Text():
            return child.text.replace("\u00a0", "␣")
        case Styled():
            language = f" {child.language}" if child.language else ""
            return f"{{{child.role}{language}: {inlines(child.children)}}}"
        case Link():
            return f"{{link {child.target}: {inlines(child.children)}}}"
        case Field():
            return f"{{{child.source} → {inlines(child.children)}}}"
        case NoteReference():
            return f"{{note {child.number} {child.note}}}"
        case LineBreak():
            return " ⏎ "
