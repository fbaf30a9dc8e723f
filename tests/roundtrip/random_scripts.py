"""Random scripts for Hypothesis: steps drawn one after another, each possible when its turn comes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from roundtrip.paper import Grid, Habits, Paper, Para
from roundtrip.scripts import carry_out, para_at
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
    Style,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn


WORDS = [
    "and so on",
    ",",
    "’s",
    " ",
    "\u00a0",
    "Genève",
    " في جنيف",
    "报告",
    "e\u0301",
    "👍🏽",
    "12",
    "the",
    ". It",
    "-",
]
SENTENCES = [
    "A new paragraph about something else.",
    "The Chair’s key message, repeated here.",
    "Say what is known and what is not known.",
    "وقال الرئيس إن الجلسة انتهت.",
    "会议结束后，主席作了总结。",
    "Nobody had an answer to it.",
    "Overview",
    "x",
]
STYLES: list[Style] = [
    ("paragraph", "body", 0, False),
    ("paragraph", "quotation", 0, False),
    ("paragraph", "aside", 0, False),
    ("heading", "heading", 2, False),
    ("heading", "heading", 3, False),
    ("item", "list-item", 0, False),
    ("item", "list-item", 1, False),
    ("item", "list-item", 0, True),
    ("continued", "list-item", 0, False),
]


@dataclass(frozen=True)
class Script:
    """What was done, and what the editor does to bookmarks."""

    steps: tuple[Step, ...]
    habits: Habits

    def done_to(self, paper: Paper) -> Paper:
        """Return what came of it."""
        paper = paper.copy()
        for step in self.steps:
            carry_out(step, paper, self.habits)
        return paper


def habits() -> st.SearchStrategy[Habits]:
    """Return a strategy for what editors do to bookmarks."""
    return st.builds(
        Habits,
        enter=st.sampled_from(["spanning", "repeated", "first"]),
        typed=st.sampled_from(["inside", "outside"]),
        selected=st.sampled_from(["gone", "left"]),
        pasted=st.sampled_from(["travels", "lost", "copied"]),
        before=st.booleans(),
        dropped=st.one_of(st.just(frozenset()), st.frozensets(st.integers(0, 45), max_size=3)),
    )


@st.composite
def scripts(draw: DrawFn, document: Paper, most: int = 4) -> Script:
    """Draw a script for a document."""
    paper = document.copy()
    manner = draw(habits())
    steps: list[Step] = []
    for _ in range(draw(st.integers(1, most))):
        step = draw(st.sampled_from(MAKERS))(draw, paper)
        if step is not None:
            carry_out(step, paper, manner)
            steps.append(step)
    return Script(tuple(steps), manner)


def _spot(draw: DrawFn, paper: Paper, *, needs: Callable[[Para], bool] = lambda _: True) -> Spot | None:
    spots = [Spot("body", number) for number, part in enumerate(paper.body) if isinstance(part, Para)]
    spots += [
        Spot("box", number, para)
        for number, box in enumerate(paper.boxes())
        for para in range(len(box.paras))
    ]
    spots = [spot for spot in spots if needs(para_at(paper, spot))]
    return draw(st.sampled_from(spots)) if spots else None


def _worded(para: Para) -> bool:
    return any(sign.char for sign in para.signs)


def _stretch(draw: DrawFn, para: Para) -> tuple[int, int]:
    """Draw a stretch of letters: whole words mostly."""
    length = len(para.text)
    start, end = sorted((draw(st.integers(0, length)), draw(st.integers(0, length))))
    if draw(st.integers(0, 3)):
        text = para.text
        start = text.rfind(" ", 0, start) + 1
        end = text.find(" ", end) if " " in text[end:] else length
    if start == end:
        start, end = (start - 1, end) if start else (0, 1)
    return (start, min(end, start + 40)) if draw(st.booleans()) else (start, end)


def _replace(draw: DrawFn, paper: Paper) -> Step | None:
    spot = _spot(draw, paper, needs=_worded)
    return (
        Replace(spot, *_stretch(draw, para_at(paper, spot)), draw(st.sampled_from([*WORDS, ""])))
        if spot
        else None
    )


def _type(draw: DrawFn, paper: Paper) -> Step | None:
    spot = _spot(draw, paper)
    if spot is None:
        return None
    at = draw(st.integers(0, len(para_at(paper, spot).text)))
    return Replace(spot, at, at, draw(st.sampled_from(WORDS)))


def _emphasise(draw: DrawFn, paper: Paper) -> Step | None:
    spot = _spot(draw, paper, needs=_worded)
    role, on = draw(st.sampled_from(["emphasis", "strong"])), draw(st.booleans())
    return Emphasise(spot, *_stretch(draw, para_at(paper, spot)), role, on) if spot else None


def _split(draw: DrawFn, paper: Paper) -> Step | None:
    spot = _spot(draw, paper)
    if spot is None:
        return None
    text = para_at(paper, spot).text
    at = draw(st.integers(0, len(text)))
    while 0 < at < len(text) and _tied(text, at):
        at += 1
    return Split(spot, at)


def _tied(text: str, at: int) -> bool:
    """Whether no cursor stands between two characters: the second is a mark on the first, or they are one picture."""
    return (
        bool(unicodedata.combining(text[at])) or "\u200d" in text[at - 1 : at + 1] or text[at] in "🏻🏼🏽🏾🏿"
    )


def _join(draw: DrawFn, paper: Paper) -> Step | None:
    spots = [
        Spot("body", number)
        for number in range(len(paper.body) - 1)
        if isinstance(paper.body[number], Para) and isinstance(paper.body[number + 1], Para)
    ]
    spots += [
        Spot("box", number, para)
        for number, box in enumerate(paper.boxes())
        for para in range(len(box.paras) - 1)
    ]
    return Join(draw(st.sampled_from(spots)), draw(st.sampled_from(["", " ", ", and "]))) if spots else None


def _delete(draw: DrawFn, paper: Paper) -> Step | None:
    spot = _spot(draw, paper)
    return DeleteBlock(spot) if spot else None


def _insert(draw: DrawFn, paper: Paper) -> Step | None:
    text = draw(st.sampled_from(SENTENCES))
    if not draw(st.integers(0, 4)):
        spot = _spot(draw, paper)
        return InsertBlock(spot, text, ("paragraph", "note", 0, False)) if spot else None
    numbers = [None, *range(len(paper.body))]
    after = draw(st.sampled_from(numbers))
    spot = None if after is None else Spot("body", after)
    return InsertBlock(spot, text, draw(st.sampled_from(STYLES)))


def _move(draw: DrawFn, paper: Paper) -> Step | None:
    numbers = [number for number, part in enumerate(paper.body) if isinstance(part, Para)]
    if not numbers:
        return None
    number = draw(st.sampled_from(numbers))
    after = draw(st.sampled_from([None, *range(len(paper.body))]))
    return MoveBlock(Spot("body", number), after) if after != number else None


def _move_words(draw: DrawFn, paper: Paper) -> Step | None:
    spot = _spot(draw, paper, needs=_worded)
    to = _spot(draw, paper)
    if spot is None or to is None or _noted(paper, spot) or _noted(paper, to):
        return None
    start, end = _stretch(draw, para_at(paper, spot))
    return MoveWords(spot, start, end, to, draw(st.integers(0, len(para_at(paper, to).text))))


def _noted(paper: Paper, spot: Spot) -> bool:
    """Whether a paragraph is in a note; a note can't have the mark of another."""
    cells = sum(len(row) for grid in paper.grids() for row in grid.rows)
    return spot.story == "box" and spot.part >= cells


