"""Text with what lies on each character, to be laid beside another text and woven anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.word.looks import Look, Looks, smoothed
from communique.word.tokens import Layer, Marked, stretches_under, words_of
from communique.writers.docx_base import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from communique.word.edited import EditedBlock
    from communique.writers.docx_base import BaseBlock

Thread = int | Layer
"""A mark of the old text by its number, or a new one by what it is."""
words_in = lru_cache(maxsize=4096)(words_of)


@dataclass(frozen=True, slots=True)
class Cloth:
    """Text without blanks at its ends, its look, and the marks on each character, outer first.

    `threads` are numbers of `marks`. `notes` are the marks of notes by place. `seams` are the places where
    another paragraph begins, and `start` is how many blanks were cut off before the text.
    """

    text: str
    looks: tuple[Look, ...]
    threads: tuple[tuple[int, ...], ...]
    marks: tuple[Mark, ...]
    notes: tuple[tuple[int, str], ...] = ()
    seams: tuple[int, ...] = ()
    start: int = 0

    @property
    def blank(self) -> bool:
        """Whether there is nothing to see."""
        return not self.text and not self.notes


EMPTY = Cloth("", (), (), ())


def cloth_of(block: BaseBlock | EditedBlock, looks: Looks) -> Cloth:
    """Return a block's text with what lies on it."""
    text, marks = block.text, block.marks
    notes = tuple((mark.start, mark.value) for mark in marks if mark.kind == "note")
    start, end = _middle(text, [place for place, _ in notes])
    marks = tuple(_shifted(mark, start, end) for mark in marks if mark.kind != "note")
    text = text[start:end]
    content = Marked(text, marks)
    moved = tuple((min(max(place - start, 0), len(text)), value) for place, value in notes)
    return Cloth(text, looks_of(content, looks), tuple(_threads(text, marks)), marks, moved, start=start)


def looks_of(content: Marked, looks: Looks) -> tuple[Look, ...]:
    """Return how each character of a text without blanks at its ends looks."""
    threads = _threads(content.text, content.marks)
    layers = [looks.layer(mark) for mark in content.marks]
    return smoothed(content.text, [looks.shown(layers[number] for number in over) for over in threads])


def _threads(text: str, marks: Sequence[Mark]) -> list[tuple[int, ...]]:
    """Return the marks on each character, by number."""
    threads: list[tuple[int, ...]] = []
    for left, right, _, over in stretches_under(marks, len(text)):
        threads += [over] * (right - left)
    return threads


def _middle(text: str, notes: Sequence[int]) -> tuple[int, int]:
    """Return where the text begins and ends without the blanks at its ends.

    The mark of a note is no blank.
    """
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if notes:
        start, end = min(start, *notes), max(end, *notes)
    return min(start, end), end


def _shifted(mark: Mark, start: int, end: int) -> Mark:
    places = (min(max(at, start), end) - start for at in (mark.start, mark.end))
    left, right = places
    return replace(mark, start=left, end=right)


def sewn(cloths: Sequence[Cloth]) -> Cloth:
    """Return several texts as one, with seams."""
    if len(cloths) == 1:
        return cloths[0]
    offset = 0
    seams: list[int] = []
    marks: list[Mark] = []
    threads: list[tuple[int, ...]] = []
    notes: list[tuple[int, str]] = []
    for cloth in cloths:
        seams.append(offset)
        first = len(marks)
        threads += [tuple(each + first for each in over) for over in cloth.threads]
        marks += [replace(each, start=each.start + offset, end=each.end + offset) for each in cloth.marks]
        notes += [(place + offset, value) for place, value in cloth.notes]
        offset += len(cloth.text)
    looks = tuple(look for cloth in cloths for look in cloth.looks)
    text = "".join(cloth.text for cloth in cloths)
    return Cloth(text, looks, tuple(threads), tuple(marks), tuple(notes), tuple(seams[1:]))


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a stretch of blanks or the mark of a note, and where it stands."""

    text: str
    note: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def words_along(cloths: Iterable[Cloth]) -> list[Word]:
    """Return the words of texts that stand one after another.

    A note's mark divides a word, and a seam does.
    """
    words: list[Word] = []
    offset = 0
    for cloth in cloths:
        edges = sorted({0, len(cloth.text), *cloth.seams, *(place for place, _ in cloth.notes)})
        for left, right in zip(edges, [*edges[1:], edges[-1]], strict=True):
            words += [Word("", value, offset + left) for place, value in cloth.notes if place == left]
            at = offset + left
            for text in words_in(cloth.text[left:right]):
                words.append(Word(text, "", at))
                at += len(text)
        offset += len(cloth.text)
    return words


# Back to marks


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of one thread."""

    thread: Thread
    start: int
    end: int


