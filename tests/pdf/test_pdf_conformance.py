"""The PDF is what it says it is: PDF/A-2a and PDF/UA-1, with metadata that agree."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import page
import pikepdf
import pytest

from communique.diagnostics import Report
from communique.tree import Table, walk
from communique.writers.pdf import write_pdf
from pdf.sample import document, theme

if TYPE_CHECKING:
    from pdf.conftest import Reader
    from pdf.reading import PdfReading


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_validator_has_no_complaint(pdf: PdfReading, profile: str) -> None:
    report = page.validate_pdf_bytes(pdf.content, profile=profile)
    assert [(each.rule_id, each.message) for each in report.failures] == []
    assert report.is_compliant


def test_the_syntax_is_clean(pdf: PdfReading) -> None:
    result = subprocess.run(["qpdf", "--check", str(pdf.path)], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert "No syntax or stream encoding errors found" in result.stdout


def test_both_standards_are_claimed_in_metadata_that_every_tool_can_read(pdf: PdfReading) -> None:
    assert "/Filter" not in pdf.file.Root.Metadata
    assert "<pdfaid:part>2</pdfaid:part>" in pdf.metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in pdf.metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.metadata
    assert "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" in pdf.metadata


def test_info_and_xmp_say_the_same(pdf: PdfReading) -> None:
    info = {key: str(value) for key, value in pdf.file.docinfo.items()}
    with pikepdf.open(pdf.path) as copy, copy.open_metadata(update_docinfo=False) as xmp:
        assert xmp["dc:title"] == info["/Title"] == "Summary of conclusions"
        assert xmp["dc:creator"] == [info["/Author"]] == ["Organisation for Safe Crossings"]
        assert xmp["dc:description"] == info["/Subject"] == "Conclusions & recommendations"
        assert xmp["pdf:Keywords"] == info["/Keywords"] == "migration, dialogue"
        assert xmp["pdf:Producer"] == info["/Producer"]
        assert xmp["xmp:CreatorTool"] == info["/Creator"]
        assert xmp["xmp:ModifyDate"] == xmp["xmp:CreateDate"] == "2026-11-02T09:30:00Z"
    assert info["/ModDate"] == info["/CreationDate"] == "D:20261102093000Z"


def test_a_date_keeps_its_zone(read: Reader) -> None:
    sample = document()
    zone = timezone(timedelta(hours=-3, minutes=-30))
    zoned = replace(sample, meta=replace(sample.meta, modified=datetime(2026, 1, 2, 3, 4, 5, tzinfo=zone)))
    pdf = read(zoned)
    assert pdf.file.docinfo["/ModDate"] == "D:20260102030405-03'30"
    assert "<xmp:ModifyDate>2026-01-02T03:04:05-03:30</xmp:ModifyDate>" in pdf.metadata
    assert page.validate_pdf_bytes(pdf.content, profile="2a").is_compliant


def test_metadata_are_well_formed_whatever_a_title_contains(read: Reader) -> None:
    sample = document()
    title = "Résumé <1> & “2” 会议"
    pdf = read(replace(sample, meta=replace(sample.meta, title=title)))
    assert pdf.file.docinfo["/Title"] == title
    assert title in "".join(ET.fromstring(pdf.metadata.strip("\ufeff").partition("?>")[2]).itertext())


def test_a_viewer_shows_the_title_and_follows_the_structure(pdf: PdfReading) -> None:
    root = pdf.file.Root
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(root.Lang) == "en"
    assert bool(root.MarkInfo.Marked)
    assert {str(each.Tabs) for each in pdf.file.pages} == {"/S"}


def test_identifiers_come_from_the_document(pdf: PdfReading, read: Reader) -> None:
    sample = document()
    again, revised = read(sample), read(replace(sample, revision="r2"))
    first, same, other = (bytes(each.file.trailer.ID[0]) for each in (pdf, again, revised))
    assert first == same != other
    assert f"<xmpMM:DocumentID>uuid:{sample.identifier}</xmpMM:DocumentID>" in pdf.metadata
    assert f"<xmpMM:DocumentID>uuid:{sample.identifier}</xmpMM:DocumentID>" in revised.metadata


def test_headings_are_bookmarks(pdf: PdfReading) -> None:
    with pdf.file.open_outline() as outline:
        title = outline.root[0]
        assert title.title == "Summary of conclusions"
        assert [each.title for each in title.children] == ["1 Overview", "2 Speakers"]


def test_fonts_are_embedded_as_subsets(pdf: PdfReading) -> None:
    fonts = [font for each in pdf.file.pages for font in each.Resources.Font.values()]
    assert fonts
    for font in fonts:
        assert str(font.BaseFont)[7] == "+"
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        assert "/ToUnicode" in font


def test_there_are_no_scripts(pdf: PdfReading) -> None:
    assert b"/JavaScript" not in pdf.content
    assert "/OpenAction" not in pdf.file.Root


def test_the_number_of_pages_is_told() -> None:
    written = write_pdf(document(), theme(), Report())
    assert written.pages > 1
    assert any(isinstance(each, Table) for each in walk(document().blocks))
