"""What an import shows: looks, places, comments, and what a dry run would do."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from communique.word.look_changes import looks_changed
from communique.word.tokens import Layer, Token
from communique.word.whereabouts import Whereabouts
from communique.writers.docx_base import Base, BaseBlock
from roundtrip.imports import imported, returned

if TYPE_CHECKING:
    from folders import Folder
    from roundtrip.desk import Desk

FILE = "content/minutes.yaml"
FIRST, SECOND, SHORT, COSTS = (f"minutes.yaml: points[{number}]" for number in range(4))


def report(meeting: Folder, path: str, *options: str, status: int = 0) -> dict[str, Any]:
    imported(meeting, path, "--yes", "--report", str(meeting.root / "report.json"), *options, status=status)
    found: dict[str, Any] = json.loads(meeting.read("report.json"))
    return found


def test_emphasis_alone_is_told(meeting: Folder, desk: Desk) -> None:
    desk.italic("particular", SHORT)
    result = imported(meeting, returned(meeting, desk))
    assert "    emphasis: particular\n" in result.output
    assert "was:" not in result.output


def test_emphasis_beside_words_is_told_too(meeting: Folder, desk: Desk) -> None:
    desk.italic("particular", SHORT)
    desk.replace("plain", "simple", SHORT)
    result = imported(meeting, returned(meeting, desk))
    assert "was: plain words" in result.output
    assert "    emphasis: particular\n" in result.output


def test_looks_that_go_and_links_that_lead_elsewhere_are_told() -> None:
    emphasis, one, other = (
        Layer("style", "emphasis"),
        Layer("link", "https://one"),
        Layer("link", "https://two"),
    )
    old = (
        Token("a", (emphasis,)),
        Token(" ", (emphasis,)),
        Token("b", (emphasis,)),
        Token(" "),
        Token("c", (one,)),
    )
    new = (Token("a"), Token(" "), Token("b"), Token(" "), Token("c", (other,)))
    assert looks_changed(old, new) == ("no emphasis: a b", "link to https://two, not to https://one: c")
    assert looks_changed(new[3:], (Token(" "), Token("c"))) == ("no link to https://two: c",)
    assert looks_changed(old, old) == ()


def test_a_heading_stands_under_that_of_its_part() -> None:
    blocks = tuple(
        BaseBlock(f"b{number}", kind, "", text, level=level)
        for number, (text, kind, level) in enumerate(
            [
                ("Minutes", "heading", 1),
                ("First part", "heading", 2),
                ("Words", "paragraph", 0),
                ("A detail", "heading", 3),
                ("Second part", "heading", 2),
            ]
        )
    )
    places = Whereabouts(Base("", "", "minutes", "", blocks))
    assert places.of("b2") == "“Words” under “First part”"
    assert places.of("b3") == "the heading “A detail” under “First part”"
    assert places.of("b4") == "the heading “Second part”"


def test_a_dry_run_says_what_it_would_do(meeting: Folder, desk: Desk) -> None:
    desk.replace("plain", "simple", SHORT)
    desk.comment("Is that so?", SECOND, "recalled", author="Reviewer")
    path = returned(meeting, desk)
    page = meeting.root / "report.html"
    result = imported(meeting, path, "--dry-run", "--report", str(page))
    assert "Is that so?" in result.output
    assert "1 comment would be kept as review notes" in result.output
    assert "What an import of returned.docx would do" in page.read_text(encoding="utf-8")
    found = report(meeting, path, "--dry-run")
    assert (found["dry_run"], found["written"], found["would_write"]) == (True, [], [FILE])
    result = imported(meeting, path, "--report", str(page))
    assert "1 comment kept; `communique review` shows what is open" in result.output
    assert "What came back from returned.docx" in page.read_text(encoding="utf-8")
    result = imported(meeting, path)
    assert "1 edit already in the content, 1 comment known already" in result.output
    assert "Is that so?" not in result.output


def test_conflicts_from_earlier_are_counted_apart(meeting: Folder, desk: Desk) -> None:
    other = type(desk)(desk.saved())
    desk.replace("plain", "easy", SHORT)
    other.replace("modest", "small", COSTS)
    meeting.change(FILE, "plain words", "simple words")
    meeting.change(FILE, "“modest”", "“large”")
    first, second = returned(meeting, desk), returned(meeting, other, "other.docx")
    result = imported(meeting, first, status=3)
    assert "\n1 conflict kept; `communique conflicts`" in result.output
    result = imported(meeting, second, "--report", str(meeting.root / "report.json"), status=3)
    assert "\n1 conflict kept, 1 conflict from earlier; `communique conflicts`" in result.output
    found = json.loads(meeting.read("report.json"))
    assert [each["theirs"] for each in found["conflicts"]] == ["small"]


def test_data_has_places_in_words_and_lines(meeting: Folder, desk: Desk) -> None:
    desk.replace("plain", "easy", SHORT)
    desk.replace("modest", "small", COSTS)
    desk.comment("Is that so?", SECOND, "recalled", author="Reviewer")
    meeting.change(FILE, "plain words", "simple words")
    found = report(meeting, returned(meeting, desk), status=3)
    for kind, words in (
        ("conflicts", "plain words"),
        ("changes", "Costs were"),
        ("notes", "recalled the rules"),
    ):
        (entry,) = found[kind]
        assert words in str(entry["where"]), kind
        assert entry["file"] == FILE
        line = meeting.read(FILE).splitlines()[int(str(entry["line"])) - 1 :][:3]
        assert words.split()[-1].replace("plain", "simple") in " ".join(line), kind


def test_marks_of_footnotes_that_come_and_go_are_told_by_the_words_before_them() -> None:
    row = tuple(Token(each) for each in ["They", "came", "back", "to", "their", "own", "country", "."])
    spaced = tuple(part for each in row for part in (each, Token(" ")))
    mark = Token("", (), "one")
    assert looks_changed(spaced, (*spaced[:6], mark, *spaced[6:])) == (
        "footnote mark put in after “They came back”",
    )
    assert looks_changed((*spaced, mark), spaced) == ("footnote mark deleted after “… their own country .”",)
    assert looks_changed((mark, *spaced), (mark, *spaced)) == ()


def test_a_move_is_told_with_the_place_that_it_went_to(meeting: Folder, desk: Desk) -> None:
    desk.move(SHORT, FIRST)
    result = imported(meeting, returned(meeting, desk), "--dry-run")
    [told] = [each for each in result.output.split("\n\n") if "moved: " in each]
    [_, which, moved] = told.splitlines()
    assert which == "    “plain words about nothing in particular” under “Points”"
    assert re.fullmatch(
        r"    moved: from after “The .* recalled .*” to after “Delegations welcomed .*”", moved
    )
    assert "place or style" not in result.output


def test_a_move_with_other_words_is_told_with_both(meeting: Folder, desk: Desk) -> None:
    desk.move(SHORT, "minutes.yaml: summary")
    desk.replace("plain", "easy", SHORT)
    result = imported(meeting, returned(meeting, desk), "--dry-run")
    assert "now: easy words" in result.output
    assert "moved: from after “The " in result.output


def test_a_report_and_a_question_say_where_a_paragraph_went(meeting: Folder, desk: Desk) -> None:
    desk.move(SHORT, FIRST)
    path = returned(meeting, desk)
    [change] = report(meeting, path, "--dry-run")["changes"]
    assert change["moved"].startswith("from after “The ")
    assert " to after “Delegations welcomed" in change["moved"]
    assert change["remarks"] == []
    imported(meeting, path, "--dry-run", "--report", str(meeting.root / "report.html"))
    assert "<p>moved: from after “The " in meeting.read("report.html")
    asked = meeting.run("import", path, answers="n\n")
    assert "(moved: from after “The " in asked.output


def test_a_new_paragraph_is_told_with_the_one_that_it_stands_after(meeting: Folder, desk: Desk) -> None:
    desk.insert_block("A new paragraph.", SHORT)
    path = returned(meeting, desk)
    result = imported(meeting, path, "--dry-run", "--report", str(meeting.root / "report.html"))
    where = "ew, after “plain words about nothing in particular” under “Points”"
    assert f"    N{where}\n    now: A new paragraph.\n" in result.output
    assert f"n{where}" in meeting.read("report.html")
    [change] = report(meeting, path, "--dry-run")["changes"]
    assert change["where"] == f"n{where}"
