"""A redline passes the gates that every DOCX passes, and is the same bytes whenever it is made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ooxml_integrity import check
from openxml_audit import OpenXmlValidator

from communique.docx_lint import lint
from communique.word.compare import compare as word_compare
from communique.word.edited_file import read_edited
from communique.word.edits import TextEdit
from communique.writers.docx import read_base, write_docx
from communique.writers.docx_package import custom_property, unzipped, zipped
from redline.pairs import PAIRS
from redline.reading import W, parts_of, read
from redline.versions import THEME, document, pair_by_chance, redlined

if TYPE_CHECKING:
    from communique.word.edits import Edit


def complaints(content: bytes, folder: Path) -> list[str]:
    file = folder / "redline.docx"
    file.write_bytes(content)
    found = [*map(str, OpenXmlValidator().validate(str(file)).errors), *map(str, check(str(file)))]
    return [*found, *lint(content)]


@pytest.mark.parametrize("name", PAIRS)
def test_no_validator_complains(name: str, tmp_path: Path) -> None:
    assert complaints(redlined(*PAIRS[name]), tmp_path) == []


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32).map(Random))
def test_no_validator_complains_of_many_changes_at_once(random: Random) -> None:
    with TemporaryDirectory() as folder:
        assert complaints(redlined(*pair_by_chance(random)), Path(folder)) == []


def test_a_document_that_is_new_is_inserted_as_a_whole(tmp_path: Path) -> None:
    _, new = PAIRS["a footnote added"]
    assert complaints(redlined(None, new), tmp_path) == []


def test_the_same_versions_make_the_same_bytes() -> None:
    old, new = PAIRS["a footnote edited"]
    assert redlined(old, new) == redlined(old, new)


def edits_in(content: bytes) -> list[Edit]:
    """Return what an import finds in a redline: what differs from the new document with all changes accepted."""
    base = read_base(content)
    assert base is not None
    accepted = read_edited(content, "redline.docx").accepted(base, THEME.styles)
    return list(word_compare(base, accepted, None, THEME.styles).edits)


@pytest.mark.parametrize("name", PAIRS)
def test_a_redline_has_bookmarks_and_base_of_the_new_document(name: str) -> None:
    old, new = PAIRS[name]
    content = redlined(old, new)
    assert read_base(content) == read_base(write_docx(new, THEME))
    assert edits_in(content) == []


def test_what_a_reviewer_types_into_a_redline_comes_back() -> None:
    content = redlined(*PAIRS["one word"])
    parts = unzipped(content)
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"city governments", b"town governments")
    [edit] = edits_in(zipped(parts))
    assert isinstance(edit, TextEdit)
    assert edit.block.address == "d: body[1]"
    assert "fifty delegations, from city" in edit.before.text
    assert "fifty delegations, from town" in edit.after.text


def test_a_redline_says_since_when() -> None:
    old, new = PAIRS["one word"]
    assert custom_property(redlined(old, new), "communique.redline") == "1a2b3c4"
    assert custom_property(write_docx(new, THEME), "communique.redline") is None


def test_every_change_has_author_and_date() -> None:
    old, new = PAIRS["a footnote edited"]
    for root in parts_of(redlined(old, new)).values():
        for change in root.iter(W + "ins", W + "del"):
            assert change.get(W + "author") == "Secretariat"
            assert change.get(W + "date") == "2018-10-16T12:00:00Z"


def test_headers_and_footers_change_with_their_words() -> None:
    new = document([("p", "All agreed.")])
    old = replace(new, meta=replace(new.meta, marking="DRAFT", symbol="OSC/2026/6"))
    content = redlined(old, new)
    assert "DRAFT" in str(read(content, "rejected"))
    assert "DRAFT" not in str(read(content, "accepted"))
    assert read(content, "rejected") == read(write_docx(old, THEME))
    assert read(content, "accepted") == read(write_docx(new, THEME))
