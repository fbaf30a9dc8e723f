"""Dates: days typed in prose, held against those of the event and against the calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale

from communique.checks.names import fold
from communique.checks.totals import is_elsewhere, is_other_meeting, means_event
from communique.checks.wording import any_of, compiled, ends_with, first_tokens, plain, sentence_at, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.passages import Passage
    from communique.checks.review import Finding, Review
    from communique.languages import Language
    from communique.model import Dates

MOST_DAYS_LISTED = 6
MOST_DAYS_OFF = 3
"""A range that is longer or shorter than the event by more is that of something else."""

ORDINAL = r"(?:st|nd|rd|th|er|re|º|ª|\.)?"


EAST_ASIAN = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d\d) ?年 ?)?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号]"
    r"(?: ?[至到–—~～、和与-] ?(?:(?P<last_month>\d{1,2}) ?月 ?)?(?P<last_day>\d{1,2}) ?[日号])?"
    r"(?:[（(]?(?:星期|周|週)(?P<weekday>[一二三四五六日天]))?"
)
"""`2018年10月8日至9日`, as Chinese writes it, and Japanese for the most part."""


@dataclass(frozen=True, slots=True)
class TypedDates:
    """Days as somebody typed them: `first` to `last`, in a year if one was given."""

    start: int
    end: int
    first: tuple[int, int]
    last: tuple[int, int]
    year: int | None
    weekday: int | None = None


def differing_dates(review: Review) -> Iterator[Finding]:
    """Find dates and ranges that are nearly those of the event, and days of the week that are not theirs."""
    dates = review.content.event.dates
    for passage in review.passages:
        text = plain(passage.reading.text)
        for typed in (*_typed_dates(text, passage.language), *_east_asian_dates(text)):
            if not passage.reading.is_typed(typed.start, typed.end):
                continue
            said = passage.reading.text[typed.start : typed.end]
            wrong_day = _wrong_weekday(typed, dates, passage.language)
            if wrong_day:
                message = f"“{said}” has the wrong day of the week"
                hint = f"write “{wrong_day}”, or mend the date"
                yield review.at(passage, typed.start, typed.end, "date-differs", message, hint)
            elif _differs(typed, dates) and not _is_of_another(typed, text, passage, review):
                if typed.first == typed.last and not means_event(text, typed.start, passage, review):
                    continue
                right = passage.language.date_range(dates.start, dates.end)
                message = f"“{said}” is not when the event is, {right}"
                single = typed.first == typed.last and dates.start != dates.end
                edge = "start" if single and typed.first == _day(dates.start) else "end"
                hint = f"write {{{{ event.{edge} | date }}}}" if single else "write {{ event.dates }}"
                yield review.at(passage, typed.start, typed.end, "date-differs", message, hint)


def _differs(typed: TypedDates, dates: Dates) -> bool:
    """Whether typed days are nearly those of the event."""
    other_year = typed.year is not None and typed.year not in (dates.start.year, dates.end.year)
    if other_year:
        edges = (_day(dates.start), _day(dates.end))
        single = typed.first == typed.last
        return (typed.first in edges) if single else (typed.first, typed.last) == edges
    found = _in_year(typed, dates)
    if found is None or found[0] == found[1]:
        return False
    first, last = found
    within = dates.start <= first and last <= dates.end
    overlaps = first <= dates.end and last >= dates.start
    off = abs((last - first).days - (dates.end - dates.start).days)
    return overlaps and not within and off <= MOST_DAYS_OFF


def _is_of_another(typed: TypedDates, text: str, passage: Passage, review: Review) -> bool:
    """Whether a date is that of another event; beside the event's own year, other years say nothing of it."""
    dates = review.content.event.dates
    if typed.year in (dates.start.year, dates.end.year):
        first, _ = sentence_at(text, typed.start, passage.language)
        return is_other_meeting(text[first : typed.start], passage.language, review)
    return is_elsewhere(text, typed.start, typed.end, passage, review)


def _in_year(typed: TypedDates, dates: Dates) -> tuple[date, date] | None:
    year = typed.year or dates.end.year
    try:
        last = date(year, *typed.last)
        first = date(year - (typed.first > typed.last), *typed.first)
    except ValueError:
        return None
    return first, last


