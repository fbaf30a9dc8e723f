"""Which footnote of the base each footnote of an edited file is.

Their numbers say nothing: editors renumber.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.word.alignment import SIMILAR, noted, original
from communique.word.changes import changes_of
from communique.word.cloth import Cloth, cloth_of, words_along
from communique.word.sides import cell_texts
from communique.word.similarity import same_texts, similar_texts, similarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from communique.word.edited import EditedNote
    from communique.word.looks import Looks
    from communique.word.sides import Story
    from communique.writers.docx_base import BaseBlock, BaseNote

LIKELY = 0.3  # similarity of two notes whose marks stand at the same place


def note_pairs(
    old: Sequence[BaseNote],
    new: Sequence[EditedNote],
    blocks: Mapping[str, BaseBlock],
    stories: Iterable[Story],
    looks: Looks,
) -> dict[str, str]:
    """Return the identifier of each note's key: by bookmark, by place if alike, by text, by place alone."""
    pairs = _Pairs(old, new, blocks)
    places = list(_places(stories, looks))
    pairs.by_anchors()
    pairs.by_place(places, LIKELY)
    pairs.by_text()
    pairs.by_place(places, 0.0)
    return pairs.found


class _Pairs:
    """Pairs of notes while they are found."""

    def __init__(
        self, old: Sequence[BaseNote], new: Sequence[EditedNote], blocks: Mapping[str, BaseBlock]
    ) -> None:
        self.found: dict[str, str] = {}
        self._new = {note.key: note for note in new}
        self._names = {note.bookmark: note.identifier for note in old}
        self._texts = {
            note.identifier: cell_texts([blocks[name] for name in note.blocks if name in blocks])
            for note in old
        }
        self._new_texts = {note.key: cell_texts(note.blocks) for note in new}

    def by_anchors(self) -> None:
        present = {name for note in self._new.values() for name in note.anchors}
        for key, note in self._new.items():
            for name in note.anchors:
                identifier = self._names.get(original(name, present))
                if identifier is not None:
                    self._pair(identifier, key)

    def by_place(self, places: Iterable[tuple[str, str]], least: float) -> None:
        for identifier, key in places:
            text, other = self._texts.get(identifier, ""), self._new_texts.get(key, "")
            if not least or similarity(text, other, least) >= least:
                self._pair(identifier, key)

    def by_text(self) -> None:
        taken = set(self.found.values())
        names = [name for name in self._texts if name not in taken]
        keys = [key for key in self._new_texts if key not in self.found]
        lost = {number: text for number, name in enumerate(names) if (text := self._texts[name])}
        free = {number: text for number, key in enumerate(keys) if (text := self._new_texts[key])}
        pairs = same_texts(lost, free)
        rest = {number: text for number, text in lost.items() if number not in pairs.values()}
        others = {number: text for number, text in free.items() if number not in pairs}
        pairs |= similar_texts(rest, others, lambda *_: SIMILAR)
        for new, old in pairs.items():
            self._pair(names[old], keys[new])

    def _pair(self, identifier: str, key: str) -> None:
        if identifier in self._texts and key not in self.found and identifier not in self.found.values():
            self.found[key] = identifier


def _places(stories: Iterable[Story], looks: Looks) -> Iterator[tuple[str, str]]:
    """Yield the notes of the base and of the file whose marks stand at the same place in the text."""
    for story in stories:
        for group in story.groups():
            sources = [story.sources[each] for each in group.sources]
            targets = [story.targets[each] for each in group.targets]
            if any(map(noted, sources)) and any(map(noted, targets)):
                olds = [cloth_of(source, looks) for source in sources]
                news = [cloth_of(target, looks) for target in targets]
                yield from _opposite(olds, news)


def _opposite(olds: Sequence[Cloth], news: Sequence[Cloth]) -> Iterator[tuple[str, str]]:
    old, new = words_along(map(_unnamed, olds)), words_along(map(_unnamed, news))
    ours = [name for cloth in olds for _, name in cloth.notes]
    theirs = [key for cloth in news for _, key in cloth.notes]
    for change in changes_of(old, new, [frozenset()] * len(old)):
        for at in range(change.end - change.start):
            if change.equal and old[change.start + at].note:
                one = sum(bool(word.note) for word in old[: change.start + at])
                other = sum(bool(word.note) for word in new[: change.new_start + at])
                yield ours[one], theirs[other]


def _unnamed(cloth: Cloth) -> Cloth:
    return replace(cloth, notes=tuple((at, "?") for at, _ in cloth.notes))
