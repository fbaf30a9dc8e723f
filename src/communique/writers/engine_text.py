"""Shortcuts in how WeasyPrint shapes text: what was made for one piece is kept for the next.

The engine makes everything that Pango needs anew for every piece of text, three times for every line. Here
fonts and features are described once for each style, lines that were broken before are found again, and the
glyphs of a line are kept for drawing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

from communique.writers.engine_drawing import runs_of
from communique.writers.engine_lines import break_line
from communique.writers.engine_shortcuts import Shortcut

Style = Any
Layout = Any

PARAGRAPH_ENDS = frozenset("\n\r\x00\t\N{PARAGRAPH SEPARATOR}\N{LINE SEPARATOR}")
"""Characters for which Pango breaks lines, or lays text out otherwise, when it draws."""

SHAPING = (
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
    "font_variation_settings",
    "font_language_override",
    "lang",
    "direction",
)
"""Properties that say how text is shaped, the family apart."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What Pango needs for text of one style. No two have the same number."""

    number: int
    context: Any
    description: Any
    features: bytes
    attributes: Any
    language: Any
    widths: dict[str, float] = field(default_factory=dict)


BREAKING = (
    "white_space",
    "hyphens",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
    "overflow_wrap",
    "word_break",
    "word_spacing",
    "letter_spacing",
)
"""Properties that say where lines break."""

MOST_LINES = 10_000
"""Lines that are kept for the next time, at some two kilobytes each."""


# Lines

_lines: dict[tuple[Any, ...], tuple[Any, ...]] = {}


