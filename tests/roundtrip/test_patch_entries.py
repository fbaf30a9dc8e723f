"""Entries go into a YAML file and out of it in the style of their neighbours, and leave the comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.diagnostics import Report
from communique.source import Source, parse_source
from communique.word.entries import Entry, GoneEntry, NewEntry, NewKey, rearranged

if TYPE_CHECKING:
    from communique.source import Steps

LETTER = """# The letter.
body:
  # about the first
  - >-
    First one.
    Second one.

  - >-  # about the second
    Third one.

  # about the third
  - plain

footnotes:
  absent: >-
    He was absent.
  late: He was late.   # was he?
end: here
"""


def source_of(text: str) -> Source:
    source = parse_source(text, "content/letter.yaml", Report())
    assert source is not None
    return source


def changed(text: str, *entries: Entry) -> str:
    result, undone = rearranged(source_of(text), entries)
    assert not undone
    return result


def test_a_new_paragraph_is_written_like_the_one_before_it() -> None:
    result = changed(LETTER, NewEntry(("body", 1), "A new one. And another."))
    assert result == LETTER.replace(
        "    Second one.\n", "    Second one.\n\n  - >-\n    A new one.\n    And another.\n"
    )


def test_a_new_paragraph_behind_a_plain_one_is_plain_where_it_can_be() -> None:
    assert changed(LETTER, NewEntry(("body", 3), "Not: plain")).count("\n\n  - >-\n    Not: plain\n") == 1
    assert "  - plain\n\n  - Plain too\n" in changed(LETTER, NewEntry(("body", 3), "Plain too"))


def test_a_new_first_paragraph_stands_above_the_comment_of_the_old_one() -> None:
    result = changed(LETTER, NewEntry(("body", 0), "New."))
    assert result.startswith(
        "# The letter.\nbody:\n  - >-\n    New.\n\n  # about the first\n  - >-\n    First"
    )


def test_a_paragraph_goes_and_its_comments_stay() -> None:
    assert changed(LETTER, GoneEntry(("body", 2))) == LETTER.replace("  - plain\n", "")
    assert changed(LETTER, GoneEntry(("body", 1))) == LETTER.replace(
        "  - >-  # about the second\n    Third one.\n", "  # about the second\n"
    )


def test_a_paragraph_goes_with_one_of_the_empty_lines_around_it() -> None:
    text = "body:\n  - a\n\n  - b\n\n  - c\n\nend: here\n"
    assert changed(text, GoneEntry(("body", 1))) == "body:\n  - a\n\n  - c\n\nend: here\n"
    assert changed(text, GoneEntry(("body", 0))) == "body:\n  - b\n\n  - c\n\nend: here\n"
    assert changed(text, GoneEntry(("body", 2))) == "body:\n  - a\n\n  - b\n\nend: here\n"


def test_a_footnote_comes_last_and_goes() -> None:
    result = changed(LETTER, NewKey(("footnotes", "new"), "A note."))
    assert result == LETTER.replace("# was he?\n", "# was he?\n  new: A note.\n")
    assert changed(LETTER, GoneEntry(("footnotes", "absent"))) == LETTER.replace(
        "  absent: >-\n    He was absent.\n", ""
    )


@pytest.mark.parametrize("text", ["key: x\n", "key: x", "key: >-\n  x\n\n"])
def test_the_first_footnote_brings_its_heading(text: str) -> None:
    result = changed(text, NewKey(("footnotes", "new"), "A note."))
    assert result.startswith(text.rstrip("\n") + "\n\nfootnotes:\n  new: >-\n    A note.")
    assert source_of(result).data["footnotes"] == {"new": "A note."}


def test_the_last_footnote_takes_its_heading_along() -> None:
    text = "a: b\nfootnotes:\n  one: x\nend: y\n"
    assert changed(text, GoneEntry(("footnotes",))) == "a: b\nend: y\n"


def test_lists_on_one_line_stay_on_it() -> None:
    text = "body: [a, 'b', c]  # three\n"
    assert changed(text, NewEntry(("body", 1), "x, y")) == "body: [a, \"x, y\", 'b', c]  # three\n"
    assert changed(text, GoneEntry(("body", 0))) == "body: ['b', c]  # three\n"
    assert changed(text, GoneEntry(("body", 2))) == "body: [a, 'b']  # three\n"


def test_line_ends_of_windows_stay() -> None:
    text = LETTER.replace("\n", "\r\n")
    result = changed(
        text, NewEntry(("body", 1), "New. Two."), GoneEntry(("body", 2)), NewKey(("footnotes", "n"), "N.")
    )
    assert "\n" not in result.replace("\r\n", "")


@st.composite
def jobs(draw: st.DrawFn) -> tuple[Entry, ...]:
    gone = sorted(draw(st.sets(st.integers(0, 2), max_size=2)))
    entries: list[Entry] = [GoneEntry(("body", index)) for index in gone]
    for _ in range(draw(st.integers(0, 3))):
        words = st.sampled_from(
            ["New.", "One. Two. Three.", "- item\n- item", "with: colon", "# sign", "{{ x }}", "移民"]
        )
        entries.append(NewEntry(("body", draw(st.integers(0, 3))), draw(words)))
    if draw(st.booleans()):
        entries.append(NewKey(("footnotes", "new"), "New: note."))
    if draw(st.booleans()):
        entries.append(GoneEntry(("footnotes", "absent")))
    return tuple(draw(st.permutations(entries)))


@settings(max_examples=800, deadline=None)
@given(jobs())
def test_many_entries_at_once_give_what_each_of_them_means(entries: tuple[Entry, ...]) -> None:
    source = source_of(LETTER)
    body: list[list[str]] = [[] for _ in range(4)]
    gone = {each.steps for each in entries if isinstance(each, GoneEntry)}
    for each in entries:
        if isinstance(each, NewEntry):
            body[int(each.steps[-1])].append(each.value)
    expected = [
        text
        for index in range(4)
        for text in [
            *body[index],
            *([source.data["body"][index]] if index < 3 and ("body", index) not in gone else []),
        ]
    ]
    text, undone = rearranged(source, entries)
    assert not undone
    assert source_of(text).data["body"] == expected
    for comment in (
        "# The letter.",
        "# about the first",
        "# about the second",
        "# about the third",
        "# was he?",
    ):
        assert text.count(comment) == 1


def test_what_has_no_lines_of_its_own_is_left_undone() -> None:
    steps: Steps = ("list", 0, "a")
    text, undone = rearranged(source_of("list:\n  - a: b\n    c: d\n"), (GoneEntry(steps),))
    assert undone == (GoneEntry(steps),)
    assert text == "list:\n  - a: b\n    c: d\n"
