"""Two people's changes to one text become one text, and nothing that either wrote is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.word.merge import merge, merge_tokens, settled
from communique.word.tokens import Layer, Marked, Token, marked_of, tokens_of
from communique.writers.docx_base import Mark

EMPHASIS, STRONG = Layer("style", "emphasis"), Layer("style", "strong")
WORDS = ["one", "two", "three", " ", " ", ",", ".", "é", "移", "\n", "🙂", "n\u0303", "\u00a0"]
CASES = settings(max_examples=1000, deadline=None)

layers = st.sampled_from([(), (), (), (EMPHASIS,), (STRONG,), (EMPHASIS, STRONG)])
tokens = st.one_of(
    st.builds(Token, st.sampled_from(WORDS), layers),
    st.builds(Token, st.just(""), st.just(()), st.sampled_from(["first", "second"])),
)
rows = st.lists(tokens, max_size=14).map(tuple)


@st.composite
def descendants(draw: st.DrawFn, base: tuple[Token, ...]) -> tuple[Token, ...]:
    """A row of tokens with a few words inserted, removed, replaced or marked."""
    row = list(base)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(row)))
        end = draw(st.integers(start, min(len(row), start + 3)))
        if draw(st.booleans()):
            row[start:end] = draw(st.lists(tokens, max_size=3))
        else:
            mark = draw(layers)
            row[start:end] = [
                Token(each.text, () if each.note else mark, each.note) for each in row[start:end]
            ]
    return tuple(row)


@st.composite
def triples(draw: st.DrawFn) -> tuple[tuple[Token, ...], ...]:
    base = draw(rows)
    return base, draw(descendants(base)), draw(descendants(base))


def words(row: tuple[Token, ...]) -> Counter[str]:
    return Counter(token.text or f"[{token.note}]" for token in row)


@CASES
@given(rows.flatmap(lambda base: st.tuples(st.just(base), descendants(base))))
def test_what_one_side_alone_did_is_the_result(pair: tuple[tuple[Token, ...], ...]) -> None:
    base, changed = pair
    assert merge_tokens(base, base, changed) == (changed, ())
    assert merge_tokens(base, changed, base) == (changed, ())
    assert merge_tokens(base, changed, changed) == (changed, ())


@CASES
@given(triples())
def test_both_sides_find_the_same_conflicts(triple: tuple[tuple[Token, ...], ...]) -> None:
    base, ours, theirs = triple
    one, other = merge_tokens(base, ours, theirs)[1], merge_tokens(base, theirs, ours)[1]
    assert [(each.start, each.end, each.base, each.ours, each.theirs) for each in one] == [
        (each.start, each.end, each.base, each.theirs, each.ours) for each in other
    ]


@CASES
@given(triples())
def test_without_a_conflict_the_order_of_the_sides_makes_no_difference_to_the_words(
    triple: tuple[tuple[Token, ...], ...],
) -> None:
    base, ours, theirs = triple
    one, clashes = merge_tokens(base, ours, theirs)
    other, _ = merge_tokens(base, theirs, ours)
    if not clashes:
        assert [(each.text, each.note) for each in one] == [(each.text, each.note) for each in other]


@CASES
@given(triples())
def test_every_word_that_either_side_wrote_is_in_the_result_or_in_a_conflict(
    triple: tuple[tuple[Token, ...], ...],
) -> None:
    base, ours, theirs = triple
    result, clashes = merge_tokens(base, ours, theirs)
    kept = words(result)
    said = "".join(each.text for each in result) + "".join(each.theirs for each in clashes)
    for side in (ours, theirs):
        for word, count in (words(side) - words(base)).items():
            assert word in said or kept[word] or clashes, (word, count)
            if not clashes:
                assert kept[word] >= count


@CASES
@given(triples())
def test_a_conflict_says_what_each_side_has(triple: tuple[tuple[Token, ...], ...]) -> None:
    base, ours, theirs = triple
    text = "".join(each.text for each in base)
    for clash in merge_tokens(base, ours, theirs)[1]:
        assert text[clash.start : clash.end] == clash.base
        assert clash.ours in "".join(each.text for each in ours)
        assert clash.theirs in "".join(each.text for each in theirs)


@CASES
@given(rows)
def test_settling_blanks_is_done_once(row: tuple[Token, ...]) -> None:
    once = settled(row)
    assert settled(once) == once


def marked(text: str) -> Marked:
    """Read a text in which *…* is emphasis and _…_ strong."""
    plain, marks = "", []
    opened: dict[str, int] = {}
    for char in text:
        if char in "*_":
            role = {"*": "emphasis", "_": "strong"}[char]
            if role in opened:
                marks.append(Mark("style", opened.pop(role), len(plain), role))
            else:
                opened[role] = len(plain)
        else:
            plain += char
    return Marked(plain, tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"),
    [
        ("one two three", "one 2 three", "one two 3", "one 2 3"),
        ("one two three", "one 2 three", "one 2 three", "one 2 three"),
        ("one two three", "one 2 three", "one 2 3", "one 2 3"),
        ("a b c", "a x b c", "a b y c", "a x b y c"),
        ("a b c", "new a b c", "a b c new", "new a b c new"),
        ("a b c", "a", "a b c", "a"),
        ("a big house stood", "a large house stood", "a *big* house stood", "a *large* house stood"),
        ("a big house stood", "a large house stood", "*a big house* stood", "*a large house* stood"),
        ("*a big house* stood", "*a large house* stood", "a big house stood", "a large house stood"),
        ("a big house", "a _big_ house", "a *big* house", "a *_big_* house"),
        ("a big house", "a *big* house", "a big old house", "a *big* old house"),
        ("a big house", "*a big house*", "a big old house", "*a big old house*"),
    ],
)
def test_changes_apart_from_each_other_all_happen(base: str, ours: str, theirs: str, result: str) -> None:
    merged = merge(marked(base), marked(ours), marked(theirs))
    assert not merged.conflicts
    assert settled(tokens_of(merged.result)) in {
        settled(tokens_of(marked(result))),
        settled(tuple(Token(each.text, each.layers[::-1], each.note) for each in tokens_of(marked(result)))),
    }


def test_different_changes_of_the_same_words_are_a_conflict_and_ours_stays() -> None:
    merged = merge(marked("It took two days."), marked("It took four days."), marked("It took three days."))
    assert merged.result.text == "It took four days."
    (clash,) = merged.conflicts
    assert (clash.base, clash.ours, clash.theirs) == ("two", "four", "three")
    assert (clash.start, clash.end) == (8, 11)


def test_two_different_insertions_in_one_place_are_a_conflict() -> None:
    merged = merge(marked("one two"), marked("one red two"), marked("one blue two"))
    assert [(each.base, each.ours, each.theirs) for each in merged.conflicts] == [("", "red ", "blue ")]


def test_a_deletion_around_somebody_elses_change_is_a_conflict() -> None:
    merged = merge(marked("one two three four"), marked("one four"), marked("one two 3 four"))
    assert len(merged.conflicts) == 1
    assert merged.result.text == "one four"


def test_changes_that_touch_are_both_made() -> None:
    merged = merge(marked("one, two"), marked("1, two"), marked("one; two"))
    assert merged.result.text == "1; two"
    assert not merged.conflicts


def test_bold_on_the_space_after_a_bold_word_is_not_seen() -> None:
    assert marked_of(settled(tokens_of(marked("_bold _text")))) == marked("_bold_ text")
    assert marked_of(settled(tokens_of(marked("_two bold_ words")))) == marked("_two bold_ words")
    assert marked_of(settled(tokens_of(marked("  two  spaces ")))) == marked("two spaces")
