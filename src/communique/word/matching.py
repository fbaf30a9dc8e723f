"""Which stretches two rows have in common: those that people would name, and quickly whatever the rows are.

`difflib` finds the longest stretch and goes on before and behind it, as a reader would. How long that takes
depends on how often words repeat: three hundred times the same word kept it busy for seventeen seconds. So
its work is counted, and where it would be too much, rarer words tie the rest of the rows together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

Item = TypeVar("Item", bound="Hashable")
Stretch = tuple[int, int, int]
"""Where it is in the old row, where in the new one, and how long it is."""

# Steps that `difflib` may take for each item of both rows; a step is one pair of equal items looked at, about
# 0.1 µs. Where blanks tie nothing, a paragraph of 100 words takes up to 7 for each, one of 500 words 20 to
# 40, and only one of several thousand more than 100: texts as people write them are compared as ever. An
# import compares a paragraph some twenty times, so that the worst of a thousand words costs it no more than
# half a second.
STEPS_PER_ITEM = 100
# Rows of some hundred items may cost more for each: the worst are compared in a few milliseconds all the
# same.
FEWEST_STEPS = 40_000
# How often rows are divided at their unique items before repeated items are paired as they come. Each time
# looks once at every item; a text that was rewritten needs three or four.
DEEPEST = 12


def stretches_in_common(
    old: Sequence[Item], new: Sequence[Item], blank: Callable[[Item], bool] | None = None
) -> list[Stretch]:
    """Return the stretches that two rows share in order, those that touch as one.

    What is `blank` ties nothing by itself, and belongs to a stretch only beside something else in it.
    """
    matcher = SequenceMatcher(isjunk=blank, a=old, b=new, autojunk=False)
    counts = Counter(item for item in new if not (blank and blank(item)))
    costs = [0, *accumulate(1 + counts[item] for item in old)]
    steps = max(FEWEST_STEPS, STEPS_PER_ITEM * (len(old) + len(new)))
    found: list[Stretch] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        start, end, new_start, new_end = waiting.pop()
        cost = costs[end] - costs[start]
        if cost > steps:
            found += _tied(old, new, (start, end, new_start, new_end), blank)
            continue
        steps -= cost
        match = matcher.find_longest_match(start, end, new_start, new_end)
        at, new_at, size = match
        if not size:
            continue
        found.append((at, new_at, size))
        if start < at and new_start < new_at:
            waiting.append((start, at, new_start, new_at))
        if at + size < end and new_at + size < new_end:
            waiting.append((at + size, end, new_at + size, new_end))
    return _run_together(sorted(found))


def _run_together(found: Iterable[Stretch]) -> list[Stretch]:
    made: list[Stretch] = []
    for at, new_at, size in found:
        if made and made[-1][0] + made[-1][2] == at and made[-1][1] + made[-1][2] == new_at:
            made[-1] = (made[-1][0], made[-1][1], made[-1][2] + size)
        elif size:
            made.append((at, new_at, size))
    return made


def differing(common: Sequence[Stretch], old: int, new: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield what lies between stretches that rows of these lengths share: start and end in old and new."""
    start = new_start = 0
    for at, new_at, size in (*common, (old, new, 0)):
        if start < at or new_start < new_at:
            yield start, at, new_start, new_at
        start, new_start = at + size, new_at + size


# Where there is too much that repeats

Bounds = tuple[int, int, int, int]


def _tied(
    old: Sequence[Item], new: Sequence[Item], bounds: Bounds, blank: Callable[[Item], bool] | None
) -> Iterator[Stretch]:
    """Yield what two parts share by items each has once, and where none are left, by items as they come."""
    waiting = [(*bounds, 0)]
    while waiting:
        *part, depth = waiting.pop()
        (start, end, new_start, new_end), ends = _bared(old, new, (part[0], part[1], part[2], part[3]))
        yield from ends
        if start == end or new_start == new_end:
            continue
        inside = (start, end, new_start, new_end)
        pairs = _rising(_pairs(old, new, inside, blank, once=True)) if depth < DEEPEST else []
        if pairs:
            edges = [(start - 1, new_start - 1), *pairs, (end, new_end)]
            yield from ((at, new_at, 1) for at, new_at in pairs)
            waiting += [
                (left[0] + 1, right[0], left[1] + 1, right[1], depth + 1) for left, right in pairwise(edges)
            ]
            continue
        edges = [*_rising(_pairs(old, new, inside, blank, once=False)), (end, new_end)]
        at, new_at = start, new_start
        for place, new_place in edges:
            _, ends = _bared(old, new, (at, place, new_at, new_place))
            yield from ends
            if place < end:
                yield place, new_place, 1
            at, new_at = place + 1, new_place + 1


def _bared(old: Sequence[Item], new: Sequence[Item], part: Bounds) -> tuple[Bounds, list[Stretch]]:
    """Return a part of both rows without what it begins and ends with on both sides, and these ends."""
    start, end, new_start, new_end = part
    limit, head = min(end - start, new_end - new_start), 0
    while head < limit and old[start + head] == new[new_start + head]:
        head += 1
    tail = 0
    while tail < limit - head and old[end - 1 - tail] == new[new_end - 1 - tail]:
        tail += 1
    ends = [each for each in ((start, new_start, head), (end - tail, new_end - tail, tail)) if each[2]]
    return (start + head, end - tail, new_start + head, new_end - tail), ends


def _pairs(
    old: Sequence[Item],
    new: Sequence[Item],
    part: Bounds,
    blank: Callable[[Item], bool] | None,
    *,
    once: bool,
) -> list[tuple[int, int]]:
    """Return equal items in the order of the old row: those there once, or the first with the first."""
    start, end, new_start, new_end = part
    olds, news = _places(old, start, end), _places(new, new_start, new_end)
    return sorted(
        pair
        for item, places in olds.items()
        if item in news and not (blank and blank(item)) and not (once and len(places) + len(news[item]) > 2)
        for pair in zip(places, news[item], strict=False)
    )


def _places(row: Sequence[Item], start: int, end: int) -> dict[Item, list[int]]:
    places: defaultdict[Item, list[int]] = defaultdict(list)
    for at in range(start, end):
        places[row[at]].append(at)
    return places


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return as many pairs as rise on both sides, of pairs that rise on the first."""
    tops: list[int] = []  # for each length, the lowest place that ends a row of pairs of this length
    ends: list[int] = []  # and the pair that does
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(tops, place)
        before.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [place]
        ends[at : at + 1] = [number]
    found: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]
