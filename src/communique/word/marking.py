"""Put marks on the text of an edited paragraph: the base's where nothing changed, else what Word shows.

Text is divided between the bookmarks of ours in it, as editors join and split: a region is the text
from the first sight of a bookmark to the next. A region that looks as its block in the base was written
has that block's marks, nested as they were; what Word can't tell apart is so told by the base.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from communique.word.matching import stretches_in_common
from communique.word.meanings import FLAGS, same_target
from communique.word.tokens import Layer, Token, marked_of, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from communique.word.lines import Line
    from communique.word.meanings import Manner, Meanings
    from communique.word.story import ParagraphLook
    from communique.writers.docx_base import BaseBlock, Mark

Layers = tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a line, and the block of the base that it came from, if any."""

    start: int
    end: int
    block: BaseBlock | None


def regions(line: Line, blocks: Mapping[str, BaseBlock], before: BaseBlock | None = None) -> list[Region]:
    """Divide a line between the bookmarks of blocks that begin in it; text before the first belongs to it.

    A line without a bookmark may be the rest of the block before it.
    """
    starts = [(anchor.start, blocks[anchor.name]) for anchor in line.anchors if anchor.name in blocks]
    if not starts:
        return [Region(0, len(line.text), before)]
    edges = [0, *(start for start, _ in starts[1:]), len(line.text)]
    return [Region(edges[place], edges[place + 1], block) for place, (_, block) in enumerate(starts)]


def marks_of(
    line: Line, paragraph: ParagraphLook, parts: Sequence[Region], meanings: Meanings
) -> tuple[Mark, ...]:
    """Return the marks on a line."""
    found: list[Mark] = []
    for part in parts:
        inner = _cut(line, part, parts) if len(parts) > 1 else line
        manners = [meanings.manner(each.look, each.link, paragraph) for each in inner.stretches]
        kept = _kept(inner, manners, part.block, meanings) if part.block else None
        marks = _shown(inner, manners, part.block, meanings) if kept is None else kept
        found += [replace(each, start=each.start + part.start, end=each.end + part.start) for each in marks]
    return tuple(found)


def _cut(line: Line, part: Region, parts: Sequence[Region]) -> Line:
    """Return a region as a line of its own; a point between two regions belongs to the first."""
    filled = [each for each in parts if each.start < each.end] or list(parts[-1:])

    def owner(place: int) -> Region:
        return next((each for each in filled if place <= each.end), filled[-1])

    points = [each for each in line.points if owner(each.place) is part]
    return replace(line, points=points).without([(0, part.start), (part.end, len(line.text))])


def _kept(line: Line, manners: Sequence[Manner], block: BaseBlock, meanings: Meanings) -> list[Mark] | None:
    """Return the marks of the base where a region shows what was written, or None."""
    notes = [mark for mark in block.marks if mark.kind == "note"]
    seen = [point for point in line.points if point.kind == "note"]
    if line.text != block.text or [each.start for each in notes] != [each.place for each in seen]:
        return None
    for stretch, manner in zip(line.stretches, manners, strict=True):
        edges = {stretch.start, stretch.end}
        for mark in block.marks:
            edges |= {edge for edge in (mark.start, mark.end) if stretch.start < edge < stretch.end}
        for start, end in zip(sorted(edges), sorted(edges)[1:], strict=False):
            around = [mark for mark in block.marks if mark.start <= start and end <= mark.end]
            if not manner.like(meanings.carried(around)):
                return None
    keys = iter(seen)
    return [
        replace(mark, value=next(keys).key) if mark.kind == "note" else mark
        for mark in block.marks
        if mark.kind != "field"
    ]


