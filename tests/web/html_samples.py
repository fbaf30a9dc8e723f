"""Documents made by hand, for the tests of the HTML pages and their style sheets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import cssselect2  # type: ignore[import-untyped]

from communique.tree import (
    BlockQuotation,
    Cell,
    ContentsEntry,
    Document,
    Field,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Meta,
    Note,
    NoteReference,
    Paragraph,
    Participant,
    Row,
    RowGroup,
    Section,
    Styled,
    Table,
    Text,
)
from sample_event import LONG, event


def select(root: Any, selector: str) -> list[Any]:
    """Return the elements under a root that a CSS selector names."""
    wrapped = cssselect2.ElementWrapper.from_html_root(root)
    return [each.etree_element for each in wrapped.query_all(selector)]


def paragraph(text: str, role: str = "body") -> Paragraph:
    """Return a paragraph of plain text."""
    return Paragraph((Text(text),), role)


def cell(text: str, role: str = "table-text", **properties: Any) -> Cell:
    """Return a cell with one paragraph."""
    return Cell((paragraph(text, role),), **properties)


def document(name: str, title: str, blocks: tuple[Any, ...], **properties: Any) -> Document:
    """Return a document with a masthead, a title block and these blocks."""
    people = properties.pop("people", ())
    language = properties.pop("language", "en")
    meta = Meta(
        name=name,
        title=title,
        subject=f"{title} of the second session of the Dialogues on Movement",
        author="Organisation for Safe Crossings",
        event=event(*people),
        running_event="Dialogues on Movement 2026",
        running_title=title,
        marking=properties.pop("marking", "Example. Not an official document"),
        symbol="OSC/2026/7",
        modified=datetime(2026, 10, 12, 9, 30, tzinfo=UTC),
        labels=properties.pop(
            "labels", {"contents": "Contents", "of": "of", "notes": "Notes", "note": "Note"}
        ),
    )
    organisation: tuple[Inline, ...] = (
        Text("Organisation for Safe Crossings"),
        Styled("flush-right", (Text("OSC/2026/7"),)),
    )
    head = (
        Section(
            (Paragraph(organisation, "organisation"), paragraph("For all who move", "tagline")), "masthead"
        ),
        Section(
            (
                paragraph("Dialogues on Movement 2026", "series"),
                paragraph("Safe routes, shared duties", "theme"),
                paragraph("8–9 October 2026, Palais des Congrès, Geneva", "event-line"),
                Heading(1, (Text(title),)),
            ),
            "title-block",
        ),
    )
    return Document(
        meta,
        language,
        properties.pop("direction", "ltr"),
        head + blocks,
        properties.pop("notes", ()),
        properties.pop("contents", ()),
        "6f1c2a52-6d0e-5a4e-9b5b-0e8d9c1f2a3b",
        "5d41402a",
    )


def summary() -> Document:
    """Return a document with every kind of block and inline except a table."""
    opening: tuple[Inline, ...] = (
        Text("The session was opened by "),
        Field("people.yaml: dotto.name", (Text("Mr. J. Dotto"),)),
        Text(", who found it “"),
        Styled("quotation", (Text("<timely> & fair"),)),
        Text("”."),
        NoteReference("absent", 1),
        Text(" A "),
        Styled("emphasis", (Text("second"),)),
        Text(" speaker followed."),
        NoteReference("written", 2),
        LineBreak(),
        Text("The same was said again."),
        NoteReference("absent", 1),
        Text(" Donaudampfschifffahrtsgesellschaftskapitänsversammlung. See "),
        Link(
            "https://example.org/a-very-long-address/that-has-no-place/where-a-line/could-break",
            (Text("the site"),),
        ),
        Text(" and "),
        Link("#routes", (Text("below"),)),
        Text("; in Arabic, "),
        Styled("passage", (Text("حوار"),), "ar", "rtl"),
        Text("."),
    )
    items = tuple(ListItem((paragraph(LONG[:90], "list-item"),)) for _ in range(3))
    blocks = (
        Heading(2, (Text("Opening"), NoteReference("absent", 1)), identifier="notes"),
        Paragraph(opening),
        BlockQuotation((paragraph(LONG, "quotation"), paragraph("The Chair", "attribution"))),
        Heading(2, (Text("Conclusions"),), identifier="conclusions"),
        Heading(3, (Text("Routes"),), identifier="routes", number="1."),
        paragraph("Whoever moves needs a road that is known before it is taken.", "lead"),
        *(paragraph(LONG) for _ in range(12)),
        ListBlock(items),
        ListBlock(items, ordered=True, start=4),
        paragraph("This summary binds nobody.", "disclaimer"),
    )
    notes = (
        Note("absent", (paragraph("Ms. Ito could not attend.", "note"),), 1),
        Note("written", (paragraph("In writing.", "note"), paragraph("It was read out.", "note")), 2),
    )
    contents = (
        ContentsEntry(2, "notes", "", "Opening"),
        ContentsEntry(2, "conclusions", "", "Conclusions"),
        ContentsEntry(3, "routes", "1.", "Routes"),
    )
    return document("summary", "Summary of conclusions", blocks, notes=notes, contents=contents)


def roster(rows: int = 5, columns: int = 3) -> Document:
    """Return a roster of eight groups with so many rows each."""
    person = (Text("Ms. Noor "), Styled("family-name", (Text("Haddad"),)))
    head = Row(tuple(cell(f"Column {at}", "table-heading", scope="col") for at in range(columns)))
    row = Row(
        (
            Cell((Paragraph(person, "person"),), "row"),
            Cell(
                (paragraph("Secretary General", "affiliation"), paragraph("Council of Coasts", "affiliation"))
            ),
            *(cell("Panellist") for _ in range(columns - 2)),
        )
    )
    groups = tuple(
        RowGroup((row,) * rows, Row((cell(f"Session {at}", "table-group", scope="rowgroup", span=columns),)))
        for at in range(1, 9)
    )
    table = Table((1 / columns,) * columns, (head,), groups, "roster", (Text("Speakers by session"),))
    people = (
        Participant("Noor Haddad", "Ms.", "Secretary General", "Council of Coasts", "Lebanon"),
        Participant("Eve </script><script>alert(1)//"),
    )
    return document(
        "roster", "Speaker roster", (table, paragraph("In all, forty.", "statistics")), people=people
    )


def arabic() -> Document:
    """Return a short document that runs from right to left, with a table."""
    rows = (Row((cell("نور", "person", scope="row"), cell("الأمينة العامة"))),)
    head = Row((cell("الاسم", "table-heading", scope="col"), cell("الصفة", "table-heading", scope="col")))
    table = Table((0.4, 0.6), (head,), (RowGroup(rows),))
    return document(
        "note", "مذكرة", (paragraph("حوار دولي عن الهجرة. " * 20), table), language="ar", direction="rtl"
    )


SAMPLES = {"summary": summary, "roster": roster, "wide": lambda: roster(2, 5), "arabic": arabic}
