"""What an officer does on an ordinary day, in all formats."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from folders import Folder


def built(folder: Folder, *formats: str) -> None:
    result = folder.run("build", "letter", "--format", ",".join(formats))
    assert result.exit_code == 0, result.output


def pdf_text(folder: Folder) -> str:
    command = ["pdftotext", "-layout", str(folder.root / "build" / "letter.pdf"), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_list_that_begins_at_five_begins_at_five_on_paper(records: Folder) -> None:
    records.letter("5. five\n6. six\n\nText.\n\n1. one")
    built(records, "pdf", "html")
    lines = [" ".join(line.split()) for line in pdf_text(records).splitlines()]
    assert [line for line in lines if line[:1].isdigit()][:3] == ["5. five", "6. six", "1. one"]
    assert '<ol start="5">' in records.read("build/letter.html")


@pytest.mark.parametrize("file", ["content/letter.yaml", "content/event.yaml"])
def test_a_subject_or_a_theme_may_be_longer_than_a_property_of_word(records: Folder, file: str) -> None:
    records.letter("Text.")
    key, old = (
        ("subject", "subject: A letter.")
        if "letter" in file
        else ("theme", "theme: What the meeting is about")
    )
    records.change(file, old, f"{key}: {'on the development of capacity ' * 12}".rstrip())
    built(records, "docx", "html")


def test_an_event_without_a_series_is_named_by_its_title(records: Folder) -> None:
    records.letter("Text.", '{% import "_page.html.jinja" as page with context %}{{ document.body | prose }}')
    template = records.read("templates/letter.html.jinja").replace(
        "<h1>{{ document.title | inline }}</h1>\n",
        '{% import "_page.html.jinja" as page with context %}{{ page.title_block() }}\n',
    )
    records.write("templates/letter.html.jinja", template)
    event = records.read("content/event.yaml")
    records.write(
        "content/event.yaml", event.replace("series:\n  name: Name of the series\n  short: NS\n", "")
    )
    built(records, "html")
    assert '<p class="series">First meeting</p>' in records.read("build/letter.html")
