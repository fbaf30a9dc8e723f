"""Redlines of an earlier time, of documents in which nothing is changed any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.seals import LARGEST_PACKAGE, read_identity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from communique.project import Format
    from communique.tree import Document


@dataclass(frozen=True, slots=True)
class Outdated:
    """A redline that may show what is no change any more. It stays: it may be one since another version."""

    path: Path
    edited: bool

    @property
    def words(self) -> str:
        """What it is, and what may be done with it."""
        if self.edited:
            return "is a redline made earlier, and was edited since; read it before you delete it"
        return "is a redline made earlier, perhaps since another version; delete it if nobody needs it"


def outdated(folder: Path, unchanged: Iterable[Document], formats: Collection[Format]) -> Iterator[Outdated]:
    """Yield the redlines in a folder, in the formats that were asked for, of documents without a change."""
    for document in unchanged:
        for kind in formats:
            path = folder / f"{document.meta.name}.{kind}"
            intact = _is_intact(path, document)
            if intact is not None:
                yield Outdated(path, edited=not intact)


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
