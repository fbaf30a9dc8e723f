"""Spelling: what is found, and all that is left alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from checks.reviewing import reviewed
from communique.checks import dictionaries, spelling
from communique.checks.dictionaries import find_dictionary
from communique.checks.passages import Reading

if TYPE_CHECKING:
    from communique.diagnostics import Diagnostic
    from folders import Folder


def misspelt(folder: Folder, body: str, **keys: str) -> list[Diagnostic]:
    """Return what is found in a letter."""
    folder.letter(body, **keys)
    return reviewed(folder, "misspelt")


def words(folder: Folder, body: str, **keys: str) -> list[str]:
    return [each.message.split("”")[0].strip("“") for each in misspelt(folder, body, **keys)]


def test_a_misspelt_word_is_found_where_it_stands_with_what_is_near(records: Folder) -> None:
    [found] = misspelt(records, "The members agreed\nthat the **goverments** should meet.")
    line = records.read("content/letter.yaml").split("\n")[found.span.line - 1]
    at = found.span.column - 1
    assert line[at : at + found.span.width] == "goverments"
    assert found.message == "“goverments” is not in the dictionary"
    assert found.hint == "did you mean “governments”? if not, add it to `words` in communique.toml"
    assert found.address == "letter.yaml: body"


def test_a_word_is_reported_once_in_a_document_with_how_often(records: Folder) -> None:
    [found] = misspelt(records, "They recieve it, will recieve it.\n\nRecieve it, they said.")
    assert found.message == "“recieve” is not in the dictionary; it stands here 3 times"


def test_each_document_is_told_of_the_word(project: Folder) -> None:
    project.change("content/summary.yaml", "A topic in a few words", "A topic in a few wrods")
    assert words(project, "In a few wrods.") == ["wrods", "wrods"]


def test_the_subject_of_a_document_is_looked_at(records: Folder) -> None:
    records.letter("Text.")
    records.change("content/letter.yaml", "subject: A letter.", "subject: A lettter.")
    assert [each.address for each in reviewed(records, "misspelt")] == ["letter.yaml: subject"]


def test_a_summary_of_a_session_is_looked_at_and_its_title_is_known(records: Folder) -> None:
    records.change(
        "content/sessions.yaml",
        "title: Subject of the first session\n",
        "title: Polycrisis\n  summary: Of polycrisis and resiliance.\n",
    )
    assert words(records, "The polycrisis was discussed.") == ["resiliance"]


@pytest.mark.parametrize(
    "body",
    [
        "The delegation of Xanadustan met Ms. Qwertyuiop of the Zyxwv Foundation.",
        "The GFMDD, UNHCRR’s staff and all NGOOs agreed on COVIDD-19.",
        "Write to secretariaat@iom.int or see https://www.iom.int/recieve, www.iom.int/goverments or iom.int.",
        "It grew by 3.5 per cent in the 1990s, the 21st and 22nd sessions, document A/72/183/Add.1.",
        "The moderator’s, moderators’ and delegation's well-known co-chairs can’t, won’t and didn’t.",
        "They organize and organise, emphasize and emphasise; a labour programme in colour.",
        "The non-refoulement, sub-Saharan, multi-stakeholder and multistakeholder approach was re-examined.",
        "See e.g. para. 12, pp. 4–7, vol. II, i.e. ibid., et al., etc.",
        "The term *chargé d’affaires* and the *mos gentium* are foreign.",
        "It was called “développement durable” and “Das Leben der Anderen”.",
        "Le Conseil a adopté la résolution sur la coopération internationale et le développement durable.",
        "Первое заседание, 第一届会议 and الاجتماع الأول.",
        "Pitottinski agreed. Zyxwvut, too.",
    ],
)
def test_what_a_reviser_would_not_call_misspelt_is_left_alone(records: Folder, body: str) -> None:
    assert words(records, body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The anti-smugling measures.", "smugling"),
        ("Of the goverments’ decisions.", "goverments"),
        ("The goverment's decision.", "goverment"),
        ("Recieving countries agreed.", "Recieving"),
        ("The *shairing* of capacities and their *shared and equal developpment* matter.", "developpment"),
        ("Policies were intergrated.", "intergrated"),
        ("The term “recieve” is used.", "recieve"),
    ],
)
def test_a_mistake_is_found_in(records: Folder, body: str, expected: str) -> None:
    assert words(records, body) == [expected]


def test_what_an_expression_prints_is_not_looked_at(records: Folder) -> None:
    records.change("content/event.yaml", "place: Geneva", "place: genevva")
    assert words(records, "In {{ event.place }}, near {{ event.place }}’s lake, pre{{ event.place }}.") == []


def test_names_titles_and_places_of_the_records_are_known(records: Folder) -> None:
    records.change("content/people.yaml", "title: Director General", "title: generalissimus of the xyloteque")
    assert words(records, "The xyloteque’s generalissimus spoke.") == []


def test_words_of_the_settings_are_known(records: Folder) -> None:
    records.write("communique.toml", 'words = ["tripartismo", "Micro-zyxwv"]\n')
    assert words(records, "The tripartismo’s micro-zyxwv and tripartisma.") == ["tripartisma"]


def test_words_of_the_house_are_known(records: Folder) -> None:
    house = "name: A house\nlanguages: [en]\ndictionary: en_GB\nwords: [tripartismo]\n"
    records.write("templates/houses/own.yaml", house)
    records.write("communique.toml", 'house = "own"\n')
    assert words(records, "On tripartismo.") == []


def test_each_document_is_read_in_its_language(records: Folder) -> None:
    body = "La deuxième réunion s’est tenue aujourd’hui. L’État d’accueil et la cooperation, dit-on."
    assert words(records, body, language="fr") == ["Letter", "cooperation"]


def test_a_region_chooses_its_dictionary(records: Folder) -> None:
    assert words(records, "The color of labor, and its colour.", language="en-US") == ["colour"]
    assert words(records, "The color of labour, and its colour.") == ["color"]


def test_a_language_without_a_dictionary_is_not_checked() -> None:
    assert find_dictionary("zh-Hans", "en_GB") is None


@pytest.mark.parametrize(
    ("tag", "name"),
    [("en", "en_GB"), ("fr", "fr"), ("fr-CA", "fr"), ("es", "es_ES"), ("ru", "ru_RU"), ("ar", "ar")],
)
def test_the_official_languages_have_dictionaries(tag: str, name: str) -> None:
    assert dictionaries.dictionary_name(tag) == name


def test_a_letter_that_an_old_dictionary_cannot_write_does_no_harm() -> None:
    spanish = find_dictionary("es")
    assert spanish is not None
    assert not spanish.knows("aplikacją")
    assert spanish.suggestions("aplikacją") == []


@pytest.mark.parametrize("body", ["x" * 100_000, "x/" * 50_000, "x." * 50_000, "“x " * 30_000, "x’" * 50_000])
def test_what_nobody_would_write_takes_no_time(body: str) -> None:
    reading = Reading(body, tuple(range(len(body))), (True,) * len(body), (False,) * len(body))
    began = time.perf_counter()
    assert len(list(spelling.words(reading))) < len(body)
    assert time.perf_counter() - began < 5


def test_a_word_that_is_too_long_to_be_one_is_left_alone(records: Folder) -> None:
    assert words(records, f"The {'x' * 500} stood.") == []


def test_without_the_dictionaries_nothing_is_said(records: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionaries, "installed", dict)
    assert words(records, "They recieve it.") == []


def test_a_comment_lets_a_word_stand(records: Folder) -> None:
    records.letter("They recieve it.")
    records.change("content/letter.yaml", "body: |-", "# communique: allow misspelt\nbody: |-")
    assert reviewed(records, "misspelt") == []
