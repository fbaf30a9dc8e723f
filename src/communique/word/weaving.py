"""Put the marks that Word doesn't show back onto text that comes from there, by what differs from the base.

A file has no fields, and of nested roles it has the inner one. Words that stand as they stood keep all that
lay on them. Where words were changed, what lay on all of them lies on what stands there now: a title with
one word changed is still the field that it was. Words put in take what goes on across their place, so that
words typed at the edge of a field are outside of it; a word that only grew is still in it. A field
without a word left is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.word.changes import Change, changes_of, slack
from communique.word.cloth import EMPTY, Cloth, Thread, hemmed, looks_of, sewn, words_along
from communique.word.tokens import Layer, Marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from communique.word.cloth import Word
    from communique.word.looks import Look, Looks
    from communique.writers.docx_base import Mark

    Threads = tuple[Thread, ...]
    Stretches = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Woven:
    """New texts with the marks of the old ones.

    `changed` are the stretches of each block's text that differ. `same` is whether nothing does, and `inside`
    whether nothing does but inside fields.
    """

    parts: tuple[Marked, ...]
    changed: tuple[Stretches, ...]
    same: bool
    inside: bool


def weave(old: Sequence[Cloth], new: Sequence[Cloth], looks: Looks, notes: Mapping[str, str]) -> Woven:
    """Return new texts with what lay on the old ones; `notes` has the names for the marks of notes."""
    named = [
        replace(cloth, notes=tuple((at, notes.get(key, key)) for at, key in cloth.notes)) for cloth in new
    ]
    loom = _Loom(sewn(old) if old else EMPTY, sewn(named), looks)
    old_words, new_words = words_along(old), words_along(named)
    changes = changes_of(old_words, new_words, [loom.fields_at(word) for word in old_words])
    loom.lay(changes, old_words, new_words)
    loom.dress()
    changed = loom.changed(changes, old_words, new_words)
    return Woven(
        parts=loom.cut([len(cloth.text) for cloth in named], [cloth.notes for cloth in named]),
        changed=_by_part(changed, named),
        same=len(old) == len(new) == 1 and not changed,
        inside=len(old) == len(new) == 1 and loom.old_frame() == loom.new_frame(),
    )


def _by_part(changed: Iterable[tuple[int, int]], cloths: Sequence[Cloth]) -> tuple[Stretches, ...]:
    """Return stretches of all texts as stretches of the blocks that they came from."""
    changed = list(changed)
    parts: list[Stretches] = []
    offset = 0
    for cloth in cloths:
        end = offset + len(cloth.text)
        here = [
            (max(left, offset), min(right, end)) for left, right in changed if left <= end and right >= offset
        ]
        parts.append(
            tuple((left - offset + cloth.start, right - offset + cloth.start) for left, right in here)
        )
        offset = end
    return tuple(parts)


class _Loom:
    """An old text and a new one; `origin` is the old character that a new one was, or -1."""

    def __init__(self, old: Cloth, new: Cloth, looks: Looks) -> None:
        self.old = old
        self.new = new
        self.looks = looks
        self.layers = [looks.layer(mark) for mark in old.marks]
        self.new_layers = [looks.layer(mark) for mark in new.marks]
        self.fields = frozenset(number for number, mark in enumerate(old.marks) if mark.kind == "field")
        self.origin = [-1] * len(new.text)
        self.given: list[tuple[int, ...]] = [()] * len(new.text)
        self.threads: list[Threads] = []

    def fields_at(self, word: Word) -> frozenset[int]:
        """Return the fields that lie on all of an old word."""
        if not word.text or not self.fields:
            return frozenset()
        return self.fields.intersection(*(set(each) for each in self.old.threads[word.start : word.end]))

    # Which old character a new one was, and what lies where there was none

    def lay(self, changes: Iterable[Change], old: Sequence[Word], new: Sequence[Word]) -> None:
        """Lay the new words on the old ones."""
        for change in changes:
            before, after = old[change.start : change.end], new[change.new_start : change.new_end]
            if change.paired:
                for one, other in zip(before, after, strict=True):
                    self._lay_word(one, other)
            elif after:
                self._give(after, self._shared(before, old, change.start))

    def _lay_word(self, old: Word, new: Word) -> None:
        length = min(len(old.text), len(new.text))
        head = next((at for at in range(length) if old.text[at] != new.text[at]), length)
        tail = 0
        while tail < length - head and old.text[-1 - tail] == new.text[-1 - tail]:
            tail += 1
        for at in range(head):
            self.origin[new.start + at] = old.start + at
        for at in range(1, tail + 1):
            self.origin[new.end - at] = old.end - at
        if head + tail < len(new.text):
            middle = range(old.start + head, old.end - tail) or range(old.start, old.end)
            common = self._common(middle)
            self.given[new.start + head : new.end - tail] = [common] * (len(new.text) - head - tail)

    def _give(self, words: Sequence[Word], common: tuple[int, ...]) -> None:
        for word in words:
            self.given[word.start : word.end] = [common] * len(word.text)

    def _shared(self, before: Sequence[Word], old: Sequence[Word], place: int) -> tuple[int, ...]:
        """Return what lies on all the words that went, or goes on across the place if none did."""
        gone = [at for word in before for at in range(word.start, word.end) if not word.text.isspace()]
        if gone:
            return self._common(gone)
        at = old[place].start if place < len(old) else len(self.old.text)
        if 0 < at < len(self.old.text) and at not in self.old.seams:
            return self._common((at - 1, at))
        return ()

    def _common(self, places: Sequence[int]) -> tuple[int, ...]:
        rest = [set(self.old.threads[at]) for at in places[1:]]
        return tuple(each for each in self.old.threads[places[0]] if all(each in other for other in rest))

    # What lies on each new character

    def dress(self) -> None:
        """Find the marks of each new character: the old ones where they look right."""
        for place, (origin, look) in enumerate(zip(self.origin, self.new.looks, strict=True)):
            threads = self.old.threads[origin] if origin >= 0 else self.given[place]
            if origin < 0 or self.old.looks[origin] != look:
                self.threads.append(self._dressed(threads, look, place))
            else:
                self.threads.append(threads)

    def _dressed(self, threads: tuple[int, ...], look: Look, place: int) -> Threads:
        """Return the threads that give a look: as many of these as can stay, and new ones."""
        before = self.looks.shown(self.layers[each] for each in threads)
        if before == look:
            return threads
        kept = [each for each in threads if self.layers[each] in look or self.layers[each] not in before]
        for some in (threads, kept, [each for each in threads if self.layers[each] is None]):
            has = {self.layers[each] for each in some}
            missing = sorted(look - has, key=_link_first)
            result = (*some, *(self._found(layer, place) for layer in missing))
            if self._look_of(result) == look:
                return result
        return result

    def _look_of(self, threads: Threads) -> Look:
        layers = (self.layers[each] if isinstance(each, int) else self.seen(each) for each in threads)
        return self.looks.shown(layers)

    def seen(self, layer: Layer) -> Layer | None:
        """Return how a new mark looks."""
        return next(
            (
                seen
                for mark, seen in zip(self.new.marks, self.new_layers, strict=True)
                if (mark.kind, mark.value) == (layer.kind, layer.value)
            ),
            layer,
        )

    def _found(self, layer: Layer, place: int) -> Thread:
        """Return a mark that looks so: the neighbours' where they have one, else as the file has it."""
        if place:
            for thread in self.threads[place - 1]:
                if (self.layers[thread] if isinstance(thread, int) else self.seen(thread)) == layer:
                    return thread
        following = self.origin[place + 1] if place + 1 < len(self.origin) else -1
        if following >= 0 and layer in self.old.looks[following]:
            for number in self.old.threads[following]:
                if self.layers[number] == layer:
                    return number
        marks = [mark for mark, seen in zip(self.new.marks, self.new_layers, strict=True) if seen == layer]
        nearest = min(marks, key=lambda mark: max(mark.start - place, place - mark.end, 0))
        return Layer(nearest.kind, nearest.value)

    # The result

    def changed(
        self, changes: Iterable[Change], old: Sequence[Word], words: Sequence[Word]
    ) -> list[tuple[int, int]]:
        """Return the stretches of the new text that differ, those that only look different included.

        Where the same words stand on both sides of what came or went, it may have been any of several
        stretches, as with a blank before a word and one behind it: all of them are in.
        """
        stretches = []
        for change in changes:
            if not change.equal:
                first, last = slack(change, old, words)
                start = words[first].start if first < len(words) else len(self.new.text)
                end = words[last - 1].end if last > first else start
                stretches.append((start, end))
        for place, (origin, look) in enumerate(zip(self.origin, self.new.looks, strict=True)):
            if origin >= 0 and self.old.looks[origin] != look:
                if stretches and stretches[-1][1] == place:
                    stretches[-1] = (stretches[-1][0], place + 1)
                else:
                    stretches.append((place, place + 1))
        return stretches

    def points(self) -> list[Mark]:
        """Return the old marks over nothing, at their places in the new text; a value may be empty today."""
        where = {origin: place for place, origin in enumerate(self.origin) if origin >= 0}
        found = []
        for mark in self.old.marks:
            if mark.start == mark.end:
                place = where[mark.start - 1] + 1 if mark.start - 1 in where else where.get(mark.start)
                if place is not None:
                    found.append(replace(mark, start=place, end=place))
        return found

    def cut(self, lengths: Sequence[int], notes: Sequence[tuple[tuple[int, str], ...]]) -> tuple[Marked, ...]:
        """Return the new text as its parts."""
        points = self.points()
        parts: list[Marked] = []
        offset = 0
        for length, here in zip(lengths, notes, strict=True):
            end = offset + length
            inside = [
                replace(each, start=each.start - offset, end=each.end - offset)
                for each in points
                if each.start <= end
            ]
            points = [each for each in points if each.start > end]
            threads = self.threads[offset:end]
            text, looks = self.new.text[offset:end], self.new.looks[offset:end]
            part = hemmed(text, threads, self.old.marks, here, inside)
            if looks_of(part, self.looks) != looks:  # what was hidden shows where marks nest in another order
                bare = [self._bare(over) for over in threads]
                part = hemmed(text, bare, self.old.marks, here, inside)
            parts.append(part)
            offset = end
        return tuple(parts)

    def _bare(self, threads: Threads) -> Threads:
        """Return threads without those that others hide."""
        look = self._look_of(threads)
        return tuple(
            each
            for each in threads
            if not isinstance(each, int) or self.layers[each] in look or self.layers[each] is None
        )

    def old_frame(self) -> list[object]:
        """Return the old text with every field as one thing, whatever it says."""
        return self._frame(self.old, self.old.threads)

    def new_frame(self) -> list[object]:
        """Return the new text with every field as one thing, whatever it says."""
        return self._frame(self.new, self.threads)

    def _frame(self, cloth: Cloth, threads: Sequence[Threads]) -> list[object]:
        found: list[object] = []
        last: Thread | None = None
        notes = list(cloth.notes)
        for place, (char, look, over) in enumerate(zip(cloth.text, cloth.looks, threads, strict=True)):
            while notes and notes[0][0] <= place:
                found.append(notes.pop(0)[1])
            field = next((each for each in over if each in self.fields), None)
            if field is None:
                found.append((char, look))
            elif field != last:
                found.append(field)
            last = field
        return [*found, *(note for _, note in notes)]


def _link_first(layer: Layer) -> tuple[str, str]:
    """Order layers so that a link is outside of a role, which it would hide."""
    return layer.kind, layer.value
