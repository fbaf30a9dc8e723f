"""What a trial on three events that nobody had written the checks for brought to light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checks.gatherings import gather, person
from checks.reviewing import marked, reviewed
from communique.checks.dictionaries import find_dictionary

if TYPE_CHECKING:
    from folders import Folder

CHINESE = "locale: zh\nlabels: {session: 会议}\n"
needs_dictionary = pytest.mark.skipif(find_dictionary("en") is None, reason="no dictionaries installed")


def held(folder: Folder, *records: dict[str, Any]) -> None:
    """Write the records of an event, with every check at work."""
    gather(folder, *records)
    folder.write("communique.toml", "")


def people(count: int) -> dict[str, Any]:
    """Return so many who took the floor, each with a name of their own."""
    letters = [f"{one}{other}" for one in "BDFGKLMN" for other in "aeiou"]
    return {
        f"p{number}": person(f"Mr. {letters[number]}rt | {letters[number]}vost", "floor session_1")
        for number in range(count)
    }


def timed(*days: str) -> dict[str, Any]:
    return {
        f"s{number}": {"title": f"Subject {number}", "kind": "debate", "date": day, "start": "10:00"}
        for number, day in enumerate(days)
    }


def chinese(folder: Folder, prose: str) -> Folder:
    folder.write("templates/languages/zh.yaml", CHINESE)
    folder.letter(prose, language="zh")
    return folder


# Sessions


def test_a_session_with_a_wrong_day_makes_none_of_those_after_it_late(records: Folder) -> None:
    held(records, {}, timed("2018-10-08", "2018-10-19", "2018-10-08", "2018-10-09"))
    assert [each.code for each in reviewed(records, "session-order", "session-outside-event")] == [
        "session-outside-event"
    ]


def test_sessions_in_a_wrong_order_are_found_as_before(records: Folder) -> None:
    held(records, {}, timed("2018-10-09", "2018-10-08"))
    assert marked(records, "session-order") == ["s1"]


# Totals


@pytest.mark.parametrize(
    ("language", "prose"),
    [
        (
            "en",
            "The conference was the first. It met in Geneva, and brought together 90 speakers from all regions.",
        ),
        ("fr", "La conférence fut la première. Elle s’est tenue à Genève, et a réuni 90 orateurs."),
    ],
)
def test_a_total_after_a_second_verb_is_held_against_the_content(
    records: Folder, language: str, prose: str
) -> None:
    held(records, people(12))
    records.letter(prose, language=language)
    assert [stretch[:2] for stretch in marked(records, "figure-differs")] == ["90"]


def test_a_total_of_somebody_else_after_a_second_verb_is_left_alone(records: Folder) -> None:
    held(records, people(12))
    records.letter(
        "The conference was short. It thanked a network that met in Bonn and brought together 90 speakers."
    )
    assert marked(records, "figure-differs") == []


def test_interactive_dialogues_are_counted_as_dialogues(records: Folder) -> None:
    sessions = {f"d{number}": {"title": f"On {number}", "kind": "dialogue"} for number in range(5)}
    held(records, {}, sessions)
    records.letter("The conference was divided into four interactive dialogues.")
    assert marked(records, "figure-differs") == ["four interactive dialogues"]
    records.letter("The conference was divided into five interactive dialogues.")
    assert marked(records, "figure-differs") == []


# Acronyms


def test_an_acronym_after_a_comma_and_or_is_spelled_out(records: Folder) -> None:
    held(records, {})
    records.letter("The Hurricane Analysis and Forecast System, or HAFS, is new. HAFS runs daily.")
    assert marked(records, "acronym-undefined") == []


def test_an_acronym_after_or_that_stands_for_something_else_is_not(records: Folder) -> None:
    held(records, {})
    records.letter("It was sent to Governments, or OSCE, or both.")
    assert marked(records, "acronym-undefined") == ["OSCE"]


def test_the_accent_of_a_first_letter_is_no_part_of_an_acronym(records: Folder) -> None:
    held(records, {})
    records.letter("It met at the École polytechnique fédérale de Lausanne (EPFL).")
    assert marked(records, "acronym-undefined") == []


def test_the_place_of_a_press_release_is_no_acronym(records: Folder) -> None:
    held(records, {})
    records.letter("NEW YORK, 24 March – The conference closed.")
    assert marked(records, "acronym-undefined") == []


# Spelling


@needs_dictionary
@pytest.mark.parametrize(
    "name",
    [
        "the Palais des Nations",
        "the Ministério da Saúde",
        "the Banque de la République",
        "the École polytechnique fédérale de Lausanne",
    ],
)
def test_small_words_inside_a_foreign_name_are_part_of_it(records: Folder, name: str) -> None:
    held(records, {})
    records.letter(f"They met at {name} again.")
    assert marked(records, "misspelt") == []


@needs_dictionary
def test_a_small_foreign_word_by_itself_is_found(records: Folder) -> None:
    held(records, {})
    records.letter("They met des often as they could. Brazil recieved a Member.")
    assert marked(records, "misspelt") == ["des", "recieved"]


# Names


def test_a_latin_name_between_chinese_characters_is_found(records: Folder) -> None:
    held(records, {"taalas": person("Mr. Petteri | Taalas", "opening session_1")})
    chinese(records, "世界气象组织秘书长Petteri Taalas先生致辞。")
    assert marked(records, "name-typed") == ["Petteri Taalas"]


# Dates


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("会议于2018年10月8日至10日举行。", ["2018年10月8日至10日"]),
        ("会议于2018年10月8日至11月1日举行。", []),
        ("会议于2018年10月8日至9日举行。", []),
        ("上届会议于2017年5月3日至7日举行。", []),
        ("会议于2018年10月9日(星期三)闭幕。", ["2018年10月9日(星期三"]),
        ("会议于2018年10月9日(星期二)闭幕。", []),
        ("会议于2018年13月45日举行。", []),
    ],
)
def test_a_chinese_date_is_held_against_the_event(records: Folder, prose: str, found: list[str]) -> None:
    held(records, {})
    chinese(records, prose)
    assert marked(records, "date-differs") == found


# Conventions of more than one language


def test_two_spaces_are_too_many_in_any_language(records: Folder) -> None:
    held(records, {})
    records.letter("Les hommes  et les femmes.", language="fr")
    assert [each.code for each in reviewed(records, "style-space")] == ["style-space"]


def test_straight_quotation_marks_are_found_in_french(records: Folder) -> None:
    held(records, {})
    records.letter('La formule "ne laisser personne de côté" vaut aussi.', language="fr")
    assert marked(records, "style-quotes") == ['"', '"']
    records.letter("La formule « ne laisser personne de côté » vaut aussi.", language="fr")
    assert marked(records, "style-quotes") == []


def test_a_western_comma_between_chinese_characters_is_found(records: Folder) -> None:
    held(records, {})
    chinese(records, "来自三十个国家的专家参与了筹备,会前提交了报告，共2,500页。")
    assert marked(records, "style-space") == [","]


def test_conventions_of_english_leave_other_languages_alone(records: Folder) -> None:
    held(records, {})
    records.letter(
        "Les organisations réaliseront 40 % des 5 programmes en 2011-2020, inter alia.", language="fr"
    )
    assert [each.code for each in reviewed(records) if each.code.startswith("style-")] == []
