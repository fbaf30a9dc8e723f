"""Diagnostics: what is wrong, where, and what to do about it."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Severity = Literal["error", "warning"]

# What would disturb a terminal, or a line of a log: control characters, turned text, halves of characters.
UNSHOWN = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST_MESSAGE = 400
LONGEST_WORD = 80
MOST_CANDIDATES = 2000
MOST_ERRORS = 1000


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text file: 1-based line and column, and a width in characters.

    `file` is relative to the project where it can be. Line 0 means the file as a whole.
    """

    file: str
    line: int = 0
    column: int = 0
    width: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `code` is stable; `hint` says what to do; `address` names the place in content."""

    severity: Severity
    code: str
    message: str
    span: Span
    hint: str = ""
    address: str = ""


@dataclass
class Report:
    """The problems found so far, of one run."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    _seen: set[Diagnostic] = field(default_factory=set)
    _errors: int = 0

    def error(self, code: str, message: str, span: Span, hint: str = "", address: str = "") -> None:
        """Add an error."""
        self.add(Diagnostic("error", code, message, span, hint, address))

    def warning(self, code: str, message: str, span: Span, hint: str = "", address: str = "") -> None:
        """Add a warning."""
        self.add(Diagnostic("warning", code, message, span, hint, address))

    def add(self, diagnostic: Diagnostic) -> None:
        """Add a diagnostic, once, with its words made fit to be shown.

        Raises ContentError when there are so many errors that to look for more is no use.
        """
        if self._take(diagnostic) and self.full:
            raise ContentError(self)

    def take_over(self, found: Report) -> None:
        """Add the diagnostics of another report, as many as there is room for."""
        for diagnostic in found.diagnostics:
            self._take(diagnostic)

    def _take(self, diagnostic: Diagnostic) -> bool:
        if len(self._seen) != len(self.diagnostics):  # the list was changed from outside
            self._seen = set(self.diagnostics)
            self._errors = self.errors
        shown = _fit_to_show(diagnostic)
        if shown in self._seen or self.full:
            return False
        self._seen.add(shown)
        self._errors += shown.severity == "error"
        self.diagnostics.append(shown)
        return True

    @property
    def full(self) -> bool:
        """Whether there are as many errors as a report holds."""
        return self._errors >= MOST_ERRORS

    @property
    def errors(self) -> int:
        """The number of errors."""
        return sum(each.severity == "error" for each in self.diagnostics)

    @property
    def warnings(self) -> int:
        """The number of warnings."""
        return len(self.diagnostics) - self.errors

    @property
    def failed(self) -> bool:
        """Whether there is an error among them."""
        return any(each.severity == "error" for each in self.diagnostics)

    def in_order(self) -> list[Diagnostic]:
        """Return the diagnostics by file and place."""
        return sorted(self.diagnostics, key=lambda each: (each.span, each.code))


class ContentError(Exception):
    """A stage can't go on; the problems are in `report`."""

    def __init__(self, report: Report) -> None:
        super().__init__("; ".join(each.message for each in report.in_order()))
        self.report = report

    def __reduce__(self) -> tuple[type[ContentError], tuple[Report]]:
        """Be made again from the report, in another process."""
        return ContentError, (self.report,)


def refusal(code: str, message: str, file: str, hint: str = "") -> ContentError:
    """Return the error that one problem is, of a file or of something else as a whole."""
    report = Report()
    report.error(code, message, Span(file), hint)
    return ContentError(report)


def _fit_to_show(diagnostic: Diagnostic) -> Diagnostic:
    """Return a diagnostic with message and names short and of visible characters, whatever they quote."""
    span = diagnostic.span
    return replace(
        diagnostic,
        message=visible(diagnostic.message, LONGEST_MESSAGE),
        hint=visible(diagnostic.hint, LONGEST_MESSAGE),
        address=visible(diagnostic.address, LONGEST_MESSAGE),
        span=replace(span, file=visible(span.file)),
    )


