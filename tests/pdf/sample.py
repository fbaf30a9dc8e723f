"""A document with everything that can go wrong in a PDF: notes, languages, long tables, broken words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import yaml

from communique.theme import StyleMap, Theme, Tokens, shipped_layer
from communique.tree import (
    Block,
    BlockQuotation,
    Cell,
    Document,
    Field,
    Heading,
    Inline,
    Link,
    ListBlock,
    ListItem,
    Meta,
    Note,
    NoteReference,
    Paragraph,
    Row,
    RowGroup,
    Scope,
    Section,
    Styled,
    Table,
    Text,
)
from sample_event import event

NBSP = "\N{NO-BREAK SPACE}"
LONG_WORDS = (
    "The representatives of governments and international organisations considered the interdependence, "
    "accountability and responsibility of administrations, recommending well-considered two-track approaches. "
)
LINK_WORDS = (
    "a report on the capacities of administrations which is so long that its title is broken over lines"
)


def theme() -> Theme:
    """Return the theme that ships."""
    layer = shipped_layer()
    tokens = yaml.safe_load((layer / "tokens.yaml").read_text(encoding="utf-8"))
    styles = yaml.safe_load((layer / "styles.yaml").read_text(encoding="utf-8"))
    return Theme(Tokens.model_validate(tokens), StyleMap.model_validate(styles), (layer,))


def document(*more: Block) -> Document:
    """Return the sample, with more blocks at its end."""
    blocks = (
        Section((_paragraph(event().organisation, role="organisation"),), role="masthead"),
        Section((Heading(1, (Text("Summary of conclusions"),), identifier="title"),), role="title-block"),
        Section((Heading(2, (Text("Overview"),), identifier="overview", number="1"), *_prose())),
        Section((Heading(2, (Text("Speakers"),), identifier="speakers", number="2"), _table(), *more)),
    )
    notes = (
        Note(
            "first",
            (_paragraph(f"The first note. {LONG_WORDS}", role="note"),),
            1,
            "summary.yaml: notes.first",
        ),
        Note("second", (_paragraph("The second note.", role="note"),), 2, "summary.yaml: notes.second"),
    )
    return Document(
        _meta(), "en", "ltr", blocks, notes, identifier="5bd0f1a6-6b6c-4a6e-8a4e-0123456789ab", revision="r1"
    )


def short_document(*blocks: Block, title: str = "Short") -> Document:
    """Return a document that has a title and these blocks."""
    whole = document()
    heading = Heading(1, (Text(title),), identifier="title")
    return replace(whole, blocks=(heading, *blocks), notes=())


def paragraph(text: str, address: str | None = None) -> Paragraph:
    """Return a paragraph of plain text."""
    return Paragraph((Text(text),), address=address)


def _meta() -> Meta:
    facts = event()
    return Meta(
        name="summary",
        title="Summary of conclusions",
        subject="Conclusions & recommendations",
        author=facts.organisation,
        event=facts,
        running_event="Running dialogue",
        running_title="Running summary",
        marking="Marked as example",
        symbol="S/2026/1",
        modified=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
        labels={"page": "Page", "of": "of", "note": "Note", "back-to-text": "Back to the text"},
        keywords=("migration", "dialogue"),
    )


def _paragraph(*children: Inline | str, role: str = "body", address: str | None = None) -> Paragraph:
    return Paragraph(
        tuple(Text(each) if isinstance(each, str) else each for each in children), role=role, address=address
    )


def _prose() -> tuple[Block, ...]:
    name = Styled("family-name", (Field("people.yaml: vitorino.family", (Text("Vitorino"),)),))
    return (
        _paragraph(
            "One ",
            Styled("emphasis", (Text("emphasised"),)),
            " ",
            Styled("strong", (Text("strong"),)),
            " word,",
            NoteReference("first", 1),
            " then ",
            Styled("foreign", (Text("tout à fait"),), language="fr"),
            f" by Mr.{NBSP}",
            Text("António"),
            Text(NBSP),
            name,
            ", ",
            Link("https://example.org/report", (Text(LINK_WORDS),)),
            " and ",
            Link("#speakers", (Text("its speakers"),)),
            ".",
            address="summary.yaml: overview[0]",
        ),
        _paragraph(LONG_WORDS * 22, NoteReference("second", 2), address="summary.yaml: overview[1]"),
        _paragraph("Cited again", NoteReference("first", 1), ".", address="summary.yaml: overview[2]"),
        Paragraph((Text("Une phrase entière en français."),), language="fr"),
        ListBlock(
            (
                ListItem((_paragraph("a first item", role="list-item"),)),
                ListItem(
                    (
                        _paragraph("a second item", role="list-item"),
                        ListBlock((ListItem((_paragraph("a nested item", role="list-item"),)),)),
                    )
                ),
            )
        ),
        ListBlock((ListItem((_paragraph("a numbered item", role="list-item"),)),), ordered=True, start=3),
        BlockQuotation(
            (_paragraph("Quoted words.", role="quotation"), _paragraph("The Chair", role="attribution"))
        ),
    )


def _table() -> Table:
    head = Row((_cell("Name", "col", "table-heading"), _cell("Role", "col", "table-heading")))
    groups = tuple(
        RowGroup(
            tuple(_person(f"{group}.{number}") for number in range(1, 21)),
            Row((_cell(f"Session {group}", "rowgroup", "table-group", span=2),)),
        )
        for group in (1, 2)
    )
    return Table((0.6, 0.4), (head,), groups, caption=(Text("Speakers by session"),))


def _person(number: str) -> Row:
    person = _paragraph("Ms. Ana ", Styled("family-name", (Text("Vitorino"),)), f" {number}", role="person")
    office = _paragraph(f"Director of the well-known two-track office {number}", role="affiliation")
    return Row(
        (Cell((person, office), scope="row"), _cell("Panellist")), address=f"people.yaml: person-{number}"
    )


def _cell(text: str, scope: Scope | None = None, role: str = "table-text", span: int = 1) -> Cell:
    return Cell((_paragraph(text, role=role),), scope=scope, span=span)
