"""Glyphs in a content stream: which characters they stand for, and how to say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.writers.pdf_pages import DrawnPage

STRINGS = re.compile(rb"<([0-9a-f]*)>")
FONT = re.compile(rb"/(\w+) \S+ Tf")
LACKING = re.compile(rb"<([0-9a-f]+)> 0")
"""A line of the engine's character map for a character that its font lacks."""

GLYPH = re.compile(rb".{4}", re.DOTALL)
"""The hexadecimal digits of a glyph's number in a string."""


STAND_INS = "\N{REPLACEMENT CHARACTER}\N{WHITE SQUARE}?"
"""What is shown in the place of a character that no typeface has: the first that the font has."""


class _Characters(dict[bytes, str]):
    """What glyphs stand for; for nothing if they are not known."""

    def __missing__(self, glyph: bytes) -> str:
        return ""


class Fonts:
    """The fonts of a document, and what their glyphs stand for.

    Several font objects may share one file and then one name in the PDF; what is said of one is said of all.
    """

    def __init__(self, pages: list[DrawnPage]) -> None:
        self.targets: dict[bytes, dict[bytes, int]] = {}
        self.objects: dict[bytes, list[Any]] = {}
        for font in pages[0].stream._fonts.values():
            self.objects.setdefault(font.hash.encode(), []).append(font)
        self.characters: dict[bytes, dict[bytes, str]] = {
            name: _Characters(
                {_hex(glyph): text for font in fonts for glyph, text in font.to_unicode.items()}
            )
            for name, fonts in self.objects.items()
        }

    def let_mean(self, name: bytes, glyph: bytes, text: str) -> None:
        """Let a glyph stand for other characters wherever it is drawn."""
        self.characters[name][glyph] = text
        for font in self.objects[name]:
            if int(glyph, 16) in font.to_unicode:
                font.to_unicode[int(glyph, 16)] = text

    def space(self, name: bytes) -> bytes:
        """Return the glyph of the space in a font, after adding it where no text has used it yet."""
        known = self.characters[name]
        for space in (" ", "\N{NO-BREAK SPACE}"):
            for glyph, text in known.items():
                if text == space:
                    return glyph
        return self._add(name, " ")

    def add_stand_ins(self) -> None:
        """Give fonts that lack a character of the text a glyph to show in its place."""
        for name, fonts in self.objects.items():
            codes = {code for font in fonts for code in font.missing.values()}
            if codes:
                stand_in = int(self._add(name, STAND_INS), 16)
                self.targets.setdefault(name, {}).update({_hex(code): stand_in for code in codes})

    def alias(self, name: bytes, glyph: bytes, text: str) -> bytes:
        """Return a code of its own for a glyph where it stands for other characters than elsewhere."""
        targets = self.targets.setdefault(name, {})
        for code, target in targets.items():
            if target == int(glyph, 16) and self.characters[name][code] == text:
                return code
        fonts = self.objects[name]
        number = fonts[0].glyph_count + max(len(font.missing) for font in fonts)
        for font in fonts:
            font.missing[f"{text} for {glyph!r}"] = number
            font.to_unicode[number] = text
            font.widths[number] = font.widths.get(int(glyph, 16), 0)
        targets[_hex(number)] = int(glyph, 16)
        self.characters[name][_hex(number)] = text
        return _hex(number)

    def _add(self, name: bytes, characters: str) -> bytes:
        """Take the glyph of the first of these characters that a font has into the file."""
        from fontTools.ttLib import TTFont

        font = self.objects[name][0]
        with TTFont(BytesIO(font.file_content), fontNumber=font.index, lazy=True) as file:
            cmap = file.getBestCmap()
            character = next(each for each in characters if ord(each) in cmap)
            glyph_name = cmap[ord(character)]
            number = file.getGlyphID(glyph_name)
            width = round(file["hmtx"][glyph_name][0] * 1000 / font.upem)
        for each in self.objects[name]:
            each.to_unicode.setdefault(number, character)
            each.widths.setdefault(number, width)
        self.characters[name].setdefault(_hex(number), character)
        return _hex(number)


def write_targets(pdf: Any, fonts: Fonts) -> None:
    """Write which glyphs are shown for codes of their own: aliases, and characters that a font lacks.

    The engine knows such codes for lacking characters only, and shows them as `.notdef`, which both
    standards forbid. What a code stands for to a reader is not touched.
    """
    for each in pdf.objects:
        if not isinstance(each, dict) or not isinstance(each.get("Encoding"), bytes):
            continue
        targets = fonts.targets[each["BaseFont"][1:].partition(b"+")[0]]
        cmap = pdf.objects[int(each["Encoding"].split()[0])].stream
        for at, line in enumerate(cmap):
            if isinstance(line, bytes) and (match := LACKING.fullmatch(line)):
                cmap[at] = b"<%s> %d" % (match[1], targets[match[1]])


def _hex(glyph: int) -> bytes:
    return b"%04x" % glyph


@dataclass(frozen=True)
class Shown:
    """A string that is shown in one font, and where it stands among the items of its page."""

    position: int
    font: bytes
    glyphs: list[bytes]


@dataclass(frozen=True)
class Drawing:
    """What a piece of marked content draws."""

    page: DrawnPage
    number: int

    def _range(self) -> Iterator[int]:
        items = self.page.items
        position = self.page.positions[self.number]
        while items[position] != b"EMC":
            yield position
            position += 1

    @cached_property
    def shown(self) -> list[Shown]:
        """The strings shown, in the order of drawing. Positions that are zero are left out of the stream."""
        items, font, found = self.page.items, b"", []
        for position in self._range():
            item = items[position]
            if not isinstance(item, bytes):
                continue
            if item.endswith(b"TJ"):
                items[position] = item = item.replace(b">0<", b"")
                found.append(Shown(position, font, GLYPH.findall(b"".join(STRINGS.findall(item)))))
            elif match := FONT.fullmatch(item):
                font = match[1]
        return found

    def append(self, glyph: bytes, shown: Shown) -> None:
        """Draw a glyph behind a string."""
        items = self.page.items
        head, bracket, tail = items[shown.position].rpartition(b"]")
        items[shown.position] = head + b"<" + glyph + b">" + bracket + tail
        shown.glyphs.append(glyph)

    def replace(self, shown: Shown, codes: dict[int, bytes]) -> None:
        """Show other codes in a string, by their place in it."""
        place = count()

        def replaced(match: re.Match[bytes]) -> bytes:
            glyphs = GLYPH.findall(match[1])
            return b"<" + b"".join(codes.get(next(place), glyph) for glyph in glyphs) + b">"

        items = self.page.items
        items[shown.position] = STRINGS.sub(replaced, items[shown.position])
