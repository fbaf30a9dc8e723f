"""Write what a block of prose is to show, keeping the spelling of all that stays.

What stays has the characters that it had, line ends and escapes and all; marks keep their delimiters as far
as they stay where they were. What is new is spelled as plainly as it can be: first as it was typed, then
with escapes where that would read as something else, and at last with the letters beside a delimiter
written as character references, where emphasis begins or ends inside a word. Each is read again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.checks.wording import LONGEST_WORD, is_shortened
from communique.expressions import ExpressionError
from communique.prose import BETWEEN_IDEOGRAPHS
from communique.tree import Text, plain_text
from communique.typography import bind
from communique.word.merge import settled
from communique.word.prose_fields import (
    MARKS_INSIDE,
    NO_BREAK_SPACE,
    Atom,
    Changed,
    RecordEdit,
    Unsaid,
    changed_atoms,
    units_of,
)
from communique.word.prose_map import (
    Piece,
    ProseBlock,
    UntraceableError,
    joined,
    read_prose,
    tokens_of_pieces,
)
from communique.word.prose_pen import Item, Pen, layers_of_pieces
from communique.word.tokens import Layer, Token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from communique.exposed import Phrase
    from communique.languages import Language

BLANK_LINE = re.compile(r"\n[ \t]*\n")
NOT_PROSE = "prose has emphasis, strong and links only"
SENTENCE_END = re.compile(r"[.!?…。！？][\]\)”’»\"']*$")
SENTENCE_START = re.compile(r"[\[\(“‘«\"'¿¡]*[^\W_a-zß-öø-ÿ]")
# What begins a line as something else than a paragraph.
BLOCK_START = re.compile(
    r"(?P<sign>#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|~~~|```|=+\s*$|-+\s*$)|\d{1,9}(?P<dot>[.)])(?=\s|$)"
)
SPECIAL = re.compile(r"[\\`*_\[\]<&]")
BRACES = re.compile(r"\{(?=\{)|(?<=\{)\{|\}(?=\})|(?<=\})\}")
CELL = "\u2029"  # stands between the paragraphs of one text


@dataclass(frozen=True, slots=True)
class Grounds:
    """What prose is read with: its expressions, its language, the roles of emphasis and strong."""

    phrase: Callable[[str], Phrase]
    language: Language
    roles: tuple[str, str] = ("emphasis", "strong")


@dataclass(frozen=True, slots=True)
class Shown:
    """A stretch of a block as it is to be shown; `address` is the record that it comes from."""

    token: Token
    address: str = ""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A block anew: its source, what it shows, and what goes elsewhere.

    `typed` are the expressions that gave way to text. `source` holds CELL where paragraphs part.
    """

    source: str
    shown: tuple[Shown, ...]
    records: tuple[RecordEdit, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    typed: tuple[str, ...] = ()


def rewrite(
    pieces: Sequence[Piece],
    old: Sequence[Token],
    new: Sequence[Token],
    grounds: Grounds,
    holds: Callable[[str, Sequence[Token]], bool],
    indentation: str | None = "",
) -> Rewritten:
    """Return pieces with their text changed from what `old` shows to what `new` does.

    `holds` tells whether a source reads as it should. `indentation` stands before further lines; None
    means that there are none. Raises UntraceableError.
    """
    changed = changed_atoms(pieces, old, new)
    writing = _Writing(pieces, old, changed, grounds, indentation)
    wanted = writing.wanted()
    source = next((each for each in writing.spellings() if holds(each, wanted)), None)
    if source is None:
        raise UntraceableError("".join(token.text for token in wanted))
    records = tuple(edit for parts in changed.records.values() for edit in parts.values())
    typed = tuple(pieces[number].name for number in sorted(changed.literal | writing.lost()))
    return Rewritten(source, tuple(writing.shown()), records, tuple(changed.unsaid), typed)


def block_reads_as(
    value: str,
    number: int,
    blocks: Sequence[ProseBlock],
    grounds: Grounds,
    *,
    inline: bool,
    last: int | None = None,
) -> Callable[[str, Sequence[Token]], bool]:
    """Return a test of whether a block's new source reads as it should, and all other blocks as before.

    Where several blocks become one, `last` is the number of the last of them. Blocks beyond a blank line at
    the top of the scalar are not looked at: CommonMark reads what it parts by itself.
    """
    last = number if last is None else last
    outer, final = _read_together(value, blocks, number, last)
    start, end = value.rfind("\n", 0, blocks[outer].start) + 1, blocks[final].end
    before = [signature(tokens_of_pieces(each.pieces)) for each in blocks[outer:number]]
    after = [signature(tokens_of_pieces(each.pieces)) for each in blocks[last + 1 : final + 1]]

    def holds(source: str, wanted: Sequence[Token]) -> bool:
        block = blocks[number]
        paragraphs = source.split(CELL)
        written = f"\n{block.indentation.rstrip()}\n{block.indentation}".join(paragraphs)
        text = value[start : block.start] + written + value[blocks[last].end : end]
        try:
            found = read_prose(text, inline=inline, phrase=grounds.phrase, roles=grounds.roles)
        except (UntraceableError, ExpressionError):
            return False
        texts = [signature(tokens_of_pieces(each.pieces)) for each in found]
        parts = [signature(settled(part)) for part in paragraphs_of(wanted)]
        return texts == [*before, *parts, *after]

    return holds


def _read_together(value: str, blocks: Sequence[ProseBlock], first: int, last: int) -> tuple[int, int]:
    """Return the numbers of the first and the last block that are read together with some."""

    def parted(at: int) -> bool:
        """Whether a blank line stands between this block and the next, and no list or quotation goes on."""
        both = blocks[at].containers and blocks[at + 1].containers
        return not both and BLANK_LINE.search(value, blocks[at].end, blocks[at + 1].start) is not None

    while first and not parted(first - 1):
        first -= 1
    while last + 1 < len(blocks) and not parted(last):
        last += 1
    return first, last


def paragraphs_of(tokens: Iterable[Token]) -> Iterator[tuple[Token, ...]]:
    """Yield the paragraphs of a text."""
    row: list[Token] = []
    for token in tokens:
        if token.text == CELL:
            yield tuple(row)
            row = []
        else:
            row.append(token)
    yield tuple(row)


def signature(tokens: Iterable[Token]) -> list[tuple[str, frozenset[Layer]]]:
    """Return what a reader sees, character by character: no marks on blanks, nor which is the outer one."""
    return [
        (char, frozenset(token.layers if not char.isspace() else ()))
        for token in tokens
        for char in (token.text if not token.note else [f"[^{token.note}]"])
    ]


class _Writing:
    def __init__(
        self,
        pieces: Sequence[Piece],
        old: Sequence[Token],
        changed: Changed,
        grounds: Grounds,
        indentation: str | None,
    ) -> None:
        self.pieces = pieces
        self.changed = changed
        self.grounds = grounds
        self.indentation = indentation
        self.units = units_of(pieces)
        self.layers = layers_of_pieces(pieces)
        typed = frozenset(layer for layers in self.layers for layer in layers)
        # What the template puts around the prose is no concern of the prose.
        self.around = frozenset(layer for token in old for layer in token.layers) - typed
        words = [token for token in old if not token.blank and not token.note]
        self.everywhere = [each for each in self.around if all(each in token.layers for token in words)]
        self.by_lines = _by_lines(pieces)
        self.items = self._items()

    # What stays, and what is new

    def _items(self) -> list[Item]:
        atoms = self._bound(self.changed.atoms)
        items: list[Item] = []
        at = 0
        while at < len(atoms):
            atom = atoms[at]
            if atom.origin < 0:
                items.append(Item(atom.text, self._sayable(atom), -1, atom.note))
                at += 1
                continue
            number, place = self.units[atom.origin]
            piece = self.pieces[number]
            length = max(len(piece.text), 1)
            stretch = atoms[at : at + length]
            whole = [each.origin for each in stretch] == list(range(atom.origin, atom.origin + length))
            if place or not whole:  # a part of what one spelling shows
                items.append(Item(atom.text, self._sayable(atom), -1, atom.note))
                at += 1
                continue
            items.append(Item(piece.text, self._over(piece, stretch), number, atom.note))
            at += length
        return [
            replace(item, layers=_across(items, index)) if item.text.isspace() else item
            for index, item in enumerate(items)
        ]

    def _bound(self, atoms: list[Atom]) -> list[Atom]:
        """Make the new no-break spaces plain that typography sets by itself."""
        text = "".join(atom.text or "\ufffc" for atom in atoms)
        if NO_BREAK_SPACE not in text:
            return atoms
        plain = text.replace("\ufffc", "").replace(NO_BREAK_SPACE, " ")
        bound = iter(plain_text(bind((Text(plain),), self.grounds.language)))
        result = []
        for atom in atoms:
            by_itself = bool(atom.text) and next(bound) == NO_BREAK_SPACE
            new = by_itself and atom.origin < 0 and atom.text == NO_BREAK_SPACE
            result.append(replace(atom, text=" ") if new else atom)
        return result

    def _sayable(self, atom: Atom) -> tuple[Layer, ...]:
        said = [layer for layer in atom.layers if layer not in self.around]
        unsayable = [layer for layer in said if not self._is_prose(layer)]
        if unsayable:
            self._problem(atom.text, unsayable)
        return tuple(layer for layer in said if layer not in unsayable)

    def _is_prose(self, layer: Layer) -> bool:
        if layer.language or layer.direction:
            return False
        return layer.kind == "link" or (layer.kind == "style" and layer.value in self.grounds.roles)

    def _problem(self, text: str, layers: list[Layer]) -> None:
        """Report marks that prose has not, once for a stretch."""
        said = ", ".join(layer.value for layer in layers)
        last = self.changed.unsaid[-1] if self.changed.unsaid else None
        if last and last.reason == NOT_PROSE and last.after.startswith(f"{said}: "):
            self.changed.unsaid[-1] = replace(last, before=last.before + text, after=last.after + text)
        else:
            self.changed.unsaid.append(Unsaid(text, f"{said}: {text}", NOT_PROSE))

    def _over(self, piece: Piece, atoms: list[Atom]) -> tuple[Layer, ...]:
        """Return what lies on the whole of a piece."""
        rows = [self._sayable(atom) for atom in atoms]
        if len({frozenset(row) for row in rows}) == 1:
            return rows[0]
        self.changed.unsaid.append(Unsaid(piece.text, piece.text, MARKS_INSIDE))
        return self.layers[self.pieces.index(piece)]

    def lost(self) -> set[int]:
        """Return the expressions that are not in the sentence any more."""
        kept = {item.piece for item in self.items}
        return {
            number for number, piece in enumerate(self.pieces) if piece.kind == "field" and number not in kept
        }

    def wanted(self) -> tuple[Token, ...]:
        """Return what the source is to read as, with the records as they are."""
        row = [
            Token(item.text, item.layers, item.note)
            for item in self.items
            if item.piece < 0 or self.pieces[item.piece].kind != "fixed"
        ]
        return tuple(
            token
            for index, part in enumerate(paragraphs_of(row))
            for token in ((Token(CELL),) if index else ()) + settled(joined(part))
        )

    def shown(self) -> Iterator[Shown]:
        """Yield what the document is to show, once the records have changed."""
        for item in self.items:
            piece = self.pieces[item.piece] if item.piece >= 0 else None
            layers = _with_all(item.layers, self.everywhere)
            if piece is None or piece.kind != "field":
                yield Shown(Token(item.text, layers, item.note))
                continue
            edits = self.changed.records.get(item.piece, {})
            for index, part in enumerate(piece.parts):
                text = edits[index].after if index in edits else part.text
                yield Shown(Token(text, layers), part.address)

    # Spelling

    def spellings(self) -> Iterator[str]:
        """Yield spellings of the block, the plainest first."""
        for delimiters in (("*", "**"), ("_", "**"), ("*", "__")):
            for careful in (False, True):
                for beside in (False, True):
                    source = self._spelled(delimiters, careful=careful, beside=beside)
                    yield source
                    if self.indentation is not None:
                        yield _guarded(source, self.indentation)

    def _spelled(self, delimiters: tuple[str, str], *, careful: bool, beside: bool) -> str:
        pen = Pen(
            self.items, self.pieces, dict(zip(self.grounds.roles, delimiters, strict=True)), beside=beside
        )
        before: Item | None = None
        for index, item in enumerate(self.items):
            after = self.items[index + 1] if index + 1 < len(self.items) else None
            pen.boundary(before, item, index)
            pen.write(self._spelling(item, index, after, careful=careful))
            before = item
        pen.boundary(before, None, len(self.items))
        return "".join(pen.out)

    def _spelling(self, item: Item, index: int, after: Item | None, *, careful: bool) -> str:
        kept = self.pieces[item.piece] if item.piece >= 0 else None
        around = "".join(each.text for each in self.items[max(index - 1, 0) : index + 2])
        if item.text == " " and self.indentation is not None and not (kept and kept.kind == "break"):
            sentence = self.by_lines and not kept and self._begins_sentence(index)
            if sentence or BETWEEN_IDEOGRAPHS.search(around):
                return f"\n{self.indentation}"
        if kept:
            return kept.source
        if item.note:
            return f"[^{item.note}]"
        if item.text == "\n":
            return f"\\\n{self.indentation or ''}"
        braces = item.text in "{}" and item.text * 2 in around
        mark = item.text == "[" and after is not None and after.text == "^"
        return f"\\{item.text}" if braces or mark or (careful and SPECIAL.match(item.text)) else item.text

    def _begins_sentence(self, index: int) -> bool:
        before = "".join(item.text for item in self.items[max(index - LONGEST_WORD, 0) : index])
        after = "".join(item.text for item in self.items[index + 1 : index + 5])
        if not SENTENCE_END.search(before) or not SENTENCE_START.match(after):
            return False
        return not is_shortened(before, after)


def _with_all(layers: tuple[Layer, ...], more: Sequence[Layer]) -> tuple[Layer, ...]:
    return (*layers, *(layer for layer in more if layer not in layers))


def _across(items: Sequence[Item], index: int) -> tuple[Layer, ...]:
    """Return the marks on a blank that go on across it: a delimiter can't stand at its edge."""
    before = next((each.layers for each in reversed(items[:index]) if not each.text.isspace()), ())
    after = next((each.layers for each in items[index + 1 :] if not each.text.isspace()), ())
    return tuple(layer for layer in items[index].layers if layer in before and layer in after)


def _by_lines(pieces: Sequence[Piece]) -> bool:
    """Whether each sentence of a block has a line of its own: each line ends with one."""
    ends = [index for index, piece in enumerate(pieces) if piece.kind == "break"]
    before = ["".join(piece.text for piece in pieces[max(index - 6, 0) : index]) for index in ends]
    return bool(ends) and all(SENTENCE_END.search(text) for text in before)


def _guarded(source: str, indentation: str) -> str:
    """Escape what would begin a line of a paragraph as something else."""
    lines = source.split("\n")
    return "\n".join(
        [
            _guarded_line(lines[0]),
            *(indentation + _guarded_line(line.removeprefix(indentation)) for line in lines[1:]),
        ]
    )


def _guarded_line(line: str) -> str:
    match = BLOCK_START.match(line)
    if match is None:
        return line
    at = match.start("dot") if match["dot"] else match.start("sign")
    return f"{line[:at]}\\{line[at:]}"
