"""Shortcuts in how WeasyPrint lays out boxes: what follows from a style is worked out once.

Boxes of one style have the same margins, struts and lack of backgrounds. What is noted with a style, or with
the values that it shares with others, is not copied with it, so that a copy may be changed.
"""

from __future__ import annotations

from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, percent
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text import line_break

from communique.writers.engine_shortcuts import Shortcut

Box = Any
Style = Any

SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in SIDES),
    *(f"{limit}{name}" for name in ("width", "height") for limit in ("", "min_", "max_")),
)
"""Properties with a length, that may be given in per cent of the box around."""

USED = (*LENGTHS, *(f"border_{side}_width" for side in SIDES))
"""Attributes of a box that are worked out from its style before it is laid out."""

NO_BACKGROUND = {
    "background": None,
    **{
        f"border_{corner}_radius": (0, 0)
        for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
    },
}

# Used values


def resolve_percentages(box: Box, containing_block: Any) -> None:
    """Set used values on a box; where none is in per cent they are the same for all boxes of the style."""
    style = box.style
    notes = style.__dict__.get("communique_values", style.__dict__)
    used = notes.get("communique_used")
    if used and type(box) is not AbsolutePlaceholder:
        if style["border_collapse"] != "collapse" or isinstance(box, SIMPLE):
            box.__dict__.update(used)
            return
    elif used is None:
        notes["communique_used"] = {} if _depends(style) else _used(box)
    plain_resolve_percentages(box, containing_block)


plain_resolve_percentages = percent.resolve_percentages

SIMPLE = (boxes.TextBox, boxes.LineBox, boxes.InlineBox)
"""Boxes whose borders are never merged with those of others."""


def _depends(style: Style) -> bool:
    """Whether a length of a style is in per cent, or has to be calculated."""
    return any(
        value is not None and value != "auto" and getattr(value, "unit", "%") == "%"
        for value in (style[name] for name in LENGTHS)
    )


def _used(box: Box) -> dict[str, Any]:
    """Return the values for simple boxes of a box's style."""
    sample = boxes.InlineBox(box.element_tag, box.style, box.element, [])
    plain_resolve_percentages(sample, (0, 0))
    return {name: getattr(sample, name) for name in USED}


def strut(style: Style) -> tuple[float, float]:
    """Return line height and baseline of a style."""
    found = style.__dict__.get("communique_strut")
    if found is None:
        found = style.communique_strut = plain_strut(style)
    return found  # type: ignore[no-any-return]


plain_strut = line_break.strut


# Boxes


def is_in_normal_flow(box: Box) -> bool:
    """Whether a box is neither floated nor positioned, and no note."""
    style = box.style
    if style["float"] in OUT_OF_FLOW:
        return False
    position = style["position"]
    return position not in POSITIONED and position[0] not in TAKEN_OUT


OUT_OF_FLOW = frozenset({"left", "right", "inline-start", "inline-end", "footnote"})
POSITIONED = ("absolute", "fixed")
TAKEN_OUT = ("running()", "note()")


def layout_box_backgrounds(
    of: Any, box: Box, get_image: Any, layout_children: bool = True, style: Style | None = None
) -> None:
    """Lay out backgrounds; most boxes have none."""
    own = box.style
    notes = own.__dict__.get("communique_values", own.__dict__)
    bare = notes.get("communique_bare")
    if bare is None:
        bare = notes["communique_bare"] = _is_bare(own)
    if not bare or style is not None or box is of or type(box) is AbsolutePlaceholder:
        plain_layout_box_backgrounds(of, box, get_image, layout_children, style)
        return
    box.__dict__.update(NO_BACKGROUND)
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(of, child, get_image)


plain_layout_box_backgrounds = background.layout_box_backgrounds


def _is_bare(style: Style) -> bool:
    """Whether boxes of a style have neither background nor rounded corners."""
    return (
        all((0, "px") in style[name] for name in NO_BACKGROUND if name != "background")
        and style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and get_color(style, "background_color").alpha == 0
    )


SHORTCUTS = (
    Shortcut(percent, "resolve_percentages", resolve_percentages),
    Shortcut(line_break, "strut", strut),
    Shortcut(boxes, "Box.is_in_normal_flow", is_in_normal_flow),
    Shortcut(background, "layout_box_backgrounds", layout_box_backgrounds),
)
