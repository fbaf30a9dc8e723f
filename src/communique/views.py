"""Views: the records of the model as templates and expressions see them, each with its address.

A view shows only what it is asked to expose; nothing of Python can be reached through it.
"""

from __future__ import annotations

import re
import types
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from communique import model
from communique.exposed import Exposed, Figure, Phrase, ProseText, Value
from communique.source import Steps, format_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from communique.records import Content

NO_BREAK_SPACE = "\u00a0"


class RecordView(Exposed):
    """A record of the model, with its address. Subclasses add computed names."""

    def __init__(self, record: model.Record, file: str, steps: Steps, content: Content) -> None:
        self._record = record
        self._file = file
        self._steps = steps
        self._content = content
        self._computed: dict[str, Callable[[], Any]] = {}

    @property
    def address(self) -> str:
        """The address of the record."""
        return format_address(self._file, self._steps)

    def names(self) -> frozenset[str]:
        """Return the record's keys and the computed names."""
        return _keys(type(self._record)) | self._computed.keys()

    def get(self, name: str) -> Any:
        """Return a value with its address; a key that is left out gives None."""
        if name in self._computed:
            return self._computed[name]()
        annotation = annotations_of(type(self._record)).get(name)
        if annotation is None:
            raise KeyError(name)
        return view(getattr(self._record, name), annotation, self._file, (*self._steps, name), self._content)

    def choices(self, name: str) -> frozenset[str]:
        """Return the words that a key takes where they are known beforehand, as roles and sessions are."""
        annotation = annotations_of(type(self._record)).get(name)
        if annotation is None:
            return frozenset()
        if get_origin(annotation) is Literal:
            return frozenset(get_args(annotation))
        kind = unwrap(annotation)[1]
        known = {"person": self._content.people, "session": self._content.sessions}.get(kind, {})
        return frozenset(known)


class NamedView(RecordView):
    """A record that shows itself by its name."""

    def __str__(self) -> str:
        return str(self.get("name"))

    @property
    def phrase(self) -> Phrase:
        """What is printed when the record itself is."""
        return Phrase((self.get("name"),))


class EventView(RecordView):
    """The event; `dates` is the written range, `start` and `end` its days, `days` their number."""

    def __init__(self, content: Content) -> None:
        super().__init__(content.event, content.event_file, (), content)
        dates = content.event.dates
        self._computed = {
            "dates": self._dates,
            "days": self._days,
            "start": lambda: dates.start,
            "end": lambda: dates.end,
        }

    def _dates(self) -> Value:
        dates = self._content.event.dates
        text = self._content.language.date_range(dates.start, dates.end)
        return Value(text, format_address(self._file, ("dates",)))

    def _days(self) -> Figure:
        dates = self._content.event.dates
        return Figure((dates.end - dates.start).days + 1)


class PersonView(RecordView):
    """A person, with the forms in which people are named."""

    def __init__(self, identifier: str, content: Content) -> None:
        super().__init__(content.people[identifier], content.people_file, (identifier,), content)
        self.identifier = identifier
        self._computed = {
            "name": lambda: self.named("given", "family"),
            "full": lambda: self.named("honorific", "given", "family"),
            "short": lambda: self.named("honorific", "family"),
            "introduced": self._introduced,
            "sort_key": self._sort_key,
            "further_country": self._further_country,
        }

    def named(self, *keys: str) -> Phrase:
        """Return parts of the name, with a no-break space after the honorific."""
        parts: list[str] = []
        follows_honorific = False
        for key in keys:
            value = self.get(key)
            if value:
                if parts:
                    parts.append(NO_BREAK_SPACE if follows_honorific else " ")
                parts.append(value)
                follows_honorific = key == "honorific"
        return Phrase(tuple(parts))

    @property
    def phrase(self) -> Phrase:
        """Honorific and name."""
        return self.named("honorific", "given", "family")

    def __str__(self) -> str:
        return str(self.phrase)

    def _introduced(self) -> Phrase:
        parts = list(self.phrase.parts)
        for key in ("title", "organisation"):
            value = self.get(key)
            if value:
                parts += [self._content.language.comma, value]
        return Phrase(tuple(parts))

    def _further_country(self) -> Value | None:
        """Return the country, unless the title or the organisation says it."""
        person = self._content.people[self.identifier]
        said = f"{person.title or ''} {person.organisation or ''}"
        country = re.escape(person.country or "")
        return None if re.search(rf"(?<![\w-]){country}(?![\w-])", said) else self.get("country")

    def _sort_key(self) -> str:
        person = self._content.people[self.identifier]
        return self._content.language.sort_key(f"{person.family}\u0000{person.given or ''}")


