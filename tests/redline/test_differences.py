"""Differences between two rows of words are such as a reader can follow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.redline.differences import stretches
from communique.redline.words import text_of, words_in
from redline.versions import inlines

SIGNS = {"kept": "{}", "deleted": "[-{}-]", "inserted": "[+{}+]"}


def shown(old: str, new: str) -> str:
    found = stretches(words_in(inlines(old)), words_in(inlines(new)))
    return "".join(SIGNS[each.change].format(text_of(each.words)) for each in found)


CASES = [
    ("two days", "three days", "[-two-][+three+] days"),
    ("It lasted two days.", "It lasted two long days.", "It lasted two [+long +]days."),
    ("It lasted two days.", "It lasted days.", "It lasted [-two -]days."),
    ("a follow-up meeting", "a follow-on meeting", "a [-follow-up-][+follow-on+] meeting"),
    ("3.5 per cent", "3.7 per cent", "[-3.5-][+3.7+] per cent"),
    ("don’t go", "won’t go", "[-don’t-][+won’t+] go"),
    ("the two days", "the *two* days", "the [-two-][+two+] days"),
    ("各国应当合作。", "各国应当共同合作。", "各国应当[+共同+]合作。"),
    ("8 October", "8\u00a0October", "8[- -][+\u00a0+]October"),
    ("", "All agreed.", "[+All agreed.+]"),
    ("All agreed.", "", "[-All agreed.-]"),
]


@pytest.mark.parametrize(("old", "new", "wanted"), CASES)
def test_words_change_as_wholes(old: str, new: str, wanted: str) -> None:
    assert shown(old, new) == wanted


def test_a_short_word_between_large_changes_is_no_help_and_goes_with_them() -> None:
    assert shown("planning quickly the harbour of old", "walking slowly the mountain of old") == (
        "[-planning quickly the harbour-][+walking slowly the mountain+] of old"
    )


def test_a_long_word_between_changes_stays() -> None:
    assert shown("one implementation two", "three implementation four") == (
        "[-one-][+three+] implementation [-two-][+four+]"
    )


def test_a_mark_of_a_footnote_is_never_swallowed() -> None:
    assert shown("planning quickly{a} harbour towns", "walking slowly{a} mountain towns").count("[-") == 2


def test_nothing_is_marked_across_text_set_flush_right() -> None:
    assert shown("Organisation <OSC/2026/7>", "Organisations <OSC/2026/8>") == (
        "[-Organisation-][+Organisations+] OSC/2026/[-7-][+8+]"
    )


sentences = st.lists(
    st.sampled_from(
        [
            "the",
            "of",
            "and",
            "a",
            "States",
            "migration",
            "*rights*",
            "two",
            "capacity",
            "合作",
            "don’t",
            ",",
            ".",
        ]
    ),
    max_size=14,
).map(" ".join)


@given(sentences, sentences)
def test_both_rows_can_be_read_in_the_differences(old: str, new: str) -> None:
    before, after = words_in(inlines(old)), words_in(inlines(new))
    found = stretches(before, after)
    assert [word for each in found if each.change != "inserted" for word in each.words] == list(before)
    assert [word for each in found if each.change != "deleted" for word in each.words] == list(after)
