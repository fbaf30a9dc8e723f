"""Work out what all writers must agree on: numbers, footnotes, links inside, contents, the revision."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from operator import is_
from typing import TYPE_CHECKING, TypeVar

from communique.tree import (
    Block,
    BlockQuotation,
    ContentsEntry,
    Document,
    Field,
    Heading,
    Inline,
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
    plain_text,
    walk,
    walk_inlines,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.diagnostics import Report, Span

Inlines = tuple[Inline, ...]
Node = TypeVar("Node", bound=Block)
Member = TypeVar("Member")
FEWEST_CONTENTS = 4


def resolve(document: Document, report: Report, place: Callable[[str | None], Span]) -> Document:
    """Return the document with everything resolved.

    `place` turns an address into a span; what can't be resolved goes to the report.
    """
    document = number_headings(document)
    document = resolve_footnotes(document, report, place)
    check_links(document, report, place)
    document = replace(document, contents=contents_of(document))
    return replace(document, revision=revision_of(document))


def transform(
    block: Node, inlines: Callable[[Inlines], Inlines], heading: Callable[[Heading], Heading] | None = None
) -> Node:
    """Return a block with a function applied to the inlines of every block in it, in reading order."""

    def each(child: Block) -> Block:
        return transform(child, inlines, heading)

    def row(child: Row) -> Row:
        return replace(
            child, cells=tuple(replace(cell, blocks=tuple(map(each, cell.blocks))) for cell in child.cells)
        )

    match block:
        case Paragraph():
            children = inlines(block.children)
            return block if children is block.children else replace(block, children=children)
        case Heading():
            changed = heading(block) if heading else block
            children = inlines(changed.children)
            return changed if children is changed.children else replace(changed, children=children)  # type: ignore[return-value]
        case BlockQuotation() | Section():
            blocks = _mapped(each, block.blocks)
            return block if blocks is block.blocks else replace(block, blocks=blocks)
        case ListBlock():
            items = (replace(item, blocks=tuple(map(each, item.blocks))) for item in block.items)
            return replace(block, items=tuple(items))
        case Table():
            caption, head = inlines(block.caption), tuple(map(row, block.head))
            groups = tuple(
                RowGroup(
                    heading=row(group.heading) if group.heading else None, rows=tuple(map(row, group.rows))
                )
                for group in block.groups
            )
            return replace(block, caption=caption, head=head, groups=groups)


def _mapped(function: Callable[[Member], Member], members: tuple[Member, ...]) -> tuple[Member, ...]:
    """Return a function's results for members; the same tuple where each is the same as before."""
    results = tuple(map(function, members))
    return members if all(map(is_, results, members)) else results


def number_headings(document: Document) -> Document:
    """Number headings of role `numbered` within the heading above, and give every heading an identifier."""
    counters: dict[int, int] = {}
    times: Counter[str] = Counter()
    used = {block.identifier for block in walk(document.blocks) if isinstance(block, Heading)}

    def numbered(heading: Heading) -> Heading:
        for level in [level for level in counters if level > heading.level]:
            del counters[level]
        number = heading.number
        if heading.role == "numbered":
            counters[heading.level] = counters.get(heading.level, 0) + 1
            number = f"{counters[heading.level]}."
        identifier = heading.identifier or _unique(slug(plain_text(heading.children)), used, times)
        used.add(identifier)
        return replace(heading, number=number, identifier=identifier)

    return replace(
        document, blocks=tuple(transform(block, lambda each: each, numbered) for block in document.blocks)
    )


def slug(text: str) -> str:
    """Return a text as an identifier: letters without accents, digits and hyphens."""
    bare = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in bare if not unicodedata.combining(char)).casefold()
    return re.sub(r"[^\w]+", "-", bare).strip("-_")[:60].rstrip("-") or "section"


def _unique(wanted: str, used: set[str], times: Counter[str]) -> str:
    """Return an identifier that is not used yet; `times` counts how often each was wanted."""
    times[wanted] += 1
    name = wanted if times[wanted] == 1 else f"{wanted}-{times[wanted]}"
    while name in used:
        times[wanted] += 1
        name = f"{wanted}-{times[wanted]}"
    return name


