"""Tables in Markdown, and their places in a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

NO_FIGURE = "–"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text cells; all columns but the first are figures unless `words` counts more of them."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1


def write_table(table: Table) -> str:
    """Return the table in Markdown, figures to the right."""
    rule = ("---" if column < table.words else "--:" for column in range(len(table.head)))
    rows = (table.head, tuple(rule), *table.rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def milliseconds(seconds: float | None) -> str:
    """Return a time in milliseconds, three figures at least: `12.3`, `1,230`."""
    if seconds is None:
        return NO_FIGURE
    value = seconds * 1000
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def times(ratio: float | None) -> str:
    """Return a ratio: `0.53`, `12.3`."""
    if ratio is None:
        return NO_FIGURE
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.1f}"


def mebibytes(size: float | None) -> str:
    """Return a number of bytes in MiB."""
    return NO_FIGURE if size is None else f"{size / 2**20:,.0f}"


def verdict(value: float | None, target: float) -> str:
    """Say whether a value that should be no greater than a target is so."""
    if value is None:
        return NO_FIGURE
    return "reached" if value <= target else "missed"


def replace_part(page: str, name: str, text: str) -> str:
    """Put text between the comments `begin NAME` and `end NAME` of a page. Raises ValueError without them."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"the page has no place for `{name}`")
    return pattern.sub(lambda _: f"{begin}\n\n{text.strip()}\n\n{end}", page, count=1)
