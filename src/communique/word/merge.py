"""Merge marked text three ways, word by word: what the base said, what content says now, what Word says.

Words and marks are merged apart. Words go by their differences from the base, where differences with
nothing but blanks between them are one. Marks go by word: what either side put on it or took from it
happens, and words that one side wrote take what the other side did to all that they stand for.

The base is seen as a row of slots, a gap and a word in turn, from the gap before the first word to the gap
behind the last. So an insertion has a slot of its own, and never overlaps what is done to its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from communique.word.matching import differing, stretches_in_common
from communique.word.tokens import Hunk, Layer, Marked, Token, marked_of, tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

Layers = tuple[Layer, ...]
Stretch = tuple[int, int]
SMALL = 60  # words


@dataclass(frozen=True, slots=True)
class Clash:
    """A stretch that both sides changed, each in its own way.

    `start` and `end` count characters of the base, and `place` characters of ours. The tokens are what each
    side has there.
    """

    start: int
    end: int
    base: str
    ours: str
    theirs: str
    place: int = 0
    our_tokens: tuple[Token, ...] = ()
    their_tokens: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged text, which has our words where the sides clash, and the clashes."""

    result: Marked
    conflicts: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """What a side did to the base; `starts` has for each slot where its stretch of the tokens begins."""

    tokens: Sequence[Token]
    hunks: tuple[Hunk, ...]
    starts: tuple[int, ...]

    def stretch(self, slots: Stretch) -> Stretch:
        return self.starts[slots[0]], self.starts[slots[1]]


def merge(base: Marked, ours: Marked, theirs: Marked) -> Merged:
    """Merge two descendants of a text."""
    tokens, clashes = merge_tokens(tokens_of(base), tokens_of(ours), tokens_of(theirs))
    return Merged(marked_of(tokens), clashes)


def merge_tokens(
    base: Sequence[Token],
    ours: Sequence[Token],
    theirs: Sequence[Token],
    together: Iterable[Sequence[Hunk]] = (),
) -> tuple[tuple[Token, ...], tuple[Clash, ...]]:
    """Merge two descendants of a row of tokens; our tokens stand where the sides clash.

    Changes that are told to belong `together`, of both sides, clash although each has its own place.
    """
    if tuple(base) == tuple(ours):
        return tuple(theirs), ()
    if tuple(base) == tuple(theirs) or tuple(ours) == tuple(theirs):
        return tuple(ours), ()
    left, right = _side(base, ours), _side(base, theirs)
    result: list[Token] = []
    clashes: list[Clash] = []
    for slots in _regions(base, left, right, together):
        region = _Region(base, left, right, slots)
        merged = region.merged()
        if merged is None:
            clashes.append(region.clash())
            merged = region.ours
        result += merged
    return tuple(result), tuple(clashes)


def word_of(token: Token) -> tuple[str, str]:
    """Return a token without the marks on it."""
    return (token.text, token.note)


def word_hunks(old: Sequence[Token], new: Sequence[Token]) -> tuple[Hunk, ...]:
    """Return what differs between the words of two rows, marks left out of account."""
    return differences(list(map(word_of, old)), list(map(word_of, new)), lambda word: word[0].isspace())


Word = TypeVar("Word", bound="Hashable")


def differences(
    old: Sequence[Word], new: Sequence[Word], blank: Callable[[Word], bool] | None = None
) -> tuple[Hunk, ...]:
    """Return what differs. What both begin and end with is left out first, as it is most of every text.

    What is `blank` ties nothing by itself: there is so much of it. In a small difference it is compared, too.
    """
    limit, first = min(len(old), len(new)), 0
    while first < limit and old[first] == new[first]:
        first += 1
    last = 0
    while last < limit - first and old[-1 - last] == new[-1 - last]:
        last += 1
    hunks = _hunks(old[first : len(old) - last], new[first : len(new) - last], blank)
    rest, new_rest = old[first:], new[first:]
    inner = (
        finer
        for hunk in hunks
        for finer in (
            _moved(_hunks(rest[hunk.start : hunk.end], new_rest[hunk.new_start : hunk.new_end], None), hunk)
            if blank and max(hunk.end - hunk.start, hunk.new_end - hunk.new_start) <= SMALL
            else [hunk]
        )
    )
    return tuple(_moved(inner, Hunk(first, 0, first, 0)))


