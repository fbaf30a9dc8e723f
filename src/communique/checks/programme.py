"""The programme: sessions whose numbers or times can't be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.records import Content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.review import Finding, Review


def numbers_twice(review: Review) -> Iterator[Finding]:
    """Find sessions of a kind that share a number."""
    seen: dict[tuple[str, int], str] = {}
    for identifier, session in review.content.sessions.items():
        if session.number is None:
            continue
        first = seen.setdefault((session.kind, session.number), identifier)
        if first != identifier:
            message = f"`{first}` is session {session.number} already"
            steps = (identifier, "number")
            yield review.about(
                Content.sessions_file, steps, "session-number-twice", message, "give each its own"
            )


def times_reversed(review: Review) -> Iterator[Finding]:
    """Find sessions that end before they begin."""
    for identifier, session in review.content.sessions.items():
        if session.start and session.end and session.end <= session.start:
            message = f"the session ends at {session.end} and begins at {session.start}"
            steps = (identifier, "end")
            yield review.about(Content.sessions_file, steps, "session-times", message, "look at both times")


def out_of_order(review: Review) -> Iterator[Finding]:
    """Find a session that stands after one that is held later: the programme prints them as they stand."""
    latest, previous = ("", ""), ""
    dates = review.content.event.dates
    for identifier, session in review.content.sessions.items():
        # A day outside the event is a mistake of its own, and not one of every session that follows.
        if session.date is None or not dates.start <= session.date <= dates.end:
            continue
        day = session.date.isoformat()
        when = (day, session.start or (latest[1] if latest[0] == day else ""))
        if when < latest:
            message = f"this session is held before `{previous}`, and stands after it"
            hint = "put the sessions in order of time"
            yield review.about(Content.sessions_file, (identifier,), "session-order", message, hint, key=True)
        else:
            latest, previous = when, identifier
