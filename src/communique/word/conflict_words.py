"""The words of a conflict: where they stand in today's paragraph, and whether it says what came back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.word.already import merged_again
from communique.word.merge import differences, settled
from communique.word.tokens import Marked, Token, tokens_of, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from communique.word.conflicts import Conflict

NEAR = 12  # characters of what stands beside them by which words are known again
NEW = "new:"  # before the name of a footnote that is not in the content


def located(conflict: Conflict, text: str) -> tuple[int, int] | None:
    """Return where the words of a conflict are in a text that may have changed around them since."""
    start, end = conflict.start, conflict.start + len(conflict.ours)
    if conflict.around != text:
        old, new = words_of(conflict.around), words_of(text)
        shift = at = 0
        last = 0
        for hunk in differences(old, new, str.isspace):
            at += len("".join(old[last : hunk.start]))
            gone, come = "".join(old[hunk.start : hunk.end]), "".join(new[hunk.new_start : hunk.new_end])
            touched = at < end and start < at + len(gone) if gone else start < at < end or start == at == end
            if touched:
                return _between(conflict, text)
            shift += len(come) - len(gone) if at + len(gone) <= start else 0
            at += len(gone)
            last = hunk.end
        start, end = start + shift, end + shift
    return (start, end) if text[start:end] == conflict.ours else None


def _between(conflict: Conflict, text: str) -> tuple[int, int] | None:
    """Return where the words of a conflict stand between the same neighbours, if that is one place alone."""
    start, end = conflict.start, conflict.start + len(conflict.ours)
    before, behind = conflict.around[max(start - NEAR, 0) : start], conflict.around[end : end + NEAR]
    said = before + conflict.ours + behind
    if conflict.around.count(said) != 1 or text.count(said) != 1:
        return None
    at = text.index(said) + len(before)
    return at, at + len(conflict.ours)


def is_done(conflict: Conflict, tokens: Sequence[Token]) -> bool:
    """Whether a paragraph says by now what came back."""
    if (conflict.marks or conflict.notes) and not has_looks(conflict, tokens):
        return False
    end = conflict.start + len(conflict.ours)
    wanted = conflict.around[: conflict.start] + conflict.theirs + conflict.around[end:]
    base, ours, theirs = (tokens_of(Marked(each)) for each in (conflict.around, text_of(tokens), wanted))
    merged, clashes = merged_again(base, ours, theirs)
    return not clashes and text_of(settled(merged)) == text_of(settled(ours))


def has_looks(conflict: Conflict, tokens: Sequence[Token]) -> bool:
    """Whether a paragraph has the words that came back, all that lies on them, and no footnote that went."""
    new = [name for name, _ in conflict.footnotes]
    wanted = [_anonymous(token, new) for token in settled(tokens_of(Marked(conflict.theirs, conflict.marks)))]
    known = {token.note for token in wanted}
    row = [token if token.note in known else _anonymous(token, {token.note}) for token in tokens]
    there = any(row[at : at + len(wanted)] == wanted for at in range(len(row) - len(wanted) + 1))
    return there and not {token.note for token in tokens} & {*conflict.notes} - known


def _anonymous(token: Token, notes: Collection[str]) -> Token:
    return replace(token, note=NEW) if token.note and token.note in notes else token


def text_of(tokens: Iterable[Token]) -> str:
    """Return the text of tokens."""
    return "".join(token.text for token in tokens)
