"""The commands around the checks: check, check --fix, explain, schema, and annotations for GitHub."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from folders import Folder


@pytest.fixture
def letter(records: Folder) -> Folder:
    """A letter with a range that wants a dash."""
    records.letter("Pages 4-7 were adopted; see the Chair's note.")
    return records


def test_a_finding_is_a_warning_and_leaves_the_status_at_zero(letter: Folder) -> None:
    result = letter.run("check", "--report", "short")
    assert result.exit_code == 0
    assert "content/letter.yaml:5:9: warning[style-range]: a range takes an en dash" in result.stderr


def test_every_build_says_what_the_checks_find(letter: Folder) -> None:
    result = letter.run("build", "letter", "--format", "html", "--report", "short")
    assert result.exit_code == 0
    assert "warning[style-range]" in result.stderr


def test_a_check_that_the_project_takes_for_an_error_stops_the_build(letter: Folder) -> None:
    letter.write("communique.toml", '[checks]\nstyle-range = "error"\n')
    result = letter.run("build", "letter", "--format", "html")
    assert result.exit_code == 1
    assert not (letter.root / "build" / "letter.html").exists()


def test_fix_mends_what_is_safe_and_no_other_character(letter: Folder) -> None:
    before = letter.read("content/letter.yaml")
    result = letter.run("check", "--fix")
    assert result.exit_code == 0
    assert letter.read("content/letter.yaml") == before.replace("4-7", "4–7").replace("'s", "’s")
    assert "letter.yaml" in result.stderr
    assert "style-range" not in letter.run("check").stderr


def test_fix_keeps_line_ends_and_the_byte_order_mark(letter: Folder) -> None:
    text = letter.read("content/letter.yaml").replace("\n", "\r\n")
    letter.write("content/letter.yaml", b"\xef\xbb\xbf" + text.encode())
    letter.run("check", "--fix")
    mended = (letter.root / "content" / "letter.yaml").read_bytes()
    assert mended == b"\xef\xbb\xbf" + text.replace("4-7", "4–7").replace("'s", "’s").encode()


def test_fix_changes_nothing_where_nothing_is_wrong(project: Folder) -> None:
    before = {path: path.read_bytes() for path in (project.root / "content").iterdir()}
    assert project.run("check", "--fix").exit_code == 0
    assert {path: path.read_bytes() for path in (project.root / "content").iterdir()} == before


def test_the_starter_and_the_example_have_no_findings(project: Folder, example_project: Folder) -> None:
    assert project.run("check").stdout == "3 documents, no problems\n"
    assert example_project.run("check").stdout == "4 documents, no problems\n"


def test_annotations_for_github_name_file_line_and_column(letter: Folder) -> None:
    result = letter.run("check", "--report", "github")
    assert "::warning file=content/letter.yaml,line=5,col=9,endColumn=12,title=style-range::" in result.stdout


def test_explain_says_what_a_code_means(project: Folder) -> None:
    result = project.run("explain", "unknown-key")
    assert result.exit_code == 0
    assert "unknown-key" in result.stdout
    assert len(result.stdout.split()) > 20


def test_explain_suggests_the_nearest_code(project: Folder) -> None:
    result = project.run("explain", "unknown-kay")
    assert result.exit_code == 1
    assert "did you mean `unknown-key`?" in result.stderr


def test_schema_prints_what_it_would_write(project: Folder) -> None:
    printed = json.loads(project.run("schema").stdout)
    assert {"event", "people", "sessions", "summary"} <= printed.keys()
    result = project.run("schema", "--output", str(project.root / "elsewhere"))
    assert result.exit_code == 0
    written = {path.stem: json.loads(path.read_text()) for path in (project.root / "elsewhere").iterdir()}
    assert written == printed
