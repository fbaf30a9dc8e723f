"""Spelling: words that the dictionary of a document's language lacks.

What makes reports of spelling a nuisance is left alone: names and acronyms, addresses, foreign words, and
every word that the records of the event have themselves. Without the extra `spelling` nothing is found.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from babel import Locale

from communique.checks.dictionaries import find_dictionary, installed
from communique.checks.passages import Passage, read
from communique.validation import walk_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.checks.dictionaries import Dictionary
    from communique.checks.passages import Reading
    from communique.checks.review import Finding, Review
    from communique.languages import Language

MARKS = "\u00ad\u0300-\u036f\u064b-\u065f"  # soft hyphen, accents, Arabic vowels
TOKEN = re.compile(rf"[^\W_](?:[\w{MARKS}’'ʼ‐‑-]*[\w{MARKS}])?")
PART = re.compile("[^’'ʼ‐‑-]+")
# What makes a run of characters an address, a file, a symbol such as A/72/183 or an abbreviation such as e.g.
CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
LINKS = (
    "a|al|au|aux|d|da|das|de|degli|dei|del|della|den|der|des|di|do|dos|du|e|el|et|für|im|la|las|le|les|los|och|og"
    "|pour|på|und|van|von|y|zu|zum|zur"
)
NO_ENGLISH = "da|das|de|degli|dei|del|della|der|des|dos|du|für|las|les|los|och|und|zum|zur"
NAME = re.compile(
    rf"(?<![\w’'-]){CAPITAL}[\w’'-]*"
    rf"((?: (?:{LINKS}))+|(?: [^\W\d_]+){{1,2}}(?: (?:{NO_ENGLISH}))(?: (?:{LINKS}))*) (?={CAPITAL}\w)"
)
"""`Palais des Nations`, `École polytechnique fédérale de Lausanne`: a name of another language."""
ADDRESS = re.compile(r"://|@|\A\W*#\w|\w\.\w|/[^/]*/")
ADDRESS_SIGNS = frozenset(":@#./")
"""One of them stands in every address."""
QUOTATION = re.compile('“[^“”]*”|«[^«»]*»|„[^„“]*“|"[^"]*"')
SENTENCE = re.compile(r"[^.!?…\n]+")
BEFORE_SENTENCE = re.compile(r"(?:\A|[.!?:…\n][”’»\")\]]*)[\s“‘«„\"(\[–—¿¡-]*\Z")
ABBREVIATION = re.compile(r"(?:\b\w|\b[A-Z][a-z]{1,3})\.\s*\Z")
# They make new words in English, French and Spanish alike; `re` and `un`, which make mistakes, are left out.
PREFIXES = frozenset(
    re.findall(
        r"\w+",
        """agro anti auto bio co counter cyber eco extra geo hydro hyper inter intra macro micro mini mono multi
        neo non para photo poly post pre pseudo quasi semi socio sub super supra tele trans tri ultra""",
    )
)
SHORTEST_STEM = 4
NOT_WORDS = {"template", "language", "symbol"}
SHORTEST_FOREIGN_SENTENCE = 4
LIKELY_LANGUAGES = ("en", "fr", "es")
MOST_WITH_SUGGESTIONS = 50
MOST_IN_A_DOCUMENT = 100


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a part of a compound, where it stands in a reading; `whole` is the compound.

    `opens` says of a word with a capital that it opens a sentence.
    """

    text: str
    start: int
    end: int
    whole: str
    opens: bool

    @property
    def is_name(self) -> bool:
        """Whether a capital says that this is a name or an acronym."""
        if self.text.islower():
            return False
        inside = any(character.isupper() for character in self.text[1:])
        return inside or (self.text[0].isupper() and not self.opens)


Read = tuple[Passage, tuple[Word, ...]]


