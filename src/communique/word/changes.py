"""What differs between two rows of words, with words that only changed paired off."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.word.cloth import Word

ALIKE = 0.5  # the share of a word that must be left at its ends for it to be the same word, changed
LARGEST_GRID = 10_000  # words by words; in larger changes no word is paired off


@dataclass(frozen=True, slots=True)
class Change:
    """Words `start` to `end` became words `new_start` to `new_end`; `paired` where each became its opposite."""

    start: int
    end: int
    new_start: int
    new_end: int
    paired: bool = False
    equal: bool = False


def changes_of(old: Sequence[Word], new: Sequence[Word], inside: Sequence[bool]) -> list[Change]:
    """Return what became of all words, in order, with what stayed equal; `inside` tells old words in fields.

    Blanks alone never tie two texts together.
    """
    olds = [(word.text, word.note) for word in old]
    news = [(word.text, word.note) for word in new]
    head = 0
    while head < min(len(olds), len(news)) and olds[head] == news[head]:
        head += 1
    if head == len(olds) == len(news):
        return [Change(0, head, 0, head, paired=True, equal=True)] if head else []
    matcher = SequenceMatcher(lambda key: not key[1] and key[0].isspace(), olds, news, autojunk=False)
    found: list[Change] = []
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        if operation == "equal":
            found.append(Change(start, end, new_start, new_end, paired=True, equal=True))
        elif operation == "replace":
            found += _refined(old, new, Change(start, end, new_start, new_end), inside)
        else:
            found.append(Change(start, end, new_start, new_end))
    return found


def _refined(
    old: Sequence[Word], new: Sequence[Word], change: Change, inside: Sequence[bool]
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


def _opposite(old: Sequence[Word], new: Sequence[Word], change: Change, inside: Sequence[bool]) -> bool:
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
