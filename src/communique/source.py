"""Read YAML into plain data, and remember where every key and value stands.

Scalars stay text: `NO` is a word and `2018-10-08` is ten characters until the model asks for a date.
An empty value, `null` and `~` are nothing. Anchors, aliases, tags and duplicate keys are refused:
in content every value has one address.
"""

from __future__ import annotations

import codecs
import re
import stat
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import yaml

from communique.diagnostics import Report, Span
from communique.scalars import scalar_offsets
from communique.yaml_faults import explained

if TYPE_CHECKING:
    from pathlib import Path

Step = str | int
Steps = tuple[Step, ...]

LARGEST_FILE = 4 * 1024 * 1024
LONGEST_LINE = 20_000  # characters of a paragraph: ten pages
DEEPEST_NESTING = 40
TOO_LONG = f"this is longer than {LONGEST_LINE:,} characters without a break"
TOO_LONG_HINT = "divide it into paragraphs, with an empty line between them"
NOTHING = {"", "~", "null", "Null", "NULL"}
# What neither YAML nor XML nor HTML takes, and what turns the text after it round;
# between double quotes an escape can stand for it.
NO_CHARACTER = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)
LINES = re.compile(r"\r\n?|\n")  # as editors count them

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: offsets into the file's text, of the key (if any) and of the value."""

    start: int
    end: int
    key_start: int = -1
    key_end: int = -1
    style: str = ""


@dataclass
class Source:
    """One YAML file: its text, its plain data, and the place of every key and value by path."""

    file: str
    text: str
    data: Any = None
    places: dict[Steps, Place] = field(default_factory=dict)

    _offsets: tuple[Steps, str, list[int]] | None = field(default=None, repr=False)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return LINES.split(self.text)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in LINES.finditer(self.text))]

    def span_at(self, start: int, end: int) -> Span:
        """Return the span of a range of the text; the width ends with the first line."""
        line = bisect_right(self._line_starts, start)
        after = LINES.search(self.text, start, end)
        first_line = self.text[start : after.start() if after else end].rstrip()
        return Span(self.file, line, start - self._line_starts[line - 1] + 1, max(1, len(first_line)))

    def span(self, steps: Steps, *, key: bool = False) -> Span:
        """Return the span of a value (or its key), or of the nearest value around it that is there."""
        while steps and steps not in self.places:
            steps, key = steps[:-1], True
        place = self.places.get(steps)
        if place is None:
            return Span(self.file)
        if key and place.key_start >= 0:
            return self.span_at(place.key_start, place.key_end)
        return self.span_at(place.start, place.end)

    def enclosing(self, span: Span) -> list[Span]:
        """Return the spans of the innermost value around a place, and of its key."""
        offset = self._line_starts[span.line - 1] + span.column - 1
        around = [
            (place.end - place.start, place)
            for place in self.places.values()
            if min(place.start, place.key_start if place.key_start >= 0 else place.start)
            <= offset
            < place.end
        ]
        if not around:
            return []
        _, place = min(around, key=lambda pair: pair[0])
        starts = [place.start, place.key_start] if place.key_start >= 0 else [place.start]
        return [self.span_at(start, start + 1) for start in starts]

    def span_within(self, steps: Steps, value: str, offset: int, width: int = 1) -> Span:
        """Return the span of characters inside a scalar, `offset` counting in its parsed value."""
        place = self.places.get(steps)
        if place is None:
            return self.span(steps)
        indices = self._offsets_of(steps, place, value)
        if offset >= len(indices):
            return self.span(steps)
        start = place.start + indices[offset]
        last = min(offset + max(width, 1), len(indices)) - 1
        return self.span_at(start, place.start + indices[last] + 1)

    def _offsets_of(self, steps: Steps, place: Place, value: str) -> list[int]:
        """Return the offsets of a scalar's characters; those of the last scalar asked for are kept."""
        if self._offsets is None or self._offsets[:2] != (steps, value):
            indices = scalar_offsets(self.text[place.start : place.end], value, place.style)
            self._offsets = (steps, value, indices)
        return self._offsets[2]


