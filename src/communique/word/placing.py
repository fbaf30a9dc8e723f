"""Find where in today's content the blocks of a base are, and what each of them is made of.

Content may have changed since a file was sent out: paragraphs may have come, gone or moved, so that an
address means another paragraph now. Blocks of the base are tied to today's by what they say, and by
their addresses only where that leaves a choice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from communique.diagnostics import Report
from communique.expressions import ExpressionError, evaluate
from communique.languages import read_language
from communique.pipeline import compose
from communique.rewriting import value_at
from communique.source import LONGEST_LINE
from communique.validation import walk_texts
from communique.word.matching import stretches_in_common
from communique.word.merge import differences, settled, without
from communique.word.prose_map import Part, Piece, ProseBlock, UntraceableError, read_prose
from communique.word.prose_writing import Grounds
from communique.word.similarity import Candidates
from communique.word.tokens import Marked, tokens_of
from communique.writers.docx import read_base, write_docx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from communique.content import EventContent
    from communique.project import Project
    from communique.source import Steps
    from communique.tree import Document
    from communique.word.tokens import Token
    from communique.writers.docx_base import Base, BaseBlock, Mark

ADDRESS = re.compile(r"(?P<name>[^:]+): (?P<path>[^#]*)(?:#(?P<number>\d+))?")
STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
ALIKE = 0.6  # from here on, a paragraph is another paragraph edited
MANY = 2500  # pairs of paragraphs, which are all compared
SHORT = 80  # characters, below which a paragraph is compared letter by letter
COMPUTED = "= "


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text of the content, as prose or as plain words."""

    file: str
    steps: Steps
    value: str
    kind: str  # `prose`, `line` or `text`

    @property
    def inline(self) -> bool:
        """Whether it is one paragraph without blocks."""
        return self.kind != "prose"

    @property
    def listed(self) -> bool:
        """Whether it is an entry of a list."""
        return bool(self.steps) and isinstance(self.steps[-1], int)


@dataclass(frozen=True, slots=True)
class Site:
    """A block's place in prose: the scalar, all blocks of it, and which of them it is."""

    scalar: Scalar
    blocks: tuple[ProseBlock, ...]
    number: int

    @property
    def block(self) -> ProseBlock:
        """The block itself."""
        return self.blocks[self.number]

    @property
    def alone(self) -> bool:
        """Whether the scalar is this block and nothing else."""
        return len(self.blocks) == 1


@dataclass
class Today:
    """A document as today's content makes it."""

    project: Project
    content: EventContent
    name: str
    document: Document
    base: Base
    grounds: Grounds
    kinds: dict[tuple[str, Steps], str]
    _read: dict[tuple[str, Steps], tuple[ProseBlock, ...]] = field(default_factory=dict)

    @cached_property
    def blocks(self) -> dict[str, BaseBlock]:
        """The blocks by their bookmarks, in the order of the document."""
        return {block.bookmark: block for block in self.base.blocks}

    @cached_property
    def order(self) -> list[str]:
        """The bookmarks in the order of the document; footnotes come last."""
        return list(self.blocks)

    @property
    def file(self) -> str:
        """The file of the document."""
        return f"content/{self.name}.yaml"

    def scalar(self, address: str | None) -> Scalar | None:
        """Return the text at an address, or None when there is none."""
        match = ADDRESS.fullmatch(address or "")
        if match is None:
            return None
        file = f"content/{match['name']}"
        source = self.content.sources.get(file)
        steps: Steps = tuple(key or int(index) for key, index in STEP.findall(match["path"]))
        if source is None or steps not in source.places:
            return None
        value = value_at(source.data, steps)
        kind = self.kinds.get((file, steps), "text")
        return Scalar(file, steps, value, kind) if isinstance(value, str) else None

    def site(self, block: BaseBlock) -> Site | None:
        """Return where in prose a block stands; None for one that the template makes."""
        scalar = self.scalar(block.address)
        match = ADDRESS.fullmatch(block.address or "")
        if scalar is None or match is None or scalar.kind not in {"prose", "line"}:
            return None
        key = (scalar.file, scalar.steps)
        if key not in self._read:
            self._read[key] = self.read(scalar.value, inline=scalar.inline)
        number = int(match["number"] or 1) - 1
        blocks = self._read[key]
        return Site(scalar, blocks, number) if number < len(blocks) else None

    def read(self, value: str, *, inline: bool) -> tuple[ProseBlock, ...]:
        """Return prose as its blocks. Raises UntraceableError."""
        try:
            return read_prose(value, inline=inline, phrase=self.grounds.phrase, roles=self.grounds.roles)
        except ExpressionError as error:
            raise UntraceableError(error.message) from error

    def pieces(self, block: BaseBlock, site: Site | None) -> tuple[Piece, ...]:
        """Return what a block is made of: prose, with what the template adds, or fields of the template.

        Raises UntraceableError.
        """
        if site is None:
            return template_pieces(block)
        shown, said = block.text.replace("\u00a0", " "), site.block.text.replace("\u00a0", " ")
        at = shown.find(said)
        if at < 0 or shown.count(said) != 1:
            raise UntraceableError(block.text)
        before = [_fixed(char) for char in block.text[:at]]
        after = [_fixed(char) for char in block.text[at + len(said) :]]
        return (*before, *site.block.pieces, *after)