@dataclass(frozen=True)
class _Speller:
    """A dictionary, and the words that are right besides."""

    dictionary: Dictionary
    known: frozenset[str]

    def knows(self, word: Word) -> bool:
        """Whether a word is right: by itself, as its compound, or as a prefix or with one."""
        if self._has(word.text) or (word.whole != word.text and self._has(word.whole)):
            return True
        plain = normalized(word.text).casefold()
        if plain in PREFIXES:
            return word.text != word.whole
        return any(self._is_derived(plain, prefix) for prefix in PREFIXES if plain.startswith(prefix))

    def _is_derived(self, plain: str, prefix: str) -> bool:
        """Whether a word is a prefix and a word, and no slip of a word that is near, as “intergrate” is."""
        stem = plain.removeprefix(prefix)
        if len(stem) < SHORTEST_STEM or not self._has(stem):
            return False
        return all(re.search(r"[\s-]", each) for each in self.dictionary.suggestions(plain))

    def _has(self, text: str) -> bool:
        plain = normalized(text)
        return (
            plain.casefold() in self.known
            or self.dictionary.knows(plain)
            or self.dictionary.knows(f"{plain}.")
        )


def misspelt(review: Review) -> Iterator[Finding]:
    """Find words in prose that the dictionary lacks, once in each document."""
    if not installed():
        return
    read_passages = [(each, words(each.reading)) for each in (*review.passages, *_plain_texts(review))]
    names = {normalized(word.text) for _, found in read_passages for word in found if word.is_name}
    documents: dict[str | None, list[Read]] = defaultdict(list)
    for each in read_passages:
        documents[each[0].document].append(each)
    recorded = _recorded_words(review)
    suggested = 0
    for document, passages in documents.items():
        language = review.language_of(document)
        dictionary = find_dictionary(
            language.tag, review.house.dictionary if review.house.covers(language.tag) else None
        )
        if dictionary is None:
            continue
        speller = _Speller(dictionary, recorded | _countries(language))
        for found in islice(_grouped(passages, speller), MOST_IN_A_DOCUMENT):
            passage, word = found[0]
            may_be_name = word.text[0].isupper()
            if may_be_name and normalized(word.text) in names:
                continue
            suggestions = (
                dictionary.suggestions(normalized(word.text)) if suggested < MOST_WITH_SUGGESTIONS else []
            )
            suggested += 1
            # At the beginning of a sentence a name looks like any word; only what is near one was meant.
            if may_be_name and not suggestions:
                continue
            yield review.at(
                passage, word.start, word.end, "misspelt", _message(word, len(found)), _hint(suggestions)
            )


def _message(word: Word, times: int) -> str:
    often = f"; it stands here {times} times" if times > 1 else ""
    return f"“{word.text}” is not in the dictionary{often}"


def _hint(suggestions: list[str]) -> str:
    if not suggestions:
        return "if it is right, add it to `words` in communique.toml"
    *others, last = [f"“{each}”" for each in suggestions]
    listed = f"{', '.join(others)} or {last}" if others else last
    return f"did you mean {listed}? if not, add it to `words` in communique.toml"


def _grouped(passages: Iterable[Read], speller: _Speller) -> list[list[tuple[Passage, Word]]]:
    """Return the places of each word that is not known, words and places in order."""
    groups: dict[str, list[tuple[Passage, Word]]] = defaultdict(list)
    for passage, found in passages:
        for word in _unknown(passage.reading, found, speller):
            groups[normalized(word.text).casefold()].append((passage, word))
    return list(groups.values())


def _unknown(reading: Reading, found: tuple[Word, ...], speller: _Speller) -> list[Word]:
    """Return the words of a reading that are not known, but for those of another language."""
    looked_at = [word for word in found if not word.is_name]
    unknown = [word for word in looked_at if not speller.knows(word)]
    if not unknown:
        return []
    foreign: set[int] = set()
    starts, missing = [word.start for word in looked_at], [word.start for word in unknown]
    for start, end, least in _stretches(reading):
        inside = looked_at[bisect_left(starts, start) : bisect_left(starts, end)]
        lacking = missing[bisect_left(missing, start) : bisect_left(missing, end)]
        if len(inside) >= least and _is_foreign(inside, len(lacking), speller, emphasised=least == 1):
            foreign.update(lacking)
    return [word for word in unknown if word.start not in foreign]


def _stretches(reading: Reading) -> Iterator[tuple[int, int, int]]:
    """Yield what may be in another language, with the least number of words by which that can be told.

    By custom a single foreign word stands in emphasis; so it is not taken for a mistake there.
    """
    for match in re.finditer("1+", "".join("01"[each] for each in reading.emphasised)):
        yield match.start(), match.end(), 1
    for match in QUOTATION.finditer(reading.text):
        yield match.start(), match.end(), 2
    for match in SENTENCE.finditer(reading.text):
        yield match.start(), match.end(), SHORTEST_FOREIGN_SENTENCE


