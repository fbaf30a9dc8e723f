"""The marks that a way back from Word needs: hidden bookmarks, and the base that tells what they are."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from communique.tree import (
    Cell,
    Field,
    ListBlock,
    ListItem,
    Note,
    NoteReference,
    Paragraph,
    Row,
    RowGroup,
    Styled,
    Table,
    Text,
)
from communique.writers.docx import read_base, write_docx
from communique.writers.docx_base import Mark, marked_text
from communique.writers.docx_package import unzipped, zipped
from communique.writers.ooxml import W

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.theme import Theme
    from communique.tree import Block, Document
    from communique.writers.docx_base import Base

    Parts = dict[str, etree._Element]


@pytest.fixture
def base_of(document: Document, theme: Theme) -> Callable[..., Base]:
    def read(*blocks: Block, notes: tuple[Note, ...] = ()) -> Base:
        base = read_base(write_docx(replace(document, blocks=blocks, notes=notes), theme))
        assert base is not None
        return base

    return read


def test_the_base_tells_whose_revision_the_file_is(content: bytes, document: Document) -> None:
    base = read_base(content)
    assert base is not None
    assert (base.document, base.revision, base.name) == (document.identifier, document.revision, "summary")
    assert base.tool.startswith("communique ")


def test_every_bookmark_of_the_file_is_in_the_base_and_the_other_way_round(
    content: bytes, parts: Parts
) -> None:
    base = read_base(content)
    assert base is not None
    known = [each.bookmark for each in base.blocks] + [each.bookmark for each in base.notes]
    known += [cell.bookmark for row in base.rows for cell in row.cells]
    names = [
        each.get(W + "name", "")
        for part in ("word/document.xml", "word/footnotes.xml")
        for each in parts[part].iter(W + "bookmarkStart")
    ]
    assert sorted(known) == sorted(names)
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"_c[bcn][0-9a-f]{12}", name) for name in names)


def test_a_bookmark_holds_the_whole_text_of_its_block(content: bytes, parts: Parts) -> None:
    base = read_base(content)
    assert base is not None
    texts = {each.bookmark: each.text for each in base.blocks if each.role == "body"}
    found = {}
    for paragraph in parts["word/document.xml"].iter(W + "p"):
        start = paragraph.find(W + "bookmarkStart")
        if start is not None and start.get(W + "name") in texts:
            inside = [each for each in start.itersiblings() if each.tag != W + "bookmarkEnd"]
            text = "".join(
                str(each.text) if each.tag == W + "t" else "\n"
                for element in inside
                for each in element.iter(W + "t", W + "br")
            )
            found[start.get(W + "name")] = text
    assert found == texts


def test_a_block_keeps_its_bookmark_when_something_is_written_before_it(base_of: Callable[..., Base]) -> None:
    one = Paragraph((Text("One"),), address="summary.yaml: overview[0]")
    two = Paragraph((Text("Two"),), address="summary.yaml: overview[1]")
    assert base_of(one, two).blocks[1].bookmark == base_of(two).blocks[0].bookmark


def test_a_record_shown_twice_has_two_bookmarks_and_one_address(base_of: Callable[..., Base]) -> None:
    shown = Paragraph((Text("Ada"),), address="people.yaml: ada.name")
    first, second = base_of(shown, shown).blocks
    assert first.address == second.address
    assert first.bookmark != second.bookmark


def test_blocks_without_an_address_are_told_apart_by_role_and_place(base_of: Callable[..., Base]) -> None:
    first, second, third = base_of(
        Paragraph((Text("a"),)), Paragraph((Text("b"),)), Paragraph((Text("c"),), "aside")
    ).blocks
    assert len({first.bookmark, second.bookmark, third.bookmark}) == 3
    assert first.address is None


def test_fields_emphasis_and_note_marks_lie_on_the_text_of_the_base(base_of: Callable[..., Base]) -> None:
    name = Field("people.yaml: a.name", (Text("Ms. "), Styled("family-name", (Text("Ada"),))))
    note = Note("absent", (Paragraph((Text("Regrets."),), "note", "s: n"),), 1, "summary.yaml: notes.absent")
    paragraph = Paragraph(
        (
            name,
            Text(" spoke"),
            NoteReference("absent", 1),
            Text(" "),
            Styled("passage", (Text("oui"),), "fr"),
        ),
        address="s: p",
    )
    base = base_of(paragraph, notes=(note,))
    block = base.blocks[0]
    assert block.text == "Ms. Ada spoke oui"
    assert block.marks == (
        Mark("field", 0, 7, "people.yaml: a.name"),
        Mark("style", 4, 7, "family-name"),
        Mark("note", 13, 13, "absent"),
        Mark("style", 14, 17, "passage", "fr"),
    )
    (noted,) = base.notes
    assert (noted.identifier, noted.number, noted.address) == ("absent", 1, "summary.yaml: notes.absent")
    assert noted.blocks == (base.blocks[1].bookmark,)


def test_rows_know_their_record_and_cells_their_blocks(base_of: Callable[..., Base]) -> None:
    head = Row((Cell((Paragraph((Text("Name"),), "table-heading"),), "col"), Cell((), "col")))
    cells = (
        Cell((Paragraph((Text("Ada"),), "person", "p: ada.name"),), address="p: ada"),
        Cell((Paragraph((Text("Chair"),), "table-text"), Paragraph((Text("IOM"),), "affiliation"))),
    )
    base = base_of(Table((0.5, 0.5), (head,), (RowGroup((Row(cells, "p: ada"),)),)))
    row = base.rows[1]
    assert (row.address, row.cells[0].address) == ("p: ada", "p: ada")
    texts = {each.bookmark: each.text for each in base.blocks}
    assert [[texts[name] for name in cell.blocks] for cell in row.cells] == [["Ada"], ["Chair", "IOM"]]


def test_list_items_know_whether_they_are_numbered(base_of: Callable[..., Base]) -> None:
    item = ListItem((Paragraph((Text("One"),), "list-item"),))
    base = base_of(ListBlock((item,), ordered=True), ListBlock((item,)))
    assert [each.ordered for each in base.blocks] == [True, False]


def test_text_with_white_space_at_its_ends_survives_an_editor_that_indents_the_item(
    content: bytes,
) -> None:
    parts = unzipped(content)
    root = etree.fromstring(parts["customXml/item1.xml"])
    parts["customXml/item1.xml"] = etree.tostring(root, pretty_print=True)
    assert read_base(zipped(parts)) == read_base(content)


def test_marks_are_told_outer_before_inner() -> None:
    text, marks = marked_text((Styled("strong", (Styled("emphasis", (Text("a"),)), Text("b"))),))
    assert text == "ab"
    assert [each.value for each in marks] == ["strong", "emphasis"]


def test_a_file_without_a_base_has_none(content: bytes) -> None:
    parts = {name: part for name, part in unzipped(content).items() if not name.startswith("customXml")}
    assert read_base(zipped(parts)) is None


def test_a_base_that_is_too_large_is_refused_before_it_is_read(content: bytes) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("customXml/item1.xml", b" " * (33 * 1024 * 1024))
    with pytest.raises(ValueError, match="too large"):
        read_base(stream.getvalue())


def test_a_broken_base_is_refused(content: bytes) -> None:
    parts = unzipped(content) | {"customXml/item1.xml": b"<base"}
    with pytest.raises(ValueError, match="not well formed"):
        read_base(zipped(parts))
