"""Projects to write in, and the example event, composed once."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from communique.build import check
from communique.diagnostics import Report
from communique.project import open_project
from communique.resolve import inlines_of
from communique.starter import begin_project
from communique.tree import plain_text, walk
from folders import Folder
from roundtrip.office import Office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from communique.theme import Theme
    from communique.tree import Document

REPOSITORY = Path(__file__).resolve().parents[1]
RECORDS = ("event.yaml", "people.yaml", "sessions.yaml")

os.environ.setdefault("COMMUNIQUE_JOBS", "1")  # processes for each of hundreds of small builds help nobody

# What is ignored here, as in the background or under nohup, would be ignored by what the tests start.
for _signal, _handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(_signal) is signal.SIG_IGN:
        signal.signal(_signal, _handler)

settings.register_profile(
    "same", derandomize=True
)  # the same examples every time; others: --hypothesis-profile default
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write the golden cases anew")


@pytest.fixture(scope="session")
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Whether golden cases are written anew."""
    return bool(request.config.getoption("--rewrite"))


@pytest.fixture
def project(tmp_path: Path) -> Folder:
    """The project that `communique init` begins."""
    begin_project(tmp_path / "event")
    return Folder(tmp_path / "event")


@pytest.fixture
def records(project: Folder) -> Folder:
    """The starter's event, people and sessions, without a document."""
    for path in (project.root / "content").iterdir():
        if path.name not in RECORDS:
            path.unlink()
    return project


@pytest.fixture
def example_project(tmp_path: Path) -> Folder:
    """The example event."""
    shutil.copytree(REPOSITORY / "content", tmp_path / "example" / "content")
    return Folder(tmp_path / "example")


@pytest.fixture(scope="session")
def example() -> dict[str, Document]:
    """The documents of the example event, composed."""
    report = Report()
    documents = check(open_project(REPOSITORY), report)
    assert not report.diagnostics
    return {document.meta.name: document for document in documents}


@pytest.fixture
def said(records: Folder) -> Callable[[str], str]:
    """Return what a passage of prose says in a document."""

    def reading(prose: str) -> str:
        records.letter(prose)
        blocks = walk(records.compose("letter").blocks[1:])
        return "\n".join(plain_text(inlines_of(block)) for block in blocks)

    return reading


@pytest.fixture(scope="session")
def theme() -> Theme:
    """The theme that ships."""
    return open_project(REPOSITORY).theme


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """LibreOffice, driven through UNO, started when a test first asks for it."""
    with Office() as office:
        yield office
