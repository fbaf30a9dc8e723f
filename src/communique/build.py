"""Build documents: compose all, write each in every format wanted, then put the files in place.

Nothing is put in place before everything is written: a build that fails leaves the earlier outputs alone.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.content import EventContent, read_content
from communique.diagnostics import ContentError, Report, Span, suggestion
from communique.files import write_whole
from communique.pipeline import Output, compose, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from communique.project import Format, Project
    from communique.tree import Document


@dataclass(frozen=True, slots=True)
class Written:
    """A document in one format, not yet in its place. `seconds` is the time that writing it took."""

    document: Document
    format: Format
    output: Output
    seconds: float


def chosen(names: tuple[str, ...], content: EventContent) -> tuple[str, ...]:
    """Return the documents to build: those named, or all. Raises ContentError for an unknown name."""
    report = Report()
    for name in names:
        if name not in content.documents:
            hint = suggestion(name, content.documents)
            report.error("unknown-document", f"there is no document `{name}`", Span("content"), hint)
    if report.failed:
        raise ContentError(report)
    return tuple(dict.fromkeys(names)) or tuple(content.documents)


def check(project: Project, report: Report, epoch: int | None = None) -> list[Document]:
    """Compose every document and return them; what is wrong goes to the report, of all documents together."""
    try:
        content = read_content(project)
    except ContentError as error:
        _take_over(error.report, report)
        return []
    return compose_all(project, content, tuple(content.documents), report, epoch)


def compose_all(
    project: Project, content: EventContent, names: tuple[str, ...], report: Report, epoch: int | None
) -> list[Document]:
    """Compose the named documents; a document with errors is left out, and its errors reported."""
    documents = []
    for name in names:
        try:
            documents.append(compose(project, content, name, report, epoch))
        except ContentError as error:
            _take_over(error.report, report)
    return documents


def _take_over(found: Report, report: Report) -> None:
    for diagnostic in found.diagnostics:
        report.add(diagnostic)


def write_all(
    project: Project, documents: list[Document], formats: tuple[Format, ...], report: Report
) -> Iterator[Written]:
    """Write documents in formats, in memory, and yield each as soon as it is written."""
    for document in documents:
        for name in formats:
            start = time.perf_counter()
            output = write(document, project.theme, name, report, project.settings.formats)
            yield Written(document, name, output, time.perf_counter() - start)


def place(written: Written, output: Path) -> Path:
    """Put a written document in its place, whole, and return its path. Raises OSError."""
    path = output / f"{written.document.meta.name}.{written.format}"
    write_whole(path, written.output.content)
    if written.format == "docx":
        keep_base(written.document, written.output.content, output)
    return path


def keep_base(document: Document, docx: bytes, output: Path) -> None:
    """Keep a copy of the base that a DOCX carries, by revision, for editors that drop it from the file."""
    from communique.writers.docx_base import base_xml, read_base

    base = read_base(docx)
    if base is not None:
        write_whole(output / ".bases" / f"{document.meta.name}-{document.revision}.xml", base_xml(base))
