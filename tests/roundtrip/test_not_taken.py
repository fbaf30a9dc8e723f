"""What an import can't do is told so that a rapporteur knows where it is, why, and what to do instead."""

from __future__ import annotations

import ast
import json
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import communique.word
from communique.word.drafts import Left
from communique.word.reasons import SENTENCES, sentence_of
from communique.writers.ooxml import W, w
from roundtrip.desk import Desk
from roundtrip.minutes import begin_minutes

if TYPE_CHECKING:
    from collections.abc import Callable

    from folders import Folder

SUMMARY, TITLE, FIRST = "minutes.yaml: summary", "minutes.yaml: title", "minutes.yaml: points[0]"
PART = "minutes.yaml: parts[0].paragraphs[0]"
BOOKMARK = re.compile(r"\b_c[a-z][0-9a-f]{6,}")


@pytest.fixture
def meeting(tmp_path: Path) -> Folder:
    folder = begin_minutes(tmp_path / "meeting")
    assert folder.run("build", "minutes", "annex", "--format", "docx").exit_code == 0
    return folder


def opened(meeting: Folder, name: str = "minutes") -> Desk:
    return Desk((meeting.root / "build" / f"{name}.docx").read_bytes(), "Rapporteur")


def heading(desk: Desk, text: str) -> str:
    """Return the bookmark of a heading of the template."""
    return next(block.bookmark for block in desk.base.blocks if block.text == text)


def said(meeting: Folder, desk: Desk) -> str:
    """Import a file, and return what is said, its lines as one."""
    path, report = meeting.root.parent / "returned.docx", meeting.root.parent / "report.html"
    path.write_bytes(desk.saved())
    result = meeting.run("import", str(path), "--yes", "--report", str(report))
    assert result.exit_code == 3, result.output
    assert not BOOKMARK.search(result.output), "nobody knows what a bookmark is called"
    assert not BOOKMARK.search(report.read_text(encoding="utf-8"))
    return " ".join(result.output.split())


def test_a_figure_that_is_stated_is_told_with_its_line(tmp_path: Path) -> None:
    meeting = begin_minutes(tmp_path / "meeting")
    meeting.change("content/event.yaml", "  delegations: 40\n", "  delegates: 95500\n")
    meeting.change("content/minutes.yaml", "plain words", "some {{ event.figures.delegates | number }} words")
    built = meeting.run("build", "minutes", "--format", "docx")
    assert built.exit_code == 0, built.output
    desk = opened(meeting)
    desk.replace("95,500", "96,000", "minutes.yaml: points[2]")
    lines = meeting.read("content/event.yaml").splitlines()
    line = lines.index("  delegates: 95500") + 1
    told = said(meeting, desk)
    assert f"This is stated in content/event.yaml, line {line}: change it there" in told
    assert "worked out" not in told
    assert f"line {line}: change it there" in (tmp_path / "report.html").read_text(encoding="utf-8")


def rename_and_slant(desk: Desk) -> None:
    """Type over a name, and set one of the new words in italics."""
    desk.replace("Thompson", "Vitorino Arbour", PART)
    desk.italic("Arbour", PART)


CASES: dict[str, tuple[Callable[[Desk], object], str, str]] = {
    "a figure": (
        lambda desk: desk.replace("three", "thirty", SUMMARY),
        "“The meeting of 4–5 March 2030 heard three …” was: three now: thirty",
        "Correct what it is worked out from: people stand in content/people.yaml",
    ),
    "a heading of the template": (
        lambda desk: desk.replace("Points", "Pints", heading(desk, "Points")),
        "content/minutes.yaml not taken (Rapporteur, 2026-11-02 09:00) The heading “Points” was: Points now: Pints",
        "These words come from the template, and are the same in every document of the kind. Leave them, or ask",
    ),
    "a title in two": (
        lambda desk: desk.split(TITLE, before="first"),
        "The title “Minutes of the first meeting”",
        "can’t be two paragraphs. Put the rest into the text below it.",
    ),
    "a paragraph made a heading": (
        lambda desk: desk.style(FIRST, "heading 1"),
        "“Delegations welcomed the report of the …” under “Points”",
        "Enter it in content/minutes.yaml, with the text that belongs under it.",
    ),
    "emphasis on a part of a record": (
        lambda desk: desk.italic("Ms.", PART),
        "“Some words about the first topic of the day. …” under “1. First topic”",
        "Put it on all of it, or on none.",
    ),
    "emphasis on a part of a record that was changed": (
        rename_and_slant,
        "“Some words about the first topic of the day. …” under “1. First topic”",
        "Put it on all of it, or on none.",
    ),
    "underlined words": (
        lambda desk: desk.format("report", FIRST, w("u", val="single")),
        "under “Points” now: report",
        "Underlined: The words are in, without this look.",
    ),
}