def _shown(
    line: Line, manners: Sequence[Manner], block: BaseBlock | None, meanings: Meanings
) -> tuple[Mark, ...]:
    """Return the marks that the looks of a region stand for."""
    found = [(each.start, each.end) for each in line.stretches]
    layers: list[Layers] = [_layers(manner, block) for manner in manners]
    for passage in _passages(line.text, block):
        found, layers = _laid_on(passage, found, layers, meanings)
    tokens: list[Token] = []
    notes = [point for point in line.points if point.kind == "note"]
    before: Layers = ()
    for number, (first, last) in enumerate(found):
        nested = _nested(number, layers, before)
        edges = sorted({first, *(each.place for each in notes if first < each.place < last)})
        for start, end in zip(edges, [*edges[1:], last], strict=True):
            around = nested if start > first else _common(before, nested)
            tokens += [Token("", around, each.key) for each in notes if each.place == start]
            tokens.append(Token(line.text[start:end], nested))
        before = nested
    tokens += [Token("", (), each.key) for each in notes if each.place == len(line.text)]
    return marked_of(tokens).marks


def _layers(manner: Manner, block: BaseBlock | None) -> Layers:
    found: list[Layer] = []
    if manner.link:
        found.append(Layer("link", _spelled(manner.link, block)))
    found += [Layer("style", role) for role in (manner.role,) if role]
    found += [
        Layer("style", flag) for flag, on in zip(FLAGS, (manner.emphasis, manner.strong), strict=True) if on
    ]
    return tuple(found)


def _passages(text: str, block: BaseBlock | None) -> list[Mark]:
    """Return where the passages in other languages are now: from the first to the last of their words left.

    What a run says of its language is no help: editors note the language of the keyboard on all that is
    typed.
    """
    passages = [mark for mark in (block.marks if block else ()) if mark.kind == "style" and mark.language]
    if not passages or block is None:
        return []
    old, new = words_of(block.text), words_of(text)
    old_at, new_at = _places(old), _places(new)
    kept: dict[int, int] = {}  # characters of the base by their place in the text
    for at, place_now, size in stretches_in_common(old, new):
        first, last = old_at[at], old_at[at + size]
        kept |= {place: place - first + new_at[place_now] for place in range(first, last)}
    found = []
    for mark in passages:
        places = [kept[place] for place in range(mark.start, mark.end) if place in kept]
        if places:
            found.append(replace(mark, start=min(places), end=max(places) + 1))
    return found


def _places(words: list[str]) -> list[int]:
    return list(accumulate((len(each) for each in words), initial=0))


def _laid_on(
    passage: Mark, stretches: list[tuple[int, int]], layers: list[Layers], meanings: Meanings
) -> tuple[list[tuple[int, int]], list[Layers]]:
    """Lay a passage on the stretches that it covers, dividing those that it begins or ends in.

    A role that is seen by its style has the language on it, where it still stands; one that isn't lies
    outside.
    """
    found: list[tuple[int, int]] = []
    laid: list[Layers] = []
    shown = meanings.shown(passage.value)
    tongue = Layer("style", passage.value, passage.language, passage.direction)
    for (start, end), own in zip(stretches, layers, strict=True):
        edges = sorted({start, end, *(edge for edge in (passage.start, passage.end) if start < edge < end)})
        for first, last in pairwise(edges):
            covered = passage.start <= first and last <= passage.end
            if covered and not shown:
                laid.append((tongue, *own))
            elif covered:
                laid.append(tuple(tongue if each == Layer("style", shown) else each for each in own))
            else:
                laid.append(own)
            found.append((first, last))
    return found, laid


def _spelled(link: str, block: BaseBlock | None) -> str:
    """Return a target as the base spells it, where it is the same."""
    known = (mark.value for mark in (block.marks if block else ()) if mark.kind == "link")
    return next((each for each in known if same_target(each) == same_target(link)), link)


def _nested(number: int, layers: Sequence[Layers], before: Layers) -> Layers:
    """Order the layers of a stretch: what goes on from the one before, then what reaches furthest."""
    own = layers[number]

    def reach(layer: Layer) -> int:
        end = number
        while end < len(layers) and layer in layers[end]:
            end += 1
        return -end

    going_on = [layer for layer in before if layer in own]
    return (*going_on, *sorted((layer for layer in own if layer not in going_on), key=reach))


def _common(before: Layers, after: Layers) -> Layers:
    """Return the layers that go on across a place."""
    count = 0
    while count < min(len(before), len(after)) and before[count] == after[count]:
        count += 1
    return before[:count]
