"""Verification: what a PDF, DOCX or HTML file from elsewhere is, held against the content of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from communique.bases import base_file, bases_of, kept_base
from communique.build import compose_all, output_folder
from communique.content import read_content
from communique.diagnostics import ContentError, Report, Span
from communique.files import as_typed
from communique.manifest import load_manifest
from communique.pipeline import identifier_of
from communique.seals import LARGEST_PACKAGE, is_damaged, read_identity
from communique.writing import write

if TYPE_CHECKING:
    from pathlib import Path

    from communique.content import EventContent
    from communique.project import Project
    from communique.seals import Identity
    from communique.tree import Document

Verdict = Literal["current", "differs", "earlier", "redline", "gone", "changed", "damaged", "foreign"]

STATUS: dict[Verdict, int] = {
    "current": 0,
    "differs": 3,
    "earlier": 3,
    "redline": 3,
    "gone": 3,
    "changed": 4,
    "damaged": 5,
    "foreign": 5,
}


@dataclass(frozen=True, slots=True)
class Inside:
    """What somebody did in a DOCX: edits that an import may take, and comments.

    `running` are edits in headers and footers, `placeless` what else has no place in content: an import takes
    neither. `recorded` is false when nothing but the file itself says what it was.
    """

    edits: int
    comments: int
    running: int
    placeless: int
    recorded: bool

    @property
    def words(self) -> str:
        """What was done, as the end of a sentence."""
        comments = [f"{self.comments} comment{'s' * (self.comments != 1)}"] if self.comments else []
        by = "" if self.recorded else ", by the record in the file itself"
        told: list[str] = []
        for count, where in (
            (self.edits, ""),
            (self.running, " in headers and footers"),
            (self.placeless, " without a place in the content"),
        ):
            if count:
                noun = "" if told else f" edit{'s' * (count != 1)}"
                told.append(f"{count}{noun}{where}")
        if not told:
            also = f", and {comments[0]} in it" if comments else ""
            return f"other software saved it, with no words changed{by}{also}"
        if self.edits:
            return f"it has {_listed([*told, *comments])}{by}"
        also = f", and {comments[0]}" if comments else ""
        return f"it has {_listed(told)}, which no import takes{also}{by}"


def _listed(things: list[str]) -> str:
    """Return things in a row, the last after an "and"."""
    *first, last = things
    return f"{', '.join(first)} and {last}" if first else last


@dataclass(frozen=True, slots=True)
class Verified:
    """What a file is. `when` says when this revision was built here, where that is known.

    `today` is the revision of the document as it is now, and empty where the content has no such document.
    `inside` says what somebody did in a DOCX that was changed, where that can be read. A `redline` is one of
    that document, and leads to that revision.

    Only equal bytes prove anything: a seal tells of accidents, and whoever knows how can make another.
    """

    path: Path
    verdict: Verdict
    document: str = ""
    revision: str = ""
    today: str = ""
    when: str = ""
    inside: Inside | None = None
    redline: bool = False

    @property
    def words(self) -> str:
        """The verdict as a sentence."""
        of = f"{'a redline of ' * self.redline}{self.document}, revision {self.revision}"
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
                return f"{of}{when}; this content produces {self.today}"
            case "gone":
                return f"of a document that this content no longer has ({of}{when}), and its seal is unbroken"
            case "changed":
                gone = "" if self.today else "; this content no longer has that document"
                inside = f"; {self.inside.words}{self._hint(self.inside)}" if self.inside else ""
                differs = f"it claims to be {of}{when}, and differs from that"
                return f"changed since it was built: {differs}{inside}{gone}"
            case "damaged":
                return "damaged or cut short: it can't be told what it was"
            case "foreign" if self.revision:
                return f"of another project (revision {self.revision})"
            case "foreign":
                return "not made by this project"

    def _hint(self, inside: Inside) -> str:
        see = f": see `communique import --dry-run {as_typed(self.path)}`"
        return see if inside.edits and self.today else ""

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data; edits and comments are None where they are not known."""
        inside = self.inside
        return {
            "file": self.path.as_posix(),
            "verdict": self.verdict,
            "document": self.document,
            "revision": self.revision,
            "current_revision": self.today,
            "built": self.when,
            "redline": self.redline,
            "edits": inside.edits if inside else None,
            "edits_in_headers_and_footers": inside.running if inside else None,
            "edits_without_a_place": inside.placeless if inside else None,
            "comments": inside.comments if inside else None,
        }


