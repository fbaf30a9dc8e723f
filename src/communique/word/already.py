"""Tell which edits today's content has already: of a file imported once more, or typed by somebody."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from communique.word.edits import Deletion, Insertion, Move, RoleEdit, RowDeletion, TextEdit
from communique.word.merge import merge_tokens, word_hunks, word_of
from communique.word.placing import aligned, plain_tokens, said_by
from communique.word.prose_fields import NO_BREAK_SPACE
from communique.word.prose_writing import signature
from communique.word.similarity import Candidates, length, shared_length, similarity, words
from communique.word.table_pairs import row_texts
from communique.word.tokens import Hunk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.word.edits import Edit, RowInsertion, Unplaced
    from communique.word.merge import Clash
    from communique.word.situation import Situation
    from communique.word.tokens import Token
    from communique.writers.docx_base import Base, BaseBlock

    Row = Sequence[Token]

OTHER = 0.4  # below it two texts have nothing to do with each other
SAME = 0.6  # from here on one of them is the other edited
FEW = 4  # words, of which any text may have all
NEARLY = 0.8  # from here on two new paragraphs in one place are one


def still_there(base: Base, today: Base, edits: Sequence[Edit]) -> dict[str, BaseBlock]:
    """Return today's block for each block of a base that is still there, by the bookmark in the base.

    What Word says tells more than addresses do: a block may stand elsewhere since an earlier import of the
    same edits, and what has the address of a deleted one may be something new.
    """
    there = aligned(base, today)
    new = {block.content.text for each in edits if isinstance(each, Insertion) for block in each.blocks}
    for edit in edits:
        block = there.get(edit.block.bookmark) if isinstance(edit, Deletion) else None
        if block is None or not isinstance(edit, Deletion) or block.text == edit.before.text:
            continue
        if block.text in new or similarity(edit.before.text, block.text, OTHER) < OTHER:
            del there[edit.block.bookmark]
    taken = {block.bookmark for block in there.values()}
    free = {number: block for number, block in enumerate(today.blocks) if block.bookmark not in taken}
    candidates = Candidates({number: block.text for number, block in free.items()})
    for edit in edits:
        if not isinstance(edit, TextEdit | Move | RoleEdit):
            continue
        text = edit.after.text if isinstance(edit, TextEdit) else edit.content.text
        block = there.get(edit.block.bookmark)
        if block is not None and similarity(text, block.text, OTHER) >= OTHER:
            continue
        left = sorted(number for number in candidates.for_text(text) if number in free)
        nearest = max(left, key=lambda number: _likeness(text, free[number]), default=None)
        if nearest is not None and _likeness(text, free[nearest]) >= SAME:
            there[edit.block.bookmark] = free.pop(nearest)
    return there


def _likeness(text: str, block: BaseBlock) -> float:
    return similarity(text, block.text, SAME)


def is_recast(block: BaseBlock, edit: RoleEdit) -> bool:
    """Whether a block of today is already what somebody made of it."""
    return (block.kind, block.role, block.level) == edit.after and block.ordered == edit.ordered[1]


def stands_behind(situation: Situation, block: BaseBlock, anchor: BaseBlock | None) -> bool:
    """Whether a block of today follows another, with nothing but new and moved ones between."""
    loose = {each.bookmark for each in situation.fresh}
    loose |= {there.bookmark for name in situation.moved if (there := situation.there.get(name))}
    order = situation.today.order
    at = order.index(block.bookmark) - 1
    while at >= 0 and order[at] in loose and (anchor is None or order[at] != anchor.bookmark):
        at -= 1
    return at < 0 if anchor is None else order[at] == anchor.bookmark


def grown(situation: Situation, anchor: BaseBlock | None, texts: Sequence[str]) -> list[BaseBlock]:
    """Return the new blocks of today behind another that are some new paragraphs, gone on from, or none."""
    order = situation.today.order
    at = order.index(anchor.bookmark) + 1 if anchor else 0
    fresh = {block.bookmark for block in situation.fresh}
    new = [situation.today.blocks[name] for name in takewhile(lambda name: name in fresh, order[at:])]
    found = []
    for text in texts:
        nearest = next((each for each in new if _is_nearly(text, each.text)), None)
        if nearest is None:
            return []
        found.append(nearest)
        new = new[new.index(nearest) + 1 :]
    return found


def _is_nearly(old: str, new: str) -> bool:
    """Whether a text says nearly the same as another, or all of it and more."""
    if similarity(old, new, NEARLY) >= NEARLY:
        return True
    mine = words(old)
    return len(mine) >= FEW and shared_length(mine, words(new)) == length(mine)


def says_it(
    situation: Situation, own: Sequence[BaseBlock], base: Row, parts: Sequence[Row], joint: Token
) -> bool:
    """Whether paragraphs of today say what some of the base became in Word: those left of them, and new ones.

    `own` are today's blocks for those of the base, `base` is what these said, and `joint` parts paragraphs.
    """
    needed = {each.bookmark for each in own}
    theirs = _in_a_row(parts, joint)
    order = situation.today.order
    for at in situation.places_for(own, parts):
        names = order[at : at + len(parts)]
        if not needed <= set(names) <= needed | situation.fresh_names:
            continue
        said = [plain_tokens(said_by(situation.today.blocks[name])) for name in names]
        if [signature(each) for each in said] == [signature(each) for each in parts]:
            return True
        ours = _in_a_row(said, joint)
        merged, clashes = merged_again(base, ours, theirs)
        if needed and tuple(base) != theirs and not clashes and signature(merged) == signature(ours):
            return True
    return False


def _in_a_row(rows: Sequence[Row], joint: Token) -> tuple[Token, ...]:
    return tuple(
        token for number, row in enumerate(rows) for token in ((joint,) if number else ()) + tuple(row)
    )


def merged_again(base: Row, ours: Row, theirs: Row) -> tuple[tuple[Token, ...], tuple[Clash, ...]]:
    """Merge into ours what is news in theirs. News of which ours may have the words are a conflict.

    Put in once more they might stand there twice, and left out they might be lost: somebody has to look.
    """
    new = news(base, ours, theirs)
    if not base:
        return merge_tokens(base, ours, new)
    today = _Today(base, ours, new)
    doubtful: list[list[Hunk]] = []
    for hunk in word_hunks(base, new):
        beside, come = _beside(base, hunk, today.hunks), _come(new, hunk)
        if hunk in today.shared:
            doubt = bool(come) and today.neighbours(hunk) == (None, None)
        else:
            doubt = today.place_among(beside, come) is not None
        if doubt:
            doubtful.append([hunk, *beside])
    return merge_tokens(base, ours, new, doubtful)


def news(base: Row, ours: Row, theirs: Row) -> Row:
    """Return what theirs say without the changes that ours have, among more: both come of one row of words.

    Ours have a change when the words that it put in stand together at their place, and none that it took out,
    or when they are what comes of merging it with other changes. Of words that were only taken out, where
    others stand now, there is no trace to know it by, but of footnotes, and of words that came in with that.
    """
    if not base:
        return () if _has_in_order(ours, theirs) else theirs
    today = _Today(base, ours, theirs)
    changes: list[Hunk] = []  # those with nothing but blanks between them are one
    for hunk in word_hunks(base, theirs) if today.hunks else ():
        if hunk in today.shared:
            continue
        if changes and _touch(base, changes[-1], hunk):
            changes[-1] = Hunk(changes[-1].start, hunk.end, changes[-1].new_start, hunk.new_end)
        else:
            changes.append(hunk)
    merged = bool(changes) and _is_merged(base, ours, theirs)
    result: list[Token] = []
    at = 0
    for hunk in changes:
        if _has(today, theirs, hunk, merged):
            result += [*theirs[at : hunk.new_start], *base[hunk.start : hunk.end]]
            at = hunk.new_end
    return (*result, *theirs[at:])


def has_some(base: Row, ours: Row, theirs: Row) -> bool:
    """Whether ours have one of the changes of theirs, and it is known by its place and neighbours."""
    today = _Today(base, ours, theirs)
    return any(today.neighbours(each) != (None, None) for each in today.shared) or (
        signature(news(base, ours, theirs)) != signature(theirs)
    )


class _Today:
    """Words of today: where those of the base stand among them, and which of the others are still free.

    A word is free as long as no change of theirs is known by it: two changes need the words of both.
    """

    def __init__(self, base: Row, ours: Row, theirs: Row) -> None:
        self.base, self.ours = base, ours
        self.hunks = word_hunks(base, ours)
        self.words = [token for token in ours if not token.blank]
        self.counts = [0, *accumulate(not token.blank for token in ours)]
        self.kept: dict[int, int] = {}
        self.free: set[int] = set()
        at = shift = 0
        for hunk in (*self.hunks, Hunk(len(base), len(base), len(ours), len(ours))):
            self.kept |= {each: self.counts[each + shift] for each in range(at, hunk.start)}
            self.free |= self._numbers(hunk)
            at, shift = hunk.end, hunk.new_end - hunk.end
        self.instead: dict[int, tuple[int, int]] = {}  # first and last of the words that both put there
        self.shared = self._shared(theirs)

    def _numbers(self, hunk: Hunk) -> set[int]:
        return set(range(self.counts[hunk.new_start], self.counts[hunk.new_end]))

    def _shared(self, theirs: Row) -> set[Hunk]:
        """Return the changes of theirs that ours have just so, whose words are taken."""
        same = {_change(hunk, self.ours): hunk for hunk in self.hunks}
        found: set[Hunk] = set()
        for hunk in word_hunks(self.base, theirs) if same else ():
            if (known := same.get(_change(hunk, theirs))) is None:
                continue
            found.add(hunk)
            numbers = self._numbers(known)
            self.free -= numbers
            if numbers:
                self.instead |= dict.fromkeys(range(hunk.start, hunk.end), (min(numbers), max(numbers)))
        return found

    def take(self, place: int | None, come: Sequence[Token]) -> bool:
        """Take words at a place that was found, and say whether it was."""
        self.free -= set(range(place, place + len(come))) if place is not None else set()
        return place is not None

    def neighbours(self, hunk: Hunk) -> tuple[int | None, int | None]:
        """Return where the words before and behind a change stand, or what both sides put for them."""
        before = next((each for each in range(hunk.start - 1, -1, -1) if not self.base[each].blank), None)
        behind = next((each for each in range(hunk.end, len(self.base)) if not self.base[each].blank), None)
        return (
            -1 if before is None else self.instead.get(before, (0, self.kept.get(before)))[1],
            len(self.words) if behind is None else self.instead.get(behind, (self.kept.get(behind), 0))[0],
        )

    def place_beside(self, hunk: Hunk, come: Sequence[Token]) -> int | None:
        """Return where words stand beside what stood beside them: beside both, where both are still there."""
        first, last = self.neighbours(hunk)
        places = {first + 1} if first is not None else set()
        places |= {last - len(come)} if last is not None else set()
        place = places.pop() if places else None
        if place is None or places or self.words[max(place, 0) : place + len(come)] != [*come]:
            return None
        return place if self._is_free(place, come) else None

    def place_among(self, hunks: Sequence[Hunk], come: Sequence[Token]) -> int | None:
        """Return where words stand together in what changes put in, whatever lies on them."""
        wanted = list(map(word_of, come))
        for place in sorted({number for hunk in hunks for number in self._numbers(hunk)}) if come else ():
            said = map(word_of, self.words[place : place + len(come)])
            if [*said] == wanted and self._is_free(place, come):
                return place
        return None

    def _is_free(self, place: int, come: Sequence[Token]) -> bool:
        return self.free.issuperset(range(place, place + len(come)))


def _has(today: _Today, theirs: Row, hunk: Hunk, merged: bool) -> bool:
    """Whether today's words have a change, and take those that it is known by; all may be `merged`."""
    come, gone = _come(theirs, hunk), _gone(today.base, hunk)
    beside = _beside(today.base, hunk, today.hunks)
    if any(number in today.kept for number in gone):
        return False
    if not come:
        # What ours took out and put nothing for, they took out with more.
        left = not any(_come(today.ours, each) for each in beside)
        return merged or (bool(gone) and (left or all(today.base[number].note for number in gone)))
    if today.take(today.place_beside(hunk, come), come):
        return True
    place = today.place_among(beside, come)
    if place is None or None in today.neighbours(hunk):
        return False
    alone = (*today.base[: hunk.start], *theirs[hunk.new_start : hunk.new_end], *today.base[hunk.end :])
    return (merged or _is_merged(today.base, today.ours, alone)) and today.take(place, come)


