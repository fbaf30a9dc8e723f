"""Acronyms: each is spelled out where a document first uses it, and only there."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.checks.limits import APART
from communique.checks.review import Finding
from communique.pipeline import span_of
from communique.rewriting import value_at
from communique.source import format_address
from communique.tree import Field, Heading, Link, Paragraph, Section, Styled, Text, child_blocks, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.checks.review import Review
    from communique.diagnostics import Span
    from communique.tree import Block, Document, Inline

ACRONYM = re.compile(r"(?<![\w/.’'&-])([A-Z]{2,8})(?:s(?!\w))?(?![\w/&]|\.[A-Z]|-[A-Z\d])")
NAMED = re.compile(r"\(\s*(?:the\s+)?[“\"‘]?([A-Z]{2,8})s?[”\"’]?\s*\)")
"""`Full Name (ABC)`; what stands before is looked at by itself."""
EXPLAINED = re.compile(r"(?<![\w/.-])([A-Z]{2,8})s? \((?=([^()]{6,200})\))")
"""`ABC (Full Name)`."""
ALSO_CALLED = re.compile(
    r",? (?:or|known as|called|abbreviated(?: as| to)?|in short|for short) (?:the )?[“\"‘]?([A-Z]{2,8})(?![\w/-])"
)
"""`Full Name, or ABC`; it must be made of the letters of what stands before."""
CAPITALS = re.compile("[A-Z]{2}")
"""What stands in every acronym."""
ANYWHERE = re.compile(r"(?<![A-Z])[A-Z]{2,8}(?![A-Z])")
ROMAN = re.compile(r"M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})")
SHOUTED = re.compile(
    r"\b[A-Z]{2,}(?:[ ,’-]+[A-Z]{2,}){2,}\b|\A[A-Z][A-Z -]*[A-Z],?\s(?=\(?\d{1,2}\s[A-Z][a-z])"
)
"""Words in capitals one after the other. Two may be acronyms, more are a heading; or a place and a date."""
OWN_NAME = re.compile(r"\b[A-Z]{2,8} (?=[A-Z][a-z])|(?<=[a-z] )[A-Z]{2,8}(?= [A-Z][a-z])")
"""Capitals in the name that an organization has for itself, as in `SINGA Deutschland`."""
SENTENCE = re.compile(r"(?<=[a-z)][.!?;])\s+|\n")
WORD = re.compile(r"[^\W\d_]+")
SMALL_WORD = re.compile(r"a|an|and|at|by|des?|du?|et|for|in|la|les?|of|on|the|to|with|y", re.IGNORECASE)
LONGEST_NAME = 14
"""In words."""
LONGEST_PHRASE = 400
"""In characters."""
EVENT = "event.yaml"
"""Its short names are spelled out in the masthead, or else in the document itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """An acronym in the text of a document: in which block, at which offset, from which record, if any."""

    acronym: str
    block: int
    start: int
    address: str
    record: str
    is_apart: bool


@dataclass(frozen=True, slots=True)
class Account:
    """The places of a document in reading order: where acronyms are spelled out, where they just stand."""

    name: str
    spelled_out: dict[str, list[Place]]
    used: dict[str, list[Place]]


def undefined(review: Review) -> Iterator[Finding]:
    """Find the first use of an acronym that is not spelled out before, or nowhere."""
    lacking: dict[tuple[str, Span], list[str]] = defaultdict(list)
    addresses: dict[tuple[str, Span], str] = {}
    for account in review.accounts:
        for acronym, uses in account.used.items():
            definitions = account.spelled_out.get(acronym)
            first = uses[0]
            if not definitions:
                span, address = _where(first, account, review)
                lacking[acronym, span].append(account.name)
                addresses[acronym, span] = address
            elif not definitions[0].is_apart and _order(first) < _order(definitions[0]):
                message = f"“{acronym}” stands here before it is spelled out"
                span, address = _where(first, account, review)
                yield Finding("acronym-undefined", message, span, _hint(acronym), address)
    for (acronym, span), names in lacking.items():
        message = f"“{acronym}” is nowhere spelled out in {_listed(names)}"
        yield Finding("acronym-undefined", message, span, _hint(acronym), addresses[acronym, span])


