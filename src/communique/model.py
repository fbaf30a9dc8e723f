"""The typed content: event, people, sessions, and what every document has.

What a particular kind of document holds beyond that is declared by its template (see `shapes`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError


@dataclass(frozen=True, slots=True)
class Kind:
    """What a text is: `text` plain, `line` one line of prose, `prose` whole paragraphs, or a reference."""

    name: Literal["text", "line", "prose", "person", "session"]


def _some_text(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("empty", "is empty")
    return value


def _one_line(value: str) -> str:
    if "\n" in value.strip():
        raise PydanticCustomError("not_one_line", "takes a single line or paragraph")
    return value


def _without_expression(value: str) -> str:
    if "{{" in value:
        raise PydanticCustomError("expression_in_text", "is plain text and takes no expression")
    return value


def _language_tag(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", value):
        raise PydanticCustomError("language", "is not a language tag such as `en`, `fr` or `zh-Hans`")
    return value


def _iso_date(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("iso_date", "is not a date; write it as 2018-10-08")
    return value


def _iso_time(value: object) -> object:
    if isinstance(value, str) and not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", value):
        raise PydanticCustomError("iso_time", "is not a date and time; write it as 2018-10-09T12:00+02:00")
    return value


CLOCK_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"

Text = Annotated[
    str,
    AfterValidator(_some_text),
    AfterValidator(_one_line),
    AfterValidator(_without_expression),
    Kind("text"),
]
Line = Annotated[str, AfterValidator(_some_text), AfterValidator(_one_line), Kind("line")]
Prose = Annotated[str, AfterValidator(_some_text), Kind("prose")]
PersonReference = Annotated[str, Kind("person")]
SessionReference = Annotated[str, Kind("session")]
Language = Annotated[str, AfterValidator(_language_tag), Kind("text")]
Day = Annotated[date, BeforeValidator(_iso_date)]
IDENTIFIER = r"^[a-z][a-z0-9_]*$"
Identifier = Annotated[str, Field(pattern=IDENTIFIER)]


class Record(BaseModel):
    """A mapping in content, with a fixed set of keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Organisation(Record):
    """The organisation that holds the event."""

    name: Text = Field(description="Full name of the organisation.")
    short: Text | None = Field(None, description="Acronym or short name.")
    tagline: Text | None = Field(None, description="A line under the name in the masthead.")


class Series(Record):
    """The series of meetings that the event belongs to."""

    name: Text = Field(description="Full name of the series.")
    short: Text | None = Field(None, description="Acronym or short name.")


class Dates(Record):
    """First and last day."""

    start: Day = Field(description="First day, as 2018-10-08.")
    end: Day = Field(description="Last day, as 2018-10-09.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise PydanticCustomError("dates_order", "ends before it begins")
        return self


class Embargo(Record):
    """A marking with the time until which a document must not be released."""

    embargoed: Annotated[AwareDatetime, BeforeValidator(_iso_time), Kind("text")] = Field(
        description="End of the embargo, with its time zone."
    )


Marking = Literal["example", "draft", "final"] | Embargo


class Event(Record):
    """The event, as `event.yaml` holds it."""

    organisation: Organisation = Field(description="Who holds the event.")
    series: Series | None = Field(None, description="The series that the event belongs to.")
    title: Text = Field(description="Title of the event.")
    theme: Text | None = Field(None, description="Theme of the event.")
    dates: Dates = Field(description="First and last day.")
    venue: Text = Field(description="Room and building.")
    place: Text = Field(description="Town.")
    language: Language = Field("en", description="Language of the documents, as a tag such as `en`.")
    marking: Marking = Field("draft", description="`example`, `draft`, `final`, or `embargoed:` with a time.")
    symbol: Text | None = Field(None, description="Document symbol, where all documents share one.")
    distribution: Text | None = Field(None, description="Distribution, such as `General` or `Limited`.")
    id: Text | None = Field(
        None, description="Identifier of the event, never changed: Word files find their content by it."
    )
    figures: dict[Identifier, int] = Field(
        default_factory=dict, description="Figures that are stated and can't be counted from the content."
    )


Role = Literal[
    "opening", "keynote", "moderator", "introducer", "panellist", "floor", "written", "quoted", "closing"
]


class Appearance(Record):
    """A part that a person has in the event."""

    session: SessionReference | None = Field(
        None, description="Identifier of the session, where it is known."
    )
    role: Role = Field(description="What the person does there.")
    note: Line | None = Field(None, description="A remark for the roster.")


class Person(Record):
    """A person, as `people.yaml` holds them under their identifier."""

    honorific: Text | None = Field(None, description="Mr., Ms., Ambassador and the like.")
    given: Text | None = Field(None, description="Given names.")
    family: Text = Field(description="Family name.")
    title: Text | None = Field(None, description="Title or function.")
    organisation: Text | None = Field(None, description="Organisation, ministry or company.")
    country: Text | None = Field(None, description="Country, where the person stands for one.")
    appearances: list[Appearance] = Field(default_factory=list, description="Parts in the event.")


class Session(Record):
    """A session, as `sessions.yaml` holds it under its identifier, in the order of the programme."""

    number: int | None = Field(None, ge=1, description="Number of the session, where it has one.")
    title: Text = Field(description="Title or subject.")
    kind: Text = Field(description="Kind of session, such as `opening` or `thematic`.")
    date: Day | None = Field(None, description="Day of the session.")
    start: Annotated[str, Field(pattern=CLOCK_TIME), Kind("text")] | None = Field(
        None, description="Beginning, as 10:00."
    )
    end: Annotated[str, Field(pattern=CLOCK_TIME), Kind("text")] | None = Field(
        None, description="End, as 13:00."
    )
    summary: Line | None = Field(None, description="What the session was about, in a sentence.")


class People(Record):
    """All of `people.yaml`."""

    people: dict[Identifier, Person]


class Sessions(Record):
    """All of `sessions.yaml`."""

    sessions: dict[Identifier, Session]


class DocumentHead(Record):
    """The keys that every document has, whatever its kind."""

    template: Text = Field(description="Template that the document is set with, such as `summary`.")
    title: Line = Field(description="Title of the document.")
    subject: Text = Field(description="The document in a sentence, for its metadata.")
    language: Language | None = Field(None, description="Language, where it differs from the event's.")
    symbol: Text | None = Field(None, description="Document symbol.")
    distribution: Text | None = Field(None, description="Distribution, where it differs from the event's.")
    issued: Day | None = Field(None, description="Date of the document; otherwise the event's last day.")
    marking: Marking | None = Field(None, description="Marking, where it differs from the event's.")
    limit: int | None = Field(None, ge=1, description="Largest number of words, footnotes counted.")
    footnotes: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")], Prose] = Field(
        default_factory=dict, description="Text of the footnotes, by the name that their marks use."
    )


def kind_of(metadata: tuple[Any, ...] | list[Any]) -> Kind | None:
    """Return the kind among the metadata of an annotation, if there is one."""
    return next((each for each in metadata if isinstance(each, Kind)), None)
