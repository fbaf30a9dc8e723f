"""A document with everything that a document can hold."""

from __future__ import annotations

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
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Meta,
    Note,
    NoteReference,
    Paragraph,
    Row,
    RowGroup,
    Section,
    Styled,
    Table,
    Text,
)
from sample_event import LONG, event

NBSP = "\u00a0"


def meta() -> Meta:
    """Return what is said about the sample."""
    return Meta(
        name="summary",
        title="Summary of conclusions",
        subject="Conference on Safe Crossings",
        author="Organisation for Safe Crossings",
        event=event(),
        running_event="Dialogues on Movement, 8–9 October 2026",
        running_title="Summary of conclusions",
        marking="EXAMPLE – NOT AN OFFICIAL DOCUMENT",
        symbol="OSC/2026/7",
        modified=datetime(2026, 10, 12, 9, 30, tzinfo=UTC),
        labels={"page": "Page", "of": "of"},
        keywords=("crossings", "dialogue"),
    )


def masthead() -> Section:
    """Return a masthead with a symbol and a date set flush right."""
    return Section(
        (
            Paragraph(
                (
                    Text("Organisation for Safe Crossings "),
                    Styled("flush-right", (Text("OSC/2026/7"),)),
                ),
                "organisation",
            ),
            Paragraph(
                (
                    Text("People on the move, and those who meet them "),
                    Styled("flush-right", (Text("12 October 2026"),)),
                ),
                "tagline",
            ),
        ),
        "masthead",
    )


def title_block() -> Section:
    """Return the series, the theme, dates and venue, and the document's title."""
    return Section(
        (
            Paragraph((Text("Dialogues on Movement, second session"),), "series", "event.yaml: series"),
            Paragraph((Text("Safe routes, shared duties"),), "theme", "event.yaml: theme"),
            Paragraph((Text("8–9 October 2026, Palais des Congrès, Geneva"),), "event-line"),
            Heading(1, (Text("Summary of conclusions"),), address="summary.yaml: title", identifier="title"),
        ),
        "title-block",
    )


def person(key: str, honorific: str, given: str, family: str, title: str, organisation: str) -> Row:
    """Return a row of a roster: a name, and under each other what the person does and where."""
    name = Field(
        f"people.yaml: {key}.name",
        (Text(f"{honorific}{NBSP}{given} "), Styled("family-name", (Text(family),))),
    )
    return Row(
        (
            Cell((Paragraph((Text("Keynote"),), "table-text"),), address=f"people.yaml: {key}.role"),
            Cell((Paragraph((name,), "person", f"people.yaml: {key}.name"),)),
            Cell(
                (
                    Paragraph((Text(title),), "table-text", f"people.yaml: {key}.title"),
                    Paragraph((Text(organisation),), "affiliation", f"people.yaml: {key}.organisation"),
                )
            ),
        ),
        f"people.yaml: {key}",
    )


def roster() -> Table:
    """Return a roster in two groups, with one person in both, and a cell without text."""
    names = ("Ada", "Béatrice", "Çağla", "Đorđe", "Élodie", "Fatoumata")
    people = [
        person(
            f"p{number}", "Ms.", given, f"Fjeldstad-{number}", "Director of Programmes", "Harbour Authority"
        )
        for number, given in enumerate(names * 4)
    ]
    empty = Row((Cell(()), Cell((Paragraph((Text("To be announced"),), "person"),)), Cell(())))
    head = tuple(
        Cell((Paragraph((Text(word),), "table-heading"),), "col")
        for word in ("Role", "Name", "Title and organisation")
    )
    groups = tuple(
        RowGroup(
            rows,
            Row((Cell((Paragraph((Text(name),), "table-group", address),), "rowgroup", 3),), address),
        )
        for name, address, rows in (
            (f"Session{NBSP}1. Before departure", "sessions.yaml: one", tuple(people[:14])),
            (f"Session{NBSP}2. On the way", "sessions.yaml: two", (people[0], *people[14:], empty)),
        )
    )
    return Table((0.16, 0.36, 0.48), (Row(head),), groups, caption=(Text("Speakers by session"),))


def items(*texts: str, address: str, below: ListBlock | None = None) -> tuple[ListItem, ...]:
    """Return list items; a list below hangs on the last."""
    made = [
        ListItem((Paragraph((Text(text),), "list-item", f"summary.yaml: {address}[{number}]"),))
        for number, text in enumerate(texts)
    ]
    if below:
        made[-1] = ListItem((*made[-1].blocks, below))
    return tuple(made)