def defined_twice(review: Review) -> Iterator[Finding]:
    """Find an acronym that is given again, in brackets after its name."""
    for account in review.accounts:
        for acronym, places in account.spelled_out.items():
            typed = [place for place in places if not place.is_apart and not place.record]
            for place in typed:
                if any(not each.is_apart and _order(each) < _order(place) for each in places):
                    span, address = _where(place, account, review)
                    message = f"“{acronym}” is spelled out a second time"
                    yield Finding(
                        "acronym-defined-twice", message, span, "use the acronym by itself here", address
                    )


def _hint(acronym: str) -> str:
    return f"write the name in full where it comes first, with “({acronym})” after it"


def _listed(names: list[str]) -> str:
    *former, last = [f"`{name}`" for name in dict.fromkeys(names)]
    return f"{', '.join(former)} and {last}" if former else last


def _order(place: Place) -> tuple[int, int]:
    return place.block, place.start


def read_accounts(review: Review) -> Iterator[Account]:
    """Yield what each document in a language of the house does with acronyms that need spelling out."""
    families = " ".join(person.family for person in review.content.people.values())
    names = {word.upper() for word in WORD.findall(families)}
    for name, document in review.documents.items():
        if review.house.covers(document.language):
            account = Account(name, defaultdict(list), defaultdict(list))
            for index, (block, is_apart) in enumerate(_paragraphs(document)):
                _read(block, index, is_apart, names, account)
            for acronym in list(account.used):
                if acronym in review.house.acronyms.known or acronym in names or ROMAN.fullmatch(acronym):
                    del account.used[acronym]
            yield account


def _read(block: Paragraph | Heading, index: int, is_apart: bool, names: set[str], account: Account) -> None:
    """Add the acronyms of a block to an account."""
    text = plain_text(block.children)
    if not CAPITALS.search(text):
        return
    records = _records(block.children)

    def place(match: re.Match[str]) -> Place:
        opening = records[match.start()]
        return Place(
            match[1], index, match.start(1), (block.address or "").partition("#")[0], opening, is_apart
        )

    explained = [match for match in EXPLAINED.finditer(text) if is_abbreviation(match[1], match[2])]
    named = [
        match
        for match in NAMED.finditer(text)
        if is_named(match[1], text[max(match.start() - LONGEST_PHRASE, 0) : match.start()], names)
    ]
    called = [
        match
        for match in ALSO_CALLED.finditer(text)
        if is_abbreviation(match[1], _phrase(text[max(match.start() - LONGEST_PHRASE, 0) : match.start()]))
    ]
    for match in sorted([*explained, *named, *called], key=lambda each: each.start(1)):
        account.spelled_out[match[1]].append(place(match))
    if is_apart or text.isupper():
        return
    shouted = [each.span() for each in SHOUTED.finditer(text)]
    shouted += [
        each.span() for each in OWN_NAME.finditer(text) if records[each.start()].endswith(".organisation")
    ]
    for match in ACRONYM.finditer(text):
        if not any(start <= match.start() < end for start, end in shouted):
            account.used[match[1]].append(place(match))


def is_abbreviation(acronym: str, phrase: str) -> bool:
    """Whether an acronym is made of letters of a phrase, the first of them an initial."""
    bare = unicodedata.normalize("NFKD", phrase)
    words = WORD.findall("".join(each for each in bare if not unicodedata.combining(each)))[-LONGEST_NAME:]
    for first, word in enumerate(words):
        if word[0].upper() == acronym[0]:
            letters = iter("".join(words[first:]).upper())
            if len(words) - first > 1 and all(letter in letters for letter in acronym):
                return True
    return False


