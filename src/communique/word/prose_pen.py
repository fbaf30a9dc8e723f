"""The pen that writes a row of items with the delimiters of their marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.word.prose_map import UntraceableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.word.prose_map import Piece
    from communique.word.tokens import Layer

PLAIN_TARGET = re.compile(r"[^\s<>()\\]+")


@dataclass(frozen=True, slots=True)
class Item:
    """A visible piece that stays, or characters that are new."""

    text: str
    layers: tuple[Layer, ...]
    piece: int = -1
    note: str = ""


class Pen:
    """Writes items with the delimiters of their marks."""

    def __init__(
        self, items: Sequence[Item], pieces: Sequence[Piece], delimiters: dict[str, str], *, beside: bool
    ) -> None:
        self.items = items
        self.pieces = pieces
        self.layers = layers_of_pieces(pieces)
        self.delimiters = delimiters
        self.beside = beside
        self.out: list[str] = []
        self.opened: list[tuple[Layer, str]] = []
        self.last = -1  # the item written last
        self.fresh = False  # whether a delimiter of our own was written last

    def boundary(self, before: Item | None, after: Item | None, index: int) -> None:
        """Write what stands between two items, as it stood when both stay beside each other as they were."""
        between = self._between(before, after)
        self.fresh = False
        if between is None or not self._follow(between):
            self._move(after, index, between)

    def _between(self, before: Item | None, after: Item | None) -> list[Piece] | None:
        """Return the pieces between two items that stood side by side with the marks that they have now."""
        for item in (before, after):
            if item is not None and (item.piece < 0 or set(item.layers) != set(self.layers[item.piece])):
                return None
        first = before.piece + 1 if before else 0
        last = after.piece if after else len(self.pieces)
        between = list(self.pieces[first:last]) if first <= last else None
        if between is None or any(piece.visible for piece in between):
            return None
        return between

    def _follow(self, between: list[Piece]) -> bool:
        """Write pieces as they stood.

        False, and nothing written, when their marks are not open as they were.
        """
        out: list[str] = []
        opened = list(self.opened)
        for place, piece in enumerate(between):
            if piece.kind == "open" and piece.layer:
                opened.append((piece.layer, self._closing(piece, self._number(between, place))))
                out.append(piece.source)
            elif piece.kind == "close":
                if not opened or opened[-1][0] != piece.layer:
                    return False
                out.append(opened.pop()[1])
            else:
                out.append(piece.source)
        self.out += out
        self.opened = opened
        return True

    def _number(self, between: list[Piece], place: int) -> int:
        return next(number for number, each in enumerate(self.pieces) if each is between[place])

    def _closing(self, opening: Piece, number: int) -> str:
        """Return how the mark that a piece opens is closed."""
        depth = 0
        for piece in self.pieces[number:]:
            depth += (piece.kind == "open") - (piece.kind == "close")
            if not depth:
                return piece.source
        raise UntraceableError(opening.source)

    def _move(self, after: Item | None, index: int, between: list[Piece] | None) -> None:
        """Close the marks that end here, and open those that begin."""
        wanted = list(after.layers) if after else []
        while any(layer not in wanted for layer, _ in self.opened):
            self.out.append(self.opened.pop()[1])
            self.fresh = True
        missing = [layer for layer in wanted if layer not in [each for each, _ in self.opened]]
        if after is not None and after.text.isspace():  # a delimiter opens nothing before a blank
            missing = []
        missing.sort(key=lambda layer: -self._reach(layer, index))
        if between:
            self.out += [piece.source for piece in between if piece.kind == "hidden"]
        for layer in missing:
            opening, closing = self._spelled(layer, after)
            self._put(opening)
            self.opened.append((layer, closing))
            self.fresh = True

    def _reach(self, layer: Layer, index: int) -> int:
        """Return how many items a mark goes on for; of the same length, a link is the outer one."""
        items = self.items
        end = index
        while end < len(items) and layer in items[end].layers:
            end += 1
        return 2 * (end - index) + (layer.kind == "link")

    def _spelled(self, layer: Layer, after: Item | None) -> tuple[str, str]:
        """Return the delimiters of a mark: those it had here, or elsewhere for a link, or new ones."""
        at = (after.piece if after else 0) - 1
        while after and at >= 0 and not self.pieces[at].visible:
            if self.pieces[at].kind == "open" and self.pieces[at].layer == layer:
                return self.pieces[at].source, self._closing(self.pieces[at], at)
            at -= 1
        if layer.kind != "link":
            return self.delimiters[layer.value], self.delimiters[layer.value]
        for number, piece in enumerate(self.pieces):
            if piece.kind == "open" and piece.layer == layer and piece.source == "[":
                return "[", self._closing(piece, number)
        target = layer.value if PLAIN_TARGET.fullmatch(layer.value) else f"<{layer.value}>"
        return "[", f"]({target})"

    def write(self, spelling: str) -> None:
        """Write an item; a letter beside a new delimiter as a reference, where that is asked for."""
        if self.beside and self.fresh:
            if self.last >= 0:
                self.out[self.last] = _reference(self.out[self.last])
            spelling = _reference(spelling)
        self._put(spelling)
        self.last = len(self.out) - 1

    def _put(self, spelling: str) -> None:
        """Add to what is written; an exclamation mark before a bracket would make it an image."""
        if spelling.startswith("[") and self.out and self.out[-1] == "!":
            self.out[-1] = "\\!"
        self.out.append(spelling)


def _reference(spelling: str) -> str:
    """Return a character that counts as part of a word as a reference, which does not."""
    is_letter = len(spelling) == 1 and unicodedata.category(spelling)[0] not in "PSZC"
    return f"&#{ord(spelling)};" if is_letter else spelling


def layers_of_pieces(pieces: Sequence[Piece]) -> list[tuple[Layer, ...]]:
    """Return what lies on each piece."""
    opened: list[Layer] = []
    layers: list[tuple[Layer, ...]] = []
    for piece in pieces:
        if piece.kind == "close":
            opened.pop()
        layers.append(tuple(opened))
        if piece.kind == "open" and piece.layer:
            opened.append(piece.layer)
    return layers
