"""What two rows of words have in common is found as readers would find it, and quickly whatever the rows are."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise
from random import Random

import pytest

from communique.redline.differences import stretches
from communique.redline.words import Word
from communique.word import matching
from communique.word.changes import changes_of
from communique.word.cloth import Word as Cut
from communique.word.matching import differing, stretches_in_common
from communique.word.merge import differences, merge
from communique.word.similarity import similarity
from communique.word.tokens import Hunk, Marked, hunks_of, tokens_of, words_of
from communique.writers.docx_base import Mark

MANY = 20_000
LETTERS = "ab cd"


def edited(random: Random, words: list[str]) -> list[str]:
    """Return words with some put in and some taken out."""
    words = list(words)
    for _ in range(random.randint(0, 6)):
        at = random.randint(0, len(words))
        words[at : at + random.randint(0, 3)] = random.choices(LETTERS, k=random.randint(0, 3))
    return words


@pytest.mark.parametrize("seed", range(50))
@pytest.mark.parametrize("steps", [0, 300])
def test_what_is_in_common_is_in_both_rows_in_order(
    seed: int, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "FEWEST_STEPS", steps)
    monkeypatch.setattr(matching, "STEPS_PER_ITEM", 0)
    random = Random(seed)  # noqa: S311
    old = random.choices(LETTERS, k=random.randint(0, 60))
    new = edited(random, old)
    common = stretches_in_common(old, new, str.isspace)
    assert all(old[at : at + size] == new[new_at : new_at + size] != [] for at, new_at, size in common)
    for (at, new_at, size), (following, new_following, _) in pairwise(common):
        assert at + size <= following
        assert new_at + size <= new_following
        assert (at + size, new_at + size) != (following, new_following)
    rebuilt = list(old)
    for start, end, new_start, new_end in reversed([*differing(common, len(old), len(new))]):
        rebuilt[start:end] = new[new_start:new_end]
    assert rebuilt == new


@pytest.mark.parametrize("seed", range(50))
def test_texts_of_usual_length_have_their_longest_stretches_in_common(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    old = random.choices(LETTERS, k=random.randint(0, 60))
    new = edited(random, old)
    for blank in (None, str.isspace):
        blocks = SequenceMatcher(blank, old, new, autojunk=False).get_matching_blocks()
        assert stretches_in_common(old, new, blank) == [tuple(each) for each in blocks if each.size]


def test_rare_words_tie_long_rows_of_repeated_ones_together() -> None:
    old = [*["again"] * MANY, "here", *["again"] * MANY, "there"]
    new = ["once", *["again"] * MANY, "more", "here", *["again"] * (MANY // 2), "there", "at", "last"]
    common = stretches_in_common(old, new)
    assert sum(size for *_, size in common) == MANY + 1 + MANY // 2 + 1


def test_a_word_that_is_repeated_over_and_over_is_compared_word_by_word() -> None:
    same = " no" * MANY
    old, new = f"One{same} first end", f"Two{same} second end"
    count = 2 * MANY
    words, others = words_of(old), words_of(new)
    expected = (Hunk(0, 1, 0, 1), Hunk(count + 2, count + 3, count + 2, count + 3))
    assert differences(words, others, str.isspace) == expected
    assert tuple(hunks_of(tokens_of(Marked(old)), tokens_of(Marked(new)))) == expected
    assert similarity(old, new) > 0.9
    changes = changes_of(_cut(words), _cut(others), [frozenset()] * len(words))
    assert [each.equal for each in changes] == [False, True, False, True]
    told = stretches([Word(each) for each in words], [Word(each) for each in others])
    assert ["".join(word.text for word in each.words) for each in told if each.change != "kept"] == [
        "One",
        "Two",
        "first",
        "second",
    ]


def test_half_of_many_like_words_can_go() -> None:
    old, new = words_of("no " * MANY), words_of("no " * (MANY // 2))
    changes = changes_of(_cut(old), _cut(new), [frozenset({1})] * len(old))
    assert sum(each.end - each.start for each in changes if not each.equal) == len(old) - len(new)


def test_a_text_of_nothing_but_marks_is_merged() -> None:
    text = "no " * (MANY // 2) + "end"
    marks = tuple(Mark("style", at, at + 2, "emphasis") for at in range(0, len(text) - 3, 3))
    base, theirs = Marked(text, marks), Marked(text.replace("end", "stop"), marks)
    merged = merge(base, Marked("So: " + text, tuple(_moved(each, 4) for each in marks)), theirs)
    assert merged.result.text == "So: " + theirs.text
    assert len(merged.result.marks) == len(marks)
    assert merged.conflicts == ()


def test_a_word_of_any_length_is_one_word() -> None:
    assert words_of("a" * 3_000_000 + " end") == ["a" * 3_000_000, " ", "end"]


def _moved(mark: Mark, by: int) -> Mark:
    return Mark(mark.kind, mark.start + by, mark.end + by, mark.value)


def _cut(words: list[str]) -> list[Cut]:
    found: list[Cut] = []
    at = 0
    for word in words:
        found.append(Cut(word, "", at))
        at += len(word)
    return found