def verify_files(
    project: Project, files: tuple[Path, ...], report: Report, epoch: int | None
) -> list[Verified]:
    """Say of each file what it is. Raises ContentError when the content has errors."""
    content = read_content(project)
    documents = compose_all(project, content, tuple(content.documents), report, epoch)
    if report.failed:
        raise ContentError(report)
    known = _Known(project, content, {each.identifier: each for each in documents})
    return [_verified(known, path, report) for path in files]


@dataclass(frozen=True, slots=True)
class _Known:
    """What files are held against: the documents of today, by identifier."""

    project: Project
    content: EventContent
    documents: dict[str, Document]

    def gone(self, identity: Identity, path: Path) -> str:
        """Return the name of a document that is no more, if what a file claims to be is one.

        A name is tried that the file has, or that builds have noted: the identifier tells whether it is
        right.
        """
        folder = output_folder(self.project, None)
        built = [name.rpartition(".")[0] for name in load_manifest(folder).outputs]
        for name in dict.fromkeys((path.stem, *built, *bases_of(folder, identity.revision))):
            if identifier_of(name, self.content) == identity.document:
                return name
        return ""


def _verified(known: _Known, path: Path, report: Report) -> Verified:
    if path.stat().st_size > LARGEST_PACKAGE:
        report.error("file-too-large", "larger than any document of this program", Span(path.as_posix()))
        return Verified(path, "foreign")
    content = path.read_bytes()
    identity = read_identity(content)
    if identity is None:
        return Verified(path, "damaged" if is_damaged(content) else "foreign")
    project, document = known.project, known.documents.get(identity.document)
    if document is None:
        return _of_none(known, path, identity, content)
    name, today = document.meta.name, document.revision
    when = _built_on(project, name, identity)
    if not identity.intact:
        inside = _inside(project, content, name, identity)
        return Verified(path, "changed", name, identity.revision, today, when, inside, identity.redline)
    if identity.redline:
        return Verified(path, "redline", name, identity.revision, today, when, redline=True)
    if identity.revision != today:
        return Verified(path, "earlier", name, identity.revision, today, when)
    made = write(document, project.theme, identity.format, Report(), project.settings.formats)
    verdict: Verdict = "current" if made.content == content else "differs"
    return Verified(path, verdict, name, identity.revision, today, when)


def _of_none(known: _Known, path: Path, identity: Identity, content: bytes) -> Verified:
    """Say what a file is that claims to be of a document which the content does not have."""
    name = known.gone(identity, path)
    if not name:
        return Verified(path, "foreign", revision=identity.revision)
    when = _built_on(known.project, name, identity)
    if identity.intact:
        return Verified(path, "gone", name, identity.revision, when=when, redline=identity.redline)
    inside = _inside(known.project, content, name, identity)
    return Verified(
        path, "changed", name, identity.revision, when=when, inside=inside, redline=identity.redline
    )


def _inside(project: Project, content: bytes, name: str, identity: Identity) -> Inside | None:
    """Return what somebody did in a DOCX, as an import reads it; None for what it can't read."""
    if identity.format != "docx":
        return None
    from communique.word.compare import NOT_OURS, compare
    from communique.word.edited_file import read_edited
    from communique.word.edits import Unplaced
    from communique.word.package import LARGEST_FILE

    if len(content) > LARGEST_FILE:
        return None
    try:
        edited = read_edited(content, name)
    except (ContentError, ValueError):
        return None
    # whoever edits the words of a file may edit its base too: what the build kept comes before it
    kept = kept_base(base_file(output_folder(project, None), name, identity.revision))
    base = kept or edited.base
    if base is None:
        return None
    accepted = edited.accepted(base, project.theme.styles)
    edits = compare(base, accepted, None, project.theme.styles).edits
    unplaced = [each.reason for each in edits if isinstance(each, Unplaced)]
    running = unplaced.count(f"{NOT_OURS}: header or footer")
    comments = sum(bool(each.text.strip()) for each in accepted.comments)
    return Inside(len(edits) - len(unplaced), comments, running, len(unplaced) - running, kept is not None)


def _built_on(project: Project, name: str, identity: Identity) -> str:
    """Return the day on which a revision was built here, by the copy of its base that was kept then."""
    base = base_file(output_folder(project, None), name, identity.revision)
    try:
        return f"{datetime.fromtimestamp(base.stat().st_mtime).astimezone():%Y-%m-%d %H:%M}"
    except OSError:
        return ""
