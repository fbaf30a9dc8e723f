"""Run the checks over a project in a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.build import compose_all
from communique.checks import review
from communique.content import read_content
from communique.diagnostics import Report
from communique.project import open_project

if TYPE_CHECKING:
    from communique.diagnostics import Diagnostic
    from folders import Folder


def reviewed(folder: Folder, *codes: str) -> list[Diagnostic]:
    """Return what the checks find, of these codes if any are named; the content itself must have no error."""
    project, report = open_project(folder.root), Report()
    content = read_content(project)
    documents = compose_all(project, content, tuple(content.documents), report, None)
    assert report.diagnostics == []
    review(project, content, documents, report)
    return [each for each in report.in_order() if not codes or each.code in codes]


def marked(folder: Folder, *codes: str) -> list[str]:
    """Return the characters that the findings point at."""
    return [at(folder, each) for each in reviewed(folder, *codes)]


def at(folder: Folder, found: Diagnostic) -> str:
    """Return the characters that a finding points at."""
    line = folder.read(found.span.file).split("\n")[found.span.line - 1]
    return line[found.span.column - 1 :][: found.span.width]
