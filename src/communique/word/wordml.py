"""What is in the XML of an edited DOCX around its text: fields, controls, alternatives, languages.

Section numbers are those of ECMA-376, part 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from communique.word.edited import Credit
from communique.word.story import Chars, Foreign
from communique.word.style_names import switch
from communique.writers.ooxml import XML_SPACE, W

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.word.story import Piece
    from communique.writers.ooxml import Element

SEEN_THROUGH = frozenset({W + "smartTag", W + "customXml", W + "dir", W + "bdo", W + "rubyBase"})
SHOWN_NOWHERE = frozenset({"XE", "TC", "TA", "RD", "SET", "ASK"})
HYPERLINK = re.compile(r'(\\[a-z*]+)?\s*(?:"([^"]*)"|([^\s"\\]+))?')
CHINESE = re.compile("[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass
class Field:
    """An open field (17.16.18): its instruction, and whether its result has begun."""

    code: list[str] = field(default_factory=list)
    result: bool = False

    @property
    def words(self) -> list[str]:
        return "".join(self.code).split()

    @property
    def hidden(self) -> bool:
        return not self.result or self.kind == "NOTEREF" or self.kind in SHOWN_NOWHERE

    @property
    def kind(self) -> str:
        return self.words[0].upper() if self.words else ""

    @property
    def link(self) -> str:
        """The target of a HYPERLINK field."""
        if self.kind != "HYPERLINK":
            return ""
        target = anchor = ""
        for found in HYPERLINK.finditer("".join(self.code).strip()[len("HYPERLINK") :]):
            switch_, argument = found[1], found[2] or found[3] or ""
            if switch_ == "\\l":
                anchor = argument
            elif switch_ is None and argument and not target:
                target = argument
        return target + (f"#{anchor}" if anchor else "")


def credit_of(element: Element) -> Credit:
    """Return who made a change or a comment, and when."""
    return Credit(element.get(W + "author", ""), element.get(W + "date", ""))


def inside(element: Element) -> Element | None:
    """Return what holds the content of an element that is only around it."""
    if element.tag == W + "sdt":
        placeholder = switch(element.find(W + "sdtPr"), "showingPlcHdr")
        return None if placeholder else element.find(W + "sdtContent")
    if element.tag in SEEN_THROUGH:
        return element
    if element.tag == CHOICES + "AlternateContent":
        return chosen(element)
    return None


def chosen(element: Element) -> Element:
    """Return the variant of alternative content to be read: the newest (part 3, 9.3)."""
    for name in ("Choice", "Fallback"):
        found = element.find(CHOICES + name)
        if found is not None:
            return found
    return element


def hidden(piece: Piece) -> Piece:
    return Foreign("hidden text", piece.text, piece.track) if isinstance(piece, Chars) else piece


def run_together(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield neighbouring characters of one look as one piece: editors divide runs where nobody sees it."""
    for _, group in groupby(pieces, lambda each: replace(each, text="") if isinstance(each, Chars) else None):
        alike = list(group)
        if isinstance(alike[0], Chars):
            yield replace(alike[0], text="".join(each.text for each in alike if isinstance(each, Chars)))
        else:
            yield from alike


def text_of(element: Element) -> str:
    """Return the text of `w:t`: without `preserve`, blanks at its ends are no part of it (17.3.3.31)."""
    text = re.sub(r"[\t\r\n]", " ", element.text or "")
    return text if element.get(XML_SPACE) == "preserve" else text.strip(" ")


def language_of(run: Element, properties: Element | None) -> str:
    """Return the language of a run, of which Word notes one for each kind of script."""
    found = properties.find(W + "lang") if properties is not None else None
    if properties is None or found is None:
        return ""
    if switch(properties, "rtl"):
        return found.get(W + "bidi", "")
    text = "".join(each.text or "" for each in run.iterfind(W + "t"))
    return found.get(W + "eastAsia" if CHINESE.search(text) else W + "val", "")


def words_in(element: Element | None) -> str:
    """Return the words in something that isn't read: a text box, an equation."""
    if element is None:
        return ""
    lines = [
        "".join(str(each.text or "") for each in part.iter(W + "t", MATH + "t"))
        for part in ([*element.iter(W + "p")] or [element])
    ]
    return "\n".join(dict.fromkeys(each for each in lines if each.strip()))
