"""Languages: the words that templates and writers add themselves, dates, numbers and their typography."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from pydantic import BaseModel, ConfigDict, Field

from communique.diagnostics import ContentError, Report
from communique.source import read_source
from communique.validation import validate

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from communique.theme import Theme

Counted = Literal[
    "speakers", "panellists", "moderators", "sessions", "panels", "organisations", "countries", "days"
]

NO_BREAK_SPACE = "\u00a0"
LARGEST_UNGROUPED = 9999
ENGLISH = "en"
# Letters that no normal form takes apart, by the letter that they are filed under.
STROKED = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
SPACED_DASH = re.compile("[ \u2009\u202f]*–[ \u2009\u202f]*")


class _WordList(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, defer_build=True, alias_generator=lambda name: name.replace("_", "-")
    )


class CheckWords(_WordList):
    """Words by which checks know people and figures in prose; a check without its words finds nothing."""

    number_words: dict[str, int] = Field(default={}, description="Numbers in words from ten, with the tens.")
    number_joints: tuple[str, ...] = Field(default=(), description="What joins a ten and a unit.")
    between_days: tuple[str, ...] = Field(
        default=(), description="Words between the days of a range or a list."
    )
    before_month: tuple[str, ...] = Field(default=(), description="Words between a day and its month.")
    counted: dict[Counted, tuple[str, ...]] = Field(
        default={}, description="Nouns for what is counted of the event."
    )
    neutral: tuple[str, ...] = Field(default=(), description="Adjectives that change nothing in a count.")
    meetings: tuple[str, ...] = Field(default=(), description="Nouns for an event.")
    this: tuple[str, ...] = Field(default=(), description="Words before such a noun that mean this event.")
    other_meeting: tuple[str, ...] = Field(default=(), description="Words beside it that mean another event.")
    articles: tuple[str, ...] = Field(
        default=(), description="Words before a name that make it that of a thing."
    )
    elsewhere: tuple[str, ...] = Field(default=(), description="Words of sentences about other events.")
    comprising: tuple[str, ...] = Field(default=(), description="Verbs between the event and its totals.")
    it: tuple[str, ...] = Field(
        default=(), description="Pronouns for the event at the beginning of a sentence."
    )
    chain: tuple[str, ...] = Field(default=(), description="Words between one total and the next.")
    in_all: tuple[str, ...] = Field(default=(), description="Words that mark a total.")
    taking_part: tuple[str, ...] = Field(default=(), description="Verbs that follow a total.")
    definite: tuple[str, ...] = Field(default=(), description="Words before a total that is known.")
    for_days: tuple[str, ...] = Field(default=(), description="Words before a number of days.")
    part_before: tuple[str, ...] = Field(default=(), description="Words before a figure that is no total.")
    part_after: tuple[str, ...] = Field(default=(), description="Words after a figure that is no total.")
    everywhere: tuple[str, ...] = Field(default=(), description="Words of places that leave nobody out.")
    lasting: tuple[str, ...] = Field(default=(), description="`{this} {number}-day {meeting}` and the like.")
    speaking: tuple[str, ...] = Field(default=(), description="Verbs for what only somebody present can do.")
    in_writing: tuple[str, ...] = Field(
        default=(), description="Words showing that a contribution was not spoken."
    )
    quoting: tuple[str, ...] = Field(default=(), description="Verbs beside a quotation.")
    attributing: tuple[str, ...] = Field(default=(), description="Words before the name of a quoted person.")
    offices: tuple[str, ...] = Field(default=(), description="Words after an honorific that are no names.")
    named_after: tuple[str, ...] = Field(
        default=(), description="Words beside a name that make it that of a thing."
    )
    openers: tuple[str, ...] = Field(default=(), description="Words that open a sentence before a name.")
    men: tuple[str, ...] = Field(default=(), description="Honorifics of men only.")
    women: tuple[str, ...] = Field(default=(), description="Honorifics of women only.")
    idle: tuple[str, ...] = Field(default=(), description="Kinds of session in which nobody speaks.")


class LanguageFile(_WordList):
    """A language file of the theme, such as `languages/en.yaml`."""

    locale: str
    labels: dict[str, str]
    numbers: tuple[str, ...] = ()
    honorifics: tuple[str, ...] = ()
    before_number: tuple[str, ...] = ()
    after_number: tuple[str, ...] = ()
    comma: str = ", "
    checks: CheckWords = CheckWords()


@dataclass(frozen=True, eq=False)
class Language:
    """The words and customs of a language, and Babel's locale for it.

    As read at one time, itself and no other.
    """

    tag: str
    locale: Locale
    labels: dict[str, str]
    numbers: tuple[str, ...] = ()
    honorifics: tuple[str, ...] = ()
    before_number: tuple[str, ...] = ()
    after_number: tuple[str, ...] = ()
    comma: str = ", "
    checks: CheckWords = field(default_factory=CheckWords)

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """The direction of its script."""
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    def label(self, name: str) -> str:
        """Return a word of the interface; its own name where the language file lacks it."""
        return self.labels.get(name, name)

    def date_range(self, start: date, end: date) -> str:
        """Return `8–9 October 2018`: an en dash, the month and year once, no break inside."""
        if start == end:
            return self.day(start)
        field = "y" if start.year != end.year else "M" if start.month != end.month else "d"
        first, last = self.locale.interval_formats["yMMMd"][field]
        text = "".join(
            format_date(day, pattern.replace("MMM", "MMMM"), locale=self.locale)
            for day, pattern in ((start, first), (end, last))
        )
        text = SPACED_DASH.sub("–" if field == "d" else f"{NO_BREAK_SPACE}– ", text)
        return text.replace(" ", NO_BREAK_SPACE) if field == "d" else text

    def day(self, day: date, *, weekday: bool = False) -> str:
        """Return a written date, such as `8 October 2018`."""
        text: str = format_date(day, format="full" if weekday else "long", locale=self.locale)
        return text.replace(" ", NO_BREAK_SPACE)

    def number(self, number: int) -> str:
        """Return a number in figures, grouped as the language groups them."""
        if number <= LARGEST_UNGROUPED:
            return str(number)
        from babel.numbers import format_decimal

        text: str = format_decimal(number, locale=self.locale)
        return text

    def words(self, number: int) -> str:
        """Return a number in words if the language file has them (below ten, by custom), else in figures."""
        return self.numbers[number] if 0 <= number < len(self.numbers) else self.number(number)

    def sort_key(self, text: str) -> str:
        """Return a key that sorts names without regard to case and diacritics."""
        bare = "".join(
            char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
        )
        return bare.casefold().translate(STROKED)


Signature = tuple[int, int, int]


def signature(path: Path) -> Signature:
    """Return what changes with a file: its inode, size and time of change."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


