"""The sample, written once, and what other people's software makes of it."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from communique.tree import Document
from communique.writers.docx import write_docx
from word.sample_document import meta, sample, shipped_theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from communique.theme import Theme
    from communique.tree import Block


def parsed(content: bytes) -> dict[str, etree._Element]:
    """Return the parts of a DOCX as XML, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist()}


@pytest.fixture(scope="session")
def theme() -> Theme:
    """Return the theme that ships."""
    return shipped_theme()


@pytest.fixture(scope="session")
def document() -> Document:
    """Return the sample."""
    return sample()


@pytest.fixture(scope="session")
def content(document: Document, theme: Theme) -> bytes:
    """Return the sample as a DOCX."""
    return write_docx(document, theme)


@pytest.fixture(scope="session")
def parts(content: bytes) -> dict[str, etree._Element]:
    """Return the parts of the sample as XML."""
    return parsed(content)


@pytest.fixture(scope="session")
def file(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample as a file."""
    path = tmp_path_factory.mktemp("docx") / "sample.docx"
    path.write_bytes(content)
    return path


@pytest.fixture(scope="session")
def write(theme: Theme) -> Callable[..., dict[str, etree._Element]]:
    """Return a function that writes a document of a few blocks and gives back its parts as XML."""

    def written(*blocks: Block, theme: Theme = theme, **changes: Any) -> dict[str, etree._Element]:
        document = Document(meta=meta(), language="en", direction="ltr", blocks=blocks, identifier="id")
        return parsed(write_docx(replace(document, **changes), theme))

    return written


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Return a function that has LibreOffice convert a file; without LibreOffice it fails."""
    profile = tmp_path_factory.mktemp("profile")

    def convert(path: Path, kind: str) -> Path:
        assert shutil.which("soffice"), "LibreOffice is missing: ./scripts/test installs it"
        folder = tmp_path_factory.mktemp("converted")
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
        subprocess.run(
            [*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180
        )
        return folder / path.with_suffix("." + kind.partition(":")[0]).name

    return convert


@pytest.fixture(scope="session")
def pdf(file: Path, office: Callable[[Path, str], Path]) -> Path:
    """Return the PDF that LibreOffice makes of the sample."""
    return office(file, "pdf")
