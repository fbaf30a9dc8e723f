"""What Word does to the runs of a paragraph: cut them, take them out, put new ones in, with or without a track.

Offsets count what a reader sees: characters, tabs and breaks; the mark of a footnote is nothing.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from communique.writers.ooxml import XML_SPACE, W, text_pieces, w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.writers.ooxml import Element

SHOWN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
GONE = (W + "del", W + "moveFrom")
CONTAINERS = frozenset(
    W + tag for tag in ("ins", "del", "moveTo", "moveFrom", "hyperlink", "sdtContent", "smartTag")
)
RUN_ORDER = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
    "rPrChange",
]
_numbers = count(100_000)


@dataclass(frozen=True)
class Author:
    """Who tracks a change, and when."""

    name: str
    date: str = "2026-11-02T09:00:00Z"

    def tag(self, name: str, *children: Element) -> Element:
        """Make an element of a tracked change."""
        return w(name, *children, id=next(_numbers), author=self.name, date=self.date)


@dataclass(frozen=True)
class Character:
    """A character that shows: its run, the element in it, and the place in that element's text."""

    run: Element
    leaf: Element
    place: int
    text: str


def characters(paragraph: Element) -> list[Character]:
    """Return the characters that show when all changes are accepted."""
    found = []
    for run in runs(paragraph):
        if not _gone(run):
            found += [each for leaf in run for each in _characters_of(run, leaf)]
    return found


def _characters_of(run: Element, leaf: Element) -> Iterator[Character]:
    if leaf.tag == W + "t":
        for place, char in enumerate(leaf.text or ""):
            yield Character(run, leaf, place, char)
    else:
        shown = SHOWN.get(str(leaf.tag).removeprefix(W))
        if shown:
            yield Character(run, leaf, 0, shown)


def runs(paragraph: Element) -> list[Element]:
    """Return the runs of a paragraph, not those of a text box in it."""
    return [each for each in paragraph.iter(W + "r") if next(each.iterancestors(W + "p")) is paragraph]


def shown(paragraph: Element) -> str:
    """Return the text that shows."""
    return "".join(each.text for each in characters(paragraph))


def _gone(run: Element) -> bool:
    return any(each.tag in GONE for each in run.iterancestors())


def cut(paragraph: Element, offset: int) -> None:
    """Divide the run that a place is inside of."""
    found = characters(paragraph)
    if not 0 < offset < len(found) or found[offset - 1].run is not found[offset].run:
        return
    before, after = found[offset - 1], found[offset]
    run = before.run
    rest = w("r")
    properties = run.find(W + "rPr")
    if properties is not None:
        rest.append(deepcopy(properties))
    leaves = list(run)
    moved = leaves[leaves.index(after.leaf) :]
    if before.leaf is after.leaf:
        text = before.leaf.text or ""
        moved = leaves[leaves.index(after.leaf) + 1 :]
        second = deepcopy(before.leaf)
        before.leaf.text, second.text = text[: after.place], text[after.place :]
        for leaf in (before.leaf, second):
            leaf.set(XML_SPACE, "preserve")
        rest.append(second)
    rest.extend(moved)
    run.addnext(rest)


def new_run(text: str, like: Element | None, *, linked: bool = True) -> Element:
    """Make a run with the properties of another; without those of a link when it stands outside of one."""
    made = w("r")
    properties = like.find(W + "rPr") if like is not None else None
    if properties is not None:
        made.append(deepcopy(properties))
        for each in made[0].findall(W + "rPrChange"):
            made[0].remove(each)
        style = made[0].find(W + "rStyle")
        if not linked and style is not None and style.get(W + "val") == "Hyperlink":
            made[0].remove(style)
    made.extend(text_pieces(text))
    for each in made.iter(W + "t"):
        each.set(XML_SPACE, "preserve")
    return made


