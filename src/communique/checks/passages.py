"""Passages: every prose of the content as it reads, each character with its origin in the YAML scalar."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING

from communique.expressions import ExpressionError, evaluate
from communique.languages import Language, read_language
from communique.records import Content
from communique.source import Steps, format_address
from communique.validation import walk_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from communique.content import EventContent
    from communique.exposed import Exposed
    from communique.project import Project

NOT_TYPED = -1

PART = re.compile(
    r"\{\{(?P<expression>.*?)\}\}"
    r"|\[\^(?P<note>[^\]\s]+)\]"
    r"|\]\((?P<target>[^)\s]*)\)"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<strong>\*\*|__)"
    r"|(?P<emphasis>\*|(?<!\w)_|_(?!\w))"
    r"|(?P<bracket>\[(?=[^\]]*\]\())"
    r"|(?P<item>^[ ]*(?:[-+*]|\d+[.)])[ ]+)"
    r"|(?P<quote>^[ ]*>[ ]?)",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An expression where it stands: `start` and `end` count in the reading, `text` is what it says."""

    expression: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Prose as it reads: expressions evaluated, marks of Markdown gone, a paragraph break as a newline.

    For each character `origins` has its offset in the scalar's value, `typed` whether somebody typed
    it there, and `emphasised` whether it stands in emphasis.
    """

    text: str
    origins: Sequence[int]
    typed: Sequence[int]
    emphasised: Sequence[int]
    mentions: tuple[Mention, ...] = ()

    def origin(self, index: int) -> int:
        """Return the offset in the scalar of a character, or of the last one for an index past the end."""
        if not self.origins:
            return 0
        return self.origins[min(index, len(self.origins) - 1)]

    def is_typed(self, start: int, end: int) -> bool:
        """Whether every character of a stretch was typed here."""
        return 0 not in self.typed[start:end]

    def is_verbatim(self, start: int, end: int) -> bool:
        """Whether a stretch stands in the scalar exactly as it reads."""
        first = self.origin(start)
        run = range(first, first + end - start)
        return self.is_typed(start, end) and tuple(self.origins[start:end]) == tuple(run)


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A prose of the content, itself and no other.

    `document` is None for the records that documents share.
    """

    document: str | None
    file: str
    steps: Steps
    text: str
    reading: Reading
    language: Language

    @property
    def address(self) -> str:
        """The address of the scalar."""
        return format_address(self.file, self.steps)


def read_passages(project: Project, content: EventContent) -> tuple[Passage, ...]:
    """Return all prose of a project, in the order of the files, and as it stands in each."""
    return tuple(_read(project, content))


def _read(project: Project, content: EventContent) -> Iterator[Passage]:
    shared = read_language(content.event.language, project.theme)
    scope = content.seen_in(shared).scope()
    for file, records in ((Content.people_file, content.people), (Content.sessions_file, content.sessions)):
        for identifier, record in records.items():
            for steps, kind, text in walk_texts(record, type(record)):
                if kind in {"line", "prose"}:
                    yield Passage(None, file, (identifier, *steps), text, read(text, scope, shared), shared)
    for name, head in content.documents.items():
        language = read_language(head.language, project.theme) if head.language else shared
        scope = content.seen_in(language).scope()
        file = f"content/{name}.yaml"
        for steps, kind, text in walk_texts(head, type(head)):
            if kind in {"line", "prose"}:
                yield Passage(name, file, steps, text, read(text, scope, language), language)


def read(text: str, scope: dict[str, Exposed], language: Language) -> Reading:
    """Return prose as it reads. An expression that can't be evaluated reads as nothing."""
    return _reading(text, tuple(_said(each, scope, language) for each in _expressions(text)))


@lru_cache(maxsize=16384)
def _expressions(text: str) -> tuple[str, ...]:
    found = (part["expression"] for part in PART.finditer(text))
    return tuple(each.strip() for each in found if each is not None)


def _said(expression: str, scope: dict[str, Exposed], language: Language) -> str:
    try:
        return str(evaluate(expression, scope, language))
    except ExpressionError:
        return ""


@lru_cache(maxsize=16384)
def _reading(text: str, said: tuple[str, ...]) -> Reading:
    """Return prose as it reads when its expressions say this; the same reading for the same words."""
    writer = _Writer(said)
    at = 0
    for part in PART.finditer(text):
        writer.typed_text(text, at, part.start())
        at = part.end()
        writer.part(part)
    writer.typed_text(text, at, len(text))
    return writer.reading()


class _Writer:
    def __init__(self, said: tuple[str, ...]) -> None:
        self.said = iter(said)
        self.pieces: list[str] = []
        self.length = 0
        self.origins = array("I")
        self.is_typed = bytearray()
        self.is_emphasised = bytearray()
        self.mentions: list[Mention] = []
        self.emphasis = False

    def add(self, text: str, origins: Iterable[int], *, typed: bool) -> None:
        length = len(text)
        self.pieces.append(text)
        self.length += length
        self.origins.extend(origins)
        self.is_typed += bytes([typed]) * length
        self.is_emphasised += bytes([self.emphasis]) * length

    def typed_text(self, text: str, start: int, end: int) -> None:
        """Add typed characters; a single line break is a space, and a paragraph break a newline."""
        said = text[start:end]
        if "\n" in said:
            said = "".join(
                " " if character == "\n" and _is_alone(text, origin) else character
                for origin, character in enumerate(said, start=start)
            )
        self.add(said, range(start, end), typed=True)

    def part(self, part: re.Match[str]) -> None:
        match part.lastgroup:
            case "expression":
                self.expression(part)
            case "escaped":
                self.add(part["escaped"], (part.end() - 1,), typed=True)
            case "emphasis":
                self.emphasis = not self.emphasis

    def expression(self, part: re.Match[str]) -> None:
        said, start = next(self.said), self.length
        self.add(said, repeat(part.start(), len(said)), typed=False)
        self.mentions.append(Mention(part["expression"].strip(), start, self.length, said))

    def reading(self) -> Reading:
        return Reading(
            "".join(self.pieces),
            self.origins,
            bytes(self.is_typed),
            bytes(self.is_emphasised),
            tuple(self.mentions),
        )


def _is_alone(text: str, at: int) -> bool:
    """Whether a line break has no other beside it."""
    return text[at + 1 : at + 2] != "\n" and text[at - 1 : at] != "\n"