def format_address(file: str, steps: Steps) -> str:
    """Return the address of a place in content: `summary.yaml: conclusions[2].paragraphs[0]`."""
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{step}" if path else step
    name = file.rsplit("/", 1)[-1]
    return f"{name}: {path}" if path else name


def read_source(path: Path, file: str, report: Report) -> Source | None:
    """Read a YAML file; what is wrong with it goes to the report, and None comes back if it can't be read."""
    text = read_text(path, file, report)
    return None if text is None else parse_source(text, file, report)


def read_text(path: Path, file: str, report: Report, largest: int = LARGEST_FILE) -> str | None:
    """Read a UTF-8 text file, without its byte order mark."""
    content = read_bytes(path, file, report, largest)
    if content is None:
        return None
    hint = "save the file as UTF-8"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or 0 in content[:2]:
        report.error("not-utf-8", "file is not UTF-8 text", Span(file, 1, 1), f"{hint}; it is UTF-16 now")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        lines = LINES.split(content[: error.start].decode("utf-8-sig"))
        span = Span(file, len(lines), len(lines[-1]) + 1)
        report.error("not-utf-8", "file is not UTF-8 text", span, hint)
        return None


def read_bytes(path: Path, file: str, report: Report, largest: int = LARGEST_FILE) -> bytes | None:
    """Read an ordinary file of limited size: nothing that waits for a writer or never ends."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            hint = "put an ordinary file in its place"
            report.error("unreadable-file", "this is not an ordinary file", Span(file), hint)
            return None
        with path.open("rb") as stream:
            content = stream.read(largest + 1)
    except OSError as error:
        report.error("unreadable-file", f"can't be read: {error.strerror}", Span(file))
        return None
    if len(content) > largest:
        size = f"{largest >> 20} MiB" if largest >> 20 else f"{largest >> 10} KiB"
        message = f"file is larger than {size}"
        report.error("file-too-large", message, Span(file), "divide it into smaller files")
        return None
    return content


def parse_source(text: str, file: str, report: Report) -> Source | None:
    """Parse YAML text. A syntax error, and everything that is refused, goes to the report."""
    source = Source(file, text)
    composer = _Composer(source, report)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if not composer.take(event):
                break
    except yaml.MarkedYAMLError as error:
        fault = explained(error, source, _Loader)
        report.error("yaml-syntax", fault.problem, fault.span, fault.hint)
    except UnicodeEncodeError as error:  # half of a surrogate pair, which no file in UTF-8 holds
        message = f"character U+{ord(text[error.start]):04X} is not allowed in YAML"
        span = source.span_at(error.start, error.start + 1)
        report.error("yaml-character", message, span, "delete it")
    except yaml.reader.ReaderError as error:
        code_point = _code_point(error.character)
        position = max(text.find(chr(code_point)), 0)
        message = f"character U+{code_point:04X} is not allowed in YAML"
        report.error("yaml-character", message, source.span_at(position, position + 1), "delete it")
    source.data = composer.result
    return None if composer.refused or report_has(report, file) else source


def report_has(report: Report, file: str) -> bool:
    """Whether the report holds an error of this file."""
    return any(each.span.file == file and each.severity == "error" for each in report.diagnostics)


def _code_point(character: object) -> int:
    if isinstance(character, int):
        return character
    text = character.decode("latin-1") if isinstance(character, bytes) else str(character)
    return ord(text[0]) if text else 0


def _start(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _end(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark else 0


@dataclass
class _Open:
    """A collection that is being read."""

    steps: Steps
    value: dict[str, Any] | list[Any]
    start: int
    key: str | None = None
    key_place: tuple[int, int] = (-1, -1)
    own_key: tuple[int, int] = (-1, -1)


class _Composer:
    """Builds plain data from YAML events, without recursion."""

    def __init__(self, source: Source, report: Report) -> None:
        self.source = source
        self.report = report
        self.result: Any = None
        self.refused = False
        self._stack: list[_Open] = []
        self._done = False

    def take(self, event: yaml.Event) -> bool:
        """Take one event; False means that reading on makes no sense."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            hint = "write the value out; put a text that begins with `*` or `&` between quotes"
            self._refuse("yaml-alias", "anchors and aliases are not used in content", event, hint)
            return False
        if getattr(event, "tag", None) and not (isinstance(event, yaml.ScalarEvent) and event.tag == "!"):
            self._refuse(
                "yaml-tag", f"tag `{getattr(event, 'tag', '')}` is not used in content", event, "delete it"
            )
        if isinstance(event, yaml.DocumentStartEvent) and self._done:
            self._refuse(
                "yaml-documents", "a second document begins here", event, "keep one document in a file"
            )
            return False
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                return self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)
            case yaml.DocumentEndEvent():
                self._done = True
        return True

    def _refuse(self, code: str, message: str, event: yaml.Event, hint: str) -> None:
        self.refused = True
        span = self.source.span_at(_start(event), _end(event))
        self.report.error(code, message, span, hint)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, event)
            return
        style = event.style or ""
        value = None if not style and event.value in NOTHING else event.value
        self._check_characters(event, style)
        self._check_length(event)
        self._place(_start(event), _end(event), value, style)

    def _check_characters(self, event: yaml.ScalarEvent, style: str) -> None:
        if event.value.isprintable():  # most are, and this is told sooner
            return
        found = NO_CHARACTER.search(event.value)
        if found is None:
            return
        start = _start(event)
        written = self.source.text[start : _end(event)]
        at = start + scalar_offsets(written, event.value, style)[found.start()]
        message = f"character U+{ord(found.group()):04X} can't stand in a document"
        self.refused = True
        self.report.error("yaml-character", message, self.source.span_at(at, at + 1), "delete it")

    def _check_length(self, event: yaml.ScalarEvent) -> None:
        if len(event.value) > LONGEST_LINE and max(map(len, event.value.split("\n"))) > LONGEST_LINE:
            self._refuse("text-too-long", TOO_LONG, event, TOO_LONG_HINT)

    def _key(self, top: _Open, event: yaml.ScalarEvent) -> None:
        key = event.value
        if key in top.value:
            hint = "give each key once; the first one stands further up"
            self._refuse("duplicate-key", f"`{key}` is given twice", event, hint)
        if key == "<<":
            self._refuse("yaml-alias", "merge keys are not used in content", event, "write the keys out")
        top.key = key
        top.key_place = (_start(event), _end(event))

    def _steps(self) -> tuple[Steps, tuple[int, int]]:
        if not self._stack:
            return (), (-1, -1)
        top = self._stack[-1]
        if isinstance(top.value, list):
            return (*top.steps, len(top.value)), (-1, -1)
        return (*top.steps, top.key or ""), top.key_place

    def _place(self, start: int, end: int, value: Any, style: str = "") -> None:
        steps, key = self._steps()
        self.source.places[steps] = Place(start, end, *key, style)
        self._attach(value)

    def _attach(self, value: Any) -> None:
        if not self._stack:
            self.result = value
            return
        top = self._stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            top.value[top.key or ""] = value
            top.key = None

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> bool:
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            hint = "put a text that begins with a brace or bracket between quotes"
            self._refuse("yaml-key", "a collection can't be a key", event, hint)
            return False
        if len(self._stack) >= DEEPEST_NESTING:
            self._refuse("yaml-depth", "nested too deeply", event, "content is at most a few levels deep")
            return False
        steps, key = self._steps()
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._stack.append(_Open(steps, value, _start(event), own_key=key))
        return True

    def _close(self, event: yaml.Event) -> None:
        top = self._stack.pop()
        end = max(_start(event), top.start)
        self.source.places[top.steps] = Place(top.start, end, *top.own_key)
        self._attach(top.value)
