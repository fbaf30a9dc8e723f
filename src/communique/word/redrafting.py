"""Draft the change of paragraphs that were there: their words, their division, their place, what they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.redline.places import shortened
from communique.word.already import has_some, is_recast, merged_again, says_it, stands_behind
from communique.word.arranging import (
    NO_PLACE,
    NO_ROLE_HERE,
    NoPlaceError,
    inserted,
    kind_of,
    new_text,
    recast,
    removed,
)
from communique.word.drafts import (
    Expected,
    Kind,
    Left,
    Planned,
    credits_of,
    paragraphs_shown,
    refs_of,
)
from communique.word.edits import Join, Move, NewBlock, RoleEdit, Split, TextEdit
from communique.word.look_changes import looks_changed
from communique.word.merge import Clash, merge_tokens, settled
from communique.word.operations import Stretch
from communique.word.placing import plain_tokens, renamed, said_by
from communique.word.prose_map import Piece, UntraceableError
from communique.word.prose_writing import CELL, Rewritten, block_reads_as, paragraphs_of, rewrite, signature
from communique.word.similarity import similarity, words
from communique.word.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from communique.word.drafts import Draft
    from communique.word.edits import BlockRef, Edit
    from communique.word.operations import Operation
    from communique.word.placing import Site
    from communique.word.situation import Situation
    from communique.word.tokens import Marked
    from communique.writers.docx_base import BaseBlock

FROM_RECORD = "comes from the template or from a record, and can’t be taken out here"
ONE_PARAGRAPH = "this key takes a single paragraph"
TYPED = "the expression `{}` gives way to typed text"
REPLACED = "another paragraph takes the place of this one"
LIKE = 0.2  # the similarity below which that is so
FEWEST = 4  # words and signs of a paragraph that can be told from another


class Change:
    """The edits of one paragraph, or of several that became one, and the draft that they go into."""

    def __init__(self, situation: Situation, draft: Draft, edits: list[Edit]) -> None:
        self.situation = situation
        self.today = situation.today
        self.draft = draft
        self.edits = edits
        self.role = next((each for each in edits if isinstance(each, RoleEdit)), None)
        self.move = next((each for each in edits if isinstance(each, Move)), None)

    def draft_it(self) -> None:
        """Merge the change into what content says now. Raises NoPlaceError and UntraceableError."""
        situation, refs = self.situation, refs_of(self.edits)
        placed, planned = self._structural, len(self.draft.planned)
        blocks = [situation.there.get(ref.bookmark) for ref in refs]
        befores, parts = self._texts(refs)
        found = [block for block in blocks if block is not None]
        self._leave_out_what_is_done(blocks[0])
        rows = [renamed(plain_tokens(part), situation.names) for part in parts]
        base, theirs = _cells([plain_tokens(before) for before in befores]), _cells(rows)
        several = len(found) < len(blocks) or len(refs) > 1 or len(parts) > 1
        if several and says_it(situation, found, base, rows, Token(CELL)):
            self.draft.there += 1
            return
        if len(found) < len(blocks):
            words = _text(theirs).replace(CELL, "\n")
            gone = Clash(0, 0, _said(befores), "", words, -1, their_tokens=theirs)
            self._clash(refs[0], gone)
            return
        ours = _cells([plain_tokens(said_by(block)) for block in found])
        merged, clashes = merged_again(base, ours, theirs)
        for clash in clashes:
            self._clash(refs[0], clash, _text(ours))
        merged = _cells([settled(part) for part in paragraphs_of(merged)])
        if signature(merged) != signature(ours) or self.role or self.move:
            self._rewrite(found, ours, merged)
        if not several:
            if placed and not self._structural and len(self.draft.planned) == planned:
                self.draft.there += 1
                planned = -1
            known = not clashes or has_some(base, ours, theirs)
            without, _ = merge_tokens(theirs, ours, base) if known else (ours, ())
            self._count_what_is_there(found[0], ours, without, words=len(self.draft.planned) == planned)

    def _leave_out_what_is_done(self, block: BaseBlock | None) -> None:
        """Leave out the edits of place and style that today's block shows."""
        if block is not None and self.role is not None and is_recast(block, self.role):
            self.role = None
        if block is not None and self.move is not None:
            anchor = self.situation.anchor(self.move.after)
            self.move = None if stands_behind(self.situation, block, anchor) else self.move
        kept = [each for each in (self.role, self.move) if each is not None]
        self.edits = [each for each in self.edits if not isinstance(each, RoleEdit | Move) or each in kept]

    def _clash(self, ref: BlockRef, clash: Clash, around: str = "") -> None:
        texts, tokens = (clash.base, clash.ours, clash.theirs), (clash.our_tokens, clash.their_tokens)
        self.situation.clash(
            self.draft, self.edits, ref, *texts, around=around, start=clash.place, tokens=tokens
        )

    def _texts(self, refs: Sequence[BlockRef]) -> tuple[list[Marked], list[Marked]]:
        """Return what blocks said in the base, and what stands for them in Word."""
        befores = [said_by(self.situation.old[ref.bookmark]) for ref in refs]
        parts = befores
        for edit in self.edits:
            match edit:
                case Split():
                    return befores, [part.content for part in edit.parts]
                case TextEdit() | Join():
                    return befores, [edit.after]
                case RoleEdit() | Move():
                    parts = [edit.content]
        return befores, parts

    def _in_word(self, first: BaseBlock, count: int) -> Sequence[BaseBlock | NewBlock | None]:
        """Return what each of the paragraphs is in Word, where an edit says something about that."""
        if self.role is not None:
            return [NewBlock(self.role.content, *self.role.after, self.role.ordered[1])] * count
        looks = self.situation.looks
        split = next((each for each in self.edits if isinstance(each, Split)), None)
        if split is not None and len(split.parts) == count:
            was = looks.kind(self.situation.old[split.block.bookmark])
            return [first if looks.kind(part) == was else part for part in split.parts]
        return [first if self._structural else None] * count

    @property
    def _structural(self) -> bool:
        return any(not isinstance(each, TextEdit) for each in self.edits)

    def _rewrite(self, blocks: Sequence[BaseBlock], ours: Sequence[Token], merged: Sequence[Token]) -> None:
        """Write the paragraphs anew, and say where they stand and what that means."""
        today = self.today
        sites = [today.site(block) for block in blocks]
        pieces = [today.pieces(block, site) for block, site in zip(blocks, sites, strict=True)]
        parting = Piece("text", CELL, CELL)
        row = [
            piece for index, each in enumerate(pieces) for piece in (*((parting,) if index else ()), *each)
        ]
        site = sites[0]
        if self._structural and any(each is None for each in sites):
            raise NoPlaceError(FROM_RECORD)
        if site is None:
            done = rewrite(row, ours, merged, today.grounds, lambda *_: True, None)
        else:
            if len(list(paragraphs_of(merged))) > 1 and site.scalar.inline:
                raise NoPlaceError(ONE_PARAGRAPH)
            last = site.number + _joined_to(site, sites)
            inline = site.scalar.inline
            holds = block_reads_as(
                site.scalar.value, site.number, site.blocks, today.grounds, inline=inline, last=last
            )
            indentation = None if inline else site.block.indentation
            done = rewrite(row, ours, merged, today.grounds, holds, indentation)
            texts = [each.strip() for each in done.source.split(CELL)]
            self._place(blocks[0], [each for each in sites if each is not None], texts)
        self._tell(blocks, done, ours, merged)

    def _count_what_is_there(
        self, block: BaseBlock, ours: Sequence[Token], without: Sequence[Token], *, words: bool
    ) -> None:
        """Count what content has of the change already: what would change were it undone there.

        Its `words` count where nothing else of the paragraph does.
        """
        if signature(without) == signature(ours):
            return
        row, grounds = self.today.pieces(block, self.today.site(block)), self.today.grounds
        try:
            kept, undone = (rewrite(row, ours, each, grounds, lambda *_: True) for each in (ours, without))
        except UntraceableError:
            return
        self.draft.there += words and kept.source != undone.source
        self.draft.records_there |= {each.address for each in undone.records}

    # Where they stand

    def _place(self, first: BaseBlock, sites: Sequence[Site], texts: list[str]) -> None:
        """Say where the paragraphs that blocks become stand."""
        today, site, operations = self.today, sites[0], self.draft.operations
        scalar, block = site.scalar, site.block
        last = _joined_to(site, sites)
        for other in sites[last + 1 :]:
            operations += removed(today, other)
        if self.move is not None:
            operations += [*removed(today, site, last), *self._moved(self.move, first, site, texts)]
        elif self.role is not None:
            before, after = kind_of(*self.role.before[:2]), kind_of(*self.role.after[:2])
            if before == after or len(texts) > 1:
                raise NoPlaceError(NO_ROLE_HERE)
            operations.append(recast(today, site, texts[0], before, after, ordered=self.role.ordered[1]))
            operations += removed(today, sites[1], last - 1) if last else []
        elif len(texts) > 1 and (behind := self._behind(first, site, texts)):
            operations += [Stretch(scalar.file, scalar.steps, block.start, block.end, texts[0]), *behind]
        elif texts[0] != block.source or len(texts) > 1 or last:
            gap = f"\n{block.indentation.rstrip()}\n{block.indentation}"
            end = site.blocks[site.number + last].end
            operations.append(Stretch(scalar.file, scalar.steps, block.start, end, gap.join(texts)))

    def _moved(self, move: Move, first: BaseBlock, site: Site, texts: list[str]) -> list[Operation]:
        if self.situation.has_lost(move.after):
            raise NoPlaceError(NO_PLACE)
        scalar, block = site.scalar, site.block
        style = self.today.content.sources[scalar.file].places[scalar.steps].style if site.alone else None
        news = [
            new_text(each or first, _bare(text, block.indentation), style)
            for each, text in zip(self._in_word(first, len(texts)), texts, strict=True)
        ]
        return inserted(self.today, self.situation.anchor(move.after), news)

    def _behind(self, first: BaseBlock, site: Site, texts: list[str]) -> list[Operation]:
        """Return what puts the later parts of a divided paragraph behind its first.

        Each is what it is in Word, or what the first is where there is no place for that. Nothing is returned
        for those that can stay in the place of the paragraph.
        """
        rest = [_bare(text, site.block.indentation) for text in texts[1:]]
        words: list[BaseBlock | NewBlock] = [each or first for each in self._in_word(first, len(texts))[1:]]
        ways: list[list[BaseBlock | NewBlock]] = (
            [words, [first] * len(rest)] if any(each is not first for each in words) else [words]
        )
        apart = _is_item(site) or (site.alone and site.scalar.listed)
        for way in ways if apart else ways[:-1]:
            try:
                news = [new_text(each, text) for each, text in zip(way, rest, strict=True)]
                return inserted(self.today, first, news)
            except NoPlaceError:
                if apart and way is ways[-1]:
                    raise
        return []

    # What it means

    def _tell(
        self, blocks: Sequence[BaseBlock], done: Rewritten, ours: Sequence[Token], merged: Sequence[Token]
    ) -> None:
        """Say what a rewriting means for the document, for records, and for the report."""
        draft, first, who = self.draft, blocks[0], credits_of(self.edits)
        name, place = self.today.name, first.address or first.bookmark
        role = self.role.after[1] if self.role else ""
        parts = list(paragraphs_shown(done.shown, CELL))
        paragraphs = [
            Expected(part, role, word)
            for part, word in zip(parts, self._in_word(first, len(parts)), strict=True)
        ]
        draft.texts.update({block.bookmark: [] for block in blocks})
        anchor = self.situation.anchor(self.move.after) if self.move else None
        if self.move is not None:
            draft.behind += [(anchor.bookmark if anchor else "", each) for each in paragraphs]
        else:
            draft.texts[first.bookmark] = paragraphs
        draft.records += [replace(each, credits=who) for each in done.records]
        draft.left += [
            Left(name, place, each.before, each.after, each.reason, who, draft.edits) for each in done.unsaid
        ]
        if draft.operations:
            kind: Kind = "structure" if self._structural else "words"
            remarks = tuple(TYPED.format(each) for each in done.typed)
            shown = tuple(each.token for each in done.shown)  # without what was refused
            old, new = (_text(row).replace(CELL, "\n") for row in (ours, shown))
            moved = ""
            if self.move is not None:
                moved = f"from {_behind(self.situation.before(first))} to {_behind(anchor)}"
            elif _is_another(old, new):
                remarks += (REPLACED,)
            confirm = self._structural or bool(remarks)
            looks = looks_changed(ours, merged)
            draft.planned.append(
                Planned(name, place, kind, old, new, who, confirm, remarks, draft.edits, "", looks, moved)
            )


def _behind(block: BaseBlock | None) -> str:
    return f"after “{shortened(block.text)}”" if block else "the beginning"


def _is_another(old: str, new: str) -> bool:
    """Whether a text has next to nothing of what stood there."""
    return min(len(words(old)), len(words(new))) >= FEWEST and similarity(old, new, LIKE) < LIKE


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


def _is_item(site: Site) -> bool:
    return site.block.containers[-1:] == ("list_item",)


def _joined_to(first: Site, sites: Sequence[Site | None]) -> int:
    """Return how many of the blocks that are joined to the first follow it in the same text."""
    count = 0
    for site in sites[1:]:
        if site is None or site.scalar != first.scalar or site.number != first.number + count + 1:
            break
        count += 1
    return count
