"""The spaces at which a line must not break, and only those."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.languages import read_language
from communique.tree import Field, LineBreak, Styled, Text, plain_text
from communique.typography import bind

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.theme import Theme
    from communique.tree import Inline


def bound(children: tuple[Inline, ...], tag: str, theme: Theme) -> str:
    """Return text with its no-break spaces shown as underscores."""
    return plain_text(bind(children, read_language(tag, theme))).replace("\u00a0", "_")


@pytest.mark.parametrize(
    "text",
    [
        "Mr._Vitorino met Ms._Arbour and Dr._No",
        "on 8_October 2018 and 26 and 27_March",
        "Session_3 and sessions_4 to 6",
        "J._Dotto, A._B._Łukasz and É._Zola",
        "74_per cent, 3_million",
        "page_7, p._7, No._5, Article_2",
        # not inside ordinary words, nor where nothing follows
        "the Mr.", "Possession 3", "28 Octobers", "3 persons", "Room with a view", "the 3 pers",
        "MrX Vitorino", "Obsession 3 of 4", "in 2018 the UN",
    ],
)  # fmt: skip
def test_english_lines_do_not_break_at(text: str, theme: Theme) -> None:
    assert bound((Text(text.replace("_", " ")),), "en", theme) == text


@pytest.mark.parametrize(
    "text", ["M._Vitorino et Mme_Arbour", "le 8_octobre", "Séance_3", "50_%.", "50_% des voix"]
)
def test_french_lines_do_not_break_at(text: str, theme: Theme) -> None:
    assert bound((Text(text.replace("_", " ")),), "fr", theme) == text


def test_a_space_is_bound_where_a_field_or_emphasis_begins(theme: Theme) -> None:
    children: tuple[Inline, ...] = (
        Text("Mr. "),
        Field("people.yaml: a.family", (Text("Vitorino"),)),
        Text(" on "),
        Styled("emphasis", (Text("8"),)),
        Text(" October,"),
        LineBreak(),
        Field("= x", (Text("Session"),)),
        Text(" 3"),
    )
    assert bound(children, "en", theme) == "Mr._Vitorino on 8_October,\nSession_3"


def test_a_space_before_a_line_break_stays(theme: Theme) -> None:
    assert bound((Text("Mr. "), LineBreak(), Text("Vitorino")), "en", theme) == "Mr. \nVitorino"


def test_nothing_but_spaces_changes(theme: Theme) -> None:
    children: tuple[Inline, ...] = (Text("Mr. A on 8 October, Session 3"), Field("x", (Text("J. B"),)))
    before, after = plain_text(children), plain_text(bind(children, read_language("en", theme)))
    assert after.replace("\u00a0", " ") == before


def test_french_quotation_marks_and_high_signs_keep_their_spaces(theme: Theme) -> None:
    text = (Text("Il a dit : « Oui ! » Pourquoi ?"),)
    assert bound(text, "fr", theme) == "Il a dit_: «_Oui_!_» Pourquoi_?"


def test_a_folded_line_leaves_no_space_between_ideographs(said: Callable[[str], str]) -> None:
    assert said("会议于日内瓦举行。 会议闭幕。 A text.") == "会议于日内瓦举行。会议闭幕。 A text."
