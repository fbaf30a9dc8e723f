"""Whatever is done in an editor, the edits tell all of it, and one thing done is one thing told.

Edits are carried out on the base, and must give what Word shows. `SCRIPTS=20000` in the environment makes more of it.
"""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from communique.word.compare import compare
from communique.word.edits import (
    Deletion,
    Edit,
    Insertion,
    Join,
    Move,
    NoteDeletion,
    NoteInsertion,
    RoleEdit,
    RowDeletion,
    RowInsertion,
    RowMove,
    TextEdit,
    Unplaced,
)
from communique.word.edits import Split as SplitEdit
from roundtrip.paper import Habits, edited_of, paper_of
from roundtrip.random_scripts import Script, scripts
from roundtrip.replay import replay
from roundtrip.sample_base import sample_base
from roundtrip.scripts import expected, para_at
from roundtrip.shown import shown
from roundtrip.steps import (
    AddRow,
    DeleteBlock,
    DeleteRow,
    Emphasise,
    InsertBlock,
    MoveBlock,
    MoveRow,
    Replace,
    SetStyle,
    Split,
)
from roundtrip.steps import Join as JoinStep

BASE = sample_base()
PAPER = paper_of(BASE)
TEXTS = {block.text for block in BASE.blocks}
NAMES = [block.bookmark for block in BASE.blocks]
SCRIPTS = int(os.environ.get("SCRIPTS", "1050"))
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def of_all(share: int) -> settings:
    """Return settings for a share of the scripts, in parts of seven."""
    return settings(max_examples=SCRIPTS * share // 7, deadline=None, suppress_health_check=QUIET)


@of_all(4)
@given(scripts(PAPER))
def test_the_edits_carried_out_on_the_base_give_what_word_shows(script: Script) -> None:
    paper = script.done_to(PAPER)
    edited = edited_of(paper, script.habits, NAMES)
    assert shown(edited) == expected(paper)
    assert replay(BASE, compare(BASE, edited).edits) == expected(paper)


@of_all(1)
@given(scripts(PAPER, most=6))
def test_so_they_do_where_no_bookmark_is_left(script: Script) -> None:
    paper = script.done_to(PAPER)
    for box in paper.boxes():
        box.anchor = ""
    edited = edited_of(paper, replace(script.habits, dropped=frozenset(range(len(NAMES)))), NAMES)
    assert replay(BASE, compare(BASE, edited).edits) == expected(paper)


MOST_AROUND = 5  # paragraphs that rather moved than what the template has put in its place
TOLD: dict[type, set[type]] = {
    Replace: {TextEdit, Deletion},
    Emphasise: {TextEdit},
    Split: {SplitEdit},
    JoinStep: {Join, TextEdit},
    DeleteBlock: {Deletion},
    InsertBlock: {Insertion},
    MoveBlock: {Move},
    SetStyle: {RoleEdit},
    AddRow: {RowInsertion},
    DeleteRow: {RowDeletion},
    MoveRow: {RowMove},
}


def meant(edit: Edit) -> Edit:
    """Return an edit, or what it would be if it had a place."""
    return edit.edit if isinstance(edit, Unplaced) and edit.edit else edit


def is_fixed(step: MoveBlock) -> bool:
    """Whether what is moved is the template's, or a heading, which has a key of its own."""
    names = {sign.start for sign in para_at(PAPER, step.spot).signs}
    moved = [block for block in BASE.blocks if block.bookmark in names]
    return any(block.address is None or block.kind == "heading" for block in moved)


@of_all(2)
@given(scripts(PAPER, most=1))
def test_one_thing_done_is_one_thing_told(script: Script) -> None:
    script = replace(script, habits=replace(script.habits, selected="left", dropped=frozenset()))
    paper = script.done_to(PAPER)
    edits = [meant(edit) for edit in compare(BASE, edited_of(paper, script.habits, NAMES)).edits]
    edits = [edit for edit in edits if not isinstance(edit, NoteInsertion | NoteDeletion)]
    for step in script.steps:
        kinds = TOLD.get(type(step))
        if isinstance(step, InsertBlock) and step.text in TEXTS:
            continue  # of two paragraphs with the same words either may be the new one
        if isinstance(step, Replace) and not para_at(PAPER, step.spot).text:
            kinds = {Insertion}  # into an empty cell
        if isinstance(step, MoveBlock) and is_fixed(step):
            kinds = {Move}  # told as moves of the few paragraphs around it
            assert len(edits) <= MOST_AROUND + 1
        elif kinds is not None:
            assert len(edits) <= 1
        if kinds is not None:
            assert {type(edit) for edit in edits} <= kinds
        if isinstance(step, Replace | Emphasise | SetStyle | DeleteBlock):
            names = {sign.start for sign in para_at(PAPER, step.spot).signs if sign.start}
            assert {
                edit.block.bookmark for edit in edits if isinstance(edit, TextEdit | RoleEdit | Deletion)
            } <= names


def test_a_document_that_nobody_touched_has_no_edit() -> None:
    assert compare(BASE, edited_of(PAPER, Habits(), NAMES)).edits == ()
