"""Settle conflicts of one document: what came back takes the place of what content says.

Nothing is merged once more. The words that a conflict is about are looked for in today's paragraph, which may
have changed around them, and give way to those that came back, exactly as these are. What can't be settled
stays as it was found, and is told with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from communique.word.conflict_words import NEW, has_looks, is_done, located, text_of
from communique.word.drafting import drafts_of
from communique.word.drafts import Left
from communique.word.edited import Credit
from communique.word.edits import (
    BlockRef,
    Deletion,
    Join,
    NewBlock,
    NoteDeletion,
    NoteInsertion,
    Split,
    TextEdit,
)
from communique.word.importing import Plan, Planning
from communique.word.merge import settled
from communique.word.placing import plain_tokens, said_by, today_of
from communique.word.prose_writing import CELL, paragraphs_of
from communique.word.tokens import Marked, Token, marked_of, tokens_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from communique.content import EventContent
    from communique.project import Project
    from communique.word.conflicts import Choice, Conflict
    from communique.word.edits import Edit
    from communique.word.placing import Today
    from communique.writers.docx_base import BaseBlock

PARTS = 3  # paragraphs into which one may be divided, and its conflict be found again
NO_DOCUMENT = "the document is not in the content any more"
NO_PARAGRAPH = (
    "the paragraph is not in the content any more: put the words in by hand, or settle with `--ours`"
)
WHICH = "it can’t be told which paragraph it has become: take that out by hand, and settle with `--ours`"
GONE = "the words of the conflict are not in the content any more: import the file once more, or settle with `--ours`"
ANOTHER = "another conflict about the same words was settled"
DIVIDED = "paragraphs are divided otherwise: change them by hand, and settle with `--ours`"


def plan_settling(
    project: Project, content: EventContent, conflicts: Sequence[Conflict], choice: Choice
) -> Plan:
    """Return what settling conflicts in favour of a side changes.

    Those that stay are in the plan, as they were. All are of one document. Choosing `ours` changes nothing,
    and settles them.
    """
    nothing = Plan((), (), (), {}, content)
    if choice == "ours" or not conflicts:
        return nothing
    if conflicts[0].document not in content.documents:
        left = tuple(_left(each, NO_DOCUMENT) for each in conflicts)
        return replace(nothing, conflicts=tuple(conflicts), unplaced=left)
    settling = _Settling(today_of(project, content, conflicts[0].document), conflicts)
    plan, failed = settling.plan()
    if not failed:
        return plan
    if len(conflicts) == 1:
        return replace(nothing, conflicts=tuple(conflicts), unplaced=plan.unplaced)
    total = plan_settling(project, content, [each for each in conflicts if each not in failed], choice)
    for each in failed:
        total = _joined(total, plan_settling(project, total.content, [each], choice))
    return total


def still_open(project: Project, content: EventContent, conflicts: Iterable[Conflict]) -> Iterator[Conflict]:
    """Yield those of some conflicts whose words have not come into the content since."""
    documents: dict[str, Today] = {}
    for each in conflicts:
        if each.document in content.documents:
            if each.document not in documents:
                documents[each.document] = today_of(project, content, each.document)
            if _Settling(documents[each.document], [each]).done:
                continue
        yield each


def _joined(first: Plan, second: Plan) -> Plan:
    """Return two plans as one, the second made upon the first."""
    return Plan(
        (*first.planned, *second.planned),
        (*first.conflicts, *second.conflicts),
        (*first.unplaced, *second.unplaced),
        first.files | second.files,
        second.content,
    )


def _left(conflict: Conflict, reason: str) -> Left:
    who = (Credit(conflict.author, conflict.date),) if conflict.author or conflict.date else ()
    return Left(conflict.document, conflict.place, conflict.ours, conflict.theirs, reason, who)


@dataclass
class _Row:
    """Paragraphs that follow each other, and the conflicts about their words, with the places of these."""

    blocks: tuple[BaseBlock, ...]
    tokens: tuple[Token, ...]
    places: list[tuple[int, int, Conflict]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return text_of(self.tokens)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts alone."""
        return tuple(conflict for _, _, conflict in self.places)

    def narrowed(self, start: int, end: int) -> tuple[_Row, tuple[int, int]]:
        """Return those of the paragraphs that a stretch is in, and where it is in them."""
        first, last = self.text.count(CELL, 0, start), self.text.count(CELL, 0, end)
        ends = [at for at, token in enumerate(self.tokens) if token.text == CELL]
        tokens = self.tokens[ends[first - 1] + 1 if first else 0 : [*ends, len(self.tokens)][last]]
        before = len(CELL.join(self.text.split(CELL)[:first])) + (1 if first else 0)
        return _Row(self.blocks[first : last + 1], tokens), (start - before, end - before)

    def settled(self) -> tuple[Token, ...]:
        """Return what the paragraphs say once the words that came back are in their places."""
        tokens = list(self.tokens)
        taken: set[tuple[int, int]] = set()
        for start, end, conflict in sorted(self.places, key=lambda place: place[:2], reverse=True):
            if (start, end) not in taken:
                before, after = _cut(tokens, start, end, conflict.notes)
                tokens = [*before, *_theirs(conflict), *after]
            taken.add((start, end))
        return tuple(tokens)


