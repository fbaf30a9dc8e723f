"""What a reader meets in a browser, and what the checkers of HTML and accessibility say."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from web.html_samples import SAMPLES

if TYPE_CHECKING:
    from pathlib import Path

    from communique.theme import Theme

PAGES = [*SAMPLES, "example-concept-note", "example-programme", "example-roster", "example-summary"]
WIDER_THAN_THE_WINDOW = """
const clipped = element => {
  for (let each = element; each; each = each.parentElement)
    if (getComputedStyle(each).overflow === 'hidden') return true;
  return false;
};
return [...document.body.querySelectorAll('*')].filter(each => {
  const box = each.getBoundingClientRect();
  return (box.right > innerWidth + 0.5 || box.left < -0.5) && box.width && !clipped(each);
}).map(each => each.outerHTML.slice(0, 120));
"""
SHOWN = "return arguments[0].checkVisibility()"
IN_VIEW = """
const box = document.getElementById(arguments[0]).getBoundingClientRect();
return box.top >= 0 && box.bottom <= innerHeight;
"""


def show(chromium: Any, file: Path, width: int, scheme: str = "light") -> None:
    """Open a page in a window of this width."""
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    window = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", window)
    chromium.get(file.as_uri())


def roles(chromium: Any) -> dict[str, int]:
    """Count the roles that a screen reader is told of."""
    counted: dict[str, int] = {}
    for node in chromium.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]:
        role = node.get("role", {}).get("value", "")
        counted[role] = counted.get(role, 0) + (not node.get("ignored", False))
    return counted


def test_the_nu_checker_has_nothing_to_say(pages: dict[str, Path], node_modules: Path) -> None:
    if shutil.which("java") is None:
        pytest.fail("Java is needed; scripts/test says how to get it", pytrace=False)
    jar = node_modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss8m", "-jar", str(jar), "--format", "gnu", *map(str, pages.values())]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.stdout + said.stderr == ""
    assert said.returncode == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(
    chromium: Any, pages: dict[str, Path], node_modules: Path, name: str, width: int, scheme: str
) -> None:
    show(chromium, pages[name], width, scheme)
    chromium.execute_script((node_modules / "axe-core" / "axe.min.js").read_text())
    found = chromium.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert len(found["passes"]) > 15


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_a_window_of_320_pixels(
    chromium: Any, pages: dict[str, Path], name: str
) -> None:
    show(chromium, pages[name], 320)
    assert chromium.execute_script("return document.documentElement.scrollWidth") <= 320
    assert chromium.execute_script(WIDER_THAN_THE_WINDOW) == []


def test_the_page_asks_for_nothing(chromium: Any, pages: dict[str, Path]) -> None:
    show(chromium, pages["roster"], 1280)
    assert chromium.execute_script("return performance.getEntriesByType('resource').length") == 0


def test_a_line_of_text_is_comfortable_on_every_screen(chromium: Any, pages: dict[str, Path]) -> None:
    measure = """
    const text = [...document.querySelectorAll('main > p')].map(each => each.firstChild)
      .find(each => each.length > 200);
    const range = document.createRange();
    const lines = {};
    for (let at = 0; at < text.length; at++) {
      range.setStart(text, at); range.setEnd(text, at + 1);
      const top = range.getBoundingClientRect().top;
      lines[top] = (lines[top] || 0) + 1;
    }
    return Math.max(...Object.values(lines));
    """
    for width in (1280, 1920, 2560):
        show(chromium, pages["summary"], width)
        assert 55 <= chromium.execute_script(measure) <= 80


def test_a_note_opens_where_it_is_cited_and_leads_back(chromium: Any, pages: dict[str, Path]) -> None:
    for width in (390, 1280):
        show(chromium, pages["summary"], width)
        before = chromium.execute_script(
            "document.getElementById('_mark-2').scrollIntoView(); return scrollY"
        )
        chromium.find_element("id", "_mark-2").click()
        assert chromium.current_url.endswith("#_note-2")
        assert chromium.execute_script(IN_VIEW, "_note-2")
        assert chromium.execute_script("return scrollY") == before
        chromium.find_element("css selector", "#_note-2 a.back").click()
        assert chromium.current_url.endswith("#_mark-2")
        assert chromium.execute_script(IN_VIEW, "_mark-2")


def test_the_contents_are_folded_on_a_phone_and_stand_beside_the_text_on_a_desk(
    chromium: Any, pages: dict[str, Path]
) -> None:
    show(chromium, pages["summary"], 390)
    link = chromium.find_element("css selector", "nav a[href='#routes']")
    assert not chromium.execute_script(SHOWN, link)
    chromium.find_element("css selector", "nav summary").click()
    assert chromium.execute_script(SHOWN, link)
    show(chromium, pages["summary"], 1280)
    link = chromium.find_element("css selector", "nav a[href='#routes']")
    assert chromium.execute_script(SHOWN, link)
    main = chromium.find_element("tag name", "main")
    assert link.rect["x"] + link.rect["width"] <= main.rect["x"] + 1
    assert abs(link.rect["y"] - main.rect["y"]) < 300


def test_a_table_whose_cells_stand_under_each_other_is_still_a_table(
    chromium: Any, pages: dict[str, Path]
) -> None:
    show(chromium, pages["roster"], 1280)
    wide = roles(chromium)
    show(chromium, pages["roster"], 320)
    narrow = roles(chromium)
    person, office = chromium.find_elements("css selector", "tbody tr:nth-child(2) > *")[:2]
    assert office.rect["y"] > person.rect["y"]
    for role in ("table", "row", "cell", "rowheader", "columnheader"):
        assert narrow[role] == wide[role] > 0


def test_the_dark_scheme_is_the_themes_own(chromium: Any, pages: dict[str, Path], theme: Theme) -> None:
    colour = "return getComputedStyle(document.documentElement).backgroundColor"
    for scheme, colours in (("light", theme.tokens.colours), ("dark", theme.tokens.colours_dark)):
        show(chromium, pages["summary"], 390, scheme)
        red, green, blue = (int(colours.ground[at : at + 2], 16) for at in (1, 3, 5))
        assert chromium.execute_script(colour) == f"rgb({red}, {green}, {blue})"


def test_the_skip_link_is_the_first_stop_and_leads_to_the_text(chromium: Any, pages: dict[str, Path]) -> None:
    show(chromium, pages["summary"], 1280)
    chromium.find_element("tag name", "body").send_keys("\ue004")
    skip = chromium.switch_to.active_element
    assert skip.get_attribute("href").endswith("#_text")
    assert skip.rect["y"] >= 0
