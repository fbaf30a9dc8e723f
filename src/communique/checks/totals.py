"""Totals: figures in prose that speak of the whole event.

Most figures don't: `two sessions on funding` are some sessions. A figure is taken for a total only where
its sentence says so: the event comprises it, all of it took part, it stands after `in all`, or the
article makes it that of the event.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from communique.checks.names import fold
from communique.checks.wording import (
    LONGEST_SENTENCE,
    any_of,
    begins_with,
    compiled,
    ends_with,
    first_tokens,
    holds,
    numbers_in_words,
    plain,
    sentence_at,
    tokens,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.passages import Passage
    from communique.checks.review import Review
    from communique.languages import Counted, Language

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?![\d-])(?! [A-Z])")
RELATIVE = r"\b(?:who|whom|which|that|where|including|such|qui|que|dont|où|notamment)\b"
PEOPLE: tuple[Counted, ...] = ("speakers", "panellists", "moderators")
PLACEHOLDER = re.compile(r"\{\w+\}")
SESSIONS = frozenset({"sessions", "panels"})
MOST_KINDS = 40
MOST_MENTIONS = 200
FEWEST_TOLD_APART = 3
"""`the two sessions` are the two that were named before; three or more, seldom."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its noun: what is counted, by the key of the language file, and of which kind."""

    start: int
    end: int
    number: int
    counted: Counted
    kind: str
    in_words: bool


def means_event(text: str, start: int, passage: Passage, review: Review) -> bool:
    """Whether the sentence around a place names the event."""
    first, last = sentence_at(text, start, passage.language)
    if _event_mention(passage, first, last):
        return True
    place = fold(review.content.event.place) in fold(text[first:last])
    return place or compiled(_meeting(passage.language)).search(text[first:last]) is not None


def is_elsewhere(text: str, start: int, end: int, passage: Passage, review: Review) -> bool:
    """Whether the sentence around a stretch speaks of another event, or of another year."""
    language = passage.language
    first, last = sentence_at(text, start, language)
    sentence = text[first:start] + " " + text[end:last]
    dates = review.content.event.dates
    if any(not dates.start.year <= int(year) <= dates.end.year for year in YEAR.findall(sentence)):
        return True
    return is_other_meeting(sentence, language, review)


def is_other_meeting(sentence: str, language: Language, review: Review) -> bool:
    """Whether a sentence, or the beginning of one, names another event: `the previous meeting`, `each year`.

    The second meeting of a series is another one, unless this is the second.
    """
    own = set(fold(review.content.event.title).split())
    others = tuple(word for word in language.checks.other_meeting if fold(word) not in own)
    nouns = (*language.checks.meetings, *language.checks.counted.get("sessions", ()))
    singular = (*nouns, *(noun.removesuffix("s") for noun in nouns))
    other, noun = any_of(others), any_of(singular)
    beside = rf"{other}\s+(?:[\w'-]+\s+)?{noun}|{noun}\s+{other}"
    return holds(sentence, language.checks.elsewhere) or compiled(beside).search(sentence) is not None


def _meeting(language: Language) -> str:
    checks = language.checks
    return rf"{any_of(checks.this)}\s*(?:[\w'-]+\s+){{0,4}}?{any_of(checks.meetings)}"


def _event_mention(passage: Passage, first: int, last: int) -> bool:
    all_of_them = passage.reading.mentions
    at = bisect_left(all_of_them, first, key=lambda mention: mention.start)
    found = takewhile(lambda mention: mention.start < last, all_of_them[at : at + MOST_MENTIONS])
    return any(re.search(r"\bevent\.(title|series)\b", mention.expression) for mention in found)


def same_kind(word: str, kind: str) -> bool:
    """Whether a word names a kind of session, in plural or another language: `thématiques`, `thematic`."""
    one, other = fold(word), fold(kind)
    common = 0
    while common < min(len(one), len(other)) and one[common] == other[common]:
        common += 1
    return common >= 4 and max(len(one), len(other)) - common <= 4


