"""Figures: totals typed in prose, held against what the content counts."""

from __future__ import annotations

from itertools import chain, combinations, islice
from typing import TYPE_CHECKING

from communique.checks.names import fold
from communique.checks.timetable import idle_words, is_idle
from communique.checks.totals import PEOPLE, TotalReader
from communique.checks.wording import any_of, compiled, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.checks.passages import Passage
    from communique.checks.review import Finding, Review
    from communique.checks.totals import Quantity
    from communique.languages import Counted, Language
    from communique.model import Person

ABSENT_ROLES = {"written", "quoted"}
MINOR_ROLES = ("moderator", "introducer", "floor", "opening", "closing")
"""Roles that `speakers` and `panellists` may leave out, or take in."""
MOST_FIGURES = 300
"""A single prose with more is no report."""
EXPRESSIONS = {
    "speakers": "people | count",
    "panellists": 'people | where(role="panellist") | count',
    "moderators": 'people | where(role="moderator") | count',
    "sessions": "sessions | count",
    "panels": "sessions | count",
    "organisations": "people | organisations | count",
    "countries": "people | countries | count",
    "days": "event.days",
}


def differing_figures(review: Review) -> Iterator[Finding]:
    """Find totals of the event, typed in prose, that nothing in the content adds up to."""
    counts = _Counts(review)
    readers: dict[str, TotalReader] = {}
    for passage in review.passages:
        language = passage.language
        if language.tag not in readers:
            readers[language.tag] = TotalReader(review, language)
        reader = readers[language.tag]
        text = plain(passage.reading.text)
        totals = [
            each
            for each in islice(reader.quantities(text), MOST_FIGURES)
            if reader.is_total(each, text, passage)
        ]
        totals += [each for each in reader.lasting(text) if reader.is_of_this_event(each, text, passage)]
        for total in sorted(set(totals), key=lambda each: each.start):
            if passage.reading.is_typed(total.start, total.end):
                yield from _compared(total, text, passage, counts, review)


def _compared(
    total: Quantity, text: str, passage: Passage, counts: _Counts, review: Review
) -> Iterator[Finding]:
    possible = counts.possible(total, text, passage.language)
    if not possible or total.number in possible or total.number in review.content.event.figures.values():
        return
    said = passage.reading.text[total.start : total.end]
    expression = _expression(total, review)
    counted = counts.stated(total)
    message = f"“{said}” disagrees with the content, which counts {counted}"
    short = total.in_words or counted < len(passage.language.numbers)
    hint = f"write {{{{ {expression}{' | words' if short else ''} }}}}"
    if total.counted != "days":
        hint += ", or state the figure under `figures` of event.yaml if it can't be counted"
    yield review.at(passage, total.start, total.end, "figure-differs", message, hint)


def _expression(total: Quantity, review: Review) -> str:
    kind = total.kind
    if total.counted == "panels" and not kind:
        kinds = [session.kind for session in review.content.sessions.values()]
        kind = next((each for each in kinds if each in {"panel", "thematic"}), "")
    return f'sessions | where(kind="{kind}") | count' if kind else EXPRESSIONS[total.counted]


