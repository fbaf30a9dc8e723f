"""From a project and the name of an earlier version to redlines and to the list of changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.build import chosen, compose_all, output_folder
from communique.content import read_content
from communique.redline.compare import Comparison, compare
from communique.redline.docx import write_redline_docx
from communique.redline.earlier import read_earlier
from communique.redline.html import write_redline_html
from communique.redline.listing import listing_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from communique.content import EventContent
    from communique.diagnostics import Report
    from communique.project import Format, Project
    from communique.redline.listing import Listing
    from communique.tree import Document


@dataclass(frozen=True, slots=True)
class Signature:
    """Who made the changes, or nobody for the organization, and when."""

    author: str | None
    date: datetime


@dataclass(frozen=True)
class Compared:
    """Documents held against what they were; `since` names that version for readers, `issues` files of it.

    `said` says that what stands beside the text, marking and symbol, is known of it, too.
    """

    since: str
    comparisons: dict[str, Comparison]
    content: EventContent
    said: bool = False
    issues: Mapping[str, str] = field(default_factory=dict)

    def listing(self, name: str) -> Listing:
        """Return what changed in a document."""
        return listing_of(self.comparisons[name], self.issues.get(name, self.since), said=self.said)


def compare_since(
    project: Project, documents: tuple[str, ...], since: str, report: Report, epoch: int | None = None
) -> Compared:
    """Compare documents, or all, with an earlier version. Raises ContentError when there is no such version.

    A document that the earlier version does not know is new where it knows all of that time, and is left out
    otherwise, unless it was named.
    """
    content = read_content(project)
    composed = compose_all(project, content, chosen(documents, content), report, epoch)
    if report.failed:
        return Compared(since, {}, content)
    earlier = read_earlier(project, output_folder(project, None), composed, since, content)
    comparisons = {
        document.meta.name: compare(earlier.documents.get(document.meta.name), document)
        for document in composed
        if document.meta.name in earlier.documents or earlier.whole
    }
    return Compared(earlier.since, comparisons, content, earlier.said, earlier.issues)


@dataclass(frozen=True, slots=True)
class Redlines:
    """Redlines by the names of their files, what changed in each document, and those in which nothing did.

    `since` names the earlier version for readers.
    """

    since: str
    files: dict[str, bytes]
    listings: tuple[Listing, ...]
    unchanged: tuple[Document, ...]


def make_redlines(
    project: Project,
    documents: tuple[str, ...],
    since: str,
    formats: tuple[Format, ...],
    signature: Signature,
    report: Report,
    epoch: int | None = None,
) -> Redlines:
    """Make redlines; a document without a change has one only when it was named."""
    compared = compare_since(project, documents, since, report, epoch)
    event = compared.content.event
    author = signature.author or event.organisation.short or event.organisation.name
    files: dict[str, bytes] = {}
    listings: list[Listing] = []
    unchanged: list[Document] = []
    for name, comparison in compared.comparisons.items():
        if not (comparison.changed or name in documents):
            unchanged.append(comparison.new)
            continue
        listing = compared.listing(name)
        listings.append(listing)
        if "docx" in formats:
            files[f"{name}.docx"] = write_redline_docx(
                comparison, project.theme, author=author, date=signature.date, since=listing.since
            )
        if "html" in formats:
            files[f"{name}.html"] = write_redline_html(comparison, project.theme, since=listing.since)
    return Redlines(compared.since, files, tuple(listings), tuple(unchanged))
