"""What a section of the measurements is given, and what it hands back."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks import tools
from benchmarks.rounds import Runner

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.rounds import Times

QUICK_ROUNDS = 3
DOCUMENTS = ("concept-note", "summary", "roster")


@dataclass(frozen=True, slots=True)
class Bench:
    """How often to measure, and a folder to do it in, which nothing else uses."""

    rounds: int
    quick: bool
    folder: Path

    def project(self, name: str) -> Path:
        """Make a project with the content of the example and the theme that ships, as a user has it."""
        root = self.folder / name
        if not root.exists():
            shutil.copytree(tools.ROOT / "content", root / "content")
        return root

    def cold(self, name: str, project: Path, *words: str, outputs: tuple[str, ...] = ()) -> Runner:
        """Return a build that finds nothing of an earlier one: no outputs, no manifest."""
        build = project / "build"
        return Runner(
            name,
            (str(tools.COMMUNIQUE), "build", *words),
            project,
            prepare=lambda: shutil.rmtree(build, ignore_errors=True),
            outputs=tuple(build / output for output in outputs),
        )


def say(text: str) -> None:
    """Tell whoever waits how far it is."""
    print(text, file=sys.stderr, flush=True)


def failures(times: Times) -> str:
    """Return lines about what could not be measured."""
    return "".join(f"\nNot measured: {name} ({reason}).\n" for name, reason in times.failed.items())
