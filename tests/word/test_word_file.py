"""What somebody who opens the DOCX in Word finds."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from communique.tree import (
    Cell,
    Field,
    Heading,
    LineBreak,
    Link,
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
from communique.writers.docx import write_docx
from communique.writers.ooxml import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.theme import Theme
    from communique.tree import Document

    Parts = dict[str, etree._Element]
    Write = Callable[..., Parts]

BODY = "word/document.xml"
FOOTNOTES = "word/footnotes.xml"


def find(root: etree._Element, path: str) -> list[etree._Element]:
    """Return elements by XPath."""
    found = root.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, etree._Element)]


def values(root: etree._Element, path: str) -> list[str]:
    """Return attribute values by XPath."""
    found = root.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    return [str(each) for each in found]


def text(element: etree._Element) -> str:
    """Return the text of an element as a reader sees it."""
    return "".join(values(element, ".//w:t/text()"))


def styled_runs(root: etree._Element) -> list[tuple[str, str]]:
    """Return the text of each run with its character style."""
    runs = find(root, "//w:body//w:r")
    return [(text(run), "".join(values(run, "w:rPr/w:rStyle/@w:val"))) for run in runs]


def test_the_title_has_words_own_style_and_the_outline_begins_with_heading_1(parts: Parts) -> None:
    styles = values(parts[BODY], "//w:pStyle/@w:val")
    assert styles.count("Title") == 1
    outline = [each for each in styles if each.startswith("Heading")]
    assert outline == ["Heading1", "Heading1", "Heading2", "Heading2", "Heading1"]
    levels = values(
        parts["word/styles.xml"], "//w:style[starts-with(@w:styleId, 'Heading')]//w:outlineLvl/@w:val"
    )
    assert levels == ["0", "1", "2"]


def test_a_numbered_heading_has_its_number_in_front(write: Write) -> None:
    body = write(Heading(2, (Text("Means"),), number="3."))[BODY]
    assert text(find(body, "//w:p")[0]) == "3.\u00a0Means"


def test_footnotes_are_words_own_in_the_order_of_their_marks(write: Write) -> None:
    notes = tuple(
        Note(name, (Paragraph((Text(name),), "note"),), number) for name, number in (("b", 2), ("a", 1))
    )
    paragraph = Paragraph((Text("One"), NoteReference("a", 1), Text(" two"), NoteReference("b", 2)))
    parts = write(paragraph, notes=notes)
    assert values(parts[BODY], "//w:footnoteReference/@w:id") == ["1", "2"]
    assert [text(each) for each in find(parts[FOOTNOTES], "//w:footnote[not(@w:type)]")] == ["a", "b"]
    assert values(parts[FOOTNOTES], "//w:footnote/@w:type") == ["separator", "continuationSeparator"]


def test_a_footnote_cited_twice_is_one_note_and_a_field_repeats_its_number(write: Write) -> None:
    notes = (Note("a", (Paragraph((Text("Note"),), "note"),), 1),)
    parts = write(Paragraph((NoteReference("a", 1), Text(" and "), NoteReference("a", 1))), notes=notes)
    assert len(find(parts[BODY], "//w:footnoteReference")) == 1
    (instruction,) = values(parts[BODY], "//w:instrText/text()")
    bookmark = find(parts[BODY], "//w:footnoteReference/../preceding-sibling::w:bookmarkStart[1]")[0]
    assert instruction.split()[:2] == ["NOTEREF", bookmark.get(f"{{{NAMESPACES['w']}}}name")]


def test_each_numbered_list_begins_where_the_content_says(write: Write) -> None:
    def numbered(start: int) -> ListBlock:
        item = ListItem((Paragraph((Text("item"),), "list-item"),))
        return ListBlock((item, item), ordered=True, start=start)

    parts = write(numbered(1), numbered(4))
    first, _, second, _ = values(parts[BODY], "//w:numId/@w:val")
    assert first != second
    numbering = parts["word/numbering.xml"]
    starts = [
        values(numbering, f"//w:num[@w:numId='{each}']//w:startOverride/@w:val") for each in (first, second)
    ]
    assert starts == [["1"], ["4"]]


def test_what_follows_in_a_list_item_stands_under_its_text_without_a_bullet(write: Write) -> None:
    inner = ListBlock((ListItem((Paragraph((Text("deep"),), "list-item"),)),))
    item = ListItem(
        (Paragraph((Text("first"),), "list-item"), Paragraph((Text("more"),), "list-item"), inner)
    )
    body = write(ListBlock((item,)))[BODY]
    assert values(body, "//w:pStyle/@w:val") == ["ListBullet", "ListContinue", "ListBullet"]
    assert values(body, "//w:ilvl/@w:val") == ["0", "1"]


def test_emphasis_is_a_named_style_and_so_is_every_role(write: Write) -> None:
    children = tuple(
        Styled(role, (Text(role),)) for role in ("emphasis", "strong", "quotation", "family-name")
    )
    runs = styled_runs(write(Paragraph(children))[BODY])
    assert runs == [
        ("emphasis", "Emphasis"),
        ("strong", "Strong"),
        ("quotation", "Quotation"),
        ("family-name", "FamilyName"),
    ]


def test_emphasis_inside_an_italic_quotation_stands_upright(write: Write) -> None:
    quotation = Styled("quotation", (Text("he "), Styled("emphasis", (Text("knew"),))))
    run = find(write(Paragraph((quotation,)))[BODY], "//w:r")[1]
    assert values(run, "w:rPr/w:rStyle/@w:val") == ["Quotation"]
    assert values(run, "w:rPr/w:i/@w:val") == ["0"]


def test_strong_emphasis_keeps_both(write: Write) -> None:
    run = find(write(Paragraph((Styled("strong", (Styled("emphasis", (Text("so"),)),)),)))[BODY], "//w:r")[0]
    assert values(run, "w:rPr/w:rStyle/@w:val") == ["Emphasis"]
    assert len(find(run, "w:rPr/w:b")) == 1


def test_a_link_inside_the_document_leads_to_its_heading(write: Write) -> None:
    link = Paragraph((Link("#means", (Text("Means"),)), Link("#nowhere", (Text("lost"),))))
    body = write(link, Heading(2, (Text("Means"),), identifier="means"))[BODY]
    (anchor,) = values(body, "//w:hyperlink/@w:anchor")
    assert values(body, "//w:p[w:pPr/w:pStyle/@w:val='Heading1']/w:bookmarkStart/@w:name") == [anchor]
    assert text(body) == "MeanslostMeans"


def test_links_to_the_web_work_in_the_text_and_in_notes(parts: Parts) -> None:
    for part, target in (
        ("document", "https://example.org/programme?a=1&b=2"),
        ("footnotes", "https://example.org/annex"),
    ):
        ids = values(parts[f"word/{part}.xml"], "//w:hyperlink/@r:id")
        relations = parts[f"word/_rels/{part}.xml.rels"]
        assert [each.get("Target") for each in relations if each.get("Id") in ids] == [target]


def test_characters_that_xml_cannot_hold_are_left_out(write: Write) -> None:
    body = write(Paragraph((Text("a\x00b\x0bc\ud800d\uffffe"),)))[BODY]
    assert text(body) == "abcde"


def test_spaces_and_special_hyphens_are_kept(write: Write) -> None:
    body = write(Paragraph((Text(" a\u00a0b "), LineBreak(), Text("co\u00adop non\u2011breaking"))))[BODY]
    first = find(body, "//w:t")[0]
    assert first.text == " a\u00a0b "
    assert first.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    for tag in ("br", "softHyphen", "noBreakHyphen"):
        assert len(find(body, f"//w:{tag}")) == 1


def test_a_passage_in_another_language_says_so_for_its_script(parts: Parts) -> None:
    languages = {
        attribute: values(parts[BODY], f"//w:r/w:rPr/w:lang/@w:{attribute}")
        for attribute in ("val", "bidi", "eastAsia")
    }
    assert languages == {"val": ["fr-FR"], "bidi": ["ar-SA"], "eastAsia": ["zh-CN"]}
    assert [text(run) for run in find(parts[BODY], "//w:r[w:rPr/w:rtl]")] == ["المرحلة الأخيرة"]


def test_a_document_from_right_to_left_runs_so_everywhere(write: Write) -> None:
    table = Table(
        (1.0,), (Row((Cell((Paragraph((Text("اسم"),), "table-heading"),), "col"),)),), (RowGroup(()),)
    )
    parts = write(Paragraph((Text("نص"),)), table, language="ar", direction="rtl")
    assert len(find(parts[BODY], "//w:p[not(w:pPr/w:bidi)]")) == 0
    assert len(find(parts[BODY], "//w:tblPr/w:bidiVisual")) == 1
    assert len(find(parts[BODY], "//w:sectPr/w:bidi")) == 1
    assert values(parts["word/styles.xml"], "//w:rPrDefault//w:lang/@w:bidi") == ["ar-SA"]
    assert len(find(parts["word/styles.xml"], "//w:style[@w:styleId='Quote']//w:pBdr/w:right")) == 1


def test_body_text_has_no_colour_of_its_own_so_that_a_dark_page_can_show_it(parts: Parts) -> None:
    styles = parts["word/styles.xml"]
    assert find(styles, "//w:docDefaults//w:color") == []
    assert find(styles, "//w:style[@w:styleId='BodyText' or @w:styleId='Normal']//w:color") == []


def test_the_gallery_offers_our_styles_and_no_others(parts: Parts) -> None:
    styles = parts["word/styles.xml"]
    assert values(styles, "//w:latentStyles/@w:defSemiHidden") == ["1"]
    offered = values(styles, "//w:style[w:qFormat and @w:type='paragraph']/w:name/@w:val")
    assert offered[:6] == ["Title", "heading 1", "heading 2", "heading 3", "Body Text", "Lead Statement"]
    assert "Normal" not in offered


def test_the_first_page_has_no_header_and_every_page_has_marking_and_folio(parts: Parts) -> None:
    body = parts[BODY]
    assert values(body, "//w:headerReference/@w:type") == ["default"]
    assert values(body, "//w:footerReference/@w:type") == ["first", "default"]
    assert len(find(body, "//w:sectPr/w:titlePg")) == 1
    assert text(parts["word/header1.xml"]) == "Dialogues on Movement, 8–9 October 2026Summary of conclusions"
    for footer in ("word/footer1.xml", "word/footer2.xml"):
        marked = find(parts[footer], "//w:r[w:rPr/w:rStyle/@w:val='Marking']")
        assert [text(run) for run in marked] == ["EXAMPLE – NOT AN OFFICIAL DOCUMENT"]
        assert [each.split() for each in values(parts[footer], "//w:instrText/text()")] == [
            ["PAGE"],
            ["NUMPAGES"],
        ]
    assert "OSC/2026/7" in text(parts["word/footer2.xml"])


def test_a_final_document_has_no_marking(document: Document, write: Write) -> None:
    parts = write(Paragraph((Text("Text"),)), meta=replace(document.meta, marking="", symbol=""))
    assert text(parts["word/footer1.xml"]) == text(parts["word/footer2.xml"]) == "1 of 1"


def test_the_words_of_the_footer_are_in_the_language_of_the_document(
    document: Document, write: Write
) -> None:
    meta = replace(document.meta, marking="", symbol="", labels={"of": "von"})
    assert text(write(meta=meta, language="de")["word/footer1.xml"]) == "1 von 1"


def test_the_properties_tell_what_the_document_is(content: bytes, parts: Parts, document: Document) -> None:
    core = parts["docProps/core.xml"]
    said = {str(each.tag).partition("}")[2]: each.text for each in core}
    assert said == {
        "title": "Summary of conclusions",
        "subject": "Conference on Safe Crossings",
        "creator": "Organisation for Safe Crossings",
        "lastModifiedBy": "Organisation for Safe Crossings",
        "keywords": "crossings, dialogue",
        "language": "en-GB",
        "identifier": document.identifier,
        "created": "2026-10-12T09:30:00Z",
        "modified": "2026-10-12T09:30:00Z",
        "revision": "1",
    }
    custom = {each.get("name"): "".join(map(str, each.itertext())) for each in parts["docProps/custom.xml"]}
    assert len(custom.pop("communique.seal")) == 64
    assert custom == {
        "communique.document": document.identifier,
        "communique.revision": document.revision,
        "communique.name": "summary",
    }


def test_a_time_in_another_zone_is_written_in_utc(document: Document, write: Write) -> None:
    elsewhere = document.meta.modified.astimezone(timezone(timedelta(hours=9)))
    parts = write(meta=replace(document.meta, modified=elsewhere))
    assert "2026-10-12T09:30:00Z" in [each.text for each in parts["docProps/core.xml"]]


def test_tables_have_fixed_columns_a_repeated_head_and_rows_that_never_split(parts: Parts) -> None:
    (table,) = find(parts[BODY], "//w:tbl")
    widths = [int(each) for each in values(table, "w:tblGrid/w:gridCol/@w:w")]
    assert sum(widths) == int(values(table, "w:tblPr/w:tblW/@w:w")[0])
    assert [round(width / sum(widths), 2) for width in widths] == [0.16, 0.36, 0.48]
    rows = find(table, "w:tr")
    assert all(find(row, "w:trPr/w:cantSplit") for row in rows)
    assert [bool(find(row, "w:trPr/w:tblHeader")) for row in rows[:2]] == [True, False]
    assert values(table, "w:tblPr/w:tblCaption/@w:val") == ["Speakers by session"]
    assert values(table, "w:tblPr/w:tblDescription/@w:val") == ["Role; Name; Title and organisation"]


def test_the_heading_of_a_group_spans_the_table_and_stays_with_the_first_row(parts: Parts) -> None:
    group = find(parts[BODY], "//w:tr[w:tc/w:p/w:pPr/w:pStyle/@w:val='TableGroup']")[0]
    assert values(group, "w:tc/w:tcPr/w:gridSpan/@w:val") == ["3"]
    assert find(parts["word/styles.xml"], "//w:style[@w:styleId='TableGroup']/w:pPr/w:keepNext")


@pytest.mark.parametrize("style", ["Heading1", "Heading2", "LeadStatement", "TableHeading", "Caption"])
def test_what_announces_something_stays_with_it(parts: Parts, style: str) -> None:
    assert find(parts["word/styles.xml"], f"//w:style[@w:styleId='{style}']/w:pPr/w:keepNext")


def test_a_quotation_stays_with_its_source(parts: Parts) -> None:
    assert values(parts[BODY], "//w:p[w:pPr/w:keepNext]/w:pPr/w:pStyle/@w:val") == ["Quote"]


def test_there_are_no_content_controls_and_no_empty_paragraphs(parts: Parts) -> None:
    assert find(parts[BODY], "//w:sdt") == []
    empty = [each for each in find(parts[BODY], "//w:p[not(.//w:t)]") if each.getparent() is not None]
    assert {str(each.getparent().tag).partition("}")[2] for each in empty} == {"tc"}  # type: ignore[union-attr]


def test_a_field_is_plain_text_in_word(write: Write) -> None:
    body = write(Paragraph((Field("= event.days", (Text("two"),)), Text(" days"))))[BODY]
    assert styled_runs(body) == [("two", ""), (" days", "")]


def test_two_builds_give_the_same_bytes_whatever_the_surroundings(content: bytes, tmp_path: Path) -> None:
    script = (
        "import sys; from word.sample_document import sample, shipped_theme; from communique.writers.docx import write_docx; "
        "sys.stdout.buffer.write(write_docx(sample(), shipped_theme()))"
    )
    folder = str(Path(__file__).parents[1])
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima")):
        surroundings = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "PYTHONPATH": os.pathsep.join([folder, *sys.path]),
        }
        made = subprocess.run(
            [sys.executable, "-c", script], env=surroundings, cwd=tmp_path, capture_output=True, check=True
        )
        assert made.stdout == content


def test_writing_twice_gives_the_same_bytes(document: Document, theme: Theme, content: bytes) -> None:
    assert write_docx(document, theme) == content


def test_the_bytes_are_the_same_when_python_docx_has_other_insides(
    document: Document, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = write_docx(document, theme)
    monkeypatch.setitem(sys.modules, "docx.opc.pkgwriter", SimpleNamespace(PackageWriter=object))
    assert write_docx(document, theme) == content
