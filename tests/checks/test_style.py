"""The conventions of the house: what they find, what they leave alone, and only what somebody typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.reviewing import reviewed
from communique.checks.house import Convention, House, read_house
from communique.checks.passages import Passage, read
from communique.checks.style import CODES, matches
from communique.diagnostics import ContentError
from communique.languages import read_language
from communique.project import open_project
from communique.rewriting import applied

if TYPE_CHECKING:
    from pathlib import Path

    from communique.theme import Theme
    from folders import Folder

SHIPPED = "united-nations"
HOUSE = """\
name: Ours
languages: [en]
rules:
  - code: style-rule
    find: {find}
    message: {message}
    wrong: {{}}
    right: []
"""


@pytest.fixture(scope="module")
def house(theme: Theme) -> House:
    return read_house(SHIPPED, theme)


@pytest.fixture(scope="module")
def passage(theme: Theme) -> type[_Passages]:
    _Passages.theme = theme
    return _Passages


class _Passages:
    """Makes passages of English prose."""

    theme: Theme

    @classmethod
    def of(cls, text: str) -> Passage:
        language = read_language("en", cls.theme)
        return Passage(None, "content/letter.yaml", ("body",), text, read(text, {}, language), language)


def found_by(convention: Convention, passage: Passage) -> list[str]:
    return [match.group() for match in matches(convention, passage.reading, passage.text)]


def mended(convention: Convention, passage: Passage) -> str:
    edits = []
    for match in matches(convention, passage.reading, passage.text):
        start, end = convention.stretch(match)
        assert passage.reading.is_verbatim(start, end)
        first = passage.reading.origin(start)
        edits.append((first, first + end - start, convention.say(convention.rule.replace or "", match)))
    return applied(passage.text, edits)


def test_every_rule_finds_what_it_calls_wrong(house: House, passage: type[_Passages]) -> None:
    missed = [
        (convention.rule.code, sentence)
        for convention in house.conventions
        for sentence in convention.rule.wrong
        if not found_by(convention, passage.of(sentence))
    ]
    assert missed == []


def test_every_rule_leaves_alone_what_it_calls_right(house: House, passage: type[_Passages]) -> None:
    alarms = [
        (convention.rule.code, sentence, found)
        for convention in house.conventions
        for sentence in (*convention.rule.right, *convention.rule.wrong.values())
        if (found := found_by(convention, passage.of(sentence)))
    ]
    assert alarms == []


def test_every_rule_mends_as_it_says(house: House, passage: type[_Passages]) -> None:
    for convention in house.conventions:
        for sentence, right in convention.rule.wrong.items():
            if convention.rule.replace is not None:
                assert mended(convention, passage.of(sentence)) == right


def test_every_rule_has_cases_of_both_kinds(house: House) -> None:
    assert [each.rule.code for each in house.conventions if not each.rule.wrong or not each.rule.right] == []


def test_every_code_but_that_of_projects_has_a_rule(house: House) -> None:
    assert {each.rule.code for each in house.conventions} == set(CODES) - {"style-rule"}


def test_every_rule_finds_the_same_whatever_it_needs(house: House, passage: type[_Passages]) -> None:
    """What a rule needs saves time, and hides nothing: tried in the sentences of all rules."""
    sentences = [
        passage.of(sentence)
        for rule in house.rules
        for sentence in (*rule.wrong, *rule.wrong.values(), *rule.right)
    ]
    for rule in house.rules:
        asked, unasked = Convention(rule, house), Convention(rule.model_copy(update={"needs": ()}), house)
        for sentence in sentences:
            assert found_by(asked, sentence) == found_by(unasked, sentence)


CASES = {
    "style-range": ("It met in 2010-2012.", "It met in 2010–2012; see 2018-10-08."),
    "style-dash": ("One aim - peace - remains.", "One aim – peace – remains well-known."),
    "style-quotes": ('It was "good".', "It was “good”."),
    "style-per-cent": ("Some 5% agreed.", "Some 5 per cent agreed."),
    "style-number": ("There were 3 delegates.", "There were three delegates in Session 3."),
    "style-date": ("It ended on 8th October.", "It ended on 8 October."),
    "style-ize": ("They organised it.", "They organized, revised and analysed it."),
    "style-term": ("Two programs were held.", "Two programmes were held."),
    "style-country": ("People of Vietnam came.", "People of Viet Nam came."),
    "style-possessive": ("The NGO’s aim is clear.", "Today’s aim is clear."),
    "style-space": ("It met.  It left.", "It met. It left."),
    "style-foreign": ("Among others, inter alia, came.", "Among others, *inter alia*, came."),
}


@pytest.mark.parametrize("code", CASES)
def test_a_document_is_held_to_the_house(code: str, records: Folder) -> None:
    wrong, right = CASES[code]
    records.letter(wrong)
    assert {each.code for each in reviewed(records, *CODES)} == {code}
    records.letter(right)
    assert reviewed(records, *CODES) == []


CLEAN = """\
The General Assembly, in its resolution 72/244, decided to hold a conference in Marrakech, Morocco, on 10 and \
11 December 2018. In paragraph 5 of that resolution it requested a report (A/72/643) at least six weeks before. \
The report, issued as A/CONF.231/3 and Corr.1, was considered at the 3rd and 4th plenary meetings.

