"""The closed vocabulary: the elements that templates may write, and what each may hold.

This table is the reference; `docs/templates.md` explains it. Roles (classes) come from the style map.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Content = Literal["blocks", "inlines", "mixed", "items", "table", "rows", "cells", "nothing"]

EVERYWHERE = frozenset({"class", "id", "lang", "dir", "data-source"})


@dataclass(frozen=True, slots=True)
class Element:
    """An element: whether it is a block or an inline, what it holds, and its own attributes.

    `mixed` content is either blocks, or inlines that make up a single paragraph.
    """

    kind: Literal["block", "inline", "part"]
    content: Content
    attributes: frozenset[str] = frozenset()


ELEMENTS: dict[str, Element] = {
    # blocks
    "header": Element("block", "blocks"),
    "section": Element("block", "blocks"),
    "h1": Element("block", "inlines"),
    "h2": Element("block", "inlines"),
    "h3": Element("block", "inlines"),
    "h4": Element("block", "inlines"),
    "p": Element("block", "inlines"),
    "blockquote": Element("block", "mixed"),
    "ul": Element("block", "items"),
    "ol": Element("block", "items", frozenset({"start"})),
    "table": Element("block", "table", frozenset({"data-columns"})),
    "aside": Element("block", "mixed"),
    # parts of lists and tables
    "li": Element("part", "mixed"),
    "caption": Element("part", "inlines"),
    "thead": Element("part", "rows"),
    "tbody": Element("part", "rows"),
    "tr": Element("part", "cells"),
    "th": Element("part", "mixed", frozenset({"scope", "colspan"})),
    "td": Element("part", "mixed", frozenset({"colspan"})),
    # inlines
    "em": Element("inline", "inlines"),
    "strong": Element("inline", "inlines"),
    "q": Element("inline", "inlines"),
    "i": Element("inline", "inlines"),
    "span": Element("inline", "inlines"),
    "a": Element("inline", "inlines", frozenset({"href"})),
    "data": Element("inline", "inlines", frozenset({"value"})),
    "br": Element("inline", "nothing"),
}

PARENTS: dict[str, frozenset[str]] = {
    "li": frozenset({"ul", "ol"}),
    "caption": frozenset({"table"}),
    "thead": frozenset({"table"}),
    "tbody": frozenset({"table"}),
    "tr": frozenset({"thead", "tbody"}),
    "th": frozenset({"tr"}),
    "td": frozenset({"tr"}),
}
