"""What YAML and Markdown do with innocent typing, and nobody sees; and sessions that can't be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.reviewing import reviewed

if TYPE_CHECKING:
    from folders import Folder


def said(folder: Folder, *codes: str) -> list[str]:
    return [f"{each.span.line}:{each.span.column} {each.message}" for each in reviewed(folder, *codes)]


def test_a_paragraph_that_begins_with_a_year_is_found_before_it_becomes_a_list(records: Folder) -> None:
    records.letter("1986. The first meeting was held.\n\nText.")
    assert said(records, "accidental-list") == ["5:3 “1986.” begins a numbered list here"]


def test_an_ordinary_list_and_an_escaped_year_are_left_alone(records: Folder) -> None:
    records.letter("1. One.\n2. Two.\n\nThe year was\n\n1986\\. It was early.")
    assert said(records, "accidental-list") == []


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("Held in { event.place }.", 11, "an expression stands between two pairs of braces"),
        ("•\tFirst point", 3, "a typed bullet does not make a list"),
        ("| Name | Role |", 3, "a table typed in prose is not set as one"),
        ("See https://www.iom.int for more.", 7, "an address typed as it is is not a link"),
    ],
)
def test_typing_that_only_looks_like_markup_is_found(
    records: Folder, text: str, column: int, message: str
) -> None:
    records.letter(text)
    assert said(records, "stray-markup") == [f"5:{column} {message}"]


@pytest.mark.parametrize(
    "text",
    [
        "Held in {{ event.place }}.",
        "See [the site](https://www.iom.int).",
        "- First point\n- Second point",
        "The set {a, b} has two members.",
        "Either | or.",
    ],
)
def test_markup_that_works_is_left_alone(records: Folder, text: str) -> None:
    records.letter(text)
    assert said(records, "stray-markup") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Held in **fair proportion.", ["5:11 **"]),
        ("*fair proportion", ["5:3 *"]),
        ("Held in fair** proportion.", ["5:15 **"]),
        ("A _fair proportion.", ["5:5 _"]),
        ("A __fair proportion.", ["5:5 __"]),
        ("Held in ** fair proportion **.", ["5:11 **", "5:30 **"]),
        ("A **fair* proportion.", ["5:5 *"]),
        ("The states* agreed.", ["5:13 *"]),
        ("See [the *site](https://www.iom.int).", ["5:12 *"]),
        ("One *is* well, the next **is not.", ["5:27 **"]),
        ("- One\n- Two **fair\n  proportion", ["6:9 **"]),
        ("A *fair\n\nproportion* of two paragraphs", ["5:5 *", "7:13 *"]),
        ("\\*Fair, and *fair again", ["5:15 *"]),
    ],
)
def test_emphasis_without_a_partner_in_its_paragraph_is_found(
    records: Folder, text: str, found: list[str]
) -> None:
    records.letter(text)
    assert said(records, "stray-markup") == [
        f"{place} “{mark}” has no partner in its paragraph, and is printed"
        for place, mark in map(str.split, found)
    ]


def test_emphasis_without_a_partner_in_a_line_is_found(records: Folder) -> None:
    records.letter("Text.")
    records.change("content/letter.yaml", "title: Letter", "title: The **Global Compact")
    assert said(records, "stray-markup") == ["2:12 “**” has no partner in its paragraph, and is printed"]


@pytest.mark.parametrize(
    "text",
    [
        "In *fair* and **just**, _fair_ and __just__, ***both*** proportion.",
        "*Fair **and just** proportion.*",
        "5 * 3 and 5*3 and 5* 3 and a * b and 2 ** 3",
        "\\*fair and fair\\*",
        "snake_case_name",
        "Name:____",
        "* One\n* Two",
        "*One\nparagraph* of two lines",
        "[*the site*](https://www.iom.int/_a*b)",
    ],
)
def test_emphasis_in_pairs_and_signs_of_arithmetic_are_left_alone(records: Folder, text: str) -> None:
    records.letter(text)
    assert said(records, "stray-markup") == []


def test_invisible_characters_are_found_once_for_a_passage(records: Folder) -> None:
    records.letter("co\u00adoperation and re\u00adform\u200b")
    assert said(records, "invisible-character") == [
        "5:5 an invisible soft hyphen stands here, and 2 more like it"
    ]


def test_no_break_spaces_are_welcome(records: Folder) -> None:
    records.letter("Session\u00a03 and 8\u00a0October")
    assert said(records, "invisible-character") == []


def test_text_after_a_space_and_a_number_sign_is_found_to_be_lost(records: Folder) -> None:
    records.letter("Text.")
    records.change("content/letter.yaml", "body: |-\n  Text.", "body: Resolution # 5 was adopted.")
    assert said(records, "text-cut-off") == ["4:18 this is a comment to YAML, and is not printed"]


def test_a_comment_two_spaces_away_is_meant(records: Folder) -> None:
    records.letter("Text.")
    records.change("content/letter.yaml", "body: |-\n  Text.", "body: Resolution 5  # as adopted")
    assert said(records, "text-cut-off") == []


SESSIONS = """
one: {number: 1, title: One, kind: thematic, date: 2030-03-04, start: "10:00", end: "11:00"}
two: {number: 2, title: Two, kind: thematic, date: 2030-03-04, start: "11:00", end: "13:00"}
"""


@pytest.fixture
def programme(records: Folder) -> Folder:
    """Two sessions that follow each other."""
    records.write("content/people.yaml", "")
    records.write("content/sessions.yaml", SESSIONS)
    return records


def test_a_programme_in_order_is_left_alone(programme: Folder) -> None:
    assert said(programme, "session-number-twice", "session-times", "session-order") == []


def test_two_sessions_of_one_number_are_found(programme: Folder) -> None:
    programme.change("content/sessions.yaml", "number: 2", "number: 1")
    assert said(programme, "session-number-twice") == ["3:15 `one` is session 1 already"]


def test_two_kinds_of_session_may_count_by_themselves(programme: Folder) -> None:
    programme.change(
        "content/sessions.yaml", "number: 2, title: Two, kind: thematic", "number: 1, title: Two, kind: side"
    )
    assert said(programme, "session-number-twice") == []


def test_a_session_that_ends_before_it_begins_is_found(programme: Folder) -> None:
    programme.change("content/sessions.yaml", 'end: "13:00"', 'end: "10:30"')
    assert said(programme, "session-times") == ["3:85 the session ends at 10:30 and begins at 11:00"]


def test_a_session_that_stands_after_a_later_one_is_found(programme: Folder) -> None:
    programme.change("content/sessions.yaml", 'start: "11:00", end: "13:00"', 'start: "09:00", end: "09:30"')
    assert said(programme, "session-order") == ["3:1 this session is held before `one`, and stands after it"]


def test_sessions_without_hours_keep_the_order_in_which_they_stand(programme: Folder) -> None:
    programme.change("content/sessions.yaml", ', start: "11:00", end: "13:00"', "")
    assert said(programme, "session-order") == []
