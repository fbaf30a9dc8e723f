"""What differs between two rows of words, so that a reader can follow it.

The longest stretches that are the same stay. Where hardly anything stayed between two changes, a blank, a
comma, an article, the reader is better served by one change than by a scatter of small ones: such an island
is joined with the changes around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from communique.redline.words import FLUSH
from communique.word.matching import stretches_in_common

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.redline.words import Word

Change = Literal["kept", "deleted", "inserted"]
LARGEST_ISLAND = 12  # characters, blanks not counted
MOST_ISLAND_WORDS = 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stayed, went or came; those that stayed are the new ones."""

    change: Change
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """Words `start` to `end` of the old row, and `new_start` to `new_end` of the new one; the same or not."""

    same: bool
    start: int
    end: int
    new_start: int
    new_end: int


def stretches(old: Sequence[Word], new: Sequence[Word]) -> list[Stretch]:
    """Return how one row of words became another; what went stands before what came in its place."""
    made: list[Stretch] = []
    if list(old) == list(new):
        return [Stretch("kept", tuple(new))] if new else []
    if not old or not new:
        _add(made, "deleted", tuple(old))
        _add(made, "inserted", tuple(new))
        return made
    for old_part, new_part in _parts(old, new):
        for span in _joined(_spans(old_part, new_part), old_part, new_part):
            before, after = (
                tuple(old_part[span.start : span.end]),
                tuple(new_part[span.new_start : span.new_end]),
            )
            if span.same:
                _add(made, "kept", after)
            else:
                _add(made, "deleted", before)
                _add(made, "inserted", after)
    return _with_words(made)


def _with_words(made: list[Stretch]) -> list[Stretch]:
    """Let a mark of a note that became another take the word before it along, as a reader looks for words.

    LibreOffice, too, has trouble with a change from one mark to another and nothing else.
    """
    for at in range(1, len(made) - 1):
        kept, gone, came = made[at - 1 : at + 2]
        marks = all(word.note for word in (*gone.words, *came.words))
        if (kept.change, gone.change, came.change) == ("kept", "deleted", "inserted") and marks:
            word = kept.words[-1:]
            made[at - 1] = Stretch("kept", kept.words[:-1])
            made[at], made[at + 1] = (
                Stretch("deleted", word + gone.words),
                Stretch("inserted", word + came.words),
            )
    return [each for each in made if each.words]


def _add(made: list[Stretch], change: Change, words: tuple[Word, ...]) -> None:
    if not words:
        return
    if made and made[-1].change == change:
        made[-1] = Stretch(change, made[-1].words + words)
    else:
        made.append(Stretch(change, words))


def _parts(old: Sequence[Word], new: Sequence[Word]) -> list[tuple[Sequence[Word], Sequence[Word]]]:
    """Divide two rows where text is set flush right: a change may not reach across the tab that is there."""
    olds, news = flush_parts(old), flush_parts(new)
    return list(zip(olds, news, strict=True))


def flush_parts(words: Sequence[Word]) -> list[Sequence[Word]]:
    """Return the parts of a row: before text set flush right, that text, what comes after, and so on."""
    parts: list[list[Word]] = [[]]
    flush = False
    for word in words:
        if is_flush(word) != flush:
            flush = not flush
            parts.append([])
        parts[-1].append(word)
    return list(parts)


def is_flush(word: Word) -> bool:
    """Whether a word is set flush right."""
    return any(kind == "style" and value == FLUSH for kind, value, _ in word.look)


def _spans(old: Sequence[Word], new: Sequence[Word]) -> list[_Span]:
    """Match words and marks first, blanks only beside them: they are everywhere, and tell nothing."""
    olds = [at for at, word in enumerate(old) if not word.blank]
    news = [at for at, word in enumerate(new) if not word.blank]
    common = stretches_in_common([old[at] for at in olds], [new[at] for at in news])
    pairs = [(olds[at + step], news[new_at + step]) for at, new_at, size in common for step in range(size)]
    spans: list[_Span] = []
    at = new_at = 0
    for place, new_place in [*pairs, (len(old), len(new))]:
        spans += _between(old, new, at, place, new_at, new_place)
        if place < len(old):
            spans.append(_Span(True, place, place + 1, new_place, new_place + 1))
        at, new_at = place + 1, new_place + 1
    return _run_together(spans)


def _between(
    old: Sequence[Word], new: Sequence[Word], start: int, end: int, new_start: int, new_end: int
) -> list[_Span]:
    """Return what lies between two words that match: blanks the same at its ends, and a difference."""
    head = 0
    while start + head < end and new_start + head < new_end and old[start + head] == new[new_start + head]:
        head += 1
    tail = 0
    while (
        end - tail > start + head
        and new_end - tail > new_start + head
        and old[end - tail - 1] == new[new_end - tail - 1]
    ):
        tail += 1
    spans = []
    if head:
        spans.append(_Span(True, start, start + head, new_start, new_start + head))
    if start + head < end - tail or new_start + head < new_end - tail:
        spans.append(_Span(False, start + head, end - tail, new_start + head, new_end - tail))
    if tail:
        spans.append(_Span(True, end - tail, end, new_end - tail, new_end))
    return spans


def _run_together(spans: Sequence[_Span]) -> list[_Span]:
    """Return spans with neighbours of the same kind as one."""
    made: list[_Span] = []
    for span in spans:
        last = made[-1] if made else None
        if last and last.same == span.same:
            made[-1] = _Span(span.same, last.start, span.end, last.new_start, span.new_end)
        else:
            made.append(span)
    return made


def _joined(spans: list[_Span], old: Sequence[Word], new: Sequence[Word]) -> list[_Span]:
    """Join islands with the changes around them, as long as there are any, the first one first."""
    sizes = tuple([0, *accumulate(0 if word.blank else word.weight for word in row)] for row in (old, new))
    joined: list[_Span] = []
    waiting = spans[::-1]
    while waiting:
        joined.append(waiting.pop())
        while len(joined) > 2 and _is_island(joined[-3:], new, sizes):
            before, _, after = joined[-3:]
            joined[-3:] = [_Span(False, before.start, after.end, before.new_start, after.new_end)]
    return joined


def _is_island(three: Sequence[_Span], new: Sequence[Word], sizes: Sequence[Sequence[int]]) -> bool:
    """Whether the second of three spans is so small beside the changes around it that it only disturbs.

    A blank always is. A few short words are when each of the changes is twice as long: in “a plan for
    the city” that became “our road to the sea”, “the” is no help.
    """
    before, middle, after = three
    if not middle.same:
        return False
    words = [each for each in new[middle.new_start : middle.new_end] if not each.blank]
    if any(each.note for each in words):
        return False
    size = sum(each.weight for each in words)
    if not words:
        return True
    if len(words) > MOST_ISLAND_WORDS or size > LARGEST_ISLAND:
        return False
    return all(_size(each, sizes) >= 2 * size for each in (before, after))


def _size(span: _Span, sizes: Sequence[Sequence[int]]) -> int:
    """Return how much of both rows a change takes up, by their sizes up to each place: the larger."""
    olds, news = sizes
    return max(olds[span.end] - olds[span.start], news[span.new_end] - news[span.new_start])
