"""Languages: the words that templates and writers add themselves, dates, numbers and their typography."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal
from pydantic import BaseModel, ConfigDict

from communique.diagnostics import ContentError, Report
from communique.source import read_source
from communique.validation import validate

if TYPE_CHECKING:
    from datetime import date

    from communique.theme import Theme

NO_BREAK_SPACE = "\u00a0"
SPACED_DASH = re.compile("[ \u2009\u202f]*–[ \u2009\u202f]*")


class LanguageFile(BaseModel):
    """A language file of the theme, such as `languages/en.yaml`."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-")
    )

    locale: str
    labels: dict[str, str]
    numbers: tuple[str, ...] = ()
    honorifics: tuple[str, ...] = ()
    before_number: tuple[str, ...] = ()
    after_number: tuple[str, ...] = ()
    comma: str = ", "


@dataclass(frozen=True)
class Language:
    """The words and customs of a language, and Babel's locale for it."""

    tag: str
    locale: Locale
    labels: dict[str, str]
    numbers: tuple[str, ...] = ()
    honorifics: tuple[str, ...] = ()
    before_number: tuple[str, ...] = ()
    after_number: tuple[str, ...] = ()
    comma: str = ", "

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
        text: str = format_decimal(number, locale=self.locale)
        return text if number > 9999 else str(number)

    def words(self, number: int) -> str:
        """Return a number in words as far as the language file has them (below ten, by custom), else in figures."""
        return self.numbers[number] if 0 <= number < len(self.numbers) else self.number(number)

    def sort_key(self, text: str) -> str:
        """Return a key that sorts names without regard to case and diacritics."""
        bare = "".join(
            char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
        )
        return bare.casefold()


def read_language(tag: str, theme: Theme) -> Language:
    """Return a language by its tag.

    Raises FileNotFoundError when the theme has no file for it, and ContentError when the file is wrong.
    """
    base = tag.partition("-")[0]
    try:
        path = theme.find(f"languages/{tag}.yaml")
    except FileNotFoundError:
        path = theme.find(f"languages/{base}.yaml")
    report = Report()
    source = read_source(path, f"templates/languages/{path.name}", report)
    words = validate(LanguageFile, source, report) if source else None
    if words is None:
        raise ContentError(report)
    locale = words.locale if tag == base else tag.replace("-", "_")
    try:
        parsed = Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        raise FileNotFoundError(f"no locale `{locale}`") from None
    return Language(
        tag,
        parsed,
        words.labels,
        words.numbers,
        words.honorifics,
        words.before_number,
        words.after_number,
        words.comma,
    )
