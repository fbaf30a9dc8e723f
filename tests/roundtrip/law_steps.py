"""Steps of scripts for the laws: what somebody does at the desk, each said in a few words.

    hand = Hand(desk, Random(1))
    said = STEPS[0](hand)
    hand.typed, hand.touched

What is typed can be told from all other words, in several scripts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from communique.writers.docx_base import BLOCK, CELL, NOTE
from communique.writers.ooxml import W
from roundtrip.desk_runs import GONE, parent_of, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.writers.ooxml import Element
    from roundtrip.desk import Desk

WORDS = (
    "able",
    "Zürich",
    "e\u0301te\u0301",
    "移徙",
    "العدل",
    "migración",
    "“so”",
    "–",
    "it’s",
    "👩\u200d👧",
    "x-ray",
)
SENTENCES = (
    "{} said so.",
    "Then {} spoke. Nobody answered {}.",
    "وقال {} إن الجلسة انتهت.",
    "会议结束后，{}作了总结。",
    "{}",
    "It was *{}* and no [link]; {} # 1.",
)
STYLES = ("Body Text", "Quote", "Lead Statement", "heading 1", "Aside")
OURS = 0.9  # how often a step is taken in what comes from the content, and not from a template


class NothingLeftError(Exception):
    """There is nothing to do a step to."""


@dataclass
class Hand:
    """Somebody at a desk, who remembers what was typed and where."""

    desk: Desk
    chance: Random = field(default_factory=Random)
    typed: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.placed = {
            each.bookmark for each in self.desk.base.blocks if each.address and each.kind != "heading"
        }

    def word(self) -> str:
        """Return a word that stands nowhere else."""
        word = f"{self.chance.choice(WORDS)}q{len(self.typed)}z"
        self.typed.append(word)
        return word

    def words(self) -> str:
        return " ".join(self.word() for _ in range(self.chance.choice((1, 1, 2))))

    def sentence(self) -> str:
        text = self.chance.choice(SENTENCES)
        return text.format(*(self.word() for _ in range(text.count("{}"))))

    def touch(self, *paragraphs: Element) -> None:
        """Remember whose paragraphs they are."""
        for paragraph in paragraphs:
            around = [paragraph, *paragraph.iterancestors(W + "tc"), *paragraph.iterancestors(W + "footnote")]
            for each in around:
                names = {start.get(W + "name", "") for start in each.iter(W + "bookmarkStart")}
                self.touched |= {name for name in names if name.startswith((BLOCK, CELL, NOTE))}
            for mark in paragraph.iter(W + "footnoteReference"):
                self.touched |= self._of_note(mark.get(W + "id", ""))

    def _of_note(self, number: str) -> set[str]:
        """Return the bookmarks of a footnote."""
        notes = [each for each in self.desk.stories[1] if each.get(W + "id") == number]
        return {start.get(W + "name", "") for each in notes for start in each.iter(W + "bookmarkStart")}

    def paragraph(self, wanted: Callable[[Element], bool] = lambda _: True, *, notes: bool = True) -> Element:
        """Return a paragraph of the content with something to read in it."""
        found = [
            each
            for story in self.desk.stories[: 2 if notes else 1]
            for each in story.iter(W + "p")
            if shown(each).strip() and _has_bookmark(each) and wanted(each)
        ]
        ours = [each for each in found if self.placed & _bookmarks(each)]
        if ours and self.chance.random() < OURS:
            found = ours
        if not found:
            raise NothingLeftError
        paragraph = self.chance.choice(found)
        self.touch(paragraph)
        return paragraph

    def stretch(self, paragraph: Element) -> tuple[int, int]:
        """Return whole words of a paragraph, one or a few."""
        found = list(re.finditer(r"[^\s]+", shown(paragraph)))
        first = self.chance.randrange(len(found))
        last = min(first + self.chance.choice((0, 0, 1, 3)), len(found) - 1)
        return found[first].start(), found[last].end()


def _bookmarks(paragraph: Element) -> set[str]:
    return {each.get(W + "name", "") for each in paragraph.iter(W + "bookmarkStart")}


def _has_bookmark(paragraph: Element) -> bool:
    return any(name.startswith(BLOCK) for name in _bookmarks(paragraph))


def _in_cell(paragraph: Element) -> bool:
    return parent_of(paragraph).tag == W + "tc"


def _loose(paragraph: Element) -> bool:
    """Whether a paragraph stands in the body, and its mark is as it was."""
    return not _in_cell(paragraph) and paragraph.find(f"{W}pPr/{W}rPr/*") is None


def _followed(paragraph: Element) -> bool:
    following = paragraph.getnext()
    return _loose(paragraph) and following is not None and following.tag == W + "p" and _loose(following)


def _whole(paragraph: Element) -> bool:
    """Whether a paragraph can be moved in one piece."""
    return _followed(paragraph) and not any(
        True
        for each in paragraph.iter()
        if each.tag in (*GONE, W + "ins", W + "moveTo", W + "footnoteReference")
    )


# Words


def _type_over(hand: Hand) -> str:
    paragraph = hand.paragraph()
    start, end = hand.stretch(paragraph)
    old, new = shown(paragraph)[start:end], hand.words()
    hand.desk.overtype(paragraph, start, end, new)
    return f"{old!r} -> {new!r}"


def _type(hand: Hand) -> str:
    paragraph = hand.paragraph()
    start, end = hand.stretch(paragraph)
    new = hand.words()
    place, text = hand.chance.choice(((start, f"{new} "), (end, f" {new}")))
    before = shown(paragraph)[:place]
    hand.desk.overtype(paragraph, place, place, text)
    return f"{text!r} after {before[-20:]!r}"


def _delete(hand: Hand) -> str:
    paragraph = hand.paragraph()
    start, end = hand.stretch(paragraph)
    text = shown(paragraph)
    if text[end : end + 1].isspace():
        end += 1
    hand.desk.overtype(paragraph, start, end, "")
    return repr(text[start:end])


def _slant(hand: Hand) -> str:
    paragraph = hand.paragraph(lambda each: not _in_cell(each))
    start, end = hand.stretch(paragraph)
    words = shown(paragraph)[start:end]
    face, on = hand.chance.choice(("italic", "bold")), hand.chance.random() < 0.7
    getattr(hand.desk, face)(words, paragraph, on)
    return f"{face} {on} {words!r}"


def _link(hand: Hand) -> str:
    paragraph = hand.paragraph(lambda each: not _in_cell(each))
    start, end = hand.stretch(paragraph)
    words = shown(paragraph)[start:end]
    if hand.desk.author or any(True for _ in paragraph.iter(W + "hyperlink", W + "ins", W + "del")):
        raise NothingLeftError
    hand.desk.link(words, paragraph, "https://example.org/new")
    return repr(words)


def _unlink(hand: Hand) -> str:
    paragraph = hand.paragraph(lambda each: any(True for _ in each.iter(W + "hyperlink")))
    words = next(
        "".join(t.text or "" for t in each.iter(W + "t")) for each in paragraph.iter(W + "hyperlink")
    )
    if not words.strip() or words not in shown(paragraph):
        raise NothingLeftError
    hand.desk.unlink(words, paragraph)
    return repr(words)


# Paragraphs


def _split(hand: Hand) -> str:
    paragraph = hand.paragraph(_loose, notes=False)
    start, _ = hand.stretch(paragraph)
    if not start:
        raise NothingLeftError
    words = shown(paragraph)[start : start + 20]
    hand.desk.split(paragraph, at=start)
    return f"before {words!r}"


def _join(hand: Hand) -> str:
    paragraph = hand.paragraph(_followed, notes=False)
    following = paragraph.getnext()
    assert following is not None
    hand.touch(following)
    said = shown(paragraph)[-20:]
    if not hand.desk.author:
        place = len(shown(paragraph))
        hand.desk.overtype(paragraph, place, place, " ")
    hand.desk.join(paragraph)
    return f"after {said!r}"


def _insert(hand: Hand) -> str:
    paragraph = hand.paragraph(_loose, notes=False)
    said, text = shown(paragraph)[:20], hand.sentence()
    following = paragraph.getnext()
    if following is not None and following.tag == W + "p":
        hand.touch(following)
    style = hand.chance.choice(("", "", "", *STYLES))
    hand.desk.insert_block(text, paragraph, style)
    return f"{text!r} {style} behind {said!r}"


def _touch_joined(hand: Hand, paragraph: Element) -> None:
    """Touch what comes to the end of the paragraph before one that goes, whose mark is deleted."""
    before, following = paragraph.getprevious(), paragraph.getnext()
    if before is not None and before.tag == W + "p" and not _loose(before) and following is not None:
        hand.touch(following)


def _delete_block(hand: Hand) -> str:
    paragraph = hand.paragraph(_followed, notes=False)
    said = shown(paragraph)[:20]
    _touch_joined(hand, paragraph)
    hand.desk.delete_block(paragraph)
    return repr(said)


def _move(hand: Hand) -> str:
    paragraph = hand.paragraph(_whole, notes=False)
    target = hand.paragraph(_loose, notes=False)
    if paragraph is target:
        raise NothingLeftError
    following = target.getnext()
    if following is not None and following.tag == W + "p":
        hand.touch(following)
    if _bookmarks(paragraph) & {each.bookmark for each in hand.desk.base.blocks if each.kind == "heading"}:
        hand.touch(*_between(paragraph, target))  # they come under another heading
    _touch_joined(hand, paragraph)
    said = f"{shown(paragraph)[:20]!r} behind {shown(target)[:20]!r}"
    hand.desk.move(paragraph, target, bookmarks=hand.chance.choice(("moved", "left")))
    return said


def _between(one: Element, other: Element) -> list[Element]:
    """Return the paragraphs that stand between two, the second included."""
    row = [each for each in parent_of(one) if each.tag == W + "p"]
    if other not in row:
        return []
    first, last = sorted((row.index(one), row.index(other)))
    return row[first : last + 1]


def _restyle(hand: Hand) -> str:
    paragraph = hand.paragraph(
        lambda each: _loose(each) and each.find(f"{W}pPr/{W}pPrChange") is None, notes=False
    )
    style, said = hand.chance.choice((*STYLES, "List Bullet")), shown(paragraph)[:20]
    if style == "List Bullet":
        hand.desk.list_item(paragraph)
    else:
        hand.desk.style(paragraph, style)
    return f"{style} {said!r}"


# Notes and rows


def _add_note(hand: Hand) -> str:
    paragraph = hand.paragraph(lambda each: not _in_cell(each), notes=False)
    _, end = hand.stretch(paragraph)
    text, words = hand.sentence(), shown(paragraph)[:end]
    hand.desk.add_note(text, paragraph, after=words)
    return f"{text!r} after {words[-20:]!r}"


def _remove_note(hand: Hand) -> str:
    paragraph = hand.paragraph(
        lambda each: any(
            not any(above.tag in GONE for above in mark.iterancestors())
            for mark in each.iter(W + "footnoteReference")
        ),
        notes=False,
    )
    hand.desk.remove_note(paragraph)
    return repr(shown(paragraph)[:20])


def _cell(hand: Hand) -> str:
    paragraph = hand.paragraph(_in_cell, notes=False)
    start, end = hand.stretch(paragraph)
    old, new = shown(paragraph)[start:end], hand.word()
    hand.desk.overtype(paragraph, start, end, new)
    return f"{old!r} -> {new!r}"


def _rows(hand: Hand) -> list[Element]:
    rows = [
        each
        for each in list(hand.desk.stories[0].iter(W + "tr"))[1:]
        if each.find(f"{W}trPr/{W}del") is None and each.find(f"{W}trPr/{W}ins") is None
    ]
    if not rows:
        raise NothingLeftError
    return rows


def _add_row(hand: Hand) -> str:
    row = hand.chance.choice(_rows(hand))
    texts = [hand.words() for _ in row.findall(W + "tc")]
    hand.desk.insert_row(texts, row)
    return repr(texts)


def _delete_row(hand: Hand) -> str:
    rows = [each for each in _rows(hand) if not any(True for _ in each.iter(W + "ins", W + "del"))]
    if not rows:
        raise NothingLeftError
    row = hand.chance.choice(rows)
    hand.touch(*row.iter(W + "p"))
    said = "".join(shown(each) for each in row.iter(W + "p"))
    hand.desk.delete_row(row)
    return repr(said[:20])


WORD_STEPS = (
    *[_type_over] * 3,
    *[_type] * 2,
    *[_delete] * 2,
    *[_slant] * 2,
    _link,
    _unlink,
    _cell,
)
STEPS: tuple[Callable[[Hand], str], ...] = (
    *WORD_STEPS,
    _split,
    _join,
    *[_insert] * 2,
    _delete_block,
    _move,
    _restyle,
    _add_note,
    _remove_note,
    _add_row,
    _delete_row,
)
