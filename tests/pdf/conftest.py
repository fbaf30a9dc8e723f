"""The sample as a PDF, written once, and the programs that read it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from communique.diagnostics import Report
from communique.writers.pdf import write_pdf
from pdf.reading import PdfReading
from pdf.sample import document, theme

if TYPE_CHECKING:
    from communique.tree import Document

Reader = Callable[["Document"], PdfReading]


@pytest.fixture(scope="session", autouse=True)
def _outside_programs() -> None:
    """Fail, and don't skip, where a reader is missing."""
    for program in ("pdfinfo", "pdftotext", "qpdf"):
        assert shutil.which(program), f"{program} is missing: ./scripts/test installs it"


@pytest.fixture(scope="session")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> PdfReading:
    """Return the sample, read back; a warning is a failure."""
    report = Report()
    written = write_pdf(document(), theme(), report)
    assert report.diagnostics == []
    return PdfReading(written.content, tmp_path_factory.mktemp("pdf") / "sample.pdf")


@pytest.fixture
def read(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Return a function that writes a document and reads it back; a warning is a failure."""

    def write_and_read(one: Document) -> PdfReading:
        report = Report()
        written = write_pdf(one, theme(), report)
        assert report.diagnostics == []
        return PdfReading(written.content, tmp_path_factory.mktemp("pdf") / "one.pdf")

    return write_and_read