def _wrong_weekday(typed: TypedDates, dates: Dates, language: Language) -> str:
    """Return what day of the week a date really is, if another was typed before it."""
    found = _in_year(typed, dates) if typed.weekday is not None else None
    if found is None or (typed.year is None and not dates.start <= found[0] <= dates.end):
        return ""
    real = found[0].weekday()
    return str(language.locale.days["format"]["wide"][real]) if real != typed.weekday else ""


def _day(day: date) -> tuple[int, int]:
    return day.month, day.day


def _typed_dates(text: str, language: Language) -> Iterator[TypedDates]:
    """Yield the dates and ranges with a month in words."""
    months, weekdays = _calendar(str(language.locale))
    if _month_tokens(language).isdisjoint(tokens(text)):
        return
    capital = language.locale.months["format"]["wide"][1][0].isupper()
    for match in compiled(_pattern(language)).finditer(text):
        groups = match.groupdict()
        if capital and (match["month"] or match["month_before"])[0].islower():
            continue
        if ends_with(text[max(0, match.start() - 40) : match.start()], language.before_number):
            continue
        month = months.get(fold(match["month"] or match["month_before"]), 0)
        days = [int(day) for day in re.findall(r"\d+", match["days"] or match["days_after"])]
        first = (months.get(fold(match["first_month"] or ""), month), days[0])
        if groups["first_month"]:
            first = (first[0], int(re.sub(r"\D", "", match["first_day"])))
        weekday = weekdays.get(fold(match["weekday"] or "")) if len(days) == 1 else None
        year = int(match["year"]) if match["year"] else None
        if groups["first_month"] and weekday is not None:
            weekday = None
        yield TypedDates(match.start(), match.end(), first, (month, days[-1]), year, weekday)


def _east_asian_dates(text: str) -> Iterator[TypedDates]:
    """Yield the dates and ranges that are written with the signs for year, month and day."""
    for match in EAST_ASIAN.finditer(text) if "月" in text else ():
        month, day = int(match["month"]), int(match["day"])
        last = (int(match["last_month"] or month), int(match["last_day"] or day))
        weekday = "一二三四五六日".find(match["weekday"].replace("天", "日")) if match["weekday"] else None
        year = int(match["year"]) if match["year"] else None
        single = not match["last_day"]
        yield TypedDates(match.start(), match.end(), (month, day), last, year, weekday if single else None)


@lru_cache(maxsize=16)
def _calendar(locale: str) -> tuple[dict[str, int], dict[str, int]]:
    parsed = Locale.parse(locale)
    months = {
        fold(name): number
        for width in ("wide", "abbreviated")
        for number, name in parsed.months["format"][width].items()
    }
    weekdays = {fold(name): number for number, name in parsed.days["format"]["wide"].items()}
    return months, weekdays


def _month_names(language: Language) -> tuple[str, ...]:
    months = language.locale.months["format"]
    return tuple(
        dict.fromkeys(
            name.rstrip(".") for name in (*months["wide"].values(), *months["abbreviated"].values())
        )
    )


def _month_tokens(language: Language) -> frozenset[str]:
    return first_tokens(_month_names(language))


def _pattern(language: Language) -> str:
    """Return an expression for dates: `8–9 October 2018`, `October 8 to 10`, `30 September to 1 October`."""
    locale = language.locale
    month = any_of(_month_names(language))
    weekday = any_of(tuple(locale.days["format"]["wide"].values()))
    between = any_of(language.checks.between_days)
    of = rf"(?:{any_of(language.checks.before_month)}\s+)?"
    joint = rf"\s*(?:[–—-]|,|&|(?:,\s*)?{between})\s*(?:le\s+)?"
    day = rf"(?<![\d.,:/])\d{{1,2}}{ORDINAL}(?![\d:%/])"
    days = rf"{day}(?:{joint}{day}){{0,{MOST_DAYS_LISTED}}}"
    year = r"(?:[.,]?\s+(?P<year>(?:19|20)\d\d)(?!\d))?"
    named = rf"(?:(?P<weekday>{weekday}),?\s+(?:the\s+|le\s+)?)?"
    first = rf"(?:(?P<first_day>{day})\s+{of}(?P<first_month>{month})(?:,?\s+(?:19|20)\d\d)?{joint})?"
    forward = rf"{named}{first}(?P<days>{days})\s+{of}(?P<month>{month})"
    backward = rf"(?P<month_before>{month})\s+(?P<days_after>{days})"
    return rf"(?:{forward}|{backward}){year}"
