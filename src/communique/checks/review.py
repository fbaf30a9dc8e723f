"""A review: everything that checks look at, and what they hand back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from communique.checks.house import House, read_house
from communique.checks.passages import Passage, read_passages
from communique.languages import read_language
from communique.source import format_address

if TYPE_CHECKING:
    from communique.checks.acronyms import Account
    from communique.checks.names import Name
    from communique.checks.naming import Namer
    from communique.content import EventContent
    from communique.diagnostics import Span
    from communique.languages import Language
    from communique.project import Project
    from communique.source import Steps
    from communique.tree import Document

ALLOWANCE = re.compile(r"#\s*communique:\s*allow\s+([\w-]+(?:\s*,\s*[\w-]+)*)")


@dataclass(frozen=True, slots=True)
class Fix:
    """Characters of a scalar's value to be replaced: `start` and `end` count in the value."""

    passage: Passage
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, and where; `fix` is there when it can be mended safely."""

    code: str
    message: str
    span: Span
    hint: str = ""
    address: str = ""
    fix: Fix | None = None


@dataclass(frozen=True)
class Review:
    """The content, the composed documents, and the prose with its places."""

    project: Project
    content: EventContent
    documents: dict[str, Document]
    passages: tuple[Passage, ...]
    house: House

    @cached_property
    def language(self) -> Language:
        """The language of the event."""
        return read_language(self.content.event.language, self.project.theme)

    @cached_property
    def prose(self) -> str:
        """All prose as it reads, one after the other."""
        return "\n".join(passage.reading.text for passage in self.passages)

    @cached_property
    def passage_at(self) -> dict[str, Passage]:
        """The first passage of each address."""
        return {passage.address: passage for passage in reversed(self.passages)}

    @cached_property
    def alike(self) -> dict[tuple[Name, Name], str]:
        """The pairs of records that seem to be of one person, and how their names differ, if they do."""
        from communique.checks.people import alike

        return alike(self)

    @cached_property
    def namer(self) -> Namer:
        """What finds the people of the event in prose."""
        from communique.checks.naming import Namer

        return Namer(self)

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """What each document does with acronyms."""
        from communique.checks.acronyms import read_accounts

        return tuple(read_accounts(self))

    def language_of(self, name: str | None) -> Language:
        """Return the language of a document; of the event for what no document holds."""
        head = self.content.documents.get(name or "")
        return read_language(head.language, self.project.theme) if head and head.language else self.language

    def span(self, file: str, steps: Steps, *, key: bool = False) -> Span:
        """Return the span of a value of the content, or of its key."""
        return self.content.sources[file].span(steps, key=key)

    def at(
        self,
        passage: Passage,
        start: int,
        end: int,
        code: str,
        message: str,
        hint: str = "",
        fix: str | None = None,
    ) -> Finding:
        """Return a finding about a stretch of a passage as it reads; `fix` is what should stand there."""
        first, last = passage.reading.origin(start), passage.reading.origin(max(end - 1, start)) + 1
        source = self.content.sources[passage.file]
        span = source.span_within(passage.steps, passage.text, first, last - first)
        mended = None
        if fix is not None and passage.reading.is_verbatim(start, end):
            mended = Fix(passage, first, first + end - start, fix)
        return Finding(code, message, span, hint, passage.address, mended)

    def about(
        self, file: str, steps: Steps, code: str, message: str, hint: str = "", *, key: bool = False
    ) -> Finding:
        """Return a finding about a value of the content, or about its key."""
        return Finding(code, message, self.span(file, steps, key=key), hint, format_address(file, steps))


def make_review(project: Project, content: EventContent, documents: list[Document]) -> Review:
    """Gather what the checks need."""
    passages = read_passages(project, content)
    house = read_house(project.settings.house, project.theme)
    return Review(project, content, {each.meta.name: each for each in documents}, passages, house)


def is_allowed(code: str, finding: Finding, review: Review) -> bool:
    """Whether a comment allows a finding: on its line, on the line of its scalar's key, or above either."""
    source = review.content.sources.get(finding.span.file)
    if source is None or not finding.span.line:
        return False
    lines = source.lines
    candidates = {finding.span.line}
    name, _, _ = finding.address.partition(":")
    if name and source.file.endswith(name):
        candidates |= {span.line for span in source.enclosing(finding.span)}
    for number in candidates:
        for line in lines[max(number - 2, 0) : number]:
            found = ALLOWANCE.search(line)
            own = line is lines[number - 1]
            if found and (own or line.lstrip().startswith("#")) and code in re.split(r"\s*,\s*", found[1]):
                return True
    return False
