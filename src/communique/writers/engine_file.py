"""Shortcuts in how the PDF is written: every object is put into bytes, and compressed, once instead of twice.

And the colour profile of sRGB, of which only the name is asked, is not read by Pillow.
"""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pydyf
from weasyprint import css

from communique.writers.engine_shortcuts import Shortcut


class Written(pydyf.Object):  # type: ignore[misc]
    """Stands for an object while the file is written, and keeps its bytes for the file's identifier."""

    def __init__(self, plain: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free = plain.number, plain.generation, plain.free
        self.plain = plain

    @cached_property
    def data(self) -> Any:
        """The object's bytes."""
        return self.plain.data

    @property
    def compressible(self) -> Any:
        """Whether the object can be part of an object stream."""
        return self.plain.compressible


def write(
    pdf: Any, output: Any, version: bytes = b"1.7", identifier: Any = False, compress: bool = False
) -> None:
    """Write a PDF whose objects are complete."""
    objects = pdf.objects
    pdf.objects = [Written(each) for each in objects]
    try:
        plain_write(pdf, output, version, identifier, compress)
    finally:
        pdf.objects = [*objects, *pdf.objects[len(objects) :]]


plain_write = pydyf.PDF.write

SRGB = "384b832de3412066743b52a75ee906b6fb9fb8d9e09e936fc2c43223815c6e0a"
"""SHA-256 of the profile that comes with the engine."""

SRGB_NAME = "IEC 61966-2-1 Default RGB Colour Space - sRGB"


def set_up_profile(profile: Any, file: Any, src: str, rendering_intent: str, components: Any) -> None:
    """Note a colour profile and its name."""
    content = file.read()
    if sha256(content).hexdigest() != SRGB:
        file.seek(0)
        plain_set_up_profile(profile, file, src, rendering_intent, components)
        return
    file.close()
    profile.src, profile.rendering_intent, profile.components = src, rendering_intent, components
    profile.pdf_reference = None
    known = SimpleNamespace(model=SRGB_NAME)
    profile._profile = SimpleNamespace(profile=known, tobytes=lambda: content)


plain_set_up_profile = css.ColorProfile.__init__

SHORTCUTS = (
    Shortcut(pydyf, "PDF.write", write),
    Shortcut(css, "ColorProfile.__init__", set_up_profile),
)
