"""Names of people: how they are compared, and what makes two of them look like one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from communique.languages import STROKED

if TYPE_CHECKING:
    from communique.languages import CheckWords
    from communique.model import Person

# How some letters are written where a keyboard lacks them.
WRITTEN_OUT = str.maketrans({"ü": "ue", "ö": "oe", "ä": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
# What different transliterations make of one sound; each is reduced to one of them.
ALIKE = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ou", "u"), ("y", "i"))
SHORTEST_WITH_TYPO = 5

Words = tuple[str, ...]


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return a name in small letters without diacritics, hyphens and apostrophes."""
    if text.isascii():
        bare = text.lower()
        if bare.isalnum():
            return bare
    else:
        bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        bare = bare.casefold().translate(STROKED)
    return " ".join(re.findall(r"\w+", re.sub("['’ʼ`.]", "", bare)))


@lru_cache(maxsize=16384)
def written_out(text: str) -> str:
    """Return a name folded, with the letters that have another spelling written out, as in `bruellhardt`."""
    return fold(unicodedata.normalize("NFC", text).casefold().translate(WRITTEN_OUT))


@lru_cache(maxsize=16384)
def skeleton(text: str) -> str:
    """Return what is common to the transliterations of a name."""
    bare = written_out(text).replace(" ", "")
    for written, reduced in ALIKE:
        bare = bare.replace(written, reduced)
    return re.sub(r"(.)\1+", r"\1", bare)


def edited_at(one: str, other: str) -> int | None:
    """Return where two words are one slip apart (a letter more, less or other, two exchanged); else None."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    slip = max(len(left), len(right)) == 1 or (len(left) == 2 and left == right[::-1])
    return start if slip else None


def is_slip(one: str, other: str, ending: int = 0) -> bool:
    """Whether one word may be the other mistyped: nobody mistypes the first letter or a short word.

    `ending` letters at the end are kept apart: they tell Mario from Maria.
    """
    at = edited_at(one, other)
    shorter = min(len(one), len(other))
    return at is not None and at > 0 and shorter >= SHORTEST_WITH_TYPO + ending // 2 and at < shorter - ending


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A person's name for comparison; `given` and `family` are folded words."""

    identifier: str
    person: Person
    given: Words
    family: Words

    @property
    def whole(self) -> str:
        """Given and family name without spaces."""
        return "".join(self.given + self.family)

    @property
    def turned(self) -> str:
        """Family and given name without spaces."""
        return "".join(self.family + self.given)


def name_of(identifier: str, person: Person) -> Name:
    """Return a person's name for comparison."""
    return Name(
        identifier, person, tuple(fold(person.given or "").split()), tuple(fold(person.family).split())
    )


def plain_name(person: Person) -> str:
    """Return honorific, given and family name as they are written."""
    return " ".join(part for part in (person.honorific, person.given, person.family) if part)


def is_same(one: Name, other: Name) -> bool:
    """Whether two records have one name, whatever its case, its diacritics and its order."""
    if not (one.given and other.given):
        return one.given == other.given and one.family == other.family and share_something(one, other)
    return one.whole in {other.whole, other.turned} and not are_strangers(one, other)


def likeness(one: Name, other: Name, words: CheckWords) -> str:
    """Return how two different names are alike, or nothing; siblings and common family names are not."""
    if not (one.given and other.given) or are_strangers(one, other) or differ_in_gender(one, other, words):
        return ""
    first, second = one.person, other.person
    same_family, same_given = one.family == other.family, one.given == other.given
    like_family = skeleton(first.family) == skeleton(second.family)
    like_given = skeleton(first.given or "") == skeleton(second.given or "")
    if like_family and like_given:
        return "another spelling of it"
    if same_given and is_slip("".join(one.family), "".join(other.family)):
        return "one letter apart"
    if same_given and (set(one.family) < set(other.family) or set(other.family) < set(one.family)):
        return "a part of it left out" if share_something(one, other) else ""
    if like_family and are_initials(one.given, other.given):
        return "with an initial"
    if same_family and (
        one.given == other.given[: len(one.given)] or other.given == one.given[: len(other.given)]
    ):
        return "a given name left out"
    if same_family and is_slip("".join(one.given), "".join(other.given), ending=2):
        return "one letter apart"
    return "in the other order" if skeleton(one.whole) == skeleton(other.turned) else ""


def are_initials(one: Words, other: Words) -> bool:
    """Whether given names agree with one of them, or more, as an initial."""
    pairs = list(zip(one, other, strict=False))
    agree = all(a == b or (1 in {len(a), len(b)} and a[0] == b[0]) for a, b in pairs)
    return agree and any(len(a) != len(b) for a, b in pairs)


def are_strangers(one: Name, other: Name) -> bool:
    """Whether two people come from different countries for different organisations."""
    return differ(one.person.country, other.person.country) and differ(
        one.person.organisation, other.person.organisation
    )


def differ_in_gender(one: Name, other: Name, words: CheckWords) -> bool:
    """Whether the honorifics are those of a man and of a woman."""
    return {gender(one.person.honorific, words), gender(other.person.honorific, words)} == {"man", "woman"}


def gender(honorific: str | None, words: CheckWords) -> str:
    """Return what an honorific says: `man`, `woman` or nothing."""
    if honorific in words.men:
        return "man"
    return "woman" if honorific in words.women else ""


def share_something(one: Name, other: Name) -> bool:
    """Whether two records have a title, an organisation or a country in common."""
    pairs = (
        (one.person.title, other.person.title),
        (one.person.organisation, other.person.organisation),
        (one.person.country, other.person.country),
    )
    return any(a and b and fold(a) == fold(b) for a, b in pairs)


def differ(one: str | None, other: str | None) -> bool:
    """Whether two texts are there and are not the same."""
    return bool(one and other and fold(one) != fold(other))
