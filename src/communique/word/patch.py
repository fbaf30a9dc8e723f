"""Patch YAML in place: only the scalars that changed, in their own style, and every other byte as it was.

The new words go where the old ones stood, so that the lines of a folded scalar stay; where sentences have a
line each, a new sentence gets one. What can't be changed in place is written anew as a whole in its own
style; a plain scalar that needs them gets quotes. Each patch is read back: it holds exactly the values that
were meant, or it is not done.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.checks.wording import LONGEST_WORD, is_shortened
from communique.diagnostics import Report
from communique.rewriting import applied, value_at, with_value
from communique.scalars import scalar_offsets
from communique.source import parse_source
from communique.word.merge import differences
from communique.word.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from communique.rewriting import TextEdit
    from communique.source import Place, Source, Steps
    from communique.word.tokens import Hunk

SENTENCE_END = re.compile(r"[.!?…][\]\)”’»\"'*_]*$")
SENTENCE_START = re.compile(r"[\[\(“‘«\"'¿¡*_]*(?:\{\{|[^\W_a-zß-öø-ÿ])")
BEHIND_WORDS = "*_"  # the signs of emphasis
LINE_END = re.compile(r"\r\n|\n")
HEADER = re.compile(r"[|>][-+0-9]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written: its line ends, and whether each sentence has a line of its own."""

    line_end: str
    by_lines: bool


def layout_of(source: Source) -> Layout:
    """Return how a file is written."""
    lines = [
        line
        for place in source.places.values()
        if place.style == ">"
        for line in _body_lines(source.text[place.start : place.end])[:-1]
    ]
    ending = sum(SENTENCE_END.search(line) is not None for line in lines)
    first = LINE_END.search(source.text)
    return Layout(first.group() if first else "\n", 2 * ending > len(lines))


def replaced(source: Source, values: Mapping[Steps, str]) -> tuple[str, frozenset[Steps]]:
    """Return the text of a source with scalars changed, and those whose change could not be written."""
    text = applied(source.text, [edit for steps in values for edit in in_place(source, steps, values[steps])])
    if _holds(text, source, values):
        return text, frozenset()
    undone: set[Steps] = set()
    current = source
    for steps, value in values.items():
        following = _replaced_one(current, steps, value)
        if following is None:
            undone.add(steps)
        else:
            current = following
    return current.text, frozenset(undone)


def _replaced_one(source: Source, steps: Steps, value: str) -> Source | None:
    """Return a source with one scalar changed, in place or written anew."""
    edits = in_place(source, steps, value)
    candidates: list[list[TextEdit]] = [edits, *([each] for each in _anew(source, steps, value))]
    for candidate in candidates:
        text = applied(source.text, candidate)
        found = _holds(text, source, {steps: value})
        if found is not None:
            return found
    return None


def _holds(text: str, source: Source, values: Mapping[Steps, str]) -> Source | None:
    """Return a text as a source if it holds the old data with just these values changed."""
    expected = copy.deepcopy(source.data)
    for steps, value in values.items():
        expected = with_value(expected, steps, value)
    found = parse_source(text, source.file, Report())
    return found if found is not None and found.data == expected else None


# In place


def in_place(source: Source, steps: Steps, value: str) -> list[TextEdit]:
    """Return what to change in a text so that a scalar has another value.

    Nothing where that can't be told.
    """
    place = source.places.get(steps)
    old = value_at(source.data, steps)
    if place is None or not isinstance(old, str) or old == value:
        return []
    scalar = _Scalar(source, place, old)
    hunks = _word_differences(old, value)
    edits = [scalar.edit(*each) for each in scalar.folds(hunks, value)]
    return sorted(edit for edit in edits if edit is not None) if None not in edits else []


def _word_differences(old: str, new: str) -> list[TextEdit]:
    """Return what differs between two values, word by word."""
    before, after = words_of(old), words_of(new)
    olds, news = _edges(before), _edges(after)
    hunks: tuple[Hunk, ...] = differences(before, after, str.isspace)
    return [
        (olds[hunk.start], olds[hunk.end], new[news[hunk.new_start] : news[hunk.new_end]]) for hunk in hunks
    ]


def _edges(words: Sequence[str]) -> list[int]:
    edges = [0]
    for word in words:
        edges.append(edges[-1] + len(word))
    return edges


