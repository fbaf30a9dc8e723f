"""Tell of a header or a footer that was edited: what it said before, and where its words come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.word.similarity import similarity

if TYPE_CHECKING:
    from collections.abc import Collection

    from communique.content import EventContent
    from communique.writers.docx_base import Base

HEADER_OR_FOOTER = "header or footer"


def former_and_new(base: Base, text: str, unchanged: Collection[str]) -> tuple[str, str]:
    """Return what a header or footer said and says, without the word between the numbers of pages.

    These numbers are fields, and no words: of “1 of 2” the word is left, at the end of each footer of ours.
    """
    known = [each for each in base.running if each not in unchanged] or list(base.running)
    old = max(known, key=lambda each: similarity(each, text), default="")
    if old in base.running[1:]:
        words, _, between = old.rpartition(" ")
        return words, text.removesuffix(between).rstrip()
    return old, text


def source_of_running(content: EventContent, base: Base, old: str, new: str) -> str:
    """Return the address of the text of a changed header or footer, or nothing where none is known."""
    head, event = content.documents.get(base.name), content.event
    if head is None or not old:
        return ""
    own = f"{base.name}.yaml: "
    if old not in base.running[:1]:
        symbol = head.symbol or event.symbol
        key = "symbol" if symbol and symbol in old and symbol not in new else "marking"
        return f"{own if getattr(head, key) else 'event.yaml: '}{key}"
    title = next((each for each in base.blocks if each.kind == "heading" and each.level == 1), None)
    if title is not None and title.address and title.text in old and title.text not in new:
        return title.address
    series, key = (event.series.name, "series.name") if event.series else (event.title, "title")
    return f"event.yaml: {key}" if series in old and series not in new else ""
