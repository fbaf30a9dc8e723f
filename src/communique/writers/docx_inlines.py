"""Inlines as runs: nested roles folded into the one character style that a run can have."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from communique import reference_styles as names
from communique.tree import Direction, Field, LineBreak, Link, NoteReference, Styled, Text, direction_of
from communique.writers import ooxml
from communique.writers.ooxml import RunLook

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.theme import StyleMap
    from communique.tree import Inline
    from communique.writers.ooxml import Element


class StyleSheet(Protocol):
    """What runs and blocks ask of the styles of the reference document."""

    def identifier(self, name: str) -> str:
        """Return the id of the style with a name."""

    def slanted(self, name: str) -> bool:
        """Return whether a character style is italic."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What the surroundings of a run say about it; the innermost style and language win."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    language: str | None = None
    direction: Direction = "ltr"

    def speaking(self, language: str | None, direction: Direction | None) -> Voice:
        """Return the voice in another language, whose direction follows from it when it is not said."""
        if language and direction is None:
            direction = direction_of(language)
        return replace(self, language=language or self.language, direction=direction or self.direction)


@dataclass
class Runs:
    """A maker of runs for one story (the body, or the footnotes), whose links are relationships of its part.

    `links_inside` collects the links to headings, whose bookmarks are known only when all is written.
    """

    roles: StyleMap
    styles: StyleSheet
    language: str
    relate: Callable[[str], str]
    note_reference: Callable[[NoteReference], list[Element]]
    links_inside: list[tuple[Element, str]] = field(default_factory=list)

    def make(self, children: tuple[Inline, ...], voice: Voice) -> list[Element]:
        """Return the runs of inlines in a voice."""
        runs: list[Element] = []
        for child in children:
            match child:
                case Text(text=text):
                    if text:
                        runs.append(ooxml.text_run(text, self.look(voice)))
                case LineBreak():
                    runs.append(ooxml.run(self.look(voice), ooxml.line_break()))
                case NoteReference():
                    runs += self.note_reference(child)
                case Field(children=inner):
                    runs += self.make(inner, voice)
                case Styled():
                    runs += self._styled(child, voice)
                case Link():
                    runs.append(self._link(child, voice))
        return runs

    def look(self, voice: Voice) -> RunLook:
        """Return the properties of a run: its style, and emphasis beside it where the style can't."""
        style, bold, italic = voice.style, voice.bold, voice.italic
        if not style and (italic or bold):
            role = "emphasis" if italic else "strong"
            style = self.roles.inlines[role].word
            italic, bold = (False, bold) if italic else (italic, False)
        upright = italic and bool(style) and self.styles.slanted(style)  # emphasis inside italics stands up
        return RunLook(
            style=self.styles.identifier(style) if style else None,
            bold=True if bold else None,
            italic=not upright if italic else None,
            language=voice.language if voice.language != self.language else None,
            rtl=voice.direction == "rtl",
        )

    def _styled(self, child: Styled, voice: Voice) -> list[Element]:
        inner = voice.speaking(child.language, child.direction)
        if child.role == "emphasis":
            inner = replace(inner, italic=True)
        elif child.role == "strong":
            inner = replace(inner, bold=True)
        elif child.role in self.roles.inlines:
            inner = replace(inner, style=self.roles.inlines[child.role].word or inner.style)
        runs = self.make(child.children, inner)
        if child.role == "flush-right":
            runs.insert(0, ooxml.run(self.look(inner), ooxml.tab()))
        return runs

    def _link(self, child: Link, voice: Voice) -> Element:
        runs = self.make(child.children, replace(voice, style=names.HYPERLINK))
        if not child.target.startswith("#"):
            return ooxml.hyperlink(runs, relationship=self.relate(child.target))
        link = ooxml.hyperlink(runs, anchor=child.target)
        self.links_inside.append((link, child.target[1:]))
        return link
