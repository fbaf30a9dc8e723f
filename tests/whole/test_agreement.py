"""All three formats say the same, as somebody else's readers see it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from whole.conftest import NAMES
from whole.readers import Reading, read_tree, read_with_pandoc, read_with_poppler

if TYPE_CHECKING:
    from whole.conftest import Example

each_document = pytest.mark.parametrize("name", NAMES)


def test_every_document_of_the_example_is_covered(example: Example) -> None:
    assert sorted(example.documents) == sorted(NAMES)


@each_document
def test_the_word_file_reads_as_the_tree(example: Example, name: str) -> None:
    expected = read_tree(example.documents[name])
    found = read_with_pandoc(example.file(name, "docx"))
    assert found.blocks == expected.blocks
    assert found.notes == expected.notes


@each_document
def test_the_web_page_reads_as_the_tree(example: Example, name: str) -> None:
    expected = read_tree(example.documents[name])
    found = read_with_pandoc(example.file(name, "html"))
    assert found.blocks == expected.blocks
    assert found.notes == expected.notes


@each_document
def test_the_pdf_reads_as_the_tree_in_the_same_order(example: Example, name: str) -> None:
    expected = read_tree(example.documents[name])
    found = read_with_poppler(example.file(name, "pdf"))
    assert found.blocks == expected.blocks
    assert found.notes == expected.notes


def test_the_summary_has_its_two_footnotes_after_the_punctuation(example: Example) -> None:
    reading = read_tree(example.documents["summary"])
    assert len(reading.notes) == 2
    marked = [re.findall(r"(\S+)\[(\d)\]", block) for block in reading.blocks if "[" in block]
    assert marked == [[("Diallo,", "1")], [("Boudraa,", "2")]]


def test_everyone_in_the_people_file_stands_in_the_roster(example: Example) -> None:
    text = " ".join(read_with_poppler(example.file("roster", "pdf")).blocks)
    for person in example.documents["roster"].meta.event.participants:
        assert person.name in text


def test_a_reading_tells_a_changed_word_apart(example: Example) -> None:
    expected = read_tree(example.documents["summary"])
    changed = Reading([block.replace("two days", "three days") for block in expected.blocks], expected.notes)
    assert changed.blocks != expected.blocks
