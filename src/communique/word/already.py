"""Tell which edits today's content has already: of a file imported once more, or typed by somebody."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

from communique.word.edits import Deletion, Insertion, Move, RoleEdit, RowDeletion, TextEdit
from communique.word.merge import merge_tokens, word_hunks
from communique.word.placing import aligned, plain_tokens, said_by
from communique.word.prose_fields import NO_BREAK_SPACE
from communique.word.prose_writing import signature
from communique.word.similarity import Candidates, length, shared_length, similarity, words
from communique.word.table_pairs import row_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.word.edits import Edit, RowInsertion, Unplaced
    from communique.word.situation import Situation
    from communique.word.tokens import Hunk, Token
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
        merged, clashes = merge_tokens(base, ours, news(base, ours, theirs))
        if needed and tuple(base) != theirs and not clashes and signature(merged) == signature(ours):
            return True
    return False


def _in_a_row(rows: Sequence[Row], joint: Token) -> tuple[Token, ...]:
    return tuple(
        token for number, row in enumerate(rows) for token in ((joint,) if number else ()) + tuple(row)
    )


def news(base: Row, ours: Row, theirs: Row) -> Row:
    """Return what theirs say without the changes that ours have, among more: both come of one row of words.

    Ours have a change when all words that it put in stand there in their order, and none that it took out, or
    when they are what comes of merging it with other changes. Of words that were only taken out, where others
    stand now, there is no trace to know it by, but of footnotes, and of words that came in with that.
    """
    hunks = word_hunks(base, ours)
    if hunks and _is_merged(base, ours, theirs):
        return base
    same = {_change(hunk, ours) for hunk in hunks}
    result: list[Token] = []
    at = 0
    for hunk in word_hunks(base, theirs) if hunks else ():
        beside = _beside(base, hunk, hunks)
        alone = (*base[: hunk.start], *theirs[hunk.new_start : hunk.new_end], *base[hunk.end :])
        known = _change(hunk, theirs) not in same and (
            _has(base, (ours, beside), (theirs, [hunk])) or (beside and _is_merged(base, ours, alone))
        )
        if known:
            result += [*theirs[at : hunk.new_start], *base[hunk.start : hunk.end]]
            at = hunk.new_end
    return (*result, *theirs[at:])


def _is_merged(base: Row, ours: Row, theirs: Row) -> bool:
    """Whether ours come of merging theirs with something: theirs can be undone in them, and merged again."""
    come, _ = _words(base, theirs, word_hunks(base, theirs))
    if not come:
        return False
    without, clashes = merge_tokens(theirs, ours, base)
    again, more = merge_tokens(base, without, theirs)
    return not (clashes or more) and signature(again) == signature(ours)


def _change(hunk: Hunk, row: Row) -> tuple[int, int, tuple[Token, ...]]:
    return hunk.start, hunk.end, tuple(row[hunk.new_start : hunk.new_end])


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


def _has(base: Row, ours: tuple[Row, Sequence[Hunk]], theirs: tuple[Row, Sequence[Hunk]]) -> bool:
    (come, gone), (their_come, their_gone) = (_words(base, *each) for each in (ours, theirs))
    left = iter(come)
    # What ours took out and put nothing for, they took out with more.
    known = their_come or (their_gone and (not come or all(base[number].note for number in their_gone)))
    return bool(known) and their_gone <= gone and all(each in left for each in their_come)


def _words(base: Row, row: Row, hunks: Sequence[Hunk]) -> tuple[list[Token], set[int]]:
    """Return the words that changes put in, and the places in the base of those that they took out."""
    come = [token for each in hunks for token in row[each.new_start : each.new_end] if not token.blank]
    gone = {number for each in hunks for number in range(each.start, each.end) if not base[number].blank}
    return come, gone


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
