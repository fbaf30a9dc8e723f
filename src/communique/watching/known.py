"""What a watch knows of a project, and what of it is read and composed anew when files change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.build import chosen
from communique.content import EventContent, read_content
from communique.diagnostics import ContentError, Diagnostic, Report
from communique.pipeline import compose
from communique.project import Project, find_root, open_project

if TYPE_CHECKING:
    from pathlib import Path

    from communique.build import Request
    from communique.tree import Document

RECORDS = {"content/event.yaml", "content/people.yaml", "content/sessions.yaml"}


@dataclass
class Known:
    """What was built last: the project, its content, and its documents as they were composed."""

    project: Project
    content: EventContent
    documents: dict[str, Document] = field(default_factory=dict)
    problems: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)

    def take_over(self, new: Composed, before: Known | None, request: Request) -> list[str]:
        """Take in what was composed, and keep the rest of what was known before.

        Return the documents that differ. Without `before` all of them do. One that is composed as it was
        stays the same object.
        """
        names = chosen(request.documents, self.content)
        old = before.documents if before else {}
        different = [name for name, document in new.documents.items() if old.get(name) != document]
        kept = {name: document for name, document in old.items() if name not in different}
        composed = new.documents | kept
        self.documents = {name: composed[name] for name in names}
        self.problems = {name: new.problems.get(name, self.problems.get(name, ())) for name in names}
        return different


@dataclass(frozen=True, slots=True)
class Composed:
    """Documents as they are now, and what is wrong with each."""

    documents: dict[str, Document]
    problems: dict[str, tuple[Diagnostic, ...]]


def read_all(root: Path, request: Request) -> tuple[Known, list[str]]:
    """Read a project, and return it with its documents. Raises ContentError."""
    find_root(root)
    project = open_project(root)
    content = read_content(project)
    return Known(project, content), list(chosen(request.documents, content))


def read_changed(known: Known, files: list[str], request: Request) -> tuple[Known, list[str]]:
    """Read the content files that changed, and return the project with the documents that they may touch."""
    content = read_content(known.project, known.content)
    names = list(chosen(request.documents, content))
    new = Known(known.project, content, known.documents, known.problems)
    if not any(each in RECORDS for each in files) and all(each.startswith("content/") for each in files):
        names = [name for name in names if f"content/{name}.yaml" in files or name not in known.documents]
    return new, names


def is_theme(name: str) -> bool:
    """Whether a file is read when the project is opened."""
    return not name.startswith("content/") and name != "review.yaml"


def composed(known: Known, names: list[str], report: Report, epoch: int | None) -> Composed:
    """Compose documents; what is wrong with them goes to the report, too."""
    new = Composed({}, {})
    for name in names:
        found = Report()
        try:
            new.documents[name] = compose(known.project, known.content, name, found, epoch)
        except ContentError as error:
            found = error.report
        new.problems[name] = tuple(found.diagnostics)
        report.take_over(found)
    return new
