"""The edits of one story: what became of its blocks, in the order of the paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.word.alignment import COPY, TABLE, blank
from communique.word.cloth import Cloth, cloth_of
from communique.word.edits import (
    BlockRef,
    Deletion,
    Insertion,
    Join,
    Move,
    NewBlock,
    RoleEdit,
    Split,
    TextEdit,
    Unplaced,
)
from communique.word.ordering import unmoved
from communique.word.tokens import Marked
from communique.word.weaving import Woven, weave

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from communique.word.edited import Credit, EditedBlock, Touch
    from communique.word.edits import Edit
    from communique.word.looks import Looks
    from communique.word.sides import Group, Story
    from communique.writers.docx_base import BaseBlock

TEMPLATE = "this text comes from the template or the language file"
NO_ROLE = "no role has this style"
MOVED_TABLE = "a table stands where the template puts it"
HEAVIEST = 10**9  # tables stay: others move around them
PUT_IN = 1  # what is tracked as put where it stands: that is what moved
PARAGRAPH = 10_000
FIXED = 5 * PARAGRAPH  # what the template puts in its place, or a key: a few paragraphs move around it


@dataclass(frozen=True, slots=True)
class Context:
    """What all stories share: how marks look, and notes' names in content for their keys in the file."""

    looks: Looks
    notes: Mapping[str, str]
    removed: Mapping[str, Credit] = field(default_factory=dict)  # by bookmark, who emptied it
    note_credits: dict[str, tuple[Credit, ...]] = field(default_factory=dict)


def block_edits(story: Story, context: Context) -> list[Edit]:
    """Return what was done to a story, in order."""
    return _Telling(story, context).edits()


