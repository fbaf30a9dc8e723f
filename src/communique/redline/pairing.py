"""Pair the items of two rows that are most alike, in the order of both.

Items that are the same, and the only ones of their kind, tie the rows together; between them those are paired
that are most alike, as long as they are alike enough for a reader to recognise one in the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from communique.redline.words import Word

T = TypeVar("T")

ALIKE = 0.5  # from here on, the share of words in common makes two items one
ALIKE_AT_ADDRESS = 0.3  # the same for items from the same place in content
HINT = 0.1  # what the same address adds when two pairs are about as good
MOST_COMPARED = 40_000  # pairs within one gap; in a larger one only neighbours are compared


class Profile:
    """What is compared of an item: its words and notes, without regard to case and punctuation."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = Counter(
            each.text.casefold() or each.note for each in words if each.note or each.text[0].isalnum()
        )
        self.size = self.words.total()

    def common(self, other: Profile) -> int:
        """Return how many words two items have in common."""
        return (self.words & other.words).total()

    def alike(self, other: Profile) -> float:
        """Return the share of words in common, from 0 to 1."""
        both = self.size + other.size
        return 2 * self.common(other) / both if both else 1.0


@dataclass
class Candidates(Generic[T]):
    """Two rows of items, and how they compare: `key` is the same for equal items.

    `least_here` is how much alike items from the same address have to be.
    """

    old: Sequence[T]
    new: Sequence[T]
    key: Callable[[T], Hashable]
    words: Callable[[T], Sequence[Word]]
    address: Callable[[T], str]
    fits: Callable[[T, T], bool]
    least_here: float = ALIKE_AT_ADDRESS

    @cached_property
    def old_keys(self) -> list[Hashable]:
        return [self.key(each) for each in self.old]

    @cached_property
    def new_keys(self) -> list[Hashable]:
        return [self.key(each) for each in self.new]

    @cached_property
    def old_profiles(self) -> list[Profile]:
        return [Profile(self.words(each)) for each in self.old]

    @cached_property
    def new_profiles(self) -> list[Profile]:
        return [Profile(self.words(each)) for each in self.new]

    def score(self, old: int, new: int) -> float:
        """Return how much is gained by pairing two items; nothing when they are not alike enough."""
        if not self.fits(self.old[old], self.new[new]):
            return 0.0
        if self.old_keys[old] == self.new_keys[new]:
            return 1.0 + HINT
        before, after = self.old_profiles[old], self.new_profiles[new]
        address = self.address(self.old[old])
        here = bool(address) and address == self.address(self.new[new])
        alike = before.alike(after)
        if alike < (self.least_here if here else ALIKE):
            return 0.0
        return alike + HINT * here


def paired(candidates: Candidates[T]) -> list[tuple[int, int]]:
    """Return the pairs of places that belong together, in the order of both rows."""
    pairs: list[tuple[int, int]] = []
    old_at = new_at = 0
    for old, new in [*_anchors(candidates), (len(candidates.old), len(candidates.new))]:
        pairs += _within(candidates, range(old_at, old), range(new_at, new))
        if old < len(candidates.old):
            pairs.append((old, new))
        old_at, new_at = old + 1, new + 1
    return pairs


def _anchors(candidates: Candidates[T]) -> list[tuple[int, int]]:
    """Return pairs of items that are equal, and the only ones of their kind, in the heaviest order.

    The ends of the rows come first: what is equal from there on needs nothing unique.
    """
    olds, news = candidates.old_keys, candidates.new_keys
    head = 0
    while head < min(len(olds), len(news)) and olds[head] == news[head]:
        head += 1
    tail = 0
    while tail < min(len(olds), len(news)) - head and olds[-1 - tail] == news[-1 - tail]:
        tail += 1
    middle = range(head, len(olds) - tail), range(head, len(news) - tail)
    old_counts, new_counts = (
        Counter(keys[at] for at in places) for keys, places in zip((olds, news), middle, strict=True)
    )
    places = {news[at]: at for at in middle[1]}
    unique = [
        (at, places[olds[at]]) for at in middle[0] if old_counts[olds[at]] == new_counts.get(olds[at], 0) == 1
    ]
    chosen = heaviest_increasing(
        [new for _, new in unique], [1 + candidates.old_profiles[old].size for old, _ in unique]
    )
    return [
        *((at, at) for at in range(head)),
        *(unique[at] for at in chosen),
        *((len(olds) - at, len(news) - at) for at in range(tail, 0, -1)),
    ]


def heaviest_increasing(values: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Return the places of the increasing subsequence that weighs most.

    What is left out of it has moved: better one short paragraph than the long ones around it.
    """
    tops: list[int] = []  # increasing values
    best: list[tuple[int, int]] = []  # for each of tops: the heaviest weight up to it, and its place
    before: list[int] = []
    for place, (value, weight) in enumerate(zip(values, weights, strict=True)):
        at = bisect_left(tops, value)
        below = best[at - 1] if at else (0, -1)
        before.append(below[1])
        total = below[0] + weight
        end = at
        while end < len(tops) and best[end][0] <= total:
            end += 1
        tops[at:end] = [value]
        best[at:end] = [(total, place)]
    chosen: list[int] = []
    place = best[-1][1] if best else -1
    while place >= 0:
        chosen.append(place)
        place = before[place]
    return chosen[::-1]


def _within(candidates: Candidates[T], olds: range, news: range) -> list[tuple[int, int]]:
    """Return the pairs in a gap that are most alike together, none crossing another."""
    if not olds or not news:
        return []
    band = (
        len(olds) + len(news) if len(olds) * len(news) <= MOST_COMPARED else MOST_COMPARED // len(olds) // 2
    )
    slope = len(news) / len(olds)
    columns = len(news) + 1
    gains = [[0.0] * columns for _ in range(len(olds) + 1)]
    scores: dict[tuple[int, int], float] = {}
    for row, old in enumerate(olds, start=1):
        for column, new in enumerate(news, start=1):
            gain = max(gains[row - 1][column], gains[row][column - 1])
            if abs(column - row * slope) <= band:
                score = candidates.score(old, new)
                if score:
                    scores[row, column] = score
                    gain = max(gain, gains[row - 1][column - 1] + score)
            gains[row][column] = gain
    pairs: list[tuple[int, int]] = []
    row, column = len(olds), len(news)
    while row and column:
        score = scores.get((row, column), 0.0)
        if score and gains[row][column] == gains[row - 1][column - 1] + score:
            pairs.append((olds[row - 1], news[column - 1]))
            row, column = row - 1, column - 1
        elif gains[row][column] == gains[row - 1][column]:
            row -= 1
        else:
            column -= 1
    return pairs[::-1]
