"""Structure: headings that lead nowhere, leads without text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.checks.review import Finding
from communique.pipeline import span_of
from communique.tree import Heading, Paragraph, Section, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.checks.review import Review
    from communique.tree import Block, Document


def lone_subheadings(review: Review) -> Iterator[Finding]:
    """Find a heading that is the only one of its level under the heading above it."""
    for document in review.documents.values():
        headings = [block for block in flattened(document.blocks) if isinstance(block, Heading)]
        for index, heading in enumerate(headings):
            before, after = headings[:index], headings[index + 1 :]
            above = next((each for each in reversed(before) if each.level <= heading.level), None)
            below = next((each for each in after if each.level <= heading.level), None)
            first = above is not None and above.level < heading.level
            alone = first and (below is None or below.level < heading.level)
            if alone and heading.level > 2:
                message = f"“{plain_text(heading.children)}” is the only heading of its level in its section"
                yield _about(
                    heading, document, review, "lone-subheading", message, "divide the section, or drop it"
                )


def empty_sections(review: Review) -> Iterator[Finding]:
    """Find a heading that is followed by one of the same or a higher level, or by nothing."""
    for document in review.documents.values():
        blocks = list(flattened(document.blocks))
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            if not isinstance(block, Heading):
                continue
            if following is None or (isinstance(following, Heading) and following.level <= block.level):
                message = f"nothing stands under the heading “{plain_text(block.children)}”"
                yield _about(
                    block, document, review, "empty-section", message, "write the text, or drop the heading"
                )


def leads_without_text(review: Review) -> Iterator[Finding]:
    """Find a lead statement that no text follows."""
    for document in review.documents.values():
        blocks = list(flattened(document.blocks))
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            if not (isinstance(block, Paragraph) and block.role == "lead"):
                continue
            ends = following is None or isinstance(following, Heading)
            if ends or (isinstance(following, Paragraph) and following.role == "lead"):
                message = "no text follows this lead statement"
                yield _about(block, document, review, "lead-without-text", message, "say what it rests on")


def flattened(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks of a document with sections opened, and nothing else."""
    for block in blocks:
        if isinstance(block, Section):
            yield from flattened(block.blocks)
        else:
            yield block


def _about(
    block: Heading | Paragraph, document: Document, review: Review, code: str, message: str, hint: str
) -> Finding:
    span = span_of(block.address, review.content, document.meta.name)
    return Finding(code, message, span, hint, block.address or "")