def _is_merged(base: Row, ours: Row, theirs: Row) -> bool:
    """Whether ours come of merging theirs with something: theirs can be undone in them, and merged again."""
    if not any(_come(theirs, hunk) for hunk in word_hunks(base, theirs)):
        return False
    without, clashes = merge_tokens(theirs, ours, base)
    again, more = merge_tokens(base, without, theirs)
    return not (clashes or more) and signature(again) == signature(ours)


def _has_in_order(ours: Row, theirs: Row) -> bool:
    """Whether a new paragraph has all words of another, and maybe more."""
    left = iter(ours)
    known = [token for token in theirs if not token.blank]
    return bool(known) and all(each in left for each in known)


def _change(hunk: Hunk, row: Row) -> tuple[int, int, tuple[tuple[str, str], ...]]:
    return hunk.start, hunk.end, tuple(map(word_of, row[hunk.new_start : hunk.new_end]))


def _beside(base: Row, hunk: Hunk, hunks: Sequence[Hunk]) -> list[Hunk]:
    """Return the changes that touch another, and those that touch these, in order."""
    found = [each for each in hunks if _touch(base, hunk, each)]
    more = [*found]
    while more:
        last = more.pop()
        new = [each for each in hunks if each not in found and _touch(base, last, each)]
        found, more = [*found, *new], [*more, *new]
    return sorted(found, key=lambda each: each.start)


