"""What Word writes around text is seen through; what a document of ours can't have is kept with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from communique.word.edited import EditedTable, blocks_of
from communique.word.edited_file import read_edited
from communique.writers.docx_package import OFFICE
from communique.writers.ooxml import W, w
from roundtrip.desk import Desk
from roundtrip.gathered import gathered
from roundtrip.matching import matches

if TYPE_CHECKING:
    from communique.word.edited import EditedBlock, EditedDocument
    from communique.writers.ooxml import Element

SECOND = "summary.yaml: overview[1]"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACES = {
    "w": W[1:-1],
    "r": f"{OFFICE}/relationships",
    "m": f"{OFFICE}/math",
    "mc": MC,
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
}
DECLARED = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())

CHOICE = (
    '<mc:AlternateContent><mc:Choice Requires="w16se">{}</mc:Choice>'
    "<mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
)


@pytest.fixture
def desk() -> Desk:
    return Desk(gathered()["sample"].content)


def parsed(xml: str) -> list[Element]:
    return list(etree.fromstring(f"<w:body {DECLARED}>{xml}</w:body>"))


def add(desk: Desk, xml: str) -> None:
    """Put XML at the end of a paragraph, behind its last words."""
    paragraph = desk.paragraph(SECOND)
    last = paragraph.findall(W + "r")[-1]
    for element in reversed(parsed(xml)):
        last.addnext(element)


def view(desk: Desk) -> EditedDocument:
    file = read_edited(desk.saved(), "reviewed.docx")
    return file.accepted(desk.base, gathered()["sample"].theme.styles)


def second(desk: Desk) -> EditedBlock:
    name = next(each.bookmark for each in desk.base.blocks if each.address == SECOND)
    return next(each for each in blocks_of(view(desk)) if name in [anchor.name for anchor in each.anchors])


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, result: str, *, parts: int = 1) -> str:
    size = len(code) // parts + 1
    pieces = [code[place : place + size] for place in range(0, len(code), size)]
    codes = "".join(f'<w:r><w:instrText xml:space="preserve">{each}</w:instrText></w:r>' for each in pieces)
    signs = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    return signs["begin"] + codes + signs["separate"] + run(result) + signs["end"]


# Seen through


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run(' in a control')}</w:sdtContent></w:sdt>", " in a control"),
        (f'<w:smartTag w:uri="u" w:element="place">{run(" Geneva")}</w:smartTag>', " Geneva"),
        (f'<w:customXml w:uri="u" w:element="x">{run(" tagged")}</w:customXml>', " tagged"),
        (f'<w:bdo w:val="ltr">{run(" turned")}</w:bdo>', " turned"),
        (f'<w:fldSimple w:instr=" DATE ">{run(" 9 May")}</w:fldSimple>', " 9 May"),
        (field(" DATE \\@ &quot;d MMMM&quot; ", " 9 May"), " 9 May"),
        (field(" PAGE ", " 3", parts=3), " 3"),
        (field(" XE &quot;index entry&quot; ", ""), ""),
        (field(" REF _Ref1 \\h ", " see " + "above"), " see above"),
        ('<w:r><w:t xml:space="preserve"> a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>', " a\u2011b"),
        ('<w:r><w:t xml:space="preserve"> a</w:t><w:softHyphen/><w:t>b</w:t></w:r>', " a\u00adb"),
        ('<w:r><w:t xml:space="preserve"> x </w:t><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', " x →"),
        ('<w:r><w:t xml:space="preserve"> x </w:t><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', " x ≥"),
        ('<w:r><w:t xml:space="preserve"> x </w:t><w:sym w:font="Wingdings" w:char="F04A"/></w:r>', " x ☺"),
        ("<w:r><w:br/><w:t>line</w:t></w:r>", "\nline"),
        ("<w:r><w:cr/><w:t>line</w:t></w:r>", "\nline"),
        ('<w:r><w:br w:type="textWrapping" w:clear="all"/><w:t>line</w:t></w:r>', "\nline"),
        ('<w:proofErr w:type="spellStart"/>' + run(" teh") + '<w:proofErr w:type="spellEnd"/>', " teh"),
        ('<w:permStart w:id="5"/>' + run(" allowed") + '<w:permEnd w:id="5"/>', " allowed"),
        ("<w:r><w:t> not preserved </w:t></w:r>", "not preserved"),
        ('<w:r><w:t xml:space="preserve"> two\n lines</w:t></w:r>', " two lines"),
        (CHOICE.format(run(" new"), run(" old")), " new"),
        (f"<w:r>{CHOICE.format('<w:t>☺</w:t>', '<w:t>:-)</w:t>')}</w:r>", "☺"),
    ],
)
def test_text_is_read_whatever_stands_around_it(desk: Desk, xml: str, shown: str) -> None:
    before = desk.text(SECOND)
    add(desk, xml)
    assert second(desk).text == before + shown
    assert view(desk).unreadable == ()


def test_what_shows_nothing_is_passed_over(desk: Desk) -> None:
    add(desk, "<w:r><w:lastRenderedPageBreak/><w:annotationRef/></w:r>")
    add(
        desk,
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + run("Type here")
        + "</w:sdtContent></w:sdt>",
    )
    add(desk, '<w:bookmarkStart w:id="900" w:name="_GoBack"/><w:bookmarkEnd w:id="900"/>')
    add(desk, '<w:bookmarkStart w:id="901" w:name="mine"/><w:bookmarkEnd w:id="901"/>')
    assert matches(desk.base, view(desk)) == []


def test_a_control_around_paragraphs_and_rows_is_seen_through(desk: Desk) -> None:
    paragraph, row = desk.paragraph(SECOND), desk.row("people.yaml: p2")
    for element in (paragraph, row):
        control = w("sdt", w("sdtPr"))
        element.addprevious(control)
        control.append(w("sdtContent", element))
    assert matches(desk.base, view(desk)) == []


def test_bookmarks_between_paragraphs_belong_to_what_follows_or_came_before(desk: Desk) -> None:
    """LibreOffice and others put a bookmark's edges between paragraphs."""
    paragraph = desk.paragraph(SECOND)
    start, end = paragraph.find(W + "bookmarkStart"), paragraph.find(W + "bookmarkEnd")
    assert start is not None
    assert end is not None
    paragraph.addprevious(start)
    paragraph.addnext(end)
    assert matches(desk.base, view(desk)) == []


