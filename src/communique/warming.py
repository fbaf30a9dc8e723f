"""Warm the layout engine: import it and let it write a page, so that what it does once is done in time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from communique.diagnostics import ContentError, Report
from communique.tree import Document, EventFacts, Heading, Meta, Note, NoteReference, Paragraph, Text

if TYPE_CHECKING:
    from pathlib import Path

    from communique.theme import Theme

DAY = date(2000, 1, 1)


def warm_engine(root: Path) -> None:
    """Get ready to write the PDFs of a project, with its typefaces."""
    from communique.project import open_project
    from communique.writers.pdf_engine import load_engine
    from communique.writing import write

    load_engine()
    try:
        theme = open_project(root).theme
    except ContentError:
        return
    write(_sample(), theme, "pdf", Report())


def warm_docx(theme: Theme) -> None:
    """Import what Word files are written with, and let it write one."""
    from communique.writing import write

    write(_sample(), theme, "docx", Report())


def _sample() -> Document:
    """Return a document of one page with what nearly all documents have."""
    facts = EventFacts("Organisation", "O.", "", "Title", "", DAY, DAY, "1 January 2000", "", "")
    moment = datetime(2000, 1, 1, 12, tzinfo=UTC)
    meta = Meta("sample", "Title", "A sample.", "Organisation", facts, "Event", "Title", "", "", moment, {})
    blocks = (
        Heading(1, (Text("Title"),), identifier="title"),
        Paragraph((Text("A sample – of “text”."), NoteReference("note", 1))),
    )
    note = Note("note", (Paragraph((Text("A note."),), "note"),), 1)
    return Document(meta, "en", "ltr", blocks, (note,), identifier="0" * 8, revision="0" * 8)
