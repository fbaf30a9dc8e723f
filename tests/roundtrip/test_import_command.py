"""`communique import`: what comes back, what is asked, where the base comes from, and what is refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from communique.writers.docx import read_base
from communique.writers.docx_package import unzipped, zipped
from roundtrip.desk import Desk
from roundtrip.imports import everything, imported, returned
from roundtrip.minutes import MINUTES, begin_minutes
from roundtrip.word_saves import saved_by_word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from folders import Folder

FILE = "content/minutes.yaml"
FIRST, SECOND, SHORT, COSTS = (f"minutes.yaml: points[{number}]" for number in range(4))


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
    assert "take this change?" not in nobody.output, "nobody is there to be asked"
    assert meeting.read(FILE) == MINUTES, "nothing is written when nobody answers"
    imported(meeting, path, "--yes")
    assert "  - A new paragraph.\n" in meeting.read(FILE)
    assert "“small”" in meeting.read(FILE)


def test_a_question_is_put_through_a_pipe_only_while_somebody_may_answer(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.insert_block("A new paragraph.", SHORT)
    command = [sys.executable, "-m", "communique", "-C", str(meeting.root), "import", returned(meeting, desk)]
    nobody = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert nobody.returncode == 2
    assert "take this change?" not in nobody.stdout + nobody.stderr
    assert "add --yes or --dry-run" in nobody.stderr
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as somebody:
        assert somebody.stdin
        assert somebody.stdout
        shown = b""
        while b"take this change?" not in shown:
            more = somebody.stdout.read(1)
            assert more, "it ended without a question"
            shown += more
        somebody.stdin.write(b"y\n")
        assert b"wrote" in somebody.stdout.read()
    assert "  - A new paragraph.\n" in meeting.read(FILE)


def test_an_answer_that_is_none_is_asked_for_once_more(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit()
    desk.insert_block("A new paragraph.", SHORT)
    result = meeting.run("import", returned(meeting, desk), answers="perhaps\nyes\n")
    assert result.exit_code == 0, result.output
    assert "[Y/n]: perhaps\nanswer with y or n\n" in result.output
    assert "A new paragraph." in meeting.read(FILE)


def test_thousands_of_answers_that_are_none_leave_nobody_to_ask(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.insert_block("A new paragraph.", SHORT)
    result = meeting.run("import", returned(meeting, desk), answers="perhaps\n" * 3000)
    assert result.exit_code == 2
    assert "there is nobody to ask" in result.stderr


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


def test_a_file_whose_document_is_gone_from_the_content_is_refused_as_of_this_project(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.replace("plain", "simple", SHORT)
    path = returned(meeting, desk)
    meeting.remove(FILE)
    result = imported(meeting, path, status=1)
    assert "docx-document-gone" in result.output
    assert "its document, `minutes`, is gone from the content" in result.output
    assert "put content/minutes.yaml back to import it" in result.output
    assert "another project" not in result.output
    meeting.write(FILE, MINUTES)
    imported(meeting, path)
    assert meeting.read(FILE) == MINUTES.replace("plain words", "simple words")


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
