"""Typefaces that a theme brings along, made from those that ship."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rendercv_fonts
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from folders import Folder

FILE = "templates/fonts/Special-Regular.ttf"
TOKENS = "typefaces:\n  text: [Special, Gentium Book Plus]\n"


def set_in(project: Folder, family: str) -> None:
    """Let a project set its text in a typeface of its own that looks like a family that ships."""
    project.write(FILE, special(family))
    project.write("templates/tokens.yaml", TOKENS)


@cache
def special(family: str, style: str = "Regular") -> bytes:
    """Return a typeface of the family `Special` that looks like one that ships."""
    (source,) = Path(rendercv_fonts.package_folder_path).glob(f"*/{family}-{style}.*tf")
    font: Any = TTFont(source)
    for record in font["name"].names:
        if record.nameID in {1, 4, 16}:
            record.string = "Special"
        elif record.nameID == 6:
            record.string = "Special-Regular"
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()
