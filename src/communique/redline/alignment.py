"""Which paragraph of the new version is which of the old: same, changed, moved, split, joined, gone or new.

Addresses are a hint and no more, as a paragraph that is inserted gives all after it other ones. Text decides:
paragraphs that are the same tie the two versions together, and between them those that are most alike are
paired, as long as they are alike enough for a reader to recognise one in the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.redline.differences import flush_parts
from communique.redline.pairing import ALIKE, Candidates, Profile, paired
from communique.redline.sequence import Para, RowItem, TableItem
from communique.tree import Heading

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from communique.redline.sequence import Item
    from communique.redline.words import Word

CONTAINED = 0.7  # of a part's words are in the paragraph that it is to be split from
SHORTEST_MOVE = 4  # words; what is shorter is as well said twice


@dataclass(frozen=True, slots=True)
class Group:
    """Items of the old version that are items of the new one.

    Either may be none, and several split or joined.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]


def item_words(item: Item) -> Sequence[Word]:
    """Return the words of a paragraph, or of all that is in a table."""
    if isinstance(item, Para):
        return item.words
    return [*item.caption, *(word for row in item.rows for word in row_words(row))]


def row_words(row: RowItem) -> list[Word]:
    """Return the words of all cells of a row."""
    return [word for cell in row.cells for item in cell.items for word in item_words(item)]


def item_key(item: Item) -> Hashable:
    """Return what is the same for items that a reader can't tell apart."""
    if isinstance(item, Para):
        return (item.shape, number_of(item), item.words)
    return (item.caption, tuple(row_key(row) for row in item.rows))


def number_of(item: Para) -> str:
    """Return the number of a heading."""
    return item.block.number if isinstance(item.block, Heading) else ""


def row_key(row: RowItem) -> Hashable:
    """Return what is the same for rows that a reader can't tell apart."""
    cells = tuple((cell.columns, tuple(item_key(item) for item in cell.items)) for cell in row.cells)
    return (row.heads, row.group < 0, cells)


def fits(old: Item, new: Item) -> bool:
    """Return whether two items can be one before and after."""
    if isinstance(old, Para) and isinstance(new, Para):
        if old.shape != new.shape:
            return bool(old.words) and old.words == new.words and not number_of(old) and not number_of(new)
        return len(flush_parts(old.words)) == len(flush_parts(new.words))
    return isinstance(old, TableItem) and isinstance(new, TableItem) and _columns(old) == _columns(new)


def _columns(item: TableItem) -> int:
    return len(item.table.columns)


def _item_address(item: Item) -> str:
    return item.address if isinstance(item, Para) else "table"


def _row_fits(old: RowItem, new: RowItem) -> bool:
    same = old.heads == new.heads and (old.group < 0) == (new.group < 0)
    return same and [cell.columns for cell in old.cells] == [cell.columns for cell in new.cells]


def aligned_rows(old: Sequence[RowItem], new: Sequence[RowItem]) -> list[Group]:
    """Return which rows belong together."""
    candidates = Candidates(
        old, new, row_key, row_words, lambda each: each.row.address or "", _row_fits, least_here=ALIKE
    )
    return _grouped([((a,), (b,)) for a, b in paired(candidates)], len(old), len(new))


def aligned(old: Sequence[Item], new: Sequence[Item]) -> list[Group]:
    """Return which paragraphs and tables belong together, in an order to show them in.

    What went stands before what came in the same place.
    """
    candidates = Candidates(old, new, item_key, item_words, _item_address, fits)
    pairs: list[Pair] = [((a,), (b,)) for a, b in paired(candidates)]
    pairs = _joined(_split(pairs, candidates), candidates)
    return _ending_together(_grouped(pairs, len(old), len(new)), old, new)


Pair = tuple[tuple[int, ...], tuple[int, ...]]


def _grouped(pairs: Sequence[Pair], olds: int, news: int) -> list[Group]:
    """Return all groups, with those that have only one side between the pairs."""
    groups: list[Group] = []
    old_at = new_at = 0
    for old, new in [*pairs, ((olds,), (news,))]:
        groups += [Group((at,), ()) for at in range(old_at, old[0])]
        groups += [Group((), (at,)) for at in range(new_at, new[0])]
        if old[0] < olds:
            groups.append(Group(old, new))
        old_at, new_at = old[-1] + 1, new[-1] + 1
    return groups


def _ending_together(groups: list[Group], old: Sequence[Item], new: Sequence[Item]) -> list[Group]:
    """Let both versions end in one paragraph, where one of them has a table and text after its end.

    A story ends in the end of a paragraph, which can neither go nor come. The paragraph in which the
    shorter version ends is told at the end, even if it goes and comes again for that.
    """
    tail = len(groups)
    while tail and _lone_paragraph(groups[tail - 1], old, new):
        tail -= 1
    sides = {bool(group.new) for group in groups[tail:]}
    if len(sides) != 1 or not tail or _is_paragraph(groups[tail - 1], old, new):
        return groups
    longer_is_new = sides.pop()
    at = next(
        (at for at in range(tail - 1, -1, -1) if (groups[at].old if longer_is_new else groups[at].new)), None
    )
    if at is None or not _is_paragraph(groups[at], old, new):
        return groups
    gone = [Group((each,), ()) for each in groups[at].old]
    came = [Group((), (each,)) for each in groups[at].new]
    if longer_is_new:
        return [*groups[:at], *came, *groups[at + 1 : tail], *gone, *groups[tail:]]
    return [*groups[:at], *gone, *groups[at + 1 :], *came]


