"""Small typography of running text: the spaces at which a line must not break."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from communique.tree import Field, LineBreak, Link, Styled, Text, walk_inlines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.languages import Language
    from communique.tree import Inline

NO_BREAK_SPACE = "\u00a0"
CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"  # near enough: beyond Latin-1 small letters are let through


def bind(children: tuple[Inline, ...], language: Language) -> tuple[Inline, ...]:
    """Put no-break spaces into the text of a block: `Mr. Vitorino`, `8 October`, `Session 3`, `J. Dotto`.

    The block is looked at as a whole, so a space is found also where a field begins or ends.
    """
    pieces = [
        child.text if isinstance(child, Text) else "\n" if isinstance(child, LineBreak) else ""
        for child in walk_inlines(children)
    ]
    text = "".join(pieces)
    bound = _bound(text, _spaces(language.honorifics, language.before_number, language.after_number))
    if bound == text:
        return children
    return _refilled(children, iter(bound))


@lru_cache(maxsize=4096)
def _bound(text: str, spaces: re.Pattern[str]) -> str:
    return spaces.sub(NO_BREAK_SPACE, text)


def _refilled(children: tuple[Inline, ...], characters: Iterator[str]) -> tuple[Inline, ...]:
    """Return the same nodes with their texts taken from a stream of characters."""
    result: list[Inline] = []
    for child in children:
        match child:
            case Text():
                result.append(Text("".join(next(characters) for _ in child.text)))
            case LineBreak():
                next(characters)
                result.append(child)
            case Styled() | Link() | Field():
                result.append(replace(child, children=_refilled(child.children, characters)))
            case _:
                result.append(child)
    return tuple(result)


@lru_cache(maxsize=16)
def _spaces(
    honorifics: tuple[str, ...], before_number: tuple[str, ...], after_number: tuple[str, ...]
) -> re.Pattern[str]:
    """Return a pattern that matches each space where a line must not break."""
    # Every alternative comes after the space itself, which is quickly found.
    alternatives = [rf"(?<=\b{CAPITAL}\. )(?={CAPITAL})"]
    # French sets a space inside its quotation marks and before the high signs.
    alternatives += ["(?<=« )", "(?=[»:;?!])"]
    alternatives += _after_words(honorifics, r"(?=\w)")
    alternatives += _after_words(before_number, r"(?=\d)")
    after = "|".join(re.escape(word) for word in after_number)
    if after:
        alternatives.append(rf"(?<=\d )(?=(?:{after})(?!\w))")
    return re.compile(f" (?:{'|'.join(alternatives)})")


def _after_words(words: tuple[str, ...], following: str) -> list[str]:
    """Return an expression for what follows one of the words and a space, if there are any words."""
    before = "|".join(rf"(?<=\b{re.escape(word)} )" for word in words)
    return [rf"{following}(?:{before})"] if words else []
