"""Conflicts: what was changed in content and in Word, each in its own way. They are written nowhere.

They are kept beside the content until somebody chooses, all at once or place by place: `ours` keeps what
content says, `theirs` takes what Word says. A choice is carried out on content as it is by then; where the
words of the conflict are not there any more, it stays.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

import yaml

from communique.word.tokens import Marked
from communique.writers.docx_base import KINDS, Mark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

FILE = "conflicts.yaml"
HEAD = "# Changes from Word that content contradicts. Settle them with `communique conflicts`; this file goes when none is left.\n"
Choice = Literal["ours", "theirs"]
PLAIN = 9  # fields that are texts or numbers


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where content and Word say different things.

    `place` is an address in content, in it `base`, `ours` and `theirs` are the words that differ, and
    `around` is all that the place says in content, so that the words can be found again. `record` says
    that the place is a plain text. `author` and `date` are those of the change in Word, where known.

    `marks` lie on `theirs`: emphasis, links, and the marks of footnotes, of which `footnotes` has the new
    ones, by name. `notes` are the footnotes whose marks stand in `ours`.
    """

    document: str
    place: str
    base: str
    ours: str
    theirs: str
    around: str = ""
    start: int = -1
    author: str = ""
    date: str = ""
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()
    footnotes: tuple[tuple[str, tuple[Marked, ...]], ...] = ()

    @property
    def key(self) -> str:
        """What tells it from the other conflicts."""
        more = f" {self.marks} {self.notes} {self.footnotes}" if self.marks or self.notes else ""
        return f"{self.document} {self.place} {self.start} {self.ours!r} {self.theirs!r}{more}"

    @property
    def looks(self) -> tuple[str, ...]:
        """What came back beside the words of `theirs`, in words."""
        new = dict(self.footnotes)
        told = [
            f"{'link to ' if each.kind == 'link' else ''}{each.value}: {self.theirs[each.start : each.end]}"
            for each in self.marks
            if each.kind != "note"
        ]
        told += [f"footnote: {' '.join(part.text for part in parts)}" for parts in new.values()]
        there = {each.value for each in self.marks if each.kind == "note"}
        return (*told, *(f"the footnote `{name}` gone" for name in self.notes if name not in there))


def write_conflicts(conflicts: Iterable[Conflict]) -> str:
    """Return conflicts as the text of their file."""
    return HEAD + "".join(map(_entry, conflicts))


def without_and_with(text: str, gone: Collection[Conflict], new: Iterable[Conflict]) -> str:
    """Return the text of their file without some conflicts and with new ones, and nothing when none is left.

    All else in it stays, what people wrote beside them too, where the file is a list with an entry to a line.
    Raises ValueError for a text that holds something else.
    """
    now = read_conflicts(text)
    come = [each for each in new if each not in now]
    wanted = tuple(each for each in now if each not in gone) + tuple(come)
    if wanted == now:
        return text
    mended = _mended(text, [each not in gone for each in now], come) if now and wanted else ""
    try:
        same = read_conflicts(mended) == wanted
    except ValueError:
        same = False
    return mended if same else write_conflicts(wanted) if wanted else ""


def _mended(text: str, kept: Sequence[bool], come: Iterable[Conflict]) -> str:
    """Return the text of a file without some of its entries, and with others at its end."""
    lines = text.splitlines(keepends=True)
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    starts = [node.start_mark.line for node in root.value] if root is not None else []
    made = lines[: starts[0]]
    for start, end, stays in zip(starts, [*starts[1:], len(lines)], kept, strict=True):
        last = end
        while last > start + 1 and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
            last -= 1  # a remark before the next entry, or behind all
        made += lines[start:end] if stays else lines[last:end]
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    before = "".join(made)
    before += end_of_line if before and not before.endswith("\n") else ""
    return before + "".join(map(_entry, come)).replace("\n", end_of_line)


def _entry(conflict: Conflict) -> str:
    """Return a conflict as an entry of the file."""
    entry = {
        key: value
        for key, value in asdict(conflict).items()
        if value not in ("", -1, ()) or key in {"base", "ours", "theirs"}
    }
    if conflict.marks:
        entry["marks"] = [_plain(mark) for mark in conflict.marks]
    if conflict.notes:
        entry["notes"] = list(conflict.notes)
    if conflict.footnotes:
        entry["footnotes"] = {
            name: [
                {"text": each.text} | ({"marks": list(map(_plain, each.marks))} if each.marks else {})
                for each in paragraphs
            ]
            for name, paragraphs in conflict.footnotes
        }
    return yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=110)


def _plain(mark: Mark) -> dict[str, str | int]:
    return {key: value for key, value in asdict(mark).items() if value is not None}


def read_conflicts(text: str) -> tuple[Conflict, ...]:
    """Read conflicts back. Raises ValueError for a text that holds something else."""
    try:
        data: Any = yaml.safe_load(text)
        return tuple(_conflict(each) for each in data or ())
    except (yaml.YAMLError, TypeError, AttributeError, KeyError) as problem:
        raise ValueError(f"these are no conflicts: {problem}") from problem


def _conflict(entry: dict[str, Any]) -> Conflict:
    """Return an entry of the file as a conflict.

    Raises ValueError, TypeError, AttributeError and KeyError.
    """
    said = {key: value for key, value in entry.items() if key not in {"marks", "notes", "footnotes"}}
    conflict = Conflict(
        **said,
        marks=_marks(entry.get("marks", ()), len(said["theirs"])),
        notes=tuple(map(str, entry.get("notes", ()))),
        footnotes=tuple(
            (
                str(name),
                tuple(
                    Marked(str(each["text"]), _marks(each.get("marks", ()), len(str(each["text"]))))
                    for each in paragraphs
                ),
            )
            for name, paragraphs in entry.get("footnotes", {}).items()
        ),
    )
    for each in fields(Conflict)[:PLAIN]:
        if not isinstance(getattr(conflict, each.name), int if each.name == "start" else str):
            raise ValueError(f"this is no conflict: {conflict.place}")
    return conflict


def _marks(entries: Iterable[dict[str, Any]], length: int) -> tuple[Mark, ...]:
    marks = tuple(Mark(**{**each, "kind": KINDS[each["kind"]]}) for each in entries)
    for each in marks:
        if not 0 <= each.start <= each.end <= length:
            raise ValueError(f"this is no mark on the words of a conflict: {each}")
    return marks


def joined_conflicts(kept: Iterable[Conflict], found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Return kept conflicts and new ones, each once.

    A new one takes the place of an older one about the same words. What content says may have changed since
    the older one was found, around these words and in their place.
    """
    new, older = tuple(found), list(kept)
    for each in new:
        same = [other for other in older if _same(other, each)]
        if same:
            older.remove(min(same, key=lambda other: abs(other.start - each.start)))
    return tuple({each.key: each for each in (*older, *new)}.values())


def _same(one: Conflict, other: Conflict) -> bool:
    """Whether two conflicts are about the same words of the same file that came back."""
    if _came_back(one) != _came_back(other):
        return False
    return one.place == other.place or (one.ours, one.around) == (other.ours, other.around)


def _came_back(conflict: Conflict) -> tuple[object, ...]:
    return conflict.document, conflict.base, conflict.theirs, conflict.marks, conflict.footnotes
