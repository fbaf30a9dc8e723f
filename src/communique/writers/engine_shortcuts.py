"""Shortcuts in the layout engine: which of its functions are replaced, and when that is safe.

A shortcut gives the same bytes in less time, which the tests hold. It knows the function that it replaces
to the letter: unless every source that was read for it is as it was, no shortcut is taken, and the engine
goes its own way.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.writers.engine_import import ENGINE

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = {
    "pydyf": "0b10add9e640961db4636205686066e2b955fba63cad51e602a69250ef1df0d6",
    "weasyprint": "7cd0f4ae8569eac9e1a9dc5e58a2c7aed8b164c008f27a2f4f99b0cf1fbf185d",
    "weasyprint.css": "77ad7287f90d7cfaf85eb00ebe7af47d2bedfb856d7dc68717152f2d8a7605fd",
    "weasyprint.css.targets": "dc7a175f80bbca473564d4462cc60a240c6f4a45456e83165de73dd2c5d574b8",
    "weasyprint.document": "f08f91af64563f5fb27596828891fb326262511a56e4ace714e5a960898024c8",
    "weasyprint.draw.color": "c68aaae8b9a4c8dd7176e6d7d109be30acbbc628f34f765dee41763126aa6624",
    "weasyprint.formatting_structure.boxes": "8ffd28ab74a149f0097208fcba6a80df0c8bb01e8fd4f9ced95d11b7e9807e23",
    "weasyprint.formatting_structure.build": "335ad8b541295d6b9c5b71830d5184cd692f730d7b83ba5bac39fdb5aea23c87",
    "weasyprint.layout": "f226ba97ad21e44772b571aa64bfd446ecf3080d236c4861dcab25407a04d66a",
    "weasyprint.layout.background": "3d98949e4fe71bc71a96bc7e4c10c137a25a36a07dde755dc619116e85ab1809",
    "weasyprint.layout.page": "d99c5aceb36d458619a9cecb466a09df8827b9160fafacab7b4972a0d354dcca",
    "weasyprint.layout.percent": "bac190e240dce17b4342feb99423e8232433d3727c0833897f50fed88cb163a2",
    "weasyprint.draw.text": "c9a450aa209277e760227e1fed2da492647bd28e5a5ebc4c9d8aaedecc400d77",
    "weasyprint.text.line_break": "1f5a855ad992e0bebaf5512d2b806fd991090e0e91bf79d3d5a3a0176b22af97",
}
"""SHA-256 of the sources whose functions are replaced, or that the replacements rely on."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A function or a method of a module of the engine, and what takes its place."""

    module: Any
    name: str
    replacement: Any


@dataclass(frozen=True, slots=True)
class _Place:
    """A name of the engine that is bound anew, with its own value and ours."""

    holder: Any
    name: str
    plain: Any
    short: Any


def shortcuts(on: bool) -> bool:
    """Take shortcuts from now on, or none; return whether they are taken. The engine has to be imported."""
    places = _places() if engine_is_known() else ()
    for place in places:
        setattr(place.holder, place.name, place.short if on else place.plain)
    _taken[:] = [on and bool(places)]
    return _taken[0]


def mend() -> None:
    """Mend what the engine does wrong, if it is the one that is known; before shortcuts are looked for."""
    if engine_is_known():
        from communique.writers.engine_mends import MENDS

        for place in [place for each in MENDS for place in _places_of(each)]:
            setattr(place.holder, place.name, place.short)


_taken = [False]


def shortcuts_are_taken() -> bool:
    """Return whether shortcuts are taken at the moment."""
    return _taken[0]


@cache
def engine_is_known() -> bool:
    """Whether the engine's sources are those that the shortcuts were written for."""
    return all(_digest(name) == digest for name, digest in SOURCES.items())


def _digest(name: str) -> str:
    file = getattr(sys.modules.get(name), "__file__", None)
    try:
        return sha256(Path(file or "").read_bytes()).hexdigest()
    except OSError:
        return ""


@cache
def _places() -> tuple[_Place, ...]:
    from communique.writers import (
        engine_boxes,
        engine_drawing,
        engine_file,
        engine_pages,
        engine_styles,
        engine_text,
    )

    modules = (engine_text, engine_drawing, engine_boxes, engine_styles, engine_pages, engine_file)
    return tuple(
        place for module in modules for shortcut in module.SHORTCUTS for place in _places_of(shortcut)
    )


def _places_of(shortcut: Shortcut) -> Iterator[_Place]:
    """Yield where a function is bound: in its class, or in every module of the engine that has it."""
    owner, _, name = shortcut.name.rpartition(".")
    if owner:
        holder = getattr(shortcut.module, owner)
        yield _Place(holder, name, vars(holder)[name], shortcut.replacement)
        return
    plain = getattr(shortcut.module, name)
    for module_name, module in list(sys.modules.items()):
        if module_name.partition(".")[0] in {ENGINE, "pydyf"} and vars(module).get(name) is plain:
            yield _Place(module, name, plain, shortcut.replacement)
