"""Other people's software reads what we write: validators, LibreOffice, pandoc."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from ooxml_integrity import check
from openxml_audit import OpenXmlValidator

from communique.docx_lint import lint
from communique.reference import build_reference
from communique.tree import Heading, Paragraph, plain_text, walk
from whole.readers import read_tree, read_with_pandoc

if TYPE_CHECKING:
    from pathlib import Path

    from communique.theme import Theme
    from communique.tree import Document


def test_openxml_audit_finds_nothing(file: Path) -> None:
    result = OpenXmlValidator().validate(str(file))
    assert [str(each) for each in result.errors] == []


def test_ooxml_integrity_finds_nothing(file: Path) -> None:
    assert [str(each) for each in check(str(file))] == []


def test_our_lint_finds_nothing(content: bytes) -> None:
    assert lint(content) == []


def test_the_reference_document_is_valid_too(theme: Theme, tmp_path: Path) -> None:
    path = tmp_path / "reference.docx"
    path.write_bytes(build_reference(theme))
    assert [str(each) for each in OpenXmlValidator().validate(str(path)).errors] == []
    assert [str(each) for each in check(str(path))] == []


def shown_by_libreoffice(pdf: Path) -> str:
    """Return the text of a PDF without blanks and hyphens, which a line end may add or take away."""
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(pdf), "-"]
    return squeezed(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\-\u00ad\u200e\u200f\u202a-\u202e]+", "", text)


def test_libreoffice_shows_every_block_in_order(pdf: Path, document: Document) -> None:
    shown = shown_by_libreoffice(pdf)
    place = 0
    for block in walk(document.blocks):
        if isinstance(block, Paragraph | Heading) and block.role not in {
            "affiliation",
            "table-text",
            "person",
        }:
            beginning = squeezed(plain_text(block.children))[:30]
            place = shown.find(beginning, place)
            assert place >= 0, beginning


def test_libreoffice_shows_the_footnotes_and_the_cells(pdf: Path, document: Document) -> None:
    shown = shown_by_libreoffice(pdf)
    paragraphs = [each for each in walk(document.blocks) if isinstance(each, Paragraph)]
    cells = [each for each in paragraphs if each.role in {"affiliation", "table-text", "person"}]
    notes = [each for note in document.notes for each in walk(note.blocks) if isinstance(each, Paragraph)]
    for each in (*cells, *notes):
        assert squeezed(plain_text(each.children)).upper() in shown.upper()


def test_libreoffice_repeats_the_head_of_the_table_and_the_running_matter(pdf: Path) -> None:
    pages = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    first, *others = pages.rstrip("\f").split("\f")
    with_rows = [page for page in (first, *others) if "FJELDSTAD" in page.upper()]
    assert len(with_rows) > 1
    assert all("Title and organisation" in page for page in with_rows)
    assert "Dialogues on Movement, 8–9 October" not in first
    assert all("Dialogues on Movement, 8–9 October" in page for page in others)
    count = len(others) + 1
    for number, page in enumerate((first, *others), start=1):
        assert "EXAMPLE – NOT AN OFFICIAL DOCUMENT" in page
        assert f"{number} of {count}" in page


def test_pandoc_reads_the_same_words_notes_and_cells(file: Path, document: Document) -> None:
    expected, found = read_tree(document), read_with_pandoc(file)
    expected.blocks.remove("Speakers by session")  # pandoc takes the paragraph for a part of the table
    assert found.notes == expected.notes
    assert found.words() == expected.words()
