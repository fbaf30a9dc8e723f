"""A file whose edits were merged with what the content says by now has nothing new when it is imported once more."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from communique.word.already import news
from communique.word.merge import merge_tokens, word_hunks
from communique.word.tokens import Marked, tokens_of
from roundtrip.desk import Desk

if TYPE_CHECKING:
    from communique.word.tokens import Token
    from folders import Folder

FILE = "content/minutes.yaml"
SHORT = "minutes.yaml: points[2]"
SAID = "plain words about nothing in particular"
TRIPLES = 4000


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("plain words in particular", "plain about nothing in particular", "plain in particular"),
        (
            "simple words about nothing in particular",
            "plain terms about nothing",
            "simple terms about nothing",
        ),
        ("words about nothing particular", "plain nothing in particular", "nothing particular"),
    ],
)
def test_what_was_merged_is_done(meeting: Folder, ours: str, theirs: str, merged: str) -> None:
    desk = Desk((meeting.root / "build" / "minutes.docx").read_bytes())
    desk.replace(SAID, theirs, SHORT)
    path = meeting.root.parent / "returned.docx"
    path.write_bytes(desk.saved())
    meeting.change(FILE, SAID, ours)
    first = meeting.run("import", str(path))
    assert first.exit_code == 0, first.output
    assert f"- {merged}\n" in meeting.read(FILE)
    before = meeting.read(FILE)
    second = meeting.run("import", str(path), "--theirs")
    assert second.exit_code == 0, second.output
    assert "1 edit already in the content" in second.output
    assert "conflict" not in second.output.replace("no conflict settled", "")
    assert meeting.read(FILE) == before


def row(words: list[str]) -> tuple[Token, ...]:
    return tokens_of(Marked(" ".join(words)))


def edited(words: list[str], choice: random.Random) -> list[str]:
    """Return words with one or two changes, each with words of its own."""
    result = list(words)
    for _ in range(choice.randint(1, 2)):
        at = choice.randrange(len(result) + 1)
        new = [f"new{choice.randrange(10**6)}" for _ in range(choice.choice([0, 1, 1, 2]))]
        result[at : at + choice.choice([0, 0, 1, 1, 2])] = new
    return result


def test_generated_edits_that_put_words_in_are_known_once_they_were_merged() -> None:
    choice = random.Random(7)  # noqa: S311 - nothing is kept secret
    tried = 0
    for _ in range(TRIPLES):
        words = [f"w{number}" for number in range(choice.randint(4, 14))]
        base, ours, theirs = row(words), row(edited(words, choice)), row(edited(words, choice))
        merged, clashes = merge_tokens(base, ours, theirs)
        if clashes or any(each.new_start == each.new_end for each in word_hunks(base, theirs)):
            continue
        tried += 1
        assert merge_tokens(base, merged, news(base, merged, theirs)) == (merged, ()), (base, ours, theirs)
    assert tried > TRIPLES // 4