def visible(text: str, longest: int = 0) -> str:
    """Return a text without characters that a terminal acts upon; cut in the middle when it is too long."""
    if longest and len(text) > longest:
        text = f"{text[: longest // 2]}…{text[-longest // 2 :]}"
    return UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", text)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return a hint naming the nearest known word, or listing a few when none is near."""
    from difflib import get_close_matches  # only where something is wrong

    candidates = list(known)
    if len(candidates) > MOST_CANDIDATES:
        candidates = [each for each in candidates if each[:1] == word[:1]][:MOST_CANDIDATES]
    candidates.sort()
    near = get_close_matches(word, candidates, n=1, cutoff=0.6) if len(word) <= LONGEST_WORD else []
    if near:
        return f"did you mean `{near[0]}`?"
    if not candidates:
        return ""
    shown = ", ".join(f"`{each}`" for each in candidates[:12])
    return f"known here: {shown}{', …' if len(candidates) > 12 else ''}"


STYLES = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "place": "\x1b[1;34m", "bold": "\x1b[1m"}


def format_short(diagnostic: Diagnostic) -> str:
    """Return one line: place, severity, code and message."""
    return f"{diagnostic.span}: {diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"


def format_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a JSON array with an object for each diagnostic."""
    rows = [
        {
            "severity": each.severity,
            "code": each.code,
            "message": each.message,
            "file": each.span.file,
            "line": each.span.line,
            "column": each.span.column,
            "width": each.span.width,
            "hint": each.hint,
            "address": each.address,
        }
        for each in diagnostics
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def format_github(diagnostic: Diagnostic, folder: str = "") -> str:
    """Return the workflow command by which GitHub shows a problem beside its line.

    GitHub counts paths from the top of the repository: `folder` is where the project is in it.
    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    span = diagnostic.span
    properties = {"file": f"{folder.strip('/')}/{span.file}".lstrip("/")}
    if span.line:
        properties |= {
            "line": str(span.line),
            "col": str(span.column),
            "endColumn": str(span.column + span.width),
        }
    properties["title"] = diagnostic.code
    listed = ",".join(f"{name}={_escaped(value, GITHUB_PROPERTY)}" for name, value in properties.items())
    message = "\n".join(part for part in (diagnostic.message, diagnostic.hint) if part)
    return f"::{diagnostic.severity} {listed}::{_escaped(message, GITHUB_TEXT)}"


GITHUB_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
GITHUB_PROPERTY = GITHUB_TEXT | {":": "%3A", ",": "%2C"}


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    return "".join(signs.get(character, character) for character in text)


def format_full(diagnostic: Diagnostic, root: Path, *, colour: bool = False) -> str:
    """Return the diagnostic with an excerpt of its line and a caret under the place."""

    def paint(text: str, style: str) -> str:
        return f"{STYLES[style]}{text}\x1b[0m" if colour else text

    span = diagnostic.span
    title = paint(f"{diagnostic.severity}[{diagnostic.code}]", diagnostic.severity)
    lines = [f"{title}: {paint(diagnostic.message, 'bold')}"]
    gutter = " " * len(str(span.line or ""))
    lines.append(f"{gutter}{paint('-->', 'place')} {span}")
    source = _source_line(root / span.file, span.line)
    if source is not None:
        start, excerpt = _window(source, span.column)
        marked = source[span.column - 1 : min(span.column - 1 + span.width, start + len(excerpt))]
        caret = _pad(source[start : span.column - 1]) + "^" * max(1, len(_pad(marked)))
        bar = paint("|", "place")
        lines.append(f"{gutter} {bar}")
        lines.append(f"{paint(str(span.line), 'place')} {bar} {excerpt}")
        lines.append(f"{gutter} {bar} {paint(caret, diagnostic.severity)}")
    if diagnostic.hint:
        lines.append(f"{gutter} {paint('=', 'place')} hint: {diagnostic.hint}")
    return "\n".join(lines)


WIDEST_EXCERPT = 110


def _window(source: str, column: int) -> tuple[int, str]:
    """Return where the shown part of a long line begins, and that part."""
    start = max(0, column - 1 - WIDEST_EXCERPT // 2) if len(source) > WIDEST_EXCERPT else 0
    return start, visible(source[start : start + WIDEST_EXCERPT])


def _pad(text: str) -> str:
    """Return blanks as wide as a text is on a terminal."""
    return "".join("\t" if char == "\t" else " " * _columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _source_line(path: Path, line: int) -> str | None:
    if not line:
        return None
    try:
        lines = _lines(path, path.stat().st_mtime_ns)
    except OSError:
        return None
    return lines[line - 1] if line <= len(lines) else None


@lru_cache(maxsize=1)
def _lines(path: Path, version: int) -> list[str]:  # noqa: ARG001 - tells a changed file apart
    return path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
