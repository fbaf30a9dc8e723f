"""What was merged is known when a file is imported once more, and what only looks like it is not taken for it."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from communique.word.already import merged_again
from communique.word.merge import merge_tokens, word_hunks
from communique.word.tokens import Marked, tokens_of
from roundtrip.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.word.tokens import Token
    from folders import Folder

FILE = "content/minutes.yaml"
SHORT = "minutes.yaml: points[2]"
SAID = "plain words about nothing in particular"
TRIPLES = 4000
COMMON = ("not", "the", "of", "and", "in", "to", "a", "may", "shall", "it")

SEARCHED = "They could search more actively for new solutions."
NEGATED = "They could not search more actively for new solutions."


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


@pytest.mark.parametrize(
    "ours",
    [
        "They could respond carefully, not hastily for new solutions.",
        "They would not hesitate to search more actively for new solutions.",
    ],
    ids=["another not", "the opposite"],
)
def test_a_word_that_stands_in_the_content_for_another_reason_is_a_conflict(
    meeting: Folder, ours: str
) -> None:
    meeting.change(FILE, SAID, SEARCHED)
    assert meeting.run("build", "minutes", "--format", "docx").exit_code == 0
    desk = Desk((meeting.root / "build" / "minutes.docx").read_bytes())
    desk.replace(SEARCHED, NEGATED, SHORT)
    path = meeting.root.parent / "returned.docx"
    path.write_bytes(desk.saved())
    meeting.change(FILE, SEARCHED, ours)
    result = meeting.run("import", str(path), "--yes")
    assert result.exit_code == 3, result.output
    assert "already in the content" not in result.output
    (waiting,) = json.loads(meeting.run("conflicts", "--json").stdout)
    assert "not" in waiting["theirs"].split()
    assert ours in meeting.read(FILE)
    settled = meeting.run("conflicts", "--theirs", "--yes")
    assert settled.exit_code == 0, settled.output
    assert "not search more actively" in meeting.read(FILE)


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        (
            "could search more for it",
            "could respond carefully, not hastily for it",
            "could not search more for it",
        ),
        ("could search", "would not hesitate to search", "could not search"),
        ("a w1 b", "a the b", "a the w1 the b"),
    ],
)
def test_words_that_stand_elsewhere_or_for_another_change_are_not_taken_for_an_edit(
    base: str, ours: str, theirs: str
) -> None:
    _, clashes = merged_again(row(base.split(" ")), row(ours.split(" ")), row(theirs.split(" ")))
    assert clashes


def row(words: list[str]) -> tuple[Token, ...]:
    return tokens_of(Marked(" ".join(words)))


def edited(words: list[str], choice: random.Random, vocabulary: Sequence[str] = ()) -> list[str]:
    """Return words with one or two changes, each with words of its own or of a few that come everywhere."""
    result = list(words)
    for _ in range(choice.randint(1, 2)):
        at = choice.randrange(len(result) + 1)
        new = [
            choice.choice(vocabulary) if vocabulary else f"new{choice.randrange(10**6)}"
            for _ in range(choice.choice([0, 1, 1, 2]))
        ]
        result[at : at + choice.choice([0, 0, 1, 1, 2])] = new
    return result


@pytest.mark.parametrize("vocabulary", [(), COMMON], ids=["words of their own", "common words"])
def test_generated_edits_that_put_words_in_are_known_once_they_were_merged(
    vocabulary: tuple[str, ...],
) -> None:
    choice = random.Random(7)  # noqa: S311 - nothing is kept secret
    tried = asked = 0
    for _ in range(TRIPLES):
        words = [f"w{number}" for number in range(choice.randint(4, 14))]
        base = row(words)
        ours, theirs = (row(edited(words, choice, vocabulary)) for _ in range(2))
        merged, clashes = merge_tokens(base, ours, theirs)
        if clashes or any(each.new_start == each.new_end for each in word_hunks(base, theirs)):
            continue
        again, doubts = merged_again(base, merged, theirs)
        assert again == merged, (base, ours, theirs)
        tried += 1
        asked += bool(doubts)
    assert tried > TRIPLES // 4
    assert asked < tried / 200, "both words beside such an edit have to be others for it to be in doubt"


def test_generated_edits_that_share_common_words_with_those_of_today_are_not_lost() -> None:
    choice = random.Random(11)  # noqa: S311 - nothing is kept secret
    tried = 0
    for _ in range(TRIPLES):
        words = [f"w{number}" for number in range(choice.randint(4, 10))]
        ours = edited(edited(words, choice, COMMON), choice, COMMON)
        start = choice.randrange(len(words) + 1)
        end = min(start + choice.choice([0, 0, 1, 2]), len(words))
        new = [choice.choice(COMMON) for _ in range(choice.choice([1, 1, 2]))]
        theirs = [*words[:start], *new, *words[end:]]
        merged, clashes = merged_again(row(words), row(ours), row(theirs))
        if not clashes and not stands(ours, words[:start], new, words[end:]):
            tried += 1
            assert merged != row(ours), (words, ours, theirs)
    assert tried > TRIPLES // 4


def stands(ours: list[str], before: list[str], new: list[str], behind: list[str]) -> bool:
    """Whether words stand in ours beside the word before or behind them, or alone with others between both."""
    left, right = ["", *before][-1], [*behind, ""][0]
    said = ["", *ours, ""]
    places = [at for at in range(1, len(said)) if said[at : at + len(new)] == new]
    return any(
        said[at - 1] == left
        or said[at + len(new)] == right
        or (
            [each for each in said[:at] if each not in COMMON][-1] == left
            and next(each for each in said[at:] if each not in COMMON) == right
        )
        for at in places
    )
