"""Sessions that nobody can attend, or in which nobody appears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checks.gatherings import SIX, gather, person
from checks.reviewing import at, marked, reviewed

if TYPE_CHECKING:
    from folders import Folder


def timed(
    start: str, end: str | None = None, date: str | None = "2018-10-08", kind: str = "thematic"
) -> dict[str, Any]:
    record = {"title": f"At {start}", "kind": kind, "date": date, "start": start, "end": end}
    return {key: value for key, value in record.items() if value}


def test_a_session_before_or_after_the_event_is_found_at_its_date(records: Folder) -> None:
    days = ("2018-10-07", "2018-10-08", "2018-10-09", "2018-10-10", "2017-10-08")
    gather(
        records,
        {},
        {f"s_{index}": timed("10:00", date=day) for index, day in enumerate(days)}
        | {"none": timed("10:00", date=None)},
    )
    assert marked(records, "session-outside-event") == ["2018-10-07", "2018-10-10", "2017-10-08"]
    assert reviewed(records, "session-outside-event")[0].message.replace("\u00a0", " ") == (
        "7 October 2018 is not a day of the event, 8–9 October 2018"
    )


def test_a_session_in_which_nobody_appears_is_found_at_its_key(records: Folder) -> None:
    sessions = {
        **SIX,
        "lunch": {"title": "Lunch", "kind": "break"},
        "tea": {"title": "Coffee break", "kind": "other"},
        "reception": {"title": "At the lake", "kind": "reception"},
        "desk": {"title": "Registration", "kind": "registration"},
        "barriers": {"title": "How to break the silence of the harbours", "kind": "thematic"},
    }
    people = {f"p_{n}": person(f"A{n * 'b'}o | C{n * 'd'}o", f"panellist session_{n}") for n in range(1, 6)}
    gather(records, people, sessions)
    assert marked(records, "session-without-speakers") == ["session_6", "barriers"]


def test_sessions_are_left_alone_as_long_as_nobody_has_one(records: Folder) -> None:
    gather(records, {"khan": person("Sikander | Khan", "panellist")})
    assert reviewed(records, "session-without-speakers") == []


def test_a_break_in_french_needs_no_speaker(records: Folder) -> None:
    sessions = {"pause": {"title": "Pause", "kind": "pause"}, "session_1": SIX["session_1"]}
    gather(records, {"khan": person("Sikander | Khan", "panellist session_1")}, sessions, language="fr")
    assert reviewed(records, "session-without-speakers") == []


def test_somebody_in_two_sessions_at_once_is_found_in_the_second(records: Folder) -> None:
    sessions = {"early": timed("10:00", "12:00"), "late": timed("11:30", "13:00")}
    gather(records, {"khan": person("Sikander | Khan", "panellist early", "moderator late")}, sessions)
    (found,) = reviewed(records, "person-double-booked")
    assert at(records, found) == "late"
    assert found.message == (
        "Sikander Khan is in two sessions at once: “At 11:30” (11:30–13:00) and “At 10:00” (10:00–12:00)"
    )


@pytest.mark.parametrize(
    ("one", "other", "roles"),
    [
        (timed("10:00", "12:00"), timed("12:00", "13:00"), ("panellist", "panellist")),
        (timed("10:00", "12:00"), timed("10:00", "12:00", "2018-10-09"), ("panellist", "panellist")),
        (timed("10:00", "12:00"), timed("10:00", "12:00"), ("panellist", "written")),
        (timed("10:00", "12:00"), timed("10:00", "12:00"), ("quoted", "panellist")),
        (timed("10:00", "12:00", None), timed("10:00", "12:00", None), ("panellist", "panellist")),
        (timed("10:00"), timed("11:00", "12:00"), ("panellist", "panellist")),
    ],
)
def test_sessions_one_after_the_other_can_be_attended(
    records: Folder, one: dict[str, Any], other: dict[str, Any], roles: tuple[str, str]
) -> None:
    people = {"khan": person("Sikander | Khan", f"{roles[0]} one", f"{roles[1]} other")}
    gather(records, people, {"one": one, "other": other})
    assert reviewed(records, "person-double-booked") == []


def test_two_parts_in_one_session_are_no_double_booking(records: Folder) -> None:
    people = {"khan": person("Sikander | Khan", "moderator one", "panellist one")}
    gather(records, people, {"one": timed("10:00", "12:00")})
    assert reviewed(records, "person-double-booked") == []


def test_the_only_day_of_an_event_needs_no_mention(records: Folder) -> None:
    sessions = {"one": timed("10:00", "12:00", None), "other": timed("10:00", "12:00", None)}
    day = {"start": "2018-10-08", "end": "2018-10-08"}
    gather(
        records, {"khan": person("Sikander | Khan", "panellist one", "panellist other")}, sessions, dates=day
    )
    assert marked(records, "person-double-booked") == ["other"]


def test_a_panel_that_nobody_moderates_is_found(records: Folder) -> None:
    people = {
        "a": person("Anders | Lund", "panellist session_1"),
        "b": person("Berta | Quiroz", "panellist session_1"),
        "c": person("Carla | Steen", "panellist session_2"),
        "d": person("Dieter | Haug", "panellist session_2", "panellist session_3"),
        "e": person("Elsa | Tamm", "introducer session_2", "panellist session_3"),
        "f": person("Fadi | Zein", "moderator session_3", "panellist session_4"),
        "g": person("Gerda | Noor", "written session_4"),
    }
    gather(records, people)
    (found,) = reviewed(records, "moderator-missing")
    assert (at(records, found), found.message) == (
        "session_1",
        "nobody moderates “Subject 1”, in which 2 panellists appear",
    )
