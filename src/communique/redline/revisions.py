"""Tracked changes as WordprocessingML: runs that went or came, the ends of paragraphs, rows (17.13.5).

Makers leave marks behind where a paragraph's end went or came; `settle` turns them into the properties of
paragraphs when all of a story is made, and `sign` says of every change who made it and when.
"""

from __future__ import annotations

import copy
from itertools import groupby
from typing import TYPE_CHECKING

from communique.redline.changes import FORMER, GONE
from communique.writers.ooxml import W, w

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from communique.writers.ooxml import Element

ELEMENTS = {"deleted": "del", "inserted": "ins", "moved-from": "moveFrom", "moved-to": "moveTo"}
TRACKED = tuple(
    W + tag
    for tag in ("ins", "del", "moveFrom", "moveTo", "pPrChange", "moveFromRangeStart", "moveToRangeStart")
)
MARK = "{urn:communique:redline}mark"
DELETED = {"t": "delText", "instrText": "delInstrText"}  # 17.4.7, 17.16.13


def tracked(elements: Sequence[Element], kind: str) -> list[Element]:
    """Return runs inside a change.

    A link or a bookmark among them can't stand in one, so that changes go inside.
    """
    made: list[Element] = []
    for runs, group in groupby(elements, key=lambda each: each.tag == W + "r"):
        if runs:
            made.append(w(ELEMENTS[kind], *group))
            continue
        for element in group:
            if element.tag == W + "hyperlink":
                element[:] = tracked(list(element), kind)
            made.append(element)
    if kind == "deleted":
        _strike([each for element in made for each in element.iter(W + "r")])
    return made


def _strike(runs: Iterable[Element]) -> None:
    """Let text and field codes be what they are called when they are deleted."""
    for run in runs:
        for old, new in DELETED.items():
            for element in run.iterfind(W + old):
                element.tag = W + new


def mark(kind: str, move: int = 0, *, whole: bool = True) -> Element:
    """Make a mark for the end of a paragraph that went or came; `settle` takes it away.

    It went or came as a `whole`, or was split or joined there.
    """
    element = w("mark", kind=kind, move=move, whole=int(whole))
    element.tag = MARK
    return element


def changed_row(row: Element, kind: str) -> Element:
    """Say of a row that it went or came (17.13.5.12, 17.13.5.17)."""
    properties = row.find(W + "trPr")
    if properties is None:
        properties = w("trPr")
        row.insert(0, properties)
    properties.append(w(ELEMENTS[kind]))
    return row


def settle(stories: Sequence[Element]) -> None:
    """Turn the marks in stories, the body first, into paragraphs with ends that went or came."""
    for story in stories:
        for paragraph in list(story.iter(W + "p")):
            _divide(paragraph)
        for paragraph in list(story.iter(W + "p")):
            _reshape(paragraph)
    first = next(stories[0].iter(W + "footnoteReference"), None)
    for story in stories:
        for parent in [story, *story.iter(W + "tc", W + "footnote")]:
            for paragraphs, before_table in _runs_of_paragraphs(parent):
                _hold_before_note(paragraphs, first)
                _hold_last(
                    [each for each in paragraphs if each.getparent() is parent], before_table=before_table
                )
        for paragraph in list(story.iter(W + "p")):
            _finish(paragraph)
        for table in list(story.iter(W + "tbl")):
            _part(table)


def _part(table: Element) -> None:
    """Put an empty paragraph that is in neither version between a table and one in its place.

    Two tables without anything between are one table.
    """
    following = table.getnext()
    if following is not None and following.tag == W + "tbl" and (_changed(table) or _changed(following)):
        table.addnext(w("p", w("pPr", w("rPr", w("ins"), w("del")))))


def _changed(table: Element) -> bool:
    """Whether all rows of a table went or came."""
    kinds = ("ins", "del")
    rows = table.findall(W + "tr")
    return any(all(row.find(f"{W}trPr/{W}{kind}") is not None for row in rows) for kind in kinds)


def _reshape(paragraph: Element) -> None:
    """Let a paragraph that is something else now have what it was in its properties."""
    if _kind(paragraph) != FORMER:
        return
    following = paragraph.getnext()
    if following is not None:
        _keep(following, was=paragraph)
    _remove(paragraph)


def _hold_before_note(paragraphs: list[Element], reference: Element | None) -> None:
    """Let the paragraph with the first footnote of the document end in a mark that stays, as if it were last.

    LibreOffice 7.4 reads all footnotes when it comes to the first, and takes the change of the mark of the
    paragraph around it for one of the first footnote.
    """
    if reference is None:
        return
    around = next(reference.iterancestors(W + "p"))
    found = _mark_of(around)
    if around in paragraphs and found is not None and found.get(W + "whole") == "1":
        run = paragraphs[: paragraphs.index(around) + 1]
        if not any(_kind(each).startswith("moved") for each in run):
            _hold_last(run, before_table=True)


def _divide(paragraph: Element) -> None:
    """Divide a paragraph at the marks inside it; each part ends with its mark."""
    marks = [each for each in paragraph if each.tag == MARK]
    for each in marks:
        at = paragraph.index(each) + 1
        if at == len(paragraph) or all(_trailing(other) for other in list(paragraph)[at:]):
            continue
        rest = w("p")
        properties = paragraph.find(W + "pPr")
        if properties is not None:
            rest.append(copy.deepcopy(properties))
        rest.extend(list(paragraph)[at:])
        paragraph.addnext(rest)
        paragraph = rest


def _trailing(element: Element) -> bool:
    return element.tag == W + "bookmarkEnd"


