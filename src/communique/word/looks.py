"""What Word shows of marks: on each character one character style, italics, bold, and a link.

Prose nests as it likes, and the writer folds what Word can't nest (`writers.docx_inlines`): of two roles the
inner one is seen, a link hides the roles around it, and a passage in another language is seen not at all.
So two texts are the same to a reader when their looks are, however their marks are nested. What an editor
changes by itself (the language of a run, emphasis on blanks, the spelling of an address) is no part of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.word.meanings import same_target
from communique.word.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from communique.theme import StyleMap
    from communique.word.edited import EditedBlock
    from communique.word.edits import NewBlock
    from communique.writers.docx_base import BaseBlock, Mark

Look = frozenset[Layer]
PLAIN: Look = frozenset()
FLAGS = ("emphasis", "strong")
UNSEEN = "passage"  # the role that has no style in Word


class Looks:
    """How marks look under a style map; without one, every role looks like nothing but itself."""

    def __init__(self, styles: StyleMap | None = None) -> None:
        self._styles = styles
        self._roles: dict[str, str] = {}
        self._paragraphs: dict[str, str] = {}
        if styles is not None:
            first: dict[str, str] = {}
            for role, entry in styles.inlines.items():
                self._roles[role] = first.setdefault(entry.word.lower(), role) if entry.word else ""
            first = {}
            for role, block in styles.paragraphs.items():
                word = block.word or styles.paragraphs["body"].word
                self._paragraphs[role] = first.setdefault(word.lower(), role)

    def role(self, role: str) -> str:
        """Return the role that looks like this one, or nothing for one that isn't seen."""
        if self._styles is None:
            return "" if role == UNSEEN else role
        return self._roles.get(role, "")

    def layer(self, mark: Mark) -> Layer | None:
        """Return how a mark is seen, or None for one that isn't."""
        if mark.kind == "link":
            return Layer("link", same_target(mark.value))
        role = self.role(mark.value) if mark.kind == "style" else ""
        return Layer("style", role) if role else None

    def shown(self, layers: Iterable[Layer | None]) -> Look:
        """Return the look of layers as `layer` gives them, outer first."""
        flags: set[Layer] = set()
        role: Layer | None = None
        link: Layer | None = None
        for layer in layers:
            if layer is None:
                continue
            if layer.kind == "link":
                link, role = layer, None
            elif layer.value in FLAGS:
                flags.add(layer)
            else:
                role = layer
        return frozenset(flags | {each for each in (role, link) if each})

    def kind(self, block: BaseBlock | EditedBlock | NewBlock) -> tuple[str, str, int, bool]:
        """Return what a block is to the reader: its kind, role, level, and whether it is numbered."""
        match block.kind:
            case "heading":
                deepest = max(self._styles.headings) if self._styles else block.level
                return "heading", "", min(block.level, deepest), False
            case "item":
                return "item", "", block.level, block.ordered
            case "paragraph":
                role = block.role
                if role and self._styles is not None:
                    role = self._paragraphs.get(role, "body")
                return "paragraph", role, 0, False
        return block.kind, "", 0, False


def smoothed(text: str, looks: Sequence[Look]) -> tuple[Look, ...]:
    """Return looks with blanks looking like what both their neighbours share."""
    if all(not look for look in looks):
        return tuple(looks)
    result = list(looks)
    place = 0
    while place < len(text):
        end = place
        while end < len(text) and text[end].isspace():
            end += 1
        if end > place:
            inner = place > 0 and end < len(text)
            shared = looks[place - 1] & looks[end] if inner else PLAIN
            result[place:end] = [shared] * (end - place)
        place = end + 1
    return tuple(result)
