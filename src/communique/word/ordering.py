"""Which blocks stayed where they were when others moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def unmoved(numbers: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Return the increasing subsequence of different numbers that weighs most: the longest of equal weights.

    Every number has a weight above 0. Takes time n log n, by a tree of the best sums up to each number.
    """
    ranks = {number: rank for rank, number in enumerate(sorted(numbers), 1)}
    tree: list[tuple[int, int]] = [(0, -1)] * (
        len(numbers) + 1
    )  # the best sum below a rank, and where it ends
    before = [-1] * len(numbers)
    best = (0, -1)
    for place, (number, weight) in enumerate(zip(numbers, weights, strict=True)):
        below, before[place] = _best_below(tree, ranks[number] - 1)
        found = (below + weight, place)
        rank = ranks[number]
        while rank < len(tree):
            tree[rank] = max(tree[rank], found)
            rank += rank & -rank
        best = max(best, found)
    kept: set[int] = set()
    place = best[1]
    while place >= 0:
        kept.add(numbers[place])
        place = before[place]
    return kept


def _best_below(tree: Sequence[tuple[int, int]], rank: int) -> tuple[int, int]:
    best = (0, -1)
    while rank:
        best = max(best, tree[rank])
        rank -= rank & -rank
    return best
