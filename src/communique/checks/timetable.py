"""Timetable: sessions and their days, hours and people."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from communique.checks.names import fold, plain_name
from communique.languages import read_language
from communique.records import Content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from communique.checks.review import Finding, Review
    from communique.model import Session

LEADING_ROLES = {"moderator", "introducer", "opening"}
ABSENT_ROLES = {"written", "quoted"}
LONGEST_IDLE_TITLE = 4


def sessions_outside_event(review: Review) -> Iterator[Finding]:
    """Find sessions on a day before or after the event."""
    dates = review.content.event.dates
    for key, session in review.content.sessions.items():
        if session.date and not dates.start <= session.date <= dates.end:
            day = review.language.day(session.date)
            message = f"{day} is not a day of the event, {review.language.date_range(dates.start, dates.end)}"
            hint = "mend the day, or the dates of the event in event.yaml"
            yield review.about(Content.sessions_file, (key, "date"), "session-outside-event", message, hint)


def sessions_without_speakers(review: Review) -> Iterator[Finding]:
    """Find sessions in which nobody appears, once people have been given sessions at all."""
    people = review.content.people
    held = {each.session for person in people.values() for each in person.appearances if each.session}
    if not held:
        return
    idle = idle_words(review)
    for key, session in review.content.sessions.items():
        if key not in held and not is_idle(session, idle):
            message = f"nobody appears in “{session.title}”"
            hint = f"give somebody in people.yaml an appearance: {{session: {key}, role: …}}"
            yield review.about(
                Content.sessions_file, (key,), "session-without-speakers", message, hint, key=True
            )


def idle_words(review: Review) -> frozenset[str]:
    """Return the kinds of session in which nobody speaks; kinds may be in English in any content."""
    english = read_language("en", review.project.theme)
    return frozenset(fold(word) for word in (*review.language.checks.idle, *english.checks.idle))


def is_idle(session: Session, idle: frozenset[str]) -> bool:
    """Whether nobody is to speak in a session, as in a break."""
    title = fold(session.title).split()
    short = title if len(title) <= LONGEST_IDLE_TITLE else []
    kind = fold(session.kind)
    return not idle.isdisjoint([kind, *re.split(r"[\W_]+", kind), *short])


def double_bookings(review: Review) -> Iterator[Finding]:
    """Find people who are to be in two sessions at once."""
    sessions = review.content.sessions
    for key, person in review.content.people.items():
        attended: dict[str, int] = {}
        for index, each in enumerate(person.appearances):
            if each.session and each.role not in ABSENT_ROLES:
                attended.setdefault(each.session, index)
        for one, other in _clashes([sessions[each] for each in attended], list(attended), review):
            first, second = sessions[one], sessions[other]
            message = (
                f"{plain_name(person)} is in two sessions at once: "
                f"“{second.title}” ({_hours(second)}) and “{first.title}” ({_hours(first)})"
            )
            hint = f"mend the session here, or the hours of `{one}` and `{other}` in sessions.yaml"
            steps = (key, "appearances", attended[other], "session")
            yield review.about(Content.people_file, steps, "person-double-booked", message, hint)


def _clashes(attended: list[Session], keys: list[str], review: Review) -> Iterator[tuple[str, str]]:
    """Yield sessions that begin before an earlier one of the day has ended, after the one that goes on."""
    dates = review.content.event.dates
    # The only day of an event needs no mention.
    only = dates.start if dates.start == dates.end else None
    timed = [
        (session.date or only, session.start, session.end or session.start, key)
        for session, key in zip(attended, keys, strict=True)
        if session.start and (session.date or only)
    ]
    going_on: tuple[date | None, str, str, str] | None = None
    for each in sorted(timed, key=lambda parts: (str(parts[0]), parts[1])):
        day, start, end, key = each
        if going_on and going_on[0] == day and (start < going_on[2] or start == going_on[1]):
            yield going_on[3], key
        if not going_on or going_on[0] != day or end >= going_on[2]:
            going_on = each


def _hours(session: Session) -> str:
    return f"{session.start}–{session.end}" if session.end else session.start or ""


def missing_moderators(review: Review) -> Iterator[Finding]:
    """Find sessions with two panellists or more whom nobody moderates, introduces or opens."""
    roles: dict[str, list[str]] = defaultdict(list)
    for person in review.content.people.values():
        for each in person.appearances:
            if each.session:
                roles[each.session].append(each.role)
    for key, session in review.content.sessions.items():
        panellists = roles[key].count("panellist")
        if panellists > 1 and LEADING_ROLES.isdisjoint(roles[key]):
            message = f"nobody moderates “{session.title}”, in which {panellists} panellists appear"
            hint = f"give the moderator in people.yaml an appearance: {{session: {key}, role: moderator}}"
            yield review.about(Content.sessions_file, (key,), "moderator-missing", message, hint, key=True)
