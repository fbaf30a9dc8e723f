"""Expressions in content: what they say, and that nothing else is in their reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from folders import Folder


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("event.title", "First meeting"),
        ("event.organisation", "Name of the organization"),
        ("event.organisation.short", "ORG"),
        ("event.dates", "4–5\u00a0March\u00a02030"),
        ("event.days", "2"),
        ("event.days | words", "two"),
        ("event.days | words | capitalize", "Two"),
        ("event.figures.delegations", "40"),
        ("event.figures.delegations | words", "40"),
        ("event.marking", "draft"),
        ("people.arbour", "Ms.\u00a0Louise Arbour"),
        ("people.arbour.name", "Louise Arbour"),
        ("people.arbour.short", "Ms.\u00a0Arbour"),
        ('people["arbour"].family', "Arbour"),
        (
            "people.vitorino.introduced",
            "Mr.\u00a0António Vitorino, Director General, International Organization for Migration",
        ),
        ("sessions.session_1", "Session\u00a01"),
        ("sessions.opening", "Opening"),
        ("people | count", "2"),
        ("people | organisations | count", "1"),
        ("people | countries | count | words", "zero"),
        ('people | where(role="keynote") | count', "1"),
        ('people | where(session="opening") | count', "2"),
        ("sessions | where(number=1) | count", "1"),
        ('sessions | where(kind="thematic") | count', "1"),
        ("sessions.opening.appearances | count", "2"),
    ],
)
def test_an_expression_says_what_the_record_holds(
    expression: str, text: str, said: Callable[[str], str]
) -> None:
    assert said(f"{{{{ {expression} }}}}") == text


def test_a_large_figure_is_grouped_as_the_language_groups_it(
    records: Folder, said: Callable[[str], str]
) -> None:
    records.change("content/event.yaml", "delegations: 40", "delegations: 95500")
    assert (
        said("{{ event.figures.delegations | number }}, {{ event.figures.delegations }}") == "95,500, 95500"
    )


FORBIDDEN = [
    "people.arbour.__class__",
    "event.__init__.__globals__",
    "event._content",
    "event['__class__']",
    "event.title.upper()",
    "event.title.upper",
    "people.arbour.named('given')",
    "range(99999999)",
    "cycler",
    "event.days + 1",
    "event.title * 9999999",
    "'a' ~ event.title",
    "9 ** 9 ** 9",
    "[1, 2]",
    "{'a': 1}",
    "event.title[0]",
    "event.title[:2]",
    "event if event else people",
    "event.title == 'x'",
    "not event",
    "event is defined",
    "event.title | upper",
    "event.title | attr('x')",
    "event.title | format",
    "people | map(attribute='family')",
    "self",
    "loop",
    "'text'",
    "5",
    "true",
]


@pytest.mark.parametrize("expression", FORBIDDEN)
def test_an_expression_can_do_nothing_else(expression: str, records: Folder) -> None:
    records.letter(f"{{{{ {expression} }}}}")
    codes = records.codes()
    assert len(codes) == 1
    assert codes[0].startswith(("expression-", "unknown-"))


@pytest.mark.parametrize("statement", ["{% for x in people %}", "{# comment #}", "{%raw%}"])
def test_statements_and_comments_are_plain_text(statement: str, said: Callable[[str], str]) -> None:
    assert said(f"A {statement} B") == f"A {statement} B"


@pytest.mark.parametrize(
    "expression",
    [
        "event." * 48 + "title",
        "(" * 145 + "event" + ")" * 145,
        "event" + "|words" * 45,
        "[" * 290,
        "a" * 10_000,
    ],
    ids=["attributes", "parentheses", "filters", "brackets", "length"],
)
def test_a_long_or_deep_expression_is_refused(expression: str, records: Folder) -> None:
    records.letter(f"{{{{ {expression} }}}}")
    assert len(records.codes()) == 1


def test_a_role_or_session_that_does_not_exist_is_not_counted_as_none(records: Folder) -> None:
    records.letter(
        '{{ people | where(role="panelist") | count }} {{ people | where(session="session_2") | count }}'
    )
    assert [(each.message, each.hint) for each in records.diagnostics()] == [
        ("there is no role `panelist`", "did you mean `panellist`?"),
        ("there is no session `session_2`", "did you mean `session_1`?"),
    ]


def test_a_persons_new_title_appears_wherever_it_is_drawn_in(project: Folder) -> None:
    project.change("content/people.yaml", "title: Director General", "title: Secretary")
    for name in ("summary", "roster"):
        assert "Secretary" in repr(project.compose(name).blocks)
        assert "Director General" not in repr(project.compose(name).blocks)
