"""Which paragraph is which block, and which of them moved."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.word.alignment import Share, align
from communique.word.edited import Anchor, EditedBlock
from communique.word.ordering import unmoved
from communique.word.similarity import similar_texts, similarity
from communique.writers.docx_base import BaseBlock

LONG = "The secretariat thanked the participants for two days of patient work on a difficult text."


def blocks(*texts: str) -> list[BaseBlock]:
    """Return blocks named by their numbers."""
    return [BaseBlock(f"_cb{number}", "paragraph", "body", text) for number, text in enumerate(texts)]


def paragraph(text: str, *anchors: tuple[int | str, int]) -> EditedBlock:
    """Return a paragraph with bookmarks of blocks that begin in it."""
    found = tuple(
        Anchor(f"_cb{name}" if isinstance(name, int) else name, start, len(text)) for name, start in anchors
    )
    return EditedBlock("paragraph", "body", text, anchors=found)


def sources(olds: list[BaseBlock], *paragraphs: EditedBlock) -> list[tuple[int, ...]]:
    """Return the blocks in each paragraph."""
    return [tuple(share.source for share in shares) for shares in align(olds, paragraphs)]


def test_the_text_of_a_paragraph_is_divided_between_the_bookmarks_that_begin_in_it() -> None:
    (shares,) = align(blocks("One and", "two."), [paragraph("So: one and two.", (0, 4), (1, 12))])
    assert shares == (Share(0, 0, 12), Share(1, 12, 16))


def test_the_first_paragraph_with_a_bookmark_has_it() -> None:
    olds = blocks("One is enough. Two are more.")
    assert sources(olds, paragraph("One is enough. ", (0, 0)), paragraph("Something new.", (0, 0))) == [
        (0,),
        (),
    ]


def test_a_bookmark_left_by_a_deleted_paragraph_takes_no_words() -> None:
    olds = blocks("First things first.", LONG)
    assert sources(olds, paragraph("First things first. And then?", (0, 0), (1, 19))) == [(0,)]


def test_a_copy_of_a_bookmark_counts_where_the_original_is_gone() -> None:
    olds = blocks("One thing.", "Another thing.")
    copied = paragraph("One thing.", ("_cb0_Copy_1", 0))
    assert sources(olds, paragraph("Another thing.", (1, 0)), copied) == [(1,), (0,)]
    both = [paragraph("One thing.", (0, 0)), copied, paragraph("Another thing.", (1, 0))]
    assert sources(olds, *both) == [(0,), (), (1,)]


def test_a_paragraph_typed_at_the_start_of_another_does_not_take_its_bookmark() -> None:
    assert sources(blocks(LONG), paragraph("A new one.", (0, 0)), paragraph(LONG)) == [(), (0,)]


@pytest.mark.parametrize("words", ["The secretariat", "The"])
def test_nor_does_one_that_begins_with_the_same_words(words: str) -> None:
    assert sources(blocks(LONG), paragraph(words, (0, 0)), paragraph(LONG)) == [(), (0,)]


def test_a_short_first_half_of_a_split_keeps_its_block() -> None:
    olds = blocks(LONG)
    assert sources(olds, paragraph("The secretariat", (0, 0)), paragraph(LONG[16:])) == [(0,), (0,)]


def test_what_stands_between_two_parts_of_a_block_is_a_part_too() -> None:
    olds = blocks(LONG)
    found = sources(olds, paragraph(LONG[:40], (0, 0)), paragraph("Applause."), paragraph(LONG[40:]))
    assert found == [(0,), (0,), (0,)]


def test_a_lost_block_is_found_where_its_text_stands() -> None:
    olds = blocks("Nobody spoke first.", LONG, "Nobody spoke last.")
    found = sources(
        olds,
        paragraph(LONG),
        paragraph("Nobody spoke first.", (0, 0)),
        paragraph("Nobody spoke last.", (2, 0)),
    )
    assert found == [(1,), (0,), (2,)]


def test_the_same_text_several_times_is_found_in_order() -> None:
    olds = blocks("Panellist", "Keynote", "Panellist", "Panellist")
    texts = ["Panellist", "Keynote", "Panellist", "Panellist"]
    assert sources(olds, *map(paragraph, texts)) == [(0,), (1,), (2,), (3,)]


def test_a_changed_text_is_found_by_what_it_shares() -> None:
    changed = LONG.replace("two days", "three weeks").replace("difficult", "simple")
    assert sources(blocks(LONG, "x"), paragraph("x", (1, 0)), paragraph(changed)) == [(1,), (0,)]
    assert sources(blocks(LONG, "x"), paragraph("x", (1, 0)), paragraph("The participants left.")) == [
        (1,),
        (),
    ]


def test_a_text_typed_over_in_its_place_is_the_same_block() -> None:
    olds = blocks("One.", "Two.", "Three.")
    found = sources(olds, paragraph("One.", (0, 0)), paragraph("Zwei."), paragraph("Three.", (2, 0)))
    assert found == [(0,), (1,), (2,)]


def test_a_paragraph_in_the_place_of_several_is_new() -> None:
    olds = blocks("One.", "Two.", "And so on.", "Three.")
    found = sources(olds, paragraph("One.", (0, 0)), paragraph("Zwei."), paragraph("Three.", (3, 0)))
    assert found == [(0,), (), (3,)]


@pytest.mark.parametrize("first", [True, False])
def test_a_lost_block_in_the_paragraph_of_its_neighbour_was_joined(first: bool) -> None:
    olds = blocks("Nobody spoke first of all.", LONG)
    text = f"Nobody spoke first of all. {LONG}"
    (shares,) = align(olds, [paragraph(text, (0, 0) if first else (1, 0))])
    assert [share.source for share in shares] == [0, 1]
    assert text[shares[1].start :].strip() == LONG


def test_an_empty_paragraph_is_no_block_even_with_its_bookmark() -> None:
    assert sources(blocks("One."), paragraph(" ", (0, 0))) == [()]


def test_an_empty_block_is_its_empty_paragraph() -> None:
    assert sources(blocks(""), paragraph("", (0, 0))) == [(0,)]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=9, unique_by=lambda pair: pair[0]))
def test_what_stayed_is_the_heaviest_increasing_row(pairs: list[tuple[int, int]]) -> None:
    weights = dict(pairs)
    numbers = list(weights)
    kept = unmoved(numbers, list(weights.values()))
    row = [number for number in numbers if number in kept]
    assert row == sorted(row)
    heaviest = max(
        sum(weights[number] for number in some)
        for count in range(len(numbers) + 1)
        for some in combinations(numbers, count)
        if list(some) == sorted(some)
    )
    assert sum(weights[number] for number in row) == heaviest


def test_similarity_is_the_share_of_common_words() -> None:
    assert similarity("one two three", "one two three") == 1
    assert similarity("one two", "one six") == 0.5
    assert similarity("one", "two") == 0
    assert similarity("", "") == 1
    assert similarity("会议讨论了问题", "会议讨论了议题") > 0.8


def test_similar_texts_are_found_among_thousands() -> None:
    lost = {
        number: f"Speaker {number} took the floor on item {number} of the agenda." for number in range(3000)
    }
    free = {number: text.replace("took the floor", "spoke") for number, text in lost.items()}
    assert similar_texts(lost, free, lambda *_: 0.6) == {number: number for number in lost}