def _hunks(old: Sequence[Word], new: Sequence[Word], blank: Callable[[Word], bool] | None) -> Iterator[Hunk]:
    for stretch in differing(stretches_in_common(old, new, blank), len(old), len(new)):
        yield Hunk(*stretch)


def _moved(hunks: Iterable[Hunk], by: Hunk) -> Iterator[Hunk]:
    """Yield hunks with their places counted from the start of another."""
    for hunk in hunks:
        yield Hunk(
            hunk.start + by.start,
            hunk.end + by.start,
            hunk.new_start + by.new_start,
            hunk.new_end + by.new_start,
        )


# Which stretches belong together


def _side(base: Sequence[Token], tokens: Sequence[Token]) -> _Side:
    hunks = word_hunks(base, tokens)
    lengths = [0, 1] * len(base) + [0, 0]
    for hunk in hunks:
        first, last = _slots(hunk)
        lengths[first:last] = [hunk.new_end - hunk.new_start] + [0] * (last - first - 1)
    return _Side(tokens, hunks, tuple(accumulate(lengths, initial=0)))


def _slots(hunk: Hunk) -> Stretch:
    """Return the slots of a hunk: the gap of an insertion, the words of any other and what lies between."""
    return (
        (2 * hunk.start, 2 * hunk.start + 1) if hunk.start == hunk.end else (2 * hunk.start + 1, 2 * hunk.end)
    )


def _regions(
    base: Sequence[Token], left: _Side, right: _Side, together: Iterable[Sequence[Hunk]]
) -> Iterator[Stretch]:
    """Divide the slots of the base into stretches that neither, one, or both sides changed."""
    same = _changes(left) & _changes(right)
    agreed = [_slots(Hunk(start, end, 0, 0)) for start, end, _ in same]
    changed = list(agreed)
    for side in (left, right):
        changed += _islands([hunk for hunk in side.hunks if _change(side, hunk) not in same], base, agreed)
    for hunks in together:
        starts, ends = zip(*map(_slots, hunks), strict=True)
        changed.append((min(starts), max(ends)))
    at = 0
    for start, end in _clusters(sorted(changed)):
        if at < start:
            yield at, start
        yield start, end
        at = end
    if at < 2 * len(base) + 1:
        yield at, 2 * len(base) + 1


Change = tuple[int, int, tuple[tuple[str, str], ...]]


def _changes(side: _Side) -> frozenset[Change]:
    return frozenset(_change(side, hunk) for hunk in side.hunks)


def _change(side: _Side, hunk: Hunk) -> Change:
    return hunk.start, hunk.end, tuple(map(word_of, side.tokens[hunk.new_start : hunk.new_end]))


def _islands(hunks: list[Hunk], base: Sequence[Token], agreed: list[Stretch]) -> list[Stretch]:
    """Return the slots that hunks take up; those with only blanks between them, and no agreement, are one."""
    islands: list[Stretch] = []
    last = 0  # word of the base behind the last island
    for hunk in hunks:
        start, end = _slots(hunk)
        between = (islands[-1][1], start) if islands else (0, 0)
        parted = any(between[0] <= first < between[1] for first, _ in agreed)
        if islands and not parted and all(token.blank for token in base[last : hunk.start]):
            islands[-1] = (islands[-1][0], end)
        else:
            islands.append((start, end))
        last = hunk.end
    return islands


def _clusters(changed: list[Stretch]) -> list[Stretch]:
    """Join the stretches that overlap; those that touch stay apart."""
    clusters: list[Stretch] = []
    for start, end in changed:
        if clusters and start < clusters[-1][1]:
            clusters[-1] = (clusters[-1][0], max(clusters[-1][1], end))
        else:
            clusters.append((start, end))
    return clusters


# What becomes of a stretch


