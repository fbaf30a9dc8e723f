"""Views of the sample as it lies on a desk, and what is under its addresses."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from communique.word.edited import blocks_of
from communique.word.edited_file import read_edited
from roundtrip.gathered import gathered
from roundtrip.matching import matches

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from communique.word.edited import EditedBlock, EditedDocument
    from communique.word.edited_file import EditedFile
    from roundtrip.desk import Desk

OPENING, SECOND, QUOTATION = (
    "summary.yaml: overview[0]",
    "summary.yaml: overview[1]",
    "summary.yaml: quotation",
)
SPOKEN, LEAD, TOPIC = "summary.yaml: c[0].p[0]", "summary.yaml: c[0].lead", "summary.yaml: c[0].topic"
RAPPORTEUR, REVIEWER = "Rapporteur", "Reviewer"


def read(desk: Desk) -> EditedFile:
    """Return the file as an import reads it."""
    return read_edited(desk.saved(), "reviewed.docx")


def accepted(desk: Desk) -> EditedDocument:
    """Return the view with all changes accepted."""
    return read(desk).accepted(desk.base, gathered()["sample"].theme.styles)


def rejected(desk: Desk) -> EditedDocument:
    """Return the view with all changes rejected."""
    return read(desk).rejected(desk.base, gathered()["sample"].theme.styles)


def by(desk: Desk, author: str) -> EditedDocument:
    """Return the view with one author's changes accepted."""
    return read(desk).by_author(desk.base, gathered()["sample"].theme.styles, author)


def under(view: EditedDocument, desk: Desk, address: str) -> list[EditedBlock]:
    """Return the blocks of a view that carry a bookmark of an address."""
    names = {each.bookmark for each in desk.base.blocks if each.address == address}
    return [block for block in blocks_of(view) if names & {anchor.name for anchor in block.anchors}]


def block(view: EditedDocument, desk: Desk, address: str) -> EditedBlock:
    (found,) = under(view, desk, address)
    return found


def texts(view: EditedDocument) -> list[str]:
    """Return what the blocks say."""
    return [each.text for each in blocks_of(view)]


def marked(found: EditedBlock, *kinds: str) -> list[tuple[str, str]]:
    """Return the values of a block's marks with the words under them."""
    return [
        (mark.value, found.text[mark.start : mark.end])
        for mark in found.marks
        if mark.kind in (kinds or ("style",))
    ]


def others_unchanged(view: EditedDocument, desk: Desk, *addresses: str) -> bool:
    """Return whether all differences from the base are in the blocks of some addresses."""
    return all(
        each.startswith(tuple(f"{address}:" for address in addresses)) for each in matches(desk.base, view)
    )


def maybe(desk: Desk, tracked: bool) -> AbstractContextManager[Desk]:
    """Return a context in which the rapporteur's changes are tracked, or nobody's."""
    return desk.tracking(RAPPORTEUR) if tracked else nullcontext(desk)
