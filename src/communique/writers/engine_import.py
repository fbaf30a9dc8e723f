"""The import of the layout engine, made light: without what a document of ours never needs.

WeasyPrint parses the C definitions of the libraries that it calls, asks helper programs of the system for
their names, and loads fontTools and Pillow. Here it finds its definitions parsed already (`engine_types`),
names that the linker knows, and stand-ins that load what they stand for when it is first used. When
anything is not as it was when this was written, the plain import takes its place.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINE = "weasyprint"
VERSION = "70.0"
"""The version of WeasyPrint whose sources were read for this and all other shortcuts."""

STOOD_IN = (
    "fontTools",
    "fontTools.subset",
    "fontTools.ttLib",
    "fontTools.varLib",
    "fontTools.varLib.instancer",
    "PIL",
    "PIL.EpsImagePlugin",
    "PIL.Image",
    "PIL.ImageCms",
    "PIL.ImageFile",
    "PIL.ImageOps",
    "tinyhtml5",
)
"""Modules for pictures, for fonts in odd formats, for machines without HarfBuzz, and for HTML of others."""

FOR_OTHERS = ("PH_STYLESHEET", "UA_FORM_STYLESHEET")
"""Style sheets for forms, and for attributes that say how things look; documents of ours have neither."""


class _NotAsExpectedError(ImportError):
    """The engine is another one than the shortcut was made for."""


@cache
def import_engine() -> bool:
    """Import WeasyPrint, and return whether that was done on the short way."""
    if ENGINE in sys.modules:
        return False
    try:
        _expect_version()
        with _definitions_at_hand(), _stand_ins(), _SheetsLater():
            import_module(ENGINE)
    except Exception:  # noqa: BLE001 whatever it is, the plain import says it better
        for name in [each for each in sys.modules if each.partition(".")[0] == ENGINE]:
            del sys.modules[name]
        import_module(ENGINE)
        return False
    return True


def _expect_version() -> None:
    """Raise unless the engine that would be imported is of the version that is known."""
    package = find_spec(ENGINE)
    source = Path((package and package.origin) or "").read_text(encoding="utf-8")
    if f"VERSION = __version__ = '{VERSION}'" not in source:
        raise _NotAsExpectedError("another version")


@contextmanager
def _definitions_at_hand() -> Iterator[None]:
    """Let the engine find a `cffi` that knows its definitions and nothing else."""
    if sys.platform != "linux":
        raise _NotAsExpectedError("libraries are found by their Linux names")
    before = sys.modules.get("cffi")
    known = ModuleType("cffi")
    known.FFI = _known_definitions  # type: ignore[attr-defined]
    sys.modules["cffi"] = known
    try:
        yield
    finally:
        if before is None:
            del sys.modules["cffi"]
        else:
            sys.modules["cffi"] = before


def _known_definitions() -> Any:
    """Return what `cffi.FFI()` returns after `cdef`, made from the definitions as they were parsed before."""
    import _cffi_backend  # type: ignore[import-untyped]

    from communique.writers.engine_types import ARGUMENTS, DIGEST

    class KnownFFI(_cffi_backend.FFI):  # type: ignore[misc]
        def cdef(self, source: str) -> None:
            if sha256(source.encode()).hexdigest() != DIGEST:
                raise _NotAsExpectedError("other definitions")

        def dlopen(self, name: str, flags: int = 0) -> Any:
            # At the end of the process libraries are closed before the last objects that they made are freed.
            return super().dlopen(name, flags | os.RTLD_NODELETE)

    return KnownFFI("engine_types", **ARGUMENTS)


class Later:
    """Stands for a member of a module that is imported when the member is called or looked into.

    What is set on it before is set on the member then.
    """

    def __init__(self, module: str, name: str) -> None:
        vars(self).update(_module=module, _name=name, _settings={})

    def __setattr__(self, name: str, value: Any) -> None:
        vars(self)["_settings"][name] = value

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_load(self), name)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return _load(self)(*arguments, **named)


def _load(later: Later) -> Any:
    """Import what stands behind a stand-in, and put all real members into the engine's modules."""
    for module in [each for name, each in sys.modules.items() if name.partition(".")[0] == ENGINE]:
        for name, value in list(vars(module).items()):
            if (
                isinstance(value, Later)
                and value._module.partition(".")[0] == later._module.partition(".")[0]
            ):
                setattr(module, name, _member(value))
    return _member(later)


def _member(later: Later) -> Any:
    with suppress(ImportError):
        return _configured(import_module(f"{later._module}.{later._name}"), later)
    return _configured(getattr(import_module(later._module), later._name), later)


def _configured(member: Any, later: Later) -> Any:
    for name, value in later._settings.items():
        setattr(member, name, value)
    return member


class _StandIn(ModuleType):
    """A module each of whose members is `Later`."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Later(self.__name__, name)


@contextmanager
def _stand_ins() -> Iterator[None]:
    """Let stand-ins take the place of modules that are not loaded yet, for as long as the context lasts."""
    names = [
        name for name in STOOD_IN if name not in sys.modules and name.partition(".")[0] not in sys.modules
    ]
    sys.modules.update({name: _StandIn(name) for name in names})
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]


class _SheetsLater:
    """Lets the engine's module of HTML find a `CSS` that parses a style sheet for others when it is used."""

    def __enter__(self) -> None:
        sys.meta_path.insert(0, self)

    def __exit__(self, *_: object) -> None:
        sys.meta_path.remove(self)
        self._put_back()

    def find_spec(self, name: str, *_: object) -> None:
        """Watch for the module; the import goes on as always."""
        if name == f"{ENGINE}.html":
            package = sys.modules[ENGINE]
            self.real = package.CSS
            package.CSS = self._sheet  # type: ignore[attr-defined]

    def _sheet(self, *, string: str, counter_style: Any = None) -> Any:
        if "@counter-style" in string:
            return self.real(string=string, counter_style=counter_style)
        return _LateSheet(self.real, string)

    def _put_back(self) -> None:
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] == ENGINE and getattr(module, "CSS", None) == self._sheet:
                module.CSS = self.real  # type: ignore[attr-defined]


class _LateSheet:
    """A style sheet that is parsed when it is looked into."""

    def __init__(self, real: Any, string: str) -> None:
        vars(self).update(_real=real, _string=string)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        sheet = self._real(string=self._string)
        vars(self).update(vars(sheet))
        return getattr(sheet, name)
