"""`communique watch` as a process of its own, with what it says and what it leaves."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from folders import Folder

GENEROUS = 120.0
"""Seconds after which a test gives up."""


@dataclass
class Watched:
    """A project that is being watched."""

    project: Folder
    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, *words: str, times: int = 1) -> None:
        """Wait until something has been said so many times."""
        self.wait_until(lambda: all(self.said().count(each) >= times for each in words))

    def wait_until(self, met: Callable[[], bool]) -> None:
        until = time.monotonic() + GENEROUS
        while not met():
            assert self.process.poll() is None, f"it ended: {self.said()}"
            assert time.monotonic() < until, f"nothing happened: {self.said()}"
            time.sleep(0.01)

    def settle(self) -> None:
        """Wait until it waits."""
        self.wait_until(lambda: self.said().rstrip().endswith("Ctrl-C ends"))

    def output(self, name: str) -> bytes:
        try:
            return (self.project.root / "build" / name).read_bytes()
        except FileNotFoundError:
            return b""

    def wait_for_text(self, text: str, name: str = "summary.html") -> None:
        """Wait until a web page has a text."""
        self.wait_until(lambda: text.encode() in self.output(name))

    def end(self, number: signal.Signals) -> int:
        """Send a signal, and return the status with which it ends."""
        self.process.send_signal(number)
        return self.process.wait(GENEROUS)


def is_group_gone(group: int) -> bool:
    """Whether no process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@contextmanager
def watching(project: Folder, *arguments: str, started: str = "Ctrl-C ends") -> Iterator[Watched]:
    """Watch a project, from its first build on."""
    log = project.root.parent / "watch.log"
    command = [sys.executable, "-m", "communique", "-C", str(project.root), "watch", *arguments]
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True
        )
    watched = Watched(project, process, log)
    try:
        watched.wait_for(started)
        yield watched
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(GENEROUS)
