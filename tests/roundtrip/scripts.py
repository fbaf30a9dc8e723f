"""Scripts of what somebody does to a document in an editor, and what they see when they are done.

A script is a list of the operations of `steps.py`, done to a `Paper`. They say where by numbers, so that
another editor can carry out the same script.
"""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING

from roundtrip.paper import PLAIN, Box, Grid, Habits, Paper, Para, Sign, empty
from roundtrip.shown import Shown, ShownBlock, ShownNote, ShownTable, tidied, what_it_is
from roundtrip.steps import (
    AddNote,
    AddRow,
    DeleteBlock,
    DeleteNote,
    DeleteRow,
    Emphasise,
    InsertBlock,
    Join,
    MoveBlock,
    MoveRow,
    MoveWords,
    Replace,
    SetStyle,
    Split,
    Spot,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def paragraphs_at(paper: Paper, spot: Spot) -> tuple[list[Para | Grid] | list[Para], int]:
    """Return the list that a paragraph stands in, and its number there."""
    if spot.story == "body":
        return paper.body, spot.part
    return paper.boxes()[spot.part].paras, spot.para


def para_at(paper: Paper, spot: Spot) -> Para:
    """Return a paragraph."""
    found, number = paragraphs_at(paper, spot)
    para = found[number]
    assert isinstance(para, Para)
    return para


def typed(text: str, look: frozenset[tuple[str, str]] = PLAIN) -> list[Sign]:
    """Return text as signs."""
    return [Sign(char, look) for char in text]


@singledispatch
def carry_out(step: Step, paper: Paper, habits: Habits) -> None:
    """Do a step to a paper."""
    raise TypeError(step)


@carry_out.register
def _(step: Replace, paper: Paper, habits: Habits) -> None:
    para = para_at(paper, step.spot)
    if step.start == step.end:
        at = para.place(step.start, habits)
        para.signs[at:at] = typed(step.text, _look_before(para, at))
        return
    first, last, left = _cut_out(para, step.start, step.end, habits)
    look = next(each.look for each in para.signs[first:last] if each.char)
    new = typed(step.text, look)
    starts = [each for each in left if each.start]
    rest = [each for each in left if not each.start]
    para.signs[first:last] = [*starts, *new, *rest]


def _look_before(para: Para, at: int) -> frozenset[tuple[str, str]]:
    """Return how the letter before a place looks, as long as it isn't a link, which ends where it ends."""
    before = next((each.look for each in reversed(para.signs[:at]) if each.char), PLAIN)
    after = next((each.look for each in para.signs[at:] if each.char), PLAIN)
    return frozenset(each for each in before if each[0] != "link" or each in after)


def _cut_out(para: Para, start: int, end: int, habits: Habits) -> tuple[int, int, list[Sign]]:
    """Return the places of letters, and what stays of the bookmarks among them."""
    first, last = para.gap(start)[1], para.gap(end)[0]
    if habits.selected == "gone" and start == 0 and end == len(para.text):
        first, last = 0, len(para.signs)
        whole = [each for each in para.signs if each.hidden]
        pairs = {each.start for each in whole if each.start} & {each.end for each in whole if each.end}
        return first, last, [each for each in whole if (each.start or each.end) not in pairs]
    return first, last, [each for each in para.signs[first:last] if each.hidden]


@carry_out.register
def _(step: Emphasise, paper: Paper, habits: Habits) -> None:
    para = para_at(paper, step.spot)
    layer = ("style", step.role)
    first, last = para.gap(step.start)[1], para.gap(step.end)[0]
    for number in range(first, last):
        sign = para.signs[number]
        if sign.char:
            look = sign.look | {layer} if step.on else sign.look - {layer}
            para.signs[number] = replace(sign, look=look)


@carry_out.register
def _(step: Split, paper: Paper, habits: Habits) -> None:
    found, number = paragraphs_at(paper, step.spot)
    para = para_at(paper, step.spot)
    at = para.place(step.at, habits)
    one, other = para.like(para.signs[:at]), para.like(para.signs[at:])
    opened = [each.start for each in one.signs if each.start]
    closed = {each.end for each in one.signs if each.end}
    across = [name for name in opened if name not in closed]
    if habits.enter != "spanning" and across:
        one.signs += [Sign(end=name) for name in across]
        other.signs = [each for each in other.signs if each.end not in across]
        if habits.enter == "repeated":
            starts = [Sign(start=name) for name in across]
            other.signs = [*starts, *other.signs, *(Sign(end=name) for name in across)]
    found[number : number + 1] = [one, other]


@carry_out.register
def _(step: Join, paper: Paper, habits: Habits) -> None:
    found, number = paragraphs_at(paper, step.spot)
    para = para_at(paper, step.spot)
    following = found[number + 1]
    assert isinstance(following, Para)
    at = para.place(len(para.text), habits)
    para.signs[at:at] = typed(step.text)
    para.signs += following.signs
    del found[number + 1]


@carry_out.register
def _(step: DeleteBlock, paper: Paper, habits: Habits) -> None:
    found, number = paragraphs_at(paper, step.spot)
    para = para_at(paper, step.spot)
    hidden = [each for each in para.signs if each.hidden]
    names = {each.start for each in hidden} & {each.end for each in hidden}
    left = [each for each in hidden if habits.selected == "left" or (each.start or each.end) not in names]
    del found[number]
    if number < len(found) and isinstance(following := found[number], Para):
        following.signs[0:0] = left
    elif number and isinstance(before := found[number - 1], Para):
        before.signs += left
    if step.spot.story == "box" and not found:
        found.append(empty())


@carry_out.register
def _(step: InsertBlock, paper: Paper, habits: Habits) -> None:
    new = Para(typed(step.text), *step.style)
    if step.after is None:
        found, number = paper.body, 0
    else:
        found, at = paragraphs_at(paper, step.after)  # type: ignore[assignment]
        number = at + 1
    following = found[number] if number < len(found) else None
    if habits.before and isinstance(following, Para):
        starts = [each for each in following.signs if each.start]
        new.signs[0:0] = starts
        following.signs = [each for each in following.signs if not each.start]
    elif habits.typed == "inside" and number and isinstance(before := found[number - 1], Para):
        ends = [each for each in before.signs if each.end]
        before.signs = [each for each in before.signs if not each.end]
        new.signs += ends
    found.insert(number, new)


@carry_out.register
def _(step: MoveBlock, paper: Paper, habits: Habits) -> None:
    para = paper.body[step.spot.part]
    assert isinstance(para, Para)
    at = 0 if step.after is None else step.after + 1
    paper.body.insert(at, _pasted(para, habits))
    del paper.body[step.spot.part + (at <= step.spot.part)]


def _pasted(para: Para, habits: Habits) -> Para:
    if habits.pasted == "travels":
        return para
    if habits.pasted == "lost":
        return para.like([each for each in para.signs if not each.hidden])
    copied = [
        replace(
            each,
            start=f"{each.start}_Copy_1" if each.start else "",
            end=f"{each.end}_Copy_1" if each.end else "",
        )
        for each in para.signs
    ]
    return para.like(copied)


@carry_out.register
def _(step: MoveWords, paper: Paper, habits: Habits) -> None:
    para, target = para_at(paper, step.spot), para_at(paper, step.to)
    at = target.place(step.at, habits)
    marker = Sign(start="pasted here")
    target.signs.insert(at, marker)
    first, last = para.gap(step.start)[1], para.gap(step.end)[0]
    words = para.signs[first:last]
    if marker in words:
        target.signs.remove(marker)
        return
    para.signs[first:last] = [each for each in words if each.hidden]
    at = target.signs.index(marker)
    target.signs[at : at + 1] = [each for each in words if not each.hidden]


@carry_out.register
def _(step: SetStyle, paper: Paper, habits: Habits) -> None:
    para = para_at(paper, step.spot)
    para.kind, para.role, para.level, para.ordered = step.style


@carry_out.register
def _(step: AddNote, paper: Paper, habits: Habits) -> None:
    para = para_at(paper, step.spot)
    paper.count += 1
    key = f"added {paper.count}"
    paper.notes[key] = Box("", [Para(typed(step.text), "paragraph", "note")])
    para.signs.insert(para.place(step.at, habits), Sign(note=key))


@carry_out.register
def _(step: DeleteNote, paper: Paper, habits: Habits) -> None:
    para = para_at(paper, step.spot)
    marks = [number for number, each in enumerate(para.signs) if each.note]
    del para.signs[marks[step.which]]


@carry_out.register
def _(step: AddRow, paper: Paper, habits: Habits) -> None:
    row = [Box("", [Para(typed(text), "paragraph", "table-text")]) for text in step.texts]
    paper.grids()[step.table].rows.insert(0 if step.below is None else step.below + 1, row)


@carry_out.register
def _(step: DeleteRow, paper: Paper, habits: Habits) -> None:
    del paper.grids()[step.table].rows[step.row]


@carry_out.register
def _(step: MoveRow, paper: Paper, habits: Habits) -> None:
    rows = paper.grids()[step.table].rows
    at = 0 if step.below is None else step.below + 1
    rows.insert(at, rows[step.row])
    del rows[step.row + (at <= step.row)]


def expected(paper: Paper) -> Shown:
    """Return what Word shows of a paper."""
    result: Shown = []
    for part in paper.body:
        if isinstance(part, Para):
            result += _shown(paper, [part])
        elif part.rows:
            rows = tuple(tuple(tuple(_shown(paper, cell.paras)) for cell in row) for row in part.rows)
            last = result[-1] if result else None
            if isinstance(last, ShownTable):
                result[-1] = ShownTable((*last.rows, *rows))
            else:
                result.append(ShownTable(rows))
    return result


def _shown(paper: Paper, paras: Iterable[Para]) -> list[ShownBlock]:
    found = []
    for para in paras:
        letters = [
            ShownNote(tuple(_shown(paper, paper.notes[sign.note].paras)))
            if sign.note
            else (sign.char, sign.look)
            for sign in para.signs
            if not sign.hidden
        ]
        block = ShownBlock(what_it_is(para.kind, para.role, para.level, para.ordered), tidied(letters))
        if block.letters:
            found.append(block)
    return found
