"""Validators that somebody else wrote have nothing to say about the documents of the example."""

from __future__ import annotations

import io
import re
import subprocess
from typing import TYPE_CHECKING

import page
import pytest
from lxml import etree
from ooxml_integrity import check
from openxml_audit import OpenXmlValidator

from communique.docx_lint import lint
from communique.tree import Paragraph, Table, plain_text, walk
from whole.conftest import NAMES
from whole.readers import folded, read_tree

if TYPE_CHECKING:
    from pathlib import Path

    from communique.tree import Document
    from whole.conftest import Example

each_document = pytest.mark.parametrize("name", NAMES)


@each_document
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_pdf_conforms(example: Example, name: str, profile: str) -> None:
    report = page.validate_pdf_bytes(example.file(name, "pdf").read_bytes(), profile=profile)
    assert [(each.rule_id, each.message) for each in report.failures] == []
    assert report.is_compliant


@each_document
def test_the_syntax_of_the_pdf_is_clean(example: Example, name: str) -> None:
    command = ["qpdf", "--check", str(example.file(name, "pdf"))]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


@each_document
def test_the_word_file_is_valid(example: Example, name: str) -> None:
    file = example.file(name, "docx")
    assert [str(each) for each in OpenXmlValidator().validate(str(file)).errors] == []
    assert [str(each) for each in check(str(file))] == []
    assert lint(file.read_bytes()) == []


@pytest.fixture(scope="session")
def libreoffice(example: Example, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with LibreOffice's PDF of every Word file."""
    folder = tmp_path_factory.mktemp("libreoffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(example.file(name, "docx")) for name in NAMES]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder


def without_spaces(text: str) -> str:
    """Return a text without what line ends add and take away, and without case: small capitals print as capitals."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text).casefold()


@each_document
def test_libreoffice_shows_the_same_words_and_footnotes(
    example: Example, libreoffice: Path, name: str
) -> None:
    document, reading = example.documents[name], read_tree(example.documents[name])
    command = ["pdftotext", "-raw", str(libreoffice / f"{name}.pdf"), "-"]
    pages = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\f")[:-1]
    meta = document.meta
    head, foot = without_spaces(meta.running_event + meta.running_title), without_spaces(meta.marking)
    shown = ""
    for number, text in enumerate(pages, start=1):
        body = without_spaces(text)
        assert body.endswith(f"{foot}{number}of{len(pages)}")
        body = body.removesuffix(f"{foot}{number}of{len(pages)}")
        shown += body.removeprefix(head) if number > 1 else body
    for number, note in enumerate(reading.notes, start=1):
        assert f"{number}{without_spaces(note)}" in shown
        shown = shown.replace(f"{number}{without_spaces(note)}", "")
    repeated = without_spaces("".join(plain_text(each.children) for each in walk_heads(document)))
    if repeated:
        shown = shown.replace(repeated, "", len(pages) - 1)
    for block in reading.blocks:
        assert without_spaces(re.sub(r"\[(\d)\]", r"\1", block)) in shown


def test_libreoffice_repeats_the_head_of_the_roster(example: Example, libreoffice: Path) -> None:
    head = [folded(plain_text(block.children)) for block in walk_heads(example.documents["roster"])]
    command = ["pdftotext", "-layout", str(libreoffice / "roster.pdf"), "-"]
    pages = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\f")[:-1]
    assert len(pages) > 1
    assert all(all(word in each for word in head) for each in pages)


def walk_heads(document: Document) -> list[Paragraph]:
    """Return the paragraphs in the head rows of a document's tables."""
    tables = [each for each in walk(document.blocks) if isinstance(each, Table)]
    blocks = [block for table in tables for cell in table.head[0].cells for block in cell.blocks]
    return [block for block in blocks if isinstance(block, Paragraph)]


@each_document
def test_the_web_page_loads_nothing_from_elsewhere(example: Example, name: str) -> None:
    root = etree.parse(io.BytesIO(example.file(name, "html").read_bytes()), etree.HTMLParser())
    assert (
        root.xpath("//*[@src] | //link[@rel='stylesheet'] | //script[not(@type='application/ld+json')]") == []
    )
    assert "url(" not in "".join(style.text or "" for style in root.iter("style"))
