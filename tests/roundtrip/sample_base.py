"""The base of a document with something of everything, in several scripts."""

from __future__ import annotations

from communique.tree import Field, Inline, LineBreak, Link, NoteReference, Styled, Text
from communique.writers.docx_base import Base, BaseBlock, BaseCell, BaseNote, BaseRow, marked_text

NBSP = "\u00a0"
FAMILY = "👩\u200d👩\u200d👧"


def block(
    name: str,
    *children: Inline | str,
    address: str | None = None,
    kind: str = "paragraph",
    role: str = "body",
    level: int = 0,
    ordered: bool = False,
) -> BaseBlock:
    """Return a block of the base."""
    text, marks = marked_text(tuple(Text(each) if isinstance(each, str) else each for each in children))
    return BaseBlock(f"_cb{name}", kind, role, text, marks, address, level, ordered=ordered)


def field(source: str, *children: Inline | str) -> Field:
    """Return a field."""
    return Field(source, tuple(Text(each) if isinstance(each, str) else each for each in children))


def styled(role: str, *children: Inline | str, language: str | None = None) -> Styled:
    """Return text with a role."""
    return Styled(role, tuple(Text(each) if isinstance(each, str) else each for each in children), language)


def person(key: str, honorific: str, given: str, family: str) -> tuple[Inline | str, ...]:
    """Return a name as a roster shows it."""
    return (
        field(f"people.yaml: {key}.honorific", honorific),
        NBSP,
        field(f"people.yaml: {key}.given", given),
        " ",
        styled("family-name", field(f"people.yaml: {key}.family", family)),
    )


def introduced(key: str, honorific: str, given: str, family: str, title: str) -> Field:
    """Return a person as a text introduces them: a field of fields."""
    source = f"people.yaml: {key}"
    return field(
        f"= people.{key}.introduced",
        field(f"{source}.honorific", honorific),
        NBSP,
        field(f"{source}.given", given),
        " ",
        field(f"{source}.family", family),
        ", ",
        field(f"{source}.title", title),
    )


def _cells(key: str, *blocks: tuple[BaseBlock, ...]) -> tuple[list[BaseBlock], BaseRow]:
    cells = tuple(
        BaseCell(
            f"_cc{key}{number}",
            tuple(each.bookmark for each in cell),
            f"people.yaml: {key}" if not number else None,
        )
        for number, cell in enumerate(blocks)
    )
    address = None if key == "head" else f"people.yaml: {key}"
    return [each for cell in blocks for each in cell], BaseRow(cells, address)


def _roster() -> list[tuple[list[BaseBlock], BaseRow]]:
    def row(
        key: str, names: tuple[str, str, str], title: str, unit: str, part: str
    ) -> tuple[list[BaseBlock], BaseRow]:
        return _cells(
            key,
            (block(f"{key}-name", *person(key, *names), role="person"),),
            (
                block(
                    f"{key}-title",
                    field(f"people.yaml: {key}.title", title),
                    role="table-text",
                    address=f"people.yaml: {key}.title",
                ),
                block(
                    f"{key}-unit",
                    field(f"people.yaml: {key}.unit", unit),
                    role="affiliation",
                    address=f"people.yaml: {key}.unit",
                ),
            ),
            (block(f"{key}-part", part, role="table-text", address=f"people.yaml: {key}.part"),)
            if part
            else (),
        )

    head = _cells(
        "head", *((block(f"head-{name}", name, role="table-heading"),) for name in ("Name", "Title", "Role"))
    )
    group = block(
        "group",
        field("sessions.yaml: one.title", "Setting the scene"),
        role="table-group",
        address="sessions.yaml: one.title",
    )
    return [
        head,
        ([group], BaseRow((BaseCell("_ccgroup", ("_cbgroup",), "sessions.yaml: one.title", 3),))),
        row("diallo", ("Ms.", "Awa", "Diallo"), "Director of Programmes", "Harbour Authority", "Keynote"),
        row("nguyen", ("Mr.", "Văn An", "Nguyễn"), "Mayor", "City of Huế", "Panellist"),
        row("haddad", ("Ms.", "ليلى", "حداد"), "First Secretary", "Permanent Mission", "Panellist"),
        row(
            "boček", ("Mr.", "Tomáš", "Boček"), "Special Representative on Migration", "Council of Europe", ""
        ),
    ]