def _style(draw: DrawFn, paper: Paper) -> Step | None:
    spot = _spot(draw, paper)
    return SetStyle(spot, draw(st.sampled_from(STYLES))) if spot else None


def _add_note(draw: DrawFn, paper: Paper) -> Step | None:
    spot = _spot(draw, paper)
    if spot is None or _noted(paper, spot):
        return None
    at = draw(st.integers(0, len(para_at(paper, spot).text)))
    return AddNote(spot, at, draw(st.sampled_from(SENTENCES)))


def _delete_note(draw: DrawFn, paper: Paper) -> Step | None:
    spot = _spot(draw, paper, needs=lambda para: any(sign.note for sign in para.signs))
    if spot is None:
        return None
    marks = sum(bool(sign.note) for sign in para_at(paper, spot).signs)
    return DeleteNote(spot, draw(st.integers(0, marks - 1)))


def _table(draw: DrawFn, paper: Paper) -> tuple[int, Grid] | None:
    grids = [(number, grid) for number, grid in enumerate(paper.grids()) if grid.rows]
    return draw(st.sampled_from(grids)) if grids else None


def _add_row(draw: DrawFn, paper: Paper) -> Step | None:
    found = _table(draw, paper)
    if found is None:
        return None
    below = draw(st.sampled_from([None, *range(len(found[1].rows))]))
    texts = tuple(draw(st.sampled_from([*WORDS, *SENTENCES, ""])) for _ in range(3))
    return AddRow(found[0], below, texts)


def _delete_row(draw: DrawFn, paper: Paper) -> Step | None:
    found = _table(draw, paper)
    return DeleteRow(found[0], draw(st.integers(0, len(found[1].rows) - 1))) if found else None


def _move_row(draw: DrawFn, paper: Paper) -> Step | None:
    found = _table(draw, paper)
    if found is None:
        return None
    row = draw(st.integers(0, len(found[1].rows) - 1))
    below = draw(st.sampled_from([None, *range(len(found[1].rows))]))
    return MoveRow(found[0], row, below) if below != row else None


MAKERS = [
    _replace,
    _replace,
    _type,
    _emphasise,
    _split,
    _join,
    _delete,
    _insert,
    _move,
    _move_words,
    _style,
    _add_note,
    _delete_note,
    _add_row,
    _delete_row,
    _move_row,
]
