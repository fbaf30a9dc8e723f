"""A document that has a limit is held to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.reviewing import reviewed
from communique.checks.limits import words_in

if TYPE_CHECKING:
    from folders import Folder


def test_a_document_over_its_limit_is_found_at_the_limit(records: Folder) -> None:
    records.letter("One two three four.[^a]", limit="5", footnotes="{a: Five six seven.}")
    (found,) = reviewed(records, "too-long")
    # The heading is counted, and the note with it.
    assert found.message == "the document has 8 words, 3 more than its limit of 5"
    line = records.read("content/letter.yaml").split("\n")[found.span.line - 1]
    assert line == "limit: 5"


@pytest.mark.parametrize("keys", [{"limit": "5"}, {}])
def test_a_document_within_its_limit_or_without_one_is_left_alone(
    keys: dict[str, str], records: Folder
) -> None:
    records.letter("One two three four.", **keys)
    assert reviewed(records, "too-long") == []


def test_masthead_and_title_are_not_counted_but_tables_and_headings_are(project: Folder) -> None:
    text = project.read("content/roster.yaml")
    project.write("content/roster.yaml", f"limit: 1\n{text}")
    (before,) = reviewed(project, "too-long")
    project.change(
        "content/event.yaml", "theme: What the meeting is about", "theme: What the long meeting is about"
    )
    (after,) = reviewed(project, "too-long")
    assert after.message == before.message
    project.change("content/sessions.yaml", "title: Opening", "title: Very solemn opening")
    (longer,) = reviewed(project, "too-long")
    assert int(longer.message.split()[3]) == int(before.message.split()[3]) + 2


@pytest.mark.parametrize("limit", ["0", "many", "-3"])
def test_a_limit_is_a_number_of_words(limit: str, records: Folder) -> None:
    records.letter("One.", limit=limit)
    assert records.codes() == ["bad-value"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One two", 2),
        ("One\u00a0– two", 2),
        ("decision-making, by 8 October", 4),
        ("移徙治理", 4),
        ("移徙 governance 2018", 4),
        ("… — *", 0),
    ],
)
def test_words_are_counted_as_word_processors_count(text: str, words: int) -> None:
    assert words_in(text) == words
