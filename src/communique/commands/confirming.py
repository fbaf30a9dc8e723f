"""The questions about changes from Word that are more than a change of words."""

from __future__ import annotations

import select
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.word.conflicts import Conflict
    from communique.word.drafts import Planned
    from communique.word.session import Session

ANSWERS = {"": True, "y": True, "yes": True, "n": False, "no": False}


def wanted(planned: Planned, *, others: str = "", err: bool = False) -> bool:
    """Ask whether a change is wanted.

    `others` are the options beside `--yes` for those whom nobody can ask.
    """
    from communique.word.telling import excerpts, is_address, remarks_of

    _, new = excerpts(planned.old, planned.new)
    place = planned.place if is_address(planned.place) else planned.where
    remarks = ", ".join(remarks_of(planned))
    told = f" ({remarks})" if remarks else ""
    answer = _answer(f"{place}: take this change? {new or '(deleted)'}{told}", err=err)
    if answer is None:
        message = f"some changes are to be confirmed, and there is nobody to ask: add --yes{others}"
        raise click.UsageError(message)
    return answer


def _answer(question: str, *, err: bool) -> bool | None:
    """Ask a question, and return None where nobody can answer; it is not put then."""
    if sys.stdin is None:
        return None
    if sys.stdin.isatty() or _waits():
        try:
            return click.confirm(question, default=True, err=err)
        except click.Abort:
            if sys.stdin.isatty():
                raise
            return None
    for line in sys.stdin:
        click.echo(f"{question} [Y/n]: {line.strip()}", err=err)
        if line.strip().lower() in ANSWERS:
            return ANSWERS[line.strip().lower()]
        click.echo("answer with y or n", err=err)
    return None


def _waits() -> bool:
    """Whether an answer may still come without a terminal: somebody may be at the other end of a pipe."""
    try:
        return not select.select([sys.stdin], [], [], 0)[0]
    except (OSError, ValueError):  # nothing that the system can wait for, or a system that waits for no pipe
        return False


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