def sample_base() -> Base:
    """Return the base."""
    body = [
        block(
            "series", field("event.yaml: series", "Dialogues on Movement"), ", second session", role="series"
        ),
        block(
            "title",
            "Summary of conclusions",
            kind="heading",
            role="heading",
            level=1,
            address="s.yaml: title",
        ),
        block("overview", "Overview", kind="heading", role="heading", level=2),
        block(
            "opening",
            introduced("vitorino", "Mr.", "António", "Vitorino", "Director General"),
            ", opened the session. He called for ",
            styled("emphasis", "patience"),
            " and ",
            styled("strong", "candour"),
            NoteReference("absent"),
            "; the ",
            Link("https://example.org/programme?a=1", (Text("programme of work"),)),
            " was adopted.",
            address="s.yaml: opening[0]",
        ),
        block(
            "figures",
            "Over ",
            field("= event.days | words", "two"),
            " days, ",
            field("= roster.count", "25"),
            " speakers took the floor",
            NoteReference("online"),
            ", and many more listened",
            NoteReference("absent"),
            ". Nobody left early.",
            address="s.yaml: opening[1]",
        ),
        block(
            "nested",
            styled(
                "quotation",
                "“Who ",
                styled("emphasis", "owns"),
                " the ",
                Link("#mile", (Text("last mile"),)),
                "?”",
            ),
            " asked ",
            styled("emphasis", styled("strong", "every"), " second"),
            " delegate",
            field("people.yaml: nobody.suffix"),
            ", in ",
            styled("passage", "en français, bien sûr", language="fr"),
            ", and nobody had an answer to it.",
            address="s.yaml: opening[2]",
        ),
        block(
            "quotation",
            "“Nobody leaves home for a statistic, and nobody stays for one.”",
            role="quotation",
            address="s.yaml: quotation",
        ),
        block("source", "The Chair’s key message", role="attribution", address="s.yaml: source"),
        block(
            "conclusions", "Conclusions", kind="heading", role="numbered", level=2, address="s.yaml: c.title"
        ),
        block(
            "arabic",
            "عُقدت الدورة في جنيف، وشارك فيها ",
            field("= roster.count", "25"),
            " متحدثا من ",
            styled("emphasis", "أربعين"),
            " بلدا.",
            address="s.yaml: c[0]",
        ),
        block(
            "chinese",
            "会议在日内瓦举行，",
            field("people.yaml: li.name", "李明"),
            "主任发言，与会者讨论了",
            styled("strong", "最后一程"),
            "的问题。",
            address="s.yaml: c[1]",
        ),
        block(
            "marks",
            f"Cafe\u0301 owners{NBSP}– 12{NBSP}% of them – wrote",
            LineBreak(),
            f"on the next line {FAMILY} and signed 👍🏽.",
            address="s.yaml: c[2]",
        ),
        block("item-one", "Say what is known.", kind="item", role="list-item", address="s.yaml: l[0]"),
        block(
            "item-two",
            "Say what is ",
            styled("emphasis", "not"),
            " known, and when it will be.",
            kind="item",
            role="list-item",
            address="s.yaml: l[1]",
        ),
        block(
            "item-more", "Then say it again.", kind="continued", role="list-item", address="s.yaml: l[1]#2"
        ),
        block(
            "item-deep",
            "At the border posts.",
            kind="item",
            role="list-item",
            level=1,
            address="s.yaml: l[2]",
        ),
        block(
            "step-one", "Map the places.", kind="item", role="list-item", ordered=True, address="s.yaml: n[0]"
        ),
        block("step-two", "Staff them.", kind="item", role="list-item", ordered=True, address="s.yaml: n[1]"),
        block("caption", "Speakers by session", kind="caption", role="caption"),
    ]
    roster = _roster()
    after = [
        block(
            "statistics",
            field("= roster.count", "25"),
            " speakers in ",
            field("= sessions.count", "2"),
            " sessions.",
            role="statistics",
        ),
        block(
            "disclaimer",
            "This summary binds nobody who took part in the meeting.",
            role="disclaimer",
            address="s.yaml: disclaimer",
        ),
    ]
    notes = [
        block(
            "absent",
            "Two delegations sent their ",
            styled("emphasis", "regrets"),
            " and a written statement.",
            role="note",
            address="s.yaml: notes.absent",
        ),
        block(
            "online",
            "By video, from ",
            Link("https://example.org/annex", (Text("the annex"),)),
            ".",
            role="note",
            address="s.yaml: notes.online",
        ),
        block("online-two", "The recording is kept.", role="note", address="s.yaml: notes.online#2"),
    ]
    blocks = [*body, *(each for cells, _ in roster for each in cells), *after, *notes]
    return Base(
        "document",
        "revision",
        "summary",
        "communique",
        tuple(blocks),
        tuple(row for _, row in roster),
        (
            BaseNote("_cnabsent", "absent", 1, ("_cbabsent",), "s.yaml: notes.absent"),
            BaseNote("_cnonline", "online", 2, ("_cbonline", "_cbonline-two"), "s.yaml: notes.online"),
        ),
    )