def put(paragraph: Element, offset: int, new: Element, author: Author | None) -> None:
    """Put a run at a place, after the character before it; at the very beginning before what is there."""
    cut(paragraph, offset)
    found = characters(paragraph)
    if offset:
        here = found[offset - 1].run
        after = found[offset].run if offset < len(found) else None
        while _leaves(here, after):
            here = parent_of(here)
        put_after(here, new, author)
    elif found:
        here = found[0].run
        while parent_of(here) is not paragraph:
            here = parent_of(here)
        here.addprevious(author.tag("ins", new) if author else new)
    else:
        place = 1 if len(paragraph) and paragraph[0].tag == W + "pPr" else 0
        starts = [each for each in paragraph if each.tag == W + "bookmarkStart"]
        made = author.tag("ins", new) if author else new
        if starts:
            starts[-1].addnext(made)
        else:
            paragraph.insert(place, made)


def _leaves(here: Element, after: Element | None) -> bool:
    """Whether a place after an element is the end of the link around it."""
    parent = parent_of(here)
    if parent.tag not in (W + "hyperlink", W + "sdtContent", W + "sdt"):
        return False
    return parent[-1] is here and (after is None or parent not in list(after.iterancestors()))


def put_after(here: Element, new: Element, author: Author | None) -> None:
    """Put a run behind another, in whatever that stands in."""
    parent = parent_of(here)
    if parent.tag in (W + "ins", W + "moveTo"):
        if author and parent.tag == W + "ins" and parent.get(W + "author") == author.name:
            here.addnext(new)
            return
        here = divide(parent, here)
    here.addnext(author.tag("ins", new) if author else new)


def divide(container: Element, last: Element) -> Element:
    """Divide a container after one of its children, and return its first half."""
    rest = list(last.itersiblings())
    if rest:
        second = w(str(container.tag).removeprefix(W))
        for name, value in container.attrib.items():
            second.set(name, value)
        if second.get(W + "id"):
            second.set(W + "id", str(next(_numbers)))
        second.extend(rest)
        container.addnext(second)
    return container


def parent_of(element: Element) -> Element:
    """Return what an element stands in."""
    parent = element.getparent()
    assert parent is not None
    return parent


def between(paragraph: Element, start: int, end: int) -> list[Element]:
    """Return the runs of a stretch, the marks of footnotes in the midst of it included."""
    cut(paragraph, start)
    cut(paragraph, end)
    inside = [each.run for each in characters(paragraph)[start:end]]
    if not inside:
        return []
    order = [each for each in runs(paragraph) if not _gone(each)]
    return order[order.index(inside[0]) : order.index(inside[-1]) + 1]


def remove(run: Element, author: Author | None, tag: str = "del") -> None:
    """Take a run out, or mark it as taken out. What the same author put in is simply gone."""
    parent = parent_of(run)
    own = author and parent.tag == W + "ins" and parent.get(W + "author") == author.name
    if author and not own:
        mark_gone(run)
        holder = author.tag(tag)
        run.addprevious(holder)
        holder.append(run)
        return
    parent.remove(run)
    while not len(parent) and parent.tag in CONTAINERS:
        empty, parent = parent, parent_of(parent)
        parent.remove(empty)


def mark_gone(run: Element) -> None:
    """Name the text of a run as text that is deleted."""
    for old, new in (("t", "delText"), ("instrText", "delInstrText")):
        for leaf in run.findall(W + old):
            leaf.tag = W + new


def properties_of(element: Element, tag: str) -> Element:
    """Return the properties of a run or a paragraph, made when there are none."""
    found = element.find(W + tag)
    if found is None:
        found = w(tag)
        element.insert(0, found)
    return found


def set_property(properties: Element, new: Element) -> None:
    """Put a property into its place in the order of the schema."""
    for old in properties.findall(str(new.tag)):
        properties.remove(old)
    rank = RUN_ORDER.index(str(new.tag).removeprefix(W))
    place = sum(RUN_ORDER.index(str(each.tag).removeprefix(W)) < rank for each in properties)
    properties.insert(place, new)


def track_format(properties: Element, author: Author, tag: str) -> None:
    """Note what the properties were before they change."""
    kept = [each for each in properties if each.tag not in (W + tag, W + "rPr", W + "sectPr")]
    inner = tag.removesuffix("Change")
    change = author.tag(tag, w(inner, *(deepcopy(each) for each in kept)))
    if properties.find(W + tag) is None:
        properties.append(change)
