"""Put entries into the lists and mappings of a YAML file, and take them out, in their neighbours' style.

Comments stay where they are: those above an entry that goes, and the one behind it on its line. Entries go
from the end of the file to its beginning, so that what is not done yet stands where it stood.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from communique.diagnostics import Report
from communique.rewriting import applied, value_at
from communique.source import Source, parse_source
from communique.word.patch import (
    LINE_END,
    Layout,
    block_scalar,
    content_end,
    flow_scalar,
    in_flow,
    layout_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.rewriting import TextEdit
    from communique.source import Place, Steps

LONGEST_PLAIN = 90  # characters
COMMENT = re.compile(r"[ \t]*(#[^\r\n]*)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that an entry is done to: where it stands, as steps in the file before anything is done."""

    steps: Steps


@dataclass(frozen=True, slots=True)
class NewEntry(Entry):
    """A new entry of a list; `steps` are those of the list's entry that it comes to stand before.

    `style` is that of its scalar, where it isn't to be its neighbour's.
    """

    value: str
    style: str | None = None


@dataclass(frozen=True, slots=True)
class NewKey(Entry):
    """A new key at the end of a mapping, which is made where it isn't there yet."""

    value: str


@dataclass(frozen=True, slots=True)
class GoneEntry(Entry):
    """An entry of a list, or a key of a mapping, that goes."""


def rearranged(source: Source, entries: Sequence[Entry]) -> tuple[str, tuple[Entry, ...]]:
    """Return the text of a source with entries put in and taken out, and those that could not be."""
    undone: list[Entry] = []
    order = sorted(
        enumerate(entries),
        key=lambda pair: (_position(source, pair[1]), _rank(pair[1]), pair[0]),
        reverse=True,
    )
    for _, entry in order:
        found = _done(source, entry)
        if found is None:
            undone.append(entry)
        else:
            source = found
    return source.text, tuple(undone)


def _rank(entry: Entry) -> int:
    """At one place what goes goes first."""
    return 1 if isinstance(entry, GoneEntry) else 0


def _position(source: Source, entry: Entry) -> int:
    """Return where in the file something is to happen."""
    place = source.places.get(entry.steps)
    if place is not None:
        return place.key_start if place.key_start >= 0 else place.start
    outer = source.places.get(entry.steps[:-1])
    return outer.end if outer is not None else len(source.text)


def _done(source: Source, entry: Entry) -> Source | None:
    """Return a source with one entry put in or taken out, read back."""
    expected = _expected(copy.deepcopy(source.data), entry)
    for edits in _ways(source, entry):
        found = parse_source(applied(source.text, edits), source.file, Report())
        if found is not None and found.data == expected:
            return found
    return None


def _expected(data: Any, entry: Entry) -> Any:
    *outer, step = entry.steps
    match entry:
        case NewEntry(value=value):
            value_at(data, tuple(outer)).insert(step, value)
        case NewKey(value=value):
            mapping = data
            for each in outer:
                mapping = mapping.setdefault(each, {})
            mapping[step] = value
        case GoneEntry():
            del value_at(data, tuple(outer))[step]
    return data


def _ways(source: Source, entry: Entry) -> Iterator[list[TextEdit]]:
    match entry:
        case NewEntry(value=value):
            yield from _insertions(source, entry.steps, value, entry.style)
        case NewKey(value=value):
            yield from _keys(source, entry.steps, value)
        case GoneEntry():
            yield from _removals(source, entry.steps)