The vote was 152 to 5, with 12 abstentions. An earlier motion had been rejected by 9 votes to 2. Votes on \
separate paragraphs ended 7-4 in a ballot, a score of 7-4 in all.

The Fund spent $2.5 million in 2016, €3 million in 2017 and 4 million francs in 2018, of which 5 per cent went \
to three offices. A rise of 9.6 per cent is expected. Goal 8 concerns decent work, and target 10.7 migration.

The session opened at 10 a.m. on Monday, 8 October 2018, and rose at 1.05 p.m. Lunch was from 1 to 3 p.m. The \
temperature was 4 degrees below zero, and some had walked 5 km. Children aged 6 to 14 took part, as did a \
5-year-old. Two thirds of the delegations, among them those of Viet Nam, Türkiye and Côte d’Ivoire, agreed. \
Twelve others abstained.

Ms. O’Neill-García, of Médecins Sans Frontières (MSF), and Dr. José Ramos-Horta agreed. “It was,” she said, “the \
‘worst’ crisis since the 1990s.” MSF runs 4 clinics and 15 mobile units. The Organisation for Economic \
Co-operation and Development (OECD) advised, supervised, analysed and revised the figures. See \
https://www.example.org/a-b/1-2.html or write to info@example.org, and note ISBN 978-92-1-101234-5.

