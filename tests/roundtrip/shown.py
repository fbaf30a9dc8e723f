"""What a reader sees of a document, in a form in which two documents can be held against each other.

Written apart from `communique.word.looks`, letter by letter, so that the two check each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from communique.word.edited import EditedBlock
from communique.word.sides import edited_body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from communique.word.edited import EditedDocument
    from communique.writers.docx_base import Mark

Look = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class ShownNote:
    """The mark of a note, and what the note says."""

    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True)
class ShownBlock:
    """A paragraph: what it is, and its letters with their looks, the marks of notes among them."""

    what: tuple[str | int | bool, ...]
    letters: tuple[tuple[str, Look] | ShownNote, ...]

    def __repr__(self) -> str:
        runs: list[str] = []
        last: Look = frozenset()
        for each in self.letters:
            if isinstance(each, ShownNote):
                runs.append(f"[note {each.blocks}]")
            else:
                char, look = each
                if look != last:
                    runs.append(f"<{','.join(sorted(value for _, value in look))}>")
                runs.append(char)
                last = look
        return f"{self.what}{''.join(runs)!r}"


@dataclass(frozen=True)
class ShownTable:
    """The rows of a table, its cells as blocks."""

    rows: tuple[tuple[tuple[ShownBlock, ...], ...], ...]


Shown = list[ShownBlock | ShownTable]
NoteText = "Callable[[str], tuple[ShownBlock, ...]]"


def what_it_is(kind: str, role: str, level: int, ordered: bool) -> tuple[str | int | bool, ...]:
    """Return what a paragraph is to a reader."""
    match kind:
        case "heading":
            return kind, level
        case "item":
            return kind, level, ordered
        case "paragraph":
            return kind, role
    return (kind,)


def look_at(place: int, marks: Iterable[Mark]) -> Look:
    """Return how Word shows the letter at a place."""
    flags: set[tuple[str, str]] = set()
    role = link = ""
    for mark in marks:
        if not mark.start <= place < mark.end:
            continue
        if mark.kind == "link":
            link, role = mark.value, ""
        elif mark.kind == "style" and mark.value in ("emphasis", "strong"):
            flags.add(("style", mark.value))
        elif mark.kind == "style" and mark.value != "passage":
            role = mark.value
    return frozenset(flags | ({("style", role)} if role else set()) | ({("link", link)} if link else set()))


def letters_of(
    text: str, marks: Sequence[Mark], note_text: Callable[[str], tuple[ShownBlock, ...]]
) -> tuple[tuple[str, Look] | ShownNote, ...]:
    """Return text with marks as a reader sees it."""
    if not any(mark.kind == "note" for mark in marks):
        return _letters(text, tuple(marks))
    found: list[tuple[str, Look] | ShownNote] = []
    for place in range(len(text) + 1):
        found += [
            ShownNote(note_text(mark.value)) for mark in marks if mark.kind == "note" and mark.start == place
        ]
        if place < len(text):
            found.append((text[place], look_at(place, marks)))
    return tidied(found)


@lru_cache(maxsize=1000)
def _letters(text: str, marks: tuple[Mark, ...]) -> tuple[tuple[str, Look] | ShownNote, ...]:
    return tidied([(char, look_at(place, marks)) for place, char in enumerate(text)])


def tidied(letters: Sequence[tuple[str, Look] | ShownNote]) -> tuple[tuple[str, Look] | ShownNote, ...]:
    """Return letters without the blanks at the ends, and blanks looking like what both their neighbours share."""
    found = list(letters)
    while found and _blank(found[0]):
        del found[0]
    while found and _blank(found[-1]):
        del found[-1]
    if not any(each[1] for each in found if not isinstance(each, ShownNote)):
        return tuple(found)
    before = _nearest(found)
    after = _nearest(found[::-1])[::-1]
    for number, each in enumerate(found):
        if not isinstance(each, ShownNote) and _blank(each):
            found[number] = (each[0], before[number] & after[number])
    return tuple(found)


def _nearest(letters: Sequence[tuple[str, Look] | ShownNote]) -> list[Look]:
    """Return for each letter the look of the nearest one at or before it that is no blank."""
    looks: list[Look] = []
    last: Look = frozenset()
    for each in letters:
        if not isinstance(each, ShownNote) and not _blank(each):
            last = each[1]
        looks.append(last)
    return looks


def _blank(letter: tuple[str, Look] | ShownNote) -> bool:
    return not isinstance(letter, ShownNote) and letter[0].isspace()


def shown(document: EditedDocument) -> Shown:
    """Return what a reader of an edited file sees; empty paragraphs are nothing."""
    notes = {note.key: note for note in document.notes}

    def note_text(key: str) -> tuple[ShownBlock, ...]:
        return blocks(notes[key].blocks)

    def blocks(found: Iterable[EditedBlock]) -> tuple[ShownBlock, ...]:
        made = [
            ShownBlock(
                what_it_is(each.kind, each.role, each.level, each.ordered),
                letters_of(each.text, each.marks, note_text),
            )
            for each in found
        ]
        return tuple(each for each in made if each.letters)

    result: Shown = []
    for part in edited_body(document):
        if isinstance(part, EditedBlock):
            result += blocks([part])
        elif part.rows:
            result.append(
                ShownTable(tuple(tuple(blocks(cell.blocks) for cell in row.cells) for row in part.rows))
            )
    return result
