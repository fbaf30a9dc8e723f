"""LibreOffice accepts every change of a redline and shows the new document, and rejects every change and shows the old."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.writers.docx import write_docx
from redline.pairs import PAIRS
from redline.versions import THEME, redlined

if TYPE_CHECKING:
    from pathlib import Path

    from roundtrip.office import Office


# LibreOffice 7.4 leaves an empty paragraph where a caption came between two tables, one of which is gone.
EMPTY_LEFT = "a column added"


@pytest.mark.parametrize("name", PAIRS)
def test_libreoffice_finds_both_versions(office: Office, tmp_path: Path, name: str) -> None:
    old, new = PAIRS[name]
    redline, before, after = (tmp_path / f"{each}.docx" for each in ("redline", "old", "new"))
    redline.write_bytes(redlined(old, new))
    before.write_bytes(write_docx(old, THEME))
    after.write_bytes(write_docx(new, THEME))
    [now], [was] = (office.take(file, ("story",)) for file in (after, before))
    _, left, accepted = office.take(redline, ("accept_all",), ("changes",), ("story",))
    assert (left, accepted) == ([], now)
    _, left, rejected = office.take(redline, ("reject_all",), ("changes",), ("story",))
    if name == EMPTY_LEFT:
        rejected = [each for each in rejected if each != ["caption", "", []]]
    assert (left, rejected) == ([], was)
