"""Templates: new kinds without Python, macros and layers, and how far a template's reach goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.tree import Table, plain_text, walk
from tree_dump import dump

if TYPE_CHECKING:
    from pathlib import Path

    from communique.tree import Document
    from folders import Folder


def names(document: Document) -> list[str]:
    """Return the first cell of every row of a roster, group headings in brackets."""
    (table,) = (block for block in walk(document.blocks) if isinstance(block, Table))
    found = []
    for group in table.groups:
        if group.heading:
            found.append(f"[{text_of(group.heading.cells[0].blocks)}]")
        found += [text_of(row.cells[0].blocks) for row in group.rows]
    return found


def text_of(blocks: tuple[object, ...]) -> str:
    return " ".join(plain_text(block.children) for block in blocks if hasattr(block, "children"))


def test_a_new_kind_of_document_needs_a_content_file_and_a_template_only(project: Folder) -> None:
    project.write(
        "templates/name-plate.html.jinja",
        "{#\ncontent:\n  for: person\n  greeting: [line]\n#}\n"
        "<h1>{{ document.title | inline }}</h1>\n"
        '{% for line in document.greeting %}<p class="lead">{{ line | inline }}</p>{% endfor %}\n'
        "<p>{{ document.for | field }}</p>\n",
    )
    project.write(
        "content/plate.yaml",
        "template: name-plate\ntitle: Name plate\nsubject: A plate.\nfor: arbour\ngreeting: ['Welcome to {{ event.place }}']\n",
    )
    result = project.run("build", "plate", "--format", "html")
    assert result.exit_code == 0, result.output
    html = project.read("build/plate.html")
    assert "Louise" in html
    assert 'class="lead"' in html
    assert "Geneva" in html


def test_a_roster_in_order_of_speaking_follows_the_people_file(project: Folder) -> None:
    project.change("content/roster.yaml", "order: alphabetical", "order: speaking")
    assert names(project.compose("roster")) == [
        "[Opening]", "Mr.\u00a0António Vitorino", "Ms.\u00a0Louise Arbour",
        "[Session\u00a01. Subject of the first session]", "Ms.\u00a0Louise Arbour",
    ]  # fmt: skip


def test_a_roster_in_alphabetical_order_disregards_case_and_diacritics(project: Folder) -> None:
    project.write(
        "content/people.yaml",
        "".join(
            f"p{number}: {{family: {family}, given: {given}, appearances: [{{session: opening, role: floor}}]}}\n"
            for number, (family, given) in enumerate(
                [
                    ("Zeta", "A"),
                    ("Çelik", "B"),
                    ("de Alba", "C"),
                    ("Arbour", "Zoë"),
                    ("Arbour", "Ada"),
                    ("Éa", "D"),
                ]
            )
        ),
    )
    project.remove("content/summary.yaml", "content/concept-note.yaml")
    assert names(project.compose("roster")) == [
        "[Opening]", "Ada Arbour", "Zoë Arbour", "B Çelik", "C de Alba", "D Éa", "A Zeta",
    ]  # fmt: skip


def test_a_session_without_people_has_no_group(project: Folder) -> None:
    project.change(
        "content/sessions.yaml", "session_1:", "empty:\n  title: Nobody here\n  kind: thematic\nsession_1:"
    )
    assert not any("Nobody" in name for name in names(project.compose("roster")))


def test_a_person_without_session_stands_at_the_end(project: Folder) -> None:
    people = project.read("content/people.yaml")
    project.write("content/people.yaml", "first: {family: First, appearances: [{role: floor}]}\n" + people)
    assert names(project.compose("roster"))[-2:] == ["[Speakers]", "First"]


def test_everyone_with_a_part_stands_in_the_example_roster(example: dict[str, Document]) -> None:
    found = [name for name in names(example["roster"]) if not name.startswith("[")]
    assert len(found) >= len(set(found)) > 30


def test_a_projects_own_template_stands_before_the_one_that_ships(project: Folder) -> None:
    project.write(
        "templates/roster.html.jinja",
        "{#\ncontent:\n  order: text\n  closing: prose\n#}\n<h1>Our own roster</h1>\n{{ document.closing | prose }}\n",
    )
    assert "Our own roster" in dump(project.compose("roster"))


def test_a_projects_own_macros_are_used_by_the_templates_that_ship(project: Folder) -> None:
    project.write(
        "templates/_page.html.jinja",
        "{% macro masthead() %}<p>Own masthead</p>{% endmacro %}\n"
        "{% macro title_block() %}<h1>{{ document.title | inline }}</h1>{% endmacro %}\n",
    )
    assert "Own masthead" in dump(project.compose("concept-note"))


def test_a_role_of_the_projects_own_style_map_is_known(records: Folder) -> None:
    records.letter("Text", '{{ document.body | prose("box") }}<p>A <span class="ship">Ship</span>.</p>\n')
    assert records.codes() == ["unknown-role"] * 2
    records.write(
        "templates/styles.yaml",
        "paragraphs:\n  box: {css: p.box, word: Box}\ninlines:\n  ship: {css: span.ship, word: Ship}\n",
    )
    document = records.compose("letter")
    assert "  box <letter.yaml: body> Text" in dump(document)
    assert "{ship: Ship}" in dump(document)


@pytest.mark.parametrize("target", ["../content/event.yaml", "../secret", "{outside}", "./../../secret"])
@pytest.mark.parametrize(
    "statement", ["{{% include '{}' %}}", "{{% import '{}' as x %}}", "{{% extends '{}' %}}"]
)
def test_no_template_reads_outside_the_theme(
    target: str, statement: str, records: Folder, tmp_path: Path
) -> None:
    outside = tmp_path / "secret"
    outside.write_text("<p>secret</p>")
    records.letter("Text", statement.format(target.format(outside=outside)) + "\n")
    assert [(each.code, str(each.span)) for each in records.diagnostics()] == [
        ("unknown-template", "templates/letter.html.jinja:6:1")
    ]


def test_a_template_that_is_a_link_out_of_the_theme_is_refused(records: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "secret"
    outside.write_text("<p>secret</p>")
    records.letter("Text", "{% include 'linked.html.jinja' %}\n")
    (records.root / "templates" / "linked.html.jinja").symlink_to(outside)
    assert [(each.code, str(each.span)) for each in records.diagnostics()] == [
        ("outside-project", "templates/linked.html.jinja")
    ]


@pytest.mark.parametrize("name", ["../../secret", "/etc/passwd", "x" * 400])
def test_no_document_names_a_template_outside_the_theme(name: str, records: Folder) -> None:
    records.letter("Text")
    records.change("content/letter.yaml", "template: letter", f"template: {name}")
    assert records.codes() == ["unknown-template"]


def test_what_a_record_says_is_never_taken_for_markup(records: Folder) -> None:
    records.change("content/event.yaml", "place: Geneva", "place: <b>&amp; <script>'\"")
    records.letter(
        "{{ event.place }} {{ event.place }}", "<p>{{ event.place }}</p>{{ document.body | prose }}"
    )
    assert plain_text(records.compose("letter").blocks[1].children) == "<b>&amp; <script>'\""  # type: ignore[union-attr]


def test_a_mistake_in_a_shared_macro_names_the_macros_file(records: Folder) -> None:
    records.write(
        "templates/_own.html.jinja", "{% macro sign() %}\n\n<p>{{ evnt.place }}</p>\n{% endmacro %}\n"
    )
    records.letter("Text", '{% from "_own.html.jinja" import sign with context %}{{ sign() }}')
    assert [str(each.span) for each in records.diagnostics()] == ["templates/_own.html.jinja:3:1"]


def test_an_element_out_of_a_macro_is_reported_in_the_macros_file(records: Folder) -> None:
    records.write("templates/_own.html.jinja", "{% macro sign() %}\n\n<div>x</div>\n{% endmacro %}\n")
    records.letter("Text", '{% from "_own.html.jinja" import sign %}{{ sign() }}')
    assert [str(each.span) for each in records.diagnostics()] == ["templates/_own.html.jinja:3:1"]
