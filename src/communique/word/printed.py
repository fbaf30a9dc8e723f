"""Count in how many places all documents print each text of a record, which all change when it does."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from communique.diagnostics import ContentError, Report
from communique.pipeline import compose
from communique.resolve import inlines_of
from communique.tree import Field, walk, walk_inlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.content import EventContent
    from communique.project import Project
    from communique.tree import Document
    from communique.word.placing import Today


def times_printed(project: Project, content: EventContent, known: Iterable[Today]) -> Counter[str]:
    """Count the places by the addresses of the texts.

    Documents that are not among the `known` are composed; one that can't be prints nothing.
    """
    composed = {each.name: each.document for each in known}
    printed: Counter[str] = Counter()
    for name in content.documents:
        try:
            document = composed[name] if name in composed else compose(project, content, name, Report())
        except ContentError:
            continue
        printed.update(_sources(document))
    return printed


def others_change(others: int) -> str:
    """Say in how many other places a text of a record changes along, where there are any."""
    return f"changes {others} other place{'s' if others > 1 else ''}" if others > 0 else ""


def _sources(document: Document) -> Iterator[str]:
    """Yield the address of each field in a document and its footnotes."""
    blocks = walk((*document.blocks, *(block for note in document.notes for block in note.blocks)))
    for block in blocks:
        for inline in walk_inlines(inlines_of(block)):
            if isinstance(inline, Field):
                yield inline.source
