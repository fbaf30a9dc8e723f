"""What Word shows is what is read: words, looks, links and paragraphs, tracked or not."""

from __future__ import annotations

import pytest

from communique.word.edited import Credit, blocks_of
from communique.writers.docx_base import Mark
from communique.writers.ooxml import W, w
from roundtrip.desk import Desk
from roundtrip.gathered import gathered
from roundtrip.matching import matches
from roundtrip.views import (
    LEAD,
    OPENING,
    QUOTATION,
    RAPPORTEUR,
    REVIEWER,
    SECOND,
    SPOKEN,
    accepted,
    block,
    by,
    marked,
    maybe,
    others_unchanged,
    read,
    rejected,
    texts,
    under,
)


@pytest.fixture
def desk() -> Desk:
    return Desk(gathered()["sample"].content)


# Words


def test_words_that_are_typed_over_others_are_read_in_their_place(desk: Desk) -> None:
    before = desk.text(SECOND)
    desk.replace("forty delegations", "forty-two delegations", SECOND)
    view = accepted(desk)
    assert block(view, desk, SECOND).text == before.replace("forty", "forty-two")
    assert others_unchanged(view, desk, SECOND)


@pytest.mark.parametrize("edges", ["word", "inside", "outside"])
def test_words_typed_at_both_ends_belong_to_the_block_wherever_its_bookmark_ends(edges: str) -> None:
    desk = Desk(gathered()["sample"].content, edges=edges)
    before = desk.text(SECOND)
    desk.overtype(SECOND, 0, 0, "First. ")
    desk.insert(" Last.", SECOND)
    view = accepted(desk)
    assert block(view, desk, SECOND).text == f"First. {before} Last."
    assert others_unchanged(view, desk, SECOND)


@pytest.mark.parametrize(
    "words",
    [
        "“quoted” and ‘so’ – with a dash",
        "1\u00a0000 and narrow\u202fones",
        "المرحلة الأخيرة",
        "移徙与发展",
        "e\u0301t\u00e9, n\u0303",
        "👩\u200d👩\u200d👧 🇨🇭",
        "non\u2011breaking and soft\u00adhyphen",
        "a < b & c > d",
    ],
)
def test_whatever_is_typed_is_read_as_it_is(desk: Desk, words: str) -> None:
    before = desk.text(SECOND)
    desk.insert(f" {words}", SECOND, after="city governments")
    assert block(accepted(desk), desk, SECOND).text == before.replace(
        "governments", f"governments {words}", 1
    )


def test_blanks_that_html_does_not_show_are_not_read(desk: Desk) -> None:
    before = desk.text(SECOND)
    desk.insert("  ", SECOND)
    desk.insert("\t ", SECOND, before="Participants")
    desk.insert(" \t ", SECOND, after="forty")
    assert block(accepted(desk), desk, SECOND).text == before


def test_a_word_taken_out_with_one_of_its_blanks_leaves_one(desk: Desk) -> None:
    before = desk.text(SECOND)
    desk.delete("forty", SECOND)
    assert block(accepted(desk), desk, SECOND).text == before.replace("forty ", "")


def test_a_line_break_is_a_new_line(desk: Desk) -> None:
    desk.insert("Second line", QUOTATION)
    (leaf,) = [each for each in desk.paragraph(QUOTATION).iter(W + "t") if "Second" in (each.text or "")]
    leaf.text = "Second line"
    leaf.addprevious(w("br"))
    assert block(accepted(desk), desk, QUOTATION).text.endswith("opens it.”\nSecond line")


# Looks


def test_words_made_bold_and_italic_are_strong_and_emphasised(desk: Desk) -> None:
    desk.bold("forty delegations", SECOND)
    desk.italic("delegations, from", SECOND)
    found = block(accepted(desk), desk, SECOND)
    assert found.marks == (
        Mark("style", 23, 40, "strong"),
        Mark("style", 29, 40, "emphasis"),
        Mark("style", 40, 46, "emphasis"),
    )


def test_emphasis_that_is_switched_off_is_gone(desk: Desk) -> None:
    desk.italic("patience", OPENING, on=False)
    desk.bold("candour", OPENING, on=False)
    assert marked(block(accepted(desk), desk, OPENING)) == [("family-name", "Vitorino")]


