"""Many paragraphs that were all edited are found again, without comparing each with each."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from communique.expressions import ExpressionError
from communique.languages import read_language
from communique.project import open_project
from communique.word import placing, prose_writing
from communique.word.placing import aligned
from communique.word.prose_map import ProseBlock, read_prose
from communique.word.prose_writing import Grounds, block_reads_as
from communique.word.tokens import Marked, tokens_of
from communique.writers.docx_base import Base, BaseBlock

if TYPE_CHECKING:
    import pytest

    from communique.exposed import Phrase

REPOSITORY = Path(__file__).resolve().parents[2]
COUNT = 200
FEW = 12  # comparisons for each paragraph


def listed(texts: list[str]) -> Base:
    """Return a document that is one list of paragraphs."""
    blocks = [
        BaseBlock(f"b{number}", "paragraph", "body", text, address=f"minutes.yaml: points[{number}]")
        for number, text in enumerate(texts)
    ]
    return Base("", "", "minutes", "", tuple(blocks))


def no_phrase(expression: str) -> Phrase:
    raise ExpressionError("unknown-name", expression)


def test_they_are_found_in_another_order_by_few_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = Random(5)  # noqa: S311
    words = [[f"word{choice.randrange(500)}" for _ in range(30)] for _ in range(COUNT)]
    edited = [[*row[:7], "changed", *row[9:]] for row in words]
    order = list(range(COUNT))
    choice.shuffle(order)
    old, new = listed([" ".join(row) for row in words]), listed([" ".join(edited[each]) for each in order])
    compared: list[int] = []
    likeness = placing._likeness

    def counted(one: BaseBlock, other: BaseBlock) -> float:
        compared.append(1)
        return likeness(one, other)

    monkeypatch.setattr(placing, "_likeness", counted)
    found = aligned(old, new)
    assert {each: block.text for each, block in found.items()} == {
        f"b{number}": " ".join(row) for number, row in enumerate(edited)
    }
    assert len(compared) <= FEW * COUNT


def test_the_other_paragraphs_of_a_text_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    value = "\n\n".join(f"Paragraph {number} says what it says." for number in range(COUNT))
    blocks = read_prose(value, inline=False, phrase=no_phrase)
    read: list[int] = []

    def counted(text: str, **options: Any) -> tuple[ProseBlock, ...]:
        read.append(len(text))
        return read_prose(text, **options)

    monkeypatch.setattr(prose_writing, "read_prose", counted)
    grounds = Grounds(no_phrase, read_language("en", open_project(REPOSITORY).theme))
    for number in range(len(blocks)):
        holds = block_reads_as(value, number, blocks, grounds, inline=False)
        assert holds("Other words.", tokens_of(Marked("Other words.", ())))
        assert not holds("- Other words.", tokens_of(Marked("- Other words.", ())))
    assert max(read) <= len(blocks[-1].source)
