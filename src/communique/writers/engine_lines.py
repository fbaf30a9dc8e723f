"""A shortcut in how WeasyPrint breaks lines: where a line will break is told from the widths of its letters.

The engine lets Pango break twice as much text as fits, and then shapes the line by itself. Here the line is
guessed and shaped, and taken when it fits and the next word surely does not; where there is doubt, because of
hyphens, other scripts or words that nearly fit, the engine breaks the line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from math import inf
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, pango

Style = Any
Line = tuple[Any, int, int, float, float, float]

PLAIN = re.compile(r"[!-~ \N{NO-BREAK SPACE}À-ɏ‘’“”–—…]+")
"""Text that runs from left to right, and breaks at its spaces unless it has hyphens or dashes."""

WORD = re.compile(r"[“(]?[0-9A-Za-zÀ-ɏ][0-9A-Za-zÀ-ɏ.,;:’”)\N{NO-BREAK SPACE}]*(?= )")
"""A word in which no line breaks, with all that keeps to it."""

LETTERS = re.compile(r"[A-Za-zÀ-ɏ]+")
BEFORE_BREAK = re.compile(r"[0-9A-Za-zÀ-ɏ.,;:’)]")
"""What may stand before the space at which a line breaks, whatever the word after it begins with."""

SURELY = 0.9
"""The part of a word's width that it takes whatever kerning and ligatures do."""

FEWEST_EMS = 8
"""Narrower lines than this are left to the engine."""


def break_line(text: str, style: Style, max_width: float | None) -> Line | None:
    """Return the first line of a text as `split_first_line` does, or None where that is not certain."""
    size = style["font_size"]
    if (
        max_width is None
        or max_width == inf
        or style["white_space"] != "normal"
        or max_width < size * FEWEST_EMS
    ):
        return None
    draft = text[: int(max_width / size * 4)]
    widths = _widths(style)
    try:
        ends = list(accumulate(map(widths.__getitem__, draft)))
    except KeyError:
        if not PLAIN.fullmatch(draft):
            return None
        for each in set(draft).difference(widths):
            widths[each] = _width(style, each)
        ends = list(accumulate(map(widths.__getitem__, draft)))
    end = draft.rfind(" ", 0, bisect_right(ends, max_width) + 1)
    if end <= 0 or not BEFORE_BREAK.match(draft, end - 1):
        return None
    word = WORD.match(draft, end + 1)
    if word is None or _may_be_hyphenated(word[0], style):
        return None
    line = _shaped(draft[:end], style, max_width)
    following = ends[word.end() - 1] - ends[end - 1]
    return line if line[3] <= max_width < line[3] + following * SURELY else None


def _may_be_hyphenated(word: str, style: Style) -> bool:
    return style["hyphens"] == "auto" and any(
        len(each) >= style["hyphenate_limit_chars"][0] for each in LETTERS.findall(word)
    )


def _widths(style: Style) -> dict[str, float]:
    """Return the widths of characters in a style, as far as they were needed."""
    from communique.writers.engine_text import setting_of

    setting = setting_of(style)
    return setting.widths if style["letter_spacing"] == "normal" and not style["word_spacing"] else NO_WIDTHS


class _NoWidths(dict[str, float]):
    """Knows no width, and keeps none."""

    def __missing__(self, character: str) -> float:
        return inf


NO_WIDTHS: dict[str, float] = _NoWidths()


def _width(style: Style, character: str) -> float:
    return _shaped(character, style, inf)[3]


def _shaped(text: str, style: Style, max_width: float) -> Line:
    """Return a line of its own, with a space behind it that is left out."""
    layout = line_break.Layout(style, 0, max_width)
    layout.set_text(text)
    line, _ = layout.get_first_line()
    width, height = line_break.line_size(line, style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    layout.deactivate()
    length = len(text.encode())
    return layout, length, length + 1, width, height, baseline
