"""Redlines of an earlier time, of documents in which nothing is changed any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from communique.outputs import is_open
from communique.seals import LARGEST_PACKAGE, read_identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from communique.tree import Document

Fate = Literal["removed", "edited", "open", "stuck"]

FATES: dict[Fate, str] = {
    "removed": "was a redline of earlier changes, and is removed",
    "edited": "is a redline of earlier changes, and was edited since; read it before you delete it",
    "open": "is a redline of earlier changes, and is open in an editor; close and delete it",
    "stuck": "is a redline of earlier changes, and can't be removed",
}


@dataclass(frozen=True, slots=True)
class Outdated:
    """A redline that shows what is no change any more, and what became of its file."""

    path: Path
    fate: Fate

    @property
    def words(self) -> str:
        """What became of it."""
        return FATES[self.fate]


def remove_outdated(folder: Path, unchanged: Iterable[Document]) -> Iterator[Outdated]:
    """Remove the redlines in a folder of documents without a change, as far as nobody has worked on them."""
    for document in unchanged:
        for kind in ("docx", "html"):
            path = folder / f"{document.meta.name}.{kind}"
            intact = _is_intact(path, document)
            if intact is not None:
                yield Outdated(path, _removed(path) if intact else "edited")


def _is_intact(path: Path, document: Document) -> bool | None:
    """Whether a redline of a document is as it was written; None for what is no such redline."""
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST_PACKAGE else b""
    except OSError:
        return None
    identity = read_identity(content)
    if identity is None or not identity.redline or identity.document != document.identifier:
        return None
    return identity.intact


def _removed(path: Path) -> Fate:
    if is_open(path):
        return "open"
    try:
        path.unlink()
    except OSError:
        return "stuck"
    return "removed"
