"""What the layout engine is given: the page as an HTML parser reads it, and style sheets parsed once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from communique.diagnostics import Report
from communique.tree import Heading, Text
from communique.writers import pdf_engine, pdf_source
from communique.writers.html import write_print_html
from communique.writers.pdf import write_pdf
from pdf.sample import document, paragraph, short_document, theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from communique.tree import Document


def elements(root: Any) -> list[Any]:
    """Return all elements of a tree with their attributes and text, in order."""
    return [
        (each.tag, list(each.attrib.items()), each.text or "", each.tail or "")
        for each in root.iter()
        if isinstance(each.tag, str)
    ]


@pytest.fixture(autouse=True)
def _with_shortcuts() -> Iterator[None]:
    pdf_engine.shortcuts(True)
    yield
    pdf_engine.shortcuts(True)


@pytest.mark.parametrize(
    "one",
    [
        document(),
        short_document(paragraph("Signs: < > & \" ' \N{NO-BREAK SPACE} ]]> <!-- --> &amp; <br> \\1")),
        short_document(paragraph("A return:\r and a form feed:\f")),
        short_document(Heading(2, (Text("A heading\nin two lines"),), identifier="a-heading")),
    ],
    ids=["sample", "signs", "what XML reads otherwise", "new lines"],
)
def test_the_page_is_what_an_html_parser_makes_of_it(one: Document) -> None:
    text = write_print_html(one, theme())
    short = elements(pdf_source.read_page(text, None).etree_element)
    pdf_engine.shortcuts(False)
    assert short == elements(pdf_source.read_page(text, None).etree_element)


def test_a_style_sheet_that_changes_is_read_again(tmp_path: Path) -> None:
    shipped = theme()
    own = replace(shipped, layers=(tmp_path, *shipped.layers))
    before = write_pdf(short_document(paragraph("Text")), shipped, Report()).content
    assert write_pdf(short_document(paragraph("Text")), own, Report()).content == before
    (tmp_path / "print.css").write_text(f"{shipped.read('print.css')}\np {{ margin-left: 10pt }}")
    assert write_pdf(short_document(paragraph("Text")), own, Report()).content != before


def test_what_is_wrong_with_a_style_sheet_is_said_for_every_document(tmp_path: Path) -> None:
    shipped = theme()
    own = replace(shipped, layers=(tmp_path, *shipped.layers))
    (tmp_path / "print.css").write_text("p { colour: red }")
    for _ in range(2):
        report = Report()
        write_pdf(short_document(paragraph("Text")), own, report)
        assert [each.code for each in report.diagnostics] == ["pdf-engine"]


def test_the_name_of_the_colour_profile_is_the_one_that_it_gives_itself() -> None:
    from importlib.resources import files

    from PIL.ImageCms import ImageCmsProfile

    from communique.writers.engine_file import SRGB_NAME

    with (files("weasyprint.pdf") / "sRGB2014.icc").open("rb") as file:
        assert ImageCmsProfile(file).profile.model == SRGB_NAME
