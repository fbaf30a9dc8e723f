"""Take out of an edited paragraph what is shown and yet no part of its text, as the base has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.word.lines import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.word.lines import Line
    from communique.word.meanings import Meanings
    from communique.writers.docx_base import BaseBlock

NUMBER = re.compile(r"\d+(?:\.\d+)*[.):]?[ \u00a0\t]*")
BLANK = " \t\u00a0"


def cleaned(line: Line, block: BaseBlock | None, blocks: Mapping[str, BaseBlock], meanings: Meanings) -> Line:
    """Return a line without the numbers of headings, the tabs before text set flush right, and odd blanks.

    `block` is that of the base whose bookmark comes first.
    """
    gone = [*_numbers(line, block.number if block else "", meanings), *_tabs(line, meanings)]
    if line.note:
        gone.append((0, len(line.text) - len(line.text.lstrip(BLANK))))
    if gone:
        line = line.without(gone)
    known = [blocks[each.name].text for each in line.anchors if each.name in blocks]
    if "".join(known) == line.text:
        return line
    return folded(line, ends=not any(text != text.strip() for text in known))


def _numbers(line: Line, own: str, meanings: Meanings) -> Iterator[tuple[int, int]]:
    """Yield where the numbers of headings are. What is typed right behind one has the looks of a number."""
    numbered = [(each.start, each.end) for each in line.stretches if meanings.is_number(each.look)]
    places = [start for start, _ in numbered if start not in {end for _, end in numbered}]
    ours = re.compile(rf"{re.escape(own)}[{BLANK}]") if own else None
    for start in places:
        end = next(end for _, end in numbered if end > start and end not in {start for start, _ in numbered})
        found = (ours and ours.search(line.text, start, end)) or NUMBER.match(line.text, start, end)
        if found:
            yield found.span()
    if ours and 0 not in places and (found := ours.match(line.text)):
        yield 0, found.end()


def _tabs(line: Line, meanings: Meanings) -> Iterator[tuple[int, int]]:
    """Yield where the tabs are that set text flush right: at its beginning, or right before it."""
    flush = [meanings.role(each.look) == "flush-right" for each in line.stretches]
    for before, inside, stretch in zip([False, *flush], flush, line.stretches, strict=False):
        if not inside or before:
            continue
        if line.text[stretch.start : stretch.start + 1] == "\t":
            yield stretch.start, stretch.start + 1
        elif line.text[: stretch.start].endswith("\t"):
            yield stretch.start - 1, stretch.start
