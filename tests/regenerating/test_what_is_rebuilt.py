"""A build writes what is no longer current, and leaves the rest."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.freshness import STATE, nothing_to_do
from communique.starter import begin_project
from folders import Folder
from regenerating.builds import NEW, OLD, PEOPLE, QUICK, built, outputs

if TYPE_CHECKING:
    from pathlib import Path

NOTE, SUMMARY = "content/concept-note.yaml", "content/summary.yaml"


def test_a_second_build_has_nothing_to_do_and_keeps_bytes_and_dates(project: Folder) -> None:
    assert len(built(project)) == 6
    before = {path: path.stat().st_mtime_ns for path in (project.root / "build").glob("*.html")}
    assert built(project) == []
    assert "nothing to do: 6 files current" in project.run("build", *QUICK).stdout
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_title_rebuilds_the_documents_that_print_it_and_no_other(project: Folder) -> None:
    built(project)
    project.change(PEOPLE, OLD, NEW)
    assert built(project) == ["roster.docx", "roster.html", "summary.docx", "summary.html"]


def test_a_comment_the_order_of_keys_and_quotation_marks_rebuild_nothing(project: Folder) -> None:
    built(project)
    project.change(
        PEOPLE, "  honorific: Ms.\n  given: Louise\n", "  given: 'Louise'\n  honorific: Ms.  # so\n"
    )
    project.write(NOTE, "# A remark.\n" + project.read(NOTE))
    assert built(project) == []


def test_a_template_that_a_document_does_not_use_rebuilds_nothing_of_it(project: Folder) -> None:
    built(project)
    project.letter("A letter.")
    assert built(project) == ["letter.docx", "letter.html"]
    template = "templates/letter.html.jinja"
    project.write(template, project.read(template) + "<p>More.</p>\n")
    assert built(project) == ["letter.docx", "letter.html"]
    project.write(template, project.read(template) + "{# a remark #}\n")
    assert built(project) == []


@pytest.mark.parametrize(
    ("file", "text", "formats"),
    [
        ("templates/screen.css", "/* mine */\n", {"html"}),
        ("templates/tokens.yaml", "sizes: {text: 11pt}\n", {"html", "docx"}),
        ("communique.toml", 'formats = ["html", "docx"]\n', {"html"}),
    ],
)
def test_a_part_of_the_theme_rebuilds_the_formats_that_read_it(
    file: str, text: str, formats: set[str], project: Folder
) -> None:
    built(project)
    project.write(file, text)
    assert {name.rpartition(".")[2] for name in built(project)} == formats


def test_a_picture_of_the_theme_rebuilds_the_pdf_that_shows_it(project: Folder) -> None:
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h{}v9z"/></svg>'
    only = ("concept-note",)
    project.write("templates/seal.svg", square.format(9))
    project.write("templates/print.css", "h1::before { content: url(seal.svg) }\n")
    assert "concept-note.pdf" in built(project, *only)
    project.write("templates/seal.svg", square.format(5))
    assert "files of the style sheets changed" in project.run("status").stdout
    assert built(project, *only) == ["concept-note.pdf"]
    project.write("templates/other.svg", square.format(5))
    assert built(project, *only) == []


def test_another_version_of_the_program_rebuilds_everything(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(project)
    monkeypatch.setattr("communique.__version__", "9.9")
    assert len(built(project)) == 6


def test_force_builds_what_is_current_and_keeps_the_dates_of_equal_files(project: Folder) -> None:
    built(project)
    path = project.root / "build" / "roster.html"
    before = path.stat().st_mtime_ns
    assert len(built(project, *QUICK, "--force")) == 6
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"layout": 1}', b"\xff" * 40, b"[" * 100_000, None])
def test_a_lost_or_damaged_manifest_costs_a_rebuild_and_nothing_else(
    damage: bytes | None, project: Folder
) -> None:
    built(project)
    before = outputs(project)
    manifest = project.root / "build" / STATE / "manifest.json"
    if damage is None:
        shutil.rmtree(manifest.parent)
    else:
        manifest.write_bytes(damage)
    project.change(PEOPLE, OLD, NEW)
    assert len(built(project)) == 6
    assert {name for name, content in outputs(project).items() if before[name] != content} == {
        "roster.docx",
        "roster.html",
        "summary.docx",
        "summary.html",
    }
    assert built(project) == []


def test_a_missing_file_is_built_again_alone(project: Folder) -> None:
    built(project)
    project.remove("build/roster.docx")
    assert built(project) == ["roster.docx"]


@pytest.mark.usefixtures("settled")
def test_a_partial_build_does_not_hide_what_else_is_stale(project: Folder) -> None:
    built(project)
    project.change(PEOPLE, OLD, NEW)
    assert built(project, "summary", *QUICK) == ["summary.docx", "summary.html"]
    assert built(project) == ["roster.docx", "roster.html"]


@pytest.mark.usefixtures("settled")
def test_warnings_are_shown_again_when_there_is_nothing_to_do(project: Folder) -> None:
    project.change(NOTE, "will discuss", "will  discuss -- at length --")
    first = project.run("build", *QUICK)
    second = project.run("build", *QUICK)
    assert "warning" in first.stderr
    assert second.stderr == first.stderr
    assert "nothing to do" in second.stdout


def test_a_build_that_fails_does_not_say_that_there_is_nothing_to_do(project: Folder) -> None:
    built(project)
    project.change(SUMMARY, "key_message:", "key_massage:")
    result = project.run("build", *QUICK)
    assert result.exit_code == 1
    assert "nothing to do" not in result.stdout
    project.change(SUMMARY, "key_massage:", "key_message:")
    assert "nothing to do: 6 files current" in project.run("build", *QUICK).stdout
    project.change(NOTE, "will discuss", "will discuss {{ no.such }}")
    result = project.run("build", *QUICK)
    assert result.exit_code == 1
    assert "nothing to do" not in result.stdout


@pytest.mark.usefixtures("settled")
def test_the_quick_look_tells_that_nothing_changed_and_when_something_did(project: Folder) -> None:
    project.write("communique.toml", 'formats = ["html"]\n')
    assert nothing_to_do(str(project.root), "") == 0
    built(project, "-f", "html")
    assert nothing_to_do(str(project.root / "content"), "") == 3
    assert nothing_to_do(str(project.root), "0") == 0
    project.write("content/.summary.yaml.swp", "what an editor leaves")
    assert nothing_to_do(str(project.root), "") == 3
    for name in (
        "content/letter.yaml",
        "templates/screen.css",
        PEOPLE,
        "communique.toml",
        "build/roster.html",
    ):
        path = project.root / name
        earlier = path.read_bytes() if path.exists() else None
        project.write(name, (earlier or b"") + b" ")
        assert nothing_to_do(str(project.root), "") == 0, name
        if earlier is None:
            path.unlink()
        else:
            path.write_bytes(earlier)
        built(project, "-f", "html", "--replace")
        built(project, "-f", "html", "--explain")
        assert nothing_to_do(str(project.root), "") == 3, name


@pytest.mark.usefixtures("settled")
def test_every_build_reminds_of_a_file_whose_document_is_gone_until_it_is_deleted(project: Folder) -> None:
    project.write("communique.toml", 'formats = ["html"]\n')
    project.write("content/annex.yaml", project.read(SUMMARY))
    built(project, "-f", "html")
    project.remove("content/annex.yaml")
    for _ in range(2):
        assert "annex.html is left from a document that is gone; delete it" in project.run("build").stdout
        assert nothing_to_do(str(project.root), "") == 0
    project.write("build/annex.html", "edited")
    assert "annex.html is left from a document that is gone, and was edited" in project.run("build").stdout
    project.remove("build/annex.html")
    assert project.run("build").stdout == "nothing to do: 3 files current\n"
    assert nothing_to_do(str(project.root), "") == 3


def test_a_change_in_the_same_moment_as_the_build_is_not_overlooked(project: Folder) -> None:
    project.write("communique.toml", 'formats = ["html"]\n')
    for title in ("One", "Two", "Six"):
        project.change(PEOPLE, project.read(PEOPLE).partition("title: ")[2].partition("\n")[0], title)
        if not nothing_to_do(str(project.root), ""):
            built(project, "-f", "html")
        assert f"{title}" in project.read("build/roster.html")


@dataclass(frozen=True)
class Change:
    """An edit of one file: the text to look for, and what it may become."""

    file: str
    old: str
    forms: tuple[str, ...]


CHANGES = (
    Change(PEOPLE, OLD, (NEW, "title: Head", "# gone")),
    Change(PEOPLE, "  family: Arbour", ("  family: ARBOUR", "  family: Arbour # a remark")),
    Change(NOTE, "A footnote.", ("Another footnote.", "A *footnote*.")),
    Change(SUMMARY, "welcomed the participants", ("greeted the participants", "welcomed the participants")),
    Change(SUMMARY, "A second conclusion.", ("A second conclusion, at last.", "No conclusion.")),
    Change("content/event.yaml", "place: Geneva", ("place: Vienna",)),
    Change("content/roster.yaml", "order: alphabetical", ("order: speaking", "order: alphabetical")),
)


@dataclass(frozen=True)
class Step:
    """What happens between two builds."""

    change: int
    form: int
    also: str


STEPS = st.lists(
    st.builds(
        Step,
        st.integers(0, len(CHANGES) - 1),
        st.integers(0, 3),
        st.sampled_from(
            ("", "", "sheet", "sheet-away", "letter", "letter-away", "output-away", "manifest-away")
        ),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_building_step_by_step_gives_the_bytes_of_building_from_nothing(
    steps: list[Step], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = Folder(tmp_path_factory.mktemp("steps"))
    begin_project(folder.root)
    original = {each.file: folder.read(each.file) for each in CHANGES}
    forms: dict[int, int] = {}
    built(folder)
    for step in steps:
        forms[step.change] = step.form
        _set_forms(folder, original, forms)
        _also(folder, step.also)
        built(folder)
        afresh = folder.root.parent / f"{folder.root.name}-afresh"
        shutil.copytree(folder.root, afresh, ignore=shutil.ignore_patterns("build"))
        built(Folder(afresh))
        names = set(outputs(Folder(afresh)))
        assert {name: content for name, content in outputs(folder).items() if name in names} == outputs(
            Folder(afresh)
        )
        shutil.rmtree(afresh)


def _set_forms(folder: Folder, original: dict[str, str], forms: dict[int, int]) -> None:
    texts = dict(original)
    for number, form in forms.items():
        change = CHANGES[number]
        new = (change.old, *change.forms)[form % (len(change.forms) + 1)]
        texts[change.file] = texts[change.file].replace(change.old, new)
    for file, text in texts.items():
        folder.write(file, text)


def _also(folder: Folder, what: str) -> None:
    match what:
        case "sheet":
            folder.write("templates/screen.css", f"/* {len(folder.read(SUMMARY))} */\n")
        case "sheet-away":
            (folder.root / "templates/screen.css").unlink(missing_ok=True)
        case "letter":
            folder.letter("Dear {{ people.vitorino.short }},")
        case "letter-away":
            (folder.root / "content/letter.yaml").unlink(missing_ok=True)
        case "output-away":
            (folder.root / "build/summary.docx").unlink(missing_ok=True)
        case "manifest-away":
            shutil.rmtree(folder.root / "build" / STATE, ignore_errors=True)


def test_the_manifest_says_nothing_of_the_machine(project: Folder, tmp_path: Path) -> None:
    built(project, "-f", "html")
    manifest = json.loads((project.root / "build" / STATE / "manifest.json").read_bytes())
    assert set(manifest["outputs"]) == {"concept-note.html", "roster.html", "summary.html"}
    assert str(tmp_path) not in json.dumps(manifest["outputs"])


def test_a_build_notes_no_state_in_a_folder_of_somebody_else(project: Folder, tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    assert project.run("build", "roster", "-f", "html", "-o", str(folder)).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == [STATE, "roster.html"]