def is_named(acronym: str, before: str, names: set[str]) -> bool:
    """Whether the words before an acronym in brackets are the name that it stands for.

    `names` are words in capitals that are people's: an organization is no name for somebody.
    """
    phrase = _phrase(before)
    if is_abbreviation(acronym, phrase):
        return True
    # An acronym of another language, or one that isn't made of initials.
    last = [word for word in WORD.findall(phrase) if not SMALL_WORD.fullmatch(word)][-2:]
    proper = all(word[0].isupper() and not word.isupper() for word in last)
    return len(last) > 1 and proper and not any(word.upper() in names for word in last)


def _phrase(before: str) -> str:
    """Return the sentence as far as it goes before an acronym."""
    return SENTENCE.split(before.rstrip(' \u00a0“"‘'))[-1]


def _paragraphs(document: Document) -> Iterator[tuple[Paragraph | Heading, bool]]:
    """Yield every block of text in reading order, notes last, and whether it is of masthead or title."""
    notes = [block for note in document.notes for block in note.blocks]
    yield from _within([*document.blocks, *notes], is_apart=False)


def _within(blocks: Iterable[Block], *, is_apart: bool) -> Iterator[tuple[Paragraph | Heading, bool]]:
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            yield block, is_apart
        apart = is_apart or (isinstance(block, Section) and block.role in APART)
        yield from _within(child_blocks(block), is_apart=apart)


def _records(children: tuple[Inline, ...], record: str = "") -> list[str]:
    """Return for each character of plain text the address of the record that it comes from, or nothing."""
    found: list[str] = []
    for child in children:
        match child:
            case Text():
                found += [record] * len(child.text)
            case Field():
                found += _records(child.children, child.source)
            case Styled() | Link():
                found += _records(child.children, record)
            case _:
                found += [record] * len(plain_text((child,)))
    return found


def _where(place: Place, account: Account, review: Review) -> tuple[Span, str]:
    """Return the span and the address of an acronym: in the record that says it, or in the prose."""
    content, name = review.content, account.name
    is_of_event = place.record.startswith(f"{EVENT}:")
    if place.record and not place.record.startswith("=") and not is_of_event:
        return _in_record(place, review) or span_of(place.record, content, name), place.record
    return _in_prose(place, account, review) or span_of(place.address, content, name), place.address


def _in_record(place: Place, review: Review) -> Span | None:
    """Return the span of an acronym in the value of a record."""
    name, _, _ = place.record.partition(":")
    source = review.content.sources.get(f"content/{name}")
    if source is None:
        return None
    steps = next((each for each in source.places if format_address(name, each) == place.record), None)
    if steps is None:
        return None
    value = str(value_at(source.data, steps))
    found = next((match for match in ACRONYM.finditer(value) if match[1] == place.acronym), None)
    return source.span_within(steps, value, found.start(1), len(place.acronym)) if found else None


def _in_prose(place: Place, account: Account, review: Review) -> Span | None:
    """Return the span of an acronym in a prose: of the expression that says it, if one does."""
    passage = review.passage_at.get(place.address)
    if passage is None:
        return None
    # A place is found again by how many of the same lie before it in the same scalar.
    everywhere = [*account.used.get(place.acronym, ()), *account.spelled_out.get(place.acronym, ())]
    before = {
        _order(each) for each in everywhere if each.address == place.address and _order(each) < _order(place)
    }
    matches = [each for each in ANYWHERE.finditer(passage.reading.text) if each[0] == place.acronym]
    if not matches:
        return None
    match = matches[min(len(before), len(matches) - 1)]
    first, last = passage.reading.origin(match.start()), passage.reading.origin(match.end() - 1) + 1
    if not passage.reading.is_typed(*match.span()):
        last = passage.text.index("}}", first) + 2
    return review.content.sources[passage.file].span_within(passage.steps, passage.text, first, last - first)
