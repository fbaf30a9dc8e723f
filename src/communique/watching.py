"""Watch a project: build what a change touches, each format as soon as it is ready, and wait for the next change.

One thread does all the work, a step at a time, and looks between steps whether something has changed again. PDFs
are written by a worker meanwhile. What is owed is kept in one table: a newer change replaces what is owed
for a document, and with it whatever is on its way.
"""

from __future__ import annotations

import gc
import os
import queue
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from communique.build import Request, Target, Written, chosen, located, may_write, output_folder, plan
from communique.checks import review
from communique.checks.catalogue import CHECKS
from communique.content import EventContent, read_content
from communique.diagnostics import ContentError, Diagnostic, Report, Span
from communique.events import Listener, State, differing, look
from communique.freshness import signature
from communique.manifest import Snapshot, load_manifest, take_snapshot
from communique.outputs import alone_in, not_written, state_of
from communique.pipeline import compose
from communique.placing import Placing
from communique.project import Project, find_root, open_project
from communique.workers import abandon, done_by, work_of
from communique.writing import write_one

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from communique.project import Format
    from communique.tree import Document
    from communique.writing import Done

ORDER: tuple[Format, ...] = ("html", "docx", "pdf")
"""The quickest first."""

PATIENCE = 0.2
"""Seconds in which a file that has become wrong may become right again before anything is said: some editors
write in two steps."""

WAKE = 0.5 if sys.platform == "win32" else None
"""Seconds after which the wait is begun anew, where Ctrl-C can't interrupt it."""

TYPEFACES = (".ttf", ".otf", ".ttc")
RECORDS = {"content/event.yaml", "content/people.yaml", "content/sessions.yaml"}

Key = tuple[str, "Format"]


class Teller(Protocol):
    """Who is told what happens."""

    def changed(self, files: list[str]) -> None:
        """Say which files changed."""

    def reasons(self, name: str, why: tuple[str, ...]) -> None:
        """Say why outputs of a document are written."""

    def wrote(self, written: Written) -> None:
        """Say that an output is in its place."""

    def problems(self, report: Report) -> None:
        """Show problems that were not there before."""

    def mended(self) -> None:
        """Say that there are no errors any more."""

    def settled(self, outputs: int) -> None:
        """Say that all is done, and how many outputs are current."""

    def polls(self) -> None:
        """Say that the operating system does not tell of changes, and that files are looked at instead."""


@dataclass(frozen=True, slots=True)
class _Changed:
    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Ready:
    key: Key
    future: Future[Done]


@dataclass
class _Known:
    """What was built last: the project, its content, and its documents as they were composed."""

    project: Project
    content: EventContent
    documents: dict[str, Document] = field(default_factory=dict)
    problems: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)


