"""Say what is wrong with YAML that can't be parsed, and where it began.

A parser stops where it can't go on. For a quotation mark that is not closed, or closed too early, that is
often many lines further down than the mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from communique.diagnostics import Span
    from communique.source import Source

ESCAPE_HINT = "write the character itself, or put the text between single quotes"
QUOTED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL),
    "'": re.compile(r"'(?:[^']|'')*+'(?!')"),
}
INSIDE = {
    '"': 'write a quotation mark inside it as \\"',
    "'": "double an apostrophe inside it ('') or put the text between double quotes",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and what to do about it."""

    problem: str
    span: Span
    hint: str


def explained(error: yaml.MarkedYAMLError, source: Source, loader: Any) -> Fault:
    """Return what a parser's error means; `loader` is what it read the text with."""
    problem = f"{error.context}: {error.problem}" if error.context else error.problem or "can't be parsed"
    place = _index(error.problem_mark or error.context_mark)
    span = source.span_at(place, place + 1)
    if "escape" in problem:
        return Fault(problem, span, ESCAPE_HINT)
    return _quotation(error, source, loader) or Fault(problem, span, _hint(source, span))


def _quotation(error: yaml.MarkedYAMLError, source: Source, loader: Any) -> Fault | None:
    """Return the fault of a quotation mark, if the last thing read before the error is what it opened."""
    begun = _index(error.context_mark) if _is_in_quotes(error, source.text) else None
    place = _index(error.problem_mark) if begun is None else begun
    start, end = _last_quoted(source.text, loader)
    if start < end and _goes_on(source.text, end, place):
        return _closed_elsewhere(source, start, end)
    if begun is None:
        return None
    closed = QUOTED[source.text[begun]].match(source.text, begun)
    if closed:
        return _closed_elsewhere(source, begun, closed.end())
    span = source.span_at(begun, len(source.text))
    message = "the quotation mark that opens here is never closed"
    return Fault(message, span, f"close it in line {span.line}; {INSIDE[source.text[begun]]}")


def _is_in_quotes(error: yaml.MarkedYAMLError, text: str) -> bool:
    """Whether the parser gave up within quotes, or on a text in quotes that it takes for a key."""
    context = error.context or ""
    return (
        error.context_mark is not None
        and context.startswith(("while scanning a", "while parsing a"))
        and context.endswith(("scalar", "simple key"))
        and text[error.context_mark.index : error.context_mark.index + 1] in QUOTED
    )


def _last_quoted(text: str, loader: Any) -> tuple[int, int]:
    """Return where the last text in quotes stands that the parser read before it gave up."""
    start = end = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.ScalarEvent) and event.style in QUOTED:
                start, end = _index(event.start_mark), _index(event.end_mark)
    except yaml.YAMLError:
        pass
    return start, end


def _goes_on(text: str, end: int, place: int) -> bool:
    """Whether a text in quotes seems to have been meant to go on where the parser can't.

    Something follows without a space, or another mark of the kind in the same line has no partner.
    """
    if place < end or text[end:place].strip(" ") or text[place : place + 1] in "\r\n":
        return False
    rest = text[place:].splitlines()[:1]
    return end == place or "".join(rest).count(text[end - 1]) % 2 == 1


def _closed_elsewhere(source: Source, start: int, end: int) -> Fault:
    span, last = source.span_at(start, end), source.span_at(end - 1, end)
    inside = INSIDE[source.text[start]]
    if last.line == span.line:
        message = f"the quotation mark that opens here closes in column {last.column} already"
        return Fault(message, span, inside.replace("inside it", "inside the text"))
    message = f"the quotation mark that opens here closes only in line {last.line}"
    return Fault(message, span, f"close it in line {span.line}; {inside}")


def _index(mark: Any) -> int:
    return mark.index if mark else 0


def _hint(source: Source, span: Span) -> str:
    line = source.lines[span.line - 1] if 0 < span.line <= len(source.lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces: YAML allows no tabs there"
    if re.search(r":\s.*:\s", line):
        return "put a text that holds a colon and a space between quotes"
    if re.match(r"\s*(- +)*([\w-]+: *)?[{%@`&*]", line):
        return "put a text that begins with this character between quotes, or on a line of its own after `>-`"
    return "look at the quotes, colons and indentation of this line and the one before"
