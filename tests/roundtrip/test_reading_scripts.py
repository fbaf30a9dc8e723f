"""Edits drawn at random, tracked and not: what is read is what Word would show, whichever way one looks."""

from __future__ import annotations

import os
import re
from contextlib import nullcontext
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from communique.word.edited import EditedTable, blocks_of
from communique.word.edited_file import read_edited
from roundtrip.desk import Desk
from roundtrip.desk_runs import shown
from roundtrip.desk_scripts import AUTHORS, random_script, settled
from roundtrip.gathered import gathered
from roundtrip.matching import matches
from roundtrip.word_saves import saved_by_word

if TYPE_CHECKING:
    from communique.word.edited import EditedBlock, EditedDocument

DOCUMENTS = (
    "sample",
    "example summary",
    "example roster",
    "french",
    "arabic",
    "chinese",
    "nested",
    "every-element note",
)
SCRIPTS = int(os.environ.get("COMMUNIQUE_SCRIPTS", "80"))
BATCHES = 20


def view(content: bytes, name: str, *, accepted: bool = True) -> EditedDocument:
    file = read_edited(content, "reviewed.docx")
    assert file.base is not None
    styles = gathered()[name].theme.styles
    return file.accepted(file.base, styles) if accepted else file.rejected(file.base, styles)


def plain(document: EditedDocument) -> EditedDocument:
    """Return a view without what it says about who did what, and without footnote keys."""
    keys = {note.key: str(number) for number, note in enumerate(document.notes)}

    def block(each: EditedBlock) -> EditedBlock:
        marks = tuple(
            replace(mark, value=keys.get(mark.value, mark.value)) if mark.kind == "note" else mark
            for mark in each.marks
        )
        return replace(each, marks=marks, touches=(), restyled=())

    def part(each: EditedBlock | EditedTable) -> EditedBlock | EditedTable:
        if not isinstance(each, EditedTable):
            return block(each)
        rows = tuple(
            replace(
                row,
                cells=tuple(replace(cell, blocks=tuple(map(block, cell.blocks))) for cell in row.cells),
                credit=None,
            )
            for row in each.rows
        )
        return EditedTable(rows)

    notes = tuple(
        replace(note, key=keys[note.key], blocks=tuple(map(block, note.blocks))) for note in document.notes
    )
    return replace(document, body=tuple(map(part, document.body)), notes=notes, removed=())


def scripts(batch: int) -> list[tuple[str, int]]:
    """Return the documents and seeds of a batch."""
    per = max(1, SCRIPTS // BATCHES)
    return [(DOCUMENTS[(batch + turn) % len(DOCUMENTS)], batch * per + turn) for turn in range(per)]


def edited(name: str, seed: int, *, tracked: bool) -> tuple[Desk, list[str]]:
    chance = Random(seed)  # noqa: S311 - no secret
    desk = Desk(gathered()[name].content, edges=chance.choice(("word", "inside", "outside")))
    done: list[str] = []
    for author in AUTHORS[: chance.choice((1, 2))]:
        with desk.tracking(author) if tracked else nullcontext(desk):
            done += random_script(desk, chance, chance.randrange(1, 6))
    return desk, done


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_is_tracked_reads_as_it_would_accepted_and_rejected_by_hand(batch: int) -> None:
    for name, seed in scripts(batch):
        desk, done = edited(name, seed, tracked=True)
        content = desk.saved()
        said = (name, seed, done)
        assert plain(view(content, name)) == plain(view(settled(content, accepted=True), name)), said
        before = view(content, name, accepted=False)
        assert plain(before) == plain(view(settled(content, accepted=False), name)), said
        assert texts(before) == texts(view(gathered()[name].content, name)), said


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_is_typed_without_a_track_is_what_is_read(batch: int) -> None:
    for name, seed in scripts(batch):
        if name == "nested":  # whose repeated mark of a footnote is text to the desk
            continue
        desk, done = edited(name, seed, tracked=False)
        seen = [squeezed(shown(each)) for each in desk.paragraphs()]
        read = [squeezed(each.text) for part in view(desk.saved(), name).body for each in blocks_in(part)]
        assert [each for each in seen if each] == [each for each in read if each], (name, seed, done)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_save_by_word_changes_nothing_that_is_read(batch: int) -> None:
    for name, seed in scripts(batch):
        desk, done = edited(name, seed, tracked=bool(seed % 2))
        content = desk.saved()
        again = saved_by_word(content, seed)
        assert plain(view(content, name)) == plain(view(again, name)), (name, seed, done)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_one_author_s_changes_alone_are_theirs(name: str) -> None:
    desk, done = edited(name, 3, tracked=True)
    file = read_edited(desk.saved(), "reviewed.docx")
    styles = gathered()[name].theme.styles
    assert file.authors, done
    for author in file.authors:
        theirs = {
            touch.credit.author
            for each in blocks_of(file.by_author(desk.base, styles, author))
            for touch in each.touches
        }
        assert theirs <= {author}
    assert matches(desk.base, file.by_author(desk.base, styles, "Nobody")) == matches(
        desk.base, file.rejected(desk.base, styles)
    )


def texts(document: EditedDocument) -> list[str]:
    """Return what the blocks say; a mark that the last paragraph of all can't lose leaves an empty one."""
    return [each.text for each in blocks_of(document) if each.text]


def blocks_in(part: EditedBlock | EditedTable) -> list[EditedBlock]:
    if not isinstance(part, EditedTable):
        return [part]
    return [each for row in part.rows for cell in row.cells for each in cell.blocks]


def squeezed(text: str) -> str:
    """Return a text without the blanks about which the two may differ, and without a heading's number."""
    return re.sub(r"^\d+\.?", "", "".join(re.sub("\\d+\\.\u00a0", "", text).split()))
