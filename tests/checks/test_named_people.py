"""Names typed in prose: of people who are listed, of others, and of those who were absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.cast import PEOPLE, written
from checks.gatherings import gather, person
from checks.reviewing import at, marked, reviewed

if TYPE_CHECKING:
    from folders import Folder


# Names typed in prose


@pytest.mark.parametrize(
    ("prose", "found", "hint"),
    [
        ("Then Mr. António Vitorino spoke.", "Mr. António Vitorino", "write {{ people.vitorino }}"),
        ("António Vitorino spoke.", "António Vitorino", "write {{ people.vitorino.name }}"),
        ("Then A. Vitorino spoke.", "A. Vitorino", "write {{ people.vitorino.name }}"),
        ("Mr. Vitorino spoke.", "Mr. Vitorino", "write {{ people.vitorino.short }}"),
        ("Mr. VITORINO’s plea was heard.", "Mr. VITORINO", "write {{ people.vitorino.short }}"),
        ("As Vitorino put it, much remains.", "Vitorino", "write {{ people.vitorino.short }}"),
        ("The Director General Vitorino agreed.", "Vitorino", "write {{ people.vitorino.short }}"),
        ("Mr. Garcia Saenz agreed.", "Mr. Garcia Saenz", "write {{ people.garcia_saenz.short }}"),
        ("Ms. Bruellhardt agreed.", "Ms. Bruellhardt", "write {{ people.brullhardt.short }}"),
        ("Mr. de Melo Barboza agreed.", "Mr. de Melo Barboza", "write {{ people.barboza.short }}"),
        ("Mr. Pablo García agreed.", "Mr. Pablo García", "write {{ people.garcia_saenz }}"),
        ("Mr. António M. Vitorino agreed.", "Mr. António M. Vitorino", "write {{ people.vitorino }}"),
        ("Mr. Diallo agreed.", "Mr. Diallo", "write {{ people.djibril_diallo.short }}"),
        ("Professor Susan Martin agreed.", "Susan Martin", "write {{ people.martin.name }}"),
        (
            "António Vitorino, Director General, agreed.",
            "António Vitorino",
            "write {{ people.vitorino.introduced }}",
        ),
        ("It was *Louise Arbour* who asked.", "Louise Arbour", "write {{ people.arbour.name }}"),
    ],
)
def test_a_typed_name_is_found_with_the_expression_for_it(
    records: Folder, prose: str, found: str, hint: str
) -> None:
    (finding,) = reviewed(written(records, prose), "name-typed", "person-unlisted")
    assert (finding.code, at(records, finding), finding.hint) == ("name-typed", found, hint)


def test_a_family_name_of_two_offers_both(records: Folder) -> None:
    (found,) = reviewed(written(records, "Dr. Diallo agreed."), "name-typed")
    assert found.hint == (
        "write {{ people.djibril_diallo.short }} or {{ people.yvonne_diallo.short }}: "
        "Mr. Djibril Diallo; Ms. Yvonne Diallo"
    )


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("M. Vitorino a pris la parole.", "M. Vitorino"),
        ("L’intervention de Mme Louise Arbour a été saluée.", "Mme Louise Arbour"),
        ("Les propos d’António Vitorino ont été salués.", "António Vitorino"),
    ],
)
def test_a_name_typed_in_french_is_found(records: Folder, prose: str, found: str) -> None:
    assert marked(written(records, prose, "fr"), "name-typed", "person-unlisted") == [found]


def test_a_french_honorific_is_no_initial(records: Folder) -> None:
    (found,) = reviewed(written(records, "M. Chungong a répondu.", "fr"), "name-typed")
    assert found.hint == "write {{ people.chungong.short }}"


def test_a_name_of_many_is_shown_with_a_few_of_them(records: Folder) -> None:
    given = ("Ambet", "Anas", "Azzouz", "Djibril", "Driss", "Ghenadie")
    people = {f"p_{name.lower()}": person(f"{name} | Diallo") for name in given}
    gather(records, people)
    records.letter("Mr. Diallo agreed.")
    (found,) = reviewed(records, "name-typed")
    assert found.hint.count("{{") == 4


def test_the_caret_stands_under_the_name_in_a_folded_scalar(records: Folder) -> None:
    gather(records, PEOPLE)
    records.letter("x")
    records.change(
        "content/letter.yaml", "body: |-\n  x", "body: >-\n  *Much* remains,\n  as Mr.\n  Vitorino put it."
    )
    (found,) = reviewed(records, "name-typed")
    assert (found.span.line, found.span.column) == (6, 6)


@pytest.mark.parametrize(
    "prose",
    [
        "{{ people.vitorino }} spoke, and {{ people.arbour.short }} replied.",
        "The Louise Arbour Institute was thanked.",
        "The António Vitorino report was welcomed.",
        "The Vitorino report was welcomed.",
        "The Vitorino Commission was welcomed.",
        "It met in the Lake Vitorino region.",
        "A vitorino is a small coin.",
        "The island of Saint Martin was mentioned.",
        "They flew by Martin, and by Khan.",
        "Vitorino.",
        "The study (Vitorino, 2017) was cited.",
        "Mr. Vitorino Samri agreed.",
        "Susan and Martin agreed.",
        "Pablo António Vitorino agreed.",
        "Ambet A. Vitorino agreed.",
    ],
)
def test_what_is_no_name_of_theirs_is_left_alone(records: Folder, prose: str) -> None:
    assert marked(written(records, prose), "name-typed") == []


def test_french_things_named_after_somebody_are_left_alone(records: Folder) -> None:
    prose = (
        "Le prix Louise Arbour et le rapport Vitorino ont été cités, ainsi que la fondation António Vitorino."
    )
    assert marked(written(records, prose, "fr"), "name-typed") == []


# Named, and not listed


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Then Ms. Zrinka Bralo spoke.", "Ms. Zrinka Bralo"),
        ("Dr. J. J. Gomez-Camacho agreed.", "Dr. J. J. Gomez-Camacho"),
        ("Mr. Azzouz Vitorino agreed.", "Mr. Azzouz Vitorino"),
        ("“Much remains”, said Zrinka Bralo.", "Zrinka Bralo"),
        ("“Much remains,” Zrinka Bralo said.", "Zrinka Bralo"),
        ("According to Zrinka Bralo, much remains.", "Zrinka Bralo"),
        ("Much, according to President Zrinka Bralo of Utopia, remains.", "Zrinka Bralo"),
        ("Mr. Vitorno agreed.", "Mr. Vitorno"),
    ],
)
def test_somebody_named_who_is_not_listed_is_found(records: Folder, prose: str, found: str) -> None:
    assert marked(written(records, prose), "person-unlisted", "name-typed") == [found]


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Mme Cécile Riallant a pris la parole.", "Mme Cécile Riallant"),
        ("M. D. J. Dotto a répondu.", "M. D. J. Dotto"),
        ("« Il reste beaucoup à faire », a déclaré Cécile Riallant.", "Cécile Riallant"),
        ("Selon Cécile Riallant, il reste beaucoup à faire.", "Cécile Riallant"),
    ],
)
def test_somebody_named_in_french_who_is_not_listed_is_found(records: Folder, prose: str, found: str) -> None:
    assert marked(written(records, prose, "fr"), "person-unlisted") == [found]


@pytest.mark.parametrize(
    ("prose", "language", "found"),
    [
        ("Then Mr. de Melo Barboza spoke.", "en", "Mr. de Melo Barboza"),
        ("Then Mr. M. de Melo Barboza spoke.", "en", "Mr. M. de Melo Barboza"),
        ("M. de Melo Barboza a répondu.", "fr", "M. de Melo Barboza"),
    ],
)
def test_a_small_word_before_a_name_belongs_to_it(
    records: Folder, prose: str, language: str, found: str
) -> None:
    gather(records, {key: each for key, each in PEOPLE.items() if key != "barboza"})
    records.letter(prose, language=language)
    assert marked(records, "person-unlisted", "name-typed") == [found]


def test_a_mistyped_name_is_referred_to_the_person_meant(records: Folder) -> None:
    (found,) = reviewed(written(records, "Mr. Vitorno agreed."), "person-unlisted")
    assert (
        found.hint == "people.yaml has Mr. António Vitorino: {{ people.vitorino }}; or list this person there"
    )


def test_a_wrong_honorific_is_referred_to_the_person_meant(records: Folder) -> None:
    (found,) = reviewed(written(records, "Ms. Vitorino agreed."), "person-unlisted")
    assert found.message == "“Ms. Vitorino” is not in people.yaml"
    assert found.hint.startswith("people.yaml has Mr. António Vitorino")


def test_somebody_named_often_is_found_once(records: Folder) -> None:
    prose = "Ms. Zrinka Bralo spoke. Ms. Zrinka Bralo left."
    assert len(reviewed(written(records, prose), "person-unlisted")) == 1


@pytest.mark.parametrize(
    "prose",
    [
        "Mr. President, distinguished delegates, welcome.",
        "Mr. Chair thanked the Ms. Foundation.",
        "{{ people.vitorino }} and Mr. {{ people.djibril_diallo.family }} agreed.",
        "“Much remains”, said {{ people.ansar }}.",
        "“Much remains”, said the delegate of Norway.",
        "“Much remains”, said South Africa.",
        "According to Costa Rica, much remains.",
        "According to Human Rights Watch, much remains.",
        "According to World Bank estimates, much remains.",
        "According to Amnesty International, much remains.",
        "According to Article 5 of the Charter, much remains.",
        "According to IOM and UNHCR, much remains.",
        "According to the Swiss Agency, much remains.",
        "The Dr. Martin Luther King Center was mentioned.",
        "The “Green Port” Harbour Initiative said nothing.",
        "As the saying goes: “Much remains”. Many Governments said so.",
        "MS Access was used.",
    ],
)
def test_what_is_nobodys_name_is_left_alone(records: Folder, prose: str) -> None:
    assert marked(written(records, prose), "person-unlisted") == []


@pytest.mark.parametrize(
    "prose",
    [
        "M. le Président, Mesdames et Messieurs, bienvenue.",
        "Mme la Ministre a été remerciée.",
        "Selon Médecins sans frontières, il reste beaucoup à faire.",
        "Selon l’Organisation mondiale de la Santé, il reste beaucoup à faire.",
        "« Il reste beaucoup à faire », a déclaré la Norvège.",
        "Selon Burkina Faso, il reste beaucoup à faire.",
    ],
)
def test_what_is_nobodys_name_in_french_is_left_alone(records: Folder, prose: str) -> None:
    assert marked(written(records, prose, "fr"), "person-unlisted") == []


# Absent, and said to have spoken


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("{{ people.yvonne_diallo }} said that much remained.", "said"),
        (
            "{{ people.yvonne_diallo }}, of the {{ people.yvonne_diallo.organisation }}, told the meeting so.",
            "told",
        ),
        ("{{ people.yvonne_diallo.introduced }}, took the floor next.", "took the floor"),
        ("{{ people.yvonne_diallo.short }} also replied to the floor.", "replied"),
        ("“Much remains”, said {{ people.yvonne_diallo.short }}.", "said"),
        ("{{ people.yvonne_diallo }} of the Swiss Agency spoke of her work.", "spoke"),
        ("{{ people.ansar }} spoke of his journey.", "spoke"),
    ],
)
def test_somebody_absent_who_is_said_to_have_spoken_is_found(records: Folder, prose: str, found: str) -> None:
    assert marked(written(records, prose), "absent-spoke") == [found]


def test_somebody_absent_who_speaks_in_french_is_found(records: Folder) -> None:
    prose = "{{ people.yvonne_diallo }}, de la Direction du développement, a pris la parole."
    assert marked(written(records, prose, "fr"), "absent-spoke") == ["a pris la parole"]


@pytest.mark.parametrize(
    "prose",
    [
        "{{ people.yvonne_diallo }} wrote that much remained.",
        "As {{ people.yvonne_diallo }} expressed it, much remains.",
        "{{ people.yvonne_diallo }} submitted a statement, in which she said that much remained.",
        "{{ people.yvonne_diallo }} said in writing that much remained.",
        "“Much remains”, said {{ people.ansar }}, quoted by UNICEF.",
        "{{ people.vitorino }} cited {{ people.ansar }}, and said that much remained.",
        "{{ people.vitorino }} said that much remained.",
        "Asked about {{ people.yvonne_diallo }}, {{ people.vitorino.short }} said that she was absent.",
        "The comments of {{ people.yvonne_diallo }}, which the Chair said were useful, were circulated.",
        "{{ people.yvonne_diallo }} could not attend. {{ people.vitorino.short }} spoke.",
        "He told {{ people.yvonne_diallo }} that much remained.",
        "{{ people.yvonne_diallo }}, who could not attend, had sent comments; the Chair said so.",
    ],
)
def test_what_an_absent_person_can_do_is_left_alone(records: Folder, prose: str) -> None:
    assert marked(written(records, prose), "absent-spoke") == []


def test_what_an_absent_person_can_do_in_french_is_left_alone(records: Folder) -> None:
    prose = "{{ people.yvonne_diallo }} a déclaré par écrit qu’il restait beaucoup à faire. {{ people.vitorino }} a dit oui."
    assert marked(written(records, prose, "fr"), "absent-spoke") == []
