"""Find the marks of emphasis that open or close nothing, as the parser of prose pairs them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from communique.prose import content_offsets, lines_of, parser_of_prose, stamped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.rules_inline.state_inline import Delimiter

MARKS = {ord("*"), ord("_")}
LONE = "lone_mark"
LONGEST_RUN = 3
"""A longer row is a line to write on, or a rule."""
WORTH_PARSING = re.compile(r"\*|(?<!\w)_|_(?!\w)")


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A mark that is printed: where it stands in the scalar, and what of it has no partner."""

    offset: int
    mark: str


def unpaired_marks(text: str) -> tuple[Unpaired, ...]:
    """Return the marks of emphasis in a prose that have no partner in their paragraph."""
    return _unpaired(text) if WORTH_PARSING.search(text) else ()


@lru_cache(maxsize=4096)
def _unpaired(text: str) -> tuple[Unpaired, ...]:
    return tuple(_found(text))


def _found(text: str) -> Iterator[Unpaired]:
    lines, line_starts = lines_of(text)
    for block in _parser().parse(text):
        marks: dict[int, str] = {}
        for token in block.children or ():
            if token.type == LONE:
                offset = token.meta["offset"]
                marks[offset] = marks.get(offset, "") + token.content
        if not marks:
            continue
        offset_of = content_offsets(block, lines, line_starts)
        for offset, mark in marks.items():
            if not _is_between_digits(block.content, offset):
                yield Unpaired(offset_of(offset), mark)


def _is_between_digits(content: str, offset: int) -> bool:
    """Whether a sign is one of arithmetic, as in `5*3`."""
    return content[:offset].rstrip()[-1:].isdigit() and content[offset:].lstrip("*_ ")[:1].isdigit()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = parser_of_prose(lambda _, rule: stamped(rule))
    # Later the parser joins what is left over with the words around it, and with escaped signs.
    parser.inline.ruler2.before("fragments_join", LONE, _name_lone_marks)
    return parser


def _name_lone_marks(state: StateInline) -> None:
    groups = [state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta)]
    for delimiters in groups:
        paired = {each.end for each in delimiters}
        for number, each in enumerate(delimiters):
            if each.end < 0 and number not in paired and _means_emphasis(each):
                state.tokens[each.token].type = LONE


def _means_emphasis(delimiter: Delimiter) -> bool:
    """Whether somebody seems to have meant emphasis; two asterisks are meant so between spaces, too."""
    if delimiter.marker not in MARKS or delimiter.length > LONGEST_RUN:
        return False
    return delimiter.open or delimiter.close or (delimiter.marker == ord("*") and delimiter.length > 1)
