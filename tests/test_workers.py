"""Workers write the same files as the process itself, and leave nothing behind when they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from communique import local_executor, worker_processes
from communique.diagnostics import ContentError, Report, Span
from communique.local_executor import LocalExecutor, WorkerEndedError
from watched import is_group_gone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from folders import Folder

COMMAND = [sys.executable, "-m", "communique"]


@pytest.fixture(params=["forked", "started anew"])
def executor(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, project: Folder
) -> Iterator[LocalExecutor]:
    """Two workers."""
    monkeypatch.setattr(worker_processes, "may_fork", lambda: request.param == "forked")
    with LocalExecutor(project.root, 2) as workers:
        yield workers


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def refuse() -> None:
    report = Report()
    report.error("yaml-syntax", "wrong", Span("content/event.yaml", 3, 1), "mend it")
    raise ContentError(report)


def end_at_once() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def own_number(number: int) -> tuple[int, int]:
    time.sleep(0.05)
    return number, os.getpid()


def test_workers_write_the_same_bytes_as_the_process_itself(project: Folder) -> None:
    for jobs, folder in (("1", "alone"), ("2", "together")):
        command = [
            *COMMAND,
            "-C",
            str(project.root),
            "build",
            "--jobs",
            jobs,
            "-o",
            str(project.root / folder),
        ]
        subprocess.run(command, check=True, capture_output=True)
    alone = contents(project.root / "alone")
    assert {name.partition(".")[2] for name in alone} == {"pdf", "docx", "html"}
    assert contents(project.root / "together") == alone


def test_workers_that_are_started_anew_write_the_same_bytes(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_processes, "may_fork", lambda: False)
    assert project.run("build", "summary", "--jobs", "2", "-o", str(project.root / "together")).exit_code == 0
    assert project.run("build", "summary", "--jobs", "1", "-o", str(project.root / "alone")).exit_code == 0
    assert contents(project.root / "together") == contents(project.root / "alone")


def test_calls_are_shared_between_workers_and_answered_each_by_its_own(executor: LocalExecutor) -> None:
    answers = list(executor.map(own_number, range(8)))
    assert [number for number, _ in answers] == list(range(8))
    assert os.getpid() not in {process for _, process in answers}


def test_a_call_goes_to_a_worker_that_has_worked_before_rather_than_to_a_new_one(
    executor: LocalExecutor,
) -> None:
    processes = {executor.submit(own_number, number).result()[1] for number in range(4)}
    assert len(processes) == 1


def test_an_error_comes_back_with_its_report(executor: LocalExecutor) -> None:
    with pytest.raises(ContentError) as raised:
        executor.submit(refuse).result()
    assert [each.hint for each in raised.value.report.diagnostics] == ["mend it"]


def test_a_bug_comes_back_with_the_place_where_it_is(executor: LocalExecutor) -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        executor.submit(divmod, 1, 0).result()
    assert "worker_processes.py" in raised.value.__notes__[0]


def test_what_cannot_be_sent_is_said_and_the_next_call_is_done(executor: LocalExecutor) -> None:
    with pytest.raises(Exception, match="pickle"):
        executor.submit(lambda: 1).result()
    assert executor.submit(abs, -3).result() == 3


def test_a_worker_that_is_killed_is_replaced(executor: LocalExecutor) -> None:
    with pytest.raises(WorkerEndedError):
        executor.submit(end_at_once).result()
    assert executor.submit(abs, -3).result() == 3


def test_a_call_that_nobody_needs_any_more_is_stopped_in_the_middle(executor: LocalExecutor) -> None:
    futures = [executor.submit(time.sleep, 3600) for _ in range(2)]
    for future in futures:
        executor.abandon(future)
    assert executor.submit(abs, -3).result() == 3
    assert all(future.done() for future in futures)


def test_a_call_that_is_stopped_when_its_answer_is_there_stops_no_other(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    done_by, late, known = local_executor._done_by, list["Future[int]"](), threading.Event()

    def stopped_late(worker: Any, call: Any, arguments: Any) -> Any:
        outcome = done_by(worker, call, arguments)
        if arguments == (-4,):
            known.wait(60)
            workers.abandon(late[0])
        return outcome

    monkeypatch.setattr(local_executor, "_done_by", stopped_late)
    with LocalExecutor(project.root, 1) as workers:
        late.append(workers.submit(abs, -4))
        known.set()
        assert workers.submit(abs, -5).result() == 5


def test_workers_that_are_renewed_are_others(executor: LocalExecutor) -> None:
    before = executor.submit(os.getpid).result()
    executor.renew()
    assert executor.submit(os.getpid).result() != before


def test_a_worker_that_the_system_kills_is_a_problem_and_no_traceback(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_processes, "may_fork", lambda: True)
    monkeypatch.setattr("communique.writers.pdf.write_pdf", lambda *_, **__: end_at_once())
    monkeypatch.setattr("communique.warming.warm_engine", lambda _: None)
    result = project.run("build", "summary", "--jobs", "2")
    assert result.exit_code == 1
    assert "error[worker-ended]" in result.stderr
    assert "--> build/summary.pdf" in result.stderr
    assert not (project.root / "build" / "summary.html").exists()


def test_where_no_process_can_be_started_the_build_does_without(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(worker_processes.ForkedNursery, "start", refused)
    monkeypatch.setattr(worker_processes, "may_fork", lambda: True)
    assert project.run("build", "summary", "--jobs", "2").exit_code == 0
    assert (project.root / "build" / "summary.pdf").exists()


def test_a_build_with_errors_ends_without_waiting_for_workers(project: Folder) -> None:
    project.change("content/summary.yaml", "key_message:", "key_massage:")
    process = _started(project)
    assert process.wait(120) == 1
    assert is_group_gone(process.pid)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_build_that_is_stopped_leaves_no_process_and_no_file(
    project: Folder, number: signal.Signals
) -> None:
    process = _started(project)
    while not (project.root / "build" / ".communique" / "lock").exists():
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(number)
    assert process.wait(120) == 128 + number
    assert is_group_gone(process.pid)
    assert contents(project.root / "build").keys() <= {"README.md"}


def test_no_worker_outlives_a_build_that_is_killed(project: Folder) -> None:
    process = _started(project)
    while not (project.root / "build" / ".communique" / "lock").exists():
        time.sleep(0.005)
    process.kill()
    process.wait()
    until = time.monotonic() + 60
    while not is_group_gone(process.pid):
        assert time.monotonic() < until, "workers are left"
        time.sleep(0.05)


def _started(project: Folder) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, "-C", str(project.root), "build", "--jobs", "2"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