class _Counts:
    """What the content adds up to, in every sense that the words may have."""

    def __init__(self, review: Review) -> None:
        self.people = list(review.content.people.values())
        self.sessions = list(review.content.sessions.values())
        self.idle = idle_words(review)
        self.known: dict[tuple[str, str], set[int]] = {}
        dates = review.content.event.dates
        self.days = (dates.end - dates.start).days + 1
        self.session_days = {s.date for s in self.sessions if s.date and dates.start <= s.date <= dates.end}
        self.panel_sizes: dict[str, int] = {}
        for person in self.people:
            for each in person.appearances:
                if each.session and each.role == "panellist":
                    self.panel_sizes[each.session] = self.panel_sizes.get(each.session, 0) + 1

    def stated(self, total: Quantity) -> int:
        """Return the figure that the expression of the hint prints."""
        match total.counted:
            case "days":
                return self.days
            case "sessions" | "panels":
                kind = total.kind
                if total.counted == "panels" and not kind:
                    kind = next((s.kind for s in self.sessions if s.kind in {"panel", "thematic"}), "")
                return sum(not kind or session.kind == kind for session in self.sessions)
            case "organisations" | "countries":
                return len(_distinct(self.people, _key(total.counted)))
            case "speakers":
                return len(self.people)
        return len(_having(self.people, {total.counted.removesuffix("s")}))

    def possible(self, total: Quantity, text: str, language: Language) -> set[int]:
        """Return every count that the words could mean; nothing where the content can't tell."""
        counted = total.counted
        if counted in PEOPLE:
            nouns = chain.from_iterable(language.checks.counted.get(key, ()) for key in PEOPLE)
            together = rf"\s*(?:,|{any_of(language.checks.chain)})\s*{any_of(tuple(nouns))}"
            both = compiled(together).match(text, total.end) is not None
            counted = "speakers" if both else counted
        return self._remembered(counted, total.kind)

    def _remembered(self, counted: Counted, kind: str) -> set[int]:
        if (counted, kind) not in self.known:
            self.known[counted, kind] = self._counted(counted, kind)
        return self.known[counted, kind]

    def _counted(self, counted: Counted, kind: str) -> set[int]:
        match counted:
            case "speakers" | "panellists" | "moderators":
                return self._people(counted)
            case "days":
                return {self.days, *({len(self.session_days)} - {0, 1})}
            case "sessions" | "panels":
                return self._sessions(kind)
        return self._values(_key(counted))

    def _people(self, counted: str) -> set[int]:
        roles: set[str] = {each.role for person in self.people for each in person.appearances}
        roles -= ABSENT_ROLES
        own = {"panellists": {"panellist"}, "moderators": {"moderator"}}.get(counted)
        if own and not own & roles:
            return set()
        sets: list[set[str]] = [{"moderator"}, {"moderator", "introducer"}] if counted == "moderators" else []
        if counted == "panellists":
            sets = [{"panellist", *extra} for extra in _subsets(("moderator", "introducer", "floor"))]
        if counted == "speakers":
            sets = [roles - set(left) for left in _subsets(MINOR_ROLES)]
            sets.append({"panellist"})
        found = {len(_having(self.people, each)) for each in sets}
        found |= {
            sum(each.role in roles for person in self.people for each in person.appearances) for roles in sets
        }
        if counted == "speakers":
            found |= {len(self.people), sum(bool(person.appearances) for person in self.people)}
        return found - {0}

    def _sessions(self, wanted: str) -> set[int]:
        if wanted:
            return {sum(session.kind == wanted for session in self.sessions)}
        working = [session for session in self.sessions if not is_idle(session, self.idle)]
        kinds = [fold(session.kind) for session in working]
        by_kind = {kinds.count(kind) for kind in kinds}
        found = {
            len(self.sessions),
            len(working),
            sum(session.number is not None for session in self.sessions),
        }
        found |= by_kind | {len(working) - count for count in by_kind}
        found.add(sum(not any(word in kind for word in ("opening", "closing")) for kind in kinds))
        found.add(sum(size > 1 for size in self.panel_sizes.values()))
        return found - {0}

    def _values(self, key: str) -> set[int]:
        """Return the numbers of different values.

        Where most people have none, any number that there may be.
        """
        active = [person for person in self.people if _roles(person) - ABSENT_ROLES]
        groups = [self.people, active, _having(self.people, {"panellist"})]
        found: set[int] = set()
        for group in groups:
            known = len(_distinct(group, key))
            unknown = sum(getattr(person, key) is None for person in group)
            if known:
                found |= set(range(known, known + unknown + 1)) if 2 * unknown > len(group) else {known}
        return found


def _key(counted: str) -> str:
    return {"organisations": "organisation", "countries": "country"}[counted]


def _roles(person: Person) -> set[str]:
    return {each.role for each in person.appearances}


def _having(people: Iterable[Person], roles: set[str]) -> list[Person]:
    return [person for person in people if _roles(person) & roles]


def _distinct(people: Iterable[Person], key: str) -> set[str]:
    return {str(getattr(person, key)) for person in people if getattr(person, key)}


def _subsets(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(words, size) for size in range(len(words) + 1))
