"""Watch a project: build what a change touches, each format as soon as it is ready, and wait for the next.

One thread does all the work, a step at a time, and looks between steps whether something has changed again.
PDFs are written by a worker meanwhile. What is owed is kept in one table: a newer change replaces what is
owed for a document, and with it whatever is on its way.
"""

from __future__ import annotations

import gc
import os
import queue
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.checks import review
from communique.checks.catalogue import CHECKS
from communique.diagnostics import ContentError, Diagnostic, Report, Span
from communique.manifest import Snapshot, take_snapshot
from communique.stopping import stop_if_asked
from communique.watching.events import Listener, State, differing, look
from communique.watching.known import composed, is_theme, read_all, read_changed
from communique.watching.outputs import Outputs
from communique.watching.telling import Problems
from communique.workers import abandon, done_by, work_of
from communique.writing import write_again

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from communique.build import Request, Target
    from communique.project import Format, Project
    from communique.watching.known import Composed, Known
    from communique.watching.outputs import Key
    from communique.watching.telling import Teller
    from communique.writing import Done

ORDER: tuple[Format, ...] = ("html", "docx", "pdf")
"""The quickest first."""

PATIENCE = 0.2
"""Seconds in which a file that has become wrong may become right again before anything is said: some editors
write in two steps."""

WAKE = 0.5 if sys.platform == "win32" else None
"""Seconds after which the wait is begun anew, where Ctrl-C can't interrupt it."""

TYPEFACES = (".ttf", ".otf", ".ttc")


@dataclass(frozen=True, slots=True)
class _Changed:
    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Ready:
    key: Key
    future: Future[Done]


