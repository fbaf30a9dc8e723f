"""Naming: where people of the event are named in prose, by an expression or typed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from babel import Locale

from communique.checks.limits import IDEOGRAPH
from communique.checks.names import fold, gender, name_of, plain_name, skeleton, written_out
from communique.checks.wording import any_of, ends_with, exactly, plain, sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.checks.names import Name, Words
    from communique.checks.passages import Passage
    from communique.checks.review import Review
    from communique.languages import Language

WORD = re.compile(rf"{IDEOGRAPH}+|(?:(?!{IDEOGRAPH})[^\W\d_])+(?:'[^\W\d_]+)*")
ELIDED = re.compile(r"(?:[dl]|qu)'(?=[^\W\d_])(?=.[^'])")
GAP = re.compile(r" {1,2}|-|\. ?")
SPACE = re.compile(r" +|\. ?")
PERSON = re.compile(r"\bpeople(?:\.|\[['\"])([a-z]\w*)(?:['\"]\])?(?:\.(\w+))?")
NAMES_THEM = {"", "name", "full", "short", "introduced", "family"}
SHORTEST_FAMILY_ALONE = 5
LONGEST_NAME = 12
MOST_HONORIFICS = 40
LONGEST_HONORIFIC = 40
MOST_SHOWN = 4
CITED = re.compile(r",? \(?\d{4}|, \w\.")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a plain text, folded; `capital` when it begins with a capital."""

    text: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """A person named: `form` is the expression's attribute that prints what stands there."""

    identifiers: tuple[str, ...]
    start: int
    end: int
    form: str
    typed: bool


