"""Nothing edited, nothing changed: what nobody touched reads back as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openxml_audit import OpenXmlValidator

from communique.word.edited_file import read_edited
from roundtrip.gathered import gathered, names
from roundtrip.matching import matches
from roundtrip.word_saves import saved_by_word

if TYPE_CHECKING:
    from pathlib import Path

    from roundtrip.gathered import Written
    from roundtrip.office import Office


def differences(content: bytes, written: Written) -> list[str]:
    """Return how a file differs from its base, in the view with all changes accepted and in the other."""
    file = read_edited(content, "file.docx")
    assert file.base is not None
    assert file.authors == ()
    accepted = file.accepted(file.base, written.theme.styles)
    assert file.rejected(file.base, written.theme.styles) == accepted
    return matches(file.base, accepted)


def test_the_documents_that_are_read_are_all_that_there_are() -> None:
    assert sorted(gathered()) == sorted(names())


@pytest.mark.parametrize("name", names())
def test_a_file_that_nobody_saved_says_what_its_base_says(name: str) -> None:
    written = gathered()[name]
    assert differences(written.content, written) == []


@pytest.mark.parametrize("name", names())
def test_a_file_that_libreoffice_saved_says_what_its_base_says(
    name: str, office: Office, tmp_path: Path
) -> None:
    written = gathered()[name]
    (tmp_path / "issued.docx").write_bytes(written.content)
    office.edit(tmp_path / "issued.docx", tmp_path / "saved.docx")
    assert differences((tmp_path / "saved.docx").read_bytes(), written) == []


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", names())
def test_a_file_that_word_saved_says_what_its_base_says(name: str, seed: int) -> None:
    written = gathered()[name]
    saved = saved_by_word(written.content, seed)
    assert saved != written.content
    assert differences(saved, written) == []


def test_a_file_that_went_through_both_says_what_its_base_says(office: Office, tmp_path: Path) -> None:
    written = gathered()["sample"]
    (tmp_path / "word.docx").write_bytes(saved_by_word(written.content, 5))
    office.edit(tmp_path / "word.docx", tmp_path / "office.docx")
    again = saved_by_word((tmp_path / "office.docx").read_bytes(), 6)
    assert differences(again, written) == []


def test_what_word_saves_is_a_valid_file(tmp_path: Path) -> None:
    (tmp_path / "word.docx").write_bytes(saved_by_word(gathered()["sample"].content, 3))
    result = OpenXmlValidator().validate(tmp_path / "word.docx")
    assert [str(error) for error in result.errors] == []
