"""Writing outputs, in this process or by the workers of an executor."""

from __future__ import annotations

import queue
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING

from communique.diagnostics import ContentError, refusal
from communique.tree import Heading, Paragraph, plain_text, walk
from communique.writing import Done, write_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor, Future

    from communique.build import Target
    from communique.project import Format, Project
    from communique.tree import Document


WORK: dict[Format, tuple[float, float, float]] = {
    "pdf": (30, 0.8, 0.0066),
    "docx": (8, 0.155, 0.00018),
    "html": (1, 0.011, 0.00002),
}
"""What an output takes in milliseconds of some computer: at least, for each block, for each character.

Measured with documents of 1 to 200 pages and rosters of 40 to 1,600 rows; only the shares count.
"""


def work_of(document: Document, name: Format) -> float:
    """Return about how much work an output is, by the number of its blocks and of their characters."""
    blocks = characters = 0
    for block in walk((*document.blocks, *(each for note in document.notes for each in note.blocks))):
        blocks += 1
        if isinstance(block, Paragraph | Heading):
            characters += len(plain_text(block.children))
    least, for_block, for_character = WORK[name]
    return least + for_block * blocks + for_character * characters


class Writing:
    """The writing of outputs: PDFs by the workers, if there are any, and the rest here in the meantime.

    Word files are offered to the workers too, and taken back one by one as long as no worker has begun them.
    HTML takes less time to write than to send.
    """

    def __init__(self, project: Project, executor: Executor | None) -> None:
        self._project, self._theme, self._formats = project, project.theme, project.settings.formats
        self._executor = executor
        self._begun: dict[Future[Done], Target] = {}
        self._here: list[Target] = []
        self._done: queue.SimpleQueue[Future[Done]] = queue.SimpleQueue()
        self._at: Target | None = None
        self._work: dict[int, float] = {}
        self.targets: list[Target] = []

    def __enter__(self) -> Writing:
        return self

    def __exit__(self, *_: object) -> None:
        """Give up what has not been written."""
        for future in self._begun:
            abandon(future, self._executor)

    def begin(self, targets: list[Target]) -> None:
        """Take in what is to be written; workers begin with the largest PDF."""
        self.targets += targets
        for target in sorted(targets, key=self._longest_first):
            if self._executor is None or target.format == "html" or not self._sent(target):
                self._here.append(target)

    def _sent(self, target: Target) -> bool:
        assert self._executor is not None  # noqa: S101 - see begin
        arguments = (target.document, self._theme, target.format, self._formats)
        try:
            future = self._executor.submit(write_one, *arguments)
        except (BrokenExecutor, RuntimeError):
            return False
        self._begun[future] = target
        future.add_done_callback(self._done.put)
        return True

    def _longest_first(self, target: Target) -> tuple[bool, float]:
        return target.format != "pdf", -self.work(target)

    def work(self, target: Target) -> float:
        """Return about how much work an output is."""
        known = self._work.get(id(target))
        if known is None:
            known = self._work[id(target)] = work_of(target.document, target.format)
        return known

    def running(self) -> list[Target]:
        """Return what is being written."""
        sent = [target for future, target in list(self._begun.items()) if future.running()]
        return [*sent, self._at] if self._at else sent

    def results(self) -> Iterator[tuple[Target, Done]]:
        """Yield each output as soon as it is written. Raises ContentError when a worker can't write one."""
        while self._begun or self._here:
            while not self._done.empty():
                yield from self._finished(self._done.get())
            target = self._next_here()
            if target:
                yield target, self._write_here(target)
            elif self._begun:
                yield from self._finished(self._done.get())

    def _next_here(self) -> Target | None:
        """Return what is to be written here next: the smallest, then what can be taken back from workers."""
        if self._here:
            return self._here.pop()
        for future, target in reversed(self._begun.items()):
            if target.format != "pdf" and future.cancel():
                del self._begun[future]
                return target
        return None

    def _write_here(self, target: Target) -> Done:
        self._at = target
        try:
            return write_one(target.document, self._theme, target.format, self._formats)
        finally:
            self._at = None

    def _finished(self, future: Future[Done]) -> Iterator[tuple[Target, Done]]:
        target = self._begun.pop(future, None)
        if target is not None and not future.cancelled():
            yield target, done_by(future, target, self._project)


def done_by(future: Future[Done], target: Target, project: Project) -> Done:
    """Return what a worker has done, or do it here if there are no workers. Raises ContentError."""
    try:
        return future.result()
    except BrokenExecutor as error:
        if not isinstance(error, no_workers()):
            raise _ended(target, project, error) from None
    return write_one(target.document, project.theme, target.format, project.settings.formats)


def abandon(future: Future[Done], executor: Executor | None) -> None:
    """Let a call be, in the middle if the executor can do that."""
    stop = getattr(executor, "abandon", None)
    if stop:
        stop(future)
    else:
        future.cancel()


def no_workers() -> type[BrokenExecutor]:
    """Return the error that says that there are no workers, and that the work can be done without."""
    from communique.local_executor import NoWorkersError

    return NoWorkersError


def _ended(target: Target, project: Project, error: BrokenExecutor) -> ContentError:
    hint = "the computer may have run out of memory: build with `--jobs 1`, or fewer documents at a time"
    return refusal("worker-ended", f"not written: {error}", project.file(target.path), hint)
