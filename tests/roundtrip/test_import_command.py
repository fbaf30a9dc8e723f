"""`communique import` and what goes with it: reviewers, conflicts, comments, reports, and what is refused."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from communique.writers.docx import read_base
from communique.writers.docx_package import unzipped, zipped
from roundtrip.desk import Desk
from roundtrip.desk_comments import Comments
from roundtrip.minutes import MINUTES, begin_minutes
from roundtrip.word_saves import saved_by_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from folders import Folder

REPOSITORY = Path(__file__).resolve().parents[2]
FILE = "content/minutes.yaml"
FIRST, SECOND, SHORT, COSTS = (f"minutes.yaml: points[{number}]" for number in range(4))


@pytest.fixture
def meeting(tmp_path: Path) -> Folder:
    """The project of the minutes, with a file that was built."""
    folder = begin_minutes(tmp_path / "meeting")
    result = folder.run("build", "minutes", "--format", "docx")
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def edit(meeting: Folder) -> Callable[..., Desk]:
    """Open the file that was built, tracking as an author if one is named."""

    def opened(author: str = "") -> Desk:
        return Desk((meeting.root / "build" / "minutes.docx").read_bytes(), author)

    return opened


def returned(meeting: Folder, desk: Desk | bytes, name: str = "returned.docx") -> str:
    """Lay a file beside the project, and return its path."""
    path = meeting.root.parent / name
    path.write_bytes(desk if isinstance(desk, bytes) else desk.saved())
    return str(path)


def imported(meeting: Folder, *arguments: str, status: int = 0) -> Result:
    result = meeting.run("import", *arguments)
    assert result.exit_code == status, result.output
    return result


def everything(folder: Folder) -> dict[str, bytes]:
    """Return all files of a project."""
    return {str(path): path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}


# One file


def test_an_untouched_file_changes_nothing(meeting: Folder) -> None:
    before = everything(meeting)
    result = imported(meeting, str(meeting.root / "build" / "minutes.docx"))
    assert "nothing was edited" in result.output
    assert "nothing to write" in result.output
    assert {name: content for name, content in everything(meeting).items() if "/build/" not in name} == {
        name: content for name, content in before.items() if "/build/" not in name
    }


def test_words_come_back_without_a_question(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit("Rapporteur")
    desk.replace("plain", "simple", SHORT)
    result = imported(meeting, returned(meeting, desk))
    assert meeting.read(FILE) == MINUTES.replace("plain words", "simple words")
    assert "Rapporteur, 2026-11-02 09:00" in result.output
    assert "was: plain words" in result.output
    assert "now: simple words" in result.output
    assert f"{FILE}:22:5  {SHORT}" in result.output
    assert "wrote content/minutes.yaml" in result.output


def test_outputs_that_are_stale_now_are_named(meeting: Folder, edit: Callable[..., Desk]) -> None:
    assert meeting.run("build", "annex", "--format", "docx").exit_code == 0
    desk = edit()
    desk.replace("Deputy Director General", "Deputy Head", "minutes.yaml: parts[0].paragraphs[0]")
    result = imported(meeting, returned(meeting, desk), "--yes")
    assert "changes 1 other place" in result.output, "the annex prints the title, too"
    assert re.search(r"stale now: .*annex\.docx.*minutes\.docx", result.output)
    assert "title: Deputy Head\n" in meeting.read("content/people.yaml")


def test_a_dry_run_writes_nothing(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit()
    desk.replace("plain", "simple", SHORT)
    desk.comment("Really?", FIRST, "welcomed")
    path = returned(meeting, desk)
    before = everything(meeting)
    result = imported(meeting, path, "--dry-run")
    assert "now: simple words" in result.output
    assert "would write content/minutes.yaml" in result.output
    assert everything(meeting) == before


def test_structural_changes_are_asked_about(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit()
    desk.insert_block("A new paragraph.", SHORT)
    desk.replace("modest", "small", COSTS)
    path = returned(meeting, desk)
    nobody = meeting.run("import", path)
    assert nobody.exit_code == 2
    assert "add --yes or --dry-run" in nobody.output
    assert meeting.read(FILE) == MINUTES, "nothing is written when nobody answers"
    imported(meeting, path, "--yes")
    assert "  - A new paragraph.\n" in meeting.read(FILE)
    assert "“small”" in meeting.read(FILE)


@pytest.mark.parametrize(("answer", "taken"), [("y\n", True), ("n\n", False)])
def test_an_answer_is_heeded(meeting: Folder, edit: Callable[..., Desk], answer: str, taken: bool) -> None:
    desk = edit()
    desk.insert_block("A new paragraph.", SHORT)
    desk.replace("modest", "small", COSTS)
    result = meeting.run("import", returned(meeting, desk), answers=answer)
    assert result.exit_code == 0, result.output
    assert ("A new paragraph." in meeting.read(FILE)) == taken
    assert "“small”" in meeting.read(FILE), "the words come back either way"


def test_words_beside_a_change_that_was_not_wanted_are_told(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.replace("Director General", "Chief", SECOND)
    desk.replace("spring", "autumn", SECOND)
    report = str(meeting.root / "what.json")
    result = meeting.run("import", returned(meeting, desk), "--report", report, answers="n\n")
    assert result.exit_code == 3, result.output
    assert "It stands in one paragraph with the change that you did not want." in result.output
    (left,) = json.loads(meeting.read("what.json"))["not_taken"]
    assert "autumn" in left["new"]
    assert meeting.read(FILE) == MINUTES


def test_what_has_no_place_is_told_and_the_status_is_three(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.replace("three", "thirty", "minutes.yaml: summary")
    desk.replace("plain", "simple", SHORT)
    result = imported(meeting, returned(meeting, desk), status=3)
    assert "not taken" in result.output
    assert "thirty" in result.output
    assert "simple words" in meeting.read(FILE)


def test_a_file_from_the_build_folder_is_replaced_by_the_next_build_and_a_copy_kept(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.replace("plain", "simple", SHORT)
    path = meeting.root / "build" / "minutes.docx"
    edited = saved_by_word(desk.saved(), 1)
    path.write_bytes(edited)
    kept = meeting.run("build", "minutes", "--format", "docx")
    assert path.read_bytes() == edited, "a file that somebody edited is not overwritten"
    assert kept.exit_code in {0, 1}
    imported(meeting, str(path))
    result = meeting.run("build", "minutes", "--format", "docx")
    assert result.exit_code == 0, result.output
    assert Desk(path.read_bytes()).text(SHORT) == "simple words about nothing in particular"
    copies = [each for each in meeting.root.rglob("*.docx") if each != path]
    assert edited in [each.read_bytes() for each in copies], "its last state is kept under another name"


def test_a_new_paragraph_has_a_line_for_each_sentence_and_none_for_an_abbreviation(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.insert_block(
        "H.E. Mr. J. Chair thanked Ms. Arbour for para. 4 of Art. 5. It was the longest of them all. See No. 3.",
        FIRST,
    )
    desk.insert(" Mr. J. Chair agreed with Ms. Arbour. So did all.", SECOND)
    imported(meeting, returned(meeting, desk), "--yes")
    text = meeting.read(FILE)
    assert (
        "  - >-\n"
        "    H.E. Mr. J. Chair thanked Ms. Arbour for para. 4 of Art. 5.\n"
        "    It was the longest of them all.\n"
        "    See No. 3.\n"
    ) in text
    assert "for the spring.\n    Mr. J. Chair agreed with Ms. Arbour.\n    So did all.\n" in text


# Several reviewers


def test_two_reviewers_edits_in_different_places_are_merged(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    one, two = edit("Rapporteur"), edit("Reviewer")
    one.replace("plain", "simple", SHORT)
    one.replace("welcomed", "praised", FIRST)
    two.replace("shorter", "much shorter", FIRST)
    two.replace("spring", "autumn", SECOND)
    files = [returned(meeting, one, "ann.docx"), returned(meeting, saved_by_word(two.saved(), 2), "bob.docx")]
    imported(meeting, *files)
    expected = MINUTES
    for old, new in (
        ("plain", "simple"),
        ("welcomed", "praised"),
        ("shorter", "much shorter"),
        ("spring", "autumn"),
    ):
        expected = expected.replace(old, new, 1)
    assert meeting.read(FILE) == expected


def test_the_same_words_changed_by_two_are_a_conflict_and_the_rest_is_applied(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    one, two = edit("Rapporteur"), edit("Reviewer")
    one.replace("plain", "simple", SHORT)
    two.replace("plain", "easy", SHORT)
    two.replace("spring", "autumn", SECOND)
    files = [returned(meeting, one, "ann.docx"), returned(meeting, two, "bob.docx")]
    result = imported(meeting, *files, status=3)
    assert re.search(r"sent out: plain\n\s+ours: +simple\n\s+theirs: +easy", result.output)
    expected = MINUTES.replace("plain words", "simple words").replace("the spring", "the autumn")
    assert meeting.read(FILE) == expected
    (kept,) = yaml.safe_load(meeting.read("conflicts.yaml"))
    assert (kept["base"], kept["ours"], kept["theirs"]) == ("plain", "simple", "easy")
    assert kept["author"] == "Reviewer"
    shown = meeting.run("conflicts")
    assert shown.exit_code == 3
    assert "Reviewer" in shown.output


@pytest.mark.parametrize(("choice", "word"), [("--ours", "simple"), ("--theirs", "easy")])
@pytest.mark.parametrize("named", [True, False])
def test_a_conflict_is_settled_by_choosing(
    meeting: Folder, edit: Callable[..., Desk], choice: str, word: str, named: bool
) -> None:
    one, two = edit("Rapporteur"), edit("Reviewer")
    one.replace("plain", "simple", SHORT)
    two.replace("plain", "easy", SHORT)
    imported(meeting, returned(meeting, one, "ann.docx"), returned(meeting, two, "bob.docx"), status=3)
    (waiting,) = json.loads(meeting.run("conflicts", "--json").stdout)
    settled = meeting.run("conflicts", choice, *([waiting["conflict"]] if named else []))
    assert settled.exit_code == 0, settled.output
    assert meeting.read(FILE) == MINUTES.replace("plain words", f"{word} words")
    assert not (meeting.root / "conflicts.yaml").exists(), "the file goes when none is left"
    assert meeting.run("conflicts").exit_code == 0


def test_conflicts_can_be_settled_in_the_same_breath(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit("Reviewer")
    desk.replace("plain", "easy", SHORT)
    meeting.change(FILE, "plain words", "simple words")
    imported(meeting, returned(meeting, desk), "--theirs")
    assert meeting.read(FILE) == MINUTES.replace("plain words", "easy words")
    assert not (meeting.root / "conflicts.yaml").exists()


def test_a_conflict_that_is_not_there_is_refused(meeting: Folder) -> None:
    result = meeting.run("conflicts", "--ours", "abcdef")
    assert result.exit_code == 1
    assert "unknown-conflict" in result.output


def test_a_file_imported_twice_changes_nothing_more(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit("Rapporteur")
    desk.replace("plain", "simple", SHORT)
    desk.insert_block("A new paragraph.", COSTS)
    desk.add_note("A source.", SECOND, after="spring")
    desk.comment("Really?", FIRST, "welcomed")
    path = returned(meeting, desk)
    imported(meeting, path, "--yes")
    first = {name: content for name, content in everything(meeting).items() if "/build/" not in name}
    result = imported(meeting, path, "--yes")
    assert "nothing to write" in result.output
    assert {name: content for name, content in everything(meeting).items() if "/build/" not in name} == first


# Tracked or not, and by whom


def test_tracked_changes_can_be_left_out(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit()
    desk.replace("spring", "autumn", SECOND)
    with desk.tracking("Rapporteur"):
        desk.replace("plain", "simple", SHORT)
    imported(meeting, returned(meeting, desk), "--tracked", "rejected")
    assert meeting.read(FILE) == MINUTES.replace("the spring", "the autumn")


def test_tracked_changes_can_be_kept_as_notes(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit("Rapporteur")
    desk.replace("plain", "simple", SHORT)
    imported(meeting, returned(meeting, desk), "--tracked", "as-is")
    assert meeting.read(FILE) == MINUTES
    (note,) = json.loads(meeting.run("review", "--json").stdout)
    assert note["author"] == "Rapporteur"
    assert note["place"] == SHORT
    assert "simple" in note["text"]


def test_one_reviewer_s_changes_can_be_taken_alone(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit()
    desk.replace("Words that fill", "Sentences that fill", "minutes.yaml: parts[0].paragraphs[1]")
    with desk.tracking("Rapporteur"):
        desk.replace("plain", "simple", SHORT)
    with desk.tracking("Reviewer"):
        desk.replace("spring", "autumn", SECOND)
    path = returned(meeting, desk)
    result = imported(meeting, path, "--author", "Reviewer")
    assert meeting.read(FILE) == MINUTES.replace("the spring", "the autumn")
    assert "passed over" in result.output, "what nobody is named for is not the reviewer's"
    stranger = meeting.run("import", path, "--author", "Chair")
    assert stranger.exit_code == 1
    assert "“Reviewer”, “Rapporteur”" in stranger.output, "in the order of the text"


PARAGRAPH = "minutes.yaml: parts[0].paragraphs[0]"


@pytest.mark.parametrize(
    "does",
    [
        lambda desk: desk.delete(" welcomed", FIRST),
        lambda desk: desk.delete("welcomed ", FIRST),
        lambda desk: desk.delete(" A second reading of the text was planned for the spring.", SECOND),
        lambda desk: desk.delete(" report of the", FIRST),
        lambda desk: desk.insert(" welcomed", FIRST, after="welcomed"),
        lambda desk: desk.style(SHORT, "Quote"),
        lambda desk: desk.replace("Deputy Director General", "Deputy Head", PARAGRAPH),
        lambda desk: desk.delete_block(SHORT),
        lambda desk: desk.join(FIRST),
        lambda desk: desk.remove_note(SECOND),
    ],
    ids=[
        "a word and the blank before it",
        "a word and the blank after it",
        "a sentence and the blank before it",
        "words of which one stands again behind them",
        "a word put in again",
        "a style",
        "a record",
        "a paragraph",
        "two joined",
        "a footnote",
    ],
)
def test_whatever_a_reviewer_tracked_is_told_under_the_name_and_taken_by_it(
    meeting: Folder, edit: Callable[..., Desk], does: Callable[[Desk], None]
) -> None:
    desk = edit()
    desk.replace("modest", "small", COSTS)
    with desk.tracking("Rapporteur"):
        does(desk)
    path = returned(meeting, desk)
    report = meeting.root / "report.json"
    imported(meeting, path, "--dry-run", "--report", str(report))
    changes = json.loads(report.read_text())["changes"]
    named = [each for each in changes if [who["author"] for who in each["credits"]] == ["Rapporteur"]]
    assert len(named) == len(changes) - 1, "all but what was typed with tracking off"
    result = imported(meeting, path, "--author", "Rapporteur", "--yes")
    assert "passed over, since no name stands at it: 1 edit" in result.output
    assert meeting.read(FILE) != MINUTES or "Deputy Head" in meeting.read("content/people.yaml")
    assert "“modest”" in meeting.read(FILE), "nobody is named for this one"


def test_a_style_that_was_tracked_gives_its_author_no_other_words_of_the_paragraph(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.replace("plain", "simple", SHORT)
    with desk.tracking("Rapporteur"):
        desk.style(SHORT, "Quote")
    report = meeting.root / "report.json"
    imported(meeting, returned(meeting, desk), "--tracked", "as-is", "--report", str(report))
    assert meeting.read(FILE) == MINUTES.replace("plain words", "simple words")
    (note,) = json.loads(report.read_text())["notes"]
    assert (note["author"], note["place"]) == ("Rapporteur", SHORT)


def test_edits_that_nobody_is_named_for_are_counted_in_a_file_with_tracked_changes(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.replace("spring", "autumn", SECOND)
    with desk.tracking("Rapporteur"):
        desk.replace("plain", "simple", SHORT)
    result = imported(meeting, returned(meeting, desk))
    assert "made with tracking off, so without a name: 1 edit" in result.output


# Comments


def test_a_comment_goes_its_whole_way(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit()
    desk.comment("Is that so?", FIRST, "welcomed", author="Rapporteur")
    imported(meeting, returned(meeting, desk))
    (note,) = json.loads(meeting.run("review", "--json").stdout)
    assert (note["text"], note["quoted"], note["author"], note["place"]) == (
        "Is that so?",
        "welcomed",
        "Rapporteur",
        FIRST,
    )
    assert meeting.read(FILE) == MINUTES

    assert meeting.run("build", "minutes", "--format", "docx").exit_code == 0
    built = meeting.root / "build" / "minutes.docx"
    comments = unzipped(built.read_bytes())["word/comments.xml"].decode()
    assert "Is that so?" in comments, "it is in the margin of the next DOCX"
    assert 'w:author="Rapporteur"' in comments

    desk = Desk(built.read_bytes())
    Comments(desk.roots).resolve("Is that so?")
    imported(meeting, returned(meeting, desk))
    assert json.loads(meeting.run("review", "--json").stdout) == []
    (note,) = json.loads(meeting.run("review", "--all", "--json").stdout)
    assert note["status"] == "resolved"
    assert meeting.run("build", "minutes", "--format", "docx").exit_code == 0
    assert b"Is that so?" not in unzipped(built.read_bytes()).get("word/comments.xml", b"")


def test_an_untouched_comment_is_not_taken_twice(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit()
    desk.comment("Is that so?", FIRST, "welcomed", author="Rapporteur")
    imported(meeting, returned(meeting, desk))
    assert meeting.run("build", "minutes", "--format", "docx").exit_code == 0
    result = imported(meeting, str(meeting.root / "build" / "minutes.docx"))
    assert "nothing to write" in result.output


# The base


def test_the_kept_copy_replaces_a_base_that_an_editor_dropped(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.replace("plain", "simple", SHORT)
    imported(meeting, returned(meeting, without_base(desk.saved())))
    assert meeting.read(FILE) == MINUTES.replace("plain words", "simple words")


def test_it_is_found_although_the_document_was_built_again_since(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.replace("plain", "simple", SHORT)
    meeting.change(FILE, "the spring", "the autumn")
    assert meeting.run("build", "minutes", "--format", "docx").exit_code == 0
    imported(meeting, returned(meeting, without_base(desk.saved())))
    assert meeting.read(FILE) == MINUTES.replace("plain words", "simple words").replace(
        "the spring", "the autumn"
    )


def test_without_either_the_file_is_refused(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit()
    desk.replace("plain", "simple", SHORT)
    for path in (meeting.root / "build" / ".bases").iterdir():
        path.unlink()
    result = imported(meeting, returned(meeting, without_base(desk.saved())), status=1)
    assert "docx-without-base" in result.output
    assert meeting.read(FILE) == MINUTES


def without_base(content: bytes) -> bytes:
    """Return a file as an editor saves it that keeps no parts that it does not know."""
    parts = unzipped(content)
    kept = {each: part for each, part in parts.items() if not each.startswith("customXml/")}
    assert kept.keys() != parts.keys()
    types = kept["[Content_Types].xml"].decode()
    kept["[Content_Types].xml"] = re.sub(r"<Override [^>]*customXml[^>]*/>", "", types).encode()
    relations = "word/_rels/document.xml.rels"
    kept[relations] = re.sub(r"<Relationship [^>]*customXml[^>]*/>", "", kept[relations].decode()).encode()
    saved = zipped(kept)
    assert read_base(saved) is None
    return saved


# What is refused


def test_a_file_of_another_project_is_refused(
    meeting: Folder, edit: Callable[..., Desk], tmp_path: Path
) -> None:
    other = begin_minutes(tmp_path / "other")
    before = everything(other)
    desk = edit()
    desk.replace("plain", "simple", SHORT)
    result = imported(other, returned(meeting, desk), status=1)
    assert "docx-other-project" in result.output
    assert everything(other) == before


def test_nothing_is_written_when_one_of_several_files_is_refused(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.replace("plain", "simple", SHORT)
    result = imported(meeting, returned(meeting, desk), returned(meeting, b"PK no", "broken.docx"), status=1)
    assert "broken.docx" in result.output
    assert meeting.read(FILE) == MINUTES


def test_a_file_that_is_not_there_is_wrong_usage(meeting: Folder) -> None:
    assert meeting.run("import", "nowhere.docx").exit_code == 2
    assert meeting.run("import").exit_code == 2


# Reports


@pytest.fixture
def busy(meeting: Folder, edit: Callable[..., Desk]) -> str:
    """A file with something of all that a report tells."""
    desk = edit("Rapporteur")
    desk.replace("welcomed", "praised", FIRST)
    desk.insert_block("A new <paragraph> & more.", SHORT)
    desk.replace("plain", "easy", SHORT)
    desk.replace("three", "thirty", "minutes.yaml: summary")
    desk.comment("Is that so?", SECOND, "recalled", author="Reviewer")
    meeting.change(FILE, "plain words", "simple words")
    return returned(meeting, desk)


def test_the_report_as_json_has_everything(meeting: Folder, busy: str) -> None:
    imported(meeting, busy, "--yes", "--report", str(meeting.root / "report.json"), status=3)
    report = json.loads(meeting.read("report.json"))
    assert [Path(each).name for each in report["files"]] == ["returned.docx"]
    texts = [(each["place"], each["old"], each["new"]) for each in report["changes"]]
    assert any(place == FIRST and "welcomed" in old and "praised" in new for place, old, new in texts)
    assert any("A new <paragraph> & more." in new for _, _, new in texts)
    assert [(each["base"], each["ours"], each["theirs"]) for each in report["conflicts"]] == [
        ("plain", "simple", "easy")
    ]
    assert [(each["old"], each["new"]) for each in report["not_taken"]] == [("three", "thirty")]
    assert [(each["text"], each["author"]) for each in report["notes"]] == [("Is that so?", "Reviewer")]
    assert report["written"] == [FILE]
    assert "Rapporteur" in json.dumps(report["changes"])


def test_the_report_as_a_page_has_everything(meeting: Folder, busy: str) -> None:
    imported(meeting, busy, "--yes", "--report", str(meeting.root / "report.html"), status=3)
    page = meeting.read("report.html")
    assert "<del>welcomed</del>" in page
    assert "<ins>praised</ins>" in page
    assert "A new &lt;paragraph&gt; &amp; more." in page
    for words in ("simple", "easy", "thirty", "Is that so?", "Rapporteur", "Reviewer"):
        assert words in page
    assert re.findall(r"<h2>(.*?)</h2>", page) == [
        "Changes (2)",
        "Conflicts (1)",
        "Not taken (1)",
        "Comments (1)",
    ]


def test_the_nu_checker_has_nothing_to_say_about_the_page(meeting: Folder, busy: str) -> None:
    page = meeting.root / "report.html"
    imported(meeting, busy, "--yes", "--report", str(page), status=3)
    jar = REPOSITORY / ".cache" / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss8m", "-jar", str(jar), "--format", "gnu", str(page)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.stdout + said.stderr == ""
    assert said.returncode == 0


def test_a_dry_run_may_write_a_report(meeting: Folder, busy: str) -> None:
    text = meeting.read(FILE)
    imported(meeting, busy, "--dry-run", "--report", str(meeting.root / "report.json"), status=3)
    assert len(json.loads(meeting.read("report.json"))["changes"]) == 2
    assert meeting.read(FILE) == text