def _is_paragraph(group: Group, old: Sequence[Item], new: Sequence[Item]) -> bool:
    return isinstance(new[group.new[0]] if group.new else old[group.old[0]], Para)


def _lone_paragraph(group: Group, old: Sequence[Item], new: Sequence[Item]) -> bool:
    return not (group.old and group.new) and _is_paragraph(group, old, new)


def _split(pairs: list[Pair], candidates: Candidates[Item]) -> list[Pair]:
    """Find paragraphs that became several."""
    return _gathered(pairs, candidates.old, candidates.new)


def _joined(pairs: list[Pair], candidates: Candidates[Item]) -> list[Pair]:
    """Find paragraphs that became one: joining is splitting the other way round."""
    turned = [(new, old) for old, new in pairs]
    return [(old, new) for new, old in _gathered(turned, candidates.new, candidates.old)]


def _gathered(pairs: list[Pair], wholes: Sequence[Item], parts: Sequence[Item]) -> list[Pair]:
    """Give each whole the parts beside its own that are taken from it."""
    found = _with_lonely(pairs, wholes, parts)
    free = _free(found, len(parts))
    for place, (whole, part) in enumerate(found):
        if len(whole) == 1:
            found[place] = (whole, _reach(wholes[whole[0]], part, parts, free))
    return found


def _with_lonely(pairs: list[Pair], wholes: Sequence[Item], parts: Sequence[Item]) -> list[Pair]:
    """Add a pair for each whole without one whose words are all in parts that have none either."""
    made: list[Pair] = []
    whole_at = part_at = 0
    for whole, part in [*pairs, ((len(wholes),), (len(parts),))]:
        lonely = list(range(whole_at, whole[0]))
        for at in lonely:
            run = _best_run(wholes[at], parts, part_at, part[0])
            if run:
                made.append(((at,), run))
                part_at = run[-1] + 1
        made.append((whole, part))
        whole_at, part_at = whole[-1] + 1, part[-1] + 1
    return made[:-1]


def _best_run(whole: Item, parts: Sequence[Item], start: int, end: int) -> tuple[int, ...]:
    """Return neighbouring parts that together are the whole, or none."""
    if not isinstance(whole, Para):
        return ()
    for first in range(start, end - 1):
        run = _reach(whole, (first,), parts, set(range(start, end)))
        if len(run) > 1 and Profile(whole.words).alike(_profile(run, parts)) >= CONTAINED:
            return run
    return ()


def _free(pairs: Sequence[Pair], parts: int) -> set[int]:
    taken = {at for _, part in pairs for at in part}
    return set(range(parts)) - taken


def _reach(whole: Item, part: tuple[int, ...], parts: Sequence[Item], free: set[int]) -> tuple[int, ...]:
    """Return the parts of a whole: those given, and free ones beside them that hold more of its words."""
    if not isinstance(whole, Para) or not _plain(whole) or not _shaped(parts[part[0]], whole):
        return part
    while True:
        grown = part
        for at in (part[-1] + 1, part[0] - 1):
            if at in free and _belongs(whole, grown, parts, at):
                grown = tuple(sorted((*grown, at)))
                free.discard(at)
        if grown == part:
            return part
        part = grown


def _belongs(whole: Para, part: tuple[int, ...], parts: Sequence[Item], at: int) -> bool:
    """Whether one more part takes its words from those of the whole that the others leave."""
    more = parts[at]
    if not isinstance(more, Para) or not _shaped(more, whole) or not _plain(more):
        return False
    left = Profile(())
    left.words = Profile(whole.words).words - _profile(part, parts).words
    candidate = Profile(more.words)
    return candidate.size > 1 and candidate.common(left) >= CONTAINED * candidate.size


def _shaped(item: Item, like: Para) -> bool:
    return isinstance(item, Para) and item.shape == like.shape


def _plain(item: Para) -> bool:
    return item.shape.kind != "heading" and len(flush_parts(item.words)) == 1


def _profile(places: Sequence[int], parts: Sequence[Item]) -> Profile:
    return Profile([word for at in places for word in item_words(parts[at])])


def moves(groups: Sequence[Group], old: Sequence[Item], new: Sequence[Item]) -> dict[int, int]:
    """Return the paragraphs that stand elsewhere unchanged: old places and new ones."""
    gone = [group.old[0] for group in groups if not group.new]
    came: dict[Hashable, list[int]] = {}
    for group in groups:
        if not group.old:
            came.setdefault(item_key(new[group.new[0]]), []).append(group.new[0])
    found: dict[int, int] = {}
    for at in gone:
        item = old[at]
        places = came.get(item_key(item), [])
        if isinstance(item, Para) and places and Profile(item.words).size >= SHORTEST_MOVE:
            found[at] = places.pop(0)
    return found
