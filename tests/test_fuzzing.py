"""A short run of what `scripts/fuzz` does at length."""

from __future__ import annotations

import pytest

from fuzzing import READERS, TARGETS, fuzz


@pytest.mark.parametrize("name", READERS)
def test_random_input_is_read_or_refused_and_never_raises(name: str) -> None:
    ended = fuzz(name, 500, seed=2)
    assert not ended["raised"]
    assert ended["read"] > 400


def test_scripts_of_edits_can_be_run_at_length() -> None:
    ended = TARGETS["roundtrip"](6, 1)
    assert not ended["raised"]
    assert ended["all"] == 6
