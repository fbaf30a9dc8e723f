"""Draft what edits from Word mean for content: what to write, what the document shows then, what is left.

Edits that only make sense together are one draft: those of one block, and a footnote with its mark. A draft
is carried out as a whole or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from communique.word.already import grown, is_proposed, is_said, news
from communique.word.arranging import (
    NO_PLACE,
    NO_ROLE_HERE,
    NoPlaceError,
    inserted,
    new_text,
    put_before,
    removed,
)
from communique.word.drafts import (
    Draft,
    Expected,
    Left,
    Planned,
    described,
    groups_of,
    kind_named,
    paragraphs_of_note,
    refs_of,
    unstyled,
)
from communique.word.edits import (
    BlockRef,
    Deletion,
    Insertion,
    Join,
    Move,
    NewBlock,
    NoteDeletion,
    NoteInsertion,
    RoleEdit,
    RowDeletion,
    RowInsertion,
    Split,
    TextEdit,
    Unplaced,
)
from communique.word.entries import GoneEntry, NewKey
from communique.word.operations import Rearrangement
from communique.word.placing import plain_tokens, renamed, said_by
from communique.word.prose_map import UntraceableError, tokens_of_pieces
from communique.word.prose_writing import Rewritten, rewrite, signature
from communique.word.redrafting import FROM_RECORD, Change
from communique.word.situation import IN_A_CELL, Situation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.word.edited import Credit
    from communique.word.edits import Edit
    from communique.word.placing import Today
    from communique.word.tokens import Token
    from communique.writers.docx_base import Base, BaseBlock

UNREADABLE = "can’t be followed back into the content"
NOTE_CHANGED = "the footnote was changed in the content meanwhile"
NO_MARK = "its mark stands where the content has no place for it"


def drafts_of(today: Today, base: Base, edits: Sequence[Edit]) -> list[Draft]:
    """Return the drafts of all edits of a document."""
    return list(_Drafting(Situation(today, base, edits)).drafts())


class _Drafting:
    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.today = situation.today
        self.edits = situation.edits
        self.draft = Draft(())
        self.staying: set[str] = set()  # footnotes that come and go with words that are in conflict

    def drafts(self) -> Iterator[Draft]:
        for numbers in groups_of(self.edits):
            self.draft = Draft(numbers)
            try:
                self._draft(numbers)
            except (NoPlaceError, UntraceableError) as problem:
                reason = str(problem) if isinstance(problem, NoPlaceError) else UNREADABLE
                self.draft = Draft(
                    numbers,
                    left=[self.situation.left(self.draft, self.edits[each], reason) for each in numbers],
                )
            if not (self.draft.says_anything or self.draft.there or self.draft.records_there):
                self.draft.there = 1
            yield self.draft

    def _draft(self, numbers: Sequence[int]) -> None:
        changed: dict[str, list[int]] = defaultdict(list)
        notes: list[NoteInsertion | NoteDeletion] = []
        for number in numbers:
            match edit := self.edits[number]:
                case TextEdit() | Split() | Move() | RoleEdit() | Join():
                    changed[refs_of([edit])[0].bookmark].append(number)
                case NoteInsertion() | NoteDeletion():
                    notes.append(edit)
                case _:
                    with self._turn(number):
                        self._draft_alone(edit)
        for members in changed.values():
            with self._turn(members[-1]):
                Change(self.situation, self.draft, [self.edits[each] for each in members]).draft_it()
        self._change_notes(notes)

    @contextmanager
    def _turn(self, number: int) -> Iterator[None]:
        """Say of all that is drafted meanwhile of which edit it is: that tells its place among others."""
        done = len(self.draft.operations), len(self.draft.behind)
        yield
        self.draft.take_turn(number, done)

    def _draft_alone(self, edit: Edit) -> None:
        match edit:
            case Deletion():
                self._delete(edit)
            case Insertion():
                self._insert(edit)
            case RowInsertion() | RowDeletion():
                self._propose(edit)
            case _:
                self._leave(edit)

    def _leave(self, edit: Edit) -> None:
        """Leave an edit over that has no place in content, unless the document says by now what it should."""
        if not isinstance(edit, Unplaced) or not is_said(self.situation, edit):
            reason = edit.reason if isinstance(edit, Unplaced) else UNREADABLE
            self.draft.left.append(self.situation.left(self.draft, edit, reason))

    def _insert(self, edit: Insertion) -> None:
        situation = self.situation
        if edit.within is not None and edit.within.bookmark in situation.cells:
            raise NoPlaceError(IN_A_CELL)
        note = situation.notes.get(edit.within.bookmark, ()) if edit.within else ()
        first = situation.there.get(note[0]) if note and edit.after == edit.within else None
        if edit.after is not None and edit.after == edit.within and first is None:
            raise NoPlaceError(NO_PLACE)
        anchor = situation.before(first) if first else situation.anchor(edit.after)
        texts, shown = [], []
        for block in edit.blocks:
            done = self._written(block)
            texts.append(new_text(block, done.source))
            shown.append(Expected(done.shown, word=block))
            self.draft.left += [
                Left(
                    self.today.name, "", each.before, each.after, each.reason, edit.credits, self.draft.edits
                )
                for each in done.unsaid
            ]
        if situation.has(anchor, shown) or self._is_grown(anchor, edit):
            self.draft.there += 1
            return
        if situation.is_lost(edit.after):
            raise NoPlaceError(NO_PLACE)
        self.draft.operations += (
            put_before(self.today, first, texts) if first else inserted(self.today, anchor, texts)
        )
        name = anchor.bookmark if anchor else ""
        self.draft.behind += [(name, each) for each in shown]
        text = "\n".join(block.content.text for block in edit.blocks)
        place = (anchor.address or anchor.bookmark) if anchor else ""
        self._structure(place, "", text, edit.credits)

    def _is_grown(self, anchor: BaseBlock | None, edit: Insertion) -> bool:
        """Return whether new paragraphs are there but for words; what was taken out of them is a conflict."""
        there = grown(self.situation, anchor, [block.content.text for block in edit.blocks])
        for block, new in zip(there, edit.blocks, strict=False):
            ours = plain_tokens(said_by(block))
            theirs = renamed(plain_tokens(new.content), self.situation.names)
            if news((), ours, theirs):
                ref = BlockRef("", block.address or block.bookmark)
                texts = ("", block.text, new.content.text)
                self.situation.clash(
                    self.draft, [edit], ref, *texts, around=block.text, start=0, tokens=(ours, theirs)
                )
        return bool(there)

    def _written(self, block: NewBlock) -> Rewritten:
        """Return a new paragraph as prose."""
        tokens = renamed(plain_tokens(block.content), self.situation.names)
        grounds = self.today.grounds

        def holds(source: str, wanted: Sequence[Token]) -> bool:
            try:
                found = self.today.read(source, inline=False)
            except UntraceableError:
                return False
            return (
                len(found) == 1
                and not found[0].containers
                and signature(tokens_of_pieces(found[0].pieces)) == signature(wanted)
            )

        return rewrite((), (), tokens, grounds, holds)

    def _delete(self, edit: Deletion) -> None:
        block = self.situation.there.get(edit.block.bookmark)
        if block is None:
            self._clash_with(edit, self.situation.instead_of(edit))
            return
        if signature(plain_tokens(said_by(block))) != signature(plain_tokens(edit.before)):
            self._clash_with(edit, [block])
            return
        site = self.today.site(block)
        if site is None:
            raise NoPlaceError(FROM_RECORD)
        gone = self.situation.gone.get((site.scalar.file, site.scalar.steps), set())
        if len(gone) == len(site.blocks):
            entry = Rearrangement(site.scalar.file, GoneEntry(site.scalar.steps))
            self.draft.operations.append(entry)
        else:
            self.draft.operations += removed(self.today, site)
        self.draft.texts[block.bookmark] = []
        self._structure(block.address or block.bookmark, block.text, "", edit.credits)

    def _clash_with(self, edit: Deletion, blocks: Sequence[BaseBlock]) -> None:
        """Leave open whether a rewritten paragraph goes, as one of some, where it can't be told."""
        if not blocks:
            self.draft.there += 1
            return
        text = "\n".join(block.text for block in blocks)
        around, start = (text, 0) if len(blocks) == 1 else ("", -1)
        tokens = [token for block in blocks for token in plain_tokens(said_by(block))]
        ref = BlockRef(blocks[0].bookmark, blocks[0].address)
        self.situation.clash(
            self.draft,
            [edit],
            ref,
            edit.before.text,
            text,
            "",
            around=around,
            start=start,
            tokens=(tokens, ()),
        )

    def _structure(self, place: str, old: str, new: str, who: tuple[Credit, ...]) -> None:
        self.draft.planned.append(
            Planned(self.today.name, place, "structure", old, new, who, confirm=True, edits=self.draft.edits)
        )

    def _change_notes(self, edits: Sequence[NoteInsertion | NoteDeletion]) -> None:
        """Put in and take out footnotes, but for those whose marks come and go with words in conflict."""
        for conflict in self.draft.conflicts:
            self.staying |= {*conflict.notes, *(name for name, _ in conflict.footnotes)}
        for edit in edits:
            if isinstance(edit, NoteInsertion):
                self._add_note(edit)
            else:
                self._drop_note(edit)

    def _add_note(self, edit: NoteInsertion) -> None:
        name = self.situation.names[f"new:{edit.key}"]
        if name in self.staying:
            return
        if any(note.identifier == name for note in self.today.base.notes):
            self.draft.there += 1
            return
        if f"new:{edit.key}" not in self.situation.marked:
            raise NoPlaceError(NO_MARK)
        contents = paragraphs_of_note(edit)
        done = [self._written(NewBlock(content, "paragraph", "note")) for content in contents]
        text = "\n\n".join(each.source for each in done)
        entry = NewKey(("footnotes", name), text)
        self.draft.operations.append(Rearrangement(self.today.file, entry))
        place = f"{self.today.name}.yaml: footnotes.{name}"
        self.draft.left += self._recast(edit, place)
        self._structure(place, "", "\n".join(each.text for each in contents), edit.credits)

    def _recast(self, edit: NoteInsertion, place: str) -> Iterator[Left]:
        """Yield the paragraphs of a new footnote that are something else in Word."""
        looks, plain = self.situation.looks, NewBlock(edit.content, "paragraph", "note")
        for each in (NewBlock(edit.content, *edit.what), *edit.rest):
            if not unstyled(each) and looks.kind(each) != looks.kind(plain):
                old, new = (f"{kind_named(block)}: {each.content.text}" for block in (plain, each))
                yield Left(self.today.name, place, old, new, NO_ROLE_HERE, edit.credits, self.draft.edits)

    def _drop_note(self, edit: NoteDeletion) -> None:
        note = next((each for each in self.situation.base.notes if each.identifier == edit.identifier), None)
        blocks = (
            [self.situation.there[name] for name in note.blocks if name in self.situation.there]
            if note
            else []
        )
        if edit.identifier in self.staying:
            return
        if not blocks:
            self.draft.there += 1
            return
        for block, before in zip(blocks, (edit.before, *edit.rest), strict=False):
            if signature(plain_tokens(said_by(block))) != signature(plain_tokens(before)):
                raise NoPlaceError(NOTE_CHANGED)
        entry = GoneEntry(("footnotes", edit.identifier))
        self.draft.operations.append(Rearrangement(self.today.file, entry))
        for block in blocks:
            self.draft.texts[block.bookmark] = []
        self._structure(edit.address or "", edit.before.text, "", edit.credits)

    def _propose(self, edit: RowInsertion | RowDeletion) -> None:
        if is_proposed(self.situation, edit):
            return
        place, old, new = described(edit)
        self.draft.planned.append(
            Planned(
                self.today.name,
                place,
                "proposal",
                old,
                new,
                edit.credits,
                confirm=True,
                edits=self.draft.edits,
            )
        )