def inlines_of(block: Block) -> Inlines:
    """Return the inlines that stand directly in a block."""
    match block:
        case Paragraph() | Heading():
            return block.children
        case Table():
            return block.caption
    return ()


def resolve_footnotes(document: Document, report: Report, place: Callable[[str | None], Span]) -> Document:
    """Number the footnotes in reading order and tie each mark to its note.

    A mark without a note, and a note without a mark, are reported; both stay in the document as they
    were. Order follows the place of the marks, as editorial practice asks, not the order in which the
    notes are written down.
    """
    known = {note.identifier: note for note in document.notes}
    order: dict[str, None] = {}
    for block in walk(document.blocks):
        for inline in walk_inlines(inlines_of(block)):
            if isinstance(inline, NoteReference):
                if inline.note not in known:
                    span = place(getattr(block, "address", None))
                    report.error("footnote-without-text", f"there is no footnote `{inline.note}`", span)
                else:
                    order.setdefault(inline.note)
    for note in document.notes:
        if note.identifier not in order:
            message = f"no mark in the text calls the footnote `{note.identifier}`"
            hint = f"put [^{note.identifier}] where it belongs, or delete the footnote"
            report.error("footnote-without-mark", message, place(note.address), hint, note.address or "")
        _check_no_mark_inside(note, report, place)
    numbers = {name: number for number, name in enumerate(order, start=1)}

    def marked(children: Inlines) -> Inlines:
        return _mapped(lambda child: _numbered(child, numbers, marked), children)

    notes = [replace(note, number=numbers.get(note.identifier, 0)) for note in document.notes]
    return replace(
        document,
        blocks=tuple(transform(block, marked) for block in document.blocks),
        notes=tuple(sorted(notes, key=lambda note: note.number or len(notes) + 1)),
    )


def _check_no_mark_inside(note: Note, report: Report, place: Callable[[str | None], Span]) -> None:
    for block in walk(note.blocks):
        if any(isinstance(each, NoteReference) for each in walk_inlines(inlines_of(block))):
            hint = "put the mark into the text, after this one"
            report.error("footnote-in-footnote", "a footnote can't call another", place(note.address), hint)


def _numbered(child: Inline, numbers: dict[str, int], marked: Callable[[Inlines], Inlines]) -> Inline:
    match child:
        case NoteReference():
            return replace(child, number=numbers.get(child.note, 0))
        case Styled() | Link() | Field():
            children = marked(child.children)
            return child if children is child.children else replace(child, children=children)
    return child


def check_links(document: Document, report: Report, place: Callable[[str | None], Span]) -> None:
    """Report the links to a place in the document that isn't there."""
    targets = {f"#{block.identifier}" for block in walk(document.blocks) if isinstance(block, Heading)}
    for block in walk((*document.blocks, *(block for note in document.notes for block in note.blocks))):
        for inline in walk_inlines(inlines_of(block)):
            if isinstance(inline, Link) and inline.target.startswith("#") and inline.target not in targets:
                address = getattr(block, "address", None)
                hint = "link to the identifier of a heading"
                report.error(
                    "link-to-nothing", f"`{inline.target}` leads nowhere", place(address), hint, address or ""
                )


def contents_of(document: Document) -> tuple[ContentsEntry, ...]:
    """Return the contents list, for a document that is long enough to want one."""
    entries = tuple(
        ContentsEntry(block.level, block.identifier, block.number, plain_text(block.children))
        for block in walk(document.blocks)
        if isinstance(block, Heading) and block.level > 1
    )
    return entries if len(entries) >= FEWEST_CONTENTS else ()


def revision_of(document: Document) -> str:
    """Return a hash of what the document says: twelve hexadecimal digits.

    It is taken over the tree, so a comment or the order of keys in content does not change it.
    """
    meta = document.meta
    said = repr(
        (
            (meta.title, meta.subject, meta.marking, meta.symbol, meta.running_event, meta.running_title),
            (document.language, document.direction),
            document.blocks,
            document.notes,
        )
    )
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]
