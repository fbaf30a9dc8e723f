"""Bring paragraphs into content, take them out, and make something else of them.

A list of prose takes a paragraph as an entry of its own; a single prose takes it between empty lines. Items
of a list, and quotations, are Markdown inside of prose. What the template makes has no place for more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.word.entries import GoneEntry, NewEntry
from communique.word.operations import Rearrangement, Stretch
from communique.word.placing import following
from communique.word.prose_map import UntraceableError, tokens_of_pieces
from communique.word.prose_writing import signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.source import Steps
    from communique.word.edits import NewBlock
    from communique.word.operations import Operation
    from communique.word.placing import Site, Today
    from communique.word.prose_map import ProseBlock
    from communique.writers.docx_base import BaseBlock

NO_PLACE = "there is no place in the content for a paragraph here"
NO_HEADING = "headings have keys of their own in the content; add or change it there"
REST = "what is left of this text would read differently"
NO_ROLE_HERE = "the template decides what this paragraph is"
MARKER = re.compile(r"(?P<before>[ >]*)(?P<sign>[-+*]|(?P<number>\d{1,9})(?P<dot>[.)]))(?P<gap>[ ]+)\Z")


class NoPlaceError(Exception):
    """An edit that has no place in content; the reason is its message."""


@dataclass(frozen=True, slots=True)
class NewText:
    """A new paragraph as prose; `kind` is `paragraph`, `item` or `quotation`."""

    source: str
    kind: str = "paragraph"
    level: int = 0
    ordered: bool = False
    style: str | None = None  # of a scalar that was moved

    @property
    def written(self) -> str:
        """Its prose, quotation marks of Markdown and all."""
        lines = self.source.split("\n")
        return "\n".join(f"> {line}".rstrip() for line in lines) if self.kind == "quotation" else self.source


def kind_of(kind: str, role: str) -> str:
    """Return what a block of a kind and a role is in prose. Raises NoPlaceError for what prose has not."""
    if kind in {"heading", "caption"}:
        raise NoPlaceError(NO_HEADING)
    if kind == "item":
        return "item"
    return "quotation" if role == "quotation" else "paragraph"


def new_text(block: BaseBlock | NewBlock, source: str, style: str | None = None) -> NewText:
    """Return the prose of a paragraph as what the paragraph is.

    Raises NoPlaceError for what prose has not.
    """
    return NewText(source, kind_of(block.kind, block.role), block.level, block.ordered, style)


def inserted(today: Today, anchor: BaseBlock | None, texts: Sequence[NewText]) -> list[Operation]:
    """Return what puts new paragraphs behind a block. Raises NoPlaceError."""
    site = today.site(anchor) if anchor is not None else None
    if anchor is not None and site is not None and site.scalar.kind == "prose":
        return _behind(site, _unquoted(anchor, site, texts))
    after = following(today, anchor.bookmark if anchor is not None else None)
    if after is None:
        raise NoPlaceError(NO_PLACE)
    return put_before(today, after, texts)


def put_before(today: Today, block: BaseBlock, texts: Sequence[NewText]) -> list[Operation]:
    """Return what puts new paragraphs before the first block of a text. Raises NoPlaceError."""
    there = today.site(block)
    if there is None or there.scalar.kind != "prose" or there.number or there.scalar.file != today.file:
        raise NoPlaceError(NO_PLACE)
    groups = _grouped(_unquoted(block, there, texts))
    if there.scalar.listed:
        return [_entry(there, there.scalar.steps, group, texts[0].style) for group in groups]
    text = "".join(f"{group}\n\n" for group in groups)
    return [Stretch(there.scalar.file, there.scalar.steps, 0, 0, text)]


def _unquoted(beside: BaseBlock, site: Site, texts: Sequence[NewText]) -> Sequence[NewText]:
    """Return new paragraphs without signs of quotation where the template quotes all of a text."""
    if beside.role != "quotation" or "blockquote" in site.block.containers:
        return texts
    return [replace(each, kind="paragraph") if each.kind == "quotation" else each for each in texts]


def _behind(site: Site, texts: Sequence[NewText]) -> list[Operation]:
    scalar, block = site.scalar, site.block
    if block.containers[-1:] == ("list_item",) and all(text.kind == "item" for text in texts):
        return [Stretch(scalar.file, scalar.steps, block.end, block.end, _items_behind(site, texts))]
    groups = _grouped(texts)
    last = site.number == len(site.blocks) - 1
    if last and scalar.listed:
        steps = (*scalar.steps[:-1], int(scalar.steps[-1]) + 1)
        return [_entry(site, steps, group, texts[0].style) for group in groups]
    if not last and block.containers:
        raise NoPlaceError(NO_PLACE)
    text = "".join(f"\n\n{group}" for group in groups)
    return [Stretch(scalar.file, scalar.steps, block.end, block.end, text)]


def _entry(site: Site, steps: Steps, text: str, style: str | None) -> Rearrangement:
    return Rearrangement(site.scalar.file, NewEntry(steps, text, style))


def _grouped(texts: Sequence[NewText]) -> list[str]:
    """Return paragraphs as prose; items that follow each other are one list."""
    groups: list[str] = []
    last = ""
    for text in texts:
        if text.kind == "item":
            depth = "   " if text.ordered else "  "
            sign = "1. " if text.ordered else "- "
            written = _hanging(depth * text.level + sign, text.source)
        else:
            written = text.written
        if text.kind == "item" and last == "item":
            groups[-1] += f"\n{written}"
        else:
            groups.append(written)
        last = text.kind
    return groups


def _hanging(sign: str, source: str) -> str:
    return sign + source.replace("\n", "\n" + " " * len(sign))


def _items_behind(site: Site, texts: Sequence[NewText]) -> str:
    """Return new items for the list that a block stands in, with its signs and its distances."""
    value, block = site.scalar.value, site.block
    start = value.rfind("\n", 0, block.start) + 1
    marker = MARKER.search(value[start : block.start])
    if marker is None:
        raise NoPlaceError(NO_PLACE)
    others = [each for each in site.blocks if each.containers == block.containers and each is not block]
    loose = any("\n\n" in value[min(a.end, block.end) : max(a.start, block.start)] for a in others)
    parts = []
    for number, text in enumerate(texts, start=int(marker["number"] or 0) + 1):
        sign = f"{number}{marker['dot']}" if marker["number"] else marker["sign"]
        parts.append(
            "\n" * (2 if loose else 1) + _hanging(marker["before"] + sign + marker["gap"], text.source)
        )
    return "".join(parts)


def removed(today: Today, site: Site, more: int = 0) -> list[Operation]:
    """Return what takes a block out of content, and `more` that follow it in its text.

    Raises NoPlaceError.
    """
    scalar, value = site.scalar, site.scalar.value
    last = site.number + more
    left = [*site.blocks[: site.number], *site.blocks[last + 1 :]]
    if not left:
        return [Rearrangement(scalar.file, GoneEntry(scalar.steps))]
    if site.number:
        start, end = site.blocks[site.number - 1].end, site.blocks[last].end
    else:
        start, end = 0, value.rfind("\n", 0, site.blocks[last + 1].start) + 1
    rest = value[:start] + value[end:]
    if not _reads_as(today, rest, site, left):
        raise NoPlaceError(REST)
    return [Stretch(scalar.file, scalar.steps, start, end, "")]


def recast(
    today: Today, site: Site, source: str, before: str, after: str, *, ordered: bool = False
) -> Stretch:
    """Return what makes an item or a quotation of a paragraph, or the other way round.

    Raises NoPlaceError.
    """
    scalar, value, block = site.scalar, site.scalar.value, site.block
    if scalar.kind != "prose":
        raise NoPlaceError(NO_ROLE_HERE)
    lines = [line.removeprefix(block.indentation) for line in source.split("\n")]
    plain = "\n".join(lines)
    start, end = block.start, block.end
    wanted: tuple[str, ...] = ()
    if before != "paragraph":
        containers = {"item": "list_item", "quotation": "blockquote"}[before]
        if block.containers[-1:] != (containers,):
            raise NoPlaceError(NO_ROLE_HERE)
        start = value.rfind("\n", 0, block.start) + 1
    elif block.containers:
        raise NoPlaceError(NO_ROLE_HERE)
    if after == "item":
        sign, list_ = ("1. ", "ordered_list") if ordered else ("- ", "bullet_list")
        plain, wanted = _hanging(sign, plain), (list_, "list_item")
    elif after == "quotation":
        plain, wanted = NewText(plain, "quotation").written, ("blockquote",)
    if start and not value[:start].endswith("\n\n"):
        plain = f"\n{plain}"
    if end < len(value.rstrip("\n")) and not value[end:].startswith("\n\n"):
        plain = f"{plain}\n"
    text = value[:start] + plain + value[end:]
    if not _reads_as(today, text, site, list(site.blocks)) or _containers(today, text, site) != wanted:
        raise NoPlaceError(NO_ROLE_HERE)
    return Stretch(scalar.file, scalar.steps, start, end, plain)


def _containers(today: Today, text: str, site: Site) -> tuple[str, ...]:
    return today.read(text, inline=False)[site.number].containers


def _reads_as(today: Today, value: str, site: Site, blocks: Sequence[ProseBlock]) -> bool:
    try:
        found = today.read(value, inline=site.scalar.inline)
    except UntraceableError:
        return False
    said = [signature(tokens_of_pieces(each.pieces)) for each in found]
    return len(said) == len(blocks) and [
        each for index, each in enumerate(said) if index != site.number or len(blocks) < len(site.blocks)
    ] == [
        signature(tokens_of_pieces(each.pieces))
        for index, each in enumerate(blocks)
        if index != site.number or len(blocks) < len(site.blocks)
    ]
