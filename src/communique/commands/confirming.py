"""The questions about changes from Word that are more than a change of words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.word.conflicts import Conflict
    from communique.word.drafts import Planned
    from communique.word.session import Session


def wanted(planned: Planned, *, others: str = "", err: bool = False) -> bool:
    """Ask whether a change is wanted.

    `others` are the options beside `--yes` for those whom nobody can ask.
    """
    from communique.word.telling import excerpts, is_address

    _, new = excerpts(planned.old, planned.new)
    place = planned.place if is_address(planned.place) else planned.where
    told = f" ({', '.join(planned.remarks)})" if planned.remarks else ""
    try:
        return click.confirm(f"{place}: take this change? {new or '(deleted)'}{told}", default=True, err=err)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        message = f"some changes are to be confirmed, and there is nobody to ask: add --yes{others}"
        raise click.UsageError(message) from None


def agreed(session: Session, conflicts: Iterable[Conflict], *, err: bool = False) -> list[Conflict]:
    """Ask about conflicts whose settling for the file is more than words.

    Return those that are to be settled.
    """
    conflicts = list(conflicts)
    asked = session.more_than_words(conflicts)
    answers: dict[tuple[str, str], bool] = {}
    for planned in asked.values():
        key = (planned.place, planned.new)
        if key not in answers:
            answers[key] = wanted(planned, err=err)
    return [each for each in conflicts if each not in asked or answers[asked[each].place, asked[each].new]]