def today_of(project: Project, content: EventContent, name: str) -> Today:
    """Compose a document of today's content. Raises ContentError."""
    document = compose(project, content, name, Report())
    base = read_base(write_docx(document, project.theme))
    if base is None:
        raise ValueError(name)
    head = content.documents[name]
    language = read_language(head.language or content.event.language, project.theme)
    scope = content.seen_in(language).scope()
    roles = project.theme.styles.inlines
    named = tuple(
        next(
            (role for role, style in roles.items() if style.element == each and not style.css_class), default
        )
        for each, default in (("em", "emphasis"), ("strong", "strong"))
    )
    grounds = Grounds(lambda each: evaluate(each, scope, language), language, (named[0], named[1]))
    return Today(project, content, name, document, base, grounds, kinds_of(content))


def kinds_of(content: EventContent) -> dict[tuple[str, Steps], str]:
    """Return for each text of the content what kind of text it is."""
    kinds: dict[tuple[str, Steps], str] = {}
    records: list[tuple[str, Steps, object]] = [("content/event.yaml", (), content.event)]
    records += [("content/people.yaml", (key,), each) for key, each in content.people.items()]
    records += [("content/sessions.yaml", (key,), each) for key, each in content.sessions.items()]
    records += [(f"content/{key}.yaml", (), each) for key, each in content.documents.items()]
    for file, outer, record in records:
        for steps, kind, _ in walk_texts(record, type(record)):
            kinds[file, (*outer, *steps)] = kind
    return kinds


def template_pieces(block: BaseBlock) -> tuple[Piece, ...]:
    """Return what the template put together: fields of records, and its own characters."""
    fields = sorted(
        (mark for mark in block.marks if mark.kind == "field" and not mark.value.startswith(COMPUTED)),
        key=lambda mark: (mark.start, mark.end),
    )
    notes = sorted((mark for mark in block.marks if mark.kind == "note"), key=lambda mark: mark.start)
    pieces: list[Piece] = []
    at = 0
    for mark in fields:
        if mark.start < at or mark.start == mark.end:
            continue  # a field in a field: the outer one was taken
        pieces += _fixed_between(block.text, at, mark.start, notes)
        text = block.text[mark.start : mark.end]
        pieces.append(Piece("field", "", text, parts=(Part(text, mark.value),)))
        at = mark.end
    return (*pieces, *_fixed_between(block.text, at, len(block.text) + 1, notes))


def _fixed_between(text: str, start: int, end: int, notes: Sequence[Mark]) -> Iterator[Piece]:
    for at in range(start, end):
        yield from (Piece("note", "", name=each.value) for each in notes if each.start == at)
        if at < len(text):
            yield _fixed(text[at])


def _fixed(char: str) -> Piece:
    return Piece("fixed", "", char)


def plain_tokens(marked: Marked) -> tuple[Token, ...]:
    """Return text as tokens without fields, and without what nobody sees."""
    return settled(tokens_of(without(marked, "field")))


def said_by(block: BaseBlock) -> Marked:
    """Return what a block says."""
    return Marked(block.text, block.marks)


# The base and today


def aligned(base: Base, today: Base) -> dict[str, BaseBlock]:
    """Return today's block for each block of a base that is still there, by the bookmark in the base."""
    return _Alignment(base.blocks, today.blocks).found()


