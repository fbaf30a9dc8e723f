"""Verification: what a PDF, DOCX or HTML file is that came from elsewhere, held against the content of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from communique.build import compose_all, output_folder
from communique.content import read_content
from communique.diagnostics import ContentError, Report, Span
from communique.placing import BASES
from communique.seals import LARGEST_PACKAGE, read_identity
from communique.writing import write

if TYPE_CHECKING:
    from pathlib import Path

    from communique.project import Project
    from communique.seals import Identity
    from communique.tree import Document

Verdict = Literal["current", "differs", "earlier", "redline", "changed", "foreign"]

STATUS: dict[Verdict, int] = {
    "current": 0,
    "differs": 3,
    "earlier": 3,
    "redline": 3,
    "changed": 4,
    "foreign": 5,
}


@dataclass(frozen=True, slots=True)
class Verified:
    """What a file is. `when` says when this revision was built here, where that is known.

    Only equal bytes prove anything: a seal tells of accidents, and whoever knows how can make another.
    """

    path: Path
    verdict: Verdict
    document: str = ""
    revision: str = ""
    today: str = ""
    when: str = ""

    @property
    def words(self) -> str:
        """The verdict as a sentence."""
        of = f"{self.document}, revision {self.revision}"
        when = f", built here on {self.when}" if self.when else ""
        match self.verdict:
            case "current":
                return f"exactly what this content produces ({of})"
            case "differs":
                return (
                    f"claims to be today's ({of}), and is not what this program makes of it: another version of "
                    "the program or the theme built it, or somebody changed it and its seal"
                )
            case "earlier":
                return (
                    f"claims to be of another revision ({of}{when}), and its seal is unbroken; "
                    f"this content produces {self.today}"
                )
            case "redline":
                return f"a redline of {of}{when}; this content produces {self.today}"
            case "changed":
                return f"changed since it was built: it claims to be {of}{when}, and differs from that"
        return (
            "not made by this project"
            if not self.revision
            else f"of another project (revision {self.revision})"
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "file": self.path.as_posix(),
            "verdict": self.verdict,
            "document": self.document,
            "revision": self.revision,
            "current_revision": self.today,
            "built": self.when,
        }


def verify_files(
    project: Project, files: tuple[Path, ...], report: Report, epoch: int | None
) -> list[Verified]:
    """Say of each file what it is. Raises ContentError when the content has errors."""
    content = read_content(project)
    documents = compose_all(project, content, tuple(content.documents), report, epoch)
    if report.failed:
        raise ContentError(report)
    by_identifier = {each.identifier: each for each in documents}
    return [_verified(project, path, by_identifier, report) for path in files]


def _verified(project: Project, path: Path, documents: dict[str, Document], report: Report) -> Verified:
    if path.stat().st_size > LARGEST_PACKAGE:
        report.error("file-too-large", "larger than any document of this program", Span(path.as_posix()))
        return Verified(path, "foreign")
    content = path.read_bytes()
    identity = read_identity(content)
    if identity is None:
        return Verified(path, "foreign")
    document = documents.get(identity.document)
    if document is None:
        return Verified(path, "foreign", revision=identity.revision)
    name, today = document.meta.name, document.revision
    when = _built_on(project, name, identity)
    if not identity.intact:
        return Verified(path, "changed", name, identity.revision, today, when)
    if identity.redline:
        return Verified(path, "redline", name, identity.revision, today, when)
    if identity.revision != today:
        return Verified(path, "earlier", name, identity.revision, today, when)
    made = write(document, project.theme, identity.format, Report(), project.settings.formats)
    verdict: Verdict = "current" if made.content == content else "differs"
    return Verified(path, verdict, name, identity.revision, today, when)


def _built_on(project: Project, name: str, identity: Identity) -> str:
    """Return the day on which a revision was built here, by the copy of its base that was kept then."""
    base = output_folder(project, None) / BASES / f"{name}-{identity.revision}.xml"
    try:
        return f"{datetime.fromtimestamp(base.stat().st_mtime).astimezone():%Y-%m-%d %H:%M}"
    except OSError:
        return ""
