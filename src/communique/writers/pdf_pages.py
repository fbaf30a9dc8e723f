"""Pages as WeasyPrint draws them, with the marked content of each kept for the structure tree.

WeasyPrint builds a structure tree of its own, in which a paragraph over two pages is two paragraphs,
a footnote stands at the end of its page and a running header in the middle of the text. It is not
mended but not built at all: every page is handed over hollow when that tree is made, and the tree is
built from the boxes afterwards (`pdf_structure`). This module is all that knows how that is done: a page's
`paint` draws on a stream whose `_tags` pairs each text box with its number (MCID), and `_page_box` is
what the tree is made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Box = Any
"""A box of WeasyPrint's layout, which has no types."""


@dataclass(frozen=True)
class DrawnPage:
    """A page after drawing: its boxes, its content stream and the number of each box in it.

    `positions` says where in the stream's list the property list of a number stands, the tag before it.
    """

    box: Box
    stream: Any
    numbers: dict[Box, int]
    positions: dict[int, int]

    @property
    def items(self) -> list[Any]:
        """The operators and operands of the page's content."""
        return self.stream.stream  # type: ignore[no-any-return]

    def mark_as_artifact(self, number: int, properties: dict[str, Any]) -> None:
        """Take a piece of content out of the structure: a reader passes over it."""
        import pydyf

        position = self.positions[number]
        self.items[position - 1] = "/Artifact"
        self.items[position] = pydyf.Dictionary(properties)


def trace_pages(layout: Any, when_drawn: Callable[[list[DrawnPage]], None]) -> None:
    """Keep what is drawn on each page of a layout; `when_drawn` gets all pages when the last is done.

    At that moment fonts are not written yet, so that what they map to may still be changed.
    """
    drawn: list[DrawnPage] = []

    def traced(page: Any) -> Callable[..., None]:
        box, paint = page._page_box, page.paint

        def paint_and_keep(stream: Any, scale: float = 1) -> None:
            paint(stream, scale)
            numbers = {each: tag["mcid"] for each, tag in stream._tags.items()}
            drawn.append(DrawnPage(box, stream, numbers, _positions(stream.stream)))
            stream._tags.clear()
            page._page_box = _hollow(box)
            if len(drawn) == len(layout.pages):
                when_drawn(drawn)

        return paint_and_keep

    for page in layout.pages:
        page.paint = traced(page)


def _hollow(box: Box) -> Box:
    return box.copy_with_children([])


def _positions(items: list[Any]) -> dict[int, int]:
    return {item["MCID"]: at for at, item in enumerate(items) if isinstance(item, dict) and "MCID" in item}
