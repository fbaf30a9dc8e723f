"""Bases: copies that builds keep of what their DOCX files remember, for editors that drop it from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from communique.writers.docx_base import Base

BASES = ".bases"


def base_file(folder: Path, name: str, revision: str) -> Path:
    """Return where builds into a folder keep the base of a revision of a document."""
    return folder / BASES / f"{name}-{revision}.xml"


def bases_of(folder: Path, revision: str) -> dict[str, Path]:
    """Return the bases that were kept of a revision, by the names of documents, as they were then."""
    end = f"-{revision}.xml"
    kept = sorted((folder / BASES).glob("*.xml"))
    return {path.name.removesuffix(end): path for path in kept if path.name.endswith(end)}


def kept_base(path: Path) -> Base | None:
    """Return a base that was kept, or None where it is gone or damaged."""
    from communique.writers.docx_base import parsed_base

    try:
        return parsed_base(path.read_bytes(), path.name)
    except (OSError, ValueError):
        return None
