"""Map what a reader sees of prose back to the characters that were typed for it.

A block of prose is a row of pieces: what shows, such as a character, a line end that reads as a space, an
expression or the mark of a footnote, and what does not, such as the asterisks of emphasis. Each keeps its
spelling, so that the spellings of all pieces of a block are the block as it stands in the scalar.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from communique import prose
from communique.exposed import Value
from communique.source import LINES
from communique.word.tokens import Layer, Marked, Token, marked_of, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token as MarkdownToken

    from communique.exposed import Phrase

PieceKind = Literal["text", "break", "line", "field", "note", "open", "close", "hidden", "fixed"]
VISIBLE = frozenset({"text", "break", "line", "field", "note", "fixed"})
SPACE = re.compile(r"[ \t\r\n\f]+")  # as HTML collapses it
CONTAINERS = ("bullet_list", "ordered_list", "list_item", "blockquote")


class UntraceableError(Exception):
    """Prose that can't be followed back to its characters; it has problems of its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """What an expression prints from one record; without an address, what it computes or puts between."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block: its kind, how it is spelled, and what it shows.

    A `break` is a line end that reads as a space, a `line` a forced one; `open` and `close` are the edges of
    a mark. `name` is an expression, or the name of a footnote. A `fixed` piece is the template's.
    """

    kind: PieceKind
    source: str
    text: str = ""
    layer: Layer | None = None
    name: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def visible(self) -> bool:
        """Whether a reader sees it."""
        return self.kind in VISIBLE


@dataclass(frozen=True, slots=True)
class ProseBlock:
    """A paragraph of a scalar, and where it stands in the scalar's value.

    `containers` are the lists and quotations around it, the outermost first, and `indentation` is what
    stands before its second and later lines.
    """

    start: int
    end: int
    pieces: tuple[Piece, ...]
    containers: tuple[str, ...] = ()
    indentation: str = ""

    @property
    def text(self) -> str:
        """What a reader sees."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def source(self) -> str:
        """How it is spelled."""
        return "".join(piece.source for piece in self.pieces)


def tokens_of_pieces(pieces: Iterable[Piece]) -> tuple[Token, ...]:
    """Return pieces as tokens with the marks that prose puts on them."""
    opened: list[Layer] = []
    row: list[Token] = []
    for piece in pieces:
        if piece.kind == "open" and piece.layer:
            opened.append(piece.layer)
        elif piece.kind == "close":
            opened.pop()
        elif piece.kind == "note":
            row.append(Token("", tuple(opened), piece.name))
        elif piece.text:
            row.append(Token(piece.text, tuple(opened)))
    return joined(row)


def joined(row: Sequence[Token]) -> tuple[Token, ...]:
    """Return tokens whose words are whole, wherever their characters came from."""
    result: list[Token] = []
    at = 0
    while at < len(row):
        end = at
        while end < len(row) and not row[end].note and row[end].layers == row[at].layers:
            end += 1
        if row[at].note:
            result.append(row[at])
            end = at + 1
        else:
            text = "".join(token.text for token in row[at:end])
            result += [Token(word, row[at].layers) for word in words_of(text)]
        at = end
    return tuple(result)


def marked_pieces(pieces: Iterable[Piece]) -> Marked:
    """Return pieces as text with marks."""
    return marked_of(tokens_of_pieces(pieces))


def read_prose(
    value: str,
    *,
    inline: bool,
    phrase: Callable[[str], Phrase],
    roles: tuple[str, str] = ("emphasis", "strong"),
) -> tuple[ProseBlock, ...]:
    """Return the blocks of a scalar's value in order.

    `phrase` evaluates an expression, and may raise ExpressionError; `roles` are those of emphasis and
    strong. Raises UntraceableError.
    """
    if inline:
        text = value.strip()
        start = value.find(text)
        (token,) = _parser().parseInline(text)
        found = _Inline(text, phrase, roles).read(token.children or [])
        return (_block(value, found, lambda offset: start + offset, len(text)),)
    return tuple(_blocks(value, phrase, roles))