def test_italics_turned_over_in_a_quotation_are_emphasis(desk: Desk) -> None:
    desk.italic("last", SPOKEN, on=False)
    assert marked(block(accepted(desk), desk, SPOKEN))[:3] == [
        ("quotation", "“Who owns the last mile?”"),
        ("emphasis", "owns"),
        ("emphasis", "last"),
    ]


def test_what_changes_nothing_to_the_eye_changes_nothing(desk: Desk) -> None:
    desk.italic("Who", SPOKEN)
    desk.bold("early", LEAD)
    assert matches(desk.base, accepted(desk)) == []


def test_words_that_are_lighter_than_their_paragraph_are_reported(desk: Desk) -> None:
    desk.bold("early", LEAD, on=False)
    view = accepted(desk)
    assert [(each.what, each.text) for each in view.unreadable] == [("not bold", "early")]
    assert block(view, desk, LEAD).marks == ()


def test_a_character_style_of_the_style_map_is_its_role(desk: Desk) -> None:
    desk.character_style("city governments", SECOND, "Quotation")
    desk.character_style("forty", SECOND, "Small Capitals")
    assert marked(block(accepted(desk), desk, SECOND)) == [
        ("small-caps", "forty"),
        ("quotation", "city governments"),
    ]


def test_formatting_without_a_word_for_it_is_reported_with_its_words(desk: Desk) -> None:
    desk.format("forty", SECOND, w("u", val="single"))
    desk.format("city", SECOND, w("highlight", val="yellow"))
    desk.format("chain", SECOND, w("vertAlign", val="superscript"))
    found = [(each.what, each.text) for each in accepted(desk).unreadable]
    assert found == [("underlined", "forty"), ("highlighted", "city"), ("raised", "chain")]


def test_words_typed_in_a_passage_of_another_language_belong_to_it(desk: Desk) -> None:
    desk.insert(" grande", SPOKEN, after="la dernière")
    found = block(accepted(desk), desk, SPOKEN)
    assert ("passage", "«\u202fla dernière grande étape\u202f»") in marked(found)
    assert [mark.language for mark in found.marks if mark.language] == ["fr", "ar", "zh"]


def test_a_keyboard_in_another_language_makes_no_passage(desk: Desk) -> None:
    desk.format("forty delegations", SECOND, w("lang", val="fr-CH"))
    assert matches(desk.base, accepted(desk)) == []


# Links


def test_a_link_that_word_makes_of_an_address_is_a_link(desk: Desk) -> None:
    desk.replace("forty", "https://example.org/forty", SECOND)
    desk.link("https://example.org/forty", SECOND, "https://example.org/forty")
    found = block(accepted(desk), desk, SECOND)
    assert marked(found, "link") == [("https://example.org/forty", "https://example.org/forty")]


def test_a_link_that_is_taken_off_is_gone_and_its_words_stay(desk: Desk) -> None:
    before = desk.text(OPENING)
    desk.unlink("programme", OPENING)
    found = block(accepted(desk), desk, OPENING)
    assert found.text == before
    assert marked(found, "link") == [("#conclusions", "Conclusions")]


def test_an_address_that_an_editor_spells_its_own_way_is_the_same(desk: Desk) -> None:
    for relation in desk.roots["word/_rels/document.xml.rels"]:
        if relation.get("Target", "").startswith("https://example.org/programme"):
            relation.set("Target", "HTTPS://example.org/programme?a=1&b=2")
    assert matches(desk.base, accepted(desk)) == []


# Paragraphs


@pytest.mark.parametrize("tracked", [False, True])
def test_a_paragraph_that_is_split_is_two_and_the_bookmark_reaches_over_both(
    desk: Desk, tracked: bool
) -> None:
    before = desk.text(SECOND)
    with maybe(desk, tracked):
        desk.split(SECOND, before="They agreed")
    first, second = under(accepted(desk), desk, SECOND)
    assert (first.text, second.text) == (before[: before.index(" They")], before[before.index("They") :])
    assert (first.role, second.role) == ("body", "body")
    if tracked:
        assert matches(desk.base, rejected(desk)) == []
        assert first.touches[-1].credit.author == RAPPORTEUR


