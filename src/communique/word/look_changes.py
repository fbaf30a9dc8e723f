"""Say in words what a change does besides words: emphasis, strong, links, and the marks of footnotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.word.merge import word_hunks
from communique.word.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.word.tokens import Token

Looks = tuple[Layer, ...]
FEW = 4  # words by which a place is known


def looks_changed(old: Sequence[Token], new: Sequence[Token]) -> tuple[str, ...]:
    """Return what becomes of the looks of words that stay, such as `emphasis: in particular`."""
    told: list[str] = []
    words = ""
    last: tuple[Looks, Looks] = ((), ())
    for gone, come, word in (*_differences(old, new), ((), (), "")):
        if (gone, come) == last:
            words += word
            continue
        told += [f"{each}: {words.strip()}" for each in _named(*last)] if words.strip() else []
        last, words = (gone, come), word
    return (*told, *_marks_changed(old, new))


def _marks_changed(old: Sequence[Token], new: Sequence[Token]) -> Iterator[str]:
    """Yield which marks of footnotes came and went, by the words before them."""
    for hunk in word_hunks(old, new):
        gone, come = old[hunk.start : hunk.end], new[hunk.new_start : hunk.new_end]
        names = {each.note for each in gone}, {each.note for each in come}
        for tokens, others, at, what in (
            (gone, names[1], hunk.start, "deleted"),
            (come, names[0], hunk.new_start, "put in"),
        ):
            row = old if tokens is gone else new
            for place, each in enumerate(tokens, start=at):
                if each.note and each.note not in others:
                    yield f"footnote mark {what}{_after(row[:place])}"


def _after(tokens: Sequence[Token]) -> str:
    """Return what stands before a place, its last words."""
    words = "".join(token.text for token in tokens).split()
    return f" after “{'… ' * (len(words) > FEW)}{' '.join(words[-FEW:])}”" if words else " at the beginning"


def _differences(old: Sequence[Token], new: Sequence[Token]) -> Iterator[tuple[Looks, Looks, str]]:
    """Yield the words that stay, with the looks that went and that came; what changed ends a stretch."""
    at = new_at = 0
    for hunk in (*word_hunks(old, new), None):
        end = hunk.start if hunk else len(old)
        for before, after in zip(old[at:end], new[new_at : new_at + end - at], strict=True):
            one, other = _looks(before), _looks(after)
            yield (
                tuple(each for each in one if each not in other),
                tuple(each for each in other if each not in one),
                after.text,
            )
        if hunk:
            yield (), (), ""
            at, new_at = hunk.end, hunk.new_end


def _looks(token: Token) -> Looks:
    return tuple(layer for layer in token.layers if layer.kind in {"style", "link"})


def _named(gone: Looks, come: Looks) -> Iterator[str]:
    """Yield names for looks that came and went; of two links one that was changed."""
    links = [next((each.value for each in side if each.kind == "link"), "") for side in (gone, come)]
    if all(links):
        yield f"link to {links[1]}, not to {links[0]}"
    for prefix, side, other in (("", come, links[0]), ("no ", gone, links[1])):
        for each in side:
            if each.kind == "style":
                yield f"{prefix}{each.value}"
            elif not other:
                yield f"{prefix}link to {each.value}"