class _Telling:
    """A story while its edits are told. `_previous` is what the next block stands after."""

    def __init__(self, story: Story, context: Context) -> None:
        self._story = story
        self._context = context
        self._groups = story.groups()
        self._found: list[Edit] = []
        self._previous = story.origin
        self._lost = story.lost()

    def edits(self) -> list[Edit]:
        olds = [group for group in self._groups if group.sources]
        weights = [self._weight(group) for group in olds]
        kept = unmoved([group.sources[0] for group in olds], weights)
        last = -1
        for group in self._groups:
            first = group.sources[0] if group.sources else None
            if first in kept:
                self._delete([each for each in self._lost if each < first], last, group.targets[0])
            self._tell(group)
            if first is not None:
                if first not in kept:
                    self._move(group)
                self._previous = self._ref(first)
            last = group.targets[-1]
        self._delete(self._lost, last, len(self._story.targets))
        return self._found

    def _weight(self, group: Group) -> int:
        block = self._story.sources[group.sources[0]]
        if block.kind == TABLE:
            return HEAVIEST
        if _is_put_in(self._story.targets[group.targets[0]]):
            return PUT_IN
        fixed = block.address is None or block.kind == "heading"
        return (FIXED if fixed else PARAGRAPH) + len(block.text)

    def _ref(self, source: int) -> BlockRef:
        return self._story.ref(source)

    def _tell(self, group: Group) -> None:
        sources = [self._story.sources[each] for each in group.sources]
        targets = [self._story.targets[each] for each in group.targets]
        if not sources:
            self._insert(targets)
        elif sources[0].kind == TABLE:
            pass
        elif len(targets) > 1:
            self._split(group, sources[0], targets)
        elif len(sources) > 1:
            self._join(group, sources, targets[0])
        else:
            self._change(group, sources[0], targets[0])

    # One block

    def _change(self, group: Group, source: BaseBlock, target: EditedBlock) -> None:
        if _same(source, target):
            self._change_role(group, source, target)
            return
        old, new = self._old(source), self._new(target)
        ref = self._ref(group.sources[0])
        notes = tuple((at, self._context.notes.get(key, key)) for at, key in new.notes)
        if old.text != new.text or old.looks != new.looks or old.notes != notes:
            woven = weave([old], [new], self._context.looks, self._context.notes)
            who = credits_in(target.touches, woven.changed[0])
            edit = TextEdit(who, ref, told(source), woven.parts[0])
            self._add(edit, [source] if not woven.inside else [], source.text, target.text)
            self._credit_notes([old], [new], who)
        self._change_role(group, source, target)

    def _change_role(self, group: Group, source: BaseBlock, target: EditedBlock) -> None:
        kind = self._context.looks.kind
        if kind(source) == kind(target) or blank(source):
            return
        before = (source.kind, source.role, source.level)
        after = (target.kind, target.role, target.level)
        ordered = (source.ordered, target.ordered)
        who = target.restyled or (all_credits([target]) if len(group.sources) > 1 else ())
        edit = RoleEdit(who, self._ref(group.sources[0]), before, after, self._content(group), ordered)
        if target.kind == "paragraph" and not target.role:
            reason = f"{NO_ROLE}: {target.style}" if target.style else NO_ROLE
            self._found.append(
                Unplaced(who, edit.block, source.role or source.kind, target.style, reason, edit)
            )
        else:
            self._add(edit, [source], source.role or source.kind, target.role or target.kind)

    def _move(self, group: Group) -> None:
        ref = self._ref(group.sources[0])
        source = self._story.sources[group.sources[0]]
        if source.kind == TABLE:
            edit = Move((), ref, self._previous, Marked(""), self._story.origin)
            self._found.append(Unplaced((), ref, "", "", MOVED_TABLE, edit))
            return
        targets = [self._story.targets[each] for each in group.targets]
        who = tuple(
            dict.fromkeys(
                touch.credit for target in targets for touch in target.touches if _covers(touch, target)
            )
        )
        content = self._content(group)
        self._add(Move(who, ref, self._previous, content, self._story.origin), [source], "", content.text)

    def _content(self, group: Group) -> Marked:
        """Return what a block says now."""
        olds = [self._old(self._story.sources[each]) for each in group.sources]
        news = [self._new(self._story.targets[each]) for each in group.targets]
        return weave(olds, news, self._context.looks, self._context.notes).parts[0]

    # Several

    def _split(self, group: Group, source: BaseBlock, targets: Sequence[EditedBlock]) -> None:
        news = [self._new(target) for target in targets]
        old = self._old(source)
        woven = self._woven([old], news)
        parts = tuple(map(_new_block, woven.parts, targets))
        who = all_credits(targets)
        edit = Split(who, self._ref(group.sources[0]), told(source), parts)
        self._add(edit, [source], source.text, "\n".join(part.content.text for part in parts))
        self._credit_notes([old], news, who)

    def _join(self, group: Group, sources: Sequence[BaseBlock], target: EditedBlock) -> None:
        olds = [self._old(source) for source in sources]
        new = self._new(target)
        woven = self._woven(olds, [new])
        refs = tuple(self._ref(each) for each in group.sources)
        who = all_credits([target])
        edit = Join(who, refs, tuple(told(source) for source in sources), woven.parts[0])
        self._add(edit, sources, "\n".join(source.text for source in sources), target.text)
        self._credit_notes(olds, [new], who)
        self._change_role(group, sources[0], target)

    def _insert(self, targets: Sequence[EditedBlock]) -> None:
        blocks = tuple(
            _new_block(self._woven(self._copied(target), [self._new(target)]).parts[0], target)
            for target in targets
        )
        self._found.append(Insertion(all_credits(targets), self._previous, blocks, self._story.origin))

    def _copied(self, target: EditedBlock) -> list[Cloth]:
        """Return the block that a paragraph is a copy of, as its bookmark says."""
        names = {COPY.sub("", anchor.name) for anchor in target.anchors if COPY.search(anchor.name)}
        return [self._old(source) for source in self._story.sources if names and source.bookmark in names][:1]

    def _delete(self, lost: Iterable[int], last: int, following: int) -> None:
        """Tell that blocks are gone between two paragraphs."""
        lost = list(lost)
        between = self._credits_between(last, following) if lost else ()
        for number in lost:
            source = self._story.sources[number]
            credit = self._context.removed.get(source.bookmark)
            who = (credit,) if credit else between
            self._add(Deletion(who, self._ref(number), told(source)), [source], source.text, "")
            for _, note in self._old(source).notes:
                self._context.note_credits.setdefault(note, who)
        gone = set(lost)
        self._lost = [each for each in self._lost if each not in gone]

    def _credits_between(self, last: int, following: int) -> tuple[Credit, ...]:
        """Return who took text away between two paragraphs, their adjoining ends included."""
        targets = self._story.targets
        found: list[Credit] = []
        for number in range(max(last, 0), min(following + 1, len(targets))):
            target = targets[number]
            at = {0, len(target.text)}
            if number == last:
                at = {len(target.text)}
            elif number == following:
                at = {0}
            found += [each.credit for each in target.touches if each.start == each.end and each.start in at]
        return tuple(dict.fromkeys(found))

    # What all need

    def _old(self, source: BaseBlock) -> Cloth:
        return cloth_of(source, self._context.looks)

    def _new(self, target: EditedBlock) -> Cloth:
        return cloth_of(target, self._context.looks)

    def _woven(self, olds: Sequence[Cloth], news: Sequence[Cloth]) -> Woven:
        return weave(olds, news, self._context.looks, self._context.notes)

    def _add(self, edit: Edit, sources: Sequence[BaseBlock], before: str, after: str) -> None:
        """Add an edit; where one of its blocks comes from the template, it has no place in content."""
        if any(source.address is None for source in sources):
            place = BlockRef(sources[0].bookmark, sources[0].address)
            edit = Unplaced(edit.credits, place, before, after, TEMPLATE, edit)
        self._found.append(edit)

    def _credit_notes(self, olds: Iterable[Cloth], news: Iterable[Cloth], who: tuple[Credit, ...]) -> None:
        """Note who took the marks of notes away."""
        left = {self._context.notes.get(key) for new in news for _, key in new.notes}
        for old in olds:
            for _, note in old.notes:
                if note not in left:
                    self._context.note_credits.setdefault(note, who)


