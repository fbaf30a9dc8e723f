"""Tell what was changed in a sentence from what was changed inside a field of it.

What a block shows is a row of atoms, characters and marks of footnotes, and each belongs to a piece. Words
that differ are traced to pieces: typed text is typed anew, a change inside one part of a field goes to the
record of that part, and a field that a rewritten sentence no longer has goes out of the sentence. What a
field computes, and what the template writes, can't be changed here: it stays, and is reported with both
texts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from communique.word.merge import word_hunks
from communique.word.prose_map import UntraceableError
from communique.word.tokens import Hunk, Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from communique.word.edited import Credit
    from communique.word.prose_map import Part, Piece
    from communique.word.tokens import Token

NO_BREAK_SPACE = "\u00a0"
BREAK = re.compile("[\n\u2028\u2029]")  # of lines or paragraphs: no text of a record has one
COMPUTED = "is worked out from the records, and can’t be typed"
TEMPLATE = "comes from the template"
MARKS_INSIDE = "emphasis can’t stand on a part of what comes from a record"


@dataclass(frozen=True, slots=True)
class Atom:
    """A character, or the mark of a note, with what lies on it; `origin` counts in the old row."""

    text: str
    layers: tuple[Layer, ...] = ()
    note: str = ""
    origin: int = -1


@dataclass(frozen=True, slots=True)
class RecordEdit:
    """A text of a record that was changed where a field prints it."""

    address: str
    before: str
    after: str
    credits: tuple[Credit, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A change that can't be made: what it was, what it is, and why not."""

    before: str
    after: str
    reason: str


@dataclass
class Changed:
    """What a block shows now, and what was found out on the way.

    `literal` are the pieces of fields whose text is typed out from now on, as the sentence prints something
    that no field would.
    """

    atoms: list[Atom]
    records: dict[int, dict[int, RecordEdit]] = field(default_factory=dict)  # by piece, then part
    literal: set[int] = field(default_factory=set)
    unsaid: list[Unsaid] = field(default_factory=list)


def atoms_of(tokens: Iterable[Token]) -> list[Atom]:
    """Return tokens as characters and notes."""
    return [
        atom
        for token in tokens
        for atom in (
            [Atom("", token.layers, token.note)]
            if token.note
            else [Atom(char, token.layers) for char in token.text]
        )
    ]


