"""What changed can be read out: where, what was, what is."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from communique.redline.compare import compare
from communique.redline.faces import as_data, as_markdown, as_text
from communique.redline.listing import Entry, listing_of
from communique.redline.places import ordinal
from communique.tree import Heading, Text
from redline.pairs import FOURTH, LIST, NOTES, OPENING, PAIRS, ROWS, SECOND, THIRD, p
from redline.versions import document


def entries(name: str) -> tuple[Entry, ...]:
    return listing_of(compare(*PAIRS[name]), "1a2b3c4").entries


TOLD = [
    ("one word", "changed", "second paragraph", "Participants came from forty delegations, from city governments and from …",
     "Participants came from fifty delegations, from city governments and from …"),
    ("emphasis added", "format", "second paragraph", "Participants came from forty delegations, from city governments and from …",
     "Participants came from *forty* delegations, from city governments and from …"),
    ("a paragraph inserted", "inserted", "third paragraph", "", "Nobody spoke against it."),
    ("a paragraph deleted", "deleted", "second paragraph", SECOND, ""),
    ("a paragraph moved down", "moved", "third paragraph", SECOND, SECOND),
    ("a paragraph split at a blank", "split", "second paragraph", "… governments and from organizations of migrants. They agreed that a journey is …",
     "… governments and from organizations of migrants. ¶ They agreed that a journey is …"),
    ("two paragraphs joined", "joined", "second paragraph", "… governments and from organizations of migrants. ¶ They agreed that a journey is …",
     "… governments and from organizations of migrants. They agreed that a journey is …"),
    ("a heading changed", "changed", "Overview of the session, heading", "Overview", "Overview of the session"),
    ("a heading inserted", "inserted", "Overview, What was agreed, heading", "", "What was agreed"),
    ("a paragraph made a heading", "format", "Overview, heading", "Overview", "Overview"),
    ("an item inserted", "inserted", "second item", "", "Pay them."),
    ("a row inserted", "inserted", "table, row “Opening, Mr. William Swing, Director General”", "", "Opening | Mr. William Swing | Director General"),
    ("a cell changed", "changed", "table, row “Moderator, Ms. Jill Helke, Director of …”, Title", "Director", "Director of International Cooperation"),
    ("a caption changed", "changed", "table “Speakers of the session”, caption", "Speakers", "Speakers of the session"),
    ("a footnote edited", "changed", "footnote 1", "Two delegations sent regrets.", "Three delegations sent their regrets."),
    ("a link leads elsewhere", "format", "first paragraph", "See [the annex](https://example.org/a).", "See [the annex](https://example.org/b)."),
    ("Chinese", "changed", "second paragraph", "最后一程最难走，各国应当合作。", "最后一程最难走，各国应当共同合作。"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "place", "was", "now"), TOLD, ids=[each[0] for each in TOLD])
def test_a_change_is_told(name: str, kind: str, place: str, was: str, now: str) -> None:
    [entry] = entries(name)
    assert (entry.kind, entry.place, entry.was, entry.now) == (kind, place, was, now)


SECTION = [("h", 2, "Conclusions"), ("n", 3, "Data and evidence"), *p(OPENING, SECOND)]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (
            [SECTION[0], ("n", 3, "What we know"), *SECTION[2:]],
            [("Conclusions, 1. What we know, heading", "1. Data and evidence", "1. What we know")],
        ),
        (
            [SECTION[0], ("n", 3, "What we know"), *p(OPENING, FOURTH)],
            [
                ("Conclusions, 1. What we know, heading", "1. Data and evidence", "1. What we know"),
                ("Conclusions, 1. What we know, second paragraph", SECOND, FOURTH),
            ],
        ),
        (
            [SECTION[0], ("n", 3, "What we know"), *p(OPENING.replace("and", "or"), SECOND)],
            [("Conclusions, 1. What we know, heading", "1. Data and evidence", "1. What we know")],
        ),
    ],
)
def test_what_is_replaced_in_its_place_is_told_as_one_change(
    after: list[tuple[str, ...]], told: list[tuple[str, ...]]
) -> None:
    found = listing_of(compare(document(SECTION), document(after)), "x").entries
    assert [(each.place, each.was, each.now) for each in found][: len(told)] == told
    assert {each.kind for each in found} == {"changed"}
    assert all(each.address for each in found)


def test_another_title_is_told_as_one_change() -> None:
    old = document(p(OPENING))
    title = Heading(1, (Text("What the meeting found"),), address="d: title", identifier="summary")
    [entry] = listing_of(compare(old, replace(old, blocks=(title, *old.blocks[1:]))), "x").entries
    assert (entry.place, entry.was, entry.now) == ("title", "Summary", "What the meeting found")


def test_several_that_are_replaced_at_once_are_told_as_gone_and_come() -> None:
    kinds = [each.kind for each in entries("all replaced")]
    assert kinds == ["deleted", "deleted", "inserted", "inserted"]
    mixed = listing_of(compare(document(p(OPENING, SECOND)), document([*p(OPENING), ("h", 2, "Data")])), "x")
    assert [each.kind for each in mixed.entries] == ["deleted", "inserted"]


def test_a_footnote_that_is_added_is_told_with_its_mark() -> None:
    mark, note = entries("a footnote added")
    assert mark.now.endswith("organizations of migrants.[1]")
    assert (note.place, note.kind, note.now) == ("footnote 1", "inserted", "Two delegations sent regrets.")


def test_a_number_that_changes_is_told_for_each_heading() -> None:
    found = [(each.place, each.was, each.now) for each in entries("a numbered heading inserted")]
    assert found == [("2. Opening, heading", "", "2. Opening"), ("3. Findings, heading", "2.", "3.")]


def test_changes_far_apart_in_a_paragraph_are_told_one_by_one_and_near_ones_together() -> None:
    long = f"{SECOND} {THIRD} {FOURTH}"
    far = long.replace("forty", "fifty").replace("dear", "costly")
    near = long.replace("forty", "fifty").replace("city", "town")
    count = [
        len(listing_of(compare(document(p(long)), document(p(each))), "x").entries) for each in (far, near)
    ]
    assert count == [2, 1]


def test_the_place_is_under_all_headings_and_the_address_stands_beside() -> None:
    body = [
        ("h", 2, "Conclusions"),
        ("n", 3, "Data"),
        *p(OPENING, SECOND),
        ("ul", LIST),
        ("ul", LIST),
        ("table", ROWS),
    ]
    changed = [
        *body[:3],
        ("p", SECOND.replace("forty", "fifty")),
        body[4],
        ("ul", [*LIST[:2], "Return."]),
        body[6],
    ]
    told = listing_of(compare(document([*body, *p(FOURTH)]), document([*changed, *p(FOURTH)])), "x").entries
    assert [each.place for each in told] == [
        "Conclusions, 1. Data, second paragraph",
        "Conclusions, 1. Data, second list, third item",
    ]
    assert [each.address for each in told] == ["d: body[3]", "d: body[5][2]"]


def test_what_stands_beside_the_text_comes_first() -> None:
    new = document(p(OPENING))
    old = replace(new, meta=replace(new.meta, marking="Draft", symbol=""))
    found = [
        (each.place, each.kind, each.was, each.now) for each in listing_of(compare(old, new), "x").entries
    ]
    assert found == [
        ("marking", "changed", "Draft", "EXAMPLE – NOT AN OFFICIAL DOCUMENT"),
        ("symbol", "inserted", "", "OSC/2026/7"),
    ]
    assert listing_of(compare(old, new), "x", said=False).entries == ()


@pytest.mark.parametrize(
    ("key", "place"), [("running_event", "header"), ("running_title", "header"), ("symbol", "symbol")]
)
def test_what_stands_on_every_page_is_a_change_by_itself(key: str, place: str) -> None:
    new = document(p(OPENING))
    old = replace(new, meta=replace(new.meta, **{key: "Other"}))  # type: ignore[arg-type]
    assert compare(old, new).changed
    assert [each.place for each in listing_of(compare(old, new), "x").entries] == [place]
    assert not compare(new, new).changed


def test_a_new_document_is_told_in_a_word() -> None:
    listing = listing_of(compare(None, document(p(OPENING))), "first")
    assert as_text([listing]) == "Summary of conclusions (summary), since first\n  a new document\n"


def test_the_list_reads_well_in_a_terminal() -> None:
    old = document(p(OPENING, SECOND, f"{THIRD}{{a}}"), NOTES)
    new = document(
        p(OPENING, "Nobody spoke.", SECOND.replace("forty", "fifty"), f"{THIRD}{{a}}"), NOTES | {"a": "None."}
    )
    text = as_text([listing_of(compare(old, new), "1a2b3c4 of 2018-10-16")])
    assert text == (
        "Summary of conclusions (summary), since 1a2b3c4 of 2018-10-16\n"
        "\n"
        "  1. Second paragraph  (d: body[1])\n"
        "     new:     Nobody spoke.\n"
        "\n"
        "  2. Third paragraph  (d: body[2])\n"
        "     was:     Participants came from forty delegations, from city governments and from …\n"
        "     is:      Participants came from fifty delegations, from city governments and from …\n"
        "\n"
        "  3. Footnote 1  (d: footnotes.a)\n"
        "     was:     Two delegations sent regrets.\n"
        "     is:      None.\n"
    )


def test_a_terminal_may_mark_the_words() -> None:
    listing = listing_of(compare(*PAIRS["one word"]), "x")
    text = as_text([listing], lambda change, words: f"<{change[0]}>{words}</>")
    assert "from <d>forty</> delegations" in text
    assert "from <i>fifty</> delegations" in text


def test_markdown_strikes_out_what_went_and_escapes_what_the_text_says() -> None:
    old, new = document(p("Use a_b at two days.")), document(p("Use a_b at three days."))
    text = as_markdown([listing_of(compare(old, new), "x")])
    assert "1. **First paragraph** `d: body[0]`" in text
    assert "Was: Use a\\_b at ~~two~~ days." in text
    assert "Is: Use a\\_b at **three** days." in text


def test_data_is_fit_for_json() -> None:
    [data] = json.loads(json.dumps(as_data([listing_of(compare(*PAIRS["one word"]), "1a2b3c4")])))
    assert data["document"] == "summary"
    assert data["changes"][0]["kind"] == "changed"
    assert data["changes"][0]["was"].startswith("Participants came from forty")


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "first"),
        (10, "tenth"),
        (11, "11th"),
        (12, "12th"),
        (21, "21st"),
        (22, "22nd"),
        (103, "103rd"),
        (113, "113th"),
    ],
)
def test_ordinals_are_words_up_to_ten(number: int, word: str) -> None:
    assert ordinal(number) == word


@pytest.mark.parametrize("name", PAIRS)
def test_every_pair_that_differs_has_something_to_tell(name: str) -> None:
    comparison = compare(*PAIRS[name])
    told = listing_of(comparison, "x")
    assert bool(told.entries) == comparison.changed
    assert as_text([told])
    assert as_markdown([told])
