"""Build documents: compose all, write those outputs that are no longer current, then put them in place.

Nothing is put in place before everything is written: a build that fails leaves the earlier outputs alone.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from communique.checks import review
from communique.content import EventContent, read_content
from communique.dependencies import Parts, block_digests, key_of, parts_of, reasons
from communique.diagnostics import ContentError, Diagnostic, Report, Span, suggestion
from communique.freshness import BESIDE, signature
from communique.manifest import (
    Manifest,
    load_blocks,
    load_manifest,
    take_snapshot,
)
from communique.outputs import (
    TOUCHED,
    State,
    alone_in,
    left_over,
    not_written,
    refuse_link,
    state_of,
)
from communique.pipeline import compose, span_of
from communique.placing import Placing, may_write
from communique.workers import Writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager
    from pathlib import Path

    from communique.dependencies import Machine
    from communique.freshness import Signature
    from communique.manifest import Snapshot
    from communique.project import Format, Project
    from communique.tree import Document
    from communique.writing import Output

    Progress = Callable[[Writing], AbstractContextManager[Callable[["Written"], object]]]


@dataclass(frozen=True)
class Request:
    """What a build is asked for. Without documents all are meant, without formats those of the settings.

    `force` builds what is current too; `replace` also what somebody has edited, and keeps a dated copy of it.
    `epoch`, in seconds since 1970, replaces the date of the content in the properties of the files.
    """

    documents: tuple[str, ...] = ()
    formats: tuple[Format, ...] | None = None
    output: Path | None = None
    force: bool = False
    replace: bool = False
    epoch: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """One output: what it is to be made from, what is there now, and why it has to be written, if so."""

    document: Document
    format: Format
    path: Path
    parts: Parts
    state: State
    why: tuple[str, ...]
    signature: Signature | None = None
    machine: Machine = field(default_factory=dict)

    @property
    def kept(self) -> bool:
        """Whether somebody else's work is in its place."""
        return self.state in TOUCHED


@dataclass(frozen=True, slots=True)
class Written:
    """A document in one format, not yet in its place. `seconds` is the time that writing it took."""

    target: Target
    output: Output
    seconds: float

    @property
    def document(self) -> Document:
        """The document."""
        return self.target.document

    @property
    def format(self) -> Format:
        """The format."""
        return self.target.format


@dataclass(frozen=True)
class Result:
    """What a build did: all outputs that were asked for, those written, copies kept, and left-overs."""

    targets: tuple[Target, ...] = ()
    written: tuple[Written, ...] = ()
    copies: tuple[Path, ...] = ()
    left_over: tuple[Path, ...] = ()


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


def output_folder(project: Project, output: Path | None) -> Path:
    """Return the folder to write to: that named, or that of the settings, which may be no link out."""
    folder = output or project.output
    refuse_link(project, folder if output else project.root, folder)
    return folder


def plan(
    project: Project, documents: list[Document], request: Request, folder: Path, manifest: Manifest
) -> list[Target]:
    """Return the outputs of documents, each with the reasons to write it; one that is current has none."""
    formats = request.formats or project.settings.formats
    blocks = load_blocks(folder)
    targets = []
    for document in documents:
        for name in formats:
            path = folder / f"{document.meta.name}.{name}"
            parts, machine = parts_of(document, project.theme, name, project.settings.formats)
            found = signature(str(path))
            state = state_of(path, manifest, found)
            why = _why(path.name, state, parts, manifest, blocks, document)
            if not why and (request.force or (request.replace and state in TOUCHED)):
                why = ["it was asked for"]
            targets.append(Target(document, name, path, parts, state, tuple(why), found, machine))
    return targets


def _why(
    name: str,
    state: State,
    parts: Parts,
    manifest: Manifest,
    blocks: dict[str, dict[str, str]],
    document: Document,
) -> list[str]:
    entry = manifest.outputs.get(name)
    if state == "missing":
        return ["it is missing"]
    if entry is None:
        return ["nothing is known of an earlier build"]
    if entry.key != key_of(parts):
        return reasons(entry.parts, parts, blocks.get(name), block_digests(document))
    return ["its edits are in the content now, or a build was cut short"] if state == "replaceable" else []


