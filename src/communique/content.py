"""Read a project's content: every file against its model, every reference against what it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from pydantic import ConfigDict

from communique import model
from communique.diagnostics import ContentError, Report, Span, suggestion
from communique.files import leads_out
from communique.languages import Language, read_language
from communique.records import Content
from communique.renaming import valid_name
from communique.render import SUFFIX, known
from communique.review_notes import ReviewNote, read_notes
from communique.shapes import read_shape
from communique.source import Source, format_address, parse_source, read_text
from communique.validation import validate, walk_texts

if TYPE_CHECKING:
    from pathlib import Path

    from communique.project import Project
    from communique.theme import Theme

Record = TypeVar("Record", bound=model.Record)
LEADS_OUT = "this link leads out of the project"
NAMES = "use small letters, digits and hyphens"
DOCUMENT_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


class _AnyDocument(model.DocumentHead):
    """A document that does not name its template: which keys it has can't be said."""

    model_config = ConfigDict(extra="ignore")


@dataclass(frozen=True, slots=True)
class Shape:
    """The text of a template, and the model of documents that it declares."""

    text: str
    kind: type[model.DocumentHead]


@dataclass(frozen=True)
class EventContent:
    """All content of an event: the records, the documents by name, and the sources of both.

    `held` is each file as its model holds it, `shapes` the text of each template and the model that it
    declares, and `notes` are the comments of reviewers.
    """

    event: model.Event
    people: dict[str, model.Person]
    sessions: dict[str, model.Session]
    documents: dict[str, model.DocumentHead]
    sources: dict[str, Source]
    held: dict[str, model.Record]
    shapes: dict[str, Shape]
    notes: tuple[ReviewNote, ...] = ()
    _seen: dict[Language, Content] = field(default_factory=dict, repr=False, compare=False)

    def seen_in(self, language: Language) -> Content:
        """Return the records as they are seen in a language."""
        if language not in self._seen:
            for each in [each for each in self._seen if each.tag == language.tag]:
                del self._seen[each]  # its file has changed since
            self._seen[language] = Content(self.event, self.people, self.sessions, language)
        return self._seen[language]


def read_content(project: Project, earlier: EventContent | None = None) -> EventContent:
    """Read all of `content/`. Raises ContentError with the problems of all files together.

    Files that hold the same text as in `earlier` are not parsed and validated anew.
    """
    report = Report()
    reading = _Reading(project, report, earlier)
    sources = reading.sources
    event = reading.held(model.Event, Content.event_file)
    people = reading.held(model.People, Content.people_file, "people")
    sessions = reading.held(model.Sessions, Content.sessions_file, "sessions")
    documents = _read_documents(reading)
    if event is not None:
        _check_language(event.language, sources[Content.event_file], project.theme, report)
    for name, document in documents.items():
        if document.language:
            _check_language(document.language, sources[f"content/{name}.yaml"], project.theme, report)
    names = {"person": _keys(sources, Content.people_file), "session": _keys(sources, Content.sessions_file)}
    same_names = reading.is_same(Content.people_file) and reading.is_same(Content.sessions_file)
    for identifier, person in people.people.items() if people and not same_names else ():
        _check_references(person, sources[Content.people_file], names, report, identifier)
    for name, document in documents.items():
        file = f"content/{name}.yaml"
        if not (same_names and reading.is_same(file)):
            _check_references(document, sources[file], names, report)
    notes = read_notes(project.root, report)
    if report.failed or event is None or people is None or sessions is None:
        raise ContentError(report)
    held: dict[str, model.Record] = {
        Content.event_file: event,
        Content.people_file: people,
        Content.sessions_file: sessions,
        **{f"content/{name}.yaml": document for name, document in documents.items()},
    }
    records = (Content.event_file, Content.people_file, Content.sessions_file)
    seen = earlier._seen if earlier and all(map(reading.is_same, records)) else {}
    return EventContent(
        event, people.people, sessions.sessions, documents, sources, held, reading.shapes, notes, seen
    )


class _Reading:
    """One reading of the content, and what an earlier one knows already."""

    def __init__(self, project: Project, report: Report, earlier: EventContent | None) -> None:
        self.theme = project.theme
        self.report = report
        self.earlier = earlier
        self.shapes: dict[str, Shape] = {}
        self.sources = _read_sources(project, report, earlier)

    def is_same(self, file: str) -> bool:
        """Whether a file is as it was read earlier, and so is the shape that its template declares."""
        if self.earlier is None or self.sources.get(file) is not self.earlier.sources.get(file):
            return False
        name = str(self.shape_of(file))
        return self.shapes.get(name) is self.earlier.shapes.get(name)

    def shape_of(self, file: str) -> object:
        """Return the name of the template of a document; of other files, nothing."""
        data = self.sources[file].data if file in self.sources else None
        return data.get("template") if isinstance(data, dict) else None

    def held(self, kind: type[Record], file: str, *prefix: str) -> Record | None:
        """Return a file as a model holds it; None when it is missing or wrong."""
        known = self.earlier.held.get(file) if self.earlier and self.is_same(file) else None
        return (
            known if isinstance(known, kind) else _validated(kind, file, self.sources, self.report, *prefix)
        )

    def shape(self, name: str, path: Path) -> type[model.DocumentHead] | None:
        """Return the model that a template declares."""
        file = f"templates/{path.name}"
        text = read_text(path, file, self.report)
        known = self.shapes.get(name) or (self.earlier.shapes.get(name) if self.earlier else None)
        if known is None or known.text != text:
            kind = None if text is None else read_shape(text, file, self.report)
            if text is None or kind is None:
                return None
            known = Shape(text, kind)
        self.shapes[name] = known
        return known.kind


