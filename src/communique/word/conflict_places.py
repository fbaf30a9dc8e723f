"""Say of conflicts, to those who have to choose, where they are: the place, the words around, the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.diagnostics import ContentError
from communique.redline.places import shortened
from communique.word.conflict_words import located, text_of
from communique.word.merge import settled
from communique.word.placing import said_by, today_of
from communique.word.printed import others_change, times_printed
from communique.word.prose_writing import CELL
from communique.word.tokens import Marked, tokens_of
from communique.word.whereabouts import Whereabouts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from communique.content import EventContent
    from communique.project import Project
    from communique.word.conflicts import Conflict
    from communique.word.placing import Today
    from communique.word.tokens import Token
    from communique.writers.docx_base import BaseBlock

BESIDE = 12  # tokens shown on either side of the words: about six words


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What tells one conflict from another: its place in words, and the words before and behind it.

    `record` is the address of the text of a record that the words are of, and `others` in how many other
    places it is printed, which change along.
    """

    where: str = ""
    before: str = ""
    after: str = ""
    record: str = ""
    others: int = 0

    @property
    def along(self) -> str:
        """What else changes when the record does."""
        return others_change(self.others)


UNKNOWN = Surroundings()


def surroundings_of(
    project: Project, content: EventContent, conflicts: Collection[Conflict]
) -> dict[Conflict, Surroundings]:
    """Return what stands around each of some conflicts in today's content, as far as it can be told."""
    documents: dict[str, Today | None] = {}
    for name in dict.fromkeys(each.document for each in conflicts):
        try:
            documents[name] = today_of(project, content, name) if name in content.documents else None
        except ContentError:
            documents[name] = None
    found = {each: _found(each, documents[each.document]) for each in conflicts}
    if not any(each.record for each in found.values()):
        return found
    printed = times_printed(project, content, filter(None, documents.values()))
    return {
        conflict: Surroundings(
            each.where, each.before, each.after, each.record, max(printed[each.record] - 1, 0)
        )
        if each.record
        else each
        for conflict, each in found.items()
    }


def _found(conflict: Conflict, today: Today | None) -> Surroundings:
    """Return where a conflict is, without where else its record is printed."""
    before, after = _beside(conflict)
    block = _block(conflict, today) if today else None
    if block is None or today is None:
        around = shortened(conflict.around or conflict.ours)
        record = conflict.place if _is_record(conflict, today) else ""
        return Surroundings(f"“{around}”" if around and not record else "", before, after, record)
    place = located(conflict, _text(block))
    record = _record_at(settled(tokens_of(said_by(block))), *place) if place else ""
    return Surroundings(Whereabouts(today.base).of(block.bookmark), before, after, record)


def _block(conflict: Conflict, today: Today) -> BaseBlock | None:
    """Return the paragraph that the words of a conflict stand in, or else that which has its place."""
    here = [each for each in today.base.blocks if conflict.place in {each.address, each.bookmark}]
    if conflict.start < 0 or CELL in conflict.around:
        return here[0] if here else None
    same = [each for each in today.base.blocks if each not in here and _text(each) == conflict.around]
    return next((each for each in (*here, *same) if located(conflict, _text(each)) is not None), None)


def _text(block: BaseBlock) -> str:
    return text_of(settled(tokens_of(said_by(block))))


def _is_record(conflict: Conflict, today: Today | None) -> bool:
    """Whether a conflict is about the whole text of a record."""
    scalar = today.scalar(conflict.place) if today and conflict.ours == conflict.around else None
    return scalar is not None and scalar.kind == "text"


def _record_at(tokens: Iterable[Token], start: int, end: int) -> str:
    """Return the address of the record's text that all of a stretch is of, or nothing."""
    at = 0
    addresses: set[str] = set()
    for token in tokens:
        if at < end and start < at + len(token.text):
            fields = [each.value for each in token.layers if each.kind == "field"]
            addresses.add(fields[-1] if fields else "")  # the innermost
        at += len(token.text)
    address = addresses.pop() if len(addresses) == 1 else ""
    return address if ": " in address and not address.startswith("=") else ""


def _beside(conflict: Conflict) -> tuple[str, str]:
    """Return some words before and behind those of a conflict, where it is about a part of a text."""
    if conflict.start < 0 or conflict.ours == conflict.around:
        return "", ""
    before = tokens_of(Marked(conflict.around[: conflict.start]))
    after = tokens_of(Marked(conflict.around[conflict.start + len(conflict.ours) :]))
    first = ("… " if len(before) > BESIDE else "") + text_of(before[-BESIDE:]).lstrip()
    last = text_of(after[:BESIDE]).rstrip() + (" …" if len(after) > BESIDE else "")
    return first.replace(CELL, " ⏎ "), last.replace(CELL, " ⏎ ")
