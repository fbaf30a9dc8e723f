"""The laws of the round trip, each as a function that returns what breaks it."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from communique.word.edits import Move
from roundtrip.law_report import MARK, Told, bookmarks_of, plain
from roundtrip.shown import ShownBlock, ShownNote, ShownTable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from communique.source import Source
    from communique.writers.docx_base import Base
    from roundtrip.journey import Arrival, Journey
    from roundtrip.shown import Look, Shown

WORD = re.compile(r"\w+")
NEAR = 2  # lines between what was touched and what is put in beside it: empty ones and comments
STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


# What Word shows is what comes back


class Piece:
    """A paragraph as it is compared: what it is, and its letters with their looks. Notes are pieces of their own."""

    def __init__(self, what: tuple[str | int | bool, ...], letters: Sequence[tuple[str, Look]]) -> None:
        self.what = what
        self.letters = tuple(letters)
        self.text = "".join(char for char, _ in self.letters)
        self.key = self.letters

    def __repr__(self) -> str:
        return repr(ShownBlock(self.what, self.letters))

    def typed_over(self, old: str, new: str) -> Piece:
        """Return the same paragraph with other words in the place of some."""
        letters = list(self.letters)
        for found in reversed(list(re.finditer(re.escape(old), self.text))):
            look = letters[found.start()][1]
            letters[found.start() : found.end()] = [(char, look) for char in new]
        return Piece(self.what, letters)


def pieces(shown: Shown) -> Iterator[Piece]:
    """Yield the paragraphs of a document, those of cells and notes among them.

    A no-break space is a space: the program's typography puts in its own.
    """
    for part in shown:
        if isinstance(part, ShownTable):
            for row in part.rows:
                for cell in row:
                    yield from pieces(list(cell))
            continue
        notes = [each for each in part.letters if isinstance(each, ShownNote)]
        yield Piece(part.what, [_letter(each) for each in part.letters])
        for note in notes:
            yield from pieces(list(note.blocks))


def _letter(letter: tuple[str, Look] | ShownNote) -> tuple[str, Look]:
    if isinstance(letter, ShownNote):
        return MARK, frozenset()
    return letter[0].replace("\u00a0", " "), letter[1]


def not_as_seen(arrival: Arrival) -> list[str]:
    """Return how the document that is built anew differs from what the editor saw, and nobody was told.

    What content changed meanwhile is laid over what the editor saw, and so are records that the import changed.
    """
    meanwhile = Meanwhile(list(pieces(arrival.issued)), list(pieces(arrival.said)))
    seen, says = meanwhile.laid_over(list(pieces(arrival.seen))), list(pieces(arrival.says))
    # What is told of is laid aside on both sides, so that the order of the rest can be held to.
    told = Told(arrival)
    seen, says = ([each for each in found if not _told(told, each, arrival)] for found in (seen, says))
    matcher = SequenceMatcher(None, [each.key for each in seen], [each.key for each in says], autojunk=False)
    missing: list[Piece] = []
    extra: list[Piece] = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            _match(seen[start:end], says[new_start:new_end], arrival, meanwhile, missing, extra)
    return [
        *(f"seen, and not there: {each}" for each in missing),
        *(f"there, and not seen: {each}" for each in meanwhile.without_come(extra)),
    ]


def _told(told: Told, piece: Piece, arrival: Arrival) -> bool:
    """Return whether a paragraph is told of, as it is or with the records as they were or will be: on both sides alike."""
    variants = [*_with_records(piece, arrival), *_with_records(piece, arrival, back=True)]
    return any(told.of(each.text) for each in variants)


def recast(arrival: Arrival) -> list[str]:
    """Return the paragraphs that are something else than what the editor saw, and nobody was told."""
    told = Told(arrival)
    says: dict[object, set[object]] = {}
    for each in pieces(arrival.says):
        says.setdefault(each.key, set()).add(each.what)
    meanwhile = Meanwhile(list(pieces(arrival.issued)), list(pieces(arrival.said)))
    return [
        f"{each} is {says[variant.key]}"
        for each in pieces(arrival.seen)
        for variant in _with_records(meanwhile.changed.get(each.key, each), arrival)
        if variant.key in says and each.what not in says[variant.key] and not told.of_style(each.text)
    ]


def _match(
    seen: Sequence[Piece],
    says: Sequence[Piece],
    arrival: Arrival,
    meanwhile: Meanwhile,
    missing: list[Piece],
    extra: list[Piece],
) -> None:
    start = 0
    for each in seen:
        variants = _with_records(each, arrival)
        keys = [variant.key for variant in variants]
        rest = range(start, len(says))
        found = next(
            (
                at
                for at in rest
                if says[at].key in keys or any(meanwhile.merged(variant, says[at]) for variant in variants)
            ),
            None,
        )
        if found is None:
            missing.append(each)
        else:
            extra += says[start:found]
            start = found + 1
    extra += says[start:]


def _with_records(piece: Piece, arrival: Arrival, *, back: bool = False) -> list[Piece]:
    """Return a paragraph as it may be after (or before) records have changed, whose values it may print."""
    found = [piece]
    for each in arrival.plan.planned:
        old, new = (plain(each.new), plain(each.old)) if back else (plain(each.old), plain(each.new))
        if each.kind == "record" and old:
            found += [variant.typed_over(old, new) for variant in found if old in variant.text]
    return found


class Meanwhile:
    """What content changed after the document was sent out."""

    def __init__(self, issued: Sequence[Piece], said: Sequence[Piece]) -> None:
        self.changed: dict[object, Piece] = {}
        self.gone: Counter[object] = Counter()
        self.come: list[Piece] = []
        self.words: list[tuple[set[str], set[str]]] = []  # that went and came, by paragraph
        matcher = SequenceMatcher(
            None, [each.key for each in issued], [each.key for each in said], autojunk=False
        )
        for tag, start, end, new_start, new_end in matcher.get_opcodes():
            if tag != "equal":
                self._pair(issued[start:end], list(said[new_start:new_end]))
        self.new = words_of(said) - words_of(issued)

    def _pair(self, issued: Sequence[Piece], said: list[Piece]) -> None:
        for old in issued:
            new = next((each for each in said if _alike(old, each)), None)
            if new is None:
                self.gone[old.key] += 1
            else:
                self.changed[old.key] = new
                here, there = words_of([old]), words_of([new])
                self.words.append((here - there, there - here))
                said.remove(new)
        self.come += said

    def laid_over(self, seen: Sequence[Piece]) -> list[Piece]:
        """Return what the editor saw with what content changed in other paragraphs."""
        return [self.changed.get(each.key, each) for each in seen if each.key not in self.gone]

    def without_come(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return paragraphs without those that content has put in, each as often as it has."""
        come = Counter(each.key for each in self.come)
        left = []
        for each in pieces:
            come[each.key] -= 1
            left += [each] if come[each.key] < 0 else []
        return left

    def merged(self, seen: Piece, says: Piece) -> bool:
        """Whether a paragraph is one in which both sides have changed words."""
        here, there = words_of([seen]), words_of([says])
        changes = [each for each in self.words if each[1] & there]
        gone = {word for old, _ in changes for word in old}
        come = {word for _, new in changes for word in new}
        return bool(changes) and here - gone <= there <= here | come


