"""An executor of worker processes on this computer, each of which can be stopped amid its work."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import TYPE_CHECKING, Any

from communique.worker_processes import GONE, nursery

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from communique.worker_processes import Worker

Task = tuple[Future[Any], "Callable[..., Any]", tuple[Any, ...]]


class NoWorkersError(BrokenExecutor):
    """Processes can't be started here."""


class WorkerEndedError(BrokenExecutor):
    """A worker ended in the middle of its work."""


class LocalExecutor(Executor):
    """Runs calls in up to `count` processes, which are started when they are needed.

    What they come from gets ready at once. Each worker has a thread here, which sends it calls and waits
    for their results.
    """

    def __init__(self, root: Path, count: int) -> None:
        self.count = count
        self._root = root
        self._nursery = nursery(root)
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._idle = threading.Semaphore(0)  # at least as many as wait for a call, while more may be started
        self._taken: dict[Future[Any], Worker | None] = {}
        self._unwanted: set[Future[Any]] = set()
        self._open = True

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a call done by a worker that is free: one that has worked before, if there is one.

        It takes no keyword arguments.
        """
        if kwargs:
            raise TypeError("workers take no keyword arguments")
        if not self._open:
            raise RuntimeError("the executor is shut down")
        future: Future[Any] = Future()
        self._tasks.put((future, fn, args))
        if not self._idle.acquire(blocking=False) and len(self._threads) < self.count:
            thread = threading.Thread(target=self._attend, daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def abandon(self, future: Future[Any]) -> None:
        """Stop a call that nobody needs any more, in the middle if need be; its worker is replaced."""
        if not future.cancel():
            with self._lock:
                self._stop(future)

    def _stop(self, future: Future[Any]) -> None:
        """Stop a call that has been taken up; one whose worker is still being started is stopped then."""
        if future not in self._taken:
            return
        self._unwanted.add(future)
        worker = self._taken[future]
        if worker:
            worker.end()

    def renew(self) -> None:
        """Have every further call done by a worker started after this: they keep what they have read."""
        with self._lock:
            self._nursery.close()
            self._nursery = nursery(self._root)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers: when their work is done, or at once when calls are to be cancelled."""
        self._open = False
        if cancel_futures:
            self._cancel()
        for _ in self._threads:
            self._tasks.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
            self._nursery.close()

    def _cancel(self) -> None:
        while not self._tasks.empty():
            task = self._tasks.get()
            if task:
                task[0].cancel()
        with self._lock:
            for future in self._taken:
                self._stop(future)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.shutdown(cancel_futures=True)

    def _attend(self) -> None:
        """Send one worker after another the calls that come, until there are to be no more."""
        worker: Worker | None = None
        source = self._nursery
        while task := self._tasks.get():
            future, call, arguments = task
            with self._lock:
                if not future.set_running_or_notify_cancel():
                    self._idle.release()
                    continue
                if source is not self._nursery and worker:
                    _end(worker)
                    worker = None
                source = self._nursery
                self._taken[future] = worker
            try:
                worker = worker or source.start()
            except Exception as error:  # noqa: BLE001 whatever it is, the work is done without workers then
                self._forget(future)
                self._idle.release()
                future.set_exception(NoWorkersError(str(error)))
                continue
            with self._lock:
                self._taken[future] = worker
                if future in self._unwanted:
                    worker.end()
            outcome = _done_by(worker, call, arguments)
            if self._forget(future) or isinstance(outcome, WorkerEndedError):
                _end(worker)
                worker = None
            self._idle.release()
            if isinstance(outcome, BaseException):
                future.set_exception(outcome)
            else:
                future.set_result(outcome[0])
        if worker:
            _end(worker)

    def _forget(self, future: Future[Any]) -> bool:
        """Let no one stop a call any more.

        Return whether somebody did, and be it that its answer was there already.
        """
        with self._lock:
            del self._taken[future]
            unwanted = future in self._unwanted
            self._unwanted.discard(future)
            return unwanted


def _done_by(
    worker: Worker, call: Callable[..., Any], arguments: tuple[Any, ...]
) -> tuple[Any] | BaseException:
    """Have a worker do a call; return what it returns, or the error that was raised."""
    try:
        worker.connection.send((call, arguments))
        result, error = worker.connection.recv()
    except GONE:
        return WorkerEndedError("a worker ended in the middle of its work")
    except Exception as unsent:  # noqa: BLE001 what can't be sent is the caller's concern
        return unsent
    return (result,) if error is None else error


def _end(worker: Worker) -> None:
    worker.end()
    worker.connection.close()
