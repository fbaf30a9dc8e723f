"""The closed vocabulary: the elements that templates may write, and what each may hold.

This table is the reference; `docs/templates.md` explains it. Roles (classes) come from the style map.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Content = Literal["blocks", "inlines", "mixed", "items", "table", "rows", "cells", "nothing"]

EVERYWHERE = frozenset({"data-source"})
ROLE = frozenset({"class"})
LANGUAGE = frozenset({"lang", "dir"})


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
    "header": Element("block", "blocks", ROLE | LANGUAGE),
    "section": Element("block", "blocks", ROLE | LANGUAGE),
    "h1": Element("block", "inlines", ROLE | LANGUAGE | {"id"}),
    "h2": Element("block", "inlines", ROLE | LANGUAGE | {"id"}),
    "h3": Element("block", "inlines", ROLE | LANGUAGE | {"id"}),
    "h4": Element("block", "inlines", ROLE | LANGUAGE | {"id"}),
    "p": Element("block", "inlines", ROLE | LANGUAGE),
    "blockquote": Element("block", "mixed", LANGUAGE),
    "ul": Element("block", "items"),
    "ol": Element("block", "items", frozenset({"start"})),
    "table": Element("block", "table", ROLE | {"data-columns"}),
    # parts of lists and tables
    "li": Element("part", "mixed"),
    "caption": Element("part", "inlines"),
    "thead": Element("part", "rows"),
    "tbody": Element("part", "rows"),
    "tr": Element("part", "cells"),
    "th": Element("part", "mixed", frozenset({"scope", "colspan"})),
    "td": Element("part", "mixed", frozenset({"colspan"})),
    # inlines
    "em": Element("inline", "inlines", ROLE | LANGUAGE),
    "strong": Element("inline", "inlines", ROLE | LANGUAGE),
    "q": Element("inline", "inlines", ROLE | LANGUAGE),
    "i": Element("inline", "inlines", ROLE | LANGUAGE),
    "span": Element("inline", "inlines", ROLE | LANGUAGE),
    "a": Element("inline", "inlines", ROLE | {"href"}),
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
