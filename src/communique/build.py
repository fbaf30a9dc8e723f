"""Build documents: compose all, write each in every format wanted, then put the files in place.

Nothing is put in place before everything is written: a build that fails leaves the earlier outputs alone.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from communique.content import EventContent, read_content
from communique.diagnostics import ContentError, Report, Span, suggestion
from communique.files import leads_out, write_all_whole
from communique.pipeline import Output, compose, span_of, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.diagnostics import Diagnostic
    from communique.project import Format, Project
    from communique.tree import Document

BASES = ".bases"


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
        report.take_over(error.report)
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
            report.take_over(error.report)
    return documents


def write_all(
    project: Project,
    content: EventContent,
    documents: list[Document],
    formats: tuple[Format, ...],
    report: Report,
) -> Iterator[Written]:
    """Write documents in formats, in memory, and yield each as soon as it is written."""
    for document in documents:
        for name in formats:
            start, found = time.perf_counter(), Report()
            output = write(document, project.theme, name, found, project.settings.formats)
            for diagnostic in found.diagnostics:
                report.add(located(diagnostic, document, content))
            yield Written(document, name, output, time.perf_counter() - start)


def located(diagnostic: Diagnostic, document: Document, content: EventContent) -> Diagnostic:
    """Return what a writer found with its place in content: writers know addresses and no files."""
    if diagnostic.span.line:
        return diagnostic
    file = f"content/{document.meta.name}.yaml"
    return replace(diagnostic, span=span_of(diagnostic.address, content, file))


def place(project: Project, written: list[Written], output: Path | None) -> list[Path]:
    """Put written documents in their places, all of them or none, and return their paths.

    Without a folder `output` they go where the settings say, which may be no link that leads elsewhere.
    Raises ContentError when a file can't be written.
    """
    folder = output or project.output
    _refuse_link(project, folder if output else project.root, folder)
    _refuse_link(project, folder, folder / BASES)
    paths = [folder / f"{each.document.meta.name}.{each.format}" for each in written]
    files = {path: each.output.content for path, each in zip(paths, written, strict=True)}
    for each in written:
        if each.format == "docx":
            files |= _base_of(each, folder)
    try:
        write_all_whole(files)
    except OSError as error:
        report = Report()
        name = project.file(Path(error.filename)) if error.filename else project.file(folder)
        report.error("not-written", f"can't be written: {error.strerror or error}", Span(name))
        raise ContentError(report) from None
    return paths


def _refuse_link(project: Project, folder: Path, path: Path) -> None:
    """Raise ContentError when a place to write to, in a folder, is a link that leads out of it."""
    if leads_out(path, folder):
        report = Report()
        hint = "name the folder with `--output` if that is where the documents belong"
        report.error("outside-project", "this link leads out of the project", Span(project.file(path)), hint)
        raise ContentError(report)


def _base_of(written: Written, folder: Path) -> dict[Path, bytes]:
    """Return a copy of the base that a DOCX carries, by revision, for editors that drop it from the file."""
    from communique.writers.docx_base import base_xml, read_base

    base, document = read_base(written.output.content), written.document
    if base is None:
        return {}
    return {folder / BASES / f"{document.meta.name}-{document.revision}.xml": base_xml(base)}
