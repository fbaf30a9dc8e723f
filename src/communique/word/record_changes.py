"""Gather what was changed in fields: each text of a record has one value, wherever it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from communique.tree import Text, plain_text
from communique.typography import bind
from communique.word.conflicts import Conflict
from communique.word.drafts import Left, Planned
from communique.word.edited import Credit
from communique.word.merge import merge
from communique.word.operations import Stretch
from communique.word.prose_fields import COMPUTED, NO_BREAK_SPACE, RecordEdit
from communique.word.prose_map import SPACE
from communique.word.tokens import Marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.languages import Language
    from communique.word.drafts import Draft
    from communique.word.placing import Scalar, Today

NOBODY = Credit()
ANOTHER = (
    "it would give a person the name of another: write `{{{{ people.{}.short }}}}` in the sentence instead"
)


@dataclass
class RecordChanges:
    """The new texts of records by address, as they are written, and what does not fit."""

    today: Today
    texts: dict[str, str] = field(default_factory=dict)
    by_draft: dict[str, list[Draft]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    refused: set[tuple[str, str]] = field(default_factory=set)  # addresses, and what they were to say

    @property
    def operations(self) -> list[Stretch]:
        """What writes the new texts."""
        scalars = [(self.today.scalar(address), text) for address, text in self.texts.items()]
        return [
            Stretch(scalar.file, scalar.steps, 0, len(scalar.value), text)
            for scalar, text in scalars
            if scalar is not None
        ]

    def planned(self) -> list[Planned]:
        """Return the changes as an import reports them."""
        found = []
        for address, text in self.texts.items():
            scalar = self.today.scalar(address)
            drafts = self.by_draft[address]
            edits = [edit for draft in drafts for edit in draft.records if edit.address == address]
            numbers = tuple(dict.fromkeys(number for draft in drafts for number in draft.edits))
            who = tuple(dict.fromkeys(credit for edit in edits for credit in edit.credits))
            old = scalar.value if scalar else ""
            found.append(
                Planned(self.today.name, address, "record", old, text, who, confirm=True, edits=numbers)
            )
        return found


def gathered(today: Today, drafts: Sequence[Draft]) -> RecordChanges:
    """Return what the drafts change in records; what they say differently of one text is a conflict."""
    changes = RecordChanges(today)
    for draft in drafts:
        for edit in draft.records:
            _gather(changes, draft, edit)
    return changes


def _gather(changes: RecordChanges, draft: Draft, edit: RecordEdit) -> None:
    today = changes.today
    scalar = today.scalar(edit.address)
    raw = _raw(scalar, edit, today.grounds.language) if scalar is not None else None
    if scalar is None or raw is None:
        place = edit.address.removeprefix("= ")
        changes.left.append(
            Left(today.name, place, edit.before, edit.after, COMPUTED, edit.credits, draft.edits)
        )
        changes.refused.add((edit.address, edit.after))
        return
    earlier = changes.texts.get(edit.address, scalar.value)
    merged = merge(Marked(scalar.value), Marked(earlier), Marked(raw))
    if merged.conflicts:
        changes.refused.add((edit.address, edit.after))
        who = next(iter(edit.credits), NOBODY)
        texts = (scalar.value, earlier, raw, earlier, 0)
        changes.conflicts.append(Conflict(today.name, edit.address, *texts, who.author, who.date))
        return
    other = _namesake(today, edit.address, merged.result.text)
    if other:
        reason = ANOTHER.format(other)
        changes.left.append(
            Left(today.name, edit.address, edit.before, edit.after, reason, edit.credits, draft.edits)
        )
        changes.refused.add((edit.address, edit.after))
        return
    changes.texts[edit.address] = merged.result.text
    changes.by_draft.setdefault(edit.address, []).append(draft)


def _namesake(today: Today, address: str, text: str) -> str:
    """Return who else has this family name, when a change would give it to a person who has another."""
    identifier, _, key = address.removeprefix("people.yaml: ").partition(".")
    if not address.startswith("people.yaml: ") or key != "family":
        return ""
    others = (
        name for name, person in today.content.people.items() if name != identifier and person.family == text
    )
    return next(others, "")


def _raw(scalar: Scalar, edit: RecordEdit, language: Language) -> str | None:
    """Return what is to be written so that a field says what it says in Word, or None where it computes."""
    shown = SPACE.sub(" ", scalar.value)
    before = edit.before
    after = edit.after
    if shown.replace(NO_BREAK_SPACE, " ") != before.replace(NO_BREAK_SPACE, " "):
        capital = shown[:1].upper() + shown[1:]
        if (
            capital.replace(NO_BREAK_SPACE, " ") != before.replace(NO_BREAK_SPACE, " ")
            or after[:1] != before[:1]
        ):
            return None
        after = shown[:1] + after[1:]
    bound = plain_text(bind((Text(after.replace(NO_BREAK_SPACE, " ")),), language))
    typed = "".join(
        " "
        if char == NO_BREAK_SPACE and by_itself == NO_BREAK_SPACE and NO_BREAK_SPACE not in scalar.value
        else char
        for char, by_itself in zip(after, bound, strict=True)
    )
    return typed.strip() or None


def without_refused(draft: Draft, changes: RecordChanges) -> None:
    """Let a draft expect what records say where their change was refused."""
    for name, paragraphs in draft.texts.items():
        draft.texts[name] = [
            replace(
                paragraph,
                shown=tuple(
                    replace(
                        each, token=replace(each.token, text=_former(draft, each.address, each.token.text))
                    )
                    if (each.address, each.token.text) in changes.refused
                    else each
                    for each in paragraph.shown
                ),
            )
            for paragraph in paragraphs
        ]


def _former(draft: Draft, address: str, after: str) -> str:
    return next(
        (edit.before for edit in draft.records if (edit.address, edit.after) == (address, after)), after
    )