def _keys(sources: dict[str, Source], file: str) -> set[str] | None:
    """Return the identifiers of a file of records; None for one that can't be read."""
    data = sources[file].data if file in sources else ()
    return set(data or ()) if data is None or isinstance(data, dict) else None


def _read_sources(project: Project, report: Report, earlier: EventContent | None) -> dict[str, Source]:
    """Read every YAML file of the content folder; files that can't be read are reported and left out."""
    sources: dict[str, Source] = {}
    if leads_out(project.content, project.root):
        report.error("outside-project", LEADS_OUT, Span("content"), "copy the folder here")
        raise ContentError(report)
    try:
        paths = sorted(project.content.iterdir())
    except OSError as error:
        report.error("unreadable-file", f"can't be read: {error.strerror}", Span("content"))
        raise ContentError(report) from None
    for path in paths:
        file = f"content/{path.name}"
        if path.suffix not in {".yaml", ".yml"} or path.name.startswith("."):
            continue
        if leads_out(path, project.content):
            report.error("outside-project", LEADS_OUT, Span(file), "copy the file here")
            continue
        source = _read_one(path, file, report, earlier.sources.get(file) if earlier else None)
        if source is not None:
            sources[file] = source
    return sources


def _read_one(path: Path, file: str, report: Report, earlier: Source | None) -> Source | None:
    if path.suffix == ".yml":
        report.error("file-name", "content files end in .yaml", Span(file), _other_name(path))
        return None
    if not DOCUMENT_NAME.fullmatch(path.stem):
        message = f"`{path.stem}` can't be the name of a document"
        report.error("file-name", message, Span(file), _other_name(path))
        return None
    text = read_text(path, file, report)
    if earlier is not None and text == earlier.text:
        return earlier
    return None if text is None else parse_source(text, file, report)


def _other_name(path: Path) -> str:
    """Say what a file may be called."""
    name = f"{valid_name(path.stem, DOCUMENT_NAME.pattern, joint='-')}.yaml"
    if name == ".yaml":
        return NAMES
    other = path.with_name(name)
    if other.exists() and not other.samefile(path):  # which it is where case does not count
        return f"there is a {name} already; choose another name of small letters, digits and hyphens"
    return f"rename it to {name}"


def _validated(
    kind: type[Record], file: str, sources: dict[str, Source], report: Report, *prefix: str
) -> Record | None:
    source = sources.get(file)
    if source is None:
        if not any(each.span.file == file for each in report.diagnostics):
            report.error(
                "missing-file",
                "the file is missing",
                Span(file),
                "every project has it; it may be empty" if prefix else "",
            )
        return None
    return validate(kind, source, report, prefix)


def _read_documents(reading: _Reading) -> dict[str, model.DocumentHead]:
    records = {Content.event_file, Content.people_file, Content.sessions_file}
    documents: dict[str, model.DocumentHead] = {}
    for file, source in reading.sources.items():
        if file in records:
            continue
        kind = _kind_of_document(source, reading)
        document = reading.held(kind, file) if kind else None
        if document is not None:
            documents[file.removeprefix("content/").removesuffix(".yaml")] = document
    return documents


def _kind_of_document(source: Source, reading: _Reading) -> type[model.DocumentHead] | None:
    """Return the model that the document's template declares."""
    name = source.data.get("template") if isinstance(source.data, dict) else None
    if not isinstance(name, str):
        return _AnyDocument
    try:
        path = reading.theme.find(name + SUFFIX)
    except FileNotFoundError:
        address = format_address(source.file, ("template",))
        hint = suggestion(name, known(reading.theme))
        reading.report.error(
            "unknown-template", f"there is no template `{name}`", source.span(("template",)), hint, address
        )
        return None
    return reading.shape(name, path)


def _check_language(tag: str, source: Source, theme: Theme, report: Report) -> None:
    try:
        read_language(tag, theme)
    except ContentError as error:
        report.take_over(error.report)
    except FileNotFoundError:
        known_tags = {path.stem for layer in theme.layers for path in layer.glob("languages/*.yaml")}
        report.error(
            "unknown-language",
            f"there is no language file for `{tag}`",
            source.span(("language",)),
            suggestion(tag, known_tags - {tag}),
            format_address(source.file, ("language",)),
        )


def _check_references(
    record: model.Record, source: Source, names: dict[str, set[str] | None], report: Report, *prefix: str
) -> None:
    for steps, kind, value in walk_texts(record, type(record)):
        known_names = names.get(kind)
        if known_names is not None and value not in known_names:
            place = (*prefix, *steps)
            address = format_address(source.file, place)
            # A key that is no identifier is refused by itself, and told here as it may be called.
            named = {valid_name(each, model.IDENTIFIER, joint="_", kind=kind) for each in known_names}
            hint = suggestion(value, named - {""})
            report.error(
                f"unknown-{kind}", f"there is no {kind} `{value}`", source.span(place), hint, address
            )