def build(
    project: Project,
    request: Request,
    report: Report,
    snapshot: Snapshot,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Result:
    """Build what is no longer current.

    Problems go to the report; ContentError is raised when nothing can be done. `snapshot` is the state of the
    files before the project was opened. `progress` is given the writing, and the context that it returns is
    called for each output that is written.
    """
    folder = output_folder(project, request.output)
    with alone_in(folder, project):
        manifest = load_manifest(folder)
        content = read_content(project)
        placing = Placing(project, folder, manifest, request)
        placing.clear(content.documents)
        found = Report()
        with Writing(project, executor) as writing:
            targets = _begin(_Begun(project, content, folder, manifest, request, found), writing, report)
            written = [] if report.failed else _collect(writing, content, report, progress)
        if report.failed:
            return Result(tuple(targets))
        written.sort(key=lambda each: targets.index(each.target))
        warnings = tuple(report.diagnostics)
        report.take_over(found)
        try:
            placed = placing.put(written, report)
            placing.note(targets, placed.written, content, snapshot, warnings)
        except OSError as error:
            raise not_written(project, folder, error) from None
    _report_changes(project, snapshot, report)
    kept = {each.path: each for each in placed.kept}
    return Result(
        tuple(kept.get(each.path, each) for each in targets),
        placed.written,
        placed.copies,
        left_over(folder, manifest, content.documents),
    )


@dataclass(frozen=True, slots=True)
class _Begun:
    """What a build begins with; what may not be written is told to `refused`."""

    project: Project
    content: EventContent
    folder: Path
    manifest: Manifest
    request: Request
    refused: Report


def _begin(begun: _Begun, writing: Writing, report: Report) -> list[Target]:
    """Compose and review the documents, and have written what is to be written; return all their outputs.

    The largest document comes first, and its PDF is begun while the others are composed. When there is an
    error, all of it is given up at the end.
    """
    names = chosen(begun.request.documents, begun.content)
    composed: dict[str, Document] = {}
    targets: dict[str, list[Target]] = {}
    later: list[Target] = []
    for name in sorted(names, key=lambda name: -len(begun.content.sources[f"content/{name}.yaml"].text)):
        for document in compose_all(begun.project, begun.content, (name,), report, begun.request.epoch):
            composed[name] = document
            targets[name] = plan(begun.project, [document], begun.request, begun.folder, begun.manifest)
            wanted = [
                each
                for each in targets[name]
                if each.why and may_write(each, begun.request, begun.project, begun.refused)
            ]
            later += [each for each in wanted if each.format != "pdf"]
            if not report.failed:
                writing.begin([each for each in wanted if each.format == "pdf"])
    if not report.failed:
        review(begun.project, begun.content, [composed[name] for name in names], report)
    writing.begin(later)
    return [each for name in names for each in targets.get(name, ())]


def _collect(
    writing: Writing,
    content: EventContent,
    report: Report,
    progress: Progress | None,
) -> list[Written]:
    """Return all outputs as they have been written, and report what their writers found."""
    written: list[Written] = []
    with progress(writing) if progress else nullcontext(written.count) as step:
        for target, (output, problems, seconds) in writing.results():
            for diagnostic in problems:
                report.add(located(diagnostic, target.document, content))
            written.append(Written(target, output, seconds))
            step(written[-1])
    return written


def located(diagnostic: Diagnostic, document: Document, content: EventContent) -> Diagnostic:
    """Return what a writer found with its place in content: writers know addresses and no files."""
    if diagnostic.span.line:
        return diagnostic
    return replace(diagnostic, span=span_of(diagnostic.address, content, document.meta.name))


def _report_changes(project: Project, snapshot: Snapshot, report: Report) -> None:
    """Say so when files of the project changed while they were being built."""
    own = ("content/", "templates/", *BESIDE)
    changed = [name for name in take_snapshot(project.root).changed_since(snapshot) if name.startswith(own)]
    if changed:
        message = "changed during the build, which may not have seen it"
        report.warning("changed-meanwhile", message, Span(changed[0]), "build again")
