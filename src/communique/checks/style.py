"""Style: what a house writes otherwise."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, get_args

from communique.checks.house import StyleCode

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from communique.checks.house import Convention
    from communique.checks.passages import Passage, Reading
    from communique.checks.review import Finding, Review

CODES: tuple[str, ...] = get_args(StyleCode)
"""`style-rule` is for conventions that a project adds and that belong to no other."""


def rule_check(code: str) -> Callable[[Review], Iterator[Finding]]:
    """Return the check that applies the rules of a code to the prose in its languages."""

    def find(review: Review) -> Iterator[Finding]:
        conventions = [
            each
            for each in review.house.conventions
            if each.rule.code == code and each.may_be_in(review.prose)
        ]
        chosen: dict[str, tuple[Convention, ...]] = {}
        for passage in review.passages if conventions else ():
            tag = passage.language.tag
            if tag not in chosen:
                chosen[tag] = tuple(each for each in conventions if review.house.applies(each.rule, tag))
            yield from _findings(chosen[tag], passage, review)

    return find


def _findings(conventions: tuple[Convention, ...], passage: Passage, review: Review) -> Iterator[Finding]:
    for convention, match in _found(conventions, passage.reading, passage.text):
        start, end = convention.stretch(match)
        rule = convention.rule
        fix = None if rule.replace is None else convention.say(rule.replace, match)
        if _is_escaped(passage, start):
            fix = None
        message, hint = convention.say(rule.message, match), convention.say(rule.hint, match)
        yield review.at(passage, start, end, rule.code, message, hint, fix)


@lru_cache(maxsize=65536)
def _found(
    conventions: tuple[Convention, ...], reading: Reading, text: str
) -> tuple[tuple[Convention, re.Match[str]], ...]:
    """Return what conventions find in a reading of a text; the first to find something wrong has it."""
    claimed = bytearray(len(reading.text))
    found = []
    for convention in conventions:
        for match in matches(convention, reading, text):
            start, end = convention.stretch(match)
            if not any(claimed[start:end]):
                claimed[start:end] = bytes([1]) * (end - start)
                found.append((convention, match))
    return tuple(found)


def matches(convention: Convention, reading: Reading, text: str) -> Iterator[re.Match[str]]:
    """Yield what a convention finds in a reading of a text, in typed characters only."""
    rule = convention.rule
    if not convention.may_be_in(reading.text):
        return
    exempt: bytearray | None = None
    for match in convention.pattern.finditer(reading.text):
        start, end = convention.stretch(match)
        if start == end or not reading.is_typed(start, end):
            continue
        if rule.emphasised is True and not all(reading.emphasised[start:end]):
            continue
        if rule.emphasised is False and any(reading.emphasised[start:end]):
            continue
        if reading.text[start:end].isspace() and not _is_written_so(reading, text, start, end):
            continue
        if exempt is None:
            exempt = _exempt(convention, reading.text)
        if not any(exempt[start:end]):
            yield match


def _exempt(convention: Convention, text: str) -> bytearray:
    """Return for each character whether a convention has nothing to say about it."""
    marks = bytearray(len(text))
    for pattern in convention.unless:
        for each in pattern.finditer(text):
            marks[each.start() : each.end()] = bytes([1]) * len(each[0])
    return marks


def _is_written_so(reading: Reading, text: str, start: int, end: int) -> bool:
    """Whether white space stands in the scalar as it reads: not a line break, nor either side of a mark."""
    first = reading.origin(start)
    return text[first : first + end - start] == reading.text[start:end]


def _is_escaped(passage: Passage, start: int) -> bool:
    """Whether a backslash stands before a character, which what replaces it would then follow."""
    first = passage.reading.origin(start)
    return first > 0 and passage.text[first - 1] == "\\"
