"""Reading again what was read before: only what changed, and with the same result."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from checks.reviewing import reviewed
from communique.content import read_content
from communique.diagnostics import ContentError, Report
from communique.languages import read_language
from communique.pipeline import compose
from communique.project import open_project

if TYPE_CHECKING:
    from communique.content import EventContent
    from communique.tree import Document
    from folders import Folder


def read(folder: Folder, earlier: EventContent | None = None) -> EventContent:
    return read_content(open_project(folder.root), earlier)


def composed(folder: Folder, content: EventContent) -> dict[str, Document]:
    project = open_project(folder.root)
    return {name: compose(project, content, name, Report()) for name in content.documents}


def test_files_that_hold_the_same_are_taken_over(project: Folder) -> None:
    first = read(project)
    os.utime(project.root / "content/people.yaml", (0, 0))
    project.change("content/summary.yaml", "topic: A", "topic: Another a")
    second = read(project, first)
    same = {file for file in first.sources if second.sources[file] is first.sources[file]}
    assert set(first.sources) - same == {"content/summary.yaml"}
    assert second.people is first.people
    assert second.documents["roster"] is first.documents["roster"]


EDITS = [
    ("content/summary.yaml", "topic: A", "topic: Another a"),
    ("content/event.yaml", "venue: ", "venue: New "),
    ("content/people.yaml", "family: Arbour", "family: Harbour"),
    ("content/roster.yaml", "order: alphabetical", "order: speaking"),
    (
        "templates/_page.html.jinja",
        "{{ document.title | inline }}</h1>",
        "New: {{ document.title | inline }}</h1>",
    ),
    ("templates/languages/en.yaml", "labels:", "labels:\n  session: Sitting"),
]


@pytest.mark.parametrize(("file", "old", "new"), EDITS, ids=[file for file, _, _ in EDITS])
def test_what_is_read_again_is_as_if_read_for_the_first_time(
    file: str, old: str, new: str, project: Folder
) -> None:
    if file.startswith("templates/"):
        shipped = open_project(project.root).theme.find(file.removeprefix("templates/"))
        text = shipped.read_text(encoding="utf-8").replace("\n  session: Session\n", "\n")
        project.write(file, text)
        earlier = read(project)
        before = composed(project, earlier)
        project.write(file, text.replace(old, new, 1))
    else:
        earlier = read(project)
        before = composed(project, earlier)
        project.change(file, old, new)
    after = composed(project, read(project, earlier))
    assert after == composed(project, read(project))
    assert after != before


def test_a_changed_template_asks_for_other_keys(records: Folder) -> None:
    records.letter("Dear all,")
    first = read(records)
    records.change("templates/letter.html.jinja", "body: prose", "body: prose\n  salutation: line")
    with pytest.raises(ContentError, match="`salutation` is missing"):
        read(records, first)


def test_a_person_who_is_gone_is_missed_in_files_that_did_not_change(records: Folder) -> None:
    records.letter("Dear all,", speaker="vitorino")
    records.change("templates/letter.html.jinja", "body: prose", "body: prose\n  speaker: person")
    records.write("content/people.yaml", "vitorino: {family: Vitorino}\n")
    first = read(records)
    records.write("content/people.yaml", "arbour: {family: Arbour}\n")
    with pytest.raises(ContentError, match="there is no person `vitorino`"):
        read(records, first)


def test_a_fault_in_prose_is_reported_each_time(records: Folder) -> None:
    records.letter("Dear {{ people.nobody.name }}, and `all`,")
    content, faults = None, []
    for _ in range(3):
        report = Report()
        content = read(records, content)
        with pytest.raises(ContentError):
            compose(open_project(records.root), content, "letter", report)
        faults.append([each.code for each in report.diagnostics])
    assert faults == [["unknown-name", "prose"]] * 3


def test_a_file_that_is_gone_is_not_remembered(records: Folder) -> None:
    records.letter("Dear all,")
    first = read(records)
    records.remove("content/letter.yaml")
    assert "letter" not in read(records, first).documents


def test_a_language_is_the_same_until_its_file_changes(records: Folder) -> None:
    theme = open_project(records.root).theme
    words = theme.find("languages/en.yaml").read_text(encoding="utf-8")
    records.write("templates/languages/en.yaml", words)
    theme = open_project(records.root).theme
    first = read_language("en", theme)
    assert read_language("en", theme) is first
    records.write("templates/languages/en.yaml", words.replace("\n  of: of\n", "\n  of: out of\n"))
    assert read_language("en", theme).label("of") == "out of"
    assert first.label("of") == "of"


def test_checks_look_at_what_stands_there_now(records: Folder) -> None:
    records.write("content/people.yaml", "arbour: {honorific: Ms., family: Arbour}\n")
    records.letter("Ms. Arbour opened the center.")
    found = ["name-typed", "style-term"]
    assert [each.code for each in reviewed(records, *found)] == found
    records.letter("Ms. Arbour opened the centre.")
    assert [each.code for each in reviewed(records, *found)] == ["name-typed"]
    records.write("content/people.yaml", "harbour: {honorific: Ms., family: Harbour}\n")
    assert reviewed(records, *found) == []


def test_what_is_kept_of_texts_has_a_bound(records: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.prose.MOST_PRINTED", 5)
    content = None
    for number in range(20):
        records.letter(f"Dear {number},")
        content = read(records, content)
        compose(open_project(records.root), content, "letter", Report())
    assert content is not None
    (seen,) = content._seen.values()
    assert 0 < len(seen.printed.prose) <= 5


def test_a_language_that_changed_leaves_nothing_behind(records: Folder) -> None:
    words = open_project(records.root).theme.find("languages/en.yaml").read_text(encoding="utf-8")
    records.letter("Dear all,")
    content = None
    for word in ("of", "out of"):
        records.write("templates/languages/en.yaml", words.replace("\n  of: of\n", f"\n  of: {word}\n"))
        content = read(records, content)
        compose(open_project(records.root), content, "letter", Report())
    assert content is not None
    assert [each.label("of") for each in content._seen] == ["out of"]