@pytest.mark.parametrize("tracked", [False, True])
def test_paragraphs_that_are_joined_are_one_with_both_bookmarks(desk: Desk, tracked: bool) -> None:
    first, second = desk.text(SECOND), desk.text(QUOTATION)
    with maybe(desk, tracked):
        desk.join(SECOND)
    found = block(accepted(desk), desk, SECOND)
    assert found.text == first + second
    assert [anchor.start for anchor in found.anchors] == [0, len(first)]
    assert found.role == "body"
    assert marked(found) == [("emphasis", "We")]
    if tracked:
        assert matches(desk.base, rejected(desk)) == []


@pytest.mark.parametrize("tracked", [False, True])
def test_a_paragraph_that_is_deleted_is_gone_and_it_is_known_by_whom(desk: Desk, tracked: bool) -> None:
    before = len(texts(accepted(desk)))
    with maybe(desk, tracked):
        desk.delete_block(SECOND)
    view = accepted(desk)
    assert len(texts(view)) == before - 1
    assert not [each for each in under(view, desk, SECOND) if each.text.startswith("Participants")]
    name = next(each.bookmark for each in desk.base.blocks if each.address == SECOND)
    assert [(each.names, each.credit.author) for each in view.removed] == (
        [((name,), RAPPORTEUR)] if tracked else []
    )
    if tracked:
        assert matches(desk.base, rejected(desk)) == []


@pytest.mark.parametrize("tracked", [False, True])
@pytest.mark.parametrize("typed", ["after", "before"])
def test_a_paragraph_that_is_typed_stands_without_a_bookmark(desk: Desk, tracked: bool, typed: str) -> None:
    with maybe(desk, tracked):
        desk.insert_block("A new conclusion.", SECOND, typed=typed)
    view = accepted(desk)
    found = [each for each in blocks_of(view) if each.text == "A new conclusion."]
    assert [(each.anchors, each.role, each.kind) for each in found] == [((), "body", "paragraph")]
    assert texts(view)[texts(view).index("A new conclusion.") - 1] == desk.text(SECOND)
    if tracked:
        assert found[0].touches[0].credit == Credit(RAPPORTEUR, "2026-11-02T09:00:00Z")
        assert matches(desk.base, rejected(desk)) == []


@pytest.mark.parametrize("tracked", [False, True])
@pytest.mark.parametrize("bookmarks", ["moved", "left"])
def test_a_paragraph_that_is_moved_stands_in_its_new_place(desk: Desk, tracked: bool, bookmarks: str) -> None:
    words = desk.text(SECOND)
    with maybe(desk, tracked):
        desk.move(SECOND, after=QUOTATION, bookmarks=bookmarks)
    view = accepted(desk)
    assert texts(view)[texts(view).index(words) - 1] == desk.text(QUOTATION)
    assert texts(view).count(words) == texts(rejected(Desk(gathered()["sample"].content))).count(words)
    if tracked and bookmarks == "left":
        assert matches(desk.base, rejected(desk)) == []
    if tracked:
        assert texts(rejected(desk)) == [each.text for each in desk.base.blocks]


@pytest.mark.parametrize("tracked", [False, True])
@pytest.mark.parametrize(
    ("style", "meaning"),
    [
        ("Quote", ("paragraph", "quotation", 0)),
        ("heading 1", ("heading", "heading", 2)),
        ("heading 2", ("heading", "heading", 3)),
        ("Lead Statement", ("paragraph", "lead", 0)),
        ("List Bullet", ("item", "list-item", 0)),
        ("Normal", ("paragraph", "", 0)),
    ],
)
def test_another_style_is_another_role(
    desk: Desk, tracked: bool, style: str, meaning: tuple[str, str, int]
) -> None:
    with maybe(desk, tracked):
        desk.style(SECOND, style)
    found = block(accepted(desk), desk, SECOND)
    assert (found.kind, found.role, found.level) == meaning
    assert found.style == style
    if tracked:
        assert matches(desk.base, rejected(desk)) == []
        assert [each.author for each in found.restyled] == [RAPPORTEUR]


