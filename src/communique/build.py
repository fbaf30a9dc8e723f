"""Build documents: compose each once, write it in every format wanted, put the files in place."""

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
class Built:
    """A file that was written. `seconds` is the time that writing it took."""

    path: Path
    size: int
    pages: int | None
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


def build(
    project: Project,
    documents: list[Document],
    formats: tuple[Format, ...],
    output: Path,
    report: Report,
) -> Iterator[Built]:
    """Write documents in formats, and yield each file as soon as it is in place.

    A document whose writers report an error keeps its earlier files. Raises OSError when a file
    can't be written.
    """
    for document in documents:
        written: list[tuple[str, Output, float]] = []
        for format_name in formats:
            start = time.perf_counter()
            result = write(document, project.theme, format_name, report, project.settings.formats)
            written.append((format_name, result, time.perf_counter() - start))
        if report.failed:
            return
        for written_format, result, seconds in written:
            path = output / f"{document.meta.name}.{written_format}"
            write_whole(path, result.content)
            if written_format == "docx":
                keep_base(document, result.content, output)
            yield Built(path, len(result.content), result.pages, seconds)


def keep_base(document: Document, docx: bytes, output: Path) -> None:
    """Keep a copy of the base that a DOCX carries, by revision, for editors that drop it from the file."""
    from communique.writers.docx_base import base_xml, read_base

    base = read_base(docx)
    if base is not None:
        write_whole(output / ".bases" / f"{document.meta.name}-{document.revision}.xml", base_xml(base))
