"""The last stage: a resolved document in one format.

Imports no more than a process that only writes needs.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic, Report

if TYPE_CHECKING:
    from communique.project import Format
    from communique.theme import Theme
    from communique.tree import Document


@dataclass(frozen=True)
class Output:
    """The bytes of one format, and the number of pages where the format has pages."""

    content: bytes
    pages: int | None = None


Done = tuple[Output, list[Diagnostic], float]


def write(
    document: Document,
    theme: Theme,
    format_name: Format,
    report: Report,
    formats: tuple[Format, ...] = (),
    *,
    again: bool = False,
) -> Output:
    """Write a document in one format. `formats` are those that stand beside it, which HTML links to.

    `again` tells that the process will probably write the document again, with a few words changed.
    """
    if format_name == "pdf":
        from communique.writers.pdf import write_pdf

        pdf = write_pdf(document, theme, report, again=again)
        return Output(pdf.content, pdf.pages)
    if format_name == "docx":
        from communique.writers.docx import write_docx

        return Output(write_docx(document, theme))
    from communique.writers.html import write_html

    alternates = tuple(f"{document.meta.name}.{other}" for other in formats if other != "html")
    return Output(write_html(document, theme, alternates=alternates))


def write_one(document: Document, theme: Theme, name: Format, formats: tuple[Format, ...]) -> Done:
    """Write a document in one format; return it with the problems found and the seconds taken."""
    return _written(document, theme, name, formats, again=False)


def write_again(document: Document, theme: Theme, name: Format, formats: tuple[Format, ...]) -> Done:
    """Do as `write_one`, in a process that will probably write the document again."""
    return _written(document, theme, name, formats, again=True)


def _written(
    document: Document, theme: Theme, name: Format, formats: tuple[Format, ...], *, again: bool
) -> Done:
    start, found = time.perf_counter(), Report()
    output = write(document, theme, name, found, formats, again=again)
    return output, found.diagnostics, time.perf_counter() - start
