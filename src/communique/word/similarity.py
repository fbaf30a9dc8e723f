"""How much two texts have in common, and which texts belong together by it.

A similarity is the share of characters, of both texts, that stand in words which the texts share in order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.word.matching import stretches_in_common
from communique.word.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

FEW = 8  # texts that are all compared with each other
COMMON = 40  # a word in more texts than this tells nothing about which of them is meant
CONTINUING = 0.6  # the share of a text that must be missing from another for it to be the rest of that
WORDS = 3  # in a row, or all there are: fewer are common to many texts
LONG = 4000  # words; longer texts are compared without their order


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """Return the words and signs of a text without its blanks."""
    return tuple(word for word in words_of(text) if not word.isspace())


def length(parts: Iterable[str]) -> int:
    """Return how many characters words have."""
    return sum(len(part) for part in parts)


def shared(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return the stretches that two rows of words share in order: where in the old, in the new, how many."""
    return stretches_in_common(old, new)


def shared_length(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many characters two rows of words share in order."""
    if len(old) > LONG or len(new) > LONG:
        return _in_any_order(old, new)
    return sum(length(old[at : at + size]) for at, _, size in shared(old, new))


def _in_any_order(old: Sequence[str], new: Sequence[str]) -> int:
    both = Counter(old) & Counter(new)
    return sum(len(word) * count for word, count in both.items())


def resemblance(old: str, new: str) -> float:
    """Return how similar two texts are where their order says nothing."""
    one, other = words(old), words(new)
    total = length(one) + length(other)
    return 2 * _in_any_order(one, other) / total if total else 0.0


def similarity(old: str, new: str, least: float = 0.0) -> float:
    """Return how similar two texts are, from 0 to 1; 0 as well where it is certainly below `least`."""
    if old == new:
        return 1.0
    one, other = words(old), words(new)
    total = length(one) + length(other)
    if not total or 2 * _in_any_order(one, other) < least * total:
        return 0.0
    return 2 * shared_length(one, other) / total


def healed(
    one: tuple[str, ...], other: tuple[str, ...], whole: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of two parts of a text, with one that was cut between them whole in the first."""
    if one and other and one[-1] + other[0] in whole:
        return (*one[:-1], one[-1] + other[0]), other[1:]
    return one, other


def without(old: Sequence[str], new: Sequence[str]) -> Sequence[str]:
    """Return the words of the old text that the new one lacks."""
    kept = {at + step for at, _, size in shared(old, new) for step in range(size)}
    return [word for at, word in enumerate(old) if at not in kept]


def continues(missing: Sequence[str], text: Sequence[str]) -> bool:
    """Whether a text is made of words that are missing elsewhere."""
    found = shared(missing, text)
    common = sum(length(text[at : at + size]) for _, at, size in found)
    longest = max((size for _, _, size in found), default=0)
    return common >= CONTINUING * length(text) and longest >= min(WORDS, len(text))


def same_texts(lost: Mapping[int, str], free: Mapping[int, str]) -> dict[int, int]:
    """Return which free text each is the same as one that is lost, in order where several are."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number in sorted(lost, reverse=True):
        places[lost[number]].append(number)
    return {number: places[free[number]].pop() for number in sorted(free) if places.get(free[number])}


def similar_texts(
    lost: Mapping[int, str], free: Mapping[int, str], least: Callable[[int, int], float]
) -> dict[int, int]:
    """Return which lost text each free one is, the most similar first.

    `least` tells how similar a lost and a free text must be.
    """
    scored = []
    candidates = Candidates(lost)
    for number, text in free.items():
        for other in candidates.for_text(text):
            bar = least(other, number)
            score = similarity(lost[other], text, bar)
            if score >= bar:
                scored.append((-score, abs(other - number), number, other))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, number, other in sorted(scored):
        if number not in pairs and other not in taken:
            pairs[number] = other
            taken.add(other)
    return pairs


class Candidates:
    """Texts by their words, to compare a text with the few that it may be."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._all = list(texts)
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        if len(texts) > FEW:
            for number, text in texts.items():
                for key in _keys(text):
                    self._places[key].append(number)

    def for_text(self, text: str) -> list[int]:
        """Return the few texts that share most of the rarer words with another, or all if they are few."""
        if len(self._all) <= FEW:
            return self._all
        scores: Counter[int] = Counter()
        for key in _keys(text):
            places = self._places.get(key, ())
            if len(places) <= COMMON:
                for number in places:
                    scores[number] += len(key)
        return [number for number, _ in scores.most_common(FEW)]


def _keys(text: str) -> Iterable[str]:
    """Return the words of a text, and its pairs of words: a script without blanks has but few words."""
    found = words(text)
    return dict.fromkeys([*found, *(one + other for one, other in pairwise(found))])