class AppearanceView(RecordView):
    """A part that a person has in a session; `person` is who."""

    def __init__(self, person: PersonView, index: int, content: Content) -> None:
        record = content.people[person.identifier].appearances[index]
        super().__init__(record, content.people_file, (person.identifier, "appearances", index), content)
        self._computed = {"person": lambda: person}


class SessionView(RecordView):
    """A session; `appearances` are those who take part, in the order of the people file."""

    def __init__(self, identifier: str, content: Content) -> None:
        super().__init__(content.sessions[identifier], content.sessions_file, (identifier,), content)
        self.identifier = identifier
        self._computed = {"appearances": self._appearances, "label": lambda: self.phrase}

    @property
    def phrase(self) -> Phrase:
        """`Session 3`, or the title of a session without a number."""
        number = self._content.sessions[self.identifier].number
        if number is None:
            return Phrase((self.get("title"),))
        address = format_address(self._file, (self.identifier, "number"))
        word = self._content.language.label("session")
        return Phrase((word, NO_BREAK_SPACE, Value(str(number), address)))

    def __str__(self) -> str:
        return str(self.phrase)

    def _appearances(self) -> tuple[AppearanceView, ...]:
        return tuple(self._content.appearances.get(self.identifier, ()))


class MappingView(Exposed):
    """A mapping from names to values, such as the stated figures."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def names(self) -> frozenset[str]:
        """Return the keys."""
        return frozenset(self._values)

    def get(self, name: str) -> Any:
        """Return one value."""
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)


def view(value: Any, annotation: Any, file: str, steps: Steps, content: Content) -> Any:
    """Return a value of the model as templates see it, following its annotation."""
    inner, kind = unwrap(annotation)
    match value:
        case None:
            return None
        case model.Appearance():
            return AppearanceView(content.person(str(steps[0])), int(steps[-1]), content)
        case model.Organisation() | model.Series():
            return NamedView(value, file, steps, content)
        case model.Record():
            return RecordView(value, file, steps, content)
        case list():
            item = get_args(inner)[0]
            return tuple(view(each, item, file, (*steps, i), content) for i, each in enumerate(value))
        case dict():
            item = get_args(inner)[1]
            return MappingView({k: view(v, item, file, (*steps, k), content) for k, v in value.items()})
        case str():
            return _text_view(value, kind, file, steps, content)
        case bool() | date() | datetime():
            return value
        case int():
            return Figure(value, format_address(file, steps))
    raise TypeError(type(value))


def _text_view(value: str, kind: str, file: str, steps: Steps, content: Content) -> Any:
    match kind:
        case "person":
            return content.person(value)
        case "session":
            return content.session(value)
        case "line" | "prose":
            return ProseText(value, file, steps, inline=kind == "line")
    return Value(value, format_address(file, steps))


@lru_cache(maxsize=256)
def annotations_of(record: type[model.Record]) -> dict[str, Any]:
    """Return the annotation of every key of a record, with its metadata."""
    return {
        name: Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        for name, field in record.model_fields.items()
    }


@lru_cache(maxsize=256)
def _keys(record: type[model.Record]) -> frozenset[str]:
    return frozenset(record.model_fields)


def unwrap(annotation: Any) -> tuple[Any, str]:
    """Return an annotation without its optional and annotated layers, and the kind that they name."""
    if isinstance(annotation, type):
        return annotation, ""
    return _unwrapped(annotation)


@lru_cache(maxsize=1024)
def _unwrapped(annotation: Any) -> tuple[Any, str]:
    kind = ""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            named = model.kind_of(list(annotation.__metadata__))
            kind = named.name if named and not kind else kind
            annotation = annotation.__origin__
        elif origin in (Union, types.UnionType):
            annotation = next(each for each in get_args(annotation) if each is not type(None))
        elif origin is Literal:
            return str, kind or "text"
        else:
            return annotation, kind
