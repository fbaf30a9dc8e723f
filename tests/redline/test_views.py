"""Accepting every change of a redline gives the new document, and rejecting every change the old one: in the XML."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.writers.docx import write_docx
from redline.pairs import PAIRS
from redline.reading import read
from redline.versions import THEME, pair_by_chance, redlined


@pytest.mark.parametrize("name", PAIRS)
def test_both_versions_are_in_the_redline(name: str) -> None:
    old, new = PAIRS[name]
    content = redlined(old, new)
    assert read(content, "accepted") == read(write_docx(new, THEME))
    assert read(content, "rejected") == read(write_docx(old, THEME))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32).map(Random))
def test_both_versions_are_in_the_redline_of_any_two(random: Random) -> None:
    old, new = pair_by_chance(random)
    content = redlined(old, new)
    assert read(content, "accepted") == read(write_docx(new, THEME))
    assert read(content, "rejected") == read(write_docx(old, THEME))
