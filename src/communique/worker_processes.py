"""Worker processes of this computer: forked from one that has the layout engine imported, or started anew.

The process that workers are forked from is itself forked as the first thing of a build: it imports the engine
while the content is read and composed. Where a process must not be forked, workers are started anew.
"""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import signal
import socket
import sys
import threading
import traceback
import warnings
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

GONE = (EOFError, OSError)
ONE, ENOUGH = b"1", b"0"
KEPT_SIGNALS = ("SIGTERM", "SIGHUP")


def nursery(root: Path) -> Nursery:
    """Return what workers for a project are to come from, getting ready from now on. Raises OSError."""
    return ForkedNursery(root) if may_fork() else SpawningNursery(root)


def may_fork() -> bool:
    """Whether a process can be forked here and now: macOS forbids it to its frameworks, threads to all."""
    return sys.platform == "linux" and threading.active_count() == 1


@dataclass(frozen=True, slots=True)
class ForkedWorker:
    """A worker that ends when the connection to it does."""

    connection: Connection[Any, Any]

    def end(self) -> None:
        """End the process by shutting down the connection, which also wakes who waits for an answer."""
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(self.connection.fileno())) as both:
            both.shutdown(socket.SHUT_RDWR)


class ForkedNursery:
    """A process that gets ready for a project, and then forks a worker for each socket that it is sent."""

    def __init__(self, root: Path) -> None:
        self._control, theirs = socket.socketpair()
        self._asked = False
        self._lock = threading.Lock()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads, of which there are none
            self._process = os.fork()
        if self._process == 0:
            _as_child(lambda: _fork_workers(theirs, root), self._control)
        theirs.close()

    def start(self) -> ForkedWorker:
        """Have a worker forked; it answers once the nursery is ready. Raises OSError."""
        ours, theirs = Pipe()
        with self._lock, theirs:
            self._asked = True
            socket.send_fds(self._control, [ONE], [theirs.fileno()])
        return ForkedWorker(ours)

    def close(self) -> None:
        """End the process, and what it forked."""
        if self._asked:
            with contextlib.suppress(OSError):
                self._control.send(ENOUGH)
        else:
            os.kill(self._process, signal.SIGKILL)
        self._control.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._process, 0)


def _as_child(work: Callable[[], None], *unwanted: socket.socket) -> None:
    """Do the work of a forked process, and end it there: nothing of its parent may go on in it."""
    status = 1
    try:
        for each in unwanted:
            each.close()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its children
        for name in KEPT_SIGNALS:
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        work()
        status = 0
    except GONE:
        status = 0
    except BaseException:  # noqa: BLE001 the process ends here
        traceback.print_exc()
    finally:
        os._exit(status)


def _fork_workers(control: socket.socket, root: Path) -> None:
    """Get ready, then fork until the parent is gone; no child is left then."""
    get_ready(root)
    gc.freeze()  # what is there now is shared with the workers, and is left alone
    children: set[int] = set()
    while True:
        asked, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if asked != ONE:
            break
        child = _fork_worker(Connection(descriptors[0]), control)
        children = {each for each in children if os.waitpid(each, os.WNOHANG) == (0, 0)} | {child}
    for each in children:
        os.kill(each, signal.SIGKILL)
        os.waitpid(each, 0)


def _fork_worker(connection: Connection[Any, Any], control: socket.socket) -> int:
    child = os.fork()
    if child == 0:
        _as_child(lambda: serve(connection), control)
    connection.close()
    return child


@dataclass(frozen=True, slots=True)
class SpawnedWorker:
    """A worker in a process of its own."""

    connection: Connection[Any, Any]
    process: SpawnProcess

    def end(self) -> None:
        """End the process, unless the nursery has done so."""
        with contextlib.suppress(ValueError):
            self.process.kill()


class SpawningNursery:
    """Starts workers as new processes, each of which gets ready by itself."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._processes: list[SpawnProcess] = []

    def start(self) -> SpawnedWorker:
        """Start a process. Raises OSError."""
        from multiprocessing import get_context

        ours, theirs = Pipe()
        process = get_context("spawn").Process(target=begin, args=(theirs, self._root), daemon=True)
        with theirs:
            process.start()
        self._processes.append(process)
        return SpawnedWorker(ours, process)

    def close(self) -> None:
        """Wait for the processes, which were ended."""
        for each in self._processes:
            each.kill()
            each.join()
            each.close()
        self._processes.clear()


Worker = ForkedWorker | SpawnedWorker
Nursery = ForkedNursery | SpawningNursery


def begin(connection: Connection[Any, Any], root: Path) -> None:
    """Be a worker that was started anew."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    get_ready(root)
    serve(connection)


def get_ready(root: Path) -> None:
    """Do all that can be done before a document is known; what fails here is said when there is one."""
    from communique.warming import warm_engine

    with contextlib.suppress(Exception):
        warm_engine(root)


def serve(connection: Connection[Any, Any]) -> None:
    """Do what comes, one after the other, and send back what comes of it, until the connection ends.

    The end is noticed in the middle of the work, too: whoever asked for it is gone, or wants it no more.
    """
    waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def receive() -> None:
        with contextlib.suppress(*GONE):
            while True:
                waiting.put(connection.recv())
        os._exit(0)

    threading.Thread(target=receive, daemon=True).start()
    with contextlib.suppress(*GONE):
        while True:
            work, arguments = waiting.get()
            connection.send(outcome_of(work, arguments))


def outcome_of(work: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, BaseException | None]:
    """Do some work, and return what it returns, or the error that it raises with its traceback as a note."""
    try:
        return work(*arguments), None
    except Exception as error:  # noqa: BLE001 it is raised where the work was asked for
        error.add_note("".join(traceback.format_exception(error)).rstrip())
        return None, error
