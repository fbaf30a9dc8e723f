"""Which block of the base each paragraph of an edited story is, was part of, or took in.

Bookmarks say most of it. Their text says what bookmarks can't: an editor drops the bookmark of a
paragraph that is typed over, leaves that of a deleted one at its neighbour, and keeps it with the empty
half when Enter is pressed at the start. The rules, in this order:

1. The text of a paragraph is divided between the bookmarks that begin in it and were not seen before; what
   stands before the first belongs to it. A copy's bookmark counts where the original is gone.
2. A part without a word of its block left isn't that block, where others are in the paragraph.
3. A bookmark whose paragraph has nothing of its block, while the next one has, belongs there.
4. A paragraph without a bookmark is a lost block with the same text; else the end of the block before it, if
   it says what that block lacks now; else the most similar lost block.
5. A lost block whose words now stand at the end of its predecessor, or the beginning of its successor,
   was joined to it.
6. Where as many blocks are lost between two neighbours as paragraphs of the same kinds are new there, they
   were typed over.

What is left over on the one side is new, on the other deleted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.word.similarity import (
    WORDS,
    continues,
    healed,
    length,
    same_texts,
    shared,
    shared_length,
    similar_texts,
    similarity,
    without,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.word.edited import EditedBlock
    from communique.writers.docx_base import BaseBlock

SIMILAR = 0.6  # a lost block anywhere
NEARBY = 0.4  # a lost block between the same neighbours
SURVIVING = 0.5  # the share of a part, or of its block, that must be common to both
TABLE = "table"  # the kind of what stands for a table in a story; it is found by its bookmark alone
COPY = re.compile(r"_Copy_\d+\Z")


@dataclass(frozen=True, slots=True)
class Share:
    """A block of the base, by its number, and the stretch of a paragraph that is its."""

    source: int
    start: int
    end: int


Shares = tuple[Share, ...]


def noted(block: BaseBlock | EditedBlock) -> bool:
    """Whether the mark of a note stands in a block."""
    return any(mark.kind == "note" for mark in block.marks)


def blank(block: BaseBlock | EditedBlock) -> bool:
    """Whether a block shows nothing."""
    return (not block.text or block.text.isspace()) and block.kind != TABLE and not noted(block)


def align(sources: Sequence[BaseBlock], targets: Sequence[EditedBlock]) -> tuple[Shares, ...]:
    """Return for each paragraph the blocks that it holds, in the order of its text; a new one holds none.

    A block that was split is in several paragraphs, and then alone in each.
    """
    alignment = _Alignment(sources, targets)
    alignment.by_anchors()
    alignment.drop_what_died()
    alignment.mend_slips()
    alignment.find_same()
    alignment.find_splits()
    alignment.find_similar()
    alignment.find_splits()
    alignment.find_joins()
    alignment.find_retyped()
    return alignment.settled()


class _Alignment:
    """An alignment while it is made: the shares of each paragraph, and the paragraphs of each block."""

    def __init__(self, sources: Sequence[BaseBlock], targets: Sequence[EditedBlock]) -> None:
        self.sources = sources
        self.targets = targets
        self.shares: list[list[Share]] = [[] for _ in targets]
        self.texts = [source.text.strip() for source in sources]
        self.new_texts = [target.text.strip() for target in targets]

    def owned(self) -> dict[int, int]:
        """Return the paragraph of each block that has one, the first of several."""
        owned: dict[int, int] = {}
        for number, shares in enumerate(self.shares):
            for share in shares:
                owned.setdefault(share.source, number)
        return owned

    def lost(self) -> dict[int, str]:
        """Return the texts of blocks that are nowhere yet."""
        owned = self.owned()
        return {
            number: self.texts[number]
            for number, source in enumerate(self.sources)
            if number not in owned and self.texts[number] and source.kind != TABLE
        }

    def free(self) -> dict[int, str]:
        """Return the texts of paragraphs that are nothing yet."""
        return {
            number: self.new_texts[number]
            for number, target in enumerate(self.targets)
            if not self.shares[number] and self.new_texts[number] and target.kind != TABLE
        }

    def give(self, target: int, source: int) -> None:
        """Make a paragraph a block."""
        self.shares[target] = [Share(source, 0, len(self.targets[target].text))]

    def part(self, target: int, share: Share) -> str:
        """Return the text of a part of a paragraph."""
        return self.targets[target].text[share.start : share.end].strip()

    # 1 to 3: bookmarks

    def by_anchors(self) -> None:
        """Divide paragraphs between the bookmarks that begin in them."""
        numbers = {source.bookmark: number for number, source in enumerate(self.sources)}
        present = {anchor.name for target in self.targets for anchor in target.anchors}
        seen: set[str] = set()
        for number, target in enumerate(self.targets):
            begun: list[tuple[int, int]] = []
            for anchor in sorted(target.anchors, key=lambda each: each.start):
                name = original(anchor.name, present)
                if name in numbers and name not in seen:
                    seen.add(name)
                    begun.append((anchor.start, numbers[name]))
            self.shares[number] = _divided(begun, len(target.text))

    def drop_what_died(self) -> None:
        """Take from paragraphs the blocks of which nothing is left in them."""
        for number, shares in enumerate(self.shares):
            target = self.targets[number]
            if target.kind == TABLE or not shares:
                continue
            if blank(target):
                self.shares[number] = [each for each in shares if blank(self.sources[each.source])][:1]
            elif len(shares) > 1:
                alive = [each for each in shares if self._survives(number, each)] or shares[:1]
                begun = [(each.start, each.source) for each in alive]
                self.shares[number] = _divided(begun, len(target.text))

    def _survives(self, target: int, share: Share) -> bool:
        old, new = words(self.texts[share.source]), words(self.part(target, share))
        common = shared_length(old, new)
        return common > 0 and common >= SURVIVING * min(length(old), length(new))

    def mend_slips(self) -> None:
        """Give blocks whose paragraph says something else to the one beside it that says what they said."""
        for number, shares in enumerate(self.shares):
            if len(shares) != 1 or self.targets[number].kind == TABLE:
                continue
            text = self.texts[shares[0].source]
            if not text or text == self.new_texts[number]:
                continue
            beside = [*self._run(number, 1), *self._run(number, -1)]
            if not beside:
                continue
            score, nearest = max((similarity(text, self.new_texts[each], SIMILAR), -each) for each in beside)
            if score >= SIMILAR and self._slipped(shares[0].source, number, -nearest):
                self.give(-nearest, shares[0].source)
                self.shares[number] = []

    def _slipped(self, source: int, number: int, other: int) -> bool:
        """Whether a block is another paragraph: both can't be its parts if they say the same of it."""
        old = words(self.texts[source])
        here, there = healed(words(self.new_texts[number]), words(self.new_texts[other]), frozenset(old))
        common = shared_length(old, here)
        if common < SURVIVING * min(length(old), length(here)):
            return True
        return common + shared_length(old, there) > length(old)

    def _run(self, number: int, step: int) -> list[int]:
        """Return the paragraphs next to one, in one direction, that are nothing yet."""
        found = []
        place = number + step
        while 0 <= place < len(self.targets) and not self.shares[place] and self.targets[place].kind != TABLE:
            if self.new_texts[place]:
                found.append(place)
            place += step
        return found

    # 4: text

    def find_same(self) -> None:
        """Find lost blocks whose text stands somewhere as it was."""
        for target, source in same_texts(self.lost(), self.free()).items():
            self.give(target, source)

    def find_similar(self) -> None:
        """Find lost blocks whose text stands somewhere changed."""
        lost, free = self.lost(), self.free()
        if not lost or not free:
            return
        gaps = Gaps(self.owned(), len(self.targets))

        def least(source: int, target: int) -> float:
            return NEARBY if gaps.between(source, target) else SIMILAR

        for target, source in similar_texts(lost, free, least).items():
            self.give(target, source)

    def find_splits(self) -> None:
        """Find the paragraphs that say what the block before them lacks."""
        ends = {shares[-1].source: number for number, shares in enumerate(self.shares) if shares}
        parts: dict[int, list[str]] = {}
        for number, shares in enumerate(self.shares):
            for share in shares:
                parts.setdefault(share.source, []).append(self.part(number, share))
        for source, number in ends.items():
            run = self._run(number, 1)
            if not run or self.sources[source].kind == TABLE:
                continue
            *earlier, last = parts[source]
            missing: Sequence[str] = words(self.texts[source])
            for part in earlier:
                missing = without(missing, words(part))
            whole, left, end = frozenset(missing), words(last), 0
            for place, other in enumerate(run):
                before, after = healed(left, words(self.new_texts[other]), whole)
                rest = without(missing, before)
                if continues(rest, after):
                    missing, left, end = rest, after, place + 1
                else:
                    missing, left = without(missing, left), ()
            for other in run[:end]:
                self.give(other, source)

    # 5: joins without a bookmark

    def find_joins(self) -> None:
        """Find lost blocks in the paragraphs of their neighbours."""
        owned = self.owned()
        for source in self.lost():
            before = owned.get(self._neighbour(source, owned, -1), -1)
            after = owned.get(self._neighbour(source, owned, 1), -1)
            if before >= 0 and self._join(source, before, -1):
                owned[source] = before
            elif after >= 0 and self._join(source, after, 0):
                owned[source] = after

    def _neighbour(self, source: int, owned: dict[int, int], step: int) -> int:
        place = source + step
        while 0 <= place < len(self.sources) and place not in owned:
            place += step
        return place

    def _join(self, source: int, target: int, place: int) -> bool:
        """Give a lost block the words of a paragraph's first or last block that are its own."""
        share = self.shares[target][place]
        if self.targets[target].kind == TABLE:
            return False
        at = _own_words(self.texts[source], self.texts[share.source], self.targets[target].text, share, place)
        if at is None:
            return False
        lost = replace(share, source=source)
        parts = [replace(share, end=at), replace(lost, start=at)]
        if place == 0:
            parts = [replace(lost, end=at), replace(share, start=at)]
        shares = self.shares[target]
        self.shares[target] = [*shares[:-1], *parts] if place else [*parts, *shares[1:]]
        return True

    # 6: bookmarks that died with the words

    def find_retyped(self) -> None:
        """Find lost blocks in whose place as many others of their kind stand."""
        lost, free = self.lost(), self.free()
        if not lost or not free:
            return
        gaps = Gaps(self.owned(), len(self.targets))
        olds: dict[tuple[int, int], list[int]] = {}
        for source in lost:
            olds.setdefault(gaps.around(source), []).append(source)
        for (before, after), sources in olds.items():
            targets = [number for number in range(before + 1, after) if number in free]
            if [self._kind(self.sources[each]) for each in sources] == [
                self._kind(self.targets[each]) for each in targets
            ]:
                for source, target in zip(sources, targets, strict=True):
                    self.give(target, source)

    @staticmethod
    def _kind(block: BaseBlock | EditedBlock) -> tuple[str, str, int]:
        return block.kind, block.role if block.kind == "paragraph" else "", block.level

    # The result

    def settled(self) -> tuple[Shares, ...]:
        """Return the shares, with blocks that are in a joined paragraph and behind it in the latter alone."""
        places: dict[int, list[int]] = {}
        for number, shares in enumerate(self.shares):
            for share in shares:
                places.setdefault(share.source, []).append(number)
        for source, numbers in places.items():
            alone = [number for number in numbers if len(self.shares[number]) == 1]
            for number in numbers if alone else numbers[:-1]:
                if len(numbers) > 1 and number not in alone:
                    begun = [
                        (each.start, each.source) for each in self.shares[number] if each.source != source
                    ]
                    self.shares[number] = _divided(begun, len(self.targets[number].text))
        return tuple(tuple(shares) for shares in self.shares)


