"""Acronyms are spelled out where they are first used, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.reviewing import reviewed
from communique.checks.acronyms import is_abbreviation

if TYPE_CHECKING:
    from folders import Folder

CODES = ("acronym-undefined", "acronym-defined-twice")


def messages(folder: Folder) -> list[str]:
    return [each.message for each in reviewed(folder, *CODES)]


def under_caret(folder: Folder) -> list[str]:
    return [
        folder.read(each.span.file).split("\n")[each.span.line - 1][each.span.column - 1 :][: each.span.width]
        for each in reviewed(folder, *CODES)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The World Food Programme (WFP) came, and WFP left.",
        "The Office of the United Nations High Commissioner for Refugees (UNHCR) came. UNHCR-led work began.",
        "Many non-governmental organizations (NGOs) came. An NGO left, and NGOs stayed.",
        "The programme known as TOKTEN (Transfer of Knowledge through Expatriate Nationals) came. TOKTEN left.",
        "The Emergency Programmes (EMOPS) came. EMOPS left.",
        "The Swiss Agency for Development (“SDC”) came. SDC left.",
        "AIDS, HIV/AIDS and COVID-19 were named, as UNESCO knows.",
        "Room XVIII, annexes II and IV, Part MCMXC.",
        "Document A/72/1 and E/CN.4/L.5, resolution A/RES/72/1.",
        "THE GENERAL ASSEMBLY DECIDES",
        "A vote was called: THE FINAL DECLARATION WAS ADOPTED then.",
        "It was 10 a.m. in the U.N. building of J. K. Teye.",
        "Mr. António VITORINO spoke.",
        "See www.WFP.org or R&D.",
    ],
)
def test_what_is_spelled_out_or_needs_no_spelling_out_is_left_alone(text: str, records: Folder) -> None:
    records.letter(text)
    assert messages(records) == []


def test_an_acronym_that_is_nowhere_spelled_out_is_found_once(records: Folder) -> None:
    records.letter("The work of WFP\nand again of WFP.")
    assert messages(records) == ["“WFP” is nowhere spelled out in `letter`"]
    assert under_caret(records) == ["WFP"]


def test_the_acronym_of_somebodys_organization_is_no_spelling_out(records: Folder) -> None:
    records.letter("Mr. António Vitorino (WFP) spoke.")
    assert messages(records) == ["“WFP” is nowhere spelled out in `letter`"]


def test_an_acronym_before_its_name_is_found_where_it_stands(records: Folder) -> None:
    records.letter("WFP came.\n\nThe World Food Programme (WFP) left. WFP wrote.")
    assert messages(records) == ["“WFP” stands here before it is spelled out"]
    assert [each.span.line for each in reviewed(records, *CODES)] == [5]


def test_a_name_given_twice_with_its_acronym_is_found_the_second_time(records: Folder) -> None:
    records.letter("The World Food Programme (WFP) came.\n\nThe World Food Programme (WFP) left.")
    (found,) = reviewed(records, *CODES)
    assert (found.code, found.span.line) == ("acronym-defined-twice", 7)
    assert found.message == "“WFP” is spelled out a second time"
    assert under_caret(records) == ["WFP"]


def test_each_document_spells_out_for_itself(records: Folder) -> None:
    records.letter("The World Food Programme (WFP) came.")
    records.write(
        "content/memo.yaml", "template: letter\ntitle: Memo\nsubject: A memo.\nbody: The work of WFP.\n"
    )
    assert messages(records) == ["“WFP” is nowhere spelled out in `memo`"]


def test_an_acronym_from_a_record_is_found_in_the_record(records: Folder) -> None:
    records.change("content/people.yaml", "  title: Director General", "  title: Chair of the GFMD")
    records.letter("{{ people.vitorino.introduced }}, spoke.")
    (found,) = reviewed(records, *CODES)
    assert (found.span.file, found.message) == (
        "content/people.yaml",
        "“GFMD” is nowhere spelled out in `letter`",
    )
    assert under_caret(records) == ["GFMD"]


def test_a_name_from_a_record_with_a_typed_acronym_is_spelled_out(records: Folder) -> None:
    records.letter("{{ people.vitorino.introduced }} (IOM), spoke of IOM.")
    assert messages(records) == []


def test_an_organization_keeps_the_name_that_it_has_for_itself(records: Folder) -> None:
    records.change(
        "content/people.yaml",
        "organisation: International Organization for Migration",
        "organisation: SINGA Deutschland",
    )
    records.letter("{{ people.vitorino.introduced }}, spoke.")
    assert messages(records) == []


def test_the_short_name_of_the_event_is_spelled_out_in_the_masthead(project: Folder) -> None:
    project.change("content/summary.yaml", "welcomed the participants", "welcomed all to ORG")
    assert messages(project) == []
    project.change("content/summary.yaml", "all to ORG", "all to {{ event.series.short }}")
    assert messages(project) == ["“NS” is nowhere spelled out in `summary`"]
    assert under_caret(project) == ["{{ event.series.short }}"]


def test_the_masthead_is_no_reason_against_spelling_out_in_the_text(project: Folder) -> None:
    project.change(
        "content/summary.yaml",
        "welcomed the participants",
        "spoke for the {{ event.organisation }} ({{ event.organisation.short }})",
    )
    assert messages(project) == []


def test_footnotes_are_read_after_the_text(records: Folder) -> None:
    records.letter("The World Food Programme (WFP) came.[^a]", footnotes="{a: Of WFP and of ILO.}")
    assert messages(records) == ["“ILO” is nowhere spelled out in `letter`"]
    assert under_caret(records) == ["ILO"]


def test_documents_in_languages_of_other_houses_are_left_alone(records: Folder) -> None:
    records.letter("Le PAM est venu.", language="fr")
    assert messages(records) == []


@pytest.mark.parametrize(
    ("acronym", "phrase", "is_one"),
    [
        ("UNICEF", "the United Nations Children’s Fund", True),
        ("IATA", "Manager, International Air Transport Association", True),
        ("ARDN", "African Renaissance and Diaspora Network", True),
        ("WHO", "the agency in Geneva", False),
        ("WHO", "World", False),
        ("IOM", "", False),
    ],
)
def test_an_abbreviation_begins_with_an_initial(acronym: str, phrase: str, *, is_one: bool) -> None:
    assert is_abbreviation(acronym, phrase) is is_one
