"""Earlier versions of documents: from a git revision, an issued DOCX, a folder, or a document's revision.

What `--since` names is looked for in this order: a DOCX; a folder with a copy of the project, or with the
DOCX files of an earlier build; the revision of a document, twelve digits that its files carry and of which
the build keeps the base; a revision of git. A branch called like a folder is named as `refs/heads/build`.

Content of an earlier time is composed by the program of today. What an issued DOCX said is told by its base:
edits that somebody made in that file are no part of what was issued.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from communique.bases import base_file, bases_of, kept_base
from communique.build import compose_all
from communique.content import read_content
from communique.diagnostics import ContentError, Report, refusal
from communique.project import open_project
from communique.redline.git import find_revision, read_files
from communique.redline.past import document_of
from communique.word.belonging import name_here, not_here
from communique.word.edited_file import read_edited
from communique.word.package import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from communique.content import EventContent
    from communique.project import Project
    from communique.tree import Document
    from communique.word.edited_file import EditedFile
    from communique.writers.docx_base import Base

FOLDERS = ("content", "templates")
OTHERWISE = "name the DOCX as this project issued it, a folder with an earlier build, or a git revision"
REVISION = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What documents were before. `since` names that version for readers; `documents` are by name.

    `issues` names the issued file of each document, where a version has several.

    `whole` says that all documents of that time are known: one that is not among them did not exist.
    `said` says that what stands beside the text is known, too: marking, symbol, running matter.
    """

    since: str
    documents: dict[str, Document]
    whole: bool = False
    said: bool = False
    issues: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Issue:
    """What an issued DOCX said, and how it is named for readers: with its revision and its date."""

    base: Base
    file: str
    since: str


def read_earlier(
    project: Project, output: Path, documents: Sequence[Document], since: str, content: EventContent
) -> Earlier:
    """Return the earlier versions of documents that `since` names.

    `since` is taken from the folder that the process is in; `output` is where builds put bases. `content` has
    these documents, and maybe others. Raises ContentError when there is no such version, or when it can't be
    read.
    """
    if not since.strip():
        hint = "name a git revision, a DOCX that was issued, or a folder"
        raise refusal("no-earlier-version", "nothing is named to compare with", "--since", hint)
    path = Path(since)
    try:
        kind = "folder" if path.is_dir() else "file" if path.exists() else ""
    except (OSError, ValueError):  # a name that no file can have
        kind = ""
    if kind == "folder":
        return _from_folder(path, documents, content)
    if kind:
        issue = _issued(path, output)
        return _from_bases([issue], documents, issue.since, content)
    if REVISION.fullmatch(since):
        told = f"revision {since}"
        found = map(kept_base, bases_of(output, since).values())
        kept = [Issue(base, told, told) for base in found if base is not None]
        if kept:
            return _from_bases(kept, documents, told, content)
    return _from_git(project, since)


def _from_git(project: Project, since: str) -> Earlier:
    revision = find_revision(project.root, since)
    files = read_files(project.root, revision, FOLDERS)
    if "content/event.yaml" not in files:
        hint = "`git log --oneline -- content` lists the revisions that changed the content"
        raise refusal(
            "no-earlier-version",
            f"there is no project in `{since}`: it has no content/event.yaml",
            since,
            hint,
        )
    with tempfile.TemporaryDirectory(prefix="communique-") as name:
        folder = Path(name).resolve()
        for path, content in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        composed = _composed(folder, since)
    return Earlier(revision.shown, composed, whole=True, said=True)


def _from_folder(folder: Path, documents: Sequence[Document], content: EventContent) -> Earlier:
    if (folder / "content" / "event.yaml").is_file():
        return Earlier(folder.name, _composed(folder.resolve(), folder.as_posix()), whole=True, said=True)
    issues = [
        _issued(each, folder)
        for each in sorted(folder.glob("*.docx"))
        if not each.name.startswith(("~", "."))
    ]
    if not issues:
        hint = "name the folder of a project, or one with the DOCX files of an earlier build"
        raise refusal(
            "no-earlier-version",
            "there is neither a project nor a DOCX in this folder",
            folder.as_posix(),
            hint,
        )
    ours = {document.identifier for document in documents}
    wanted = [each for each in issues if each.base.document in ours]
    return _from_bases(wanted or issues[:1], documents, folder.resolve().name, content)


def _composed(folder: Path, since: str) -> dict[str, Document]:
    """Compose all documents of a project that lies in a folder. Its warnings are of no interest any more."""
    report = Report()
    try:
        project = open_project(folder)
        content = read_content(project)
        documents = compose_all(project, content, tuple(content.documents), report, None)
    except ContentError as error:
        report.take_over(error.report)
        documents = []
    if report.failed:
        first = next(each for each in report.in_order() if each.severity == "error")
        more = f", and {report.errors - 1} more" if report.errors > 1 else ""
        hint = "compare with a DOCX that was issued then"
        message = f"the content of that time can't be composed: {first.span}: {first.message}{more}"
        raise refusal("earlier-content", message, since, hint)
    return {document.meta.name: document for document in documents}


def _issued(path: Path, output: Path) -> Issue:
    """Return what an issued DOCX said by its base; the build kept a copy for where an editor dropped it."""
    file = path.as_posix()
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise refusal(
                "docx-too-large", "larger than any document of this program", file, "name another version"
            )
        content = path.read_bytes()
    except OSError as error:
        raise refusal("no-earlier-version", f"can't be read: {error.strerror or error}", file, "") from None
    edited = _opened(content, file)
    identity = edited.identity
    base = edited.base or kept_base(base_file(output, identity.name, identity.revision))
    if base is None:
        hint = "compare with another copy of the file, or with a git revision"
        raise refusal("docx-without-base", "an editor dropped the record of what was issued", file, hint)
    day = f" of {edited.created}" if edited.created else ""
    return Issue(base, path.name, f"{path.name}, revision {base.revision}{day}")


def _opened(content: bytes, file: str) -> EditedFile:
    """Return a DOCX, opened. What is wrong with it is told as an import tells it, with another way out."""
    try:
        return read_edited(content, file)
    except ContentError as error:
        report = Report()
        for each in error.report.diagnostics:
            report.error(each.code, f"can't be compared with: {each.message}", each.span, OTHERWISE)
        raise ContentError(report) from None


def _from_bases(
    issues: Iterable[Issue], documents: Sequence[Document], since: str, content: EventContent
) -> Earlier:
    known = {document.identifier: document for document in documents}
    found: dict[str, Document] = {}
    named: dict[str, str] = {}
    for issue in issues:
        new = known.get(issue.base.document)
        if new is None:
            raise _of_another(issue.base, documents, issue.file, content)
        found[new.meta.name] = document_of(issue.base, new)
        named[new.meta.name] = issue.since
    return Earlier(since, found, issues=named)


def _of_another(base: Base, documents: Sequence[Document], file: str, content: EventContent) -> ContentError:
    """Say whose an issued DOCX is, which is of none of the documents that are to be compared."""
    name = name_here(base.document, content)
    if name is None:
        return not_here(base.document, base.name, content, file, "compare with it")
    asked = " or ".join(f"`{each.meta.name}`" for each in documents)
    hint = f"ask for `{name}` instead, or name a DOCX of {asked}, or a git revision"
    return refusal("no-earlier-version", f"this is the document `{name}`, and not {asked}", file, hint)
