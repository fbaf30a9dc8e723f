"""The page of a redline: both versions are in it, for those who see it, hear it or print it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from communique.redline.compare import compare
from communique.redline.html import write_redline_html
from communique.writers.html import write_html
from redline.pairs import PAIRS
from redline.versions import THEME, document
from web.test_in_a_browser import WIDER_THAN_THE_WINDOW, show

if TYPE_CHECKING:
    from pathlib import Path

    from communique.tree import Document

SHOWN = [
    "a paragraph moved down",
    "a row inserted",
    "a footnote removed",
    "a paragraph split",
    "a heading inserted",
]
SHOWN += ["Arabic", "a list made numbered", "a caption changed", "a row deleted", "text set flush right"]


def redlined(old: Document | None, new: Document) -> bytes:
    return write_redline_html(compare(old, new), THEME, since="1a2b3c4 of 16 October 2018")


def shown(page: bytes, without: str = "") -> str:
    """Return the characters of the text, without those of a kind of change, and without notes and marks."""
    main: Any = html.fromstring(page).find(".//main")
    classes = " or ".join(
        f"contains(@class, '{each}')" for each in ("legend", "notes", "mark", "otherwise", "end")
    )
    for each in main.xpath(f".//*[{classes}]{without}"):
        each.drop_tree()
    return "".join(main.text_content().split())


@pytest.mark.parametrize("name", PAIRS)
def test_both_versions_are_in_the_page(name: str) -> None:
    old, new = PAIRS[name]
    page = redlined(old, new)
    assert shown(page, " | .//del") == shown(write_html(new, THEME))
    assert shown(page, " | .//ins") == shown(write_html(old, THEME))


def test_a_change_says_what_it_is_in_the_language_of_the_document() -> None:
    old, new = PAIRS["one word"]
    page = redlined(old, new).decode()
    assert '<del data-label="deleted">forty</del><ins data-label="inserted">fifty</ins>' in page
    assert "Changes since 1a2b3c4 of 16 October 2018." in page


def test_nothing_is_said_to_have_changed_where_nothing_has() -> None:
    old, new = PAIRS["nothing changed"]
    page = redlined(old, new).decode()
    assert "Nothing has changed." in page
    assert "<ins" not in page
    assert "<del" not in page


def test_a_footnote_that_went_is_among_those_that_went() -> None:
    old, new = PAIRS["a footnote removed"]
    root: Any = html.fromstring(redlined(old, new))
    [mark] = root.xpath("//del//a[@role='doc-noteref']")
    [note] = root.xpath(f"//li[@id='{mark.get('href')[1:]}']")
    assert "Two delegations sent regrets." in note.text_content()
    assert mark.get("aria-label") == "Note 1, deleted"


def test_a_document_without_an_earlier_version_is_new_from_beginning_to_end() -> None:
    new = document([("p", "All agreed.")])
    assert shown(redlined(None, new), " | .//ins") == ""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("redlines")
    made = {name: folder / f"{number}.html" for number, name in enumerate(SHOWN)}
    for name, file in made.items():
        file.write_bytes(redlined(*PAIRS[name]))
    return made


def test_the_nu_checker_has_nothing_to_say(files: dict[str, Path], node_modules: Path) -> None:
    jar = node_modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss8m", "-jar", str(jar), "--format", "gnu", *map(str, files.values())]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.stdout + said.stderr == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", SHOWN)
def test_axe_finds_no_violation(
    chromium: Any, files: dict[str, Path], node_modules: Path, name: str, width: int, scheme: str
) -> None:
    show(chromium, files[name], width, scheme)
    chromium.execute_script((node_modules / "axe-core" / "axe.min.js").read_text())
    found = chromium.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_is_wider_than_a_phone(chromium: Any, files: dict[str, Path], name: str) -> None:
    show(chromium, files[name], 320)
    assert chromium.execute_script(WIDER_THAN_THE_WINDOW) == []


def test_a_screen_reader_is_told_of_what_came_and_what_went(chromium: Any, files: dict[str, Path]) -> None:
    show(chromium, files["a caption changed"], 1280)
    nodes = chromium.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    said = [node.get("name", {}).get("value", "") for node in nodes]
    assert [each for each in said if each.startswith("[inserted")], said


def test_a_line_tells_what_came_from_what_went_without_colour(chromium: Any, files: dict[str, Path]) -> None:
    show(chromium, files["a caption changed"], 1280)
    style = "return getComputedStyle(document.querySelector(arguments[0])).textDecorationLine"
    assert chromium.execute_script(style, "main ins[data-label]") == "underline"
    assert chromium.execute_script(style, ".legend del") == "line-through"