def _alike(old: Piece, new: Piece) -> bool:
    gone, kept = words_of([old]) - words_of([new]), words_of([old]) & words_of([new])
    return len(gone) <= min(2, len(kept))


def words_of(found: Iterable[Piece]) -> set[str]:
    """Return the words of paragraphs."""
    return {word for piece in found for word in WORD.findall(piece.text)}


# Nothing lost


def lost(arrival: Arrival, typed: Collection[str]) -> list[str]:
    """Return what the editor typed and content had, that is neither in the document nor in the report."""
    says = plain(" ".join(each.text for each in pieces(arrival.says))).replace(MARK, "")
    seen = " ".join(each.text for each in pieces(arrival.seen)).replace(MARK, "")
    brought = Told(arrival).new
    ours = Meanwhile(list(pieces(arrival.issued)), list(pieces(arrival.said))).new
    return [
        *(f"typed, and lost: {word}" for word in typed if word in seen and word not in says + brought),
        *(f"in the content, and lost: {word}" for word in ours if word.replace(MARK, "") not in says),
    ]


# Smallest change


def too_much(arrival: Arrival, journey: Journey, touched: Collection[str]) -> list[str]:
    """Return the lines that an import changed without need: those of scalars that nobody touched."""
    wrong: list[str] = []
    for name, (old, new) in arrival.changed.items():
        here = _touched_addresses(journey.base, {*touched, *_moved_behind(arrival, touched)})
        spans = list(_touched_lines(journey.content.sources[name], here))
        spans = _moved(spans, journey.content.sources[name].text, old)
        source = arrival.before.sources[name]
        planned = set(_planned(arrival, journey.base, touched))
        # What stands first in a list may change places with what came in front of it meanwhile.
        planned |= {re.sub(r"\[\d+\][^\[]*$", "[0]", place) for place in planned}
        spans += _touched_lines(source, planned)
        if name == f"content/{journey.name}.yaml":
            all_gone = {note.bookmark for note in journey.base.notes} <= set(touched)
            spans.append(_room_for_notes(source, all_gone=all_gone))
        moved = any(each.kind == "structure" for each in arrival.plan.planned)
        wrong += [
            f"{name}: {each}" for each in _out_of_place(old.split("\n"), new.split("\n"), spans, moved=moved)
        ]
        wrong += [
            f"{name}: a comment is gone: {each}" for each in _comments(old) if each not in _comments(new)
        ]
    return wrong