class _Settling:
    """The settling of conflicts, all of them at once."""

    def __init__(self, today: Today, conflicts: Sequence[Conflict]) -> None:
        self.today = today
        self.rows: dict[tuple[str, ...], _Row] = {}
        self.records: dict[str, list[Conflict]] = {}
        self.stay: list[tuple[Conflict, str]] = []
        self.failed: list[Conflict] = []
        self.edits: list[tuple[Edit, tuple[Conflict, ...]]] = []
        for each in conflicts:
            self._sort(each)

    @property
    def done(self) -> bool:
        """Whether content says already what came back."""
        return not (self.rows or self.records or self.stay or self.failed)

    def plan(self) -> tuple[Plan, list[Conflict]]:
        """Return the plan, and those conflicts that can't be settled together with the others."""
        for row in self.rows.values():
            self._edit(row)
        self._add_notes()
        self._drop_notes()
        edits = [edit for edit, _ in self.edits]
        drafts = drafts_of(self.today, self.today.base, edits)
        texts = {place: each[0].theirs for place, each in self.records.items()}
        plan = Planning(self.today, drafts, edits, texts).plan()
        failed = [*self.failed]
        for left in plan.unplaced:
            numbers = left.edits or ()
            failed += [each for number in numbers for each in self.edits[number][1]]
            failed += self.records.get(left.place, []) if not numbers else []
        contested = {each.place for each in plan.conflicts}
        for draft in drafts:
            if any(each.address in contested for each in draft.records):
                failed += [each for number in draft.edits for each in self.edits[number][1]]
        plan = replace(
            plan,
            conflicts=tuple(each for each, _ in self.stay),
            unplaced=(*plan.unplaced, *(_left(each, reason) for each, reason in self.stay)),
            done=0,
        )
        return plan, list(dict.fromkeys(failed))

    # Where the words are

    def _sort(self, conflict: Conflict) -> None:
        """Find the words of a conflict, and say what is to be done about it."""
        scalar = self.today.scalar(conflict.place)
        if scalar is not None and scalar.kind == "text" and conflict.ours == conflict.around:
            if scalar.value == conflict.theirs:
                return
            if scalar.value == conflict.ours:
                self._record(conflict)
                return
        if conflict.start < 0 and self._is_put_in(conflict):
            return
        if conflict.start < 0:
            self.stay.append((conflict, NO_PARAGRAPH if conflict.theirs else WHICH))
            return
        rows = [row for row in self._candidates(conflict) if row is not None]
        for row in rows:
            place = located(conflict, row.text)
            if place is not None:
                self._put(conflict, *row.narrowed(*place))
                return
        if not any(is_done(conflict, row.tokens) for row in rows):
            self.stay.append((conflict, GONE))

    def _is_put_in(self, conflict: Conflict) -> bool:
        """Whether somebody has put in by hand what came back of a paragraph that was gone."""
        return conflict.theirs != "" and any(
            text_of(tokens) == conflict.theirs and has_looks(conflict, tokens)
            for tokens in (plain_tokens(said_by(block)) for block in self.today.base.blocks)
        )

    def _record(self, conflict: Conflict) -> None:
        others = self.records.setdefault(conflict.place, [])
        if others and others[0].theirs != conflict.theirs:
            self.stay.append((conflict, ANOTHER))
        else:
            others.append(conflict)

    def _candidates(self, conflict: Conflict) -> list[_Row | None]:
        """Return the paragraphs that a conflict may be about: those in its place, or that say the same."""
        blocks = self.today.base.blocks
        here = [n for n, block in enumerate(blocks) if conflict.place in {block.address, block.bookmark}]
        first = conflict.around.split(CELL)[0]
        same = [n for n, block in enumerate(blocks) if n not in here and block.text == first]
        # The rest of an import may have divided and joined what was found as one paragraph, or as several.
        most = conflict.around.count(CELL) + 1 + PARTS
        return [self._row(number, count) for number in (*here, *same) for count in range(1, most + 1)]

    def _row(self, number: int, count: int) -> _Row | None:
        blocks = self.today.base.blocks[number : number + count]
        if len(blocks) < count:
            return None
        rows = [plain_tokens(said_by(block)) for block in blocks]
        tokens = [token for index, row in enumerate(rows) for token in (*_parting(index), *row)]
        return _Row(tuple(blocks), tuple(tokens))

    def _put(self, conflict: Conflict, row: _Row, place: tuple[int, int]) -> None:
        """Note where the words of a conflict are, unless they are those of another one, too."""
        names = tuple(block.bookmark for block in row.blocks)
        if any(set(names) & set(other) for other in self.rows if other != names):
            self.failed.append(conflict)  # about the division of these paragraphs: one after the other
            return
        row = self.rows.setdefault(names, row)
        for start, end, other in row.places:
            same = (start, end) == place
            if same and _theirs(other) == _theirs(conflict):
                break
            if same or (place[0] < end and start < place[1]):
                self.stay.append((conflict, ANOTHER))
                return
        row.places.append((*place, conflict))

    # What is to be done

    def _edit(self, row: _Row) -> None:
        """Say as an edit what the paragraphs become."""
        conflicts = row.conflicts
        who = tuple(dict.fromkeys(Credit(each.author, each.date) for each in conflicts))
        who = tuple(each for each in who if each != Credit())
        refs = [BlockRef(block.bookmark, block.address) for block in row.blocks]
        befores = tuple(said_by(block) for block in row.blocks)
        tokens = row.settled()
        parts = [marked_of(settled(part)) for part in paragraphs_of(tokens)]
        first = row.blocks[0]
        if not any(token.text.strip() or token.note for token in tokens):
            for ref, before in zip(refs, befores, strict=True):
                self.edits.append((Deletion(who, ref, before), conflicts))
        elif len(refs) == len(parts) == 1:
            self.edits.append((TextEdit(who, refs[0], befores[0], parts[0]), conflicts))
        elif len(refs) == 1:
            news = tuple(NewBlock(part, first.kind, first.role, first.level, first.ordered) for part in parts)
            self.edits.append((Split(who, refs[0], befores[0], news), conflicts))
        elif len(parts) == 1:
            self.edits.append((Join(who, tuple(refs), befores, parts[0]), conflicts))
        else:
            self.stay += [(each, DIVIDED) for each in conflicts]

    def _add_notes(self) -> None:
        """Put in the footnotes that come with the words."""
        for row in self.rows.values():
            said = {token.note for token in row.settled()}
            new = {each for _, _, conflict in row.places for each in conflict.footnotes}
            for name, (first, *rest) in sorted(new, key=lambda each: each[0]):
                if f"{NEW}{name}" in said:
                    more = tuple(NewBlock(each, "paragraph", "note") for each in rest)
                    self.edits.append((NoteInsertion((), name, first, more), row.conflicts))

    def _drop_notes(self) -> None:
        """Take out the footnotes whose marks go with the words."""
        base = self.today.base
        edited = {block.bookmark for row in self.rows.values() for block in row.blocks}
        kept = {
            mark.value
            for block in base.blocks
            if block.bookmark not in edited
            for mark in block.marks
            if mark.kind == "note"
        }
        rows = list(self.rows.values())
        kept |= {token.note for row in rows for token in row.settled() if token.note}
        for note in base.notes:
            row = next(
                (row for row in rows if any(note.identifier == each.note for each in row.tokens)), None
            )
            said = [said_by(self.today.blocks[name]) for name in note.blocks]
            if row is not None and note.identifier not in kept and said:
                edit = NoteDeletion((), note.identifier, note.address, said[0], tuple(said[1:]))
                self.edits.append((edit, row.conflicts))


def _theirs(conflict: Conflict) -> tuple[Token, ...]:
    """Return what came back, its new footnotes as such."""
    new = {name: f"{NEW}{name}" for name, _ in conflict.footnotes}
    return tuple(
        replace(token, note=new.get(token.note, token.note))
        for token in tokens_of(Marked(conflict.theirs, conflict.marks))
    )


def _cut(
    tokens: Iterable[Token], start: int, end: int, notes: Collection[str]
) -> tuple[list[Token], list[Token]]:
    """Return what stands before and behind a stretch of tokens' text, in which some footnotes have marks."""
    before: list[Token] = []
    after: list[Token] = []
    at = 0
    for token in tokens:
        stop = at + len(token.text)
        inside = start < at < end or (start <= at <= end and token.note in notes)
        if token.note and not inside:
            (before if at <= start else after).append(token)
        if at < start and token.text:
            before.append(replace(token, text=token.text[: start - at]))
        if stop > end and token.text:
            after.append(replace(token, text=token.text[max(end - at, 0) :]))
        at = stop
    return before, after


def _parting(index: int) -> tuple[Token, ...]:
    return (Token(CELL),) if index else ()
