"""Reading a project's content: the files, and what they say about each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from communique.tree import Document
    from folders import Folder


def test_the_starter_has_no_problems(project: Folder) -> None:
    assert project.problems() == []


def test_the_example_has_four_documents(example: dict[str, Document]) -> None:
    assert set(example) == {"concept-note", "programme", "roster", "summary"}


def test_missing_files_are_all_named(records: Folder) -> None:
    records.remove("content/people.yaml", "content/sessions.yaml")
    found = [(each.code, each.span.file) for each in records.diagnostics()]
    assert found == [("missing-file", "content/people.yaml"), ("missing-file", "content/sessions.yaml")]


def test_people_and_sessions_may_be_empty(records: Folder) -> None:
    records.write("content/people.yaml", "# to come\n")
    records.write("content/sessions.yaml", "")
    assert records.problems() == []


def test_problems_of_all_files_come_together_in_order(project: Folder) -> None:
    project.change("content/people.yaml", "family: Arbour", "famly: Arbour")
    project.change("content/event.yaml", "venue: Conference room", "venu: Conference room")
    project.change("content/summary.yaml", "topic: A", "topik: A")
    project.change("content/roster.yaml", "order: alphabetical", "order: [")
    places = [(each.span.file, each.span.line) for each in project.diagnostics()]
    assert places == sorted(places)
    assert {file for file, _ in places} == {
        f"content/{name}.yaml" for name in ("event", "people", "roster", "summary")
    }


@pytest.mark.parametrize(
    ("key", "proposed"),
    [
        ("3rd day", "session_3rd_day"),
        ("Opening", "opening"),
        ("Séance d’ouverture", "seance_d_ouverture"),
        ("opening!", "opening"),
        ("打开", ""),
        ("x" * 70 + " y", ""),
    ],
)
def test_a_key_that_is_no_identifier_is_told_as_it_may_be_called(
    key: str, proposed: str, project: Folder
) -> None:
    project.change("content/sessions.yaml", "opening:\n", f"{key}:\n")
    hints = {each.code: each.hint for each in project.diagnostics()}
    assert f"`{key}`" not in "".join(hints.values()), "what is refused is proposed nowhere"
    assert hints["bad-identifier"].startswith(f"rename it to `{proposed}`: " if proposed else "use small")
    if proposed:
        project.change("content/sessions.yaml", f"{key}:\n", f"{proposed}:\n")
        assert "bad-identifier" not in project.codes()


def test_a_name_that_another_record_has_is_not_proposed(project: Folder) -> None:
    project.write(
        "content/sessions.yaml", project.read("content/sessions.yaml") + "Opening:\n  title: Closing\n"
    )
    [hint] = [each.hint for each in project.diagnostics() if each.code == "bad-identifier"]
    assert hint.startswith("use small letters")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("My Letter.yaml", "rename it to my-letter.yaml"),
        ("My Letter.yml", "rename it to my-letter.yaml"),
        ("letter.yml", "rename it to letter.yaml"),
        ("Summary 1.yaml", "rename it to summary-1.yaml"),
        (
            "Roster!.yaml",
            "there is a roster.yaml already; choose another name of small letters, digits and hyphens",
        ),
        ("打开.yaml", "use small letters, digits and hyphens"),
    ],
)
def test_a_file_that_cannot_be_a_document_is_told_as_it_may_be_called(
    name: str, hint: str, project: Folder
) -> None:
    project.write(f"content/{name}", "")
    [found] = [each for each in project.diagnostics() if each.code == "file-name"]
    assert found.hint == hint


def test_a_reference_is_checked_even_while_people_have_problems(project: Folder) -> None:
    project.change("content/people.yaml", "role: keynote", "role: keynot")
    project.change("content/summary.yaml", "speaker: vitorino", "speaker: vitorinho")
    assert project.codes() == ["bad-value", "unknown-person"]


def test_no_stays_a_country(records: Folder) -> None:
    records.write("content/people.yaml", "lie: {family: Lie, country: NO}\n")
    records.letter("{{ people.lie.family }} ({{ people.lie.country }})")
    assert "NO" in repr(records.compose("letter").blocks)


@pytest.mark.parametrize("name", [".#letter.yaml", "._letter.yaml", "letter.yaml~", "notes.txt"])
def test_files_of_editors_and_systems_are_left_alone(records: Folder, name: str) -> None:
    records.write(f"content/{name}", "{{{")
    assert records.problems() == []


def test_a_link_out_of_the_project_is_not_followed(records: Folder, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("template: letter\n")
    (records.root / "content" / "secret.yaml").symlink_to(tmp_path / "secret.yaml")
    assert records.problems() == [
        "content/secret.yaml: error[outside-project]: this link leads out of the project"
    ]


def test_a_document_without_template_is_told_only_that(records: Folder) -> None:
    records.write("content/letter.yaml", "title: Letter\nsubject: A letter.\nbody: Text\n")
    assert records.codes() == ["missing-key"]


def test_a_mistake_in_a_template_is_not_blamed_on_the_content(records: Folder) -> None:
    records.letter("Text")
    records.change("templates/letter.html.jinja", "body: prose", "body: prase")
    assert [(each.code, each.span.file) for each in records.diagnostics()] == [
        ("shape", "templates/letter.html.jinja")
    ]
