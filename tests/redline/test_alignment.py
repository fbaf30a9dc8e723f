"""Paragraphs are recognised by their text, so that a reader sees what was done."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.redline.compare import ComparedPara, ComparedTable, compare
from communique.redline.pairing import heaviest_increasing
from communique.tree import Field, Paragraph, Text
from redline.pairs import FOURTH, LIST, OPENING, PAIRS, ROWS, SECOND, THIRD, p
from redline.versions import document, pair_by_chance

if TYPE_CHECKING:
    from communique.redline.compare import Compared
    from communique.tree import Document


def told(items: tuple[Compared, ...]) -> list[str]:
    """Return what was done, a word for each paragraph after the title."""
    return [_told(each) for each in items[1:]]


def _told(item: Compared) -> str:
    if isinstance(item, ComparedTable):
        return "table" if item.old and item.new else "table added" if item.new else "table gone"
    if not item.both:
        return ("moved " if item.move else "") + ("here" if item.new else "gone")
    if len(item.new) > 1 or len(item.old) > 1:
        return f"{len(item.old)} to {len(item.new)}"
    return "reshaped" if item.reshaped else "changed" if item.changed else "same"


DONE = [
    ("nothing changed", ["same"] * 4),
    ("one word", ["same", "changed", "same", "same"]),
    ("a sentence rewritten", ["same", "same", "changed", "same"]),
    ("a paragraph inserted first", ["here", "same", "same", "same", "same"]),
    ("a paragraph deleted", ["same", "gone", "same", "same"]),
    ("all replaced", ["gone", "gone", "here", "here"]),
    ("a paragraph moved down", ["same", "moved gone", "same", "moved here", "same"]),
    ("a paragraph split", ["same", "1 to 2", "same", "same"]),
    ("a paragraph split in three", ["1 to 3", "same"]),
    ("two paragraphs joined", ["same", "2 to 1", "same"]),
    ("joined and changed", ["same", "2 to 1", "same"]),
    ("a paragraph made a heading", ["same", "reshaped", "same", "same"]),
    ("a list made numbered", ["same", *["reshaped"] * 3, "same"]),
    ("a table deleted", ["same", "table gone", "same"]),
    ("a column added", ["same", "table gone", "table added", "same"]),
]


@pytest.mark.parametrize(("name", "done"), DONE)
def test_what_was_done_is_recognised(name: str, done: list[str]) -> None:
    assert told(compare(*PAIRS[name]).items) == done


def test_a_paragraph_inserted_before_others_changes_their_addresses_and_nothing_else() -> None:
    old, new = document(p(OPENING, SECOND, THIRD)), document(p(FOURTH, OPENING, SECOND, THIRD))
    assert told(compare(old, new).items) == ["here", "same", "same", "same"]


def test_a_short_paragraph_that_was_rewritten_is_paired_by_its_address() -> None:
    old = document(p(OPENING, "Nobody spoke against it in the end.", THIRD))
    new = document(p(OPENING, "Nobody was against this.", THIRD))
    assert told(compare(old, new).items) == ["same", "changed", "same"]


def test_paragraphs_that_have_nothing_in_common_are_not_paired() -> None:
    old, new = document(p(OPENING, SECOND, THIRD)), document(p(OPENING, FOURTH, THIRD))
    assert told(compare(old, new).items) == ["same", "gone", "here", "same"]


def test_the_short_paragraph_moves_and_not_the_long_one() -> None:
    old, new = (
        document(p("All agreed on this.", SECOND, THIRD)),
        document(p(SECOND, "All agreed on this.", THIRD)),
    )
    assert told(compare(old, new).items) == ["moved gone", "same", "moved here", "same"]


def test_a_paragraph_with_a_footnote_does_not_move_as_the_note_would_be_there_twice() -> None:
    assert told(compare(*PAIRS["a paragraph with a footnote moved"]).items) == [
        "same",
        "gone",
        "same",
        "here",
        "same",
    ]


def rows(old: list[list[str]], new: list[list[str]]) -> list[str]:
    [_, table, _] = compare(*(document([("table", each), ("p", FOURTH)]) for each in (old, new))).items
    assert isinstance(table, ComparedTable)
    return [
        "gone" if not row.new else "here" if not row.old else "changed" if row.changed else "same"
        for row in table.rows
    ]


def test_a_row_is_recognised_by_what_is_in_it() -> None:
    assert rows(ROWS, [*ROWS[:2], ["Opening", "Mr. Swing", "Director General"], *ROWS[2:]]) == [
        "same",
        "same",
        "here",
        "same",
        "same",
    ]
    assert rows(ROWS, [ROWS[0], *ROWS[2:]]) == ["same", "gone", "same", "same"]
    assert rows(ROWS, [*ROWS[:3], ["Chair", *ROWS[3][1:]]]) == ["same", "same", "same", "changed"]


def test_items_of_a_list_are_paragraphs_like_others() -> None:
    old, new = (document([("ul", each), ("p", FOURTH)]) for each in (LIST, [LIST[0], "Pay them.", *LIST[1:]]))
    assert told(compare(old, new).items) == ["same", "here", "same", "same", "same"]


def test_a_note_is_known_by_its_name_or_else_by_its_text() -> None:
    comparison = compare(*PAIRS["a footnote under another name"])
    assert not comparison.changed
    comparison = compare(*PAIRS["a footnote edited"])
    [note] = comparison.notes
    assert note.old is not None
    assert note.new is not None
    assert note.changed


def test_where_a_value_comes_from_is_no_change() -> None:
    typed = document([("p", "Ms. Arbour spoke.")])
    field = Paragraph(
        (Field("people.yaml: arbour", (Text("Ms. Arbour"),)), Text(" spoke.")), address="d: body[0]"
    )
    computed = replace(typed, blocks=(typed.blocks[0], field))
    assert not compare(typed, computed).changed


@given(st.lists(st.integers(0, 40), unique=True), st.data())
def test_the_heaviest_increasing_part_is_found(values: list[int], data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(1, 9), min_size=len(values), max_size=len(values)))
    chosen = heaviest_increasing(values, weights)
    assert [values[at] for at in chosen] == sorted(values[at] for at in chosen)
    best = [0] * len(values)
    for at, value in enumerate(values):
        best[at] = weights[at] + max(
            (best[before] for before in range(at) if values[before] < value), default=0
        )
    assert sum(weights[at] for at in chosen) == max(best, default=0)


def covered(items: tuple[Compared, ...], old: Document, new: Document) -> None:
    paras = [each for each in items if isinstance(each, ComparedPara)]
    for side, whole in (("old", old), ("new", new)):
        blocks = [para.block for each in paras for para in getattr(each, side)]
        assert len(blocks) == len(set(map(id, blocks)))
        assert all(
            any(each is block for block in blocks)
            for each in whole.blocks
            if type(each).__name__ == "Paragraph"
        )


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32).map(Random))
def test_every_paragraph_of_both_versions_is_there_once(random: Random) -> None:
    old, new = pair_by_chance(random)
    covered(compare(old, new).items, old, new)
