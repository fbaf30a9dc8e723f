"""Dates that are nearly those of the event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checks.crowd import written
from checks.reviewing import marked, reviewed

if TYPE_CHECKING:
    from folders import Folder


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("It was held on 8–10 October 2018.", "8–10 October 2018"),
        ("It was held on 7-9 October.", "7-9 October"),
        ("It was held from October 8 to 10, 2018.", "October 8 to 10, 2018"),
        ("It was held from 8 to 10 October 2018.", "8 to 10 October 2018"),
        ("It was held on 8, 9 and 10 October.", "8, 9 and 10 October"),
        ("It was held on 9 and 10 October.", "9 and 10 October"),
        ("It was held on the 8th and 10th of October.", "8th and 10th of October"),
        ("It was held on 8 and 9 October 2017.", "8 and 9 October 2017"),
        ("It was held on 8–9 Oct. 2019.", "8–9 Oct. 2019"),
        ("It was held on 8–10 October 2018, after one in May 2017.", "8–10 October 2018"),
        ("The meeting opened on 8 October 2017.", "8 October 2017"),
        ("It opened on Tuesday, 8 October 2018.", "Tuesday, 8 October 2018"),
        ("It opened on Tuesday 8 October.", "Tuesday 8 October"),
    ],
)
def test_a_date_that_is_nearly_the_events_is_found(records: Folder, prose: str, found: str) -> None:
    assert marked(written(records, prose), "date-differs") == [found]


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Elle s’est tenue du 8 au 10 octobre 2018.", "8 au 10 octobre 2018"),
        ("Elle s’est tenue les 8 et 10 octobre.", "8 et 10 octobre"),
        ("Elle s’est tenue les 8 et 9 octobre 2017.", "8 et 9 octobre 2017"),
        ("Elle s’est ouverte le mardi 8 octobre 2018.", "mardi 8 octobre 2018"),
    ],
)
def test_a_french_date_that_is_nearly_the_events_is_found(records: Folder, prose: str, found: str) -> None:
    assert marked(written(records, prose, "fr"), "date-differs") == [found]


def test_a_range_over_the_end_of_a_month_is_read(records: Folder) -> None:
    prose = "It was held from 30 September to 3 October 2018, not from 30 September to 1 October 2018."
    event: dict[str, Any] = {"dates": {"start": "2018-09-30", "end": "2018-10-02"}}
    assert marked(written(records, prose, **event), "date-differs") == ["30 September to 3 October 2018"]


def test_the_fifth_meeting_is_this_one_where_the_event_is_the_fifth(records: Folder) -> None:
    prose = "The fifth meeting was held on 8–10 October 2018, the fourth meeting on 8–10 October 2017."
    assert marked(written(records, prose, title="Fifth Meeting on Ports"), "date-differs") == [
        "8–10 October 2018"
    ]


def test_the_right_date_is_said_and_shown(records: Folder) -> None:
    (found,) = reviewed(written(records, "It was held on 8–10 October 2018."), "date-differs")
    assert (
        found.message.replace("\u00a0", " ")
        == "“8–10 October 2018” is not when the event is, 8–9 October 2018"
    )
    assert found.hint == "write {{ event.dates }}"


def test_the_day_of_the_week_is_said(records: Folder) -> None:
    (found,) = reviewed(written(records, "It opened on Tuesday, 8 October."), "date-differs")
    assert (found.message, found.hint) == (
        "“Tuesday, 8 October” has the wrong day of the week",
        "write “Monday”, or mend the date",
    )


@pytest.mark.parametrize(
    "prose",
    [
        "It was held on 8–9 October 2018, and opened on Monday, 8 October.",
        "It was held on {{ event.dates }}.",
        "The first meeting was held on 26 and 27 March 2018.",
        "Another was held on 8–10 November 2018.",
        "The previous meeting was held on 8–9 October 2017.",
        "The preparatory meeting was held on 7–8 October 2018.",
        "Comments are invited from 9 October to 31 December 2018.",
        "A report of 10 October 2018 was cited, and one of 8 October 1990.",
        "Registration is open from 1 September to 8 October 2018.",
        "Session 3, 9 October, was lively. Page 4, 9 October.",
        "Document A/71/8–10 October is no date.",
        "In 2016 it met on 8–10 October.",
        "States may 8 or 9 times object; they may 10 times agree.",
        "From 10.30 to 12.30 on 9 October, lunch was late.",
    ],
)
def test_the_events_own_and_other_dates_are_left_alone(records: Folder, prose: str) -> None:
    assert marked(written(records, prose), "date-differs") == []


@pytest.mark.parametrize(
    "prose",
    [
        "Elle s’est tenue les 8 et 9 octobre 2018 et s’est ouverte le lundi 8 octobre.",
        "La réunion précédente s’est tenue du 8 au 10 octobre 2016.",
        "Les inscriptions sont ouvertes du 1er septembre au 8 octobre 2018.",
        "Une autre s’est tenue du 8 au 10 novembre 2018.",
    ],
)
def test_other_french_dates_are_left_alone(records: Folder, prose: str) -> None:
    assert marked(written(records, prose, "fr"), "date-differs") == []