@pytest.mark.parametrize(
    "code",
    [
        'HYPERLINK "https://example.org/a b"',
        "HYPERLINK https://example.org/x",
        'hyperlink "https://example.org/" \\o "Tip"',
    ],
)
def test_a_link_that_is_a_field_is_a_link(desk: Desk, code: str) -> None:
    add(desk, field(f" {code} ".replace('"', "&quot;"), " here", parts=2))
    (mark,) = [mark for mark in second(desk).marks if mark.kind == "link"]
    assert mark.value.startswith("https://example.org/")
    assert "Tip" not in mark.value
    assert second(desk).text[mark.start : mark.end] == " here"


def test_a_link_to_a_heading_is_read_with_the_heading_s_identifier(desk: Desk) -> None:
    name = next(each.bookmark for each in desk.base.blocks if each.address == "summary.yaml: c[0].topic")
    add(desk, f'<w:hyperlink w:anchor="{name}">{run(" there")}</w:hyperlink>')
    add(desk, field(f" HYPERLINK \\l &quot;{name}&quot; ", " here") + run(" and"))
    assert [mark.value for mark in second(desk).marks] == ["#c0", "#c0"]


def test_a_link_to_another_bookmark_is_reported_and_its_words_stay(desk: Desk) -> None:
    before = desk.text(SECOND)
    add(desk, f'<w:hyperlink w:anchor="_Toc123">{run(" contents")}</w:hyperlink>')
    assert second(desk).text == f"{before} contents"
    assert second(desk).marks == ()
    assert [(each.what, each.text) for each in view(desk).unreadable] == [("link to a bookmark", " contents")]


def test_a_field_over_several_paragraphs_is_read_to_its_end(desk: Desk) -> None:
    first, last = desk.paragraph(SECOND), desk.paragraph("summary.yaml: quotation")
    opening = parsed(field(" TOC ", ""))[:3]
    for place, element in enumerate(opening):
        first.insert(1 + place, element)
    last.append(w("r", w("fldChar", fldCharType="end")))
    assert matches(desk.base, view(desk)) == []


# Styles


def test_a_style_that_its_user_renamed_is_known_by_its_first_name(desk: Desk) -> None:
    for style in desk.roots["word/styles.xml"].iter(W + "style"):
        name = style.find(W + "name")
        if name is not None and name.get(W + "val") in ("Quotation", "Body Text", "heading 1"):
            name.set(W + "val", f"{name.get(W + 'val')},Mine")
            style.set(W + "styleId", style.get(W + "styleId", ""))
    assert matches(desk.base, view(desk)) == []


def test_a_style_that_stands_on_one_of_ours_has_its_role(desk: Desk) -> None:
    below = desk.style_id("Quote")
    style = w("style", w("name", val="My Quote"), w("basedOn", val=below), type="paragraph", styleId="My")
    desk.roots["word/styles.xml"].append(style)
    desk.style(SECOND, "My Quote")
    assert (second(desk).role, second(desk).style) == ("quotation", "My Quote")


def test_italics_by_a_style_that_no_role_has_are_emphasis(desk: Desk) -> None:
    look = w("rPr", w("b"), w("i"))
    style = w("style", w("name", val="Intense Emphasis"), look, type="character", styleId="Intense")
    desk.roots["word/styles.xml"].append(style)
    desk.character_style("forty", SECOND, "Intense Emphasis")
    assert sorted(mark.value for mark in second(desk).marks) == ["emphasis", "strong"]