def split_first_line(
    text: str,
    style: Style,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> tuple[Any, ...]:
    """Break off a line, or find the one that was broken off the same text in the same room before."""
    if justification_spacing or "\t" in text or not hasattr(style, "cache"):
        return plain_split_first_line(  # type: ignore[no-any-return]
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
    key = text, max_width, style.__dict__.get("communique_key") or _key(style), is_line_start, minimum
    if key in _lines:
        return _lines[key]
    line: tuple[Any, ...] | None = None if minimum else break_line(text, style, max_width)
    if line is None:
        line = plain_split_first_line(text, style, context, max_width, 0, is_line_start, minimum)
    if len(_lines) >= MOST_LINES:
        _lines.clear()
    _lines[key] = line
    return line


plain_split_first_line = line_break.split_first_line

MOST_KEYS = 4_000
_keys: dict[tuple[Any, ...], tuple[int]] = {}
_numbers = count()


def _key(style: Style) -> tuple[int]:
    """Return what stands for all that a style says of how text is shaped and broken, and note it there."""
    setting = setting_of(style)
    values = (*(_hashable(style[name]) for name in BREAKING), style["text_decoration_line"] == "none")
    if len(_keys) >= MOST_KEYS:
        _keys.clear()
    key: tuple[int] = _keys.setdefault((setting.number, *values), (next(_numbers),))
    style.communique_key = key
    return key


# Layout


def set_up(layout: Layout, style: Style) -> None:
    """Make the Pango layout of a piece of text."""
    if style["text_decoration_line"] != "none" or not hasattr(style, "cache"):
        plain_set_up(layout, style)
        return
    layout.style = style
    layout.first_line_direction = 0
    setting = setting_of(style)
    layout.language = setting.language
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = made = ffi.gc(pango.pango_layout_new(setting.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(made, False)
    pango.pango_layout_set_font_description(made, setting.description)
    if setting.features:
        pango.pango_layout_set_attributes(made, setting.attributes or _attributes(style, setting.features))


plain_set_up = line_break.Layout.setup


def setting_of(style: Style) -> Setting:
    """Return what styles that shape text alike have in common."""
    return style.__dict__.get("communique_setting") or _setting(style)


def _setting(style: Style) -> Setting:
    """Return what styles that shape text alike have in common, and note it with the style."""
    key = (tuple(style["font_family"]), *(_hashable(style[name]) for name in SHAPING), _spaced(style))
    settings = style.font_config.__dict__.setdefault("communique_settings", {})
    setting = settings.get(key)
    if setting is None:
        setting = settings[key] = _new_setting(style)
    style.communique_setting = setting
    return setting  # type: ignore[no-any-return]


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _spaced(style: Style) -> bool:
    """Whether text of this style has attributes of its own, which may not be shared."""
    return bool(
        style["word_spacing"]
        or style["letter_spacing"] != "normal"
        or style["overflow_wrap"] in {"anywhere", "break-word"}
        or style["text_align_all"] == "justify"
        or style["text_align_last"] == "justify"
    )


def _new_setting(style: Style) -> Setting:
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    name = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    if name:
        pointer, _ = unicode_to_char_p(name)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    else:
        language = pango.pango_language_get_default()
    features = font_features(
        style["font_kerning"],
        style["font_variant_ligatures"],
        style["font_variant_position"],
        style["font_variant_caps"],
        style["font_variant_numeric"],
        style["font_variant_alternates"],
        style["font_variant_east_asian"],
        style["font_feature_settings"],
    )
    named = ",".join(f"{key} {value}" for key, value in features.items()).encode()
    attributes = None if _spaced(style) or not named else _attributes(style, named)
    return Setting(next(_numbers), context, get_font_description(style), named, attributes, language)


def _attributes(style: Style, features: bytes) -> Any:
    """Return a list of attributes that holds OpenType features. Neither is ever freed, as in the engine."""
    known = style.font_config.font_features
    if features not in known:
        known[features] = pango.pango_attr_font_features_new(features)
    attributes = pango.pango_attr_list_new()
    pango.pango_attr_list_insert(attributes, known[features])
    return attributes


RECTANGLE = ffi.new("PangoRectangle *")


def line_size(line: Any, style: Style) -> tuple[float, float]:
    """Return the width and the height of a line."""
    pango.pango_layout_line_get_extents(line, ffi.NULL, RECTANGLE)
    width = RECTANGLE.width * FROM_UNITS
    if style["letter_spacing"] != "normal":
        width += style["letter_spacing"]
    return width, RECTANGLE.height * FROM_UNITS


def get_first_line(layout: Layout) -> tuple[Any, int | None]:
    """Return the first line, and where the second begins."""
    pango_layout = layout.layout
    first = pango.pango_layout_get_line_readonly(pango_layout, 0)
    second = pango.pango_layout_get_line_readonly(pango_layout, 1)
    layout.first_line_direction = first.resolved_dir
    if second == ffi.NULL:
        layout.communique_line = first
        return first, None
    layout.communique_line = None
    return first, second.start_index


def deactivate(layout: Layout) -> None:
    """Give up what Pango holds, and keep the glyphs of text that stands in one line."""
    line = layout.__dict__.pop("communique_line", None)
    if line is not None and "communique_runs" not in layout.__dict__:
        layout.communique_key = layout.style.__dict__.get("communique_key")
        layout.communique_runs = None
        if not layout.justification_spacing and PARAGRAPH_ENDS.isdisjoint(layout.text):
            layout.communique_runs = runs_of(layout, line)
    del layout.layout, layout.language, layout.style


@lru_cache(maxsize=10_000)
def can_break_text(text: str, language: str | None) -> bool:
    """Whether a line may break in a text."""
    found: bool = plain_can_break_text(text, language)
    return found


plain_can_break_text = line_break.can_break_text


SHORTCUTS = (
    Shortcut(line_break, "split_first_line", split_first_line),
    Shortcut(line_break, "Layout.setup", set_up),
    Shortcut(line_break, "Layout.get_first_line", get_first_line),
    Shortcut(line_break, "Layout.deactivate", deactivate),
    Shortcut(line_break, "line_size", line_size),
    Shortcut(line_break, "can_break_text", can_break_text),
)
