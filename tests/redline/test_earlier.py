"""An earlier version comes from git, from an issued file or from a folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from communique.build import compose_all
from communique.content import read_content
from communique.diagnostics import ContentError, Report
from communique.project import open_project
from communique.redline.compare import compare
from communique.redline.earlier import read_earlier
from communique.redline.past import document_of
from communique.tree import plain_text
from communique.writers.docx import read_base, write_docx
from communique.writers.docx_package import unzipped, zipped
from redline.pairs import PAIRS
from redline.reading import read
from redline.versions import THEME, redlined
from word.sample_document import sample

if TYPE_CHECKING:
    from pathlib import Path

    from communique.redline.earlier import Earlier
    from communique.tree import Document
    from folders import Folder

BEFORE, AFTER = "the debate turned on", "the debate dwelt on"


def git(folder: Path, *arguments: str) -> None:
    identity = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    identity |= {
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    command = ["git", "-c", "init.defaultBranch=main", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=os.environ | identity)


def committed(folder: Path, root: Path | None = None) -> None:
    """Put a project under version control, in a repository at `root`, with the tag `first`."""
    root = root or folder
    git(root, "init")
    git(root, "add", ".")
    git(root, "commit", "-m", "All", "--date", "2018-10-16T12:00:00Z")
    git(root, "tag", "first")


def composed(project: Folder) -> list[Document]:
    opened, report = open_project(project.root), Report()
    content = read_content(opened)
    return compose_all(opened, content, tuple(content.documents), report, None)


def earlier(project: Folder, since: str) -> Earlier:
    opened = open_project(project.root)
    return read_earlier(opened, opened.output, composed(project), since, read_content(opened))


def refused(project: Folder, since: str) -> tuple[str, str]:
    with pytest.raises(ContentError) as caught:
        earlier(project, since)
    [found] = caught.value.report.diagnostics
    return found.code, found.message


def changed(project: Folder, since: str) -> set[str]:
    """Return the documents that differ from what they were."""
    before = earlier(project, since)
    return {
        each.meta.name
        for each in composed(project)
        if compare(before.documents.get(each.meta.name), each).changed
    }


@pytest.fixture
def issued(example_project: Folder) -> Folder:
    """The example, built and committed, in which one word has changed since."""
    committed(example_project.root)
    result = example_project.run("build", "summary", "roster", "--format", "docx")
    assert result.exit_code == 0, result.output
    shutil.copytree(example_project.root / "build", example_project.root / "issued")
    example_project.change("content/summary.yaml", BEFORE, AFTER)
    return example_project


def test_a_revision_of_git_is_read_without_a_checkout(issued: Folder) -> None:
    before = earlier(issued, "first")
    assert changed(issued, "first") == {"summary"}
    assert before.whole
    assert re.fullmatch(r"[0-9a-f]+ of \d{4}-\d\d-\d\d", before.since)
    assert AFTER in issued.read("content/summary.yaml")


def test_a_project_may_be_in_a_subfolder_of_the_repository(example_project: Folder) -> None:
    committed(example_project.root, example_project.root.parent)
    example_project.change("content/summary.yaml", BEFORE, AFTER)
    assert changed(example_project, "HEAD") == {"summary"}


def test_templates_of_that_time_are_used(example_project: Folder) -> None:
    example_project.letter("All agreed.", "<p>Then: </p>{{ document.body | prose }}")
    committed(example_project.root)
    example_project.letter("All agreed.", "<p>Now: </p>{{ document.body | prose }}")
    before = earlier(example_project, "first").documents["letter"]
    assert "Then:" in [plain_text(getattr(each, "children", ())) for each in before.blocks]


def test_a_link_in_a_revision_leads_nowhere(example_project: Folder) -> None:
    secret = example_project.root.parent / "secret.yaml"
    secret.write_text("template: summary\n")
    (example_project.root / "content" / "more.yaml").symlink_to(secret)
    committed(example_project.root)
    (example_project.root / "content" / "more.yaml").unlink()
    assert "more" not in earlier(example_project, "first").documents


def test_a_document_of_which_nobody_knew_then_is_new(issued: Folder) -> None:
    issued.letter("All agreed.")
    assert changed(issued, "first") == {"summary", "letter"}


@pytest.mark.parametrize("since", ["nonsense", "--help", "-x", "first:content", "HEAD~99", "0" * 40, "a\nb"])
def test_a_revision_that_does_not_exist_is_refused(issued: Folder, since: str) -> None:
    code, message = refused(issued, since)
    assert code == "no-earlier-version"
    assert "is no revision, and no file or folder either" in message


def test_nothing_is_no_revision_and_not_the_folder_that_one_is_in(issued: Folder) -> None:
    assert refused(issued, " ") == ("no-earlier-version", "nothing is named to compare with")


def test_a_project_outside_of_git_is_told_so(
    example_project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(example_project.root.parent))
    code, message = refused(example_project, "HEAD")
    assert code == "no-earlier-version"
    assert "in no git repository" in message


def test_a_machine_without_git_is_told_so(example_project: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert refused(example_project, "HEAD") == ("no-earlier-version", "git is not installed here")


def test_a_revision_without_the_project_is_refused(example_project: Folder) -> None:
    (example_project.root.parent / "note.txt").write_text("nothing")
    git(example_project.root.parent, "init")
    git(example_project.root.parent, "add", "note.txt")
    git(example_project.root.parent, "commit", "-m", "Note")
    code, message = refused(example_project, "HEAD")
    assert code == "no-earlier-version"
    assert "content/event.yaml" in message


def test_content_that_can_no_longer_be_composed_is_refused_with_its_first_problem(
    example_project: Folder,
) -> None:
    text = example_project.read("content/summary.yaml")
    example_project.write("content/summary.yaml", text.replace("\nkey_message:", "\nkey_massage:"))
    committed(example_project.root)
    example_project.write("content/summary.yaml", text)
    code, message = refused(example_project, "first")
    assert code == "earlier-content"
    assert "content/summary.yaml" in message


def test_an_issued_file_is_an_earlier_version_of_its_document(issued: Folder) -> None:
    file = issued.root / "issued" / "summary.docx"
    before = earlier(issued, str(file))
    assert list(before.documents) == ["summary"]
    revision = next((issued.root / "build" / ".bases").glob("summary-*.xml")).stem.partition("-")[2]
    assert before.since == f"summary.docx, revision {revision} of 2018-10-09"
    assert not before.whole
    assert compare(before.documents["summary"], issued.compose("summary")).changed


def test_a_file_under_another_name_is_known_by_what_it_says_of_itself(issued: Folder) -> None:
    shutil.copy(issued.root / "issued" / "summary.docx", issued.root / "final (2).docx")
    assert list(earlier(issued, str(issued.root / "final (2).docx")).documents) == ["summary"]


def test_an_earlier_build_is_a_folder_of_issued_files(issued: Folder) -> None:
    before = earlier(issued, str(issued.root / "issued"))
    assert set(before.documents) == {"summary", "roster"}
    assert not compare(before.documents["roster"], issued.compose("roster")).changed
    assert compare(before.documents["summary"], issued.compose("summary")).changed


def test_a_copy_of_the_project_is_a_folder_too(issued: Folder) -> None:
    shutil.copytree(issued.root / "content", issued.root / "old" / "content")
    issued.change("content/summary.yaml", AFTER, "the debate centred on")
    assert changed(issued, str(issued.root / "old")) == {"summary"}


def test_the_revision_of_a_document_is_found_in_the_bases_that_the_build_kept(issued: Folder) -> None:
    [kept] = (issued.root / "build" / ".bases").glob("summary-*.xml")
    revision = kept.stem.removeprefix("summary-")
    before = earlier(issued, revision)
    assert before.since == f"revision {revision}"
    assert compare(before.documents["summary"], issued.compose("summary")).changed


def test_a_file_of_another_project_is_refused(issued: Folder, project: Folder) -> None:
    code, message = refused(project, str(issued.root / "issued" / "summary.docx"))
    assert code == "docx-other-project"
    assert message == "this is `summary` of another project"


@pytest.mark.parametrize("since", ["issued/roster.docx", "only"])
@pytest.mark.parametrize("command", ["redline", "changes"])
def test_a_file_of_another_document_of_the_project_is_told_as_that_document(
    issued: Folder, command: str, since: str
) -> None:
    (issued.root / "only").mkdir()
    shutil.copy(issued.root / "issued" / "roster.docx", issued.root / "only")
    result = issued.run(command, "summary", "--since", str(issued.root / since))
    assert result.exit_code == 1
    assert "error[no-earlier-version]: this is the document `roster`, and not `summary`" in result.stderr
    assert "hint: ask for `roster` instead, or name a DOCX of `summary`, or a git revision" in result.stderr


@pytest.mark.parametrize(
    ("command", "back_to"), [(("changes", "--since"), "compare with it"), (("import",), "import it")]
)
def test_a_file_of_a_document_that_is_gone_is_told_alike_by_whatever_looks_into_it(
    issued: Folder, command: tuple[str, ...], back_to: str
) -> None:
    issued.remove("content/roster.yaml")
    result = issued.run(*command, str(issued.root / "issued" / "roster.docx"))
    assert result.exit_code == 1
    assert "error[docx-document-gone]: its document, `roster`, is gone from the content" in result.stderr
    assert f"hint: put content/roster.yaml back to {back_to}" in result.stderr


def test_a_file_that_is_no_docx_and_a_folder_without_any_are_refused(issued: Folder) -> None:
    assert refused(issued, str(issued.root / "content" / "summary.yaml"))[0] in {
        "docx-format",
        "docx-damaged",
    }
    assert refused(issued, str(issued.root / "content"))[0] == "no-earlier-version"


@pytest.mark.parametrize("content", [b"", b"{\\rtf1}", b"PK nothing", b"%PDF-2.0"])
def test_what_is_no_issued_docx_is_told_without_a_word_of_importing(issued: Folder, content: bytes) -> None:
    path = issued.root / "old.docx"
    path.write_bytes(content)
    result = issued.run("redline", "--since", str(path))
    assert result.exit_code == 1
    assert "can't be compared with: " in result.output
    assert "name the DOCX as this project issued it, a folder with an earlier build, or a git revision" in (
        result.output
    )
    assert "import" not in result.output


# A base as a document


@pytest.mark.parametrize("name", ["summary", "roster", "programme", "concept-note"])
def test_a_document_from_its_base_is_the_document(example: dict[str, Document], name: str) -> None:
    document = example[name]
    base = read_base(write_docx(document, THEME))
    assert base is not None
    assert not compare(document_of(base, document), document).changed


def test_a_document_with_everything_in_it_comes_back_from_its_base() -> None:
    document = sample()
    base = read_base(write_docx(document, THEME))
    assert base is not None
    assert not compare(document_of(base, document), document).changed


@pytest.mark.parametrize(
    "name", [name for name in PAIRS if name not in {"text set flush right", "a section taken out"}]
)
def test_a_redline_since_an_issued_file_holds_both_versions(name: str) -> None:
    old, new = PAIRS[name]
    base = read_base(write_docx(old, THEME))
    assert base is not None
    content = redlined(document_of(base, new), new)
    assert read(content, "accepted") == read(write_docx(new, THEME))
    assert read(content, "rejected") == read(write_docx(old, THEME))


# A redline that comes back


def test_a_redline_can_be_imported_and_says_nothing_of_its_own_changes(issued: Folder) -> None:
    result = issued.run("redline", "summary", "--since", "first", "--output", str(issued.root / "out"))
    assert result.exit_code == 0, result.output
    file = issued.root / "out" / "summary.docx"
    before = issued.read("content/summary.yaml")
    result = issued.run("import", str(file), "--yes")
    assert result.exit_code == 0, result.output
    assert issued.read("content/summary.yaml") == before
    parts = unzipped(file.read_bytes())
    parts["word/document.xml"] = parts["word/document.xml"].replace(b" at every level.", b" at each level.")
    file.write_bytes(zipped(parts))
    result = issued.run("import", str(file), "--yes")
    assert result.exit_code == 0, result.output
    assert issued.read("content/summary.yaml") == before.replace(" at every level.", " at each level.", 1)


def test_the_changes_of_one_author_in_a_redline_are_refused(issued: Folder) -> None:
    assert (
        issued.run("redline", "summary", "--since", "first", "--output", str(issued.root / "out")).exit_code
        == 0
    )
    result = issued.run("import", str(issued.root / "out" / "summary.docx"), "--tracked", "rejected")
    assert result.exit_code == 1
    assert "docx-redline" in result.output