def hemmed(
    text: str,
    threads: Sequence[tuple[Thread, ...]],
    marks: Sequence[Mark],
    notes: Sequence[tuple[int, str]],
    points: Sequence[Mark] = (),
) -> Marked:
    """Return text with its threads as marks that nest, outer before inner.

    A mark that another one crosses is cut in two, but never a field. `points` are marks over nothing.
    """
    runs = _runs(threads)
    fields = [run for run in runs if isinstance(run.thread, int) and marks[run.thread].kind == "field"]
    whole = set(fields)
    found = [piece for run in runs for piece in ([run] if run in whole else _cut_at(run, fields))]
    placed = [((run.start, 1, -run.end, _rank(run)), _mark_of(run, marks)) for run in _nested(found)]
    placed += [((place, 0, 0, 0), Mark("note", place, place, value)) for place, value in notes]
    placed += [((mark.start, 2, 0, 0), mark) for mark in points]
    return Marked(text, tuple(mark for _, mark in sorted(placed, key=lambda each: each[0])))


def _runs(threads: Sequence[tuple[Thread, ...]]) -> list[_Run]:
    runs: list[_Run] = []
    opened: dict[Thread, int] = {}
    for place, over in enumerate([*threads, ()]):
        gone = [each for each in opened if each not in over]
        runs += [_Run(thread, opened.pop(thread), place) for thread in gone]
        for thread in over:
            opened.setdefault(thread, place)
    return runs


def _rank(run: _Run) -> int:
    """Where two runs cover the same, a new one is outside, and the old ones keep their order."""
    return run.thread if isinstance(run.thread, int) else -1


def _cut_at(run: _Run, fields: Iterable[_Run]) -> list[_Run]:
    """Cut a run at the edges of the fields that it crosses."""
    edges = {
        edge
        for field in fields
        for edge in (field.start, field.end)
        if run.start < edge < run.end
        and not (run.start <= field.start and field.end <= run.end)
        and not (field.start <= run.start and run.end <= field.end)
    }
    places = [run.start, *sorted(edges), run.end]
    return [_Run(run.thread, left, right) for left, right in pairwise(places)]


def _nested(runs: Iterable[_Run]) -> list[_Run]:
    """Cut runs at the ends of those that began before them, so that none crosses another."""
    waiting = [(run.start, -run.end, _rank(run), number, run) for number, run in enumerate(runs)]
    heapify(waiting)
    number = len(waiting)
    done: list[_Run] = []
    opened: list[_Run] = []
    while waiting:
        run = heappop(waiting)[-1]
        opened = [each for each in opened if each.end > run.start]
        nearest = min((each.end for each in opened), default=run.end)
        if nearest < run.end:
            rest = _Run(run.thread, nearest, run.end)
            number += 1
            heappush(waiting, (rest.start, -rest.end, _rank(rest), number, rest))
            run = replace(run, end=nearest)
        opened.append(run)
        done.append(run)
    return done


def _mark_of(run: _Run, marks: Sequence[Mark]) -> Mark:
    if isinstance(run.thread, int):
        return replace(marks[run.thread], start=run.start, end=run.end)
    return Mark(run.thread.kind, run.start, run.end, run.thread.value)  # type: ignore[arg-type]
