"""The structure tree says what the document says. Each test names something that WeasyPrint leaves out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pdf.reading import tree_blocks
from pdf.sample import LINK_WORDS, document

if TYPE_CHECKING:
    from pdf.reading import Element, PdfReading


def test_the_reading_order_is_the_order_of_the_tree(pdf: PdfReading) -> None:
    assert pdf.blocks() == tree_blocks(document())


def test_everything_drawn_is_either_in_the_tree_or_an_artifact(pdf: PdfReading) -> None:
    held = Counter(pdf.structure.all_content())
    drawn = Counter(
        (number, int(properties.MCID))
        for number, tags in enumerate(pdf.marked)
        for lists in tags.values()
        for properties in lists
        if properties is not None and "/MCID" in properties
    )
    assert held == drawn
    assert set(held.values()) == {1}


def test_every_number_leads_back_to_the_element_that_holds_it(pdf: PdfReading) -> None:
    numbers = pdf.file.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for element in _elements(pdf.structure):
        for page, number in element.content:
            assert owners[page][number].objgen == element.dictionary.objgen
        for link in element.links:
            assert owners[int(link.StructParent)].objgen == element.dictionary.objgen
    assert len({int(each.StructParents) for each in pdf.file.pages}) == len(pdf.file.pages)


def test_header_cells_have_a_scope(pdf: PdfReading) -> None:
    heads = pdf.structure.find("TH")
    scopes = [each.attribute("Scope") for each in heads]
    assert scopes[:3] == ["/Column", "/Column", "/Column"]
    assert set(scopes[3:]) == {"/Row", "/Column"}
    assert len({each.entry("ID") for each in heads}) == len(heads)


def test_cells_name_the_cells_that_head_them(pdf: PdfReading) -> None:
    (table,) = pdf.structure.find("Table")
    identifiers = {each.entry("ID"): each for each in table.find("TH")}
    last = table.find("TD")[-1]
    heads = [identifiers[str(each)] for each in last.dictionary.A.Headers]
    assert [each.attribute("Scope") for each in heads] == ["/Column", "/Column", "/Row"]
    assert heads[0].attribute("ColSpan") == "2"
    assert heads[2].parent is last.parent


def test_a_table_over_pages_is_one_table_with_one_head(pdf: PdfReading) -> None:
    (table,) = pdf.structure.find("Table")
    assert [each.kind for each in table.kids] == ["Caption", "THead", "TBody", "TBody"]
    assert len({page for page, _ in table.all_content()}) > 1
    assert len(table.find("THead")) == 1
    assert len({page for page, _ in table.find("THead")[0].all_content()}) == 1
    repeated = [each for tags in pdf.marked for each in tags["Artifact"] if each and "/Subtype" not in each]
    assert len([each for each in repeated if each.get("/Type") == "/Pagination"]) >= 2


def test_a_paragraph_over_two_pages_is_one_paragraph(pdf: PdfReading) -> None:
    over_pages = [
        each for each in pdf.structure.find("P") if len({page for page, _ in each.all_content()}) > 1
    ]
    assert len(over_pages) == 1


def test_running_matter_is_an_artifact_of_pagination(pdf: PdfReading) -> None:
    text, read = pdf.text(), "\n".join(pdf.structure_lines())
    for words in ("Running dialogue", "Running summary", "Marked as example", "S/2026/1"):
        assert words in text
        assert words not in read
    for tags in pdf.marked[1:]:
        kinds = {
            str(each.get("/Subtype"))
            for each in tags["Artifact"]
            if each and each.get("/Type") == "/Pagination"
        }
        assert {"/Header", "/Footer"} <= kinds


def test_notes_stand_behind_the_block_that_cites_them(pdf: PdfReading) -> None:
    notes = pdf.structure.find("Note")
    assert [each.entry("ID") for each in notes] == ["_note-1", "_note-2"]
    for note in notes:
        assert note.parent is not None
        before = note.parent.kids[note.parent.kids.index(note) - 1]
        assert before.find("Reference")
        assert [each.kind for each in note.kids] == ["Lbl", "P"]


def test_every_identifier_is_found_in_the_index_of_identifiers(pdf: PdfReading) -> None:
    names = list(pdf.file.Root.StructTreeRoot.IDTree.Names)
    index = {str(name): element.objgen for name, element in zip(names[::2], names[1::2], strict=True)}
    named = [each for each in _elements(pdf.structure) if each.entry("ID")]
    assert index == {each.entry("ID"): each.dictionary.objgen for each in named}
    assert len(index) == len(named)
    assert [bytes(each) for each in names[::2]] == sorted(bytes(each) for each in names[::2])


def test_marks_and_notes_link_to_each_other(pdf: PdfReading) -> None:
    marks = [
        link for each in pdf.structure.find("Reference") for kid in each.find("Link") for link in kid.links
    ]
    assert [str(each.Dest) for each in marks] == ["_note-1", "_note-2", "_note-1"]
    assert [str(each.Contents) for each in marks] == ["Note 1", "Note 2", "Note 1"]
    back = [link for each in pdf.structure.find("Lbl") for kid in each.find("Link") for link in kid.links]
    assert [str(each.Dest) for each in back] == ["_note-1-mark", "_note-2-mark"]
    assert {str(each.Contents) for each in back} == {"Back to the text"}
    destinations = {str(each) for each in list(pdf.file.Root.Names.Dests.Names)[::2]}
    assert {str(each.Dest) for each in (*marks, *back)} <= destinations


def test_links_are_printed_described_and_in_the_tree(pdf: PdfReading) -> None:
    held = [link.objgen for each in pdf.structure.find("Link") for link in each.links]
    assert Counter(held) == Counter(each.objgen for each in pdf.links)
    assert {int(each.F) for each in pdf.links} == {4}
    outside = [each for each in pdf.links if "/A" in each]
    assert len(outside) > 1
    assert {str(each.Contents) for each in outside} == {f"{LINK_WORDS} (https://example.org/report)"}
    for left, bottom, right, top in ((float(part) for part in each.Rect) for each in pdf.links):
        assert right != left
        assert top != bottom


def test_a_link_over_two_lines_is_one_element(pdf: PdfReading) -> None:
    (link,) = (each for each in pdf.structure.find("Link") if "/A" in each.links[0])
    assert len(link.content) == len(link.links) == 2


def test_passages_and_blocks_keep_their_language(pdf: PdfReading) -> None:
    french = [each for each in _elements(pdf.structure) if each.entry("Lang") == "fr"]
    assert [each.kind for each in french] == ["Span", "P"]
    assert pdf.structure.entry("Lang") == "en"


def test_emphasis_is_kept_and_readers_of_old_standards_are_told_what_it_is(pdf: PdfReading) -> None:
    assert len(pdf.structure.find("Em")) == 1
    assert len(pdf.structure.find("Strong")) == 1
    roles = pdf.file.Root.StructTreeRoot.RoleMap
    assert (str(roles.Em), str(roles.Strong)) == ("/Span", "/Span")
    assert pdf.structure.find("NonStruct") == []


def test_lists_have_items_labels_and_a_numbering(pdf: PdfReading) -> None:
    lists = pdf.structure.find("L")
    assert [each.attribute("ListNumbering") for each in lists] == [
        "/Disc",
        lists[1].attribute("ListNumbering"),
        "/Decimal",
    ]
    assert [len(each.kids) for each in lists] == [2, 1, 1]
    for item in pdf.structure.find("LI"):
        assert [each.kind for each in item.kids] == ["Lbl", "LBody"]
    assert lists[1].parent is not None
    assert lists[1].parent.kind == "LBody"


def test_the_document_is_made_of_headings_sections_and_quotations(pdf: PdfReading) -> None:
    headings = pdf.structure.find("H1", "H2", "H3")
    assert [each.kind for each in headings] == ["H1", "H2", "H2"]
    assert len(pdf.structure.find("Sect")) == 2
    (quotation,) = pdf.structure.find("BlockQuote")
    assert [each.kind for each in quotation.kids] == ["P", "P"]
    assert len(pdf.structure.find("Caption")) == 1


def _elements(element: Element) -> list[Element]:
    return [element] + [each for kid in element.kids for each in _elements(kid)]