class Watch:
    """The watching of one project, until the process is asked to end."""

    def __init__(
        self, root: Path, request: Request, executor: Executor | None, teller: Teller, *, poll: bool = False
    ) -> None:
        self.root, self.request, self.executor, self.teller = root, request, executor, teller
        self.poll = poll
        self._inbox: queue.SimpleQueue[_Changed | _Ready] = queue.SimpleQueue()
        self._state: State = {}
        self._known: Known | None = None
        self._owed: dict[Key, None] = {}
        self._failing: set[Key] = set()
        self._sent: dict[Key, Future[Done]] = {}
        self._targets: dict[Key, Target] = {}
        self._reviewed = True
        self._problems = Problems(teller)
        self._outputs = Outputs(request, teller, self._problems)
        self._failed = False
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
        """Return what happens next; None when nothing does within the patience.

        A stop that a library has swallowed in the meantime, or the search for garbage, is one now.
        """
        while True:
            stop_if_asked()
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
        files = None if paths is None else [self._name(path) for path in dict.fromkeys(paths)]
        report = Report()
        try:
            known, names = self._read(files)
            new = composed(known, names, report, self.request.epoch)
        except ContentError as error:
            report.take_over(error.report)
        except OSError as error:
            report = _unreadable(error)
        if report.failed:
            self._refuse(report, files)
            return
        if files:
            self._tell_changed(files)
        self._accept(known, new)
        if any(each.lower().endswith(TYPEFACES) for each in files or ()):
            self._forget_typefaces()

    def _forget_typefaces(self) -> None:
        """Let typefaces be read anew, here and by the workers."""
        from communique.writers.pdf_engine import forget_typefaces

        forget_typefaces()
        renew = getattr(self.executor, "renew", None)
        if renew:
            renew()

    def _read(self, files: list[str] | None) -> tuple[Known, list[str]]:
        """Read what changed, and return it with the documents that it may touch. Raises ContentError."""
        known = self._known
        if known is None or self._failed or files is None or any(is_theme(each) for each in files):
            return read_all(self.root, self.request)
        return read_changed(known, files, self.request)

    def _refuse(self, report: Report, files: list[str] | None) -> None:
        """Say what is wrong, unless it changes again in a moment; the last good outputs stay."""
        self._failed = True
        more = self._news_within(PATIENCE)
        if more:
            self._update(None if files is None else [*(str(self.root / each) for each in files), *more])
            return
        if files:
            self._tell_changed(files)
        self._drop(list(self._sent))
        self._owed.clear()
        self._problems.of_content(report, refused=True)

    def _tell_changed(self, files: list[str]) -> None:
        gone = [each for each in files if str(self.root / each) not in self._state]
        self.teller.changed([each for each in files if each not in gone], gone)

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

    def _accept(self, known: Known, new: Composed) -> None:
        """Owe the outputs of documents that are no longer the same."""
        old = self._known
        same = old is not None and not self._failed and old.project is known.project
        different = known.take_over(new, old if same else None, self.request)
        self._known, self._failed = known, False
        stale = [
            key for key in (*self._owed, *self._sent) if key[0] in different or key[0] not in known.documents
        ]
        self._drop(stale)
        for each in stale:
            self._owed.pop(each, None)
        formats = self.request.formats or known.project.settings.formats
        again = {key for key in self._failing if key[0] in known.documents and key[1] in formats}
        self._failing.clear()
        wanted = {(name, each) for name in different for each in formats} | set(self._owed) | again
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
        """Do the next thing that is owed; return whether there was one.

        A file that can't be read is said; nothing is tried again before the next change.
        """
        try:
            return self._known is not None and self._do_next(self._known)
        except OSError as error:
            self._problems.of_content(_unreadable(error))
            return True

    def _do_next(self, known: Known) -> bool:
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

    def _write(self, known: Known, key: Key) -> None:
        """Write an output here, or have it written; nothing is done for one that is current or not ours."""
        try:
            target = self._outputs.owed(known, key)
            if target is None:
                return
            self.teller.reasons(key[0], target.why)
            arguments = (target.document, known.project.theme, key[1], known.project.settings.formats)
            if key[1] == "pdf" and self.executor is not None:
                future = self.executor.submit(write_again, *arguments)
                self._sent[key], self._targets[key] = future, target
                future.add_done_callback(lambda future: self._inbox.put(_Ready(key, future)))
            else:
                self._outputs.place(known, target, write_again(*arguments))
        except (ContentError, OSError) as error:
            self._fail(key, error)

    def _place_sent(self, ready: _Ready) -> None:
        """Take in what a worker has written; what is no longer wanted is left."""
        known, key = self._known, ready.key
        if known is None or self._sent.get(key) is not ready.future:
            return
        del self._sent[key]
        target = self._targets.pop(key)
        try:
            self._outputs.place(known, target, done_by(ready.future, target, known.project))
        except (ContentError, OSError) as error:
            self._fail(key, error)

    def _fail(self, key: Key, error: ContentError | OSError) -> None:
        """Say why an output could not be written; it is owed again with the next change."""
        self._failing.add(key)
        report = error.report if isinstance(error, ContentError) else _unreadable(error)
        self._problems.of_output(f"{key[0]}.{key[1]}", report)

    def _review(self, known: Known) -> None:
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
        self._problems.of_content(report, refused=report.failed)

    def _note(self, known: Known) -> None:
        """Say that all is done, and write it down for the next build."""
        self._unnoted = False
        if self._failed:
            return
        snapshot = take_snapshot(self.root)
        followed = look(self.root)[0] == self._state and not self._program_changed(snapshot)
        try:
            self._outputs.note(known, self._warnings, snapshot if followed else None)
        except ContentError as error:
            self._problems.of_content(error.report)
        _put_away_garbage()

    def _program_changed(self, snapshot: Snapshot) -> bool:
        """Whether what this process runs is no longer what is installed."""
        assert self._begun is not None  # noqa: S101 - see run
        followed = {self._name(path) for path in self._state}
        return any(name not in followed for name in snapshot.changed_since(self._begun))

    def _name(self, path: str) -> str:
        """Return how a file is named: relative to the project, where it is in it."""
        root = f"{self.root}{os.sep}"
        return path.removeprefix(root).replace(os.sep, "/") if path.startswith(root) else path


def _put_away_garbage() -> None:
    """Look for garbage while nothing else is to do, so that none is kept; spare the rest the next look."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _by_format(key: Key) -> int:
    return ORDER.index(key[1])


def _unreadable(error: OSError) -> Report:
    report = Report()
    place = Span(str(error.filename or "content"))
    report.error("unreadable-file", f"can't be read: {error.strerror or error}", place)
    return report


def _is_strict(project: Project) -> bool:
    """Whether a check can find an error, before which nothing may be put in place."""
    severities = project.settings.checks
    return any(severities.get(check.code, check.severity) == "error" for check in CHECKS)
