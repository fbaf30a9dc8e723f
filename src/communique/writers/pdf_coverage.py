"""Characters of a document that no typeface has, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import Span
from communique.tree import (
    Block,
    Document,
    Field,
    Heading,
    Inline,
    Link,
    Paragraph,
    Row,
    Styled,
    Table,
    Text,
    child_blocks,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.writers.pdf_engine import Journal


def characters_of(document: Document) -> set[str]:
    """Return the characters of a document, those of its running matter included."""
    meta = document.meta
    running = (meta.running_event, meta.running_title, meta.marking, meta.symbol, *meta.labels.values())
    return set().union(*running, *(text for text, _ in _texts(document)))


def report_missing_glyphs(document: Document, missing: set[str], journal: Journal) -> None:
    """Report characters without a glyph, once for each address of content that has them."""
    if not missing:
        return
    for text, address in _texts(document):
        for character in sorted(missing.intersection(text)):
            file = address.partition(":")[0]
            span = Span(f"content/{file}") if file else None
            journal.missing_glyph(character, address, span)


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield all text with the address it came from, which may be empty."""
    for block in document.blocks:
        yield from _block_texts(block, "")
    for note in document.notes:
        for block in note.blocks:
            yield from _block_texts(block, note.address or "")


def _block_texts(block: Block, address: str) -> Iterator[tuple[str, str]]:
    match block:
        case Paragraph() | Heading():
            yield from _inline_texts(block.children, block.address or address)
        case Table():
            yield from _inline_texts(block.caption, address)
            for part in (
                *block.head,
                *(row for group in block.groups for row in _rows(group.heading, group.rows)),
            ):
                for cell in part.cells:
                    for child in cell.blocks:
                        yield from _block_texts(child, cell.address or part.address or address)
        case _:
            for child in child_blocks(block):
                yield from _block_texts(child, address)


def _rows(heading: Row | None, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return (heading, *rows) if heading else rows


def _inline_texts(inlines: tuple[Inline, ...], address: str) -> Iterator[tuple[str, str]]:
    """Yield text; that of a field has the address of its record, unless it was computed."""
    for inline in inlines:
        match inline:
            case Text():
                yield inline.text, address
            case Field():
                own = address if inline.source.startswith("=") else inline.source
                yield from _inline_texts(inline.children, own)
            case Styled() | Link():
                yield from _inline_texts(inline.children, address)
