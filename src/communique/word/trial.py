"""Try changed content before it is written: does it compose, and does the document show what Word shows?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.content import read_content
from communique.word.merge import differences, settled
from communique.word.placing import COMPUTED, Today, plain_tokens, said_by, today_of
from communique.word.prose_fields import NO_BREAK_SPACE
from communique.word.prose_map import SPACE, joined
from communique.word.prose_writing import Shown, signature
from communique.word.tokens import Token, tokens_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from pathlib import Path

    from communique.content import EventContent
    from communique.word.drafts import Draft, Expected
    from communique.word.record_changes import RecordChanges
    from communique.writers.docx_base import Base, BaseBlock


class Trial:
    """Changed content in a folder of its own."""

    def __init__(self, today: Today, folder: Path) -> None:
        self.today = today
        self.project = replace(today.project, root=folder)

    def content(self, texts: dict[str, str]) -> EventContent:
        """Return the content with the texts of some files changed. Raises ContentError."""
        self.project.content.mkdir(exist_ok=True)
        for file, source in self.today.content.sources.items():
            text = texts.get(file, source.text)
            (self.project.root / file).write_bytes(text.encode())
        return read_content(self.project, self.today.content)

    def composed(self, content: EventContent) -> Base:
        """Return what the document says then. Raises ContentError."""
        return today_of(self.project, content, self.today.name).base


def not_as_shown(today: Today, found: Base, drafts: Sequence[Draft], records: RecordChanges) -> list[Draft]:
    """Return the drafts whose paragraphs do not show in the document as they should."""
    showing = _Showing(today, records)
    expected: list[tuple[Hashable, Draft | None, Expected | None]] = []
    texts = {name: (draft, each) for draft in drafts for name, each in draft.texts.items()}
    behind: dict[str, list[tuple[Draft, Expected]]] = {}
    for draft in drafts:
        for name, each in draft.behind:
            behind.setdefault(name, []).append((draft, each))
    for name in ("", *today.order):
        if name in texts:
            owner, paragraphs = texts[name]
            expected += [(showing.of(each.shown), owner, each) for each in paragraphs]
        elif name:
            expected.append((showing.block(today.blocks[name]), None, None))
        expected += [(showing.of(each.shown), draft, each) for draft, each in behind.get(name, [])]
    actual = [showing.of([Shown(each) for each in plain_tokens(said_by(block))]) for block in found.blocks]
    return _missing(expected, actual, [block.role for block in found.blocks])


def _missing(
    expected: Sequence[tuple[Hashable, Draft | None, Expected | None]],
    actual: Sequence[Hashable],
    roles: Sequence[str],
) -> list[Draft]:
    places: dict[int, int] = {}
    at, new_at = 0, 0
    hunks = differences([each for each, _, _ in expected], actual)
    for start, new_start, end, new_end in [
        *((hunk.start, hunk.new_start, hunk.end, hunk.new_end) for hunk in hunks),
        (len(expected), len(actual), 0, 0),
    ]:
        places.update(zip(range(at, start), range(new_at, new_start), strict=True))
        at, new_at = end, new_end
    spare = Counter(each for index, each in enumerate(actual) if index not in set(places.values()))
    wrong: list[Draft] = []
    for index, (said, draft, paragraph) in enumerate(expected):
        if draft is None or paragraph is None:
            continue
        here = index in places and (not paragraph.role or roles[places[index]] == paragraph.role)
        # Rows are sorted by what they say, and notes by their marks: they may have changed places.
        elsewhere = index not in places and spare[said] > 0 and not draft.behind
        if elsewhere:
            spare[said] -= 1
        if not here and not elsewhere and not any(each is draft for each in wrong):
            wrong.append(draft)
    return wrong


class _Showing:
    """How paragraphs are compared: by what a reader sees, once records have their new texts."""

    def __init__(self, today: Today, records: RecordChanges) -> None:
        self.roles = set(today.grounds.roles)
        self.texts = {
            address: (_plain(scalar.value), text)
            for address, text in records.texts.items()
            if (scalar := today.scalar(address)) is not None
        }

    def of(self, shown: Iterable[Shown]) -> Hashable:
        """Return what tells a paragraph from others."""
        tokens = []
        for each in shown:
            old, new = self.texts.get(each.address, ("", ""))
            text = new if old and _plain(each.token.text) == old else each.token.text
            layers = tuple(
                layer for layer in each.token.layers if layer.kind == "link" or layer.value in self.roles
            )
            tokens.append(Token(text, layers, each.token.note))
        return tuple(
            (char.replace(NO_BREAK_SPACE, " "), layers) for char, layers in signature(settled(joined(tokens)))
        )

    def block(self, block: BaseBlock) -> Hashable:
        """Return what tells a block of today, with records as they will be."""
        shown: list[Shown] = []
        for token in tokens_of(said_by(block)):
            fields = [layer for layer in token.layers if layer.kind == "field"]
            address = next(
                (layer.value for layer in reversed(fields) if not layer.value.startswith(COMPUTED)), ""
            )
            layers = tuple(layer for layer in token.layers if layer.kind != "field")
            last = shown[-1] if shown else None
            if last and address and last.address == address and last.token.layers == layers:
                shown[-1] = Shown(replace(last.token, text=last.token.text + token.text), address)
            else:
                shown.append(Shown(replace(token, layers=layers), address))
        return self.of(shown)


def _plain(text: str) -> str:
    return SPACE.sub(" ", text).replace(NO_BREAK_SPACE, " ")
