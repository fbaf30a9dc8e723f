"""The example event, built once in every format."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.build import compose_all
from communique.content import read_content
from communique.diagnostics import Report
from communique.project import FORMATS, Project, open_project
from communique.writing import write

if TYPE_CHECKING:
    from communique.tree import Document

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("concept-note", "programme", "roster", "summary")


@dataclass(frozen=True)
class Example:
    """The example: its project, its trees and the folder of its files."""

    project: Project
    documents: dict[str, Document]
    folder: Path

    def file(self, name: str, format_name: str) -> Path:
        """Return an output."""
        return self.folder / f"{name}.{format_name}"


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """Build all documents of the example in all formats; a warning is a failure."""
    project, report = open_project(ROOT), Report()
    content = read_content(project)
    documents = compose_all(project, content, tuple(content.documents), report, None)
    folder = tmp_path_factory.mktemp("example")
    for document in documents:
        for name in FORMATS:
            output = write(document, project.theme, name, report, FORMATS)
            (folder / f"{document.meta.name}.{name}").write_bytes(output.content)
    assert report.diagnostics == []
    return Example(project, {document.meta.name: document for document in documents}, folder)


@pytest.fixture(scope="session", autouse=True)
def _outside_programs() -> None:
    """Fail, and don't skip, where a reader is missing."""
    for program in ("pdfinfo", "soffice"):
        assert shutil.which(program), f"{program} is missing: ./scripts/test installs it"