def test_a_list_item_is_read_with_its_level_and_whether_it_is_numbered(desk: Desk) -> None:
    desk.list_item("summary.yaml: steps[0]", level=1)
    desk.list_item(SECOND, ordered=True, level=2)
    first, second = (block(accepted(desk), desk, each) for each in ("summary.yaml: steps[0]", SECOND))
    assert (first.kind, first.level, first.ordered) == ("item", 1, False)
    assert (second.kind, second.level, second.ordered) == ("item", 2, True)


def test_empty_paragraphs_are_no_blocks(desk: Desk) -> None:
    desk.insert_block("", SECOND)
    desk.insert_block("   ", SECOND)
    assert matches(desk.base, accepted(desk)) == []


# Headings and what is shown beside the text


def test_the_number_of_a_heading_is_no_part_of_it_even_where_words_are_typed_right_behind(desk: Desk) -> None:
    heading = "summary.yaml: conclusions.title"
    desk.overtype(heading, len("1.\u00a0"), len("1.\u00a0"), "Main ")
    assert desk.text(heading) == "1.\u00a0Main Conclusions"
    assert block(accepted(desk), desk, heading).text == "Main Conclusions"


def test_a_number_that_is_deleted_or_typed_anew_is_no_change(desk: Desk) -> None:
    heading = "summary.yaml: conclusions.title"
    desk.overtype(heading, 0, 2, "2.")
    assert matches(desk.base, accepted(desk)) == []
    desk.overtype(heading, 0, 3, "")
    assert matches(desk.base, accepted(desk)) == []


def test_a_header_that_somebody_changed_is_reported(desk: Desk) -> None:
    for each in desk.roots["word/header1.xml"].iter("{*}t"):
        each.text = (each.text or "").replace("Summary", "Draft summary")
    (found,) = accepted(desk).unreadable
    assert found.what == "header or footer"
    assert "Draft summary of conclusions" in found.text


# Two authors


def test_the_changes_of_two_authors_are_accepted_together_apart_and_not_at_all(desk: Desk) -> None:
    before = desk.text(SECOND)
    with desk.tracking(RAPPORTEUR):
        desk.replace("forty", "fifty", SECOND)
    with desk.tracking(REVIEWER):
        desk.replace("city", "town", SECOND)
        desk.bold("organisations", SECOND)
    assert read(desk).authors == (RAPPORTEUR, REVIEWER)
    assert block(accepted(desk), desk, SECOND).text == before.replace("forty", "fifty").replace(
        "city", "town"
    )
    assert block(by(desk, RAPPORTEUR), desk, SECOND).text == before.replace("forty", "fifty")
    assert block(by(desk, REVIEWER), desk, SECOND).text == before.replace("city", "town")
    assert marked(block(by(desk, RAPPORTEUR), desk, SECOND)) == []
    assert marked(block(by(desk, REVIEWER), desk, SECOND)) == [("strong", "organisations")]
    assert matches(desk.base, rejected(desk)) == []


def test_what_one_author_typed_and_another_deleted_is_there_for_the_first_alone(desk: Desk) -> None:
    before = desk.text(SECOND)
    with desk.tracking(RAPPORTEUR):
        desk.insert(" and two", SECOND, after="forty")
    with desk.tracking(REVIEWER):
        desk.delete(" and two", SECOND)
    assert block(by(desk, RAPPORTEUR), desk, SECOND).text == before.replace("forty", "forty and two")
    for view in (accepted(desk), rejected(desk), by(desk, REVIEWER)):
        assert block(view, desk, SECOND).text == before


def test_each_change_is_credited_to_its_author_and_day(desk: Desk) -> None:
    with desk.tracking(RAPPORTEUR, "2026-11-02T09:00:00Z"):
        desk.replace("forty", "fifty", SECOND)
    with desk.tracking(REVIEWER, "2026-11-03T10:00:00Z"):
        desk.delete(" city", SECOND)
    found = block(accepted(desk), desk, SECOND)
    seen = [
        (found.text[each.start : each.end], each.credit.author, each.credit.date) for each in found.touches
    ]
    assert seen == [
        ("", RAPPORTEUR, "2026-11-02T09:00:00Z"),
        ("fifty", RAPPORTEUR, "2026-11-02T09:00:00Z"),
        ("", REVIEWER, "2026-11-03T10:00:00Z"),
    ]