class TotalReader:
    """Finds the totals of a review's event in passages of one language."""

    def __init__(self, review: Review, language: Language) -> None:
        sessions, people = review.content.sessions, review.content.people.values()
        self.review = review
        self.language = language
        self.words = numbers_in_words(language)
        self.kinds = tuple(dict.fromkeys(session.kind for session in sessions.values()))[:MOST_KINDS]
        self.number_tokens = first_tokens(tuple(self.words))
        nouns = (*(f"{kind}s" for kind in self.kinds), *chain.from_iterable(language.checks.counted.values()))
        self.nouns = first_tokens(nouns)
        event = review.content.event
        series = event.series.name if event.series else ""
        self.own_words = set(fold(f"{event.title} {series}").split())
        sizes = Counter(each for person in people for each in {part.session for part in person.appearances})
        self.largest_session = max((sizes[key] for key in sessions), default=0)

    @cached_property
    def quantity(self) -> re.Pattern[str]:
        """A number with a noun that is counted of the event."""
        nouns = "|".join(
            rf"(?P<{counted}>{any_of(words)})" for counted, words in self.language.checks.counted.items()
        )
        number = rf"(?<![\w.,/–-])(?P<number>\d{{1,4}}|{any_of(tuple(self.words))})(?![.,]\d)"
        kind_nouns = any_of(tuple(f"{kind}s" for kind in self.kinds))
        noun = rf"(?P<noun>{nouns or '(?!)'}|(?P<kind_noun>{kind_nouns}))"
        return compiled(rf"{number}\s+(?:(?P<adjective>[\w'-]+)\s+)?{noun}(?P<after>\s+[\w-]+)?")

    def quantities(self, text: str) -> Iterator[Quantity]:
        """Yield the numbers with a noun that is counted of the event."""
        if self.nouns.isdisjoint(tokens(text)):
            return
        position = 0
        for start in self._number_starts(text):
            match = self.quantity.match(text, start) if start >= position else None
            if match is None:
                continue
            position = match.end("noun")
            counted: Counted = next((key for key in self.language.checks.counted if match[key]), "sessions")
            kind, end = self._kind(match, counted)
            if kind is None:
                continue
            written = match["number"]
            number = (
                int(written) if written.isdigit() else self.words.get(re.sub(r"\s+", " ", written.lower()), 0)
            )
            yield Quantity(match.start(), end, number, counted, kind, not written.isdigit())

    def _number_starts(self, text: str) -> Iterator[int]:
        """Yield where a number may begin, in figures or in words."""
        for token in re.finditer(r"\w+", text):
            if token[0][0].isdigit() or token[0].lower() in self.number_tokens:
                yield token.start()

    def _kind(self, match: re.Match[str], counted: str) -> tuple[str | None, int]:
        """Return the kind of session and where it ends; None when an adjective makes it something else."""
        adjective, after = match["adjective"], (match["after"] or "").strip()
        neutral = adjective is None or fold(adjective) in {
            fold(word) for word in self.language.checks.neutral
        }
        if counted not in SESSIONS:
            return ("" if neutral else None), match.end("noun")
        if match["kind_noun"]:
            named = (kind for kind in self.kinds if fold(match["kind_noun"]) == fold(f"{kind}s"))
            return (next(named, None) if neutral else None), match.end("noun")
        for kind in self.kinds:
            if adjective and same_kind(adjective, kind):
                return kind, match.end("noun")
            if neutral and after and same_kind(after, kind):
                return kind, match.end("after")
        return ("" if neutral else None), match.end("noun")

    def is_total(self, quantity: Quantity, text: str, passage: Passage) -> bool:
        """Whether a figure speaks of the whole event."""
        first, last = sentence_at(text, quantity.start, self.language)
        before, after = text[first : quantity.start], text[quantity.end : last]
        if quantity.number < 2 or not self.is_of_this_event(quantity, text, passage):
            return False
        if self._in_all(before, after):
            return True
        if self._is_part(after):
            return False
        if self._lasting(quantity, before, after) or self._comprised(before, first, text, passage):
            return True
        if ends_with(before, self.language.checks.part_before):
            return False
        return self._took_part(before, after) or self._definite(quantity, before, text, passage)

    def _in_all(self, before: str, after: str) -> bool:
        words = any_of(self.language.checks.in_all)
        return (
            compiled(rf"(?:^\W*{words},?|{words})\s*$").search(before) is not None
            or compiled(rf",?\s*{words}").match(after) is not None
        )

    def _is_part(self, after: str) -> bool:
        """Whether what follows picks out some: `on funding`, `who spoke`; not `from 20 countries`."""
        checks = self.language.checks
        if not begins_with(after, checks.part_after):
            return False
        number = rf"(?:\d|{any_of(tuple(self.words))}|{any_of(checks.everywhere)})"
        chained = rf"\s+{any_of(checks.chain)}\s*{number}"
        of_event = rf"\s+{any_of(checks.part_after)}\s*(?:de\s+)?{_meeting(self.language)}"
        return not compiled(f"{chained}|{of_event}").match(after)

    def _lasting(self, quantity: Quantity, before: str, after: str) -> bool:
        """Whether days are those of the event: `For two days,` or `over the two days`."""
        checks = self.language.checks
        if quantity.counted != "days":
            return False
        opening = compiled(rf"^\W*{any_of(checks.for_days)}\s+$").search(before) is not None
        return (opening and after.lstrip()[:1] == ",") or ends_with(before, (*checks.definite, *checks.this))

    def _comprised(self, before: str, first: int, text: str, passage: Passage) -> bool:
        """Whether the event is said to comprise it: `The meeting brought together 45 speakers`."""
        checks = self.language.checks
        verb = re.compile(any_of(checks.comprising), re.IGNORECASE)
        for match in verb.finditer(before):
            subject, tail = before[: match.start()], before[match.end() :]
            if tail.strip() and not self._is_chain(tail):
                continue
            named = compiled(rf"(?:^|,\s|;\s)\W*{_meeting(self.language)}(?!\w)[^;:]{{0,100}}$").search(
                subject
            )
            if named or _event_mention(passage, first, first + match.start()):
                return True
            # `It lasted`, and `It met in Geneva and lasted`.
            said_before = rf"(?:[^;:]{{0,200}}[\s,]{any_of(checks.chain)}\s*)?"
            same = compiled(rf"^\W*{any_of(checks.it)}\s+{said_before}$").match(subject)
            if same and first and not compiled(RELATIVE).search(subject):
                return means_event(text, first - 1, passage, self.review)
        return False

    def _is_chain(self, tail: str) -> bool:
        """Whether all that stands between a verb and a total is other things that the verb lists."""
        checks = self.language.checks
        return ends_with(tail, checks.chain) and not compiled(RELATIVE).search(tail)

    def _took_part(self, before: str, after: str) -> bool:
        """Whether all that is counted is said to have taken part, in the event as a whole."""
        checks = self.language.checks
        rest = self.quantity.sub("", before)
        rest = compiled(any_of(checks.chain)).sub("", rest)
        if rest.strip(' "“«,') and not rest.rstrip().endswith(","):
            return False
        chain = rf"(?:\s*,?\s*{any_of(checks.chain)}\s*{self._number()}\s+\w+)*"
        at_event = rf"\s+(?:[\w']+\s+)?{_meeting(self.language)}"
        found = compiled(rf"{chain}\s+{any_of(checks.taking_part)}(?=\s*[.,;!]|\s*$|{at_event})")
        return found.match(after) is not None

    def is_of_this_event(self, quantity: Quantity, text: str, passage: Passage) -> bool:
        """Whether nothing around a figure speaks of another event."""
        return not is_elsewhere(text, quantity.start, quantity.end, passage, self.review)

    def _number(self) -> str:
        return rf"(?:\d{{1,4}}|{any_of(tuple(self.words))})"

    def _definite(self, quantity: Quantity, before: str, text: str, passage: Passage) -> bool:
        """Whether an article makes it the event's: `the six thematic sessions`, `the 45 speakers`."""
        if not ends_with(before, self.language.checks.definite):
            return False
        if quantity.counted in PEOPLE:
            return quantity.number > self.largest_session
        if quantity.counted not in SESSIONS or quantity.number < FEWEST_TOLD_APART:
            return False
        if quantity.counted == "sessions" and not quantity.kind and self._is_called_session():
            return False
        # Those sessions that were named just before, if there are as many of them.
        near = range(quantity.start - LONGEST_SENTENCE, quantity.start)
        mentions = passage.reading.mentions
        at = bisect_left(mentions, near.start, key=lambda mention: mention.start)
        named = {
            mention.expression.split("|")[0]
            for mention in mentions[at : at + MOST_MENTIONS]
            if mention.start in near and "sessions." in mention.expression
        }
        label = re.escape(self.language.label("session"))
        typed = re.findall(rf"{label} \d+", text[max(0, near.start) : near.stop], re.IGNORECASE)
        return quantity.number not in (len(named), len(set(typed)))

    def _is_called_session(self) -> bool:
        """Whether the event itself is a session of a series, so that `sessions` may be such events."""
        nouns = self.language.checks.counted.get("sessions", ())
        return any(fold(noun).removesuffix("s") in self.own_words for noun in nouns)

    def lasting(self, text: str) -> Iterator[Quantity]:
        """Yield lengths said with the event: `the two-day meeting`."""
        templates = (each for each in self.language.checks.lasting if "{number}" in each)
        if first_tokens(self.language.checks.meetings).isdisjoint(tokens(text)):
            templates = (each for each in templates if "{meeting}" not in each)
        for template in templates:
            if not _may_last(template, text):
                continue
            for match in _lasting(template, self.language, self._number()).finditer(plain(text)):
                written = match["number"]
                number = int(written) if written.isdigit() else self.words.get(written.lower(), 0)
                if number:
                    start, end = match.span("number")
                    yield Quantity(start, end, number, "days", "", not written.isdigit())


def _may_last(template: str, text: str) -> bool:
    """Whether all words of a template itself are in a text."""
    lowered = text.lower()
    return all(word in lowered for word in re.findall(r"\w+", PLACEHOLDER.sub(" ", plain(template).lower())))


def _lasting(template: str, language: Language, number: str) -> re.Pattern[str]:
    filled = re.escape(plain(template))
    filled = filled.replace(r"\{this\}\ ", rf"{any_of(language.checks.this)}\s*").replace(r"\ ", r"\s+")
    filled = filled.replace(r"\{number\}", f"(?P<number>{number})")
    return compiled(filled.replace(r"\{meeting\}", any_of(language.checks.meetings)))
