"""Limits: a document that is longer than it may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.tree import Heading, Paragraph, Section, Table, child_blocks, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.review import Finding, Review
    from communique.tree import Block, Document

APART = {"masthead", "title-block"}
"""Sections that are not counted, as they name the document and its event."""

IDEOGRAPH = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
WORD = re.compile(rf"{IDEOGRAPH}|(?:(?!{IDEOGRAPH})\S)+")
"""Characters between spaces are a word; each ideograph is one, as word processors count."""


def too_long(review: Review) -> Iterator[Finding]:
    """Find a document with more words than its limit."""
    for name, document in review.documents.items():
        limit = review.content.documents[name].limit
        words = count_words(document) if limit is not None else 0
        if limit is not None and words > limit:
            message = f"the document has {words} words, {words - limit} more than its limit of {limit}"
            hint = "shorten it; headings, tables and footnotes count, the masthead and the title do not"
            yield review.about(f"content/{name}.yaml", ("limit",), "too-long", message, hint)


def count_words(document: Document) -> int:
    """Return the number of words in a document, footnotes with them."""
    blocks = [*document.blocks, *(block for note in document.notes for block in note.blocks)]
    return sum(words_in(text) for block in blocks for text in _texts(block))


def words_in(text: str) -> int:
    """Return the number of words in a text; a dash by itself is none."""
    return sum(any(character.isalnum() for character in word) for word in WORD.findall(text))


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Section() if block.role in APART:
            return
        case Paragraph() | Heading():
            yield plain_text(block.children)
        case Table():
            yield plain_text(block.caption)
    for child in child_blocks(block):
        yield from _texts(child)
