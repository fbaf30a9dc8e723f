"""One paragraph of a view while it is read: its text, what lies on it, and where bookmarks and notes are.

Places are offsets in the text as Word has it. `clean` takes out what is no part of the text, moves all
places along, and leaves a line that says what the reader of a fresh build would see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from communique.word.edited import Anchor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.word.edited import Credit, Touch
    from communique.word.story import Look, ParagraphLook

BLANKS = re.compile(r"[ \t]{2,}|[ \t]+(?=\n)|(?<=\n)[ \t]+|\t")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text of one look."""

    start: int
    end: int
    look: Look
    link: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A place between two characters: the mark of a note, or the edge of a comment's range."""

    place: int
    kind: Literal["note", "opens", "closes"]
    key: str


@dataclass
class Line:
    """A paragraph being put together out of one or, where marks between them are gone, several."""

    looks: list[ParagraphLook]
    text: str = ""
    stretches: list[Stretch] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    restyled: list[Credit] = field(default_factory=list)
    opened: dict[str, int] = field(default_factory=dict)  # bookmarks that begin here, in their order
    unmade: bool = (
        False  # whether the mark at its end was never made in this view, so that a later one is its own
    )
    note: bool = False  # whether the mark of a footnote stands before it

    def add(self, text: str, look: Look, link: str) -> None:
        """Add text; what looks the same as the text before it becomes one stretch with it."""
        start, self.text = len(self.text), self.text + text
        last = self.stretches[-1] if self.stretches else None
        if last and (last.end, last.look, last.link) == (start, look, link):
            self.stretches[-1] = replace(last, end=len(self.text))
        else:
            self.stretches.append(Stretch(start, len(self.text), look, link))

    @property
    def empty(self) -> bool:
        """Whether it shows nothing."""
        return not self.text.strip() and not any(each.kind == "note" for each in self.points)

    def without(self, gone: Iterable[tuple[int, int]], blanks: Iterable[int] = ()) -> Line:
        """Return the line without stretches of its text; at `blanks`, a space stands for a character."""
        characters = list(self.text)
        for place in blanks:
            characters[place] = " "
        kept = [True] * len(characters)
        for start, end in gone:
            kept[start:end] = [False] * (end - start)
        places = [0]
        for each in kept:
            places.append(places[-1] + each)
        stretches = [replace(each, start=places[each.start], end=places[each.end]) for each in self.stretches]
        return replace(
            self,
            text="".join(char for char, stays in zip(characters, kept, strict=True) if stays),
            stretches=[each for each in stretches if each.start < each.end],
            points=[replace(each, place=places[each.place]) for each in self.points],
            anchors=[replace(each, start=places[each.start], end=places[each.end]) for each in self.anchors],
            touches=[replace(each, start=places[each.start], end=places[each.end]) for each in self.touches],
        )

    def close(self, name: str, start: int) -> None:
        """Note what a bookmark holds of the line.

        One that came from above and holds nothing is passed over.
        """
        if name in self.opened or start < len(self.text):
            self.anchors.append(Anchor(name, start, len(self.text)))
            self.anchors.sort(key=lambda each: (each.start, self.opened.get(each.name, -1)))


def folded(line: Line, *, ends: bool = True) -> Line:
    """Return a line with white space as HTML shows it: tabs are spaces, and of several one stays.

    Blanks at the ends of the line go too, if `ends` says so.
    """
    text = line.text
    gone = []
    blanks = [place for place, char in enumerate(text) if char == "\t"]
    for found in BLANKS.finditer(text):
        at_break = (
            text[found.end() : found.end() + 1] == "\n" or text[found.start() - 1 : found.start()] == "\n"
        )
        gone.append((found.start() + (not at_break), found.end()))
    if ends:
        gone += [(0, len(text) - len(text.lstrip(" \t\n"))), (len(text.rstrip(" \t\n")), len(text))]
    if not blanks and all(start >= end for start, end in gone):
        return line
    return line.without(gone, blanks)


def joined(touches: Iterable[Touch]) -> list[Touch]:
    """Return touches in order, those of one credit that meet taken together."""
    found: list[Touch] = []
    for each in sorted(touches, key=lambda touch: (touch.start, touch.end)):
        last = found[-1] if found else None
        if last and last.credit == each.credit and last.end >= each.start and last.start < last.end:
            found[-1] = replace(last, end=max(last.end, each.end))
        elif last != each:
            found.append(each)
    return found