def _runs_of_paragraphs(parent: Element) -> list[tuple[list[Element], bool]]:
    """Return the runs of neighbouring paragraphs in a story or a cell, and whether a table follows them."""
    runs: list[tuple[list[Element], bool]] = []
    paragraphs: list[Element] = []
    for child in parent:
        if child.tag == W + "p":
            paragraphs.append(child)
        elif child.tag == W + "tbl":
            if paragraphs:
                runs.append((paragraphs, True))
            paragraphs = []
    if paragraphs:
        runs.append((paragraphs, False))
    return runs


def _mark_of(paragraph: Element) -> Element | None:
    return next((each for each in reversed(paragraph) if each.tag == MARK), None)


def _kind(paragraph: Element) -> str:
    found = _mark_of(paragraph)
    return "" if found is None else found.get(W + "kind", "")


def _hold_last(paragraphs: list[Element], *, before_table: bool) -> None:
    """Let the last paragraph of a run end in a mark that stays: there is nothing to join it with.

    Where paragraphs went and came at the end, the last of the old version and the last of the new one share
    that mark; those that went are put before those that came. Else each paragraph ends in the mark of the one
    before it. The properties of the last are tracked, as they belong to the mark.
    """
    last = paragraphs[-1]
    if not _kind(last):
        return
    start = len(paragraphs)
    while start and _kind(paragraphs[start - 1]):
        start -= 1
    tail = paragraphs[start:]
    gone = [each for each in tail if _kind(each) in GONE]
    came = [each for each in tail if _kind(each) not in GONE]
    if gone and came:
        for paragraph in gone:
            came[0].addprevious(paragraph)
        _put_before(gone[-1], came[0])
        _keep(came[-1], was=gone[-1])
        if came[0] is not came[-1]:  # LibreOffice looks there
            _track(came[0], _before(gone[-1]), _now(came[0]))
    elif start:
        kept = paragraphs[start - 1]
        kept.append(mark(_kind(tail[0])))
        if gone:
            _keep(last, now=kept)
        else:
            _keep(last, was=kept)
    elif not before_table:
        _keep(last)


def _put_before(paragraph: Element, other: Element) -> None:
    """Put what is in a paragraph before what is in another, and take its end away."""
    contents = [each for each in paragraph if each.tag not in (W + "pPr", MARK)]
    place = 1 if len(other) and other[0].tag == W + "pPr" else 0
    other[place:place] = contents
    _remove(paragraph)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _keep(paragraph: Element, *, was: Element | None = None, now: Element | None = None) -> None:
    """Let a paragraph's end stay.

    It had the properties of `was` before, or has those of `now` from now on.
    """
    found = _mark_of(paragraph)
    if found is not None:
        paragraph.remove(found)
    before = _before(paragraph if was is None else was)
    _track(paragraph, before, _now(paragraph if now is None else now))


def _track(paragraph: Element, before: list[Element], after: list[Element]) -> None:
    """Let a paragraph have properties `after`, and before the change those `before`."""
    own = _properties(paragraph)
    if [_said(each) for each in before] == [_said(each) for each in after]:
        own[:] = after
    else:
        own[:] = [*after, w("pPrChange", w("pPr", *before))]


def _now(paragraph: Element) -> list[Element]:
    """Return a copy of a paragraph's properties, without what they were."""
    return [copy.deepcopy(each) for each in _properties(paragraph) if each.tag != W + "pPrChange"]


def _before(paragraph: Element) -> list[Element]:
    """Return a copy of what a paragraph's properties were."""
    change = paragraph.find(f"{W}pPr/{W}pPrChange/{W}pPr")
    return _now(paragraph) if change is None else [copy.deepcopy(each) for each in change]


def _properties(paragraph: Element) -> Element:
    found = paragraph.find(W + "pPr")
    if found is None:
        found = w("pPr")
        paragraph.insert(0, found)
    return found


def _said(element: Element) -> tuple[str, tuple[tuple[str, str], ...], tuple[object, ...]]:
    """Return what an element says, to compare it."""
    attributes = sorted((str(name), str(value)) for name, value in element.attrib.items())
    return str(element.tag), tuple(attributes), tuple(_said(each) for each in element)


def _finish(paragraph: Element) -> None:
    """Turn a paragraph's mark into its properties (17.3.1.29), and put a move between its limits."""
    found = _mark_of(paragraph)
    if found is None:
        return
    kind, move = found.get(W + "kind", ""), found.get(W + "move", "0")
    paragraph.remove(found)
    properties = _properties(paragraph)
    change = properties.find(W + "pPrChange")
    place = len(properties) if change is None else properties.index(change)
    properties.insert(place, w("rPr", w(ELEMENTS[kind])))
    if kind.startswith("moved"):
        name = ELEMENTS[kind]
        paragraph.addprevious(w(f"{name}RangeStart", name=f"move{move}"))
        paragraph.addnext(w(f"{name}RangeEnd"))


def sign(stories: Sequence[Element], author: str, date: datetime) -> None:
    """Say of every change who made it and when, and number the changes after the bookmarks."""
    numbers = [int(each.get(W + "id", "0")) for story in stories for each in story.iter(W + "bookmarkStart")]
    number = max(numbers, default=0)
    moment = date.strftime("%Y-%m-%dT%H:%M:%SZ")
    opened = ""
    for story in stories:
        for element in story.iter(*TRACKED, W + "moveFromRangeEnd", W + "moveToRangeEnd"):
            if element.tag not in TRACKED:
                element.set(W + "id", opened)
                continue
            number += 1
            element.set(W + "id", str(number))
            element.set(W + "author", author)
            element.set(W + "date", moment)
            if str(element.tag).endswith("RangeStart"):
                opened = str(number)