def _is_foreign(inside: list[Word], missing: int, speller: _Speller, *, emphasised: bool) -> bool:
    """Whether words are of another language: most are not known, or another dictionary knows more of them."""
    if 3 * missing < len(inside):
        return False
    if 2 * missing > len(inside) or (emphasised and 2 * missing == len(inside)):
        return True
    others = (find_dictionary(tag) for tag in LIKELY_LANGUAGES if not speller.dictionary.name.startswith(tag))
    known = len(inside) - missing
    return any(
        sum(other.knows(normalized(word.text)) for word in inside) > known
        for other in others
        if other is not None
    )


@lru_cache(maxsize=16384)
def words(reading: Reading) -> tuple[Word, ...]:
    """Return the words that were typed into a prose, compounds by their parts; no figures, no addresses."""
    return tuple(_words(reading))


def _words(reading: Reading) -> Iterator[Word]:
    text = reading.text
    runs = (run for run in re.finditer(r"\S+", text) if not ADDRESS_SIGNS.isdisjoint(run[0]))
    addresses = [run.span() for run in runs if ADDRESS.search(run[0])]
    addresses += [name.span(1) for name in NAME.finditer(text)]
    in_address = {at for first, last in addresses for at in range(first, last)}
    for token in TOKEN.finditer(text):
        start, end = token.span()
        written = token[0]
        figures = not written.isalpha() and any(each.isdigit() or each == "_" for each in written)
        if figures or start in in_address or not _stands_apart(reading, start, end):
            continue
        opens = written[0].isupper() and _opens_sentence(text, start)
        if written.isalpha() and "ʼ" not in written:
            if len(written) > 1:
                yield Word(written, start, end, written, opens)
            continue
        for part in PART.finditer(written):
            if len(part[0]) > 1:
                opening = opens and not part.start()
                yield Word(part[0], start + part.start(), start + part.end(), written, opening)


def _stands_apart(reading: Reading, start: int, end: int) -> bool:
    """Whether a stretch was typed, and what an expression says does not touch it."""
    text = reading.text
    before = start and not reading.typed[start - 1] and not text[start - 1].isspace()
    after = end < len(text) and not reading.typed[end] and not text[end].isspace()
    return reading.is_typed(start, end) and not before and not after


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(start - 40, 0) : start]
    return bool(BEFORE_SENTENCE.search(before)) and not ABBREVIATION.search(before)


def _plain_texts(review: Review) -> Iterator[Passage]:
    """Yield the plain texts of documents, such as their subjects, as passages."""
    for name, head in review.content.documents.items():
        language = review.language_of(name)
        for steps, kind, text in walk_texts(head, type(head)):
            if kind == "text" and steps[0] not in NOT_WORDS:
                yield Passage(name, f"content/{name}.yaml", steps, text, read(text, {}, language), language)


def _recorded_words(review: Review) -> frozenset[str]:
    """Return the words of the house, of the settings, and of names, titles and places in the records."""
    content = review.content
    texts = [*review.house.words, *review.project.settings.words]
    for record in (content.event, *content.people.values(), *content.sessions.values()):
        texts += [text for _, kind, text in walk_texts(record, type(record)) if kind not in {"line", "prose"}]
    return _words_of(texts)


def _countries(language: Language) -> frozenset[str]:
    return _countries_of(str(language.locale))


@lru_cache(maxsize=16)
def _countries_of(locale: str) -> frozenset[str]:
    return _words_of(Locale.parse(locale).territories.values())


def _words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the compounds and the parts of texts, as they are looked up."""
    compounds = {normalized(token) for text in texts for token in TOKEN.findall(text)}
    parts = {part for compound in compounds for part in PART.findall(compound)}
    return frozenset(each.casefold() for each in compounds | parts)


@lru_cache(maxsize=65536)
def normalized(text: str) -> str:
    """Return a word as a dictionary has it: accents composed, apostrophes and hyphens plain."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFC", text.replace("\u00ad", ""))
    return re.sub("[’ʼ]", "'", re.sub("[‐‑]", "-", plain))
