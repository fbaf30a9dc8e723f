"""What Word shows is what is read: footnotes, table rows and comments, tracked or not."""

from __future__ import annotations

import pytest
from lxml import etree

from communique.word.edited import Credit, EditedDocument, EditedTable
from communique.writers.ooxml import W
from roundtrip.desk import Desk
from roundtrip.gathered import gathered
from roundtrip.matching import matches
from roundtrip.views import (
    OPENING,
    RAPPORTEUR,
    REVIEWER,
    SECOND,
    accepted,
    block,
    marked,
    maybe,
    others_unchanged,
    read,
    rejected,
)


@pytest.fixture
def desk() -> Desk:
    return Desk(gathered()["sample"].content)


# Footnotes


@pytest.mark.parametrize("tracked", [False, True])
def test_a_new_footnote_is_read_with_its_place_and_its_words(desk: Desk, tracked: bool) -> None:
    with maybe(desk, tracked):
        desk.add_note("A word about cities.", SECOND, after="city governments")
    view = accepted(desk)
    found = block(view, desk, SECOND)
    ((key, place),) = [(mark.value, mark.start) for mark in found.marks if mark.kind == "note"]
    assert found.text[:place].endswith("city governments")
    (note,) = [each for each in view.notes if each.key == key]
    assert [(each.text, each.role) for each in note.blocks] == [("A word about cities.", "note")]
    assert note.anchors == ()
    if tracked:
        assert matches(desk.base, rejected(desk)) == []


@pytest.mark.parametrize("tracked", [False, True])
def test_a_footnote_whose_mark_is_deleted_is_gone(desk: Desk, tracked: bool) -> None:
    with maybe(desk, tracked):
        desk.remove_note(OPENING)
    view = accepted(desk)
    assert [each.blocks[0].text for each in view.notes] == ["By video, from the annex."]
    assert not [mark for mark in block(view, desk, OPENING).marks if mark.kind == "note"]
    if tracked:
        assert matches(desk.base, rejected(desk)) == []


def test_a_footnote_is_edited_like_any_text(desk: Desk) -> None:
    address = "summary.yaml: notes.absent"
    with desk.tracking(RAPPORTEUR):
        desk.replace("Two delegations", "Three delegations", address)
    found = block(accepted(desk), desk, address)
    assert found.text.startswith("Three delegations sent their regrets")
    assert marked(found) == [("emphasis", "regrets")]
    assert matches(desk.base, rejected(desk)) == []


def test_a_footnote_that_is_cited_twice_is_one_note_with_two_marks() -> None:
    written = gathered()["nested"]
    desk = Desk(written.content)
    desk.replace("again", "anew", "note.yaml: b")
    view = read(desk).accepted(desk.base, written.theme.styles)
    found = block(view, desk, "note.yaml: b")
    keys = [mark.value for mark in found.marks if mark.kind == "note"]
    assert keys[0] == keys[1] != keys[2]
    assert [each.key for each in view.notes] == [keys[0], keys[2]]


# Tables


def rows(view: EditedDocument) -> list[list[str]]:
    return [
        [" / ".join(each.text for each in cell.blocks) for cell in row.cells]
        for part in view.body
        if isinstance(part, EditedTable)
        for row in part.rows
    ]


@pytest.mark.parametrize("tracked", [False, True])
def test_a_row_that_is_inserted_stands_in_its_place_with_its_author(desk: Desk, tracked: bool) -> None:
    with maybe(desk, tracked):
        desk.insert_row(["Chair", "Ms. New", ""], after="people.yaml: p1")
    view = accepted(desk)
    place = rows(view).index(["Chair", "Ms. New", ""])
    assert "Fjeldstad-1" in rows(view)[place - 1][1]
    (table,) = [part for part in view.body if isinstance(part, EditedTable)]
    assert table.rows[place].credit == (Credit(RAPPORTEUR, "2026-11-02T09:00:00Z") if tracked else None)
    assert [cell.anchors for cell in table.rows[place].cells] == [(), (), ()]
    if tracked:
        assert matches(desk.base, rejected(desk)) == []


@pytest.mark.parametrize("tracked", [False, True])
def test_a_row_that_is_deleted_is_gone_and_it_is_known_by_whom(desk: Desk, tracked: bool) -> None:
    before = len(rows(accepted(desk)))
    with maybe(desk, tracked):
        desk.delete_row("people.yaml: p2")
    view = accepted(desk)
    assert len(rows(view)) == before - 1
    assert not [each for each in rows(view) if any(cell.endswith("Fjeldstad-2") for cell in each)]
    cells = {
        cell.bookmark for row in desk.base.rows if row.address == "people.yaml: p2" for cell in row.cells
    }
    assert [cells <= set(each.names) and each.credit.author == RAPPORTEUR for each in view.removed] == [
        True
    ] * tracked
    if tracked:
        assert matches(desk.base, rejected(desk)) == []


def test_a_cell_is_edited_like_any_text(desk: Desk) -> None:
    desk.replace("Director", "Head", "people.yaml: p3.title")
    view = accepted(desk)
    assert [each for each in rows(view) if each[-1].startswith("Head of Programmes")]
    assert others_unchanged(view, desk, "people.yaml: p3.title")


# Comments


def test_comments_are_read_with_their_words_their_place_and_their_thread(desk: Desk) -> None:
    first = desk.comment("Which ones?", SECOND, "forty delegations", author=REVIEWER)
    desk.comment("Done.", OPENING, "patience", resolved=True)
    desk.reply(first, "All of them.", author=RAPPORTEUR)
    view = accepted(desk)
    names = {each.bookmark: each.address for each in desk.base.blocks}
    assert [(each.text, each.quoted, names[each.anchor], each.resolved) for each in view.comments] == [
        ("Which ones?", "forty delegations", SECOND, False),
        ("Done.", "patience", OPENING, True),
        ("All of them.", "forty delegations", SECOND, False),
    ]
    assert view.comments[0].credit.author == REVIEWER
    assert view.comments[2].answers == view.comments[0].key
    assert matches(desk.base, view) == []


def test_a_comment_is_read_as_word_shows_it(desk: Desk) -> None:
    desk.comment("Why?", SECOND, "forty delegations")
    root = desk.roots["word/comments.xml"]
    said = '<w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t xml:space="preserve">non </w:t><w:noBreakHyphen/>'
    taken = '<w:del w:id="9" w:author="A"><w:r><w:delText>not</w:delText></w:r></w:del>'
    for runs in (f"<w:r>{said}<w:t>stop</w:t></w:r>{taken}", "", "<w:r><w:t>Why?</w:t></w:r>"):
        root[-1].append(etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{runs}</w:p>'))
    (comment,) = accepted(desk).comments
    assert comment.text == "Why?\none\ntwo\tnon \u2011stop\n\nWhy?"


def test_a_comment_on_words_that_are_gone_is_kept(desk: Desk) -> None:
    desk.comment("Why?", SECOND, "forty delegations")
    desk.delete_block(SECOND)
    (comment,) = accepted(desk).comments
    assert (comment.text, comment.quoted) == ("Why?", "")
