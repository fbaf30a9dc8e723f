"""What a tree of two versions has beside the nodes of the tree: changes, as styled passages, rows and notes.

Writers that know nothing of them write their text. The makers of a redline see what they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from communique.tree import Field, Link, Note, Row, Styled

if TYPE_CHECKING:
    from communique.tree import Inline

Kind = Literal["deleted", "inserted", "moved-from", "moved-to"]
FORMER, PRESENT = "former", "present"
GONE: frozenset[str] = frozenset({"deleted", "moved-from", FORMER})


@dataclass(frozen=True, slots=True)
class Change(Styled):
    """Inlines that went or came; the role is a `Kind`."""


@dataclass(frozen=True, slots=True)
class ParagraphMark(Styled):
    """The end of a paragraph that went or came, where it stands. `whole` when all of the paragraph did.

    One that went stands inside a paragraph where two were joined. `move` is the number that the two places of
    a paragraph that moved have in common. A paragraph that is something else now, with the same words, ends
    in the role `PRESENT`; before it stands an empty one that tells what it was, and ends in `FORMER`.
    """

    whole: bool = False
    move: int = 0


@dataclass(frozen=True, slots=True)
class HeadingNumber(Styled):
    """A heading's number, where it went or came."""


@dataclass(frozen=True, slots=True)
class ChangedRow(Row):
    """A table row that went or came."""

    change: Kind = "inserted"


@dataclass(frozen=True, slots=True)
class GoneNote(Note):
    """A footnote whose mark went."""


def is_gone(children: tuple[Inline, ...]) -> bool:
    """Return whether inlines are those of a paragraph that is not in the new version."""
    last = children[-1] if children else None
    return isinstance(last, ParagraphMark) and last.role in GONE


def new_inlines(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return inlines as they are in the new version."""
    made: list[Inline] = []
    for child in children:
        if isinstance(child, Change | ParagraphMark) and child.role in GONE:
            continue
        if isinstance(child, Change):
            made += new_inlines(child.children)
        elif isinstance(child, Styled | Link | Field):
            made.append(replace(child, children=new_inlines(child.children)))
        else:
            made.append(child)
    return tuple(made)


def whole_change(children: tuple[Inline, ...]) -> str:
    """Return the kind of change of a paragraph that went or came as a whole, or nothing."""
    last = children[-1] if children else None
    return last.role if isinstance(last, ParagraphMark) and last.whole else ""