def _touch(base: Row, one: Hunk, other: Hunk) -> bool:
    """Whether nothing but blanks stands between two changes."""
    first, last = sorted((one, other), key=lambda hunk: (hunk.start, hunk.end))
    return all(token.blank for token in base[first.end : last.start])


def _come(row: Row, hunk: Hunk) -> list[Token]:
    """Return the words that a change put in."""
    return [token for token in row[hunk.new_start : hunk.new_end] if not token.blank]


def _gone(base: Row, hunk: Hunk) -> list[int]:
    """Return the places in the base of the words that a change took out."""
    return [number for number in range(hunk.start, hunk.end) if not base[number].blank]


# Rows, and what has no place


def is_proposed(situation: Situation, edit: RowInsertion | RowDeletion) -> bool:
    """Whether a row that was put in or taken out in Word has come or gone in content, too."""
    old, new = (Counter(row.address for row in each.rows) for each in (situation.base, situation.today.base))
    if isinstance(edit, RowDeletion):
        return edit.address is not None and new[edit.address] < old[edit.address]
    wanted = [_plain("\n".join(block.content.text for block in cell)) for cell in edit.cells]
    come = [row for row in situation.today.base.rows if new[row.address] > old[row.address]]
    return wanted in [[_plain(text) for text in row_texts(row, situation.today.blocks)] for row in come]


def is_said(situation: Situation, edit: Unplaced) -> bool:
    """Whether a text that can't be changed from Word says by now what Word does, and looks like it."""
    block = situation.there.get(edit.place.bookmark) if edit.place else None
    if block is None or not isinstance(edit.edit, TextEdit):
        return False
    said, wanted = (
        [(char.replace(NO_BREAK_SPACE, " "), look) for char, look in signature(plain_tokens(each))]
        for each in (said_by(block), edit.edit.after)
    )
    return said == wanted


def _plain(text: str) -> str:
    return text.replace(NO_BREAK_SPACE, " ").strip()
