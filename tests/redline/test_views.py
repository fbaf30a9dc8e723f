"""Accepting every change of a redline gives the new document, and rejecting every change the old one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.redline.compare import compare
from communique.redline.docx import write_redline_docx
from communique.writers.docx import write_docx
from redline.reading import read
from redline.versions import pair_by_chance
from word.sample_document import shipped_theme

if TYPE_CHECKING:
    from random import Random

    from communique.tree import Document

THEME = shipped_theme()


def redline(old: Document, new: Document) -> bytes:
    return write_redline_docx(
        compare(old, new), THEME, author="Secretariat", date=datetime(2018, 10, 16, tzinfo=UTC), since="1a2b3c4"
    )


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_both_versions_are_in_the_redline_of_any_two(random: Random) -> None:
    old, new = pair_by_chance(random)
    content = redline(old, new)
    assert read(content, "accepted") == read(write_docx(new, THEME))
    assert read(content, "rejected") == read(write_docx(old, THEME))