@lru_cache(maxsize=16384)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a plain text, without an elided article before them or a possessive after them."""
    words = []
    for match in WORD.finditer(text):
        start, end = match.span()
        written = match.group()
        elided = ELIDED.match(written)
        if elided:
            start, written = start + elided.end(), written[elided.end() :]
        if written.endswith(("'s", "'S")):
            end, written = end - 2, written[:-2]
        words.append(Word(fold(written), start, end, not written[0].islower()))
    return tuple(words)


def mentions(passage: Passage) -> Iterator[Naming]:
    """Yield the people whom expressions of a passage name."""
    for mention in passage.reading.mentions:
        for match in PERSON.finditer(mention.expression):
            if (match[2] or "") in NAMES_THEM:
                yield Naming((match[1],), mention.start, mention.end, match[2] or "", typed=False)


def people_in_expressions(passages: Iterable[Passage]) -> set[str]:
    """Return everybody whom an expression uses, if only by a title."""
    return {
        match[1]
        for passage in passages
        for mention in passage.reading.mentions
        for match in PERSON.finditer(mention.expression)
    }


class Namer:
    """Finds the people of an event in typed prose."""

    def __init__(self, review: Review) -> None:
        self.people = review.content.people
        self.names = {key: name_of(key, person) for key, person in self.people.items()}
        self.forms: dict[Words, set[tuple[str, str]]] = defaultdict(set)
        self.loose: dict[Passage, tuple[tuple[int, int, str], ...]] = {}
        self._typed: dict[Passage, tuple[Naming, ...]] = {}
        for key, person in self.people.items():
            for spell in (fold, written_out):
                self._add(key, tuple(spell(person.given or "").split()), tuple(spell(person.family).split()))
        self._lengths = _lengths(self.forms)
        honorifics = Counter(person.honorific for person in self.people.values())
        own = [each for each, _ in honorifics.most_common(MOST_HONORIFICS) if each]
        self.own_honorifics = tuple(each for each in own if len(each) <= LONGEST_HONORIFIC)
        self.by_word: dict[str, list[str]] = defaultdict(list)
        for name in self.names.values():
            sounds = {skeleton(name.whole), skeleton("".join(name.family))}
            for word in {*name.family, *name.given, *sounds, name.family[-1][:2] if name.family else ""}:
                self.by_word[word].append(name.identifier)
        self.ordinary = _ordinary_words(review)
        self.given = {word for name in self.names.values() for word in name.given}
        self.common = self.ordinary | self.given

    def _add(self, key: str, given: Words, family: Words) -> None:
        forms = [(family, "short")]
        if given:
            forms += [((*given, *family), "name"), ((*family, *given), "name"), ((given[0], *family), "name")]
            forms += [((given[0][0], *family), "name")]
        for words, form in forms:
            if 0 < len(words) <= LONGEST_NAME:
                self.forms[words].add((key, form))

    def honorifics(self, language: Language) -> tuple[str, ...]:
        """Return the honorifics of a language and those of the event's people."""
        return (*language.honorifics, *self.own_honorifics)

    def near(self, words: Iterable[str]) -> Iterator[Name]:
        """Yield the names that share a word with others, sound like them, or begin as they do, each once."""
        for key in dict.fromkeys(key for word in words for key in self.by_word.get(word, ())):
            yield self.names[key]

    def typed(self, passage: Passage) -> tuple[Naming, ...]:
        """Return the people whose names are typed in a passage, the longest form of each."""
        if passage not in self._typed:
            self._typed[passage] = tuple(self._typed_in(passage))
        return self._typed[passage]

    def _typed_in(self, passage: Passage) -> Iterator[Naming]:
        text = plain(passage.reading.text)
        words = words_of(text)
        index = 0
        while index < len(words):
            naming, length = self._at(index, words, text, passage)
            if naming is not None and passage.reading.is_typed(naming.start, naming.end):
                yield naming
            index += length

    def _at(
        self, index: int, words: tuple[Word, ...], text: str, passage: Passage
    ) -> tuple[Naming | None, int]:
        for length in self._lengths.get(words[index].text, ()):
            run = words[index : index + length]
            found = self.forms.get(tuple(word.text for word in run))
            if not found or len(run) < length or not run[-1].capital or not _is_run(run, text):
                continue
            if length == 1 or text[run[0].start : run[0].end + 1] not in passage.language.honorifics:
                return self._named(found, index, length, words, text, passage), length
        return None, 1

    def _named(
        self,
        found: set[tuple[str, str]],
        index: int,
        length: int,
        words: tuple[Word, ...],
        text: str,
        passage: Passage,
    ) -> Naming | None:
        language = passage.language
        start, end = words[index].start, words[index + length - 1].end
        before = words[index - 1] if index and SPACE.fullmatch(text[words[index - 1].end : start]) else None
        after = words[index + length] if index + length < len(words) else None
        if after and not GAP.fullmatch(text[end : after.start]):
            after = None
        if after and after.capital and text[end : after.start] != ". ":
            return None
        whole = tuple(sorted(key for key, form in found if form == "name"))
        honorific = exactly(any_of(self.honorifics(language)) + r"\s+$").search(
            text, max(0, start - LONGEST_HONORIFIC), start
        )
        if honorific:
            keys = whole or self._of_gender(found, honorific.group().strip(), language)
            form = "" if whole else "short"
            return Naming(keys, honorific.start(), end, form, typed=True) if keys else None
        if self._is_of_a_thing(before, after, language):
            return None
        # `Ana Maria Silva` and `Federico J. Silva` are neither Maria nor J. Silva.
        first_name = before is not None and (before.text in self.given or len(words[index].text) == 1)
        opener = before is not None and before.text in _folded(language.checks.openers)
        if before and before.capital and first_name and not opener:
            return None
        if whole:
            return Naming(whole, start, end, "name", typed=True)
        keys = tuple(sorted(key for key, _ in found))
        alone = len(keys) == 1 and self._stands_alone(words[index : index + length], before, text, passage)
        return Naming(keys, start, end, "short", typed=True) if alone else None

    def _of_gender(self, found: set[tuple[str, str]], honorific: str, language: Language) -> Words:
        wanted = gender(honorific, language.checks)
        has = {key: gender(self.people[key].honorific, language.checks) for key, _ in found}
        return tuple(sorted(key for key, its in has.items() if not (wanted and its and wanted != its)))

    def _is_of_a_thing(self, before: Word | None, after: Word | None, language: Language) -> bool:
        """Whether a word beside a name makes it the name of a thing, such as a report or an institute."""
        things = _folded(language.checks.named_after)
        offices = _folded(language.checks.offices)
        return (after is not None and after.text in things) or (
            before is not None and before.text in things and before.text not in offices
        )

    def _stands_alone(self, run: tuple[Word, ...], before: Word | None, text: str, passage: Passage) -> bool:
        """Whether a family name by itself is meant as one: it is rare, and stands in mid-sentence."""
        language = passage.language
        start, end = run[0].start, run[-1].end
        bare = "".join(word.text for word in run)
        if len(bare) < SHORTEST_FAMILY_ALONE or any(passage.reading.emphasised[start:end]):
            return False
        if any(word.text in self.common or word.text in _calendar(language) for word in run):
            return False
        if " ".join(word.text for word in run) in _places(language) or CITED.match(text, end):
            return False
        first, _ = sentence_at(text, start, language)
        if not text[first:start].strip(" \"'“”«»*_-–—([") or before is None:
            return False
        if ends_with(text[first:start], language.checks.articles):
            return False
        opens = text[first : before.start].strip(" \"'“«(") == ""
        follows = language.checks.offices + (language.checks.openers if opens else ())
        return not before.capital or before.text in _folded(follows)


