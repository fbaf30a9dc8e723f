"""Review notes: comments that came back from Word, kept in `review.yaml` until they are resolved.

The program writes the file, and people may read and mend it. A note stands at a place in content and quotes
words there; should the place have moved, as after a new paragraph, the words lead back to it.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import yaml

from communique.diagnostics import Span, visible
from communique.source import parse_source, read_text
from communique.tree import Comment, Heading, Paragraph, plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from communique.diagnostics import Report
    from communique.tree import Document

FILE = "review.yaml"
HEAD = "# Review notes: comments from Word, kept until they are resolved. `communique review` shows them.\n"
Status = Literal["open", "resolved"]


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
        """What tells a note from others: the same as long as author, time and words are, however they are spaced."""
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
    path = root / FILE
    if not path.is_file():
        return ()
    text = read_text(path, FILE, report)
    source = parse_source(text, FILE, report) if text is not None else None
    if source is None or source.data is None:
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
    entries = [{key: value for key, value in asdict(note).items() if value} for note in notes]
    body = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100) if entries else ""
    return (HEAD + body).encode("utf-8", "replace")


def with_comments(
    notes: tuple[ReviewNote, ...], returned: Iterable[ReviewNote]
) -> tuple[tuple[ReviewNote, ...], tuple[ReviewNote, ...]]:
    """Return the notes with those of a returned file, and those that are new or settled by it.

    A note that comes back as it went out is no new one; one that was resolved in Word is resolved.
    """
    known = {note.identifier: note for note in notes}
    changed = []
    for each in returned:
        note = replace(each, date=moment(each.date))
        earlier = known.get(note.identifier)
        if earlier is None:
            known[note.identifier] = note
            changed.append(note)
        elif note.status == "resolved" and earlier.status == "open":
            known[note.identifier] = replace(earlier, status="resolved")
            changed.append(known[note.identifier])
    return tuple(known.values()), tuple(changed)


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
    """Return the address of the block that a note is about: its own, unless the words are in one other alone."""
    if not note.quoted or note.quoted in texts.get(note.place, ""):
        return note.place
    elsewhere = [address for address, text in texts.items() if note.quoted in text]
    return elsewhere[0] if len(elsewhere) == 1 else note.place