def original(name: str, present: set[str]) -> str:
    """Return the name of a bookmark, that of the original for a copy where the original is gone."""
    plain = COPY.sub("", name)
    return name if plain in present else plain


def _divided(begun: Sequence[tuple[int, int]], end: int) -> list[Share]:
    edges = [0, *(start for start, _ in begun[1:]), end]
    return [Share(source, edges[at], edges[at + 1]) for at, (_, source) in enumerate(begun)]


def _own_words(lost: str, kept: str, text: str, share: Share, place: int) -> int | None:
    """Return where in a paragraph the words of a lost block begin, or end, if they stand there."""
    found: list[tuple[str, int]] = []
    at = share.start
    for word in words(text[share.start : share.end]):
        at = text.index(word, at)
        found.append((word, at))
        at += len(word)
    here = [word for word, _ in found]
    taken = {new + step for _, new, size in shared(words(kept), here) for step in range(size)}
    rest = [number for number in range(len(here)) if number not in taken]
    common = shared(words(lost), [here[number] for number in rest])
    if not common:
        return None
    own = sum(length(words(lost)[old : old + size]) for old, _, size in common)
    longest = max(size for _, _, size in common)
    if own < SURVIVING * length(words(lost)) or longest < min(WORDS, len(words(lost))):
        return None
    if place:
        return found[rest[common[0][1]]][1]
    word, start = found[rest[common[-1][1] + common[-1][2] - 1]]
    return start + len(word)


class Gaps:
    """The paragraphs between the nearest neighbours that a lost block has left."""

    def __init__(self, owned: dict[int, int], count: int) -> None:
        self._sources = sorted(owned)
        self._owned = owned
        self._count = count

    def around(self, source: int) -> tuple[int, int]:
        """Return the paragraphs between which a block should stand."""
        place = bisect_left(self._sources, source)
        before = self._owned[self._sources[place - 1]] if place else -1
        after = self._owned[self._sources[place]] if place < len(self._sources) else self._count
        return before, after

    def between(self, source: int, target: int) -> bool:
        """Whether a paragraph stands where a block should."""
        before, after = self.around(source)
        return before < target < after
