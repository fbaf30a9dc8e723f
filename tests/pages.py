"""The pages of the documentation, and what stands in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.diagnostics import Report
from communique.source import parse_source

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "communique"
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))
}
CONTENT, TEMPLATES, DIAGNOSTICS = (
    PAGES[f"docs/{name}.md"] for name in ("content", "templates", "diagnostics")
)
NO_BREAK_SPACE = "\u00a0"


def without_code(page: str) -> str:
    """Return a page with its blocks of code emptied."""
    return re.sub(
        r"^```.*?^```$", lambda found: "\n" * found[0].count("\n"), page, flags=re.MULTILINE | re.DOTALL
    )


def section(page: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one of its level or above."""
    lines = page.split("\n")
    outside = without_code(page).split("\n")
    start = next(at for at, line in enumerate(outside) if re.fullmatch(rf"#+ {re.escape(heading)}", line))
    level = len(outside[start]) - len(outside[start].lstrip("#"))
    following = range(start + 1, len(lines))
    end = next((at for at in following if re.match(rf"#{{1,{level}}} ", outside[at])), len(lines))
    return "\n".join(lines[start + 1 : end])


def rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of the rows of all tables."""
    for line in text.split("\n"):
        if line.startswith("|") and not re.match(r"\|\s*-", line):
            yield [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def row_of(text: str, name: str) -> list[str]:
    """Return the row that begins with a name set as code."""
    found = [row for row in rows(text) if row[0] == f"`{name}`"]
    assert len(found) == 1, f"{len(found)} rows for `{name}`"
    return found[0]


def blocks_with_a_file_name(page: str) -> dict[str, str]:
    """Return the code blocks that name the file they stand in."""
    return dict(re.findall(r'^```\w+ title="([^"]+)"\n(.*?)^```', page, re.MULTILINE | re.DOTALL))


def headings(page: str) -> set[str]:
    """Return what the headings of a page are linked by."""
    titles = re.findall(r"^#+ (.+)$", without_code(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def loaded(text: str) -> dict[str, Any]:
    """Return a mapping as the content reads it: every scalar is text."""
    source = parse_source(text, "content/example.yaml", Report())
    assert source is not None
    assert isinstance(source.data, dict)
    return source.data


def plain(text: str) -> str:
    """Return a text as it is typed in the pages: with ordinary spaces."""
    return text.replace(NO_BREAK_SPACE, " ").replace("\u202f", " ")