@pytest.mark.parametrize(("does", "where", "why"), CASES.values(), ids=CASES)
def test_place_reason_and_advice_are_told(
    meeting: Folder, does: Callable[[Desk], object], where: str, why: str
) -> None:
    desk = opened(meeting)
    does(desk)
    text = said(meeting, desk)
    assert where in text
    assert why in text


def test_a_changed_footer_is_called_one(meeting: Folder) -> None:
    desk = opened(meeting)
    name = next(each for each in desk.roots if "word/footer" in each and each.endswith(".xml"))
    words = next(each for each in desk.roots[name].iter(W + "t") if (each.text or "").strip())
    words.text = f"{words.text} changed"
    text = said(meeting, desk)
    file = meeting.read("content/event.yaml").splitlines()
    line = next((number for number, each in enumerate(file, 1) if each.startswith("marking:")), 1)
    marking = words.text.removesuffix(" changed")
    assert f"event.yaml: marking not taken was: {marking} now: {marking} changed The headers" in text
    assert f"say what stands at `marking` in content/event.yaml, line {line}: change it there." in text


def test_a_changed_header_is_told_with_the_title_that_it_says(meeting: Folder) -> None:
    desk = opened(meeting)
    name = next(each for each in desk.roots if "word/header" in each and each.endswith(".xml"))
    words = next(each for each in desk.roots[name].iter(W + "t") if "Minutes" in (each.text or ""))
    words.text = (words.text or "").replace("first", "second")
    text = said(meeting, desk)
    assert "say what stands at `title` in content/minutes.yaml" in text
    assert re.search("was: .*Minutes of the first meeting.* now: .*Minutes of the second meeting", text)


def test_a_question_about_a_place_of_the_template_names_it_in_words(meeting: Folder) -> None:
    desk = opened(meeting, "annex")
    desk.move("annex.yaml: aside", heading(desk, "Speakers"))
    path = meeting.root.parent / "returned.docx"
    path.write_bytes(desk.saved())
    result = meeting.run("import", str(path), answers="y\n")
    assert not BOOKMARK.search(result.output)


def test_a_row_is_proposed_with_the_name_and_the_file(meeting: Folder) -> None:
    desk = opened(meeting, "annex")
    desk.delete_row("people.yaml: arbour")
    desk.insert_row(["The Chair", "Somewhere"], "people.yaml: vitorino")
    text = said(meeting, desk)
    assert "The table row “Ms. Louise Arbour | Special Representative of …” under “Speakers”" in text
    assert "if “Ms. Louise Arbour” is to go, delete the record `arbour` in content/people.yaml" in text
    assert (
        "content/people.yaml proposal, to be decided (Rapporteur, 2026-11-02 09:00) After the table row “Mr. António"
    ) in text
    assert "if “The Chair” is to come, enter it as a record of its own in content/people.yaml" in text


def test_the_report_as_json_has_place_and_reason_in_words(meeting: Folder) -> None:
    desk = opened(meeting)
    desk.replace("three", "thirty", SUMMARY)
    path, report = meeting.root.parent / "returned.docx", meeting.root.parent / "report.json"
    path.write_bytes(desk.saved())
    meeting.run("import", str(path), "--dry-run", "--report", str(report))
    (left,) = json.loads(report.read_text(encoding="utf-8"))["not_taken"]
    assert (left["where"], left["place"]) == ("“The meeting of 4–5 March 2030 heard three …”", SUMMARY)
    assert left["why"].startswith("This is counted or worked out from the records")


# All reasons


def reasons() -> set[str]:
    """Return the reasons that the program gives by a constant, wherever it does."""
    found = set()
    for path in Path(communique.word.__file__).parent.glob("*.py"):
        module = import_module(f"communique.word.{path.stem}")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if called in {"NoPlaceError", "Unplaced", "Unsaid", "Left", "_refuse", "_fail"}:
                names = [each.id for each in node.args if isinstance(each, ast.Name) and each.id.isupper()]
                found |= {value for name in names if isinstance(value := getattr(module, name), str)}
    return found


def test_every_reason_has_its_sentence() -> None:
    found = reasons()
    assert len(found) >= 15
    assert found - set(SENTENCES) == set()


@pytest.mark.parametrize(
    "reason", [*SENTENCES, "no document can have this: ruby", "no role has this style: Odd"]
)
def test_a_sentence_begins_and_ends_as_one_and_names_no_blank(reason: str) -> None:
    text = sentence_of(Left("minutes", "", "", "", reason))
    assert text[0].isupper()
    assert text.endswith(".")
    assert "{" not in text
    assert text.count(". ") + text.count(": ") >= 1, "it says what to do, too"