def _lengths(forms: Iterable[Words]) -> dict[str, tuple[int, ...]]:
    """Return the lengths of the names that begin with a word, longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for words in forms:
        found[words[0]].add(len(words))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


def _is_run(run: tuple[Word, ...], text: str) -> bool:
    """Whether words follow one another as the parts of a name do; an initial has its point."""
    if not all(GAP.fullmatch(text[one.end : other.start]) for one, other in pairwise(run)):
        return False
    if len(run[0].text) == 1:
        return run[0].capital and text[run[0].end : run[0].end + 1] == "."
    return run[0].capital or len(run) > 1


def _ordinary_words(review: Review) -> frozenset[str]:
    """Return words that mean something else, too: of titles and organisations, and any in small letters."""
    event = review.content.event
    texts = [event.title, event.theme or "", event.venue, event.place, event.organisation.name]
    texts += [event.series.name if event.series else ""]
    for person in review.content.people.values():
        texts += [person.title or "", person.organisation or "", person.country or ""]
    texts += [session.title for session in review.content.sessions.values()]
    words = {word for text in texts for word in fold(text).split()}
    for passage in review.passages:
        words |= {word.text for word in words_of(plain(passage.reading.text)) if not word.capital}
    return frozenset(words)


@lru_cache(maxsize=64)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(word).replace(" ", "") for word in words) | frozenset(fold(word) for word in words)


def _calendar(language: Language) -> frozenset[str]:
    return _calendar_words(str(language.locale))


def _places(language: Language) -> frozenset[str]:
    return _place_names(str(language.locale))


@lru_cache(maxsize=16)
def _calendar_words(locale: str) -> frozenset[str]:
    parsed = Locale.parse(locale)
    names = [*parsed.months["format"]["wide"].values(), *parsed.days["format"]["wide"].values()]
    return frozenset(fold(name) for name in names)


@lru_cache(maxsize=16)
def _place_names(locale: str) -> frozenset[str]:
    """Return countries and regions, by Babel's names for them, and their languages."""
    parsed = Locale.parse(locale)
    return frozenset(fold(name) for name in (*parsed.territories.values(), *parsed.languages.values()))


def is_place(text: str, language: Language) -> bool:
    """Whether a folded text is the name of a country, a region or a language."""
    return text in _places(language)


def expression_for(naming: Naming, passage: Passage, namer: Namer) -> str:
    """Return the hint that shows the expression to use for a typed name."""
    shown = []
    keys = naming.identifiers[:MOST_SHOWN]
    for key in keys:
        person = namer.people[key]
        following = plain(passage.reading.text[naming.end : naming.end + 40])
        title = plain(f", {person.title}") if person.title else ""
        introduced = naming.form != "short" and title and following.startswith(title[:20])
        form = "introduced" if introduced else naming.form
        shown.append(f"{{{{ people.{key}{'.' if form else ''}{form} }}}}")
    hint = f"write {' or '.join(shown)}"
    return hint if len(shown) == 1 else f"{hint}: {'; '.join(plain_name(namer.people[k]) for k in keys)}"
