"""What tests of the way back begin with: projects whose files are out, and files that somebody works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from roundtrip.by_hand import ByHand
from roundtrip.desk import Desk
from roundtrip.gathered import gathered
from roundtrip.letters import begin_letter
from roundtrip.minutes import begin_minutes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from folders import Folder


@pytest.fixture(scope="session")
def sample() -> bytes:
    """The file of a document that has something of everything."""
    return gathered()["sample"].content


@pytest.fixture
def meeting(tmp_path: Path) -> Folder:
    """The project of the minutes, with a file that was built."""
    folder = begin_minutes(tmp_path / "meeting")
    result = folder.run("build", "minutes", "--format", "docx")
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def desk(meeting: Folder) -> Desk:
    """The file of the minutes, opened."""
    return Desk((meeting.root / "build" / "minutes.docx").read_bytes())


@pytest.fixture
def edit(meeting: Folder) -> Callable[..., Desk]:
    """Open the file of the minutes, tracking as an author if one is named."""

    def opened(author: str = "") -> Desk:
        return Desk((meeting.root / "build" / "minutes.docx").read_bytes(), author)

    return opened


@pytest.fixture
def letter(records: Folder) -> Folder:
    """A letter with paragraphs, fields, a footnote, a list and a quotation."""
    return begin_letter(records)


@pytest.fixture
def word() -> ByHand:
    """The sample document, changed by hand without a file in between."""
    return ByHand()
