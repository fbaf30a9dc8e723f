"""Review notes: comments that came back from Word, kept in `review.yaml` until they are resolved.

The program writes the file, and people may read and mend it. A note stands at a place in content and quotes
words there; should the place have moved, as after a new paragraph, the words lead back to it.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from textwrap import indent
from typing import TYPE_CHECKING, Any, Literal

import yaml

from communique.diagnostics import ContentError, Report, Span, visible
from communique.rewriting import applied
from communique.source import parse_source, read_text
from communique.tree import Comment, Heading, Paragraph, plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from communique.rewriting import TextEdit
    from communique.source import Source
    from communique.tree import Document

FILE = "review.yaml"
HEAD = "# Review notes: comments from Word, kept until they are resolved. `communique review` shows them.\n"
Status = Literal["open", "resolved"]
NEAR: tuple[Callable[[ReviewNote], tuple[str, ...]], ...] = (
    lambda note: (note.place, note.quoted),
    lambda note: (note.quoted,),
    lambda note: (note.place,),
    lambda _: (),
)
"""What two notes have in common that are the same, the surest first.

The place moves when paragraphs come and go.
"""


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """A comment on a place in content. `place` is an address, or the bookmark of a block that has none."""

    document: str
    place: str
    text: str
    quoted: str = ""
    author: str = ""
    date: str = ""
    status: Status = "open"

    @property
    def identifier(self) -> str:
        """The same as long as author, time and words are, however they are spaced.

        Of several notes maybe the same.
        """
        words = "\n".join(" ".join(line.split()) for line in self.text.strip().splitlines())
        who = " ".join(self.author.split())
        said = repr((self.document, who, moment(self.date).removesuffix("Z"), words))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:6]


def moment(date: str) -> str:
    """Return a date, with a time or without, as Word writes it; nothing for what is none."""
    try:
        found = datetime.fromisoformat(date.strip())
    except ValueError:
        return ""
    return found.isoformat(timespec="seconds").replace("+00:00", "Z")


def read_notes(root: Path, report: Report) -> tuple[ReviewNote, ...]:
    """Read the notes of a project; what is no note is reported. Without the file there are none."""
    source = _source(root, report)
    return _notes(source, report) if source is not None else ()


def _source(root: Path, report: Report) -> Source | None:
    path = root / FILE
    text = read_text(path, FILE, report) if path.is_file() else None
    return parse_source(text, FILE, report) if text is not None else None


def _notes(source: Source, report: Report) -> tuple[ReviewNote, ...]:
    if source.data is None:
        return ()
    entries = source.data if isinstance(source.data, list) else [source.data]
    notes = []
    for number, entry in enumerate(entries):
        note = _note(entry)
        if note is None:
            hint = "a note has `document`, `place` and `text`, and `status: open` or `status: resolved`"
            span = source.span((number,)) if isinstance(source.data, list) else Span(FILE)
            report.error("bad-review-note", "this is not a review note", span, hint)
        elif note.date and not moment(note.date):
            hint = "write a date as 2030-03-06, or with a time as 2030-03-06T09:30:00Z"
            span = source.span((number, "date")) if isinstance(source.data, list) else Span(FILE)
            report.error("bad-review-note", f"`{visible(note.date)}` is no date", span, hint)
        else:
            notes.append(note)
    return tuple(notes)


def _note(entry: Any) -> ReviewNote | None:
    names = set(ReviewNote.__dataclass_fields__)
    if not isinstance(entry, dict) or not {"document", "place", "text"} <= entry.keys() <= names:
        return None
    if entry.get("status", "open") not in {"open", "resolved"}:
        return None
    values: dict[str, Any] = {key: "" if value is None else value for key, value in entry.items()}
    return ReviewNote(**values) if all(isinstance(value, str) for value in values.values()) else None


def notes_file(notes: Iterable[ReviewNote]) -> bytes:
    """Return the file that holds the notes."""
    return (HEAD + _dumped(notes)).encode("utf-8", "replace")


def _dumped(notes: Iterable[ReviewNote]) -> str:
    entries = [{key: value for key, value in asdict(note).items() if value} for note in notes]
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100) if entries else ""


def rewritten(root: Path, change: Callable[[tuple[ReviewNote, ...]], tuple[ReviewNote, ...]]) -> bytes | None:
    """Return the file as it is to be after a change of the notes that it has now, or None without a change.

    The change keeps the order of the notes; new ones come last. What people wrote beside them stays, where
    the file is written as a list with an entry to a line. Raises ContentError when the file is damaged.
    """
    report = Report()
    source = _source(root, report)
    notes = _notes(source, report) if source is not None else ()
    if report.failed:
        raise ContentError(report)
    wanted = change(notes)
    if wanted == notes:
        return None
    if source is not None and (source.data is None or isinstance(source.data, list)):
        text = _mended(source, notes, wanted)
        again = parse_source(text, FILE, report)
        if again is not None and _notes(again, report) == wanted and not report.failed:
            return text.encode("utf-8", "replace")
    return notes_file(wanted)


def _mended(source: Source, notes: Sequence[ReviewNote], wanted: Sequence[ReviewNote]) -> str:
    """Return the text of a file with other statuses, and with the notes that are new at its end."""
    line_end = "\r\n" if "\r\n" in source.text else "\n"
    statuses = {
        number: after.status
        for number, (before, after) in enumerate(zip(notes, wanted, strict=False))
        if before.status != after.status
    }
    edits = [_status_edit(source, number, status, line_end) for number, status in statuses.items()]
    text = applied(source.text, edits)
    entries = _dumped(wanted[len(notes) :])
    if not entries:
        return text
    found = re.search(r"^ *(?=- )", text, re.MULTILINE)
    gap = "" if not text or text.endswith("\n") else line_end
    return text + gap + indent(entries, found[0] if found else "").replace("\n", line_end)


def _status_edit(source: Source, number: int, status: Status, line_end: str) -> TextEdit:
    """Return an edit that gives an entry a status: in place of the one it has, or before its first key."""
    place = source.places.get((number, "status"))
    if place is not None:
        return place.start, place.end, status
    start = source.places[number, next(iter(source.data[number]))].key_start
    line = source.text[source.text.rfind("\n", 0, start) + 1 : start]
    gap = ", " if "{" in line else line_end + " " * len(line)
    return start, start, f"status: {status}{gap}"


def with_statuses(notes: Iterable[ReviewNote], statuses: Mapping[str, Status]) -> tuple[ReviewNote, ...]:
    """Return notes with other statuses, by the names of the notes."""
    return tuple(replace(note, status=statuses.get(name, note.status)) for name, note in named(notes).items())


def named(notes: Iterable[ReviewNote]) -> dict[str, ReviewNote]:
    """Return notes by the names by which they are resolved, which tell those with the same words apart."""
    found: dict[str, ReviewNote] = {}
    for note in notes:
        turn, name = 1, note.identifier
        while name in found:
            turn += 1
            name = f"{note.identifier}-{turn}"
        found[name] = note
    return found


def with_comments(
    notes: tuple[ReviewNote, ...], returned: Iterable[ReviewNote]
) -> tuple[tuple[ReviewNote, ...], tuple[ReviewNote, ...]]:
    """Return the notes with those of one returned file, and those that are new or settled by it.

    A note that comes back as it went out is no new one, even if its place or its words are others by now; one
    that was resolved in Word is resolved. Where a file says the same more often, somebody said it once more.
    """
    known = list(notes)
    comments = [replace(each, date=moment(each.date)) for each in returned]
    pairs = _pairs(known, comments)
    changed = []
    for number, note in enumerate(comments):
        place = pairs.get(number)
        if place is None:
            known.append(note)
            changed.append(note)
        elif note.status == "resolved" and known[place].status == "open":
            known[place] = replace(known[place], status="resolved")
            changed.append(known[place])
    return tuple(known), tuple(changed)


def _pairs(known: Sequence[ReviewNote], comments: Sequence[ReviewNote]) -> dict[int, int]:
    """Return which comment is which known note: the nearest first, by one author, of one time and words."""
    pairs: dict[int, int] = {}
    for near in NEAR:
        taken = set(pairs.values())
        said: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, note in reversed([*enumerate(known)]):
            if place not in taken:
                said[note.identifier, *near(note)].append(place)
        for number, note in enumerate(comments):
            likely = said[note.identifier, *near(note)]
            if number not in pairs and likely:
                pairs[number] = likely.pop()
    return pairs


def comments_on(document: Document, notes: Iterable[ReviewNote]) -> tuple[Comment, ...]:
    """Return the open notes on a document, each at the block where its words are now."""
    wanted = [note for note in notes if note.document == document.meta.name and note.status == "open"]
    if not wanted:
        return ()
    texts = {
        block.address: plain_text(block.children)
        for block in walk(document.blocks)
        if isinstance(block, Heading | Paragraph) and block.address
    }
    return tuple(
        Comment(_place_now(note, texts), note.quoted, note.text, note.author, moment(note.date))
        for note in wanted
    )


def _place_now(note: ReviewNote, texts: dict[str, str]) -> str:
    """Return the address of the block that a note is about: its own, unless another alone has the words."""
    if not note.quoted or note.quoted in texts.get(note.place, ""):
        return note.place
    elsewhere = [address for address, text in texts.items() if note.quoted in text]
    return elsewhere[0] if len(elsewhere) == 1 else note.place
