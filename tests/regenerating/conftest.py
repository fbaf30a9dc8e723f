"""Times of files that can be relied on."""

from __future__ import annotations

import pytest

from communique import freshness


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rely on the times of files at once, as if the tests waited a moment after each change."""
    monkeypatch.setattr(freshness, "UNSETTLED", -(10**9))
