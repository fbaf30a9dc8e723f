"""Draft what edits from Word mean for content: what to write, what the document shows then, what is left over.

Edits that only make sense together are one draft: those of one block, and a footnote with its mark. A draft
is carried out as a whole or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from communique.word.arranging import NewText, NoPlaceError, inserted, kind_of, recast, removed
from communique.word.conflicts import Conflict
from communique.word.drafts import (
    Draft,
    Expected,
    Kind,
    Left,
    Planned,
    credits_of,
    described,
    groups_of,
    note_name,
    paragraphs_of_note,
    paragraphs_shown,
    refs_of,
)
from communique.word.edits import (
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
from communique.word.entries import GoneEntry, NewEntry, NewKey
from communique.word.merge import merge_tokens, settled
from communique.word.operations import Rearrangement, Stretch
from communique.word.placing import aligned, plain_tokens, renamed, said_by
from communique.word.prose_map import Piece, UntraceableError, tokens_of_pieces
from communique.word.prose_writing import CELL, Rewritten, block_reads_as, paragraphs_of, rewrite, signature
from communique.word.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from communique.word.edited import Credit
    from communique.word.edits import BlockRef, Edit
    from communique.word.placing import Site, Today
    from communique.word.tokens import Marked
    from communique.writers.docx_base import Base, BaseBlock

FROM_RECORD = "comes from the template or from a record, and can’t be taken out here"
IN_A_CELL = "a row of the table shows records; change these in the content"
UNREADABLE = "can’t be followed back into the content"
TYPED = "the expression `{}` gives way to typed text"


def drafts_of(today: Today, base: Base, edits: Sequence[Edit]) -> list[Draft]:
    """Return the drafts of all edits of a document."""
    return list(_Drafting(today, base, edits).drafts())


class _Drafting:
    def __init__(self, today: Today, base: Base, edits: Sequence[Edit]) -> None:
        self.today = today
        self.base = base
        self.edits = edits
        self.there = aligned(base, today.base)
        self.old = {block.bookmark: block for block in base.blocks}
        self.places = [block.bookmark for block in base.blocks]
        self.moved = {edit.block.bookmark: edit.after for edit in edits if isinstance(edit, Move)}
        self.cells = {cell.bookmark: cell.blocks for row in base.rows for cell in row.cells}
        kept = {block.bookmark for block in self.there.values()}
        self.fresh = [block for block in today.base.blocks if block.bookmark not in kept]
        self.names = self._note_names()
        self.gone = self._gone()
        self.draft = Draft(())

    def _note_names(self) -> dict[str, str]:
        """Return names for new footnotes, by their marks; one that content has already keeps its own."""
        known = {note.identifier for note in self.today.base.notes} | {
            note.identifier for note in self.base.notes
        }
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
            names[f"new:{edit.key}"] = same or note_name(edit.content.text, known)
            known.add(names[f"new:{edit.key}"])
        return names

    def _gone(self) -> dict[tuple[str, tuple[str | int, ...]], set[int]]:
        """Return which blocks of each text are deleted."""
        gone: dict[tuple[str, tuple[str | int, ...]], set[int]] = defaultdict(set)
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

    # What belongs together

    def drafts(self) -> Iterator[Draft]:
        for numbers in groups_of(self.edits):
            self.draft = Draft(numbers)
            try:
                self._draft([self.edits[number] for number in numbers])
            except (NoPlaceError, UntraceableError) as problem:
                reason = str(problem) if isinstance(problem, NoPlaceError) else UNREADABLE
                self.draft = Draft(numbers, left=[self.left(self.edits[each], reason) for each in numbers])
            yield self.draft

    def _draft(self, edits: Sequence[Edit]) -> None:
        changed: dict[str, list[Edit]] = defaultdict(list)
        for edit in edits:
            match edit:
                case TextEdit() | Split() | Move() | RoleEdit() | Join():
                    changed[refs_of([edit])[0].bookmark].append(edit)
                case Deletion():
                    self._delete(edit)
                case Insertion():
                    self._insert(edit)
                case NoteInsertion():
                    self._add_note(edit)
                case NoteDeletion():
                    self._drop_note(edit)
                case RowInsertion() | RowDeletion():
                    self._propose(edit)
                case _:
                    reason = edit.reason if isinstance(edit, Unplaced) else UNREADABLE
                    self.draft.left.append(self.left(edit, reason))
        for members in changed.values():
            self._change(members)

    # Texts

    def _change(self, edits: list[Edit]) -> None:
        refs = refs_of(edits)
        blocks = [self.there.get(ref.bookmark) for ref in refs]
        befores, parts = self._texts(edits, refs)
        found = [block for block in blocks if block is not None]
        if len(found) < len(blocks):
            if not any(self._is_done([block], parts) for block in self.fresh):
                self._clash(edits, refs[0], _said(befores), "", _said(parts))
            return
        first = found[0]
        ours = _cells([plain_tokens(said_by(block)) for block in found])
        theirs = _cells([renamed(plain_tokens(part), self.names) for part in parts])
        base = _cells([plain_tokens(before) for before in befores])
        if len(parts) > 1 and self._is_done([first], parts):
            return
        merged, clashes = merge_tokens(base, ours, theirs)
        for clash in clashes:
            self._clash(
                edits, refs[0], clash.base, clash.ours, clash.theirs, around=_text(ours), start=clash.place
            )
        merged = _cells([settled(part) for part in paragraphs_of(merged)])
        role = next((each for each in edits if isinstance(each, RoleEdit)), None)
        move = next((each for each in edits if isinstance(each, Move)), None)
        if signature(merged) == signature(ours) and role is None and move is None:
            return
        self._rewrite(edits, found, ours, merged)

    def _texts(self, edits: list[Edit], refs: Sequence[BlockRef]) -> tuple[list[Marked], list[Marked]]:
        """Return what blocks said in the base, and what stands for them in Word."""
        befores = [said_by(self.old[ref.bookmark]) for ref in refs]
        parts = befores
        for edit in edits:
            match edit:
                case Split():
                    return befores, [part.content for part in edit.parts]
                case TextEdit() | Join():
                    return befores, [edit.after]
                case RoleEdit() | Move():
                    parts = [edit.content]
        return befores, parts

    def _is_done(self, blocks: Sequence[BaseBlock], parts: Sequence[Marked]) -> bool:
        """Whether content says already what Word does, in a block and the new ones behind it."""
        if not blocks:
            return False
        at = self.today.order.index(blocks[0].bookmark)
        now = [self.today.blocks[name] for name in self.today.order[at : at + len(parts)]]
        fresh = {block.bookmark for block in self.fresh}
        return all(block.bookmark in fresh for block in now[1:]) and [
            signature(plain_tokens(said_by(block))) for block in now
        ] == [signature(renamed(plain_tokens(part), self.names)) for part in parts]

    def _rewrite(
        self, edits: list[Edit], blocks: Sequence[BaseBlock], ours: Sequence[Token], merged: Sequence[Token]
    ) -> None:
        today, first = self.today, blocks[0]
        sites = [today.site(block) for block in blocks]
        pieces = [today.pieces(block, site) for block, site in zip(blocks, sites, strict=True)]
        row = tuple(
            piece
            for index, each in enumerate(pieces)
            for piece in (*((Piece("text", CELL, CELL),) if index else ()), *each)
        )
        site = sites[0]
        structural = len(blocks) > 1 or any(not isinstance(each, TextEdit) for each in edits)
        if structural and any(each is None for each in sites):
            raise NoPlaceError(FROM_RECORD)
        last = _last_joined(sites)
        if site is None:
            done = rewrite(row, ours, merged, today.grounds, lambda *_: True, None)
        else:
            holds = block_reads_as(
                site.scalar.value,
                site.number,
                site.blocks,
                today.grounds,
                inline=site.scalar.inline,
                last=site.number + last,
            )
            indentation = None if site.scalar.inline else site.block.indentation
            done = rewrite(row, ours, merged, today.grounds, holds, indentation)
        texts = [each.strip() for each in done.source.split(CELL)]
        if site is not None:
            self._place(edits, blocks, [each for each in sites if each is not None], texts, last)
        self._tell(edits, first, done, ours, merged)
        for block in blocks[1:]:
            self.draft.texts[block.bookmark] = []

    def _place(
        self,
        edits: list[Edit],
        blocks: Sequence[BaseBlock],
        sites: Sequence[Site],
        texts: list[str],
        last: int,
    ) -> None:
        """Say where the paragraphs that blocks become stand."""
        today, site, operations = self.today, sites[0], self.draft.operations
        scalar, block = site.scalar, site.block
        move = next((each for each in edits if isinstance(each, Move)), None)
        role = next((each for each in edits if isinstance(each, RoleEdit)), None)
        for other in sites[last + 1 :]:
            operations += removed(today, other)
        if move is not None:
            kind = {"list_item": "item", "blockquote": "quotation"}.get(
                "".join(block.containers[-1:]), "paragraph"
            )
            style = today.content.sources[scalar.file].places[scalar.steps].style if site.alone else None
            news = [NewText(_bare(text, block.indentation), kind, style=style) for text in texts]
            operations += removed(today, site)
            operations += inserted(today, self._anchor(move.after), news)
        elif role is not None:
            before, after = kind_of(*role.before[:2]), kind_of(*role.after[:2])
            if before == after or len(texts) > 1:
                raise NoPlaceError("the template decides what this paragraph is")
            operations.append(recast(today, site, texts[0], before, after))
        elif len(texts) > 1 and site.alone and scalar.listed:
            operations.append(Stretch(scalar.file, scalar.steps, block.start, block.end, texts[0]))
            steps = (*scalar.steps[:-1], int(scalar.steps[-1]) + 1)
            operations += [Rearrangement(scalar.file, NewEntry(steps, text)) for text in texts[1:]]
        elif texts[0] != block.source or len(texts) > 1 or last:
            gap = f"\n{block.indentation.rstrip()}\n{block.indentation}"
            if block.containers[-1:] == ("list_item",) and len(texts) > 1:
                operations.append(Stretch(scalar.file, scalar.steps, block.start, block.end, texts[0]))
                operations += inserted(
                    today, blocks[0], [NewText(_bare(text, block.indentation), "item") for text in texts[1:]]
                )
                return
            end = site.blocks[site.number + last].end
            operations.append(Stretch(scalar.file, scalar.steps, block.start, end, gap.join(texts)))

    def _tell(
        self,
        edits: list[Edit],
        first: BaseBlock,
        done: Rewritten,
        ours: Sequence[Token],
        merged: Sequence[Token],
    ) -> None:
        """Say what a rewriting means for the document, for records, and for the report."""
        draft = self.draft
        place = first.address or first.bookmark
        who = credits_of(edits)
        paragraphs = [Expected(part) for part in paragraphs_shown(done.shown, CELL)]
        role = next((each for each in edits if isinstance(each, RoleEdit)), None)
        if role is not None:
            paragraphs = [Expected(each.shown, role.after[1]) for each in paragraphs]
        move = next((each for each in edits if isinstance(each, Move)), None)
        if move is not None:
            anchor = self._anchor(move.after)
            draft.texts[first.bookmark] = []
            draft.behind += [(anchor.bookmark if anchor else "", each) for each in paragraphs]
        else:
            draft.texts[first.bookmark] = paragraphs
        draft.records += done.records
        draft.left += [
            Left(self.today.name, place, each.before, each.after, each.reason, who, draft.edits)
            for each in done.unsaid
        ]
        if draft.operations:
            structural = any(not isinstance(each, TextEdit) for each in edits)
            remarks = tuple(TYPED.format(name) for name in done.typed)
            kind: Kind = "structure" if structural else "words"
            draft.planned.append(
                Planned(
                    self.today.name,
                    place,
                    kind,
                    _text(ours).replace(CELL, "\n"),
                    _text(merged).replace(CELL, "\n"),
                    who,
                    structural or bool(remarks),
                    remarks,
                    draft.edits,
                )
            )

    def _clash(
        self,
        edits: Sequence[Edit],
        ref: BlockRef,
        base: str,
        ours: str,
        theirs: str,
        *,
        around: str = "",
        start: int = -1,
    ) -> None:
        who = credits_of(edits)
        block = self.there.get(ref.bookmark)
        place = (block.address if block else ref.address) or ref.bookmark
        first = who[0] if who else None
        self.draft.conflicts.append(
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
            )
        )

    # Whole paragraphs

    def _anchor(self, ref: BlockRef | None) -> BaseBlock | None:
        """Return today's block that something stands after: the nearest one before it that is still there."""
        seen: set[str] = set()
        while ref is not None and ref.bookmark in self.moved and ref.bookmark not in seen:
            seen.add(ref.bookmark)
            ref = self.moved[ref.bookmark]
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

    def _insert(self, edit: Insertion) -> None:
        if edit.within is not None and (edit.within.bookmark in self.cells or edit.after == edit.within):
            raise NoPlaceError(IN_A_CELL)
        anchor = self._anchor(edit.after)
        texts, shown = [], []
        for block in edit.blocks:
            done = self._written(block)
            texts.append(NewText(done.source, kind_of(block.kind, block.role), block.level, block.ordered))
            shown.append(Expected(done.shown))
            self.draft.left += [
                Left(
                    self.today.name, "", each.before, each.after, each.reason, edit.credits, self.draft.edits
                )
                for each in done.unsaid
            ]
        if self._has(anchor, shown):
            return
        self.draft.operations += inserted(self.today, anchor, texts)
        name = anchor.bookmark if anchor else ""
        self.draft.behind += [(name, each) for each in shown]
        text = "\n".join(block.content.text for block in edit.blocks)
        place = (anchor.address or anchor.bookmark) if anchor else ""
        self._structure(place, "", text, edit.credits)

    def _has(self, anchor: BaseBlock | None, shown: Sequence[Expected]) -> bool:
        """Whether content has new paragraphs in this place that say the same."""
        at = self.today.order.index(anchor.bookmark) + 1 if anchor else 0
        now = [self.today.blocks[name] for name in self.today.order[at : at + len(shown)]]
        fresh = {block.bookmark for block in self.fresh}
        return all(block.bookmark in fresh for block in now) and [
            signature(plain_tokens(said_by(block))) for block in now
        ] == [signature(each.token for each in expected.shown) for expected in shown]

    def _written(self, block: NewBlock) -> Rewritten:
        """Return a new paragraph as prose."""
        tokens = renamed(plain_tokens(block.content), self.names)
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
        block = self.there.get(edit.block.bookmark)
        if block is None:
            return
        said = plain_tokens(said_by(block))
        if signature(said) != signature(plain_tokens(edit.before)):
            self._clash([edit], edit.block, edit.before.text, block.text, "", around=block.text, start=0)
            return
        site = self.today.site(block)
        if site is None:
            raise NoPlaceError(FROM_RECORD)
        gone = self.gone.get((site.scalar.file, site.scalar.steps), set())
        if len(gone) == len(site.blocks):
            entry = Rearrangement(site.scalar.file, GoneEntry(site.scalar.steps))
            self.draft.operations.append(entry)
        else:
            self.draft.operations += removed(self.today, site)
        self.draft.texts[block.bookmark] = []
        self._structure(block.address or block.bookmark, block.text, "", edit.credits)

    def _structure(self, place: str, old: str, new: str, who: tuple[Credit, ...]) -> None:
        self.draft.planned.append(
            Planned(self.today.name, place, "structure", old, new, who, confirm=True, edits=self.draft.edits)
        )

    # Footnotes and rows

    def _add_note(self, edit: NoteInsertion) -> None:
        name = self.names[f"new:{edit.key}"]
        if any(note.identifier == name for note in self.today.base.notes):
            return
        contents = paragraphs_of_note(edit)
        done = [self._written(NewBlock(content, "paragraph", "note")) for content in contents]
        text = "\n\n".join(each.source for each in done)
        entry = NewKey(("footnotes", name), text)
        self.draft.operations.append(Rearrangement(self.today.file, entry))
        place = f"{self.today.name}.yaml: footnotes.{name}"
        self._structure(place, "", "\n".join(each.text for each in contents), edit.credits)

    def _drop_note(self, edit: NoteDeletion) -> None:
        note = next((each for each in self.base.notes if each.identifier == edit.identifier), None)
        blocks = [self.there[name] for name in note.blocks if name in self.there] if note else []
        if not blocks:
            return
        for block, before in zip(blocks, (edit.before, *edit.rest), strict=False):
            if signature(plain_tokens(said_by(block))) != signature(plain_tokens(before)):
                raise NoPlaceError("the footnote was changed in the content meanwhile")
        entry = GoneEntry(("footnotes", edit.identifier))
        self.draft.operations.append(Rearrangement(self.today.file, entry))
        for block in blocks:
            self.draft.texts[block.bookmark] = []
        self._structure(edit.address or "", edit.before.text, "", edit.credits)

    def _propose(self, edit: RowInsertion | RowDeletion) -> None:
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

    def left(self, edit: Edit, reason: str) -> Left:
        """Return an edit as one that can't be made."""
        place, old, new = described(edit)
        return Left(self.today.name, place, old, new, reason, edit.credits, self.draft.edits)


def _cells(rows: Iterable[Sequence[Token]]) -> tuple[Token, ...]:
    """Return the tokens of several paragraphs as one row."""
    return tuple(
        token for index, row in enumerate(rows) for token in (*((Token(CELL),) if index else ()), *row)
    )


def _text(tokens: Iterable[Token]) -> str:
    return "".join(token.text for token in tokens)


def _said(texts: Iterable[Marked]) -> str:
    return "\n".join(text.text for text in texts)


def _bare(source: str, indentation: str) -> str:
    """Return the prose of a block without what stands before its further lines."""
    return source.replace(f"\n{indentation}", "\n") if indentation else source


def _last_joined(sites: Sequence[Site | None]) -> int:
    """Return how many of the blocks that are joined to the first follow it in the same text."""
    first, count = sites[0], 0
    for site in sites[1:]:
        same = first is not None and site is not None and site.scalar == first.scalar
        if not same or first is None or site is None or site.number != first.number + count + 1:
            break
        count += 1
    return count
