"""The styles and lists of an edited DOCX, by name: each editor gives them ids of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.word.story import Look, ParagraphLook
from communique.writers.ooxml import W

if TYPE_CHECKING:
    from communique.writers.ooxml import Element

DEEPEST = 20  # steps from a style to what it is based on; a circle ends here
OFF = frozenset({"0", "false", "off"})


def value(parent: Element | None, tag: str, attribute: str = "val") -> str | None:
    """Return the value of a property, or None when it isn't set."""
    found = parent.find(W + tag) if parent is not None else None
    return None if found is None else found.get(W + attribute, "")


def switch(parent: Element | None, tag: str) -> bool | None:
    """Return whether an on/off property is on, or None when it isn't set."""
    found = value(parent, tag)
    return None if found is None else found not in OFF


def number(text: str | None, otherwise: int = 0) -> int:
    """Return a whole number that an editor wrote."""
    try:
        return int(text or "")
    except ValueError:
        return otherwise


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its names, the style below it, what it makes of characters, and the list it belongs to."""

    name: str
    aliases: tuple[str, ...]
    based: str
    bold: bool | None
    italic: bool | None
    list: str | None
    level: int


UNKNOWN = Style("", (), "", None, None, None, 0)


class StyleNames:
    """What the styles and the numbering of a file say, for those who only have an id."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default = ""  # the id of the style of a paragraph that names none
        for element in styles.iterfind(W + "style") if styles is not None else ():
            identifier = element.get(W + "styleId", "")
            self._styles.setdefault(identifier, _style(element))
            if element.get(W + "type") == "paragraph" and element.get(W + "default", "0") not in OFF:
                self._default = identifier
        self._formats = _formats(numbering) if numbering is not None else {}

    def chain(self, identifier: str | None) -> list[Style]:
        """Return a style and those below it."""
        found: list[Style] = []
        while identifier in self._styles and len(found) < DEEPEST:
            found.append(self._styles[identifier])
            identifier = found[-1].based
        return found

    def names(self, identifier: str) -> list[str]:
        """Return the names of a style, its own before those of the styles that it is based on."""
        return [name for each in self.chain(identifier) for name in (each.name, *each.aliases)]

    def slant(self, identifier: str) -> tuple[bool, bool]:
        """Return whether a style makes characters bold and italic."""
        chain = self.chain(identifier)
        bold = next((each.bold for each in chain if each.bold is not None), False)
        italic = next((each.italic for each in chain if each.italic is not None), False)
        return bold, italic

    def paragraph(self, properties: Element | None) -> ParagraphLook:
        """Return the look of a paragraph by its properties."""
        identifier = value(properties, "pStyle") or self._default
        chain = self.chain(identifier)
        own = properties.find(W + "numPr") if properties is not None else None
        kept = next((each for each in chain if each.list is not None), UNKNOWN)
        found = value(own, "numId") or kept.list
        level = number(value(own, "ilvl"), kept.level)
        if found in (None, "", "0"):
            return ParagraphLook(identifier)
        return ParagraphLook(identifier, level, self._ordered(str(found), level))

    def _ordered(self, list_: str, level: int) -> bool:
        return self._formats.get((list_, level), self._formats.get((list_, 0), "bullet")) not in (
            "bullet",
            "none",
        )

    def run(self, properties: Element | None, language: str = "") -> Look:
        """Return the look of a run by its properties."""
        if properties is None:
            return Look(language=language)
        return Look(
            style=value(properties, "rStyle") or "",
            bold=switch(properties, "b"),
            italic=switch(properties, "i"),
            language=language,
            outside=tuple(_outside(properties)),
        )


def _style(element: Element) -> Style:
    characters, paragraph = element.find(W + "rPr"), element.find(W + "pPr")
    numbers = paragraph.find(W + "numPr") if paragraph is not None else None
    # Word adds the name that a user gives to a built-in style behind a comma.
    own, *others = (value(element, "name") or "").split(",")
    aliases = [*others, *(value(element, "aliases") or "").split(",")]
    return Style(
        name=own.strip(),
        aliases=tuple(each.strip() for each in aliases if each.strip()),
        based=value(element, "basedOn") or "",
        bold=switch(characters, "b"),
        italic=switch(characters, "i"),
        list=value(numbers, "numId"),
        level=number(value(numbers, "ilvl")),
    )


def _formats(numbering: Element) -> dict[tuple[str, int], str]:
    """Return how each level of each list is numbered."""
    abstract: dict[str, dict[int, str]] = {}
    for element in numbering.iterfind(W + "abstractNum"):
        levels = {
            number(each.get(W + "ilvl")): value(each, "numFmt") or "decimal"
            for each in element.iterfind(W + "lvl")
        }
        abstract[element.get(W + "abstractNumId", "")] = levels
    found: dict[tuple[str, int], str] = {}
    for element in numbering.iterfind(W + "num"):
        levels = dict(abstract.get(value(element, "abstractNumId") or "", {}))
        for each in element.iterfind(f"{W}lvlOverride/{W}lvl"):
            levels[number(each.get(W + "ilvl"))] = value(each, "numFmt") or "decimal"
        found |= {(element.get(W + "numId", ""), level): name for level, name in levels.items()}
    return found


def _outside(properties: Element) -> list[str]:
    """Return the formatting for which the vocabulary has no word."""
    found = []
    if value(properties, "u") not in (None, "none", ""):
        found.append("underlined")
    if switch(properties, "strike") or switch(properties, "dstrike"):
        found.append("struck through")
    raised = value(properties, "vertAlign")
    if raised in ("superscript", "subscript"):
        found.append("raised" if raised == "superscript" else "lowered")
    if value(properties, "highlight") not in (None, "none", ""):
        found.append("highlighted")
    if switch(properties, "caps"):
        found.append("in capitals")
    if switch(properties, "smallCaps"):
        found.append("in small capitals")
    return found
