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
