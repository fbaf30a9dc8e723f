"""What styles and looks of an edited DOCX mean in the words of the style map, and the way back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit

from communique.reference_styles import BULLETS, CAPTION, CONTINUED, HEADING_NUMBER, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.theme import StyleMap
    from communique.word.story import Look, ParagraphLook
    from communique.word.style_names import StyleNames
    from communique.writers.docx_base import BaseBlock, Mark

Value = TypeVar("Value")

FLAGS = ("emphasis", "strong")
LIST_STYLE = re.compile(r"list (bullet|number)(?: (\d))?")
CONTINUED_NAMES = frozenset(name.lower() for name in CONTINUED)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a paragraph is."""

    kind: str
    role: str
    level: int = 0
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Manner:
    """What characters are. A flag is None where the run sets what its surroundings have anyway."""

    role: str = ""
    emphasis: bool | None = False
    strong: bool | None = False
    link: str = ""

    def like(self, other: Manner) -> bool:
        """Return whether two are the same to the reader."""
        flags = ((self.emphasis, other.emphasis), (self.strong, other.strong))
        alike = all(one is None or two is None or one == two for one, two in flags)
        return alike and self.role == other.role and same_target(self.link) == same_target(other.link)


class Meanings:
    """The style map, read from the side of Word, for the styles of one file."""

    def __init__(self, roles: StyleMap, styles: StyleNames) -> None:
        self._roles = roles
        self._styles = styles
        self._inlines = _first((entry.word, role) for role, entry in roles.inlines.items())
        self._headings = _first((entry.word, level) for level, entry in roles.headings.items())
        body = roles.paragraphs["body"].word
        self._paragraphs = _first((entry.word or body, role) for role, entry in roles.paragraphs.items())

    # Paragraphs

    def style(self, look: ParagraphLook) -> str:
        """Return the name of a paragraph's style."""
        return next(iter(self._styles.names(look.style)), look.style)

    def block(self, look: ParagraphLook) -> Meaning:
        """Return what a paragraph is; the role is empty for a style that no role has."""
        for name in self._styles.names(look.style):
            found = self._named(name.lower(), look.level, look.ordered)
            if found:
                return found
        if look.ordered is not None:
            return Meaning("item", "list-item", look.level, look.ordered)
        return Meaning("paragraph", "")

    def _named(self, name: str, level: int, ordered: bool | None) -> Meaning | None:
        if name in self._headings:
            return Meaning("heading", "heading", self._headings[name])
        if name == CAPTION:
            return Meaning("caption", "caption")
        listed = LIST_STYLE.fullmatch(name)
        if name in CONTINUED_NAMES or (listed and ordered is None):
            return Meaning("continued", "list-item")
        if listed:
            return Meaning("item", "list-item", level or int(listed[2] or 1) - 1, bool(ordered))
        if name not in self._paragraphs:
            return None
        if ordered is not None:
            return Meaning("item", "list-item", level, ordered)
        return Meaning("paragraph", self._paragraphs[name])

    def written(self, block: BaseBlock) -> Meaning:
        """Return what the paragraph of a block of the base reads as, untouched."""
        entries = self._roles.paragraphs
        match block.kind:
            case "heading":
                headings = self._roles.headings
                name = (headings.get(block.level) or headings[max(headings)]).word
            case "item":
                name = NUMBERS if block.ordered else BULLETS
            case "continued":
                name = CONTINUED[0]
            case "caption":
                name = CAPTION
            case _:
                name = (entries.get(block.role) or entries["body"]).word or entries["body"].word
        ordered = block.ordered if block.kind == "item" else None
        return self._named(name.lower(), block.level, ordered) or Meaning("paragraph", "")

    # Characters

    def is_number(self, look: Look) -> bool:
        """Return whether a run is the number of a heading."""
        return HEADING_NUMBER.lower() in (name.lower() for name in self._styles.names(look.style))

    def role(self, look: Look) -> str:
        """Return the role that the character style of a run stands for."""
        names = (name.lower() for name in self._styles.names(look.style)) if look.style else ()
        return next((self._inlines[name] for name in names if name in self._inlines), "")

    def manner(self, look: Look, link: str, paragraph: ParagraphLook) -> Manner:
        """Return what a run is, in a paragraph of a style: Word's Ctrl+I turns italics over."""
        role = self.role(look)
        bold, italic = self._styles.slant(look.style)
        around_bold, around_italic = self._styles.slant(paragraph.style)
        emphasis = _turned(look.italic, on_already=around_italic or (bool(role) and italic))
        strong = _added(look.bold, on_already=around_bold or (bool(role) and bold))
        if role == "emphasis" or (not role and italic):
            emphasis = look.italic is not False
        if role == "strong" or (not role and bold):
            strong = look.bold is not False
        return Manner("" if role in FLAGS else role, emphasis, strong, link)

    def unbolded(self, look: Look, paragraph: ParagraphLook) -> bool:
        """Return whether a run stands out by being lighter than its paragraph, for which there is no word."""
        return look.bold is False and self._styles.slant(paragraph.style)[0] and not self.role(look)

    def carried(self, marks: Iterable[Mark]) -> Manner:
        """Return what the writer makes of marks, the outer ones first (`writers.docx_inlines`)."""
        role, link, emphasis, strong = "", "", False, False
        for mark in marks:
            if mark.kind == "link":
                role, link = "", mark.value
            elif mark.kind == "style" and mark.value == "emphasis":
                emphasis = True
            elif mark.kind == "style" and mark.value == "strong":
                strong = True
            elif mark.kind == "style":
                role = self.shown(mark.value) or role
        return Manner(role, emphasis, strong, link)

    def shown(self, role: str) -> str:
        """Return the role as which a role is read: the first with its Word style."""
        entry = self._roles.inlines.get(role)
        return self._inlines[entry.word.lower()] if entry and entry.word else ""


def same_target(target: str) -> str:
    """Return a link's target in one spelling: editors escape it anew, and close a bare host with a slash."""
    if target.startswith("#"):
        return target
    try:
        parts = urlsplit(target)
    except ValueError:
        return target
    path = "" if parts.path == "/" else parts.path
    return unquote(
        parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), path=path).geturl()
    )


def _first(pairs: Iterable[tuple[str, Value]]) -> dict[str, Value]:
    """Return what stands first under each name, whatever its case."""
    found: dict[str, Value] = {}
    for name, value in pairs:
        if name:
            found.setdefault(name.lower(), value)
    return found


def _turned(italic: bool | None, *, on_already: bool) -> bool | None:
    """Return whether a run stands out by its slant; None where it repeats what is around it."""
    if italic is None:
        return False
    if on_already:
        return None if italic else True
    return italic


def _added(bold: bool | None, *, on_already: bool) -> bool | None:
    """Return whether a run stands out by its weight; lighter than its surroundings is not strong."""
    if bold and on_already:
        return None
    return bool(bold)