def _same(source: BaseBlock, target: EditedBlock) -> bool:
    """Whether two texts are certainly the same: most are, and need no closer look."""
    seen = [mark for mark in source.marks if mark.kind != "field"]
    return (
        source.text == target.text
        and seen == [mark for mark in target.marks if mark.kind != "field"]
        and not any(mark.kind == "note" for mark in seen)
    )


def told(block: BaseBlock) -> Marked:
    """Return what a block of the base says."""
    return Marked(block.text, block.marks)


def new_blocks(targets: Iterable[EditedBlock], context: Context) -> Iterator[NewBlock]:
    """Yield paragraphs that nothing in the base corresponds to."""
    for target in targets:
        if not blank(target):
            cloth = cloth_of(target, context.looks)
            yield _new_block(weave([], [cloth], context.looks, context.notes).parts[0], target)


def _new_block(content: Marked, target: EditedBlock) -> NewBlock:
    style = target.style if target.kind == "paragraph" and not target.role else ""
    return NewBlock(content, target.kind, target.role, target.level, target.ordered, style)


def credits_in(touches: Iterable[Touch], stretches: Iterable[tuple[int, int]]) -> tuple[Credit, ...]:
    """Return who made the tracked changes that touch any of some stretches of a text."""
    stretches = list(stretches)
    return tuple(
        dict.fromkeys(
            touch.credit
            for touch in touches
            if any(touch.start <= end and start <= touch.end for start, end in stretches)
        )
    )


def all_credits(targets: Iterable[EditedBlock]) -> tuple[Credit, ...]:
    """Return who made tracked changes in any of some paragraphs."""
    return tuple(dict.fromkeys(touch.credit for target in targets for touch in target.touches))


def _covers(touch: Touch, target: EditedBlock) -> bool:
    """Whether a tracked change put all of a paragraph there."""
    return touch.start < touch.end and touch.end - touch.start >= len(target.text.strip())


def _is_put_in(block: EditedBlock) -> bool:
    """Whether tracked changes put all the text of a paragraph there."""
    return bool(block.text) and any(
        touch.start == 0 and touch.end == len(block.text) for touch in block.touches
    )
