"""What `explain` says of a code."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from communique import explain
from communique.checks.catalogue import CHECKS
from communique.explain import PAGE, UnknownCodeError, codes, entry, read_page

REPOSITORY = Path(__file__).resolve().parents[1]


def test_an_entry_says_what_a_code_means_and_what_to_do() -> None:
    assert entry("file-too-large").startswith("file-too-large\n\nA file has more than 4 MiB.")


@pytest.mark.parametrize("code", codes())
def test_an_entry_is_plain_text_in_short_lines(code: str) -> None:
    text = entry(code)
    assert "](" not in text
    assert "**" not in text
    assert "```" not in text
    assert "CODE" not in text
    assert all(len(line) <= explain.WIDTH for line in text.split("\n"))
    assert text.count("\n\n") >= 1


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_every_check_has_an_entry_that_says_how_it_is_silenced(check: object) -> None:
    code = check.code  # type: ignore[attr-defined]
    text = entry(code)
    assert f"`# communique: allow {code}`" in text
    assert f'`{code} = "off"`' in text


def test_a_link_is_shown_by_its_words_and_a_command_stands_by_itself() -> None:
    text = entry("misspelt")
    assert '\n\n    pip install "communique[spelling]"\n\n' in text
    assert "has a key that is no setting." in entry("unknown-setting")


def test_a_code_that_does_not_exist_is_told_which_is_near() -> None:
    with pytest.raises(UnknownCodeError, match="there is no code `mispelt`") as caught:
        entry("mispelt")
    assert caught.value.hint == "did you mean `misspelt`?"


def test_code_is_not_broken_at_the_end_of_a_line() -> None:
    for width in range(40, 90):
        for line in entry("misspelt", width).split("\n"):
            assert line.count("`") % 2 == 0


def test_the_page_ships_with_the_package() -> None:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    included = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included[f"docs/{PAGE}"] == f"communique/{PAGE}"
    assert read_page() == (REPOSITORY / "docs" / PAGE).read_text(encoding="utf-8")
