"""What differs between two rows of words, with words that only changed paired off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.word.matching import stretches_in_common

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.word.cloth import Word

    Key = tuple[str, str]

ALIKE = 0.5  # the share of a word that must be left at its ends for it to be the same word, changed
FARTHEST = 200  # words that a change slides to either side; what could go farther is one word over and over
LARGEST_GRID = 10_000  # words by words; in larger changes no word is paired off


@dataclass(frozen=True, slots=True)
class Change:
    """Words `start` to `end` became words `new_start` to `new_end`.

    `paired` where each became its opposite.
    """

    start: int
    end: int
    new_start: int
    new_end: int
    paired: bool = False
    equal: bool = False


def changes_of(old: Sequence[Word], new: Sequence[Word], inside: Sequence[frozenset[int]]) -> list[Change]:
    """Return what became of all words, in order, with what stayed equal.

    `inside` has the fields of old words. Blanks alone never tie two texts together.
    """
    olds = [(word.text, word.note) for word in old]
    news = [(word.text, word.note) for word in new]
    head = 0
    while head < min(len(olds), len(news)) and olds[head] == news[head]:
        head += 1
    if head == len(olds) == len(news):
        return [Change(0, head, 0, head, paired=True, equal=True)] if head else []
    common = stretches_in_common(olds, news, lambda key: not key[1] and key[0].isspace())
    blocks = _slid([*common, (len(olds), len(news), 0)], olds, news, inside)
    found: list[Change] = []
    start = new_start = 0
    for at, new_at, size in blocks:
        if start < at or new_start < new_at:
            found += _refined(old, new, Change(start, at, new_start, new_at), inside)
        if size:
            found.append(Change(at, at + size, new_at, new_at + size, paired=True, equal=True))
        start, new_start = at + size, new_at + size
    return found


def _slid(
    blocks: list[tuple[int, int, int]],
    old: Sequence[Key],
    new: Sequence[Key],
    inside: Sequence[frozenset[int]],
) -> list[tuple[int, int, int]]:
    """Slide what was put in or taken out along words that both sides have, to where it cuts fewest fields.

    Of “A, B, C” without “B” either comma may be the one that is left.
    """
    for number in range(len(blocks) - 1):
        (at, new_at, size), (next_at, next_new, next_size) = blocks[number : number + 2]
        start, new_start = at + size, new_at + size
        if start < next_at and new_start < next_new:
            continue
        stretch = (old, start, next_at) if start < next_at else (new, new_start, next_new)
        shift = min(
            _shifts(*stretch, size, next_size),
            key=lambda each: (*_harm(inside, start + each, next_at + each), abs(each)),
        )
        blocks[number] = (at, new_at, size + shift)
        blocks[number + 1] = (next_at + shift, next_new + shift, next_size - shift)
    return blocks


def _shifts(words: Sequence[Key], start: int, end: int, before: int, after: int) -> list[int]:
    """Return how far a stretch of words can slide between equal words: at most `before` and `after`."""
    found = [0]
    for step in range(1, min(before, FARTHEST) + 1):
        if words[start - step] != words[end - step]:
            break
        found.append(-step)
    for step in range(min(after, FARTHEST)):
        if words[start + step] != words[end + step]:
            break
        found.append(step + 1)
    return found


def slack(change: Change, old: Sequence[Word], new: Sequence[Word]) -> tuple[int, int]:
    """Return the new words that a change may have been about, if it can slide along equal words."""
    start, end, new_start, new_end = change.start, change.end, change.new_start, change.new_end
    if start < end and new_start < new_end:
        return new_start, new_end
    row, first, last = (old, start, end) if start < end else (new, new_start, new_end)
    before = after = 0
    while before < min(start, new_start) and _same(old[start - before - 1], new[new_start - before - 1]):
        if not _same(row[first - before - 1], row[last - before - 1]):
            break
        before += 1
    while after < min(len(old) - end, len(new) - new_end) and _same(old[end + after], new[new_end + after]):
        if not _same(row[first + after], row[last + after]):
            break
        after += 1
    return new_start - before, new_end + after


def _same(word: Word, other: Word) -> bool:
    return word.text == other.text and word.note == other.note


def _harm(inside: Sequence[frozenset[int]], start: int, end: int) -> tuple[int, int]:
    """Return how many fields cross the ends of a stretch of old words, and whether none has all of it."""
    cuts = sum(len(inside[at - 1] & inside[at]) for at in {start, end} if 0 < at < len(inside))
    return cuts, int(start < end and not frozenset.intersection(*inside[start:end]))


def _refined(
    old: Sequence[Word], new: Sequence[Word], change: Change, inside: Sequence[frozenset[int]]
) -> Iterator[Change]:
    """Divide a change at the words that only changed."""
    start, new_start = change.start, change.new_start
    for one, other in [*_changed_words(old, new, change), (change.end, change.new_end)]:
        rest = Change(start, one, new_start, other)
        if start < one and new_start < other and _opposite(old, new, rest, inside):
            for step in range(one - start):
                yield Change(
                    start + step, start + step + 1, new_start + step, new_start + step + 1, paired=True
                )
        elif start < one or new_start < other:
            yield rest
        if one < change.end:
            yield Change(one, one + 1, other, other + 1, paired=True)
        start, new_start = one + 1, other + 1


def _opposite(
    old: Sequence[Word], new: Sequence[Word], change: Change, inside: Sequence[frozenset[int]]
) -> bool:
    """Whether fields alone were changed, and each word has its opposite."""
    if not all(inside[at] or old[at].text.isspace() for at in range(change.start, change.end)):
        return False
    shapes = [_shape(word) for word in old[change.start : change.end]]
    return shapes == [_shape(word) for word in new[change.new_start : change.new_end]]


def _shape(word: Word) -> str:
    if word.note:
        return "note"
    if word.text.isspace():
        return "blank"
    return "word" if word.text[0].isalnum() else word.text


def _changed_words(old: Sequence[Word], new: Sequence[Word], change: Change) -> list[tuple[int, int]]:
    """Return the pairs of words that are alike, in order, so that most characters are in pairs."""
    rows = range(change.start, change.end)
    columns = range(change.new_start, change.new_end)
    if len(rows) * len(columns) > LARGEST_GRID:
        return []
    best = [[0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for down, row in reversed(list(enumerate(rows))):
        for right, column in reversed(list(enumerate(columns))):
            best[down][right] = max(
                best[down + 1][right],
                best[down][right + 1],
                best[down + 1][right + 1] + _alike(old[row], new[column]),
            )
    pairs: list[tuple[int, int]] = []
    down = right = 0
    while down < len(rows) and right < len(columns):
        alike = _alike(old[rows[down]], new[columns[right]])
        if alike and best[down][right] == best[down + 1][right + 1] + alike:
            pairs.append((rows[down], columns[right]))
            down, right = down + 1, right + 1
        elif best[down][right] == best[down + 1][right]:
            down += 1
        else:
            right += 1
    return pairs


def _alike(old: Word, new: Word) -> int:
    """Return how many characters two words share at their ends, or nothing when they aren't the same word."""
    if old.note or new.note or not old.text[0].isalnum() or not new.text[0].isalnum():
        return 0
    one, other = old.text, new.text
    length = min(len(one), len(other))
    head = next((at for at in range(length) if one[at] != other[at]), length)
    tail = 0
    while tail < length - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    return head + tail if head + tail >= ALIKE * max(len(one), len(other)) else 0
