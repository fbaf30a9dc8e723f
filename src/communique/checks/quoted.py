"""Quoted: people named in prose who are not listed, and people said to have spoken who were not there."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from communique.checks.names import edited_at, fold, gender, plain_name, skeleton
from communique.checks.naming import Naming, is_place, mentions, words_of
from communique.checks.wording import (
    CLAUSE_END,
    any_of,
    compiled,
    exactly,
    first_tokens,
    holds,
    plain,
    sentence_at,
    tokens,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.naming import Namer, Word
    from communique.checks.passages import Passage
    from communique.checks.review import Finding, Review
    from communique.languages import Language

LONGEST_NAME = 6
PARTICLE = re.compile(
    "abu|al|ap|bar|ben|bin|bint|da|dal|das|de|del|della|den|der|di|do|dos|du|e|el|ibn|la|las|le|los|ole|ould|te|ten|ter|van|vom|von|wa|y|zu|zum|zur"
)
BETWEEN = re.compile(r" {1,2}|-|\. ?|' ?")
ABSENT_ROLES = {"written", "quoted"}


def unlisted(review: Review) -> Iterator[Finding]:
    """Find people named with an honorific, or quoted, who are not in people.yaml; each once."""
    namer = review.namer
    seen: set[str] = set()
    for passage in review.passages:
        for start, end, honorific in _typed_names(passage, namer):
            name = fold(passage.reading.text[start:end])
            begin = start - len(honorific)
            if name in seen or _listed(name, honorific.strip(), namer, passage.language):
                continue
            seen.add(name)
            said = passage.reading.text[begin:end]
            message = f"“{said}” is not in people.yaml"
            yield review.at(passage, begin, end, "person-unlisted", message, _near(name, namer))


def loosely_named(passage: Passage, namer: Namer) -> Iterator[Naming]:
    """Yield people of the event named with an honorific in another form than those that expressions print."""
    for start, end, honorific in _typed_names(passage, namer):
        keys = _listed(fold(passage.reading.text[start:end]), honorific.strip(), namer, passage.language)
        if keys and honorific:
            yield Naming(keys, start - len(honorific), end, "", typed=True)


def _typed_names(passage: Passage, namer: Namer) -> tuple[tuple[int, int, str], ...]:
    """Return the names of people in typed prose that are not those of the event as they are printed."""
    if passage not in namer.loose:
        namer.loose[passage] = tuple(_found_names(passage, namer))
    return namer.loose[passage]


def _found_names(passage: Passage, namer: Namer) -> Iterator[tuple[int, int, str]]:
    taken = {at for naming in namer.typed(passage) for at in range(naming.start, naming.end)}
    for start, end, honorific in _named_people(plain(passage.reading.text), passage.language, namer):
        if start not in taken and passage.reading.is_typed(start, end):
            yield start, end, honorific


def _named_people(text: str, language: Language, namer: Namer) -> Iterator[tuple[int, int, str]]:
    """Yield where names stand after an honorific or beside a quotation, and the honorific."""
    yield from _after_honorifics(text, language, namer)
    yield from _beside_quotations(text, language, namer)


def _after_honorifics(text: str, language: Language, namer: Namer) -> Iterator[tuple[int, int, str]]:
    honorifics = namer.honorifics(language)
    if not any(each in text for each in honorifics):
        return
    words = words_of(text)
    things = _set(language.checks.named_after)
    for match in exactly(any_of(honorifics) + r"\s+").finditer(text):
        run = _run_from(match.end(), words, text)
        if not run or _is_initial(match, text):
            continue
        title = next(word for word in run if word.capital).text in _set(language.checks.offices)
        if not title and not any(word.text in things for word in run):
            yield run[0].start, run[-1].end, match.group()


def _beside_quotations(text: str, language: Language, namer: Namer) -> Iterator[tuple[int, int, str]]:
    checks = language.checks
    attributed = not first_tokens(checks.attributing).isdisjoint(tokens(text))
    quoted = re.search('[”"»]', text) is not None
    if not attributed and not quoted:
        return
    words = words_of(text)
    said = any_of(checks.quoting)
    before = rf"[”\"»]\s*,?\s*{said}\s+|{any_of(checks.attributing)}\s+"
    for match in compiled(before).finditer(text):
        run = _without_offices(_run_from(match.end(), words, text), language)
        if run and _is_persons(run, text, language, namer):
            yield run[0].start, run[-1].end, ""
    for match in re.finditer(r"[”\"»],?\s+(?=\w)", text):
        run = _without_offices(_run_from(match.end(), words, text), language)
        if run and _is_persons(run, text, language, namer, before=said):
            yield run[0].start, run[-1].end, ""


def _is_initial(honorific: re.Match[str], text: str) -> bool:
    """Whether what looks like `M.` is the initial of a middle name."""
    before = re.search(r"([^\W\d_])\w*\s+$", text[max(0, honorific.start() - 30) : honorific.start()])
    return len(honorific.group().strip(" .")) == 1 and before is not None and before[1].isupper()


def _run_from(start: int, words: tuple[Word, ...], text: str) -> list[Word]:
    """Return the words in capitals that follow one another from a place, with particles between them."""
    run: list[Word] = []
    at = bisect_left(words, start, key=lambda word: word.start)
    for word in words[at : at + LONGEST_NAME + 1]:
        gap = text[run[-1].end if run else start : word.start]
        if (run and not BETWEEN.fullmatch(gap)) or (not run and gap.strip(' “"')):
            break
        if run and gap.startswith(". ") and len(run[-1].text) > 1:
            break
        if not (word.capital or PARTICLE.fullmatch(word.text)) or len(run) == LONGEST_NAME:
            break
        run.append(word)
    while run and not run[-1].capital:
        run.pop()
    return run if any(len(word.text) > 1 for word in run) else []


def _without_offices(run: list[Word], language: Language) -> list[Word]:
    offices = _set(language.checks.offices)
    while run and run[0].text in offices:
        run = run[1:]
    return run


def _is_persons(run: list[Word], text: str, language: Language, namer: Namer, before: str = "") -> bool:
    """Whether words beside a quotation are the name of a person, and not of a country or an organisation."""
    known = _set(language.checks.named_after) | namer.ordinary
    names = [word for word in run if word.capital]
    following = text[run[-1].end : run[-1].end + 100]
    ends = rf"\s+{before}" if before else r"\s*(?:[,.;:)!?(—–]|$)|\s+of\s|\s+de\s"
    return (
        len(names) >= 2
        and compiled(ends).match(following) is not None
        and not any(word.text in known for word in names)
        and not any(text[word.start : word.end].isupper() and len(word.text) > 1 for word in names)
        and not is_place(" ".join(word.text for word in run), language)
    )


def _listed(name: str, honorific: str, namer: Namer, language: Language) -> tuple[str, ...]:
    """Return those in people.yaml whose name it may be: all of it, or a part with the family name."""
    said = name.split()
    words = {word for word in said if len(word) > 1}
    wanted = gender(honorific, language.checks)
    found = []
    for known in namer.near([*said, skeleton(name)]):
        its = gender(known.person.honorific, language.checks)
        parts = {*known.given, *known.family}
        spelt = skeleton(name) in {skeleton(known.whole), skeleton("".join(known.family))}
        alone = not known.given and tuple(said[-len(known.family) :]) == known.family
        agrees = words <= parts and bool(words & set(known.family))
        if (agrees or alone or spelt) and not (wanted and its and wanted != its):
            found.append(known.identifier)
    return tuple(found)


def _near(name: str, namer: Namer) -> str:
    said = name.split()
    for known in namer.near([*said, said[-1][:2]]):
        if not known.family:
            continue
        last, family = said[-len(known.family) :], list(known.family)
        slip = edited_at("".join(last), "".join(family)) is not None and len("".join(family)) > 3
        if last == family or slip:
            meant = f"{plain_name(known.person)}: {{{{ people.{known.identifier} }}}}"
            return f"people.yaml has {meant}; or list this person there"
    return "list them there, and name them by an expression such as {{ people.identifier }}"


def absent_spoke(review: Review) -> Iterator[Finding]:
    """Find people with written or quoted contributions only who are said to have spoken."""
    absent = {
        key
        for key, person in review.content.people.items()
        if person.appearances and {each.role for each in person.appearances} <= ABSENT_ROLES
    }
    if not absent:
        return
    namer = review.namer
    for passage in review.passages:
        text = plain(passage.reading.text)
        namings = [*mentions(passage), *namer.typed(passage)]
        starts = sorted(naming.start for naming in namings)
        for naming in namings:
            if len(naming.identifiers) != 1 or naming.identifiers[0] not in absent:
                continue
            following = bisect_left(starts, naming.end)
            limit = starts[following] if following < len(starts) else len(text)
            spoken = _spoken(naming, text, passage, limit)
            if spoken:
                person = review.content.people[naming.identifiers[0]]
                role = "quoted" if any(each.role == "quoted" for each in person.appearances) else "written"
                verb = passage.reading.text[slice(*spoken)]
                message = f"“{verb}”, but {plain_name(person)} did not take the floor: their role is `{role}`"
                hint = "say that it came in writing, or was quoted; or change the role in people.yaml"
                yield review.at(passage, *spoken, "absent-spoke", message, hint)


def _spoken(naming: Naming, text: str, passage: Passage, limit: int) -> tuple[int, int] | None:
    """Return where a verb of speaking has this person as its subject, if it has.

    `limit` is where another is named.
    """
    language = passage.language
    first, last = sentence_at(text, naming.end, language)
    if holds(text[first : naming.start] + " " + text[naming.end : last], language.checks.in_writing):
        return None
    verbs = any_of(language.checks.speaking)
    turned = compiled(rf"[”\"»,]\s*({verbs})\s+$").search(text[first : naming.start])
    if turned and holds(turned[1], language.checks.quoting):
        return first + turned.start(1), first + turned.end(1)
    rest = text[naming.end : last]
    end = CLAUSE_END.search(rest)
    rest = rest[: end.start()] if end else rest
    # At once, or after one adverb, or after an apposition: `of …`, `(…)` or between commas.
    aside = r"(?:\s+\([^)]*\)|\s+(?:of|from|de|du|des)\s[^,]{1,80}?)?(?:\s*,[^,]*?(?:,[^,]*?){0,3},|,)?"
    follows = compiled(rf"{aside}\s+(?:\w+ly\s+|also\s+|then\s+|aussi\s+|ensuite\s+)?({verbs})").match(rest)
    if follows and naming.end + follows.start(1) < limit and not _has_relative(rest[: follows.start(1)]):
        return naming.end + follows.start(1), naming.end + follows.end(1)
    return None


def _has_relative(text: str) -> bool:
    """Whether a stretch opens a clause of its own, so that its verb has another subject."""
    return (
        compiled(r"\b(?:who|whom|whose|which|that|qui|que|dont|lequel|laquelle)\b|,\s(?:and|et)\s").search(
            text
        )
        is not None
    )


@lru_cache(maxsize=64)
def _set(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(part for word in words for part in (fold(word).replace(" ", ""), *fold(word).split()))