def _blocks(value: str, phrase: Callable[[str], Phrase], roles: tuple[str, str]) -> Iterable[ProseBlock]:
    lines = LINES.split(value)
    starts = [0, *(match.end() for match in LINES.finditer(value))]
    containers: list[str] = []
    for token in _parser().parse(value):
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in CONTAINERS and token.nesting:
            if token.nesting > 0:
                containers.append(name)
            else:
                containers.pop()
        elif token.type == "inline":
            offset_of = _offsets(token, lines, starts)
            found = _Inline(token.content, phrase, roles).read(token.children or [])
            block = _block(value, found, offset_of, len(token.content))
            line = bisect_right(starts, block.start) - 1
            before = value[starts[line] : block.start]
            indentation = "".join(char if char in "> \t" else " " for char in before)
            yield replace(block, containers=tuple(containers), indentation=indentation)
        elif name != "paragraph":
            raise UntraceableError(name)


def _offsets(token: MarkdownToken, lines: list[str], starts: list[int]) -> Callable[[int], int]:
    """Map offsets in the text of a block to offsets in the value; a line of it is the end of a line there."""
    first = (token.map or [0])[0]
    inside = [0, *(match.end() for match in re.finditer("\n", token.content))]
    placed: list[int] = []
    for number, line in enumerate(token.content.split("\n"), start=first):
        if number >= len(lines):
            raise UntraceableError(token.content)
        column = lines[number].rfind(line.rstrip())
        if column < 0:
            raise UntraceableError(line)
        placed.append(starts[number] + column)

    def offset_of(offset: int) -> int:
        line = bisect_right(inside, offset) - 1
        return placed[line] + offset - inside[line]

    return offset_of


Found = tuple[int, Piece]
"""Where a piece begins in the text of its block, and the piece without its spelling."""


def _block(value: str, found: list[Found], offset_of: Callable[[int], int], length: int) -> ProseBlock:
    start = offset_of(0)
    end = offset_of(length - 1) + 1 if length else start
    places = [*(offset_of(offset) for offset, _ in found), end]
    spelled = (value[start:end] for start, end in pairwise(places))
    pieces = tuple(
        piece if piece.source == source else replace(piece, source=source)
        for (_, piece), source in zip(found, spelled, strict=True)
    )
    block = ProseBlock(start, end, pieces)
    if block.source != value[start:end]:
        raise UntraceableError(value[start:end])
    return block