@lru_cache(maxsize=32)
def _read_words(path: Path, changed: Signature) -> LanguageFile:  # noqa: ARG001 - a changed file is read anew
    report = Report()
    source = read_source(path, f"templates/languages/{path.name}", report)
    words = validate(LanguageFile, source, report) if source else None
    if words is None:
        raise ContentError(report)
    return words


def read_language(tag: str, theme: Theme) -> Language:
    """Return a language by its tag; the same one again, as long as its files do not change.

    A word that its file lacks is in English. Raises FileNotFoundError when the theme has no file for it,
    and ContentError when the file is wrong.
    """
    base = tag.partition("-")[0]
    try:
        path = theme.find(f"languages/{tag}.yaml")
    except FileNotFoundError:
        path = theme.find(f"languages/{base}.yaml")
    paths = [path] if base == ENGLISH else [path, theme.find(f"languages/{ENGLISH}.yaml")]
    return _language(tag, tuple((each, signature(each)) for each in paths))


@lru_cache(maxsize=32)
def _language(tag: str, files: tuple[tuple[Path, Signature], ...]) -> Language:
    """Return a language from its own file and, after it, that of English."""
    base = tag.partition("-")[0]
    words = _read_words(*files[0])
    locale = words.locale if tag == base else tag.replace("-", "_")
    try:
        parsed = Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        raise FileNotFoundError(f"no locale `{locale}`") from None
    labels: dict[str, str] = {}
    for each in reversed(files):
        labels |= _read_words(*each).labels
    return Language(
        tag,
        parsed,
        labels,
        words.numbers,
        words.honorifics,
        words.before_number,
        words.after_number,
        words.comma,
        words.checks,
    )