class Watch:
    """The watching of one project, until the process is asked to end."""

    def __init__(
        self, root: Path, request: Request, executor: Executor | None, teller: Teller, *, poll: bool = False
    ) -> None:
        self.root, self.request, self.executor, self.teller = root, request, executor, teller
        self.poll = poll
        self._inbox: queue.SimpleQueue[_Changed | _Ready] = queue.SimpleQueue()
        self._state: State = {}
        self._known: _Known | None = None
        self._owed: dict[Key, None] = {}
        self._sent: dict[Key, Future[Done]] = {}
        self._targets: dict[Key, Target] = {}
        self._reviewed = True
        self._shown: frozenset[tuple[str, str, str]] = frozenset()
        self._failed = False
        self._wrong = False
        self._found: dict[str, tuple[Diagnostic, ...]] = {}
        self._warnings: tuple[Diagnostic, ...] = ()
        self._unnoted = False
        self._begun: Snapshot | None = None

    def run(self) -> None:
        """Build, and then follow changes. Ends with an exception only: the one that a signal raises."""
        self._begun = take_snapshot(self.root)
        self._state, folders = look(self.root)
        listener = self._listener(folders)
        try:
            self._update(None)
            while True:
                if self._inbox.empty() and self._step():
                    continue
                self._take(self._next())
                if listener.folders != look(self.root)[1]:
                    listener.close()
                    listener = self._listener(look(self.root)[1])
                    self._inbox.put(_Changed(frozenset()))
        finally:
            listener.close()

    def _listener(self, folders: list[str]) -> Listener:
        told = self._inbox.put
        listener = Listener(
            self.root, folders, lambda paths: told(_Changed(frozenset(paths))), poll=self.poll
        )
        if listener.polls and not self.poll:
            self.poll = True
            self.teller.polls()
        return listener

    def _next(self, patience: float | None = None) -> _Changed | _Ready | None:
        """Return what happens next; None when nothing does within the patience."""
        while True:
            try:
                return self._inbox.get(timeout=patience if patience is not None else WAKE)
            except queue.Empty:
                if patience is not None:
                    return None

    def _take(self, event: _Changed | _Ready | None) -> None:
        if isinstance(event, _Ready):
            self._place_sent(event)
        elif isinstance(event, _Changed):
            files = self._news(event)
            if files:
                self._update(files)

    def _news(self, event: _Changed) -> list[str]:
        """Return the files that changed; what comes in the meantime is taken along."""
        paths, ready = set(event.paths), []
        while not self._inbox.empty():
            other = self._inbox.get()
            if isinstance(other, _Changed):
                paths |= other.paths
            else:
                ready.append(other)
        for each in ready:
            self._inbox.put(each)
        new, _ = look(self.root)
        files = differing(self._state, new)
        named = [
            path for path in new if path in paths and path not in files
        ]  # changed within a tick of its clock
        self._state = new
        return [*files, *named]

    def _update(self, paths: list[str] | None) -> None:
        """Read and compose what changed, all without paths; what is to be written is owed from then on."""
        files = None if paths is None else [self._name(path) for path in paths]
        report = Report()
        try:
            known, names = self._read(files)
            documents, problems = self._composed(known, names, report)
        except ContentError as error:
            report.take_over(error.report)
        except OSError as error:
            report.error(
                "unreadable-file", f"can't be read: {error.strerror or error}", Span(str(error.filename))
            )
        if report.failed:
            self._refuse(report, files)
            return
        if files:
            self.teller.changed(files)
        self._accept(known, documents, problems)
        if any(each.lower().endswith(TYPEFACES) for each in files or ()):
            self._forget_typefaces()

    def _forget_typefaces(self) -> None:
        """Let typefaces be read anew, here and by the workers."""
        from communique.typefaces import coverage

        coverage.cache_clear()
        renew = getattr(self.executor, "renew", None)
        if renew:
            renew()

    def _read(self, files: list[str] | None) -> tuple[_Known, list[str]]:
        """Read what changed, and return it with the documents that it may touch. Raises ContentError."""
        known = self._known
        if known is None or self._failed or files is None or any(_is_theme(each) for each in files):
            find_root(self.root)
            project = open_project(self.root)
            content = read_content(project)
            return _Known(project, content), list(chosen(self.request.documents, content))
        content = read_content(known.project, known.content)
        names = list(chosen(self.request.documents, content))
        new = _Known(known.project, content, known.documents, known.problems)
        if not any(each in RECORDS for each in files) and all(each.startswith("content/") for each in files):
            names = [name for name in names if f"content/{name}.yaml" in files or name not in known.documents]
        return new, names

    def _composed(
        self, known: _Known, names: list[str], report: Report
    ) -> tuple[dict[str, Document], dict[str, tuple[Diagnostic, ...]]]:
        documents, problems = {}, {}
        for name in names:
            found = Report()
            try:
                documents[name] = compose(known.project, known.content, name, found, self.request.epoch)
            except ContentError as error:
                found = error.report
            problems[name] = tuple(found.diagnostics)
            report.take_over(found)
        return documents, problems

    def _refuse(self, report: Report, files: list[str] | None) -> None:
        """Say what is wrong, unless it changes again in a moment; the last good outputs stay."""
        self._failed = True
        more = self._news_within(PATIENCE)
        if more:
            self._update(None if files is None else [*(str(self.root / each) for each in files), *more])
            return
        if files:
            self.teller.changed(files)
        self._drop(list(self._sent))
        self._owed.clear()
        self._show(report)

    def _news_within(self, patience: float) -> list[str]:
        """Return the files that change within some time; what else happens then is kept for later."""
        until, others, files = time.monotonic() + patience, [], list[str]()
        while not files and (left := until - time.monotonic()) > 0:
            event = self._next(left)
            if isinstance(event, _Changed):
                files = self._news(event)
            elif event is not None:
                others.append(event)
        for each in others:
            self._inbox.put(each)
        return files

    def _accept(
        self, known: _Known, documents: dict[str, Document], problems: dict[str, tuple[Diagnostic, ...]]
    ) -> None:
        """Owe the outputs of documents that are no longer the same."""
        old = self._known
        everything = old is None or self._failed or old.project is not known.project
        chosen_names = chosen(self.request.documents, known.content)
        different = [
            name
            for name, document in documents.items()
            if everything or old is None or old.documents.get(name) != document
        ]
        kept = old.documents if old else {}
        known.documents = {
            name: documents[name] if name in different else kept.get(name, documents.get(name))  # type: ignore[misc]
            for name in chosen_names
        }
        known.problems = {name: problems.get(name, known.problems.get(name, ())) for name in chosen_names}
        self._known, self._failed = known, False
        formats = self.request.formats or known.project.settings.formats
        stale = [
            key for key in (*self._owed, *self._sent) if key[0] in different or key[0] not in chosen_names
        ]
        self._drop(stale)
        for each in stale:
            self._owed.pop(each, None)
        wanted = {(name, each) for name in different for each in formats} | set(self._owed)
        self._owed = dict.fromkeys(sorted(wanted, key=self._rank if len(different) > 1 else _by_format))
        self._reviewed, self._unnoted = False, True

    def _rank(self, key: Key) -> tuple[int, float]:
        assert self._known is not None  # noqa: S101 - set before anything is owed
        return _by_format(key), -work_of(self._known.documents[key[0]], key[1])

    def _drop(self, keys: list[Key]) -> None:
        for key in keys:
            future = self._sent.pop(key, None)
            if future is not None:
                abandon(future, self.executor)

    def _step(self) -> bool:
        """Do the next thing that is owed; return whether there was one."""
        known = self._known
        if known is None:
            return False
        if not self._reviewed and (_is_strict(known.project) or not self._waiting(("html", "docx"))):
            self._review(known)
            return True
        key = self._next_owed()
        if key is not None:
            del self._owed[key]
            self._write(known, key)
            return True
        if not self._sent and self._unnoted:
            self._note(known)
        return False

    def _waiting(self, formats: tuple[str, ...]) -> bool:
        return any(key[1] in formats for key in self._owed)

    def _next_owed(self) -> Key | None:
        """Return what to do next: HTML, then PDFs are sent away if there is a worker, then Word files."""
        keys = list(self._owed)
        if self.executor is not None:
            keys.sort(key=lambda key: {"html": 0, "pdf": 1, "docx": 2}[key[1]])
        return keys[0] if keys else None

    def _write(self, known: _Known, key: Key) -> None:
        """Write an output here, or have it written; nothing is done for one that is current or not ours."""
        try:
            target = self._target(known, key)
            if not target.why or not self._may_write(target, known):
                return
            self.teller.reasons(key[0], target.why)
            arguments = (target.document, known.project.theme, key[1], known.project.settings.formats)
            if key[1] == "pdf" and self.executor is not None:
                future = self.executor.submit(write_one, *arguments)
                self._sent[key], self._targets[key] = future, target
                future.add_done_callback(lambda future: self._inbox.put(_Ready(key, future)))
            else:
                self._place(known, target, write_one(*arguments))
        except ContentError as error:
            self._show(error.report)

    def _place_sent(self, ready: _Ready) -> None:
        """Take in what a worker has written; what is no longer wanted is left."""
        known, key = self._known, ready.key
        if known is None or self._sent.get(key) is not ready.future:
            return
        del self._sent[key]
        target = self._targets.pop(key)
        try:
            self._place(known, target, done_by(ready.future, target, known.project))
        except ContentError as error:
            self._show(error.report)

    def _place(self, known: _Known, target: Target, done: Done) -> None:
        """Put an output in its place, unless somebody has been at work there meanwhile. Raises ContentError."""
        output, found, seconds = done
        problems = Report([located(each, target.document, known.content) for each in found])
        if problems.failed:
            raise ContentError(problems)
        self._found[target.path.name] = tuple(problems.diagnostics)
        folder = output_folder(known.project, self.request.output)
        with alone_in(folder, known.project):
            manifest = load_manifest(folder)
            seen = signature(str(target.path))
            now = replace(target, state=state_of(target.path, manifest, seen), signature=seen)
            if not self._may_write(now, known):
                return
            written, placing = (
                Written(now, output, seconds),
                Placing(known.project, folder, manifest, self.request),
            )
            try:
                placing.put([written])
                self.teller.wrote(written)
                manifest.fresh = ()  # until all is done
                placing.enter([written])
            except OSError as error:
                raise not_written(known.project, folder, error) from None

    def _target(self, known: _Known, key: Key) -> Target:
        folder = output_folder(known.project, self.request.output)
        request = replace(self.request, formats=(key[1],))
        return plan(known.project, [known.documents[key[0]]], request, folder, load_manifest(folder))[0]

    def _may_write(self, target: Target, known: _Known) -> bool:
        refused = Report()
        allowed = may_write(target, self.request, known.project, refused)
        if not allowed:
            self._show(refused, whole=False)
        return allowed

    def _review(self, known: _Known) -> None:
        """Look through all documents, and show what is new of all that is known to be wrong."""
        self._reviewed = True
        report = Report()
        for each in known.problems.values():
            report.take_over(Report(list(each)))
        review(known.project, known.content, list(known.documents.values()), report)
        self._warnings = tuple(report.diagnostics)
        if report.failed:
            self._failed = True
            self._drop(list(self._sent))
            self._owed.clear()
        self._show(report)

    def _show(self, report: Report, *, whole: bool = True) -> None:
        """Show what has not been shown before. A whole report takes the place of what was shown."""
        found = {
            (each.code, each.message, each.address or each.span.file): each for each in report.diagnostics
        }
        new = Report([each for key, each in found.items() if key not in self._shown])
        if new.diagnostics:
            self.teller.problems(new)
        self._shown = frozenset(found) if whole else self._shown | frozenset(found)
        if self._wrong and whole and not report.failed:
            self.teller.mended()
        if whole:
            self._wrong = report.failed

    def _note(self, known: _Known) -> None:
        """Say that all is done, and write it down for the next build."""
        self._unnoted = False
        if self._failed:
            return
        folder = output_folder(known.project, self.request.output)
        manifest = load_manifest(folder)
        targets = plan(known.project, list(known.documents.values()), self.request, folder, manifest)
        snapshot = take_snapshot(self.root)
        if look(self.root)[0] == self._state and not self._program_changed(snapshot):
            warnings = (*self._warnings, *(each for found in self._found.values() for each in found))
            with (
                suppress(OSError, ContentError),
                alone_in(folder, known.project),
            ):  # costs a closer look, no more
                placing = Placing(known.project, folder, load_manifest(folder), self.request)
                placing.note(targets, [], known.content, snapshot, tuple(dict.fromkeys(warnings)))
        self.teller.settled(sum(not each.why and not each.kept for each in targets))
        gc.freeze()  # what is kept from change to change need not be looked through for garbage

    def _program_changed(self, snapshot: Snapshot) -> bool:
        """Whether what this process runs is no longer what is installed."""
        assert self._begun is not None  # noqa: S101 - see run
        followed = {self._name(path) for path in self._state}
        return any(name not in followed for name in snapshot.changed_since(self._begun))

    def _name(self, path: str) -> str:
        """Return how a file is named: relative to the project, where it is in it."""
        root = f"{self.root}{os.sep}"
        return path.removeprefix(root).replace(os.sep, "/") if path.startswith(root) else path


def _by_format(key: Key) -> int:
    return ORDER.index(key[1])


def _is_theme(name: str) -> bool:
    """Whether a file is read when the project is opened."""
    return not name.startswith("content/") and name != "review.yaml"


def _is_strict(project: Project) -> bool:
    """Whether a check can find an error, before which nothing may be put in place."""
    severities = project.settings.checks
    return any(severities.get(check.code, check.severity) == "error" for check in CHECKS)