# Where entries stand


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of an entry: from the start of the first to the end of the last, and its indentation."""

    start: int
    end: int
    indentation: str


def _lines(source: Source, steps: Steps) -> _Lines | None:
    """Return the lines of an entry with a hyphen or a key of its own at the head of a line."""
    place = source.places[steps]
    head = place.key_start
    if head < 0:
        head = source.text.rfind("-", 0, place.start)
    start = source.text.rfind("\n", 0, max(head, 0)) + 1
    before = source.text[start:head]
    if head < 0 or before.strip(" "):
        return None
    last = _last_character(source, steps)
    comment = COMMENT.match(source.text, last)
    return _Lines(start, comment.end() if comment else last, before)


def _last_character(source: Source, steps: Steps) -> int:
    """Return the end of what a value says."""
    place = source.places[steps]
    value = value_at(source.data, steps)
    if isinstance(value, str):
        end = content_end(source.text, place, value)
        return end + 1 if place.style in {"'", '"'} else end
    inner = [*value] if isinstance(value, dict) else range(len(value or ()))
    ends = [_last_character(source, (*steps, step)) for step in inner]
    flow = source.text[place.start : place.start + 1] in {"[", "{"}
    if flow:
        closing = source.text.find(
            "]" if source.text[place.start] == "[" else "}", max(ends, default=place.start)
        )
        return closing + 1
    return max(ends, default=place.start + len(source.text[place.start : place.end].rstrip()))


# Putting in


def _insertions(source: Source, steps: Steps, value: str, style: str | None) -> Iterator[list[TextEdit]]:
    *outer, index = steps
    listed = tuple(outer)
    siblings = value_at(source.data, listed)
    if not isinstance(siblings, list) or not siblings or not isinstance(index, int):
        return
    near = (*listed, index - 1 if index else 0)
    if in_flow(source, near):
        quoted = flow_scalar(value, '"')
        place = source.places[near]
        yield (
            [(place.end, place.end, f", {quoted}")] if index else [(place.start, place.start, f"{quoted}, ")]
        )
        return
    lines = _lines(source, near)
    if lines is None:
        return
    layout = layout_of(source)
    hyphen = source.text[lines.start + len(lines.indentation) : source.places[near].start]
    gap = layout.line_end * (2 if _is_spaced(source, listed, siblings) else 1)
    for scalar in _scalars(source, near, value, lines.indentation + " " * len(hyphen), layout, style):
        entry = f"{lines.indentation}{hyphen}{scalar}"
        if index:
            yield [(lines.end, lines.end, f"{gap}{entry}")]
        else:
            start = _with_comments(source.text, lines.start)
            yield [(start, start, f"{entry}{gap}")]


def _is_spaced(source: Source, listed: Steps, siblings: list[Any]) -> bool:
    """Whether empty lines part the entries of a list, or those of other lists of texts in the file."""
    for steps in [listed, *(each for each in source.places if each != listed)]:
        values = siblings if steps == listed else value_at(source.data, steps)
        if not isinstance(values, list) or len(values) < 2 or not isinstance(values[0], str):
            continue
        first, second = _lines(source, (*steps, 0)), _lines(source, (*steps, 1))
        if first and second:
            return (
                len(LINE_END.findall(source.text[first.end : _with_comments(source.text, second.start)])) > 1
            )
    return False


def _with_comments(text: str, start: int) -> int:
    """Return where the comments begin that stand right above a line."""
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].lstrip().startswith("#"):
            break
        start = above
    return start


def _scalars(
    source: Source, near: Steps, value: str, indentation: str, layout: Layout, wanted: str | None = None
) -> Iterator[str]:
    """Yield ways to write a value, the way of its neighbour first; what is long is not plain."""
    sibling = source.places[near]
    body = _body_indentation(source.text, sibling) or indentation
    style = sibling.style if isinstance(value_at(source.data, near), str) else ">"
    style = style if wanted is None else wanted
    if style == "" and wanted is None and len(value) > LONGEST_PLAIN:
        style = ">"
    styles = ["|"] if "\n" in value else [style, *([">"] if style == "" else [])]
    for each in dict.fromkeys([*styles, "|", '"']):
        if each in {"|", ">"}:
            yield block_scalar(value, each, body, layout)
        else:
            yield flow_scalar(value, each)


def _body_indentation(text: str, place: Place) -> str:
    if place.style not in {"|", ">"}:
        return ""
    line = next((each for each in LINE_END.split(text[place.start : place.end])[1:] if each.strip()), "")
    return line[: len(line) - len(line.lstrip(" "))]


def _keys(source: Source, steps: Steps, value: str) -> Iterator[list[TextEdit]]:
    *outer, key = steps
    mapping, layout = tuple(outer), layout_of(source)
    there = source.places.get(mapping)
    if there is None and len(mapping) == 1:
        end = len(source.text.rstrip("\r\n"))
        for style in (">", "|"):
            scalar = block_scalar(value, style if "\n" not in value else "|", "    ", layout)
            text = f"{layout.line_end * 2}{mapping[0]}:{layout.line_end}  {key}: {scalar}"
            yield [(end, end, text)]
        return
    siblings = value_at(source.data, mapping) if there is not None else None
    if not isinstance(siblings, dict) or not siblings or in_flow(source, (*mapping, next(iter(siblings)))):
        return
    near = (*mapping, list(siblings)[-1])
    lines = _lines(source, near)
    if lines is None:
        return
    for scalar in _scalars(source, near, value, f"{lines.indentation}  ", layout):
        yield [(lines.end, lines.end, f"{layout.line_end}{lines.indentation}{key}: {scalar}")]


# Taking out


def _removals(source: Source, steps: Steps) -> Iterator[list[TextEdit]]:
    if in_flow(source, steps):
        yield from _removals_from_flow(source, steps)
        return
    lines = _lines(source, steps)
    if lines is None:
        return
    text = source.text
    comment = COMMENT.match(text, _last_character(source, steps))
    said = [comment[1]] if comment and comment[1] else []
    header = re.match(r"[|>][-+0-9]*[ \t]+(#[^\r\n]*)", text[source.places[steps].start :])
    said = [header[1], *said] if header else said
    kept = "".join(f"{lines.indentation}{each}{layout_of(source).line_end}" for each in said)
    start, end = lines.start, _next_line(text, lines.end)
    before = text[:start]
    blank_before = re.search(r"(?:\A|\n)[ \t]*\r?\n\Z", before) is not None or _opens(before)
    if blank_before and not kept:
        while (after := _next_line(text, end)) > end and not text[end:after].strip():
            end = after
    if end >= len(text) and not kept:  # the last line of a file may go without its line end
        tail = re.search(r"(?:\r?\n[ \t]*)*\Z", before) if not text.endswith("\n") else None
        yield [(tail.start() if tail else start, end, "")]
    yield [(start, end, kept)]


def _opens(before: str) -> bool:
    """Whether the line before is a key, whose first entry follows."""
    line = before.rstrip("\r\n").rpartition("\n")[2]
    return line.partition(" #")[0].rstrip().endswith(":")


def _next_line(text: str, place: int) -> int:
    found = LINE_END.search(text, place)
    return found.end() if found else len(text)


def _removals_from_flow(source: Source, steps: Steps) -> Iterator[list[TextEdit]]:
    *outer, index = steps
    if not isinstance(index, int):
        return
    siblings = value_at(source.data, tuple(outer))
    place = source.places[steps]
    if index:
        yield [(source.places[*outer, index - 1].end, place.end, "")]
    elif len(siblings) > 1:
        yield [(place.start, source.places[*outer, 1].start, "")]