def units_of(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Return for each atom that pieces show the piece, and the place in its text."""
    return [
        (number, place)
        for number, piece in enumerate(pieces)
        if piece.visible
        for place in range(1 if piece.kind == "note" else len(piece.text))
    ]


def changed_atoms(pieces: Sequence[Piece], old: Sequence[Token], new: Sequence[Token]) -> Changed:
    """Return what pieces are to show, given what a document shows of them and what it should.

    Raises UntraceableError when the old tokens are not what the pieces show.
    """
    tracing = _Tracing(pieces, old, new)
    tracing.run()
    return tracing.changed


class _Tracing:
    def __init__(self, pieces: Sequence[Piece], old: Sequence[Token], new: Sequence[Token]) -> None:
        self.pieces = pieces
        self.units = units_of(pieces)
        self.old = atoms_of(old)
        self.new = atoms_of(new)
        shown = [
            ("", pieces[number].name) if pieces[number].kind == "note" else (pieces[number].text[place], "")
            for number, place in self.units
        ]
        if [(_plain(atom.text), atom.note) for atom in self.old] != [(_plain(t), n) for t, n in shown]:
            raise UntraceableError("".join(atom.text for atom in self.old))
        self.hunks = [self._trimmed(hunk) for hunk in self._hunks(old, new)]
        self.hunks = [each for each in self.hunks if not self._is_typography(each)]
        self.reverted: set[Hunk] = set()
        self.of_part: dict[tuple[int, int], list[Hunk]] = {}  # what changes a part of a field
        self.changed = Changed([])

    def run(self) -> None:
        for number, (start, end) in self._ranges().items():
            kind = self.pieces[number].kind
            if kind == "field":
                self._field(number, start, end)
            elif kind == "fixed":
                self._fixed(start, end)
        self._template_insertions()
        self._emit()

    # Differences

    def _hunks(self, old: Sequence[Token], new: Sequence[Token]) -> list[Hunk]:
        """Return what differs, counted in atoms."""
        olds, news = (
            list(accumulate((1 if each.note else len(each.text) for each in row), initial=0))
            for row in (old, new)
        )
        return [
            Hunk(olds[each.start], olds[each.end], news[each.new_start], news[each.new_end])
            for each in word_hunks(old, new)
        ]

    def _trimmed(self, hunk: Hunk) -> Hunk:
        """Leave out characters at both ends that stay, as far as they stand in no field.

        Of a field the spaces between its parts are left out, too: nobody sees which are no-break ones.
        """
        trimmed = self._without(hunk, lambda old, new: self._stays(old, new) or self._parts_stay(old, new))
        return self._without(hunk, self._stays) if trimmed.new_start == trimmed.new_end else trimmed

    @staticmethod
    def _without(hunk: Hunk, stays: Callable[[int, int], bool]) -> Hunk:
        start, end, first, last = hunk.start, hunk.end, hunk.new_start, hunk.new_end
        while start < end and first < last and stays(start, first):
            start, first = start + 1, first + 1
        while start < end and first < last and stays(end - 1, last - 1):
            end, last = end - 1, last - 1
        return Hunk(start, end, first, last)

    def _stays(self, old: int, new: int) -> bool:
        same = (self.old[old].text, self.old[old].note) == (self.new[new].text, self.new[new].note)
        return same and self.pieces[self.units[old][0]].kind != "field"

    def _parts_stay(self, old: int, new: int) -> bool:
        """Whether a space between the parts of a field is a space still."""
        number, place = self.units[old]
        piece = self.pieces[number]
        if piece.kind != "field" or _plain(self.old[old].text) != " " or _plain(self.new[new].text) != " ":
            return False
        return bool(piece.parts) and not parts_at(piece, place).address

    def _is_typography(self, hunk: Hunk) -> bool:
        """Whether only spaces became breakable that typography, or a record, binds again."""
        if hunk.end - hunk.start != hunk.new_end - hunk.new_start:
            return False
        pairs = zip(range(hunk.start, hunk.end), self.new[hunk.new_start : hunk.new_end], strict=True)
        return all(
            (self.old[at].text, new.text) == (NO_BREAK_SPACE, " ")
            and NO_BREAK_SPACE not in self.pieces[self.units[at][0]].source
            for at, new in pairs
        )

    def _ranges(self) -> dict[int, tuple[int, int]]:
        ranges: dict[int, tuple[int, int]] = {}
        for at, (number, _) in enumerate(self.units):
            ranges[number] = (ranges.get(number, (at, at))[0], at + 1)
        return ranges

    def _said(self, hunk: Hunk) -> str:
        return "".join(atom.text for atom in self.new[hunk.new_start : hunk.new_end])

    def _is_more_than_text(self, hunk: Hunk) -> bool:
        """Whether what is new is more than a text of a record can hold: a line, a paragraph, a footnote."""
        new = self.new[hunk.new_start : hunk.new_end]
        return any(atom.note or BREAK.search(atom.text) for atom in new)

    # Fields

    def _field(self, number: int, start: int, end: int) -> None:
        piece = self.pieces[number]
        touching = [
            each
            for each in self.hunks
            if (each.start < end and each.end > start and each.end > each.start)
            or (each.start == each.end and start < each.start < end)
        ]
        if not touching:
            return
        whole = next((each for each in touching if each.start <= start and end <= each.end), None)
        if whole is not None:
            self._replaced(number, whole, start, end)
        elif all(self._part_of(piece, each, start) is not None for each in touching):
            for each in touching:
                self._part_changed(number, each, start)
        elif any(part.address for part in piece.parts) and piece.name:
            self.changed.literal.add(number)
        else:
            self._refuse(touching, COMPUTED)

    def _replaced(self, number: int, hunk: Hunk, start: int, end: int) -> None:
        """Take a field that is gone as a whole."""
        piece = self.pieces[number]
        alone = (hunk.start, hunk.end) == (start, end) and not self._is_rewritten_around(hunk)
        if hunk.new_start == hunk.new_end and piece.name:
            return
        if alone and len(piece.parts) == 1 and not self._is_more_than_text(hunk):
            if piece.parts[0].address and hunk.new_start < hunk.new_end:
                self._part_changed(number, hunk, start)
            else:
                self._refuse([hunk], COMPUTED)
        elif not piece.name or (alone and not any(part.address for part in piece.parts)):
            self._refuse([hunk], COMPUTED if piece.name else TEMPLATE)

    def _is_rewritten_around(self, hunk: Hunk) -> bool:
        """Whether the next words on either side were changed as well, with only blanks between."""
        index = self.hunks.index(hunk)
        neighbours = [
            (self.hunks[index - 1].end, hunk.start) if index else None,
            (hunk.end, self.hunks[index + 1].start) if index + 1 < len(self.hunks) else None,
        ]
        return any(
            pair is not None and all(atom.text.isspace() for atom in self.old[pair[0] : pair[1]])
            for pair in neighbours
        )

    def _part_of(self, piece: Piece, hunk: Hunk, start: int) -> int | None:
        """Return the part of a field that a hunk lies in, if it has an address.

        An edge belongs to a record.
        """
        edges = list(accumulate((len(part.text) for part in piece.parts), initial=0))
        first, last = hunk.start - start, hunk.end - start
        if first < 0 or last > edges[-1] or self._is_more_than_text(hunk):
            return None
        candidates = [
            index
            for index, part in enumerate(piece.parts)
            if part.address and edges[index] <= first and last <= edges[index + 1]
        ]
        return candidates[0] if candidates else None

    def _part_changed(self, number: int, hunk: Hunk, start: int) -> None:
        piece = self.pieces[number]
        index = self._part_of(piece, hunk, start)
        if index is None:
            return
        part: Part = piece.parts[index]
        offset = start + sum(len(each.text) for each in piece.parts[:index])
        hunks = self.of_part.setdefault((number, index), [])
        hunks.append(hunk)
        after, at = "", 0
        for each in sorted(hunks, key=lambda each: (each.start, each.end)):  # one at an edge comes last
            after += part.text[at : each.start - offset] + self._said(each)
            at = each.end - offset
        found = self.changed.records.setdefault(number, {})
        found[index] = RecordEdit(part.address, part.text, after + part.text[at:])

    # The template

    def _fixed(self, start: int, end: int) -> None:
        touching = [
            each
            for each in self.hunks
            if (each.start < end and each.end > start)
            or (each.start == each.end and start < each.start < end)
        ]
        self._refuse([each for each in touching if each not in self.reverted], TEMPLATE)

    def _template_insertions(self) -> None:
        """Give what was typed at the edge of a field of the template to its record."""
        for hunk in self.hunks:
            if hunk.start != hunk.end or hunk in self.reverted:
                continue
            sides = [self.units[at][0] for at in (hunk.start - 1, hunk.start) if 0 <= at < len(self.units)]
            around = [self.pieces[number] for number in sides]
            if any(each.kind not in {"fixed", "field"} or each.name for each in around) or not around:
                continue
            if len(set(sides)) == 1 and len(sides) == 2:
                continue  # inside of one piece
            self._edge(hunk, sides)

    def _edge(self, hunk: Hunk, sides: list[int]) -> None:
        for number in sides:
            piece = self.pieces[number]
            start = self.units.index((number, 0))
            if piece.kind == "field" and self._part_of(piece, hunk, start) is not None:
                self._part_changed(number, hunk, start)
                return
        self._refuse([hunk], TEMPLATE)

    def _refuse(self, hunks: list[Hunk], reason: str) -> None:
        for hunk in hunks:
            if hunk not in self.reverted:
                before = "".join(atom.text for atom in self.old[hunk.start : hunk.end])
                self.changed.unsaid.append(Unsaid(before, self._said(hunk), reason))
                self.reverted.add(hunk)

    # The outcome

    def _emit(self) -> None:
        atoms = self.changed.atoms
        at, new_at = 0, 0
        for hunk in self.hunks:
            self._keep(at, hunk.start, new_at)
            at, new_at = hunk.end, hunk.new_end
            if hunk in self.reverted or self._in_record(hunk):
                atoms += self._as_before(hunk)
            else:
                atoms += self.new[hunk.new_start : hunk.new_end]
        self._keep(at, len(self.old), new_at)

    def _as_before(self, hunk: Hunk) -> list[Atom]:
        """Return what a hunk had, with the marks that lie on what came; two kinds of these stay two."""
        new = self.new[hunk.new_start : hunk.new_end]
        other = next((each.layers for each in new if set(each.layers) != set(new[0].layers)), None)
        atoms = [
            replace(atom, origin=number, layers=new[0].layers if new and not atom.note else atom.layers)
            for number, atom in enumerate(self.old[hunk.start : hunk.end], start=hunk.start)
        ]
        if other is not None and atoms and not atoms[-1].note:
            atoms[-1] = replace(atoms[-1], layers=other)
        return atoms

    def _keep(self, start: int, end: int, new_start: int) -> None:
        """Take over what stays, with the marks that lie on it now."""
        for at in range(start, end):
            new = self.new[new_start + at - start]
            number = self.units[at][0]
            literal = number in self.changed.literal
            # What stays is spelled as it was, so a no-break space of typography stays a space in content.
            text = new.text if literal else self.old[at].text
            self.changed.atoms.append(Atom(text, new.layers, new.note, -1 if literal else at))

    def _in_record(self, hunk: Hunk) -> bool:
        """Whether a hunk went to a record, so that the sentence stays."""
        for number in self.changed.records:
            start = self.units.index((number, 0))
            if self._part_of(self.pieces[number], hunk, start) is not None:
                piece = self.pieces[number]
                inside = hunk.end > hunk.start or start < hunk.start < start + len(piece.text)
                if inside or not piece.name:
                    return True
        return False


def parts_at(piece: Piece, place: int) -> Part:
    """Return the part of a field that a character of its text belongs to."""
    edges = list(accumulate(len(part.text) for part in piece.parts))
    return piece.parts[min(bisect_right(edges, place), len(piece.parts) - 1)]


def _plain(text: str) -> str:
    return text.replace(NO_BREAK_SPACE, " ")
