"""Totals, dates and sessions that disagree with the content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checks.gatherings import SIX, gather, person
from checks.reviewing import reviewed

if TYPE_CHECKING:
    from communique.diagnostics import Diagnostic
    from folders import Folder

COUNTRIES = ("Chile", "Ghana", "Brazil", "Japan", "Sweden", "Kenya", "Malta", "Peru")
LETTERS = "abcdefghijklmnopqrstuvwx"


def crowd() -> dict[str, Any]:
    """Twenty panellists, two moderators and two who were quoted, from eight countries and six organisations."""
    roles = ["panellist"] * 20 + ["moderator"] * 2 + ["quoted"] * 2
    return {
        f"p_{letter}": person(
            f"{letter.title()}ana | {letter.title()}orin",
            role + (f" session_{1 + index % 6}" if index < 22 else ""),
            country=COUNTRIES[index % 8],
            organisation=f"Office {index % 6}",
        )
        for index, (letter, role) in enumerate(zip(LETTERS, roles, strict=True))
    }


SESSIONS: dict[str, Any] = {
    "opening": {"title": "Opening", "kind": "opening"},
    **SIX,
    "lunch": {"title": "Lunch", "kind": "break"},
    "closing": {"title": "Closing", "kind": "closing"},
}


def written(folder: Folder, prose: str, language: str = "en", **event: Any) -> Folder:
    gather(folder, crowd(), SESSIONS, **event)
    folder.letter(prose, language=language)
    return folder


def at(folder: Folder, found: Diagnostic) -> str:
    line = folder.read(found.span.file).split("\n")[found.span.line - 1]
    return line[found.span.column - 1 :][: found.span.width]


def marked(folder: Folder, *codes: str) -> list[str]:
    return [at(folder, each) for each in reviewed(folder, *codes)]


# Totals


@pytest.mark.parametrize(
    ("prose", "found", "hint"),
    [
        ("The meeting brought together 30 speakers.", "30 speakers", "people | count"),
        (
            "The meeting brought together thirty-five speakers.",
            "thirty-five speakers",
            "people | count | words",
        ),
        ("In all, 45 speakers were heard.", "45 speakers", "people | count"),
        ("A total of 45 speakers came.", "45 speakers", "people | count"),
        (
            "Forty-five speakers from eight countries took part.",
            "Forty-five speakers",
            "people | count | words",
        ),
        ("The 45 speakers were thanked.", "45 speakers", "people | count"),
        (
            "The meeting had 12 moderators.",
            "12 moderators",
            'people | where(role="moderator") | count | words',
        ),
        (
            "The meeting had thirty panellists.",
            "thirty panellists",
            'people | where(role="panellist") | count | words',
        ),
        (
            "Five thematic sessions took place.",
            "Five thematic sessions",
            'sessions | where(kind="thematic") | count | words',
        ),
        (
            "The five thematic sessions covered much.",
            "five thematic sessions",
            'sessions | where(kind="thematic") | count | words',
        ),
        ("The meeting was divided into five sessions.", "five sessions", "sessions | count | words"),
        (
            "It was opened to discussion, and the four panels met in turn.",
            "four panels",
            'sessions | where(kind="thematic") | count | words',
        ),
        (
            "The meeting brought together 24 speakers from 12 countries.",
            "12 countries",
            "people | countries | count | words",
        ),
        (
            "The meeting gathered speakers from 24 organizations.",
            "24 organizations",
            "people | organisations | count | words",
        ),
        ("The meeting lasted three days.", "three days", "event.days | words"),
        ("For three days, much was said.", "three days", "event.days | words"),
        ("The conclusions of the three days are below.", "three days", "event.days | words"),
        ("The three-day meeting was opened on time.", "three", "event.days | words"),
        (
            "{{ event.title }} is a meeting. It brought together 45 speakers.",
            "45 speakers",
            "people | count",
        ),
    ],
)
def test_a_total_that_nothing_adds_up_to_is_found_with_what_counts_it(
    records: Folder, prose: str, found: str, hint: str
) -> None:
    (finding,) = reviewed(written(records, prose), "figure-differs")
    assert (at(records, finding), finding.hint.partition(", or")[0]) == (found, f"write {{{{ {hint} }}}}")


def test_a_total_says_what_the_content_has(records: Folder) -> None:
    (found,) = reviewed(written(records, "The meeting had five thematic sessions."), "figure-differs")
    assert found.message == "“five thematic sessions” disagrees with the content, which counts 6"
    assert found.hint.endswith("or state the figure under `figures` of event.yaml if it can't be counted")


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("La réunion a rassemblé 45 orateurs.", "45 orateurs"),
        ("La réunion a réuni des orateurs de 12 pays.", "12 pays"),
        ("Au total, quarante-cinq intervenants ont pris part.", "quarante-cinq intervenants"),
        ("Les cinq séances thématiques ont porté fruit.", "cinq séances thématiques"),
        ("Soixante-dix-sept orateurs ont participé à la réunion.", "Soixante-dix-sept orateurs"),
        ("La conférence a duré trois jours.", "trois jours"),
        ("Pendant trois jours, on a débattu.", "trois jours"),
        ("La conférence de trois jours a été utile.", "trois"),
    ],
)
def test_a_french_total_that_nothing_adds_up_to_is_found(records: Folder, prose: str, found: str) -> None:
    assert marked(written(records, prose, "fr"), "figure-differs") == [found]


@pytest.mark.parametrize(
    "prose",
    [
        # right in some sense of the words
        "The meeting brought together 24 speakers from eight countries and six organizations.",
        "The meeting brought together twenty-two speakers and moderators.",
        "The meeting had 20 panellists, and two moderators, in six sessions over two days.",
        "The meeting had nine sessions. It held eight sessions without lunch.",
        "The six panels were chaired in turn.",
        "The two days went fast. The two-day meeting was opened on time.",
        "In all, {{ people | count }} speakers took part.",
        # some of them
        "The three sessions on funding were lively.",
        "Three sessions dealt with funding.",
        "Two sessions a year are held.",
        "Both sessions were held in Geneva.",
        "The first session was held in May.",
        "The first five sessions were lively, and the next three sessions less so.",
        "Five of the speakers agreed; three speakers from Africa did not.",
        "Three countries reported progress, and five organizations supported them.",
        "The three countries that had reported progress were thanked.",
        "The meeting heard three speakers on that matter.",
        "The meeting had before it three reports; five countries objected.",
        "More than 40 speakers took part in similar events.",
        "One or two speakers disagreed. At least three speakers agreed.",
        "Three speakers took part in the panel.",
        "Five sessions took place on the first day.",
        "A panel of three speakers followed.",
        "Session 3 speakers were thanked.",
        "The working group held three sessions.",
        "Within three days, answers are due. It takes three days.",
        "A ship needs three days of fair weather, and ten days’ notice.",
        "{{ sessions.session_1 }}, {{ sessions.session_2 }} and {{ sessions.session_3 }} followed. The three sessions were lively.",
        # of something else
        "The two sessions of the Dialogue held in 2016 brought together 90 speakers.",
        "The previous meeting brought together 90 speakers from 30 countries.",
        "The meeting brought together 90 speakers in 2016.",
        "The second meeting of the series lasted five days.",
        "The regional workshop had 12 speakers.",
        "The three-day workshop held in 2016 was recalled.",
        "A three-day training course was offered.",
        "Last year the meeting lasted five days.",
    ],
)
def test_what_is_right_or_no_total_of_the_event_is_left_alone(records: Folder, prose: str) -> None:
    assert marked(written(records, prose), "figure-differs") == []


@pytest.mark.parametrize(
    "prose",
    [
        "La réunion a rassemblé 24 orateurs de huit pays et de six organisations.",
        "Les six séances thématiques ont duré deux jours.",
        "Les trois séances consacrées au financement ont été animées.",
        "Les cinq premières séances ont été animées.",
        "Trois pays ont fait état de progrès.",
        "Deux séances par an sont tenues.",
        "La réunion précédente a rassemblé 90 orateurs.",
        "La réunion a rassemblé 90 orateurs en 2016.",
        "Un groupe de trois orateurs a suivi.",
        "Plus de quarante orateurs sont venus.",
        "Les deux séances ont été animées.",
    ],
)
def test_what_is_right_or_no_total_in_french_is_left_alone(records: Folder, prose: str) -> None:
    assert marked(written(records, prose, "fr"), "figure-differs") == []


def test_a_stated_figure_may_be_typed(records: Folder) -> None:
    prose = "The meeting brought together 90 speakers."
    assert marked(written(records, prose, figures={"speakers": 90}), "figure-differs") == []


def test_sessions_are_other_meetings_where_the_event_is_itself_a_session(records: Folder) -> None:
    prose = "The results of the three sessions will be published. The five thematic sessions went well."
    event: dict[str, Any] = {"title": "Second session of the Forum", "place": "Geneva"}
    assert marked(written(records, prose, **event), "figure-differs") == ["five thematic sessions"]


def test_countries_that_most_records_leave_out_may_be_more(records: Folder) -> None:
    people = {key: {**each, "country": None} for key, each in crowd().items()}
    people["p_a"]["country"], people["p_b"]["country"] = "Chile", "Ghana"
    gather(records, {key: {k: v for k, v in each.items() if v} for key, each in people.items()}, SESSIONS)
    records.letter(
        "The meeting drew speakers from 12 countries. Its 24 speakers came from 90 countries in all."
    )
    assert marked(records, "figure-differs") == ["90 countries"]


def test_an_event_without_people_or_sessions_contradicts_nothing(records: Folder) -> None:
    gather(records, {}, {})
    records.letter("The meeting brought together 45 speakers from 12 countries in six sessions.")
    assert reviewed(records, "figure-differs") == []


# Dates


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


# Sessions


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
