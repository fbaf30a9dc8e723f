"""Records: the content as templates and expressions see it.

Every text knows the address that it came from, so what is printed can be traced to its record.
A record shows only what it is asked to expose; nothing of Python can be reached through it.
"""

from __future__ import annotations

import re
import types
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from communique import model
from communique.source import Steps, format_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from communique.languages import Language

NO_BREAK_SPACE = "\u00a0"


class Value(str):
    """A text and its address; without an address, a text that was computed."""

    __slots__ = ("address",)
    address: str

    def __new__(cls, text: str, address: str = "") -> Value:
        value = super().__new__(cls, text)
        value.address = address
        return value


class Figure(int):
    """A whole number and its address; without an address, one that was counted."""

    address: str

    def __new__(cls, number: int, address: str = "") -> Figure:
        figure = super().__new__(cls, number)
        figure.address = address
        return figure


@dataclass(frozen=True, slots=True)
class Phrase:
    """Texts from records, and the plain text between them."""

    parts: tuple[str, ...]

    def __str__(self) -> str:
        return "".join(self.parts)


@dataclass(frozen=True, slots=True)
class ProseText:
    """Prose as it was typed, not parsed yet. `inline` prose is a single paragraph without blocks."""

    text: str
    file: str
    steps: Steps
    inline: bool

    @property
    def address(self) -> str:
        """The address of the scalar."""
        return format_address(self.file, self.steps)


class Exposed:
    """Something with names that templates and expressions may read."""

    def names(self) -> frozenset[str]:
        """Return the names that can be read."""
        raise NotImplementedError

    def get(self, name: str) -> Any:
        """Return the value of a name. Raises KeyError for one that isn't exposed."""
        raise NotImplementedError

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self.get(name)
        except KeyError:
            raise AttributeError(name) from None


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


@lru_cache(maxsize=256)
def annotations_of(record: type[model.Record]) -> dict[str, Any]:
    """Return the annotation of every key of a record, with its metadata."""
    return {
        name: Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        for name, field in record.model_fields.items()
    }


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


class Collection(Exposed):
    """People or sessions: read by identifier, counted, or gone through in order."""

    def __init__(self, members: Mapping[str, RecordView]) -> None:
        self._members = dict(members)

    def names(self) -> frozenset[str]:
        """Return the identifiers."""
        return frozenset(self._members)

    def get(self, name: str) -> RecordView:
        """Return one member."""
        return self._members[name]

    def __iter__(self) -> Iterator[RecordView]:
        return iter(self._members.values())

    def __len__(self) -> int:
        return len(self._members)


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


class Content:
    """Event, people and sessions, seen in one language."""

    event_file = "content/event.yaml"
    people_file = "content/people.yaml"
    sessions_file = "content/sessions.yaml"

    def __init__(
        self,
        event: model.Event,
        people: Mapping[str, model.Person],
        sessions: Mapping[str, model.Session],
        language: Language,
    ) -> None:
        self.event = event
        self.people = people
        self.sessions = sessions
        self.language = language
        self.all_people = [PersonView(identifier, self) for identifier in people]
        self.all_sessions = [SessionView(identifier, self) for identifier in sessions]
        self._people = {each.identifier: each for each in self.all_people}
        self._sessions = {each.identifier: each for each in self.all_sessions}

    def scope(self) -> dict[str, Exposed]:
        """Return the names that expressions and templates begin with."""
        return {
            "event": EventView(self),
            "people": Collection(self._people),
            "sessions": Collection(self._sessions),
        }

    def person(self, identifier: str) -> PersonView:
        """Return a person by identifier."""
        return self._people[identifier]

    def session(self, identifier: str) -> SessionView:
        """Return a session by identifier."""
        return self._sessions[identifier]

    @cached_property
    def appearances(self) -> dict[str, list[AppearanceView]]:
        """The parts that people have in sessions, by session, in the order of the people file."""
        found: dict[str, list[AppearanceView]] = {}
        for person in self.all_people:
            for appearance in person.get("appearances"):
                found.setdefault(appearance._record.session, []).append(appearance)
        return found


@lru_cache(maxsize=256)
def _keys(record: type[model.Record]) -> frozenset[str]:
    return frozenset(record.model_fields)


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