def test_styles_that_go_round_in_a_circle_end(desk: Desk) -> None:
    for name, below in (("One", "Two"), ("Two", "One")):
        style = w("style", w("name", val=name), w("basedOn", val=below), type="paragraph", styleId=name)
        desk.roots["word/styles.xml"].append(style)
    desk.style(SECOND, "One")
    assert (second(desk).kind, second(desk).role) == ("paragraph", "")


# Kept with their words


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
    f"<w:p>{run('Boxed words')}</w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
    f"<w:txbxContent><w:p>{run('Boxed words')}</w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("xml", "what", "words"),
    [
        (BOX, "text box", "Boxed words"),
        ("<w:r><w:drawing/></w:r>", "picture", ""),
        ("<w:r><w:object/></w:r>", "embedded object", ""),
        ("<m:oMath><m:r><m:t>E=mc²</m:t></m:r></m:oMath>", "equation", "E=mc²"),
        ('<w:r><w:br w:type="page"/></w:r>', "page break", ""),
        ('<w:r><w:br w:type="column"/></w:r>', "column break", ""),
        ('<w:r><w:sym w:font="Webdings" w:char="F021"/></w:r>', "symbol", "Webdings F021"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>", "hidden text", "secret"),
    ],
)
def test_what_no_document_of_ours_can_have_is_reported_with_its_words(
    desk: Desk, xml: str, what: str, words: str
) -> None:
    add(desk, xml)
    (found,) = view(desk).unreadable
    assert (found.what, found.text) == (what, words)
    assert found.anchor == next(each.bookmark for each in desk.base.blocks if each.address == SECOND)
    assert (
        second(desk).text == desk.base.blocks[[each.address for each in desk.base.blocks].index(SECOND)].text
    )


def test_what_a_rejected_change_brought_is_not_reported(desk: Desk) -> None:
    add(desk, f'<w:ins w:id="900" w:author="Rapporteur">{BOX}</w:ins>')
    file = read_edited(desk.saved(), "reviewed.docx")
    assert matches(desk.base, file.rejected(desk.base, gathered()["sample"].theme.styles)) == []
    assert len(view(desk).unreadable) == 1


def test_an_endnote_is_reported_with_its_words(desk: Desk) -> None:
    xml = f'<w:endnotes {DECLARED}><w:endnote w:id="2"><w:p>{run("At the very end.")}</w:p></w:endnote></w:endnotes>'
    desk.roots["word/endnotes.xml"] = etree.fromstring(xml)
    desk.relate("word/document.xml", f"{OFFICE}/relationships/endnotes", "endnotes.xml", external=False)
    add(desk, '<w:r><w:endnoteReference w:id="2"/></w:r>')
    assert [(each.what, each.text) for each in view(desk).unreadable] == [("endnote", "At the very end.")]


def test_an_equation_between_paragraphs_is_reported(desk: Desk) -> None:
    math = parsed("<m:oMathPara><m:oMath><m:r><m:t>a²+b²</m:t></m:r></m:oMath></m:oMathPara>")[0]
    desk.paragraph(SECOND).addnext(math)
    assert [(each.what, each.text) for each in view(desk).unreadable] == [("equation", "a²+b²")]


# Tracked changes in odd places


def test_cells_that_are_put_in_or_taken_out_are_there_or_not(desk: Desk) -> None:
    row = desk.row("people.yaml: p2")
    first, second_, _ = row.findall(W + "tc")
    for cell, tag in ((first, "cellIns"), (second_, "cellDel")):
        properties = cell.find(W + "tcPr")
        assert properties is not None
        properties.append(w(tag, id=900, author="Rapporteur"))
    file = read_edited(desk.saved(), "reviewed.docx")
    styles = gathered()["sample"].theme.styles

    def widths(found: EditedDocument) -> list[int]:
        table = next(part for part in found.body if isinstance(part, EditedTable))
        return [len(each.cells) for each in table.rows]

    assert widths(file.accepted(desk.base, styles)).count(2) == 1
    assert widths(file.rejected(desk.base, styles)).count(2) == 1


def test_a_change_of_paragraph_properties_is_undone_when_it_is_rejected(desk: Desk) -> None:
    with desk.tracking("Rapporteur"):
        desk.list_item("summary.yaml: list[0]", ordered=True)
    file = read_edited(desk.saved(), "reviewed.docx")
    assert matches(desk.base, file.rejected(desk.base, gathered()["sample"].theme.styles)) == []


def test_a_file_without_authors_or_dates_is_read(desk: Desk) -> None:
    add(desk, f'<w:ins w:id="900">{run(" anonymous")}</w:ins>')
    touches = second(desk).touches
    assert [(each.credit.author, each.credit.date) for each in touches] == [("", "")]
