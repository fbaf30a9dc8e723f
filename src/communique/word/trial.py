"""Try changed content before it is written: does it compose, and does the document show what Word shows?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.content import read_content
from communique.word.arranging import NO_ROLE_HERE
from communique.word.drafts import Left, kind_named, unstyled
from communique.word.looks import Looks
from communique.word.merge import differences, settled
from communique.word.placing import COMPUTED, Today, plain_tokens, said_by, today_of
from communique.word.prose_fields import NO_BREAK_SPACE
from communique.word.prose_map import SPACE, joined
from communique.word.prose_writing import Shown, signature
from communique.word.tokens import Token, tokens_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence
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


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A paragraph that the document is to show, whose it is, and the address of what it is or follows."""

    said: Hashable
    draft: Draft | None = None
    paragraph: Expected | None = None
    place: str = ""


class Outcome:
    """What a document shows once drafts are carried out, held against what it is to show."""

    def __init__(self, today: Today, found: Base, drafts: Sequence[Draft], records: RecordChanges) -> None:
        self._today = today
        self._blocks = found.blocks
        showing = _Showing(today, records)
        self._wanted = list(_wanted(today, drafts, showing))
        self._said = [
            showing.of([Shown(each) for each in plain_tokens(said_by(block))]) for block in found.blocks
        ]
        self._places = _places([each.said for each in self._wanted], self._said)

    def not_as_shown(self) -> list[Draft]:
        """Return the drafts whose paragraphs do not show in the document as they should."""
        taken = set(self._places.values())
        spare = Counter(each for index, each in enumerate(self._said) if index not in taken)
        wrong: list[Draft] = []
        for index, each in enumerate(self._wanted):
            if each.draft is None or each.paragraph is None:
                continue
            place, role = self._places.get(index), each.paragraph.role
            here = place is not None and (not role or self._blocks[place].role == role)
            # Rows are sorted by what they say, and notes by their marks: they may have changed places.
            elsewhere = place is None and spare[each.said] > 0 and not each.draft.behind
            if elsewhere:
                spare[each.said] -= 1
            if not here and not elsewhere and not any(draft is each.draft for draft in wrong):
                wrong.append(each.draft)
        return wrong

    def recast(self) -> list[Left]:
        """Return the paragraphs that came back as something else than what they are in Word."""
        looks = Looks(self._today.project.theme.styles)
        left: list[Left] = []
        for index, place in self._places.items():
            wanted, block = self._wanted[index], self._blocks[place]
            word = wanted.paragraph.word if wanted.paragraph is not None else None
            if (
                wanted.draft is None
                or word is None
                or unstyled(word)
                or looks.kind(word) == looks.kind(block)
            ):
                continue
            who = dict.fromkeys(credit for each in wanted.draft.planned for credit in each.credits)
            left.append(
                Left(
                    self._today.name,
                    wanted.place,
                    f"{kind_named(block)}: {block.text}",
                    f"{kind_named(word)}: {block.text}",
                    NO_ROLE_HERE,
                    tuple(who),
                    wanted.draft.edits,
                )
            )
        return left


def _wanted(today: Today, drafts: Sequence[Draft], showing: _Showing) -> Iterator[_Wanted]:
    """Yield the paragraphs that a document is to show, in order."""
    texts = {name: (draft, each) for draft in drafts for name, each in draft.texts.items()}
    behind: dict[str, list[tuple[Draft, Expected]]] = {}
    for draft in drafts:
        for name, each in draft.behind:
            behind.setdefault(name, []).append((draft, each))
    for row in behind.values():
        row.sort(key=lambda pair: pair[1].turn)
    for name in ("", *today.order):
        place = today.blocks[name].address or name if name else ""
        if name in texts:
            owner, paragraphs = texts[name]
            yield from (_Wanted(showing.of(each.shown), owner, each, place) for each in paragraphs)
        elif name:
            yield _Wanted(showing.block(today.blocks[name]))
        yield from (
            _Wanted(showing.of(each.shown), draft, each, place) for draft, each in behind.get(name, [])
        )


def _places(wanted: Sequence[Hashable], said: Sequence[Hashable]) -> dict[int, int]:
    """Return where the paragraphs stand that are to be shown, for those that do."""
    places: dict[int, int] = {}
    at, new_at = 0, 0
    for hunk in (*differences(wanted, said), None):
        start, new_start = (hunk.start, hunk.new_start) if hunk else (len(wanted), len(said))
        places.update(zip(range(at, start), range(new_at, new_start), strict=True))
        if hunk:
            at, new_at = hunk.end, hunk.new_end
    return places


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
