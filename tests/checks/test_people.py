"""Who is never mentioned, and who may be somebody else's second record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checks.cast import PEOPLE, listed, written
from checks.gatherings import gather, person
from checks.reviewing import at, marked, reviewed

if TYPE_CHECKING:
    from folders import Folder


# Never mentioned


def test_the_one_whom_nobody_mentions_is_found_at_its_key(records: Folder) -> None:
    prose = " ".join(f"{{{{ people.{key} }}}}" for key in PEOPLE if key != "barboza")
    (found,) = reviewed(written(records, prose), "person-not-mentioned")
    assert at(records, found) == "barboza"
    assert found.message == "Mr. Marden de Melo Barboza is listed here, but no document mentions them"
    assert found.hint == "mention them by {{ people.barboza }}, or take them off the list"


def test_a_report_that_names_a_few_of_many_participants_is_left_alone(records: Folder) -> None:
    given = [a + b + c for a in "BCDFG" for b in "aeio" for c in ("rin", "lo", "mas", "tev", "nuk")]
    gather(
        records,
        {f"p{i}": person(f"Delegate | {name}") for i, name in enumerate(name.title() for name in given)},
    )
    records.letter(" ".join(f"{{{{ people.p{i} }}}}" for i in range(20)))
    assert reviewed(records, "person-not-mentioned") == []


def test_a_title_a_typed_name_and_a_person_key_are_mentions(records: Folder) -> None:
    people = {key: PEOPLE[key] for key in ("vitorino", "arbour", "martin")}
    gather(records, people)
    records.write(
        "templates/speech.html.jinja",
        "{#\ncontent:\n  speaker: person\n  body: prose\n#}\n<h1>{{ document.title | inline }}</h1>\n"
        "<p>{{ document.speaker }}</p>{{ document.body | prose }}\n",
    )
    records.write(
        "content/speech.yaml",
        "template: speech\ntitle: Speech\nsubject: A speech.\nspeaker: vitorino\n"
        "body: The {{ people.arbour.title }} replied to Susan Martin.\n",
    )
    assert reviewed(records, "person-not-mentioned") == []


def test_a_second_record_of_somebody_mentioned_is_not_reported_twice(records: Folder) -> None:
    gather(records, {**PEOPLE, "okaniwa": person("Ken | Okaniwa"), "okaniwa_2": person("Ken | Okaniwa")})
    records.letter(" ".join(f"{{{{ people.{key} }}}}" for key in (*PEOPLE, "okaniwa")))
    codes = ("person-twice", "similar-names", "person-not-mentioned")
    assert [each.code for each in reviewed(records, *codes)] == ["person-twice"]


# Two records for one person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Pablo César | García Sáenz"), person("Pablo Cesar | Garcia Saenz")),
        (person("Ken | Okaniwa"), person("Okaniwa | Ken")),
        (person("Ann | Dao Sow"), person("Ann Dao | Sow")),
        (person("El-Habib | Nádir"), person("EL HABIB | NADIR")),
        (person("Ola | Henrikson", country="Sweden"), person("Ola | Henrikson", organisation="IOM")),
    ],
)
def test_one_name_in_two_records_is_found(
    records: Folder, one: dict[str, Any], other: dict[str, Any]
) -> None:
    listed(records, first=one, second=other)
    assert marked(records, "person-twice", "similar-names") == ["second"]


def test_what_differs_between_two_records_is_said(records: Folder) -> None:
    listed(
        records,
        okaniwa=person(
            "Mr. Ken | Okaniwa", title="Deputy Representative", organisation="Japan", country="Japan"
        ),
        okaniwa_2=person("Mr. Ken | Okaniwa", title="Consul", organisation="Japan"),
    )
    (found,) = reviewed(records, "person-twice")
    assert found.message == (
        "Mr. Ken Okaniwa is listed twice, here and as `okaniwa`, "
        "another title (“Consul”, there “Deputy Representative”); without a country"
    )


def test_records_that_differ_in_nothing_are_said_to_be_the_same(records: Folder) -> None:
    listed(records, a=person("Ken | Okaniwa", title="Consul"), b=person("Ken | Okaniwa", title="Consul"))
    (found,) = reviewed(records, "person-twice")
    assert found.message.endswith("here and as `a`, with the same title and organisation")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            person("Ken | Okaniwa", country="Japan", organisation="Ministry of Labour"),
            person("Ken | Okaniwa", country="Ghana", organisation="Red Crescent"),
        ),
        (person("| Khan", organisation="UNICEF"), person("| Khan", organisation="World Bank")),
        (person("Djibril | Diallo"), person("Yvonne | Diallo")),
    ],
)
def test_two_people_of_one_name_are_left_alone(
    records: Folder, one: dict[str, Any], other: dict[str, Any]
) -> None:
    listed(records, first=one, second=other)
    assert marked(records, "person-twice", "similar-names") == []


# Names that are alike


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Lúcia | Brüllhardt", "Lucia | Bruellhardt", "another spelling of it"),
        ("Jürg | Lauber", "Juerg | Lauber", "another spelling of it"),
        ("Ola | Ordfører", "Ola | Ordfoerer", "another spelling of it"),
        ("Ola | Åhörare", "Ola | Aahoerare", "another spelling of it"),
        ("Ola | Beschließer", "Ola | Beschliesser", "another spelling of it"),
        ("Driss | Oukemeni", "Dryss | Ukemeni", "another spelling of it"),
        ("Ola | Henrikson", "Ola | Henrickson", "one letter apart"),
        ("Delphine | Moralis", "Delphine | Morales", "one letter apart"),
        ("Deogratus | Dotto", "Deogartus | Dotto", "one letter apart"),
        ("Joseph Kofi | Teye", "J. K. | Teye", "with an initial"),
        ("Joseph Kofi | Teye", "Joseph K. | Teye", "with an initial"),
        ("Juan Eduardo | Eguiguren", "Juan | Eguiguren", "a given name left out"),
        ("Jürg | Lauber", "Lauber | Juerg", "in the other order"),
    ],
)
def test_one_name_typed_in_two_ways_is_found(records: Folder, one: str, other: str, how: str) -> None:
    listed(records, first=person(one), second=person(other))
    (found,) = reviewed(records, "similar-names", "person-twice")
    assert at(records, found) == "second"
    assert found.code != "similar-names" or found.message.endswith(f"listed as `first`: {how}")


def test_a_family_name_cut_short_is_found_where_something_else_agrees(records: Folder) -> None:
    listed(
        records,
        first=person("Pablo | García Sáenz", country="Guatemala"),
        second=person("Pablo | García", country="Guatemala"),
        third=person("Pablo | García", country="Spain"),
    )
    messages = [each.message for each in reviewed(records, "similar-names")]
    assert messages == ["Pablo García is like Pablo García Sáenz, listed as `first`: a part of it left out"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Djibril | Diallo", "Yvonne | Diallo"),
        ("Laura | Thompson", "Lauro | Thompson"),
        ("António | Vitorino", "Antónia | Vitorino"),
        ("Ken | Okaniwa", "Ken | Akaniwa"),
        ("Sikander | Khan", "Sikander | Kahn"),
        ("Mr. Martin | Chungong", "Ms. Martine | Chungong"),
        ("Mr. L. | Thompson", "Ms. Laura | Thompson"),
        ("Daguer | Hernandez Vasquez", "Daguera | Hernandez Vasquez"),
        ("Louise | Arbour", "Louis | Arbour"),
        ("Juan Eduardo | Eguiguren", "Driss | Eguiguren"),
        ("Joseph-Kofi | Teye", "Joseph-Kodo | Teye"),
    ],
)
def test_siblings_and_common_family_names_are_left_alone(records: Folder, one: str, other: str) -> None:
    listed(records, first=person(one), second=person(other))
    assert marked(records, "similar-names", "person-twice") == []


def test_an_initial_is_somebody_else_in_another_country_and_organisation(records: Folder) -> None:
    listed(
        records,
        first=person("Ken | Okaniwa", country="Japan", organisation="Senate"),
        second=person("K. | Okaniwa", country="Ghana", organisation="Red Cross"),
    )
    assert reviewed(records, "similar-names") == []


def test_six_hundred_participants_are_compared_in_a_moment(records: Folder) -> None:
    syllables = [
        "bar",
        "cel",
        "dom",
        "fir",
        "gul",
        "han",
        "jek",
        "lom",
        "nur",
        "pas",
        "rit",
        "sov",
        "tam",
        "vel",
        "zor",
    ]
    names = [
        f"{a.title()}{b} | {c.title()}{d}e"
        for a in syllables
        for b in "aou"
        for c, d in zip(syllables, syllables[3:], strict=False)
    ]
    listed(records, **{f"p{index}": person(name) for index, name in enumerate(names[:600])})
    assert reviewed(records, "similar-names", "person-twice") == []
