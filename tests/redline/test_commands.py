"""`communique redline` and `communique changes`, as a secretariat uses them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from folders import Folder

SUMMARY = "content/summary.yaml"


@pytest.fixture
def issued(project: Folder, tmp_path: Path) -> Path:
    """The summary as it was issued; the content has changed since."""
    assert project.run("build", "summary", "-f", "docx").exit_code == 0
    issue = tmp_path / "issued.docx"
    shutil.copy(project.root / "build" / "summary.docx", issue)
    project.change(SUMMARY, "welcomed the participants", "greeted all participants")
    return issue


def document_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml").decode()


def test_a_redline_tracks_the_changes_since_an_issued_file(project: Folder, issued: Path) -> None:
    result = project.run(
        "redline", "--since", str(issued), "--author", "The secretariat", "--date", "2030-03-06"
    )
    assert result.exit_code == 0, result.output
    folder = project.root / "build" / "redlines"
    assert sorted(path.name for path in folder.iterdir()) == ["summary.docx", "summary.html"]
    xml = document_xml(folder / "summary.docx")
    assert 'w:author="The secretariat"' in xml
    assert 'w:date="2030-03-06T00:00:00Z"' in xml
    assert "<w:delText" in xml
    assert "<del" in (folder / "summary.html").read_text(encoding="utf-8")


def test_without_an_author_the_organization_is_named(project: Folder, issued: Path) -> None:
    project.run("redline", "--since", str(issued), "-f", "docx", SOURCE_DATE_EPOCH="0")
    xml = document_xml(project.root / "build" / "redlines" / "summary.docx")
    assert 'w:author="ORG"' in xml
    assert 'w:date="1970-01-01T00:00:00Z"' in xml


def test_a_redline_since_a_revision_of_git(project: Folder) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=secretariat", "-c", "user.email=secretariat@example.org", *arguments],
            cwd=project.root,
            check=True,
            capture_output=True,
        )

    git("init")
    git("add", "content")
    git("commit", "-m", "As issued")
    project.change(SUMMARY, "welcomed the participants", "greeted all participants")
    result = project.run("changes", "--since", "HEAD", "--format", "json")
    (listing,) = json.loads(result.stdout)
    (entry,) = listing["changes"]
    assert "greeted all" in entry["is"]
    assert "welcomed the" in entry["was"]
    assert project.run("redline", "--since", "HEAD", "-o", str(project.root / "out")).exit_code == 0
    assert (project.root / "out" / "summary.docx").exists()


def test_a_redline_since_an_issued_file_says_which_revision_of_which_date_that_was(
    project: Folder, issued: Path
) -> None:
    base = next((project.root / "build" / ".bases").glob("summary-*.xml"))
    told = f"issued.docx, revision {base.stem.partition('-')[2]} of 2030-03-05"
    said = project.run("redline", "--since", str(issued)).stdout
    assert f"changes since {told}:\nsummary: 1 change" in said
    folder = project.root / "build" / "redlines"
    assert f"Changes since {told}." in (folder / "summary.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(folder / "summary.docx") as package:
        assert f"<dc:description>Changes since {told}<" in package.read("docProps/core.xml").decode()
    assert f"since {told}\n" in project.run("changes", "--since", str(issued)).stdout


def test_changes_since_an_earlier_build_are_told_since_each_file_of_it(
    project: Folder, tmp_path: Path
) -> None:
    project.run("build", "-f", "docx")
    shutil.copytree(project.root / "build", tmp_path / "issued")
    project.change(SUMMARY, "welcomed the participants", "greeted all participants")
    said = project.run("redline", "--since", str(tmp_path / "issued"), "-f", "html").stdout
    assert re.search(
        r"^changes since summary.docx, revision [0-9a-f]{12} of 2030-03-05:$", said, re.MULTILINE
    )


def test_a_file_without_a_date_that_can_be_read_is_told_by_its_revision(
    project: Folder, issued: Path, tmp_path: Path
) -> None:
    from communique.writers.docx_package import unzipped, zipped

    parts = unzipped(issued.read_bytes())
    parts["docProps/core.xml"] = b"<damaged"
    (tmp_path / "dateless.docx").write_bytes(zipped(parts))
    said = project.run("redline", "--since", str(tmp_path / "dateless.docx")).stdout
    assert re.search(r"^changes since dateless.docx, revision [0-9a-f]{12}:$", said, re.MULTILINE)


def test_changes_can_be_read_out(project: Folder, issued: Path) -> None:
    text = project.run("changes", "--since", str(issued)).stdout
    assert "Opening session, first paragraph" in text
    assert text.index("was:") < text.index("welcomed the participants") < text.index("is:")
    markdown = project.run("changes", "--since", str(issued), "--format", "markdown").stdout
    assert "~~welcomed the~~" in markdown
    assert "**greeted all**" in markdown


def test_what_a_template_made_of_records_is_told_with_the_record(
    example_project: Folder, tmp_path: Path
) -> None:
    shutil.copytree(example_project.root, tmp_path / "v1")
    example_project.change("content/people.yaml", "Special Representative of the", "Envoy of the")
    example_project.change("content/sessions.yaml", "title: Migrant’s Voice", "title: Migrants’ Voices")
    since = ("changes", "programme", "roster", "--since", str(tmp_path / "v1"))
    text = example_project.run(*since).stdout
    assert "second item  (people.yaml: arbour.appearances[0])\n     was:     " in text
    assert "row “Migrants’ Voices”  (sessions.yaml: migrants_voice.title)" in text
    markdown = example_project.run(*since, "--format", "markdown").stdout
    assert "second item** `people.yaml: arbour.appearances[0]`\n" in markdown
    data = json.loads(example_project.run(*since, "--format", "json").stdout)
    assert "" not in {entry["address"] for listing in data for entry in listing["changes"]}


def test_nothing_changed_is_said_and_nothing_written(project: Folder, issued: Path) -> None:
    project.change(SUMMARY, "greeted all participants", "welcomed the participants")
    assert "nothing changed since" in project.run("changes", "--since", str(issued)).stdout
    assert "nothing changed since" in project.run("redline", "--since", str(issued)).stdout
    assert not (project.root / "build" / "redlines").exists()


def test_a_redline_says_how_much_changed_in_each_document(project: Folder, issued: Path) -> None:
    project.change(SUMMARY, "opening:\n", "  - Nobody spoke against it.\nopening:\n")
    said = project.run("redline", "summary", "--since", str(issued)).stdout
    assert said.endswith("summary: 2 changes: 1 reworded, 1 new\n")
    project.change(SUMMARY, "greeted all participants", "welcomed the participants")
    project.change(SUMMARY, "  - Nobody spoke against it.\n", "")
    assert "summary: no changes" in project.run("redline", "summary", "--since", str(issued)).stdout


def test_a_redline_of_changes_that_were_taken_back_is_named(project: Folder, issued: Path) -> None:
    project.run("redline", "--since", str(issued))
    folder = project.root / "build" / "redlines"
    page = folder / "summary.html"
    page.write_bytes(page.read_bytes().replace(b"greeted", b"hailed"))
    before = {path: path.read_bytes() for path in folder.iterdir()}
    project.change(SUMMARY, "greeted all participants", "welcomed the participants")
    said = project.run("redline", "--since", str(issued)).stdout
    assert said.startswith("nothing changed since ")
    assert (
        "summary.docx is a redline made earlier, perhaps since another version; delete it if nobody" in said
    )
    assert (
        "summary.html is a redline made earlier, and was edited since; read it before you delete it" in said
    )
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_redline_since_one_version_outlasts_one_since_another_in_which_nothing_changed(
    project: Folder, issued: Path, tmp_path: Path
) -> None:
    circulated = ("-o", str(tmp_path / "circulated"))
    assert project.run("redline", "--since", str(issued), *circulated).exit_code == 0
    before = {path: path.read_bytes() for path in (tmp_path / "circulated").iterdir()}
    shutil.copytree(project.root, tmp_path / "v1")
    said = project.run("redline", "--since", str(tmp_path / "v1"), "-f", "html", *circulated).stdout
    assert said.startswith("nothing changed since ")
    assert said.count("summary.html is a redline made earlier") == 1
    assert "summary.docx" not in said
    assert {path: path.read_bytes() for path in (tmp_path / "circulated").iterdir()} == before


def test_a_document_in_the_folder_of_redlines_is_not_taken_for_one(project: Folder, issued: Path) -> None:
    project.change(SUMMARY, "greeted all participants", "welcomed the participants")
    build = project.root / "build"
    result = project.run("redline", "--since", str(issued), "-o", str(build))
    assert result.stdout.startswith("nothing changed since ")
    assert "made earlier" not in result.stdout
    assert (build / "summary.docx").exists()


def test_a_redline_that_somebody_edited_stays(project: Folder, issued: Path) -> None:
    project.run("redline", "--since", str(issued), "-f", "html")
    path = project.root / "build" / "redlines" / "summary.html"
    path.write_bytes(path.read_bytes().replace(b"greeted", b"hailed"))
    edited = path.read_bytes()
    result = project.run("redline", "--since", str(issued), "-f", "html")
    assert result.exit_code == 1
    assert "error[edited-output]" in result.stderr
    assert path.read_bytes() == edited
    assert project.run("redline", "--since", str(issued), "-f", "html", "--replace").exit_code == 0
    assert path.read_bytes() != edited
    assert [each.read_bytes() for each in path.parent.glob("summary.*-*.html")] == [edited]


@pytest.mark.parametrize("since", ["no-such-version", "0123456789ab", "--upload-pack=x"])
def test_an_unknown_version_is_named(since: str, project: Folder) -> None:
    result = project.run("changes", f"--since={since}")
    assert result.exit_code == 1
    assert "error[" in result.stderr


@pytest.mark.parametrize("arguments", [["-f", "pdf"], ["--date", "yesterday"]])
def test_a_redline_that_cannot_be_is_wrong_usage(arguments: list[str], project: Folder) -> None:
    assert project.run("redline", "--since", "HEAD", *arguments).exit_code == 2


def test_a_format_that_is_none_is_answered_with_those_of_a_redline(project: Folder) -> None:
    said = project.run("redline", "--since", "HEAD", "-f", "odt,pdf").output
    assert "`odt` is not a format; there are docx, html" in " ".join(said.split())
    assert "print the HTML" in project.run("redline", "--since", "HEAD", "-f", "pdf").output
    assert "there are pdf, docx, html" in project.run("build", "-f", "odt").output


def test_the_help_of_redline_offers_only_formats_that_it_takes(project: Folder) -> None:
    shown = project.run("redline", "--help").output
    assert "docx,html" in shown
    assert "pdf" not in shown


def test_another_marking_alone_is_a_change(project: Folder, tmp_path: Path) -> None:
    project.change("content/event.yaml", "marking: draft", "marking: example")
    shutil.copytree(project.root, tmp_path / "old")
    project.change("content/event.yaml", "marking: example", "marking: draft")
    since = ("--since", str(tmp_path / "old"))
    listings = json.loads(project.run("changes", *since, "--format", "json").stdout)
    told = [[(each["place"], each["is"]) for each in listing["changes"]] for listing in listings]
    assert told == [[("marking", "Draft")]] * 3
    assert project.run("redline", *since).exit_code == 0
    folder = project.root / "build" / "redlines"
    with zipfile.ZipFile(folder / "summary.docx") as package:
        assert b"<w:ins " in package.read("word/footer1.xml")
    page = (folder / "summary.html").read_text(encoding="utf-8")
    assert re.search("Marking: <del[^>]*>Example[^<]*</del> <ins[^>]*>Draft</ins>", page)


def test_a_version_with_the_same_words_everywhere_has_no_redline(project: Folder, tmp_path: Path) -> None:
    shutil.copytree(project.root, tmp_path / "old")
    assert project.run("changes", "--since", str(tmp_path / "old")).stdout.startswith("nothing changed")
    assert project.run("redline", "--since", str(tmp_path / "old")).stdout.startswith("nothing changed")
