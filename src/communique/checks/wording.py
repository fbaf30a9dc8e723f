"""Wording: words of a language as expressions to search with, numbers in words, sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.languages import Language

ALIKE = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "‑": "-", "‐": "-"})
END = re.compile(r"[.!?…][”»’\")\]]*(?=\s+[^\s\w]*(?![a-z])\w|\s*$)|[。！？][”’」』）]*|\n")
CLAUSE_END = re.compile(r"[;:；：]|[.!?…](?=\s|$)|[。！？]|\n")
ABBREVIATIONS = (
    "Mr.",
    "Ms.",
    "Mrs.",
    "Dr.",
    "St.",
    "M.",
    "MM.",
    "Mme.",
    "Prof.",
    "Amb.",
    "Gen.",
    "Sr.",
    "Sra.",
)
"""Honorifics that stand in prose of any language."""
BEFORE_FIGURES = ("No.", "Nos.", "para.", "paras.", "Art.", "Arts.", "p.", "pp.", "vol.", "Fig.")
"""What stands before a figure in prose of any language.

Elsewhere it may end a sentence, as in `works of art.`
"""
HIGHEST_IN_WORDS = 99
LONGEST_SENTENCE = 1500
LONGEST_WORD = 60


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """Return a text with one kind of apostrophe, hyphen and space, every character in its place."""
    return text.translate(ALIKE)


@lru_cache(maxsize=16384)
def tokens(text: str) -> frozenset[str]:
    """Return the runs of letters and figures of a plain text, in small letters."""
    return frozenset(re.findall(r"\w+", text.lower()))


@lru_cache(maxsize=1024)
def first_tokens(words: tuple[str, ...]) -> frozenset[str]:
    """Return tokens of which a text has one if it holds any of these words, as `any_of` finds them."""
    found = (re.search(r"\w+", plain(word).lower()) for word in words)
    return frozenset(match.group() for match in found if match)


@lru_cache(maxsize=1024)
def any_of(words: tuple[str, ...]) -> str:
    """Return an expression for any of these words, whole; it never matches when there are none."""
    if not words:
        return r"(?!)"
    longest_first = sorted((plain(word) for word in words), key=len, reverse=True)
    inner = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return rf"(?<!\w)(?:{inner})(?:(?<=\W)|(?!\w))"


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a compiled expression that ignores case."""
    return re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=1024)
def exactly(pattern: str) -> re.Pattern[str]:
    """Return a compiled expression that minds case."""
    return re.compile(pattern)


def ends_with(text: str, words: tuple[str, ...]) -> bool:
    """Whether a plain text ends with one of these words."""
    return compiled(any_of(words) + r"\s*$").search(text[-LONGEST_WORD:]) is not None


def begins_with(text: str, words: tuple[str, ...]) -> bool:
    """Whether a plain text begins with one of these words, after spaces."""
    return compiled(r"\s*" + any_of(words)).match(text) is not None


def holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of these words stands in a plain text."""
    return compiled(any_of(words)).search(text) is not None


def numbers_in_words(language: Language) -> dict[str, int]:
    """Return what every number up to ninety-nine is called, in each way of joining its parts."""
    words = {plain(word): number for number, word in enumerate(language.numbers)}
    words |= {plain(word): number for word, number in language.checks.number_words.items()}
    tens = {word: number for word, number in words.items() if number >= 20}
    units = {word: number for word, number in words.items() if 0 < number < 20}
    for ten, tens_of in tens.items():
        for unit, rest in units.items():
            for joint in language.checks.number_joints if tens_of + rest <= HIGHEST_IN_WORDS else ():
                words.setdefault(plain(f"{ten}{joint}{unit}"), tens_of + rest)
    return words


def sentence_at(text: str, start: int, language: Language) -> tuple[int, int]:
    """Return where the sentence around a place of a plain text begins and ends, if not too far away."""
    ends = _sentence_ends(text, _shortened(language.honorifics + language.before_number + ABBREVIATIONS))
    index = bisect_right(ends, start)
    first = ends[index - 1] if index else 0
    last = ends[index] if index < len(ends) else len(text)
    return max(first, start - LONGEST_SENTENCE), min(last, start + LONGEST_SENTENCE)


def is_shortened(before: str, after: str) -> bool:
    """Whether a plain text ends with the stop of an abbreviation or an initial, where no sentence ends."""
    words = (*ABBREVIATIONS, *BEFORE_FIGURES) if after[:1].isdigit() else ABBREVIATIONS
    end = before[-LONGEST_WORD:]
    return not end[-2:-1].isdigit() and compiled(_shortened(words)).search(end) is not None


def _shortened(words: tuple[str, ...]) -> str:
    """Return an expression for texts that end with one of these words, or a single character and its stop."""
    return rf"(?:{any_of(words)}|\b\w\.)$"


@lru_cache(maxsize=4096)
def _sentence_ends(text: str, abbreviation: str) -> list[int]:
    short = compiled(abbreviation)
    return [
        match.end()
        for match in END.finditer(text)
        if match.group() == "\n" or not short.search(text[max(0, match.start() - 20) : match.start() + 1])
    ]