class _Alignment:
    def __init__(self, old: Sequence[BaseBlock], new: Sequence[BaseBlock]) -> None:
        self.old = old
        self.new = new
        addresses = (each.address or "" for each in (*old, *new))
        self.several = {address.partition("#")[0] for address in addresses if "#" in address}
        self.pairs: dict[str, BaseBlock] = {}
        self.taken: set[str] = set()

    def found(self) -> dict[str, BaseBlock]:
        there = {block.bookmark: block for block in self.new}
        for block in self.old:  # the same words in the same place; all of a document that has not changed
            same = there.get(block.bookmark)
            if same and (same.text == block.text or not self._is_listed(block)):
                self._pair(block, same)
        for group in dict.fromkeys(self._list_of(block) for block in self.old):
            self._group(group)
        return self.pairs

    def _pair(self, old: BaseBlock, new: BaseBlock) -> None:
        if new.bookmark not in self.taken:
            self.pairs[old.bookmark] = new
            self.taken.add(new.bookmark)

    def _group(self, group: str) -> None:
        """Tie the blocks of one list: first those that say the same, then those between that are alike."""
        old = [each for each in self.old if self._list_of(each) == group and each.bookmark not in self.pairs]
        new = [each for each in self.new if self._list_of(each) == group and each.bookmark not in self.taken]
        if not old or not new:
            return
        self._same(old, new)
        old = [each for each in old if each.bookmark not in self.pairs]
        new = [each for each in new if each.bookmark not in self.taken]
        chances = sorted(
            (
                (_likeness(old[i], new[j]), old[i].address == new[j].address, -i, -j)
                for i, j in _pairs(old, new)
            ),
            reverse=True,
        )
        for likeness, _, i, j in chances:
            a, b = old[-i], new[-j]
            if likeness >= ALIKE and a.bookmark not in self.pairs:
                self._pair(a, b)
        by_address = {each.address: each for each in new if each.bookmark not in self.taken}
        for each in old:
            same = by_address.get(each.address)
            if each.bookmark not in self.pairs and same and len(old) == len(new):
                self._pair(each, same)

    def _is_listed(self, block: BaseBlock) -> bool:
        """Whether a block's address counts entries or paragraphs, and means others when one comes or goes."""
        address = block.address or ""
        return "[" in address or "#" in address or address in self.several

    def _list_of(self, block: BaseBlock) -> str:
        """Return what blocks that may have changed places with each other have in common."""
        if not self._is_listed(block):
            return block.bookmark
        path = re.sub(r"#\d+$", "", block.address or "")
        return re.sub(r"\[\d+\]", "[]", path)

    def _same(self, old: list[BaseBlock], new: list[BaseBlock]) -> None:
        before, after = [each.text for each in old], [each.text for each in new]
        at, new_at = 0, 0
        for hunk in (*differences(before, after), None):
            end = hunk.start if hunk else len(old)
            for a, b in zip(old[at:end], new[new_at : new_at + end - at], strict=True):
                self._pair(a, b)
            if hunk:
                at, new_at = hunk.end, hunk.new_end
        by_text = {each.text: each for each in new if each.bookmark not in self.taken}
        for each in old:  # moved inside the list
            if each.bookmark not in self.pairs and each.text in by_text:
                self._pair(each, by_text[each.text])


def _pairs(old: Sequence[BaseBlock], new: Sequence[BaseBlock]) -> Iterator[tuple[int, int]]:
    """Yield which blocks may be alike, by number: of many those that share rarer words or an address."""
    if len(old) * len(new) <= MANY:
        yield from product(range(len(old)), range(len(new)))
        return
    candidates = Candidates({number: each.text for number, each in enumerate(new)})
    places = {each.address: number for number, each in enumerate(new)}
    for number, each in enumerate(old):
        here = places.get(each.address)
        found = candidates.for_text(each.text)
        yield from ((number, other) for other in found if other != here)
        if here is not None:
            yield number, here


def _likeness(old: BaseBlock, new: BaseBlock) -> float:
    if max(len(old.text), len(new.text)) > LONGEST_LINE // 4:
        return float(old.address == new.address)
    words = _ratio(old.text.split(), new.text.split())
    short = max(len(old.text), len(new.text)) < SHORT
    return max(words, _ratio(old.text, new.text)) if short and words < ALIKE else words


def _ratio(old: Sequence[str], new: Sequence[str]) -> float:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    common = sum(size for _, _, size in stretches_in_common(old, new))
    return 2 * common / (len(old) + len(new)) if common else float(len(old) == len(new) == 0)


def following(today: Today, bookmark: str | None) -> BaseBlock | None:
    """Return the block behind another in the document, or the first one."""
    if bookmark is None:
        return today.base.blocks[0] if today.base.blocks else None
    at = today.order.index(bookmark) + 1
    return today.blocks[today.order[at]] if at < len(today.order) else None


def renamed(tokens: Iterable[Token], names: dict[str, str]) -> tuple[Token, ...]:
    """Return tokens whose new footnotes have the names that they get in content."""
    return tuple(replace(token, note=names.get(token.note, token.note)) for token in tokens)