The Committee met from 3 to 7 June (see annexes II and III) and adopted, *inter alia*, its programme of work for \
2019–2021. Option 2 leaves it open under rule 7 of the rules of procedure. Level 3 emergencies were declared. The \
COVID-19 pandemic was mentioned. On page 3, footnote 2 refers to step 4 of the plan. In 2018, 95,500 people \
crossed, 1 in 3 of them children. Short- and long-term measures, and two- and three-year plans, were welcome.
"""


def test_a_page_of_good_prose_is_left_alone(records: Folder) -> None:
    records.letter(CLEAN.rstrip())
    found = reviewed(records, *CODES, "acronym-undefined", "acronym-defined-twice")
    assert [(each.code, each.message) for each in found] == []


def test_the_caret_stands_under_what_is_wrong_and_the_message_names_it(records: Folder) -> None:
    records.letter("All was well.\nThen 3 experts\nspoke.")
    (found,) = reviewed(records, "style-number")
    line = records.read("content/letter.yaml").split("\n")[found.span.line - 1]
    assert line[found.span.column - 1 :].startswith("3 experts")
    assert (found.span.width, found.message) == (1, "“3” is written in words here")
    assert found.hint.startswith("write “three”;")


def test_what_an_expression_says_is_not_found_but_what_stands_beside_it_is(records: Folder) -> None:
    records.change("content/event.yaml", "title: First meeting", "title: 2-3 organised things")
    records.letter("{{ event.title }} in {{ event.figures.delegations }}% of cases.")
    (found,) = reviewed(records, *CODES)
    assert found.code == "style-per-cent"


def test_a_line_break_or_a_footnote_mark_is_no_double_space(records: Folder) -> None:
    records.letter(
        "One\n  two  \nthree.[^a] Four [^a] five.\n\n- six\n- seven\n  eight", footnotes="{a: Note.}"
    )
    assert reviewed(records, "style-space") == []


def test_words_in_other_languages_are_left_to_other_houses(records: Folder) -> None:
    records.letter("Les 3 organisations ont dit : 5 % de plus.", language="fr")
    assert reviewed(records, *CODES) == []


def test_people_and_sessions_are_held_to_the_house_too(records: Folder) -> None:
    text = records.read("content/sessions.yaml")
    records.write(
        "content/sessions.yaml", text.replace("kind: opening", "kind: opening\n  summary: It's open.")
    )
    (found,) = reviewed(records, *CODES)
    assert (found.code, found.span.file) == ("style-quotes", "content/sessions.yaml")


def test_of_two_rules_that_find_the_same_the_first_speaks(records: Folder) -> None:
    records.letter("It grew from 10-20 members.")
    (found,) = reviewed(records, "style-range")
    assert found.message == "after “from” a range is written in words"


def test_a_project_has_a_house_of_its_own(records: Folder) -> None:
    records.write("communique.toml", 'house = "ours"\n')
    records.write(
        "templates/houses/ours.yaml",
        HOUSE.format(find="utili[sz]e", message="“\\g<0>” says no more than “use”"),
    )
    records.letter("We utilize it, and 3 others.")
    (found,) = reviewed(records, *CODES)
    assert (found.code, found.message) == ("style-rule", "“utilize” says no more than “use”")


@pytest.mark.parametrize(
    ("find", "message", "problem"),
    [
        ("'('", "x", "`find` is no regular expression: missing )"),
        ("'[:nowhere:]'", "x", "`find` is no regular expression: there is no class `nowhere`"),
        ("a", "'\\1'", "`message` is no regular expression: invalid group reference 1"),
    ],
)
def test_a_house_that_can_not_be_read_says_where(
    find: str, message: str, problem: str, records: Folder
) -> None:
    records.write("templates/houses/ours.yaml", HOUSE.format(find=find, message=message))
    with pytest.raises(ContentError) as raised:
        read_house("ours", open_project(records.root).theme)
    (diagnostic,) = raised.value.report.diagnostics
    assert diagnostic.message.startswith(problem)
    assert diagnostic.span.line in {5, 6}


def test_a_house_is_the_same_until_its_file_changes(records: Folder) -> None:
    records.write("templates/houses/ours.yaml", HOUSE.format(find="center", message="x"))
    theme = open_project(records.root).theme
    first = read_house("ours", theme)
    assert read_house("ours", theme) is first
    records.write("templates/houses/ours.yaml", HOUSE.format(find="centers", message="x"))
    assert [each.find for each in read_house("ours", theme).rules] == ["centers"]


def test_a_rule_that_needs_what_its_own_sentence_lacks_is_refused(records: Folder) -> None:
    text = HOUSE.format(find="center", message="x").replace(
        "wrong: {}", "needs: [centre]\n    wrong: {a center: a centre}"
    )
    records.write("templates/houses/ours.yaml", text)
    with pytest.raises(ContentError, match="`needs` has nothing that stands in “a center”"):
        read_house("ours", open_project(records.root).theme)


def test_the_expressions_of_the_house_that_ships_are_compiled(house: House) -> None:
    for convention in house.conventions:
        assert convention.pattern.pattern
        assert convention.unless
        assert all(convention.pattern.sub(text, "") == "" for text in _said(convention))


def _said(convention: Convention) -> list[str]:
    rule = convention.rule
    return [rule.message, rule.hint, rule.replace or ""]


def test_a_class_that_names_itself_is_refused(records: Folder) -> None:
    text = HOUSE.format(find="'[:a:]'", message="x").replace(
        "rules:", "classes: {a: '[:b:]', b: '[:a:]'}\nrules:"
    )
    records.write("templates/houses/ours.yaml", text)
    with pytest.raises(ContentError, match="a class refers to itself"):
        read_house("ours", open_project(records.root).theme)


def test_the_code_of_a_rule_is_one_of_those_that_are_documented(records: Folder) -> None:
    text = HOUSE.format(find="a", message="x").replace("style-rule", "style-ours")
    records.write("templates/houses/ours.yaml", text)
    with pytest.raises(ContentError, match="`code` takes"):
        read_house("ours", open_project(records.root).theme)


def test_the_rules_stay_quick_on_a_long_text(house: House, passage: type[_Passages]) -> None:
    """A rule that is quadratic in its text would never come to an end here."""
    for piece in (
        "a",
        "1",
        "1-",
        "1, ",
        "12 a ",
        "- ",
        "“ABC’ ",
        "“",
        "session 1, ",
        "organis",
        "a.",
        "A/",
        "x@",
    ):
        long = passage.of(piece * (20_000 // len(piece)))
        for convention in house.conventions:
            for _ in matches(convention, long.reading, long.text):
                pass


@pytest.mark.parametrize("name", ["united-nation", "un"])
def test_an_unknown_house_is_an_error(name: str, tmp_path: Path, theme: Theme) -> None:
    with pytest.raises(ContentError, match="there is no house"):
        read_house(name, theme)
