"""The stages in order, from a project to the bytes of a format.

    content/*.yaml ─▶ source ─▶ model ─▶ render ─▶ tree ─▶ resolve ─▶ writers

Each stage is a function from one value to the next. Begin here to find your way.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from communique import model
from communique.diagnostics import ContentError, Report, Span
from communique.exposed import ProseText
from communique.languages import Language, read_language
from communique.markup import read_markup
from communique.prose import ProseReader
from communique.render import SUFFIX, render, template_environment
from communique.resolve import resolve, transform
from communique.review_notes import comments_on
from communique.semantics import TreeBuilder
from communique.tree import Document, EventFacts, Meta, Note, Participant, sources_of
from communique.typography import bind
from communique.validation import walk_texts
from communique.views import RecordView

if TYPE_CHECKING:
    from communique.content import EventContent
    from communique.project import Project
    from communique.records import Content
    from communique.tree import Inline

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:communique:document")


def compose(
    project: Project, content: EventContent, name: str, report: Report, epoch: int | None = None
) -> Document:
    """Take one document from content to the resolved tree.

    `epoch`, in seconds since 1970, replaces the document's date in its metadata. Problems go to the
    report; ContentError is raised when a stage can't go on, with the problems of that stage.
    """
    head = content.documents[name]
    file = f"content/{name}.yaml"
    language = read_language(head.language or content.event.language, project.theme)
    records = content.seen_in(language)
    stage = Report()
    notes = frozenset(head.footnotes)
    prose = ProseReader(records.scope(), language, content.sources, stage, notes, records.printed)
    _read_all_prose(head, file, prose)
    _stop_if_failed(stage, report)

    view = RecordView(head, file, (), records)
    title = prose.inline(ProseText(head.title, file, ("title",), inline=True)).striptags()
    meta = meta_of(name, title, head, content, records, epoch)
    variables = {**prose.scope, "document": view, "meta": meta}
    environment = template_environment(project.theme, language, prose)
    html = render(
        head.template, variables, environment, content.sources[file].span(("template",)), project.theme
    )

    builder = TreeBuilder(project.theme.styles, stage, language.direction)
    root = read_markup(html, file, stage)
    _stop_if_failed(stage, report)
    blocks = builder.blocks(root)
    if not builder.level:
        at = Span(f"templates/{head.template}{SUFFIX}")
        stage.error("heading-order", "the template gives the document no title", at, "begin it with `<h1>`")
    texts = tuple(_note(label, head, file, prose, builder) for label in head.footnotes)
    _stop_if_failed(stage, report)
    document = Document(
        meta, language.tag, language.direction, blocks, texts, identifier=identifier_of(name, content)
    )
    document = typeset(document, language)
    document = replace(document, meta=_naming_those_shown(meta, document))
    document = resolve(document, stage, lambda address: span_of(address, content, name))
    _stop_if_failed(stage, report)
    return replace(document, comments=comments_on(document, content.notes)) if content.notes else document


def _stop_if_failed(stage: Report, report: Report) -> None:
    """Hand over what a stage has found; raise when it found an error."""
    failed = stage.failed
    report.take_over(stage)
    stage.diagnostics.clear()
    if failed:
        raise ContentError(report)


def _read_all_prose(head: model.DocumentHead, file: str, prose: ProseReader) -> None:
    """Read every prose of a document, so that all problems in it come together."""
    for steps, kind, text in walk_texts(head, type(head)):
        if kind in {"line", "prose"}:
            prose.blocks(ProseText(text, file, steps, inline=kind == "line"))


def _note(label: str, head: model.DocumentHead, file: str, prose: ProseReader, builder: TreeBuilder) -> Note:
    text = ProseText(head.footnotes[label], file, ("footnotes", label), inline=False)
    root = read_markup(str(prose.blocks(text)), file, builder.report)
    return Note(label, builder.blocks(root, "note"), address=text.address)


def typeset(document: Document, language: Language) -> Document:
    """Apply the small typography to every block and note."""

    def bound(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return bind(children, language)

    return replace(
        document,
        blocks=tuple(transform(block, bound) for block in document.blocks),
        notes=tuple(
            replace(note, blocks=tuple(transform(block, bound) for block in note.blocks))
            for note in document.notes
        ),
    )


def span_of(address: str | None, content: EventContent, document: str) -> Span:
    """Return the span of an address that a document has, as near as it can be told: its file at least."""
    if address:
        name, _, path = address.partition(": ")
        source = content.sources.get(f"content/{name}")
        if source is not None:
            steps: tuple[str | int, ...] = ()
            for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path.partition("#")[0]):
                steps = (*steps, key or int(index))
            return source.span(steps)
    return Span(f"content/{document}.yaml")


def identifier_of(name: str, content: EventContent) -> str:
    """Return the document's UUID, the same through all its revisions as long as the event's identity is."""
    event = content.event
    identity = event.id or f"{event.organisation.name}/{event.title}"
    return str(uuid.uuid5(NAMESPACE, f"{identity}/{name}"))


def meta_of(
    name: str,
    title: str,
    head: model.DocumentHead,
    content: EventContent,
    records: Content,
    epoch: int | None,
) -> Meta:
    """Return what is said about a document: running matter, marking, dates, the event's facts.

    `title` is the document's title as plain text.
    """
    event, language = content.event, records.language
    facts = event_facts(records)
    issued = datetime.combine(head.issued or event.dates.end, time(12), UTC)
    series = event.series.name if event.series else event.title
    return Meta(
        name=name,
        title=f"{title} – {series}",
        subject=head.subject,
        author=event.organisation.name,
        event=facts,
        running_event=series,
        running_title=title,
        marking=marking_text(head.marking or event.marking, language),
        symbol=head.symbol or event.symbol or "",
        modified=datetime.fromtimestamp(epoch, UTC) if epoch is not None else issued,
        labels=dict(language.labels),
        keywords=tuple(each for each in (series, event.theme, facts.organisation_short) if each),
    )


def _naming_those_shown(meta: Meta, document: Document) -> Meta:
    """Return what is said about a document with the participants whom it shows, and no others."""
    shown = {source.partition(".yaml: ")[2].partition(".")[0] for source in sources_of(document)}
    named = tuple(each for each in meta.event.participants if each.address.partition(": ")[2] in shown)
    return replace(meta, event=replace(meta.event, participants=named))


def marking_text(marking: model.Marking, language: Language) -> str:
    """Return the words of a marking; a final document has none."""
    if isinstance(marking, model.Embargo):
        until = marking.embargoed
        zone = f" ({until.strftime('%Z')})" if until.tzinfo else ""
        return f"{language.label('embargoed')} {language.day(until.date())}, {until.strftime('%H:%M')}{zone}"
    return "" if marking == "final" else language.label(marking)


def event_facts(records: Content) -> EventFacts:
    """Return the event's facts for metadata."""
    event = records.event
    people = [
        Participant(
            " ".join(part for part in (person.given, person.family) if part),
            person.honorific or "",
            person.title or "",
            person.organisation or "",
            person.country or "",
            f"people.yaml: {identifier}",
        )
        for identifier, person in records.people.items()
        if any(each.role != "quoted" for each in person.appearances)
    ]
    return EventFacts(
        organisation=event.organisation.name,
        organisation_short=event.organisation.short or event.organisation.name,
        series=event.series.name if event.series else "",
        title=event.title,
        theme=event.theme or "",
        start=event.dates.start,
        end=event.dates.end,
        dates=records.language.date_range(event.dates.start, event.dates.end),
        venue=event.venue,
        place=event.place,
        participants=tuple(people),
    )
