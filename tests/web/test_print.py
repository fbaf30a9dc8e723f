"""What the print style sheet makes of the page that the PDF is laid out from."""

from __future__ import annotations

import logging
import subprocess
from typing import TYPE_CHECKING

from communique.writers.css import print_style_sheet
from communique.writers.html import write_print_html
from web.html_samples import document, paragraph, roster, summary

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from communique.theme import Theme
    from communique.tree import Document


def laid_out(made: Document, theme: Theme, folder: Path) -> list[str]:
    """Return the text of each page."""
    import weasyprint

    file = folder / "laid-out.pdf"
    style_sheet = weasyprint.CSS(string=print_style_sheet(theme, made))
    weasyprint.HTML(string=write_print_html(made, theme)).write_pdf(file, stylesheets=[style_sheet])
    read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return read.stdout.split("\f")[:-1]


def test_the_style_sheets_hold_nothing_that_the_engine_does_not_know(
    theme: Theme, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "weasyprint"):
        laid_out(summary(), theme, tmp_path)
        laid_out(roster(), theme, tmp_path)
    assert [each.getMessage() for each in caplog.records] == []


def test_every_page_has_the_marking_and_its_folio(theme: Theme, tmp_path: Path) -> None:
    pages = laid_out(summary(), theme, tmp_path)
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert "Example. Not an official document" in page
        assert f"{number} of {len(pages)}" in page


def test_the_running_header_begins_on_the_second_page(theme: Theme, tmp_path: Path) -> None:
    first, second, *_ = (page.split("\n\n")[0] for page in laid_out(summary(), theme, tmp_path))
    assert "Organisation for Safe Crossings" in first
    assert second.split("   ")[0].strip() == "Dialogues on Movement 2026"
    assert second.strip().endswith("Summary of conclusions")


def test_a_note_stands_once_at_the_foot_of_the_page_of_its_first_mark(theme: Theme, tmp_path: Path) -> None:
    first, *others = laid_out(summary(), theme, tmp_path)
    assert first.index("The same was said again") < first.index("Ms. Ito could not attend.")
    assert not any("Ms. Ito" in page for page in others)


def test_the_head_of_a_table_comes_again_and_a_group_is_never_parted_from_its_first_rows(
    theme: Theme, tmp_path: Path
) -> None:
    pages = laid_out(roster(9), theme, tmp_path)
    assert len(pages) > 2
    assert all("Column 0" in page for page in pages)
    for page in pages[:-1]:
        text = page.split("Example. Not")[0].rstrip().splitlines()
        assert not any(line.strip().startswith("Session") for line in text[-3:])


def test_running_matter_with_signs_of_css_is_printed_as_it_is(theme: Theme, tmp_path: Path) -> None:
    made = document("note", "Note", (paragraph("x"),), marking='Draft "A" \\ {2} </style>')
    (page,) = laid_out(made, theme, tmp_path)
    assert 'Draft "A" \\ {2} </style>' in page
