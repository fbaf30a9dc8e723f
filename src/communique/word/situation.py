"""The situation of an import: what was sent out, what came back, today's content, and what ties them."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from communique.word.already import stands_behind, still_there
from communique.word.arranging import NoPlaceError
from communique.word.conflicts import Conflict
from communique.word.drafts import (
    Expected,
    Left,
    credits_of,
    described,
    note_name,
    notes_in,
    paragraphs_of_note,
    texts_after,
)
from communique.word.edits import Deletion, Move, NoteInsertion, Unplaced
from communique.word.looks import Looks
from communique.word.placing import plain_tokens, said_by
from communique.word.prose_map import UntraceableError
from communique.word.prose_writing import signature
from communique.word.similarity import similarity
from communique.word.tokens import marked_of

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

    from communique.source import Steps
    from communique.word.drafts import Draft
    from communique.word.edits import BlockRef, Edit
    from communique.word.placing import Site, Today
    from communique.word.tokens import Marked, Token
    from communique.writers.docx_base import Base, BaseBlock

OTHER, SAME = (
    0.4,
    0.6,
)  # below the one texts are different ones, from the other on one of them is the other edited
IN_A_CELL = "a row of the table shows records; change these in the content"


class Situation:
    """A document that came back. `there` has today's block for each of the base's that is still there,
    `fresh` the blocks of today that the base has not, and `names` what new footnotes are to be called."""

    def __init__(self, today: Today, base: Base, edits: Sequence[Edit]) -> None:
        self.today = today
        self.base = base
        self.edits = edits
        self.looks = Looks(today.project.theme.styles)
        self.there = still_there(base, today.base, edits)
        self.old = {block.bookmark: block for block in base.blocks}
        self.places = [block.bookmark for block in base.blocks]
        self.moved = {edit.block.bookmark: edit.after for edit in edits if isinstance(edit, Move)}
        self.kept_back = {move.block.bookmark: move.after for edit in edits if (move := _refused(edit))}
        self.cells = {cell.bookmark: cell.blocks for row in base.rows for cell in row.cells}
        self.notes = {note.bookmark: note.blocks for note in base.notes}
        kept = {block.bookmark for block in self.there.values()}
        self.fresh = [block for block in today.base.blocks if block.bookmark not in kept]
        self.moved = {name: after for name, after in self.moved.items() if not self._has_moved(name, after)}
        self.names = self._note_names()
        self.marked = {name for edit in edits for name in notes_in(edit)}
        self.gone = self._gone()
        self.rewritten: set[str] = set()  # blocks of today that stand for one that Word deleted

    @cached_property
    def fresh_names(self) -> frozenset[str]:
        """The bookmarks of the blocks of today that the base has not."""
        return frozenset(block.bookmark for block in self.fresh)

    @cached_property
    def _place(self) -> dict[str, int]:
        """Where each block of today stands in its order."""
        return {name: number for number, name in enumerate(self.today.order)}

    @cached_property
    def _fresh_places(self) -> dict[Hashable, list[int]]:
        """Where blocks stand that the base has not, by what they say."""
        found: dict[Hashable, list[int]] = defaultdict(list)
        for block in self.fresh:
            said = tuple(signature(plain_tokens(said_by(block))))
            found[said].append(self._place[block.bookmark])
        return found

    def places_for(self, own: Sequence[BaseBlock], parts: Sequence[Sequence[Token]]) -> Sequence[int]:
        """Return where paragraphs may begin that stand for some of the base, with those that are left."""
        if own:
            at = self._place[own[0].bookmark]
            return range(max(at - len(parts) + 1, 0), min(at, len(self.today.order) - len(parts)) + 1)
        places = self._fresh_places.get(tuple(signature(parts[0])), [])
        return [at for at in places if at + len(parts) <= len(self.today.order)]

    def _has_moved(self, name: str, after: BlockRef | None) -> bool:
        """Whether a block stands in today's document where it was moved to."""
        block = self.there.get(name)
        if self.has_lost(after):
            return False
        try:
            return block is not None and stands_behind(self, block, self.anchor(after))
        except NoPlaceError:
            return False

    def _note_names(self) -> dict[str, str]:
        """Return names for new footnotes, by their marks; one that content has already keeps its own."""
        sent_out = {note.identifier for note in self.base.notes}
        known = {note.identifier for note in self.today.base.notes} | sent_out
        fresh = {block.bookmark: block for block in self.fresh}
        names: dict[str, str] = {}
        for edit in self.edits:
            if not isinstance(edit, NoteInsertion):
                continue
            same = next(
                (
                    note.identifier
                    for note in self.today.base.notes
                    if any(
                        name in fresh
                        and signature(plain_tokens(said_by(fresh[name])))
                        == signature(plain_tokens(edit.content))
                        for name in note.blocks
                    )
                ),
                "",
            )
            wanted = note_name(edit.content.text, sent_out)  # what an earlier import has called it
            names[f"new:{edit.key}"] = same or (
                wanted if wanted in known else note_name(edit.content.text, known)
            )
            known.add(names[f"new:{edit.key}"])
            sent_out.add(names[f"new:{edit.key}"])
        return names

    def _gone(self) -> dict[tuple[str, Steps], set[int]]:
        """Return which blocks of each text are deleted."""
        gone: dict[tuple[str, Steps], set[int]] = defaultdict(set)
        for edit in self.edits:
            block = self.there.get(edit.block.bookmark) if isinstance(edit, Deletion) else None
            site = self._site(block) if block else None
            if site is not None:
                gone[site.scalar.file, site.scalar.steps].add(site.number)
        return gone

    def _site(self, block: BaseBlock) -> Site | None:
        try:
            return self.today.site(block)
        except UntraceableError:
            return None

    def _where_moved(self, ref: BlockRef | None) -> BlockRef | None:
        """Return what a block was moved behind, and that in its turn; the block itself if it stayed.

        One that is kept back was moved as well: what follows it in Word belongs where it is there.
        """
        seen: set[str] = set()
        moved = self.kept_back | self.moved
        while ref is not None and ref.bookmark in moved and ref.bookmark not in seen:
            seen.add(ref.bookmark)
            ref = moved[ref.bookmark]
        return ref

    def has_lost(self, ref: BlockRef | None) -> bool:
        """Whether a place that something was moved to can't be told any more.

        What it was moved behind is gone from today's document, and what stood before that was moved as well.
        """
        ref = self._where_moved(ref)
        if ref is None or ref.bookmark not in self.old or self.there.get(ref.bookmark) is not None:
            return False
        before = self.places[: self.places.index(ref.bookmark)]
        left = next((name for name in reversed(before) if self.there.get(name) is not None), None)
        return left in self.moved

    def is_lost(self, ref: BlockRef | None) -> bool:
        """Whether a block was moved to a place that can't be told any more."""
        return ref is not None and ref.bookmark in self.moved and self.has_lost(ref)

    def anchor(self, ref: BlockRef | None) -> BaseBlock | None:
        """Return today's block that something stands after: the nearest one before it that is still there."""
        ref = self._where_moved(ref)
        if ref is None:
            return None
        name = ref.bookmark
        if name in self.cells:
            name = self.cells[name][-1] if self.cells[name] else name
        if name not in self.old:
            raise NoPlaceError(IN_A_CELL)
        for at in range(self.places.index(name), -1, -1):
            block = self.there.get(self.places[at])
            if block is not None:
                return block
        return None

    def instead_of(self, edit: Deletion) -> list[BaseBlock]:
        """Return what content may have made of a paragraph that is deleted in Word and not found any more.

        Those are paragraphs in its place that neither what was sent out nor Word has. A single one stands for
        one deletion alone.
        """
        here = _key_of(edit.block.address)
        found = [each for each in self._gap(edit.block.bookmark) if each.bookmark not in self.rewritten]
        found = [
            each for each in found if here and _key_of(each.address) == here and not self._is_of_word(each)
        ]
        if len(found) == 1:
            self.rewritten.add(found[0].bookmark)
        return found

    def _gap(self, name: str) -> list[BaseBlock]:
        """Return the new blocks of today between those that stood before and behind one of the base."""
        earlier = reversed(self.places[: self.places.index(name)])
        first = next((block for each in earlier if (block := self.there.get(each)) is not None), None)
        at = self.today.order.index(first.bookmark) + 1 if first else 0
        fresh = {block.bookmark: block for block in self.fresh}
        return [fresh[each] for each in takewhile(fresh.__contains__, self.today.order[at:])]

    def _is_of_word(self, block: BaseBlock) -> bool:
        """Whether a block of today is one that Word has, too, be it edited."""
        texts = (text for edit in self.edits if not isinstance(edit, Deletion) for text in texts_after(edit))
        return any(similarity(text, block.text, SAME) >= SAME for text in texts)

    def before(self, block: BaseBlock) -> BaseBlock | None:
        """Return the block of today before another."""
        at = self.today.order.index(block.bookmark)
        return self.today.blocks[self.today.order[at - 1]] if at else None

    def has(self, anchor: BaseBlock | None, shown: Sequence[Expected]) -> bool:
        """Whether content has new paragraphs in this place, one behind the other, that say the same."""
        at = self.today.order.index(anchor.bookmark) + 1 if anchor else 0
        fresh = {block.bookmark for block in self.fresh}
        new = list(takewhile(lambda name: name in fresh, self.today.order[at:]))
        said = [signature(plain_tokens(said_by(self.today.blocks[name]))) for name in new]
        wanted = [signature(each.token for each in expected.shown) for expected in shown]
        return any(said[start : start + len(wanted)] == wanted for start in range(len(said)))

    def clash(
        self,
        draft: Draft,
        edits: Sequence[Edit],
        ref: BlockRef,
        base: str,
        ours: str,
        theirs: str,
        *,
        around: str = "",
        start: int = -1,
        tokens: tuple[Sequence[Token], Sequence[Token]] = ((), ()),
    ) -> None:
        """Add a conflict to a draft. The tokens are ours and theirs."""
        who = credits_of(edits)
        block = self.there.get(ref.bookmark)
        place = (block.address if block else ref.address) or ref.bookmark
        first = who[0] if who else None
        draft.conflicts.append(
            Conflict(
                self.today.name,
                place,
                base,
                ours,
                theirs,
                around,
                start,
                first.author if first else "",
                first.date if first else "",
                marked_of(tokens[1]).marks,
                tuple(token.note for token in tokens[0] if token.note),
                self._new_notes({token.note for token in tokens[1]}),
            )
        )

    def _new_notes(self, names: Collection[str]) -> tuple[tuple[str, tuple[Marked, ...]], ...]:
        """Return the paragraphs of those new footnotes that have some names."""
        return tuple(
            (self.names[f"new:{edit.key}"], paragraphs_of_note(edit))
            for edit in self.edits
            if isinstance(edit, NoteInsertion) and self.names[f"new:{edit.key}"] in names
        )

    def left(self, draft: Draft, edit: Edit, reason: str) -> Left:
        """Return an edit as one that can't be made."""
        place, old, new = described(edit)
        return Left(self.today.name, place, old, new, reason, edit.credits, draft.edits)


def _refused(edit: Edit) -> Move | None:
    """Return the move that an edit would be, were there a place for it."""
    inner = edit.edit if isinstance(edit, Unplaced) else None
    return inner if isinstance(inner, Move) else None


def _key_of(address: str | None) -> str:
    """Return the key of the content that an address is under, without numbers of entries and paragraphs."""
    return re.split(r"[\[#]", address or "")[0]
