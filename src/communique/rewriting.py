"""Edits of a text, and values put in place of others in the data that was read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.source import Steps

TextEdit = tuple[int, int, str]
"""Start and end in a text, and what is to stand there."""


def applied(text: str, edits: Iterable[TextEdit]) -> str:
    """Return a text with edits done; of those that overlap, the first."""
    parts: list[str] = []
    at = 0
    for start, end, replacement in sorted(edits):
        if start >= at:
            parts += [text[at:start], replacement]
            at = end
    return "".join([*parts, text[at:]])


def value_at(data: Any, steps: Steps) -> Any:
    """Return a value of plain data by its steps."""
    for step in steps:
        data = data[step]
    return data


def with_value(data: Any, steps: Steps, value: Any) -> Any:
    """Return plain data with one value put in place of another; the data itself is changed."""
    if not steps:
        return value
    value_at(data, steps[:-1])[steps[-1]] = value
    return data
