"""The operations that scripts are made of. Each says where by numbers that hold when its turn comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = tuple[str, str, int, bool]
"""What a paragraph is: kind, role, level, numbered."""


@dataclass(frozen=True)
class Spot:
    """A paragraph: one of the body's parts by its number; or one of the table cells and notes, and which in it."""

    story: Literal["body", "box"]
    part: int
    para: int = 0


@dataclass(frozen=True)
class Replace:
    """Select letters and type over them; letters and text may be none."""

    spot: Spot
    start: int
    end: int
    text: str = ""


@dataclass(frozen=True)
class Emphasise:
    """Select letters and put a look on them, or take it off."""

    spot: Spot
    start: int
    end: int
    role: str = "emphasis"
    on: bool = True


@dataclass(frozen=True)
class Split:
    """Press Enter."""

    spot: Spot
    at: int


@dataclass(frozen=True)
class Join:
    """Press Delete at the end of a paragraph, and type something between it and the next."""

    spot: Spot
    text: str = " "


@dataclass(frozen=True)
class DeleteBlock:
    """Select a paragraph with its end, and delete it."""

    spot: Spot


@dataclass(frozen=True)
class InsertBlock:
    """Type a paragraph behind another, or at the beginning."""

    after: Spot | None
    text: str
    style: Style = ("paragraph", "body", 0, False)


@dataclass(frozen=True)
class MoveBlock:
    """Cut a paragraph of the body, and paste it behind another part, or at the beginning."""

    spot: Spot
    after: int | None


@dataclass(frozen=True)
class MoveWords:
    """Cut letters, notes among them, and paste them elsewhere."""

    spot: Spot
    start: int
    end: int
    to: Spot
    at: int


@dataclass(frozen=True)
class SetStyle:
    """Give a paragraph another style."""

    spot: Spot
    style: Style


@dataclass(frozen=True)
class AddNote:
    """Put a footnote behind letters."""

    spot: Spot
    at: int
    text: str


@dataclass(frozen=True)
class DeleteNote:
    """Delete the mark of a footnote."""

    spot: Spot
    which: int


@dataclass(frozen=True)
class AddRow:
    """Insert a row below another one of a table, or at its top."""

    table: int
    below: int | None
    texts: tuple[str, ...]


@dataclass(frozen=True)
class DeleteRow:
    """Delete a row."""

    table: int
    row: int


@dataclass(frozen=True)
class MoveRow:
    """Cut a row and paste it below another one, or at the top."""

    table: int
    row: int
    below: int | None


Step = (
    Replace
    | Emphasise
    | Split
    | Join
    | DeleteBlock
    | InsertBlock
    | MoveBlock
    | MoveWords
    | SetStyle
    | AddNote
    | DeleteNote
    | AddRow
    | DeleteRow
    | MoveRow
)
