"""A shortcut in how WeasyPrint draws text: from the glyphs that were kept when the line was laid out.

The engine shapes every line once more to draw it, and asks Pango for every glyph. Here a glyph with its
kerning is put into words once for each font and size.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key

from communique.writers.engine_shortcuts import Shortcut

Layout = Any
Stream = Any

RECTANGLE = ffi.new("PangoRectangle *")

ODD_GLYPHS = 0x0FFFFFFF
"""From here on, a glyph's number says that there is no glyph."""

GLYPH_SIZE = 5
"""Integers in a `PangoGlyphInfo`: glyph, width, the shifts to the side and up, and flags."""


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs in one font, their widths and shifts, and where their text stands in the line's, in bytes."""

    font: tuple[Any, Any, Any, float]
    glyphs: array[int]
    widths: array[int]
    shifts: array[int] | None
    clusters: bytes
    offset: int
    length: int
    right_to_left: bool


def runs_of(layout: Layout, line: Any) -> list[Run] | None:
    """Return the glyphs of a line, unless they need more than to be shown one behind the other."""
    fonts = layout.style.font_config.__dict__.setdefault("communique_fonts", {})
    runs = []
    each = line.runs
    while each != ffi.NULL:
        item, string = each.data.item, each.data.glyphs
        each = each.next
        count = string.num_glyphs
        numbers = array("i", bytes(ffi.buffer(string.glyphs, count * GLYPH_SIZE * 4)))
        glyphs, shifts = numbers[0::GLYPH_SIZE], numbers[2::GLYPH_SIZE]
        if any(numbers[3::GLYPH_SIZE]) or max(glyphs, default=0) >= ODD_GLYPHS or min(glyphs, default=0) < 0:
            return None
        pointer = item.analysis.font
        address = int(ffi.cast("intptr_t", pointer))
        if address not in fonts:
            # The layout keeps the font where it is, so that its address stands for it.
            fonts[address] = ((pointer, *get_pango_font_key(pointer)), layout.layout)
        runs.append(
            Run(
                fonts[address][0],
                glyphs,
                numbers[1::GLYPH_SIZE],
                shifts if any(shifts) else None,
                bytes(ffi.buffer(string.log_clusters, count * 4)),
                item.offset,
                item.length,
                bool(item.analysis.level % 2),
            )
        )
    return runs


def draw_text(stream: Stream, box: Any, offset_x: float, overflow: str, ellipsis: Any) -> None:
    """Draw a piece of text, from the glyphs that were kept when they are all that is to be drawn."""
    layout, style = box.pango_layout, box.style
    runs = layout.__dict__.get("communique_runs")
    if (
        runs is None
        or layout.communique_key is None
        or layout.communique_key is not style.__dict__.get("communique_key")
        or layout.justification_spacing
        or overflow == "ellipsis"
        or ellipsis != "none"
        or style["text_decoration_line"] != "none"
        or not box.text.strip()
        or style["font_size"] < 1e-6
    ):
        plain_draw_text(stream, box, offset_x, overflow, ellipsis)
        return
    if style["visibility"] != "visible":
        return
    fonts = [_font(stream, run) for run in runs]
    if any(font.bitmap or font.svg or font.png or font.colr for font in fonts):
        plain_draw_text(stream, box, offset_x, overflow, ellipsis)
        return
    stream.set_color(style["color"])
    stream.begin_text()
    stream.set_text_matrix(1, 0, 0, -1, box.position_x, box.position_y + box.baseline)
    _show(stream, layout, runs, fonts)
    stream.end_text()


plain_draw_text = drawing.draw_text


def _font(stream: Stream, run: Run) -> Any:
    """Return the font of a run in the file, as `add_font` does."""
    pointer, key, _, _ = run.font
    return stream._fonts.get(key) or stream.add_font(pointer)[0]


def _show(stream: Stream, layout: Layout, runs: list[Run], fonts: list[Any]) -> None:
    """Show the glyphs of a line."""
    before = None
    string = ""
    for run, font in zip(runs, fonts, strict=True):
        pointer, _, _, size = run.font
        if pointer != before:
            before = pointer
            if string:
                stream.show_text(string)
            string = ""
            stream.set_font_size(font.hash, size)
        string += f"<{_strings(layout, run, font, size)}"
        string = string[:-1] if string[-1] == "<" else f"{string}>"
    stream.show_text(string)


def _strings(layout: Layout, run: Run, font: Any, size: float) -> str:
    """Return glyphs as the inside of strings, with the kerning between them."""
    known = font.__dict__.setdefault("communique_strings", {}).setdefault(size, {})
    shifts = run.shifts or repeat(0, len(run.glyphs))
    shown = list(zip(run.glyphs, run.widths, shifts, strict=True))
    try:
        return "".join([known[each] for each in shown])
    except KeyError:
        for at, each in enumerate(shown):
            if each not in known:
                known[each] = _string(layout, run, font, at)
        return "".join([known[each] for each in shown])


def _string(layout: Layout, run: Run, font: Any, at: int) -> str:
    """Return a glyph with its kerning, after noting its characters and its width in the font."""
    glyph, width = run.glyphs[at], run.widths[at]
    pointer, _, _, size = run.font
    if glyph not in font.to_unicode:
        font.to_unicode[glyph] = _characters(layout, run, at)
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(pointer, glyph, ffi.NULL, RECTANGLE)
        font.widths[glyph] = round(RECTANGLE.width * 1000 * FROM_UNITS / size)
    shift = run.shifts[at] / size if run.shifts else 0.0
    kerning = font.widths[glyph] + shift - width * 1000 * FROM_UNITS / size
    before = f">{-shift}<" if shift else ""
    behind = f">{int(kerning)}<" if kerning else ""
    return f"{before}{glyph:04x}{behind}"


def _characters(layout: Layout, run: Run, at: int) -> str:
    """Return the characters for which a glyph of a line stands."""
    clusters = array("i", run.clusters)
    ahead = at - 1 if run.right_to_left else at + 1
    end = clusters[ahead] if 0 <= ahead < len(clusters) else run.length
    text: bytes = layout.text.encode()
    return text[run.offset + clusters[at] : run.offset + end].decode()


SHORTCUTS = (Shortcut(drawing, "draw_text", draw_text),)