class _Region:
    """A stretch of the base, and the stretches that stand for it on both sides."""

    def __init__(self, base: Sequence[Token], left: _Side, right: _Side, slots: Stretch) -> None:
        place = (slots[0] // 2, slots[1] // 2)
        stretches = (place, left.stretch(slots), right.stretch(slots))
        rows = (base, left.tokens, right.tokens)
        self.before = len(_said(base[: place[0]])), len(_said(left.tokens[: stretches[1][0]]))
        self.base, self.ours, self.theirs = (
            list(row[start:end]) for row, (start, end) in zip(rows, stretches, strict=True)
        )
        self.around = [
            [*row[max(start - 1, 0) : start], *row[end : end + 1]]
            for row, (start, end) in zip(rows, stretches, strict=True)
        ]

    def merged(self) -> list[Token] | None:
        """Return what stands for the stretch, or None when both sides changed it, each in its own way."""
        base, ours, theirs = (list(map(word_of, row)) for row in (self.base, self.ours, self.theirs))
        if ours == theirs:
            layers = _common(self.base)
            each = self.base if base == ours else [Token("", layers)] * len(ours)
            return [_remarked(*row) for row in zip(each, self.ours, self.theirs, strict=True)]
        if base == theirs:
            return _reached(self.ours, *self._marking(2))
        if base == ours:
            return _reached(self.theirs, *self._marking(1))
        return None

    def _marking(self, side: int) -> tuple[list[Token], list[Token]]:
        """Return the words whose marks tell what a side did to the marks here, before and after."""
        row = self.theirs if side == 2 else self.ours
        return (self.base, row) if self.base else (self.around[0], self.around[side])

    def clash(self) -> Clash:
        """Return the stretch as a conflict."""
        start, place = self.before
        base, ours, theirs = map(_said, (self.base, self.ours, self.theirs))
        tokens = tuple(self.ours), tuple(self.theirs)
        return Clash(start, start + len(base), base, ours, theirs, place, *tokens)


def _remarked(base: Token, ours: Token, theirs: Token) -> Token:
    """Merge the marks on a word that both sides have."""
    if theirs.layers == base.layers:
        return ours
    if ours.layers == base.layers:
        return replace(ours, layers=theirs.layers)
    kept = [layer for layer in ours.layers if layer in theirs.layers or layer not in base.layers]
    return replace(ours, layers=_with(kept, [each for each in theirs.layers if each not in base.layers]))


def _reached(written: list[Token], before: list[Token], after: list[Token]) -> list[Token]:
    """Return the words of one side, with what the other did to the marks on all that they stand for."""
    if list(map(word_of, before)) != list(map(word_of, after)) or not before:
        return written
    had, has = _common(before), _common(after)
    anywhere = {layer for token in after for layer in token.layers}
    gone = {layer for layer in had if layer not in anywhere}
    added = [layer for layer in has if layer not in had]
    return [
        replace(token, layers=_with([each for each in token.layers if each not in gone], added))
        for token in written
    ]


def _with(kept: list[Layer], added: list[Layer]) -> Layers:
    """Return layers with more of them; a word has one link, the one that it has already."""
    linked = any(layer.kind == "link" for layer in kept)
    return (
        *kept,
        *(layer for layer in added if layer not in kept and not (linked and layer.kind == "link")),
    )


def _common(tokens: Sequence[Token]) -> Layers:
    """Return the marks that lie on all tokens; blanks and notes say nothing where there are words."""
    said = [token for token in tokens if not token.blank and not token.note] or list(tokens)
    first = said[0].layers if said else ()
    return tuple(layer for layer in first if all(layer in each.layers for each in said))


def _said(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)


# What nobody sees


def without(marked: Marked, kind: str) -> Marked:
    """Return marked text without the marks of one kind."""
    return Marked(marked.text, tuple(mark for mark in marked.marks if mark.kind != kind))


PLAIN_BLANKS = frozenset(" \t")


def settled(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Return tokens without the blanks that nobody sees, and without marks on the edge of a blank.

    Word puts bold on the space after a bold word as well, and people type two spaces: HTML shows one.
    """
    row: list[Token] = []
    for token in tokens:
        if not set(token.text) <= PLAIN_BLANKS or token.note:
            if token.text == "\n" and row and row[-1].text == " ":
                row.pop()
            row.append(token)
        elif token.text and row and row[-1].text not in {" ", "\n"}:
            row.append(replace(token, text=" "))
    if row and row[-1].text == " ":
        row.pop()
    befores = _worn(row)
    afters = _worn(row[::-1])[::-1]
    return tuple(
        replace(token, layers=tuple(layer for layer in token.layers if layer in before and layer in after))
        if token.blank and token.layers
        else token
        for token, before, after in zip(row, befores, afters, strict=True)
    )


def _worn(row: list[Token]) -> list[Layers]:
    """Return for each token the marks on the last one before it that is no blank."""
    found: list[Layers] = []
    layers: Layers = ()
    for token in row:
        found.append(layers)
        if not token.blank:
            layers = token.layers
    return found
