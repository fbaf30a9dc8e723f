"""The words that the HTML pages add to a document themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.tree import Document

LABELS = {
    "back-to-text": "Back to the text",
    "contents": "Contents",
    "note": "Note",
    "notes": "Notes",
    "of": "of",
    "other-formats": "Other formats",
    "skip": "Skip to the text",
}
"""Keys of `meta.labels`, with the English that stands in for a key which is missing there."""


def label(document: Document, key: str) -> str:
    """Return a word in the document's language."""
    return document.meta.labels.get(key) or LABELS[key]
