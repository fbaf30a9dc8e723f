"""The bar of a build tells the truth: by work and not by files, and never more than is done."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from communique.estimate import Estimate, eased
from communique.workers import work_of

if TYPE_CHECKING:
    from communique.tree import Document
    from folders import Folder


class Output:
    """Something that is being written."""


def test_the_bar_counts_work_and_not_files() -> None:
    small, large = Output(), Output()
    estimate = Estimate({id(small): 10, id(large): 90})
    estimate.finish(small, 1.0)  # type: ignore[arg-type]
    assert estimate.share((), 0.0) == pytest.approx(0.1)
    estimate.finish(large, 9.0)  # type: ignore[arg-type]
    assert estimate.share((), 0.0) == 1.0


def test_the_bar_moves_while_an_output_is_written_and_never_says_that_it_is_done() -> None:
    first, long = Output(), Output()
    estimate = Estimate({id(first): 10, id(long): 90})
    estimate.finish(first, 1.0)  # type: ignore[arg-type]
    shares = [estimate.share([long], float(second)) for second in (0, 3, 6, 9, 12, 1000)]  # type: ignore[list-item]
    assert shares == sorted(shares)
    assert shares[1] == pytest.approx(0.4, abs=0.01)
    assert shares[3] < 0.9
    assert shares[-1] < 1.0


def test_several_workers_count_together_and_the_bar_never_goes_back() -> None:
    outputs = [Output() for _ in range(4)]
    estimate = Estimate({id(each): 25 for each in outputs})
    estimate.finish(outputs[0], 1.0)  # type: ignore[arg-type]
    estimate.share(outputs[1:3], 0.0)  # type: ignore[arg-type]
    before = estimate.share(outputs[1:3], 0.5)  # type: ignore[arg-type]
    assert before == pytest.approx(0.5, abs=0.02)
    estimate.finish(outputs[1], 100.0)  # type: ignore[arg-type]
    assert estimate.share([], 0.6) >= before


def test_what_takes_longer_than_expected_comes_ever_nearer_to_its_end() -> None:
    assert eased(0.5) == pytest.approx(0.5, abs=0.01)
    assert eased(1.0) < 0.9
    assert 0.95 < eased(2.0) < eased(5.0) < 1.0


def test_a_pdf_is_most_of_the_work(example: dict[str, Document]) -> None:
    work = {name: work_of(example["summary"], name) for name in ("pdf", "docx", "html")}
    assert work["pdf"] > 5 * work["docx"] > 5 * work["html"]
    assert work_of(example["summary"], "pdf") > 3 * work_of(example["concept-note"], "pdf")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_terminal_shows_a_bar_and_takes_it_away(project: Folder, jobs: str) -> None:
    shown = _on_a_terminal("-C", str(project.root), "build", "summary", "--jobs", jobs)
    counts = [int(each) for each in re.findall(r"(\d) of 3", shown)]
    assert counts == sorted(counts)
    assert "━" in shown
    assert not shown.rstrip("\r\n").endswith("of 3")
    assert "\x1b[2K" in shown


def test_a_build_that_fails_leaves_no_bar(project: Folder) -> None:
    project.write("build/summary.pdf/in-the-way", "")
    shown = _on_a_terminal("-C", str(project.root), "build", "summary", "--jobs", "1")
    assert "error[not-written]" in shown
    assert "of 3" not in shown.rpartition("\x1b[2K")[2]


def _on_a_terminal(*arguments: str) -> str:
    """Run a command with a terminal for its errors, and return what it shows there."""
    import pty

    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-m", "communique", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=environment,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    process.wait()
    return shown.decode()
