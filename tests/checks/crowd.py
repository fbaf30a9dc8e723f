"""A crowd of speakers at six sessions, and what is written of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checks.gatherings import SIX, gather, person

if TYPE_CHECKING:
    from folders import Folder

COUNTRIES = ("Chile", "Ghana", "Brazil", "Japan", "Sweden", "Kenya", "Malta", "Peru")
LETTERS = "abcdefghijklmnopqrstuvwx"


def crowd() -> dict[str, Any]:
    """Twenty panellists, two moderators and two who were quoted, from eight countries and six organisations."""
    roles = ["panellist"] * 20 + ["moderator"] * 2 + ["quoted"] * 2
    return {
        f"p_{letter}": person(
            f"{letter.title()}ana | {letter.title()}orin",
            role + (f" session_{1 + index % 6}" if index < 22 else ""),
            country=COUNTRIES[index % 8],
            organisation=f"Office {index % 6}",
        )
        for index, (letter, role) in enumerate(zip(LETTERS, roles, strict=True))
    }


SESSIONS: dict[str, Any] = {
    "opening": {"title": "Opening", "kind": "opening"},
    **SIX,
    "lunch": {"title": "Lunch", "kind": "break"},
    "closing": {"title": "Closing", "kind": "closing"},
}


def written(folder: Folder, prose: str, language: str = "en", **event: Any) -> Folder:
    gather(folder, crowd(), SESSIONS, **event)
    folder.letter(prose, language=language)
    return folder
