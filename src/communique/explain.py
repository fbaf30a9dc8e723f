"""Explain a code: its entry in the page of diagnostics that ships, as text for a terminal."""

from __future__ import annotations

import re
import textwrap
from importlib import resources
from pathlib import Path

from communique.diagnostics import suggestion

PAGE = "diagnostics.md"
WIDTH = 88
HELD = "\ufffc"  # stands for a space at which a line must not break
HEADING = re.compile(r"^(#{2,3}) (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class UnknownCodeError(LookupError):
    """There is no such code; `hint` names the nearest."""

    def __init__(self, code: str, hint: str) -> None:
        super().__init__(f"there is no code `{code}`")
        self.hint = hint


def read_page() -> str:
    """Return the page of diagnostics: from inside the package, or, in a checkout, from `docs/`."""
    packaged = Path(str(resources.files("communique"))) / PAGE
    page = packaged if packaged.is_file() else Path(__file__).resolve().parents[2] / "docs" / PAGE
    return page.read_text(encoding="utf-8")


def codes() -> list[str]:
    """Return all codes that have an entry, in the order of the page."""
    return list(_entries(read_page()))


def entry(code: str, width: int = WIDTH) -> str:
    """Return what a code means, why, and what to do, in lines of a width. Raises UnknownCodeError."""
    entries = _entries(read_page())
    if code not in entries:
        raise UnknownCodeError(code, suggestion(code, entries))
    section, text = entries[code]
    # What a section says with the word CODE holds for each of its codes, such as how checks are silenced.
    general = [part for part in _parts(section) if "CODE" in part]
    parts = [*_parts(text), *(part.replace("CODE", code) for part in general)]
    return "\n\n".join([code, *(_plain(part, width) for part in parts)]) + "\n"


def _entries(page: str) -> dict[str, tuple[str, str]]:
    """Return for each code the introduction of its section, and its own text."""
    found: dict[str, tuple[str, str]] = {}
    introduction = ""
    headings = list(HEADING.finditer(page))
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        text = page[heading.end() : following.start() if following else len(page)].strip()
        if heading[1] == "##":
            introduction = text
        elif code := re.fullmatch(r"`([a-z0-9-]+)`", heading[2]):
            found[code[1]] = (introduction, text)
    return found


def _parts(text: str) -> list[str]:
    """Return the paragraphs and blocks of code of a text."""
    parts: list[str] = []
    at = 0
    for fence in FENCE.finditer(text):
        parts += [*text[at : fence.start()].split("\n\n"), fence[0]]
        at = fence.end()
    parts += text[at:].split("\n\n")
    return [part.strip("\n") for part in parts if part.strip()]


def _plain(part: str, width: int) -> str:
    """Return a part for a terminal: without links and bold, each line no longer than the width."""
    fence = FENCE.fullmatch(part)
    if fence:
        return textwrap.indent(fence[1].rstrip("\n"), "    ")
    text = re.sub(r"\[([^\]]+)\]\([^)\s]+\)", r"\1", part)
    text = re.sub(r"\*\*(.+?)\*\*", r"\1", text)
    if text.startswith("|"):
        return text
    lines = re.split(r"\n(?=[-*] )", text)
    return "\n".join(_filled(line, width) for line in lines)


def _filled(text: str, width: int) -> str:
    """Return a paragraph in lines, without a break inside code."""
    indent = "  " if re.match(r"[-*] ", text) else ""
    code = re.sub(r"`[^`]+`", lambda match: re.sub(r"\s+", HELD, match[0]), text)
    lines = textwrap.fill(
        code, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return lines.replace(HELD, " ")
