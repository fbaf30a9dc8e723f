"""Headings that lead nowhere, leads without text, lists that nobody meant; and how checks are silenced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.reviewing import reviewed
from communique.checks.catalogue import CHECKS
from communique.diagnostics import ContentError

if TYPE_CHECKING:
    from folders import Folder

CODES = ("lone-subheading", "empty-section", "lead-without-text", "accidental-list")


def found(folder: Folder) -> list[tuple[str, int, str]]:
    return [(each.code, each.span.line, each.message) for each in reviewed(folder, *CODES)]


def test_every_check_has_a_code_of_its_own() -> None:
    codes = [check.code for check in CHECKS]
    assert len(codes) == len(set(codes))


def test_a_heading_without_text_is_found(records: Folder) -> None:
    records.letter("Text.", "<h2>One</h2>\n<h2>Two</h2>\n{{ document.body | prose }}\n<h2>Three</h2>\n")
    messages = [message for code, _, message in found(records) if code == "empty-section"]
    assert messages == [
        "nothing stands under the heading “One”",
        "nothing stands under the heading “Three”",
    ]


def test_a_heading_over_subheadings_with_text_is_not_empty(records: Folder) -> None:
    body = "{{ document.body | prose }}\n"
    records.letter("Text.", f"<h2>One</h2>\n<h3>A</h3>\n{body}<h3>B</h3>\n{body}")
    assert found(records) == []


def test_a_lone_subheading_is_found(records: Folder) -> None:
    body = "{{ document.body | prose }}\n"
    records.letter("Text.", f"<h2>One</h2>\n{body}<h3>Alone</h3>\n{body}<h2>Two</h2>\n{body}")
    assert [(code, message) for code, _, message in found(records)] == [
        ("lone-subheading", "“Alone” is the only heading of its level in its section")
    ]


def test_a_document_with_a_single_heading_is_left_alone(records: Folder) -> None:
    records.letter("Text.", "<h2>One</h2>\n{{ document.body | prose }}\n")
    assert found(records) == []


def test_a_lead_statement_needs_text_after_it(project: Folder) -> None:
    project.write(
        "templates/leads.html.jinja",
        "{#\ncontent:\n  leads: [line]\n  text: prose\n#}\n<h1>{{ document.title | inline }}</h1>\n"
        '{% for lead in document.leads %}{{ lead | prose("lead") }}{% endfor %}\n{{ document.text | prose }}\n',
    )
    project.write(
        "content/leads.yaml",
        "template: leads\ntitle: T\nsubject: S.\nleads:\n  - The first.\n  - The second.\ntext: Its text.\n",
    )
    assert found(project) == [("lead-without-text", 5, "no text follows this lead statement")]


def test_a_comment_above_the_key_allows_a_finding_there(records: Folder) -> None:
    records.letter("1986. The first meeting was held.")
    records.change("content/letter.yaml", "body: |-", "# communique: allow accidental-list\nbody: |-")
    assert found(records) == []


def test_a_comment_at_the_end_of_the_line_allows_a_finding_there(records: Folder) -> None:
    records.letter("Text.")
    records.change(
        "content/letter.yaml", "body: |-\n  Text.", 'body: "1986. Text."  # communique: allow accidental-list'
    )
    assert found(records) == []


def test_a_comment_about_another_check_allows_nothing(records: Folder) -> None:
    records.letter("1986. The first meeting was held.")
    records.change("content/letter.yaml", "body: |-", "# communique: allow misspelt, style-range\nbody: |-")
    assert len(found(records)) == 1


def test_words_of_the_text_that_look_like_a_comment_allow_nothing(records: Folder) -> None:
    records.letter("Text # communique: allow accidental-list\n\n1986. The first meeting was held.")
    assert len(found(records)) == 1


def test_the_settings_change_the_severity_of_a_check(records: Folder) -> None:
    records.letter("1986. The first meeting was held.")
    records.write("communique.toml", '[checks]\naccidental-list = "error"\n')
    assert [each.severity for each in reviewed(records, "accidental-list")] == ["error"]
    records.write("communique.toml", '[checks]\naccidental-list = "off"\n')
    assert reviewed(records, "accidental-list") == []


def test_a_setting_for_a_check_that_does_not_exist_is_refused(records: Folder) -> None:
    records.write("communique.toml", '[checks]\naccidental-lists = "off"\n')
    (found,) = reviewed(records, "unknown-setting")
    assert found.message == "`accidental-lists` is not a check"
    assert (found.span.line, found.hint) == (2, "did you mean `accidental-list`?")


def test_a_severity_that_does_not_exist_is_refused(records: Folder) -> None:
    records.write("communique.toml", '[checks]\naccidental-list = "quiet"\n')
    with pytest.raises(ContentError, match="`checks` has a value that does not fit"):
        reviewed(records)