def body() -> tuple[Block, ...]:
    """Return the text of the sample."""
    vitorino: Inline = Field(
        "people.yaml: vitorino.name",
        (Text(f"Mr.{NBSP}António "), Styled("family-name", (Text("Vitorino"),))),
    )
    return (
        Heading(2, (Text("Overview"),), address="summary.yaml: overview.title", identifier="overview"),
        Paragraph(
            (
                Text("The session was opened by "),
                vitorino,
                Text(", who called for "),
                Styled("emphasis", (Text("patience"),)),
                Text(" and "),
                Styled("strong", (Text("candour"),)),
                Text("."),
                NoteReference("absent", 1),
                Text(" " + LONG + " The "),
                Link("https://example.org/programme?a=1&b=2", (Text("programme"),)),
                Text(" is public; the findings are under "),
                Link("#conclusions", (Text("Conclusions"),)),
                Text("."),
            ),
            address="summary.yaml: overview[0]",
        ),
        Paragraph((Text(LONG),), address="summary.yaml: overview[1]"),
        BlockQuotation(
            (
                Paragraph(
                    (
                        Text("“Nobody leaves home for a statistic. "),
                        Styled("emphasis", (Text("We"),)),
                        Text(
                            " should not "
                            "answer them with one; we should answer with a road, a door and somebody who opens it.”"
                        ),
                    ),
                    "quotation",
                    "summary.yaml: quotation",
                ),
                Paragraph((Text("From the Chair’s key message"),), "attribution", "summary.yaml: source"),
            )
        ),
        Heading(
            2,
            (Text("Conclusions"),),
            address="summary.yaml: conclusions.title",
            identifier="conclusions",
            number="1.",
        ),
        Heading(
            3, (Text("Information before departure"),), address="summary.yaml: c[0].topic", identifier="c0"
        ),
        Paragraph(
            (
                Text(
                    "People decide better when they are told the truth early, in words that they use themselves."
                ),
            ),
            "lead",
            "summary.yaml: c[0].lead",
        ),
        Paragraph(
            (
                Text("A speaker asked: "),
                Styled(
                    "quotation",
                    (Text("“Who "), Styled("emphasis", (Text("owns"),)), Text(" the last mile?”")),
                ),
                Text(" The French text says "),
                Styled("passage", (Text("«\u202fla dernière étape\u202f»"),), "fr"),
                Text(", the Arabic "),
                Styled("passage", (Text("المرحلة الأخيرة"),), "ar", "rtl"),
                Text(", the Chinese "),
                Styled("passage", (Text("最后一程"),), "zh"),
                Text(
                    ".",
                ),
                NoteReference("online", 2),
                Text(" " + LONG),
            ),
            address="summary.yaml: c[0].p[0]",
        ),
        ListBlock(items("Say what is known.", "Say what is not known, " + LONG, address="list")),
        Paragraph((Text("Three steps were proposed, in this order:"),), address="summary.yaml: c[0].p[1]"),
        ListBlock(
            items(
                "Map the places where people decide.",
                "Staff them.",
                address="steps",
                below=ListBlock(items("By day.", "By night.", address="steps[1].below"), ordered=True),
            ),
            ordered=True,
        ),
        Paragraph((Text("And then, counting on:"),), address="summary.yaml: c[0].p[2]"),
        ListBlock(items("Report.", "Return.", address="more"), ordered=True, start=3),
        Heading(
            3, (Text("Shared duties along the route"),), address="summary.yaml: c[1].topic", identifier="c1"
        ),
        Paragraph(
            (Text("No state carries a route alone; each carries the stretch that it knows."),),
            "lead",
            "summary.yaml: c[1].lead",
        ),
        Paragraph(
            (Text(LONG), LineBreak(), Text("A second line, forced.")), address="summary.yaml: c[1].p[0]"
        ),
        Heading(2, (Text("Speakers"),), address="summary.yaml: roster.title", identifier="speakers"),
        roster(),
        Paragraph((Field("= roster.count", (Text("25"),)), Text(" speakers in 2 sessions.")), "statistics"),
        Paragraph(
            (
                Text(
                    "This summary was prepared by the secretariat. It is a record of what was said, and binds "
                    "nobody who took part."
                ),
            ),
            "disclaimer",
            "summary.yaml: disclaimer",
        ),
    )


def sample() -> Document:
    """Return the sample: every block and inline of the vocabulary."""
    notes = (
        Note(
            "absent",
            (
                Paragraph(
                    (
                        Text("Two delegations sent their "),
                        Styled("emphasis", (Text("regrets"),)),
                        Text(
                            " and a written statement, which stands in the annex and was read out by the secretary of the session."
                        ),
                    ),
                    "note",
                    "summary.yaml: notes.absent",
                ),
            ),
            1,
            "summary.yaml: notes.absent",
        ),
        Note(
            "online",
            (
                Paragraph(
                    (
                        Text("By video, from "),
                        Link("https://example.org/annex", (Text("the annex"),)),
                        Text("."),
                    ),
                    "note",
                    "summary.yaml: notes.online",
                ),
            ),
            2,
            "summary.yaml: notes.online",
        ),
    )
    return Document(
        meta=meta(),
        language="en",
        direction="ltr",
        blocks=(masthead(), title_block(), *body()),
        notes=notes,
        identifier="0b5f4bd6-4c8e-4f0e-9f7d-1d1f3a6f0c11",
        revision="7c1e1f7a",
    )


def shipped_theme() -> Theme:
    """Return the theme that ships."""
    layer = shipped_layer()
    tokens = Tokens.model_validate(yaml.safe_load((layer / "tokens.yaml").read_text(encoding="utf-8")))
    styles = StyleMap.model_validate(yaml.safe_load((layer / "styles.yaml").read_text(encoding="utf-8")))
    return Theme(tokens, styles, (layer,))
