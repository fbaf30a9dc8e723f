"""A project: its settings, and what it replaces of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.diagnostics import ContentError
from communique.project import find_root, open_project

if TYPE_CHECKING:
    from pathlib import Path

    from folders import Folder


def test_a_project_is_found_from_any_folder_in_it(project: Folder) -> None:
    (project.root / "content" / "deep" / "er").mkdir(parents=True)
    assert find_root(project.root / "content" / "deep" / "er") == project.root


def test_no_project_here_says_how_to_begin_one(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"no content/event\.yaml") as caught:
        find_root(tmp_path)
    (diagnostic,) = caught.value.report.diagnostics
    assert diagnostic.code == "no-project"
    assert "communique init" in diagnostic.hint


def test_a_project_needs_no_settings_and_no_templates(example_project: Folder) -> None:
    opened = open_project(example_project.root)
    assert opened.settings.formats == ("pdf", "docx", "html")
    assert opened.output == example_project.root / "build"


def test_settings_stand_in_communique_toml_before_pyproject_toml(project: Folder) -> None:
    project.write("pyproject.toml", '[tool.communique]\noutput = "shared"\n')
    project.write("communique.toml", 'output = "own"\nformats = ["html"]\n')
    assert open_project(project.root).settings.output == "own"
    project.remove("communique.toml")
    assert open_project(project.root).settings.output == "shared"


@pytest.mark.parametrize("text", ["", "[project]\nname = 'x'\n", "tool = 3\n", "[tool.other]\noutptu = 1\n"])
def test_a_pyproject_toml_about_other_things_is_fine(text: str, project: Folder) -> None:
    project.remove("communique.toml")
    project.write("pyproject.toml", text)
    assert project.problems() == []


def test_unknown_settings_in_pyproject_toml_are_found_below_their_heading(project: Folder) -> None:
    project.remove("communique.toml")
    project.write(
        "pyproject.toml",
        '[project]\noutptu = "not ours"\nformats = 1\n\n[tool.communique]\n  outptu = "x"\n  formats = ["odt"]\n',
    )
    assert project.problems() == [
        "pyproject.toml:6:3: error[unknown-setting]: `outptu` is not a setting",
        "pyproject.toml:7:3: error[bad-setting]: `formats` has a value that does not fit",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xff\xfe", "communique.toml:1:1: error[not-utf-8]: file is not UTF-8 text"),
        (b"output = ", "communique.toml:1:1: error[toml-syntax]: Invalid value"),
        (b"output = 1", "communique.toml:1:1: error[bad-setting]: `output` has a value that does not fit"),
    ],
)
def test_bad_settings_are_reported(content: bytes, problem: str, project: Folder) -> None:
    project.write("communique.toml", content)
    assert project.problems() == [problem]


def test_settings_may_begin_with_a_byte_order_mark(project: Folder) -> None:
    project.write("communique.toml", '\ufeffoutput = "x"\r\n')
    assert open_project(project.root).settings.output == "x"


def test_one_token_is_replaced_and_the_others_stay(project: Folder) -> None:
    before = open_project(project.root).theme.tokens
    project.write("templates/tokens.yaml", 'colours:\n  accent: "#7a1f1f"\npage: {size: Letter}\n')
    after = open_project(project.root).theme.tokens
    assert (after.colours.accent, after.page.size) == ("#7a1f1f", "Letter")
    assert after.colours.ink == before.colours.ink
    assert after.page.margin_top == before.page.margin_top
    assert after.sizes == before.sizes


@pytest.mark.parametrize("text", ["", "# all commented out\n", "---\n"])
def test_an_empty_file_of_tokens_replaces_nothing(text: str, project: Folder) -> None:
    before = open_project(project.root).theme.tokens
    project.write("templates/tokens.yaml", text)
    assert open_project(project.root).theme.tokens == before


def test_problems_of_settings_tokens_and_styles_come_together(project: Folder) -> None:
    project.write("communique.toml", "outptu = 1\n")
    project.write("templates/tokens.yaml", "leadign: 15pt\n")
    project.write("templates/styles.yaml", "paragraphs: [box]\n")
    assert [(each.code, each.span.file, each.hint) for each in project.diagnostics()] == [
        ("unknown-setting", "communique.toml", "did you mean `output`?"),
        ("bad-value", "templates/styles.yaml", ""),
        ("unknown-key", "templates/tokens.yaml", "did you mean `leading`?"),
    ]


def test_a_token_is_suggested_as_it_is_written(project: Folder) -> None:
    project.write("templates/tokens.yaml", "page: {margin-tpo: 20mm}\n")
    assert [each.hint for each in project.diagnostics()] == ["did you mean `margin-top`?"]


def test_nothing_of_the_theme_is_found_outside_it(project: Folder, tmp_path: Path) -> None:
    theme = open_project(project.root).theme
    (tmp_path / "event" / "templates" / "link.css").symlink_to(tmp_path)
    for name in ("../content/event.yaml", "/etc/passwd", "link.css", "x" * 5000):
        with pytest.raises(FileNotFoundError):
            theme.find(name)
