"""YAML scalars: which character of the file stands for which character of the value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def scalar_offsets(written: str, value: str, style: str) -> list[int]:
    """Return, for each character of a scalar's value, its offset in the scalar as written.

    Both hold the same characters in the same order, but for the white space that folding changes: a
    space that stands for a line end has the offset of that line end, and a line end that folding
    swallows has no character of its own.
    """
    units = list(_block_units(written, value) if style and style in "|>" else _flow_units(written, style))
    offsets: list[int] = []
    at = 0
    for char in value:
        if char not in WHITE:
            while at < len(units) and units[at][1] and units[at][1] in WHITE:
                at += 1
        offsets.append(units[at][0] if at < len(units) else max(len(written) - 1, 0))
        if char not in WHITE or (at < len(units) and units[at][1] in WHITE):
            at += 1
    return offsets


WHITE = " \t\n\r\x85\u2028\u2029"
LINE_END = r"(?:\r\n|[\n\r\x85\u2028\u2029])"
FOLD = rf"(?P<fold>[ \t]*{LINE_END}[ \t]*)"
FLOW = {
    "": re.compile(rf"{FOLD}|.", re.DOTALL),
    "'": re.compile(rf"{FOLD}|(?P<escape>'')|.", re.DOTALL),
    '"': re.compile(
        rf"(?P<joined>\\{LINE_END}[ \t]*)|{FOLD}"
        r"|(?P<escape>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.))|.",
        re.DOTALL,
    ),
}


def _flow_units(written: str, style: str) -> Iterator[tuple[int, str]]:
    """Yield offset and character of what counts in a plain or quoted scalar; an escape is an empty text."""
    start, end = (1, len(written) - 1) if style else (0, len(written))
    for match in FLOW[style].finditer(written, start, end):
        kind = match.lastgroup
        if kind == "fold":
            yield match.start() + len(match.group()) - len(match.group().lstrip(" \t")), "\n"
        elif kind != "joined":
            yield match.start(), "" if kind == "escape" else match.group()


def _block_units(written: str, value: str) -> Iterator[tuple[int, str]]:
    """Yield offset and character of what counts in a literal or folded scalar: all but its indentation."""
    at = len(re.split(LINE_END, written, maxsplit=1)[0])
    body = re.sub(rf"\A{LINE_END}", "", written[at:])
    at = len(written) - len(body)
    indentation = max(_first_indentation(body) - _first_indentation(value), 0)
    for match in re.finditer(rf"([^\n\r\x85\u2028\u2029]*)({LINE_END}|\Z)", body):
        line = match.group(1)
        for column in range(min(indentation, len(line) - len(line.lstrip(" "))), len(line)):
            yield at + match.start() + column, line[column]
        if match.group(2):
            yield at + match.start(2), "\n"


def _first_indentation(text: str) -> int:
    found = re.search(r"^( *)[^ \n\r\x85\u2028\u2029]", text, re.MULTILINE)
    return len(found[1]) if found else 0