class _Scalar:
    """A scalar as it is written."""

    def __init__(self, source: Source, place: Place, value: str) -> None:
        self.text = source.text
        self.place = place
        self.value = value
        self.written = source.text[place.start : place.end]
        self.offsets = scalar_offsets(self.written, value, place.style)
        self.layout = layout_of(source)
        self.indentation = _indentation(source.text, place)
        lines = _body_lines(self.written)
        self.by_lines = (
            all(SENTENCE_END.search(line) for line in lines[:-1]) if len(lines) > 1 else self.layout.by_lines
        )

    def at(self, index: int) -> int:
        """Return where in the file a character of the value stands.

        The end of the text for the last index.
        """
        if index < len(self.offsets):
            return self.place.start + self.offsets[index]
        return content_end(self.text, self.place, self.value)

    def is_fold(self, index: int) -> bool:
        """Whether a space of the value is a line end in the file."""
        return self.value[index] == " " and self.text[self.at(index)] in "\r\n"

    def folds(self, hunks: list[TextEdit], value: str) -> Iterator[TextEdit]:
        """Yield changes with the line ends that belong to them.

        Where sentences have a line each, a space next to a change becomes a line end when it ends a sentence
        now, and a space when it doesn't any more.
        """
        moved, last = 0, 0
        kept: dict[int, int] = {}  # spaces beside a change: place in the old value, and in the new
        for index, (start, end, text) in enumerate(hunks):
            if start - 1 >= last:
                kept[start - 1] = start - 1 + moved
            yield start, end, self._lined(text, start + moved, value)
            moved += len(text) - (end - start)
            last = end
            if end < (hunks[index + 1][0] if index + 1 < len(hunks) else len(self.value)):
                kept[end] = end + moved
        for at, new_at in kept.items():
            wanted = ends_sentence(value, new_at)
            if self._folding and self.value[at] == " " and wanted != self.is_fold(at):
                yield at, at + 1, "\v" if wanted else " "

    @property
    def _folding(self) -> bool:
        return self.by_lines and self.place.style == ">"

    def _lined(self, text: str, at: int, value: str) -> str:
        """Return new text with line ends, here vertical tabs, between its sentences."""
        if not self._folding:
            return text
        return "".join(
            "\v" if char == " " and ends_sentence(value, at + index) else char
            for index, char in enumerate(text)
        )

    def edit(self, start: int, end: int, text: str) -> TextEdit | None:
        """Return a change of the value as one of the file, or None where it can't be."""
        spelled = self._spelled(text)
        if spelled is None:
            return None
        first, last = self.at(start), self.at(end)
        if self.place.style in {"|", ">"}:  # a line that is empty now has no indentation either
            at_end = self.text[last : last + 1] in {"\r", "\n"}
            if text.endswith("\n") and at_end:
                spelled = spelled.removesuffix(self.indentation)
            if self.value[start - 1 : start] == "\n" and (text.startswith("\n") or (at_end and not text)):
                first = len(self.text[:first].rstrip(" "))
        return first, last, spelled

    def _spelled(self, text: str) -> str | None:
        match self.place.style:
            case "" | "'" if "\n" in text:
                return None
            case "'":
                return text.replace("'", "''")
            case '"':
                return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            case "|":
                return self._broken(text, 0)
            case ">":
                return self._broken(text, 1)
        return text

    def _broken(self, text: str, more: int) -> str:
        """Return text of a block scalar; a line break of a folded one takes a line end more."""

        def line_ends(match: re.Match[str]) -> str:
            return self.layout.line_end * (len(match.group()) + more) + self.indentation

        return re.sub(r"\n+", line_ends, text).replace("\v", self.layout.line_end + self.indentation)


def ends_sentence(value: str, at: int) -> bool:
    """Whether a space stands between two sentences."""
    before, after = value[max(at - LONGEST_WORD, 0) : at], value[at + 1 : at + 8]
    if not SENTENCE_END.search(before) or not SENTENCE_START.match(after):
        return False
    return not is_shortened(before.rstrip(BEHIND_WORDS), after)


