"""Shapes: what a template declares is what its documents take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from folders import Folder

DOCUMENT = "template: letter\ntitle: Letter\nsubject: A letter.\n"


def declare(folder: Folder, shape: str) -> None:
    folder.write(
        "templates/letter.html.jinja",
        f"{{#\ncontent:\n  {shape}\n#}}\n<h1>{{{{ document.title | inline }}}}</h1>\n",
    )


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        ("body: prose", "body: Text"),
        ("body: [prose]", "body: [One, Two]"),
        ("body?: [prose]", ""),
        ("to: person", "to: arbour"),
        ("at?: session", "at: session_1"),
        ("pages: integer", "pages: 12"),
        ("original: boolean", "original: true"),
        ("day: date", "day: 2030-01-31"),
        ("order?: speaking | alphabetical", "order: speaking"),
        ("order?: speaking | alphabetical", ""),
        ("parts: [{heading: line, texts: [prose], by?: person}]", "parts: [{heading: One, texts: [Two], by: arbour}]"),
        ("place: {name: line, room?: text}", "place: {name: Geneva}"),
        ("rows: [[text]]", "rows: [[a, b], [c]]"),
    ],
)  # fmt: skip
def test_a_declared_key_takes_its_type(shape: str, value: str, records: Folder) -> None:
    declare(records, shape)
    records.write("content/letter.yaml", f"{DOCUMENT}{value}\n")
    assert records.problems() == []


@pytest.mark.parametrize(
    ("shape", "value", "message"),
    [
        ("body: prose", "", "`body` is missing"),
        ("body: prose", "body:", "`body` takes a text"),
        ("body: prose", "body: ' '", "`body` is empty"),
        ("body: prose", "body: [Text]", "`body` takes a text"),
        ("body: [prose]", "body: Text", "`body` takes a list; begin each entry with a hyphen"),
        ("body: [prose]", "body: []", "`body` needs at least one entry"),
        ("to: person", "to: nobody", "there is no person `nobody`"),
        ("parts: [{by: [person]}]", "parts: [{by: [arbour, arbor]}]", "there is no person `arbor`"),
        ("at: session", "at: later", "there is no session `later`"),
        ("pages: integer", "pages: 1.5", "`pages` takes a whole number"),
        ("original: boolean", "original: perhaps", "`original` takes `true` or `false`"),
        ("day: date", "day: 2018-02-30", "`day` takes a date such as 2018-10-08"),
        ("day: date", "day: 8 October", "`day` is not a date; write it as 2018-10-08"),
        ("order: speaking | alphabetical", "order: random", "`order` takes `speaking` or `alphabetical`"),
        ("place: {name: line}", "place: Geneva", "`place` takes keys and values"),
        ("place: {name: line}", "place: {nmae: x, name: y}", "`nmae` is not a key of `place`"),
    ],
)
def test_what_does_not_fit_is_said_where_it_stands(
    shape: str, value: str, message: str, records: Folder
) -> None:
    declare(records, shape)
    records.write("content/letter.yaml", f"{DOCUMENT}{value}\n")
    assert [each.message for each in records.diagnostics()] == [message]


@pytest.mark.parametrize("name", ["address", "names", "get", "copy", "json", "phrase", "choices"])
def test_a_name_that_templates_could_not_read_is_refused(name: str, records: Folder) -> None:
    declare(records, f"{name}: text")
    records.write("content/letter.yaml", f"{DOCUMENT}{name}: Text\n")
    assert [each.message for each in records.diagnostics()] == [f"`{name}` means something else in templates"]


@pytest.mark.parametrize("name", ["class", "from", "items", "keys", "Überschrift", "parts_2"])
def test_any_other_name_can_be_declared_and_printed(name: str, records: Folder) -> None:
    declare(records, f"{name}: text")
    with (records.root / "templates/letter.html.jinja").open("a", encoding="utf-8") as template:
        template.write(f"<p>{{{{ document.{name} | field }}}}</p>\n")
    records.write("content/letter.yaml", f"{DOCUMENT}{name}: The value\n")
    assert "The value" in repr(records.compose("letter").blocks)


def test_a_byte_order_mark_before_the_declaration_does_no_harm(records: Folder) -> None:
    records.letter("Text")
    records.write("templates/letter.html.jinja", "\ufeff" + records.read("templates/letter.html.jinja"))
    assert records.problems() == []