class _Inline:
    """Follows the tokens of a paragraph through its text."""

    def __init__(self, content: str, phrase: Callable[[str], Phrase], roles: tuple[str, str]) -> None:
        self.content = content
        self.phrase = phrase
        self.roles = {"em": roles[0], "strong": roles[1]}
        self.at = 0
        self.found: list[Found] = []
        self.links: list[Layer] = []

    def read(self, tokens: list[MarkdownToken]) -> list[Found]:
        for token in tokens:
            self.token(token)
        if self.at != len(self.content):
            raise UntraceableError(self.content[self.at :])
        return _as_shown(self.found)

    def token(self, token: MarkdownToken) -> None:
        match token.type:
            case "text":
                self.text(token.content)
            case "text_special":
                self.add("text", token.markup, text=token.content)
            case "softbreak" | "hardbreak":
                self.line_end(token.type == "hardbreak")
            case "em_open" | "strong_open":
                layer = Layer("style", self.roles[token.tag])
                self.add("open", token.markup, layer=layer)
            case "em_close" | "strong_close":
                self.add("close", token.markup, layer=Layer("style", self.roles[token.tag]))
            case "link_open":
                self.links.append(Layer("link", str(token.attrs.get("href", ""))))
                self.add("open", "<" if token.markup == "autolink" else "[", layer=self.links[-1])
            case "link_close":
                end = int(token.meta.get("end", len(self.content)))
                self.add("close", self.content[self.at : end], layer=self.links.pop())
            case "note":
                self.add("note", f"[^{token.content}]", name=token.content)
            case "expression":
                self.expression(token.content)
            case _:
                raise UntraceableError(token.type)

    def add(
        self,
        kind: PieceKind,
        source: str,
        *,
        text: str = "",
        layer: Layer | None = None,
        name: str = "",
        parts: tuple[Part, ...] = (),
    ) -> None:
        if not self.content.startswith(source, self.at):
            raise UntraceableError(source)
        self.found.append((self.at, Piece(kind, source, text, layer, name, parts)))
        self.at += len(source)

    def text(self, content: str) -> None:
        if self.found and self.found[-1][1].kind == "open" and self.content[self.at - 1] == "<":
            # An address, which is its own text: a change makes it a link like any other.
            self.add("text", self.content[self.at : self.content.index(">", self.at)], text=content)
            return
        for char in content:
            self.add("text", char, text=char)

    def line_end(self, forced: bool) -> None:
        match = re.compile(r"\\?[ ]*\n[ \t]*").match(self.content, self.at)
        if match is None:
            raise UntraceableError(self.content[self.at :])
        self.add("line" if forced else "break", match.group(), text="\n" if forced else " ")

    def expression(self, written: str) -> None:
        phrase = self.phrase(written.strip())
        parts = tuple(
            Part(SPACE.sub(" ", str(part)), part.address if isinstance(part, Value) else "")
            for part in phrase.parts
        )
        text = "".join(part.text for part in parts)
        self.add("field", f"{{{{{written}}}}}", text=text, name=written.strip(), parts=parts)


def _as_shown(found: list[Found]) -> list[Found]:
    """Hide the white space that HTML collapses, what stands at the edges, and spaces between ideographs."""
    result = list(found)
    at = 0
    while at < len(result):
        end = at
        while end < len(result) and result[end][1].kind in {"text", "break"}:
            end += 1
        _hide_spaces(result, at, end)
        at = max(end, at + 1)
    for index, (_, piece) in enumerate(result):
        edge = index == 0 or result[index - 1][1].kind == "line"
        if edge and piece.kind in {"text", "break"} and piece.text == " ":
            _hide(result, index)
    for index in range(len(result) - 1, -1, -1):
        piece = result[index][1]
        edge = index == len(result) - 1 or result[index + 1][1].kind == "line"
        if edge and piece.kind in {"text", "break"} and piece.text == " ":
            _hide(result, index)
    return result


def _hide_spaces(found: list[Found], start: int, end: int) -> None:
    """Hide spaces in a run of text: between ideographs of one line, and all but the first in a row."""
    row = found[start:end]
    line = "".join(piece.text if piece.kind == "text" else "\n" for _, piece in row)
    if len(line) == len(row):
        for match in prose.BETWEEN_IDEOGRAPHS.finditer(line):
            _hide(found, start + match.start())
    blank = False
    for index in range(start, end):
        piece = found[index][1]
        if piece.kind == "hidden":
            continue
        if SPACE.fullmatch(piece.text):
            if blank:
                _hide(found, index)
            elif piece.text != " ":
                found[index] = (found[index][0], replace(piece, text=" "))
            blank = True
        else:
            blank = False


def _hide(found: list[Found], index: int) -> None:
    offset, piece = found[index]
    found[index] = (offset, replace(piece, kind="hidden", text=""))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Return the parser of prose, which here keeps escapes apart and says where links end."""
    parser = prose.parser_of_prose(_ended)
    parser.core.ruler.disable("text_join")
    return parser


def _ended(name: str, rule: prose.InlineRule) -> prose.InlineRule:
    """Wrap a rule for links so that the last token that it makes knows where it ends."""
    if name not in {"link", "autolink"}:
        return rule

    def ending(state: StateInline, silent: bool) -> bool:
        matched = rule(state, silent)
        if matched and not silent:
            state.tokens[-1].meta["end"] = state.pos
        return matched

    return ending
