"""Many paragraphs that were all edited are found again, without comparing each with each."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from communique.word import placing
from communique.word.placing import aligned
from communique.writers.docx_base import Base, BaseBlock

if TYPE_CHECKING:
    import pytest

COUNT = 200
FEW = 12  # comparisons for each paragraph


def listed(texts: list[str]) -> Base:
    """Return a document that is one list of paragraphs."""
    blocks = [
        BaseBlock(f"b{number}", "paragraph", "body", text, address=f"minutes.yaml: points[{number}]")
        for number, text in enumerate(texts)
    ]
    return Base("", "", "minutes", "", tuple(blocks))


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
