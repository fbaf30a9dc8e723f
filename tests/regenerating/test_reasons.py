"""Reasons: why a file is to be built, as `--explain` and `status` tell it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from regenerating.builds import NEW, OLD, PEOPLE, QUICK, built

if TYPE_CHECKING:
    from folders import Folder

NOTE, SUMMARY = "content/concept-note.yaml", "content/summary.yaml"


def test_explain_says_where_the_text_changed(project: Folder) -> None:
    built(project)
    project.change(PEOPLE, OLD, NEW)
    lines = project.run("build", *QUICK, "--explain").stdout.splitlines()
    said = {
        line.partition(": ")[0].rpartition("/")[2]: line.partition(": ")[2] for line in lines if ": " in line
    }
    changed = "built, since the title of people.vitorino changed (content/people.yaml)"
    assert said["summary.docx"] == said["roster.html"] == changed
    assert said["concept-note.html"] == "left: nothing that it is made from has changed"


def reasons_of(project: Folder) -> list[str]:
    """Return why the Word file of the summary is stale."""
    (row,) = json.loads(project.run("status", "summary", "--json", "-f", "docx").stdout)
    return list(row["reasons"])


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("content/event.yaml", "venue: ", "venue: New ", "the venue of the event changed (content/event.yaml)"),
        ("content/event.yaml", "marking: draft", "marking: final", "the marking changed"),
        (SUMMARY, "subject: What", "subject: All that", "the subject changed"),
        (SUMMARY, "What was said", "What was told", "the text changed: summary.yaml: conclusions[0].paragraphs[0]"),
        (PEOPLE, "given: António", "given: Antonio", "the given name of people.vitorino changed (content/people.yaml)"),
        (
            PEOPLE,
            "given: António\n  family: Vitorino",
            "given: Antonio\n  family: Victorino",
            "the family name and the given name of people.vitorino changed (content/people.yaml)",
        ),
    ],
)  # fmt: skip
def test_the_reason_names_what_changed_and_where_it_stands(
    file: str, old: str, new: str, said: str, project: Folder
) -> None:
    built(project, "summary", *QUICK)
    project.change(file, old, new)
    assert reasons_of(project) == [said]


def test_somebody_who_came_or_went_is_named_as_such(project: Folder) -> None:
    built(project, "summary", *QUICK)
    project.change(SUMMARY, "welcomed the", "welcomed {{ people.lauber }} and the")
    project.write(PEOPLE, project.read(PEOPLE) + "lauber:\n  given: Jürg\n  family: Lauber\n")
    came, said = reasons_of(project)
    assert came == "people.lauber is shown now (content/people.yaml)"
    assert said == "the text changed: summary.yaml: opening[0].paragraphs[0]"
    built(project, "summary", *QUICK)
    project.change(SUMMARY, "welcomed {{ people.lauber }} and the", "welcomed the")
    assert reasons_of(project)[0] == "people.lauber is shown no longer (content/people.yaml)"


def test_prose_of_a_record_is_named_beside_its_other_keys(example_project: Folder) -> None:
    built(example_project, "programme", "-f", "docx")
    sessions = "content/sessions.yaml"
    example_project.change(sessions, "title: Setting the scene", "title: The scene")
    example_project.change(sessions, "summary: What the Dialogue has done", "summary: All that it has done")
    (row,) = json.loads(example_project.run("status", "programme", "--json", "-f", "docx").stdout)
    assert row["reasons"] == [
        "the summary and the title of sessions.setting_the_scene changed (content/sessions.yaml)"
    ]


def test_a_key_that_did_not_change_is_not_named_with_one_that_is_shown_no_longer(
    example_project: Folder,
) -> None:
    built(example_project, "programme", "-f", "docx")
    example_project.change("content/sessions.yaml", "  number: 6\n", "")
    (row,) = json.loads(example_project.run("status", "programme", "--json", "-f", "docx").stdout)
    assert "the number of sessions.session_6 changed (content/sessions.yaml)" in row["reasons"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("event", "delegations: 40", "delegations: 41", "the figure delegations of the event"),
        ("event", "short: ORG", "short: OTHER", "the short name of the organization of the event"),
        ("people", "organisation: ORG", "organisation: IOM", "the organization of people.vitorino"),
        ("people", "role: opening", "role: keynote", "the role in the first appearance of people.vitorino"),
    ],
)
def test_a_reason_calls_a_key_of_the_model_what_people_call_it(
    file: str, old: str, new: str, said: str, project: Folder
) -> None:
    vitorino = "  given: António\n  family: Vitorino\n"
    project.write(
        PEOPLE, f"vitorino:\n{vitorino}  organisation: ORG\n  appearances:\n    - {{role: opening}}\n"
    )
    project.remove(NOTE, SUMMARY, "content/roster.yaml")
    project.letter(
        "{{ event.figures.delegations }} {{ event.organisation.short }} {{ people.vitorino.organisation }}",
        "{{ document.body | prose }}\n<p>{{ people.vitorino.appearances[0].role | field }}</p>\n",
    )
    built(project, "letter", "-f", "docx")
    project.change(f"content/{file}.yaml", old, new)
    (row,) = json.loads(project.run("status", "letter", "--json", "-f", "docx").stdout)
    assert f"{said} changed (content/{file}.yaml)" in row["reasons"]


def test_explain_says_that_an_edited_file_was_kept_for_it_and_why_it_would_have_been_built(
    project: Folder,
) -> None:
    built(project)
    edited = project.root / "build" / "summary.docx"
    edited.write_bytes(edited.read_bytes() + b" ")
    current = project.run("build", *QUICK, "--explain").stdout
    assert (
        "summary.docx: kept, since it was edited since it was built; nothing that it is made from" in current
    )
    project.change(PEOPLE, OLD, NEW)
    stale = project.run("build", *QUICK, "--explain").stdout
    assert (
        "summary.docx: kept, since it was edited since it was built; "
        "else it would have been built, since the title of people.vitorino changed (content/people.yaml)"
    ) in stale
    replaced = project.run("build", *QUICK, "--explain", "--replace").stdout
    assert (
        "summary.docx: built (it was edited since it was built; a copy is kept), since the title of people"
    ) in replaced