def _moved_behind(arrival: Arrival, touched: Collection[str]) -> Iterator[str]:
    """Yield behind what touched paragraphs were moved: others than in Word, when a heading was moved past them."""
    for edit in arrival.returned.edits:
        if isinstance(edit, Move) and edit.after is not None and edit.block.bookmark in touched:
            yield edit.after.bookmark


def _planned(arrival: Arrival, base: Base, touched: Collection[str]) -> Iterator[str]:
    """Yield the places that an import says it changed, where they belong to what was touched."""
    blocks = [block for block in base.blocks if block.bookmark in touched]
    named = {mark.value for block in blocks for mark in block.marks} | {block.address for block in blocks}
    for each in arrival.plan.planned:
        edits = [arrival.returned.edits[number] for number in each.edits]
        if each.place in named or any(bookmarks_of(edit) & set(touched) for edit in edits):
            yield each.place


def _touched_addresses(base: Base, touched: Collection[str]) -> set[str]:
    owners = {note.bookmark: note.address for note in base.notes}
    addresses = {block.address for block in base.blocks if block.bookmark in touched}
    addresses |= {owners[name] for name in touched if name in owners}
    return {each for each in addresses if each}


def _touched_lines(source: Source, addresses: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each text that may change."""
    for address in addresses:
        file, _, path = address.partition(": ")
        steps = tuple(key or int(index) for key, index in STEP.findall(path.partition("#")[0]))
        place = source.places.get(steps)
        if source.file == f"content/{file}" and place is not None:
            first = source.text.count("\n", 0, place.start)
            last = source.text.count("\n", 0, max(place.start, place.end - 1))
            yield first, last


def _moved(spans: Sequence[tuple[int, int]], issued: str, before: str) -> list[tuple[int, int]]:
    """Return lines of the content that was sent out as lines of the content as it was before the import."""
    places: dict[int, int] = {}
    matcher = SequenceMatcher(None, issued.split("\n"), before.split("\n"), autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        places.update((number, min(new_start + number - start, new_end)) for number in range(start, end))
    return [(places[first], places[last]) for first, last in spans]


def _room_for_notes(source: Source, *, all_gone: bool) -> tuple[int, int]:
    """Return the lines where a new footnote goes; the key of all of them goes with the last."""
    place = source.places.get(("footnotes",))
    if place is None:
        end = source.text.rstrip().count("\n")
        return end, end
    end = source.text.count("\n", 0, place.end)
    return (source.text.count("\n", 0, place.key_start) if all_gone else end), end


def _out_of_place(
    old: Sequence[str], new: Sequence[str], spans: Sequence[tuple[int, int]], *, moved: bool
) -> Iterator[str]:
    """Yield what is touched outside of some lines. Of what changed places, either may be what `moved`."""
    inside = {number for first, last in spans for number in range(first, last + 1)}
    beside = {number for first, last in spans for number in range(first - NEAR, last + NEAR + 2)}
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    elsewhere = {
        line for tag, _, _, first, last in opcodes if moved and tag != "equal" for line in new[first:last]
    }
    for tag, start, end, new_start, new_end in opcodes:
        if tag in ("replace", "delete"):
            changed = (
                number
                for number in range(start, end)
                if old[number].strip() and number not in inside and old[number] not in elsewhere
            )
            yield from (f"line {number + 1} is touched: {old[number]!r}" for number in changed)
        come = new[new_start:new_end]
        if tag in ("replace", "insert") and start not in beside and any(map(str.strip, come)):
            yield f"put in at line {start + 1}: {come}"
        yield from (f"blanks at the end of {each!r}" for each in come if each != each.rstrip())


def _comments(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip().startswith("#")]
