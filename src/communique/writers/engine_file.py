"""A shortcut in how the PDF is written: every object is put into bytes, and compressed, once instead of twice."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pydyf

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

SHORTCUTS = (Shortcut(pydyf, "PDF.write", write),)
