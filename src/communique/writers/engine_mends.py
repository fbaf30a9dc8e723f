"""A fault in how WeasyPrint breaks lines, mended: text whose last space does not fit on a line.

The space at the end of a text hangs: it takes no room where the line breaks behind it. The engine counts it,
finds that the text does not fit, looks for the first word instead, and ends the line there, however much room
is left. It happens where a name begins behind the space: on a line that ends two words early for no reason.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint.text import line_break

from communique.writers.engine_shortcuts import Shortcut

Line = tuple[Any, int, int | None, float, float, float]

SPACES = " \N{NO-BREAK SPACE}"
LESS = 0.5
"""By how much less than it needs a text is given, in pixels, to have it broken before its last word."""

engines_own = line_break.split_first_line


def split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Line:
    """Break off a line as the engine does, and let the space at the end of the text hang."""

    def broken(said: str, width: float | None) -> Line:
        line: Line = engines_own(said, style, context, width, justification_spacing, is_line_start, minimum)
        return line

    line = broken(text, max_width)
    if line[2] is None or minimum or text[-1] not in SPACES or style["white_space"] != "normal":
        return line
    if " " in text.encode()[: line[1]].decode():
        return line  # more than the first word fits
    bare = broken(text.rstrip(SPACES), max_width)
    if bare[2] is not None:
        return line
    return broken(text, inf if text[-1] == " " else bare[3] - LESS)


MENDS = (Shortcut(line_break, "split_first_line", split_first_line),)
