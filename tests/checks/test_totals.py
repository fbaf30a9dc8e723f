"""Totals that disagree with the content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checks.crowd import SESSIONS, crowd, written
from checks.gatherings import gather
from checks.reviewing import at, marked, reviewed

if TYPE_CHECKING:
    from folders import Folder


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
