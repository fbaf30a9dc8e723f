"""Links that the layout engine doesn't make, between a footnote's mark and the note, or makes too small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.writers.pdf_pages import Box

Rectangle = tuple[float, float, float, float]
"""Left, top, right and bottom, in CSS pixels from the page's top left corner."""

CALL, MARKER = "::footnote-call", "::footnote-marker"


def link_notes(layout: Any) -> None:
    """Make the mark of each note a link to it, and the number before the note a link back to its mark.

    Pages carry their links and anchors as lists that may be added to, before they are drawn.
    """
    for page in layout.pages:
        page.links[:] = [_reactive(each) for each in page.links]
        for box in _pseudo_elements(page._page_box):
            identifier = box.element.get("id")
            if identifier is None:
                continue
            rectangle = _active_rectangle(box)
            if box.element_tag.endswith(CALL):
                page.anchors[f"{identifier}-mark"] = rectangle
                page.links.append(("internal", identifier, rectangle, box))
            else:
                page.links.append(("internal", f"{identifier}-mark", rectangle, box))


def _reactive(link: tuple[str, str, Rectangle, Box]) -> tuple[str, str, Rectangle, Box]:
    """Return a link with an area: a mark in a line without height (`line-height: 0`) would have none."""
    kind, target, (left, top, right, bottom), box = link
    if right > left and bottom > top:
        return link
    return kind, target, _active_rectangle(box), box


def _pseudo_elements(box: Box) -> Iterator[Box]:
    """Yield the outermost box of each mark and each number of a note."""
    seen = set()
    for each in box.descendants():
        if each.element is None or not each.element_tag.endswith((CALL, MARKER)):
            continue
        if (each.element, each.element_tag) not in seen:
            seen.add((each.element, each.element_tag))
            yield each


def _active_rectangle(box: Box) -> Rectangle:
    """Return the corners of what is drawn in a box; the box itself may have no height (`line-height: 0`)."""
    innermost = list(box.descendants())[-1]
    left, top, width, height = innermost.hit_area()
    return left, top, left + width, top + height