def content_end(text: str, place: Place, value: str) -> int:
    """Return where what a scalar says ends in the file, before the quote or the line end behind it."""
    if place.style in {"'", '"'}:
        return place.end - 1
    if not place.style:
        return place.end
    offsets = scalar_offsets(text[place.start : place.end], value, place.style)
    last = len(value.rstrip("\n"))
    if not last:
        return place.start + len(text[place.start : place.end].rstrip())
    if value.endswith("\n") and last < len(value):
        return place.start + offsets[last]
    return place.start + offsets[last - 1] + 1


# Anew


def _anew(source: Source, steps: Steps, value: str) -> Iterator[TextEdit]:
    """Yield ways to write a scalar as a whole, its own style first."""
    place = source.places[steps]
    old = value_at(source.data, steps)
    layout = layout_of(source)
    flow = in_flow(source, steps)
    end = place.end if place.style in {"", "'", '"'} else content_end(source.text, place, old)
    for style in dict.fromkeys((place.style, "'", '"') if flow else (place.style, "'", "|", '"')):
        if style in {"'", ""} and "\n" in value:
            continue
        if style in {"|", ">"}:
            header = HEADER.match(source.text, place.start)
            rest = ""
            if place.style in {"|", ">"}:
                body = LINE_END.search(source.text, place.start)
                rest = source.text[header.end() if header else place.start : body.start() if body else end]
            yield place.start, end, block_scalar(value, style, _indentation(source.text, place), layout, rest)
        else:
            yield place.start, end, flow_scalar(value, style)


def flow_scalar(value: str, style: str) -> str:
    """Return a value as a plain or quoted scalar on one line."""
    match style:
        case "'":
            return "'" + value.replace("'", "''") + "'"
        case '"':
            escaped = (
                value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
            )
            return f'"{escaped}"'
    return value


def block_scalar(value: str, style: str, indentation: str, layout: Layout, rest: str = "") -> str:
    """Return a value as a block scalar, header and all; `rest` is what follows in the header's line."""
    body = value.rstrip("\n")
    breaks = len(value) - len(body)
    chomping = "-" if not breaks else "" if breaks == 1 else "+"
    if style == ">" and re.search(r"\n[ \t]|^[ \t]", body):
        style = "|"
    indicator = str(min(len(indentation) - _outer(indentation), 9)) if body[:1] in " \n" else ""
    if style == ">":
        lines = [
            line
            for number, paragraph in enumerate(body.split("\n"))
            for line in ([""] * bool(number) + (_sentences(paragraph) if layout.by_lines else [paragraph]))
        ]
    else:
        lines = body.split("\n")
    written = layout.line_end.join(indentation + line if line else "" for line in lines)
    trailing = layout.line_end * (breaks - 1) if breaks > 1 else ""
    return f"{style}{indicator}{chomping}{rest}{layout.line_end}{written}{trailing}"


def _outer(indentation: str) -> int:
    """Return by how much the scalar's parent is indented; what is written here is two spaces deeper."""
    return max(len(indentation) - 2, 0)


def _sentences(text: str) -> list[str]:
    """Divide a paragraph into lines, one for each sentence."""
    lines, start = [], 0
    for match in re.finditer(" ", text):
        if ends_sentence(text, match.start()):
            lines.append(text[start : match.start()])
            start = match.end()
    return [*lines, text[start:]]


# Places in a file


def in_flow(source: Source, steps: Steps) -> bool:
    """Whether a value stands in a list or mapping between brackets."""
    parents = (source.places.get(steps[:count]) for count in range(len(steps)))
    return any(
        place is not None and source.text[place.start : place.start + 1] in {"[", "{"} for place in parents
    )


def _indentation(text: str, place: Place) -> str:
    """Return what stands before the lines of a block scalar, or would if it were one."""
    lines = LINE_END.split(text[place.start : place.end])[1:]
    for line in lines:
        if line.strip():
            return line[: len(line) - len(line.lstrip(" "))]
    start = text.rfind("\n", 0, place.start) + 1
    line = text[start : place.start]
    bare = re.match(r"(?:[ ]*- )*[ ]*", line)
    depth = len(bare.group()) if bare else 0
    is_entry = line.strip(" -") == ""
    return " " * (depth if is_entry else depth + 2)


def _body_lines(written: str) -> list[str]:
    """Return the lines of a block scalar as written, without its header and empty lines."""
    return [line.strip() for line in LINE_END.split(written)[1:] if line.strip()]
