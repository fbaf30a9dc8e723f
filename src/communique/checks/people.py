"""People: who is named, how often, in which spelling, and what those absent are said to have done."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from communique.checks.names import differ, is_same, likeness, name_of, plain_name, skeleton
from communique.checks.naming import expression_for, people_in_expressions
from communique.checks.quoted import loosely_named
from communique.records import Content
from communique.validation import walk_texts

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from communique.checks.names import Name
    from communique.checks.review import Finding, Review

MOST_ALIKE = 150
"""A name that more have in common says nothing of two of them."""
MOST = 0.8
"""Where fewer of the people are mentioned, documents don't set out to name everybody."""


def not_mentioned(review: Review) -> Iterator[Finding]:
    """Find the few whom no prose and no `person` key mentions, where nearly all others are mentioned."""
    people = review.content.people
    namer = review.namer
    mentioned = people_in_expressions(review.passages)
    for passage in review.passages:
        mentioned |= {key for naming in namer.typed(passage) for key in naming.identifiers}
    for document in review.content.documents.values():
        mentioned |= {text for _, kind, text in walk_texts(document, type(document)) if kind == "person"}
    if len(mentioned & set(people)) < MOST * len(people):
        return
    records_of_one = {name.identifier for pair in review.alike for name in pair}
    for key, person in people.items():
        if key not in mentioned and key not in records_of_one:
            message = f"{plain_name(person)} is listed here, but no document mentions them"
            hint = f"mention them by {{{{ people.{key} }}}}, or take them off the list"
            yield review.about(Content.people_file, (key,), "person-not-mentioned", message, hint, key=True)


def twice(review: Review) -> Iterator[Finding]:
    """Find two records with one name, whatever its case, its diacritics and its order."""
    for (one, other), how in review.alike.items():
        if not how:
            message = f"{plain_name(other.person)} is listed twice, here and as `{one.identifier}`, {_compared(one, other)}"
            hint = "keep one record with the appearances of both; if these are two people, say so by allowing it here"
            yield review.about(
                Content.people_file, (other.identifier,), "person-twice", message, hint, key=True
            )


def similar_names(review: Review) -> Iterator[Finding]:
    """Find two records with names that differ as one name does when it is typed a second time."""
    for (one, other), how in review.alike.items():
        if how:
            first, second = plain_name(one.person), plain_name(other.person)
            message = f"{second} is like {first}, listed as `{one.identifier}`: {how}"
            hint = "if they are one person, keep one record with the right spelling; otherwise allow it here"
            yield review.about(
                Content.people_file, (other.identifier,), "similar-names", message, hint, key=True
            )


def alike(review: Review) -> dict[tuple[Name, Name], str]:
    """Return the pairs of records that seem to be of one person, and how their names differ, if they do."""
    names = [name_of(key, person) for key, person in review.content.people.items()]
    found = {}
    for one, other in _pairs(names):
        same = is_same(one, other)
        how = "" if same else likeness(one, other, review.language.checks)
        if same or how:
            found[one, other] = how
    return found


def name_typed(review: Review) -> Iterator[Finding]:
    """Find names of the event's people that are typed in prose."""
    namer = review.namer
    for passage in review.passages:
        for naming in [*namer.typed(passage), *loosely_named(passage, namer)]:
            said = passage.reading.text[naming.start : naming.end]
            message = f"“{said}” is typed here; names are kept in people.yaml alone"
            hint = expression_for(naming, passage, namer)
            yield review.at(passage, naming.start, naming.end, "name-typed", message, hint)


def _pairs(names: list[Name]) -> list[tuple[Name, Name]]:
    """Return the pairs of names that sound alike in part, in the order of the file."""
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        for sound in _sounds(name):
            alike[sound].append(index)
    groups = (indices for indices in alike.values() if len(indices) <= MOST_ALIKE)
    found = {pair for indices in groups for pair in combinations(indices, 2)}
    return [(names[one], names[other]) for one, other in sorted(found, key=lambda pair: (pair[1], pair[0]))]


def _sounds(name: Name) -> tuple[Hashable, ...]:
    """Return what one of must be common to two names that are alike."""
    letters = "".join(sorted(skeleton(name.whole)))
    return ("given", name.given), ("family", skeleton(name.person.family)), ("letters", letters)


def _compared(one: Name, other: Name) -> str:
    """Say how two records of one person differ."""
    differences = []
    for key in ("honorific", "title", "organisation", "country"):
        first, second = getattr(one.person, key), getattr(other.person, key)
        if differ(first, second):
            differences.append(f"another {key} (“{second}”, there “{first}”)")
        elif bool(first) != bool(second):
            differences.append(
                f"{'with' if second else 'without'} {'an' if key[0] in 'aeiou' else 'a'} {key}"
            )
    spelling = plain_name(one.person) != plain_name(other.person) and not differ(
        one.person.honorific, other.person.honorific
    )
    if spelling:
        differences.insert(0, f"written “{plain_name(one.person)}” there")
    return "; ".join(differences) or "with the same title and organisation"
