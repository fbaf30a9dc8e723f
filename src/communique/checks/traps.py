"""Traps: what YAML and Markdown do with innocent typing, and nobody sees."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from communique.checks.review import Finding
from communique.checks.unpaired import unpaired_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.passages import Passage
    from communique.checks.review import Review
    from communique.diagnostics import Span

LARGEST_LIST_NUMBER = 50
"""Nobody begins a list with more; a paragraph that begins with a year does."""

# What is looked for, after the signs of which one stands in it; what is wrong, and what to do.
STRAY = (
    (
        "{",
        r"(?<!\{)\{ ?[a-z_]+(?:\.[a-z_]+)+ ?\}(?!\})",
        "an expression stands between two pairs of braces",
        "write {{{0}}}",
    ),
    (
        "•▪‣◦",
        r"[•▪‣◦][ \t]",
        "a typed bullet does not make a list",
        "begin each item on a line of its own with a hyphen",
    ),
    ("|", r"^\|.+\|[ \t]*$", "a table typed in prose is not set as one", "tables belong to templates"),
    (
        ":",
        r"(?<![\w(\[<])https?://[^\s)>\]]+",
        "an address typed as it is is not a link",
        "write [text](address)",
    ),
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def accidental_lists(review: Review) -> Iterator[Finding]:
    """Find a numbered list that is a paragraph beginning with a year, as in `1986. The first meeting`."""
    for passage in review.passages:
        for match in re.finditer(r"^ {0,3}(\d+)([.)]) ", passage.text, re.MULTILINE):
            if int(match[1]) > LARGEST_LIST_NUMBER:
                message = f"“{match[1]}{match[2]}” begins a numbered list here"
                hint = f"write {match[1]}\\{match[2]} if it is the end of a sentence"
                span = _span(passage, match.start(1), len(match[1]) + 1, review)
                yield Finding("accidental-list", message, span, hint, passage.address)


def stray_markup(review: Review) -> Iterator[Finding]:
    """Find typing that looks as if it did something, and is printed as it stands."""
    for passage in review.passages:
        yield from _unpaired_emphasis(passage, review)
        for signs, pattern, message, hint in STRAY:
            if not any(sign in passage.text for sign in signs):
                continue
            for match in re.finditer(pattern, passage.text, re.MULTILINE):
                if _in_link(passage.text, match.start()):
                    continue
                span = _span(passage, match.start(), len(match[0].strip()), review)
                yield Finding("stray-markup", message, span, hint.format(match[0].strip()), passage.address)


def _unpaired_emphasis(passage: Passage, review: Review) -> Iterator[Finding]:
    for found in unpaired_marks(passage.text):
        message = f"“{found.mark}” has no partner in its paragraph, and is printed"
        escaped = "".join(f"\\{sign}" for sign in found.mark)
        hint = f"put one at each end of the words, with no space between; write {escaped} for the sign itself"
        span = _span(passage, found.offset, len(found.mark), review)
        yield Finding("stray-markup", message, span, hint, passage.address)


def invisible_characters(review: Review) -> Iterator[Finding]:
    """Find soft hyphens, zero-width spaces and marks of direction, as they come with pasted text."""
    for passage in review.passages:
        if passage.language.direction == "rtl":
            continue
        found = list(INVISIBLE.finditer(passage.text))
        if found:
            name = unicodedata.name(found[0][0], "a character without a name").lower()
            more = f", and {len(found) - 1} more like it" if len(found) > 1 else ""
            message = f"an invisible {name} stands here{more}"
            span = _span(passage, found[0].start(), 1, review)
            yield Finding(
                "invisible-character", message, span, "delete it, or type the passage anew", passage.address
            )


def cut_off_text(review: Review) -> Iterator[Finding]:
    """Find prose that ends at ` #`: to YAML the rest of the line is a comment.

    A comment that is meant stands, by custom, two spaces or more after the text.
    """
    for passage in review.passages:
        source = review.content.sources[passage.file]
        place = source.places.get(passage.steps)
        if place is None or place.style:
            continue
        match = re.compile(r" (#[^\n]*)").match(source.text, place.end)
        if match and "communique:" not in match[1]:
            span = source.span_at(match.start(1), match.end(1))
            message = "this is a comment to YAML, and is not printed"
            hint = "put the whole text between quotes; a comment that is meant stands two spaces away"
            yield Finding("text-cut-off", message, span, hint, passage.address)


def _span(passage: Passage, offset: int, width: int, review: Review) -> Span:
    source = review.content.sources[passage.file]
    return source.span_within(passage.steps, passage.text, offset, width)


def _in_link(text: str, offset: int) -> bool:
    """Whether a place stands in the address of a link, or in an expression."""
    return text[max(offset - 2, 0) : offset].endswith(("](", "{{"))
