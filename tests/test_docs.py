"""The documentation says what there is to write, all of it, and nothing else."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import pytest
from jinja2 import Environment

from communique import expressions, model
from communique.build import check
from communique.content import read_content
from communique.diagnostics import Report, format_full
from communique.expressions import evaluate
from communique.languages import Language, LanguageFile, read_language
from communique.pipeline import compose, marking_text
from communique.project import Settings, open_project
from communique.prose import ProseReader
from communique.render import known, template_environment
from communique.resolve import slug
from communique.shapes import TYPES, read_shape
from communique.starter import begin_project
from communique.tree import Paragraph, plain_text, walk
from communique.vocabulary import ELEMENTS
from communique.writers.css import screen_style_sheet
from pages import (
    CONTENT,
    PAGES,
    ROOT,
    TEMPLATES,
    blocks_with_a_file_name,
    loaded,
    plain,
    row_of,
    rows,
    section,
)

if TYPE_CHECKING:
    from pathlib import Path

    from communique.content import EventContent
    from communique.project import Project
    from communique.theme import Theme

# What is typed wrong in the starter, for each section of "Typical mistakes".
MISTAKES = {
    "A key that does not exist": ("roster.yaml", "order: alphabetical", "ordre: alphabetical"),
    "A session or a person that does not exist": ("people.yaml", "session: session_1", "session: sesion_1"),
    "A word that is not one of those allowed": ("people.yaml", "role: keynote", "role: speaker"),
    "A date in words": ("event.yaml", "start: 2030-03-04", "start: 4 March 2030"),
    "A colon in a text without quotes": (
        "event.yaml",
        "theme: What the meeting is about",
        "theme: Migration: what the meeting is about",
    ),
    "A value that begins with an expression": (
        "summary.yaml",
        "key_message: >-\n  One message that deserves to be remembered.",
        "key_message: {{ event.theme }}",
    ),
    "A misspelt name in an expression": ("summary.yaml", "people.arbour.short", "people.arbor.short"),
    "A record that lacks what the text prints": (
        "summary.yaml",
        "people.arbour.short",
        "people.arbour.country",
    ),
    "A key left empty": (
        "event.yaml",
        "theme: What the meeting is about",
        'theme: What the meeting is about\nsymbol: ""',
    ),
    "A footnote mark that no note answers": ("concept-note.yaml", "[^example]", "[^exemple]"),
    "A footnote that no mark calls": ("concept-note.yaml", "[^example]", ""),
    "A heading in prose": ("summary.yaml", "What was said about it.", "# What was said about it"),
    "Two paragraphs where one belongs": (
        "summary.yaml",
        "lead: >-\n      The conclusion in a sentence that can be read by itself.",
        "lead: |-\n      The conclusion in a sentence.\n\n      Another sentence.",
    ),
}


@pytest.fixture(scope="module")
def project() -> Project:
    """The example."""
    return open_project(ROOT)


@pytest.fixture(scope="module")
def content(project: Project) -> EventContent:
    """The content of the example."""
    return read_content(project)


@pytest.fixture(scope="module")
def theme(project: Project) -> Theme:
    """The theme that ships."""
    return project.theme


@pytest.fixture(scope="module")
def english(theme: Theme) -> Language:
    """English."""
    return read_language("en", theme)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A project with the content of the example."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    return tmp_path


def with_files(folder: Path, files: dict[str, str]) -> Project:
    """Write files into a project, and open it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_project(folder)


# Content


@pytest.mark.parametrize(
    ("heading", "kind", "prefix"),
    [
        ("The event", model.Event, ""),
        ("The event", model.Organisation, "organisation."),
        ("The event", model.Series, "series."),
        ("The event", model.Dates, "dates."),
        ("The event", model.Embargo, "marking."),
        ("People", model.Person, ""),
        ("People", model.Appearance, ""),
        ("Sessions", model.Session, ""),
        ("Documents", model.DocumentHead, ""),
        ("Settings", Settings, ""),
    ],
)
def test_every_key_of_the_content_is_in_the_reference_and_said_to_be_required_or_not(
    heading: str, kind: Any, prefix: str
) -> None:
    text = section(CONTENT, heading)
    if heading == "Documents":
        text = text.partition("\n### ")[0]
    for name, field in kind.model_fields.items():
        row = row_of(text, f"{prefix}{name}")
        assert row[1].startswith("yes" if field.is_required() else "no"), row


def test_every_kind_of_document_is_in_the_reference_with_its_own_keys(theme: Theme) -> None:
    for name in known(theme):
        text = next(part for part in CONTENT.split("\n### ") if f"\n`template: {name}`" in part)
        shape = read_shape(theme.read(f"{name}.html.jinja"), name, Report())
        assert shape is not None
        own = shape.model_fields.keys() - model.DocumentHead.model_fields.keys()
        for key in own:
            row = row_of(text, key)
            assert row[1] == ("yes" if shape.model_fields[key].is_required() else "no"), row
        listed = {row[0].strip("`").partition("[")[0] for row in rows(text.partition("\n## ")[0])} - {"key"}
        assert listed == own


def test_every_role_of_a_person_is_in_the_reference_with_its_english(english: Language) -> None:
    for role in get_args(model.Role):
        assert row_of(section(CONTENT, "People"), role)[1].startswith(english.label(role))


def test_every_expression_of_the_reference_gives_what_is_said(
    content: EventContent, english: Language
) -> None:
    scope = content.seen_in(english).scope()
    tried = 0
    for row in rows(section(CONTENT, "Expressions")):
        for expression, given in pairwise(row):
            found = re.fullmatch(r"`\{\{(.*)\}\}`", expression)
            if found:
                assert plain(str(evaluate(found[1].strip(), scope, english))) == given
                tried += 1
    assert tried > 20


def test_every_filter_of_expressions_is_in_the_reference() -> None:
    listed = {row[0].strip("`") for row in rows(section(CONTENT, "Filters"))} - {"filter"}
    assert listed == expressions.FILTERS.keys()


def test_every_computed_name_is_in_the_reference(content: EventContent, english: Language) -> None:
    text = section(CONTENT, "Expressions")
    scope = content.seen_in(english)
    views = {
        "event": scope.scope()["event"],
        "people.…": scope.person("thompson"),
        "sessions.…": scope.session("closing"),
    }
    for prefix, view in views.items():
        record = view._record
        for name in view.names() - type(record).model_fields.keys() - {"sort_key"}:
            assert f"| `{prefix}.{name}` |" in text


def test_dates_look_as_the_reference_says(theme: Theme) -> None:
    from datetime import date

    tried = 0
    for written, *shown in rows(section(CONTENT, "Dates")):
        days = [date.fromisoformat(each) for each in re.findall(r"\d{4}-\d\d-\d\d", written)]
        if len(days) == 2:
            languages = (read_language(tag, theme) for tag in ("en", "fr"))
            assert [plain(each.date_range(*days)) for each in languages] == shown
            tried += 1
    assert tried == 3


def test_markings_look_as_the_reference_says(english: Language) -> None:
    event = model.Event.model_fields["marking"]
    words = {"final": "no marking"}
    for written, shown in rows(section(CONTENT, "Markings")):
        if not written.startswith("`"):
            continue
        marking = loaded(written.strip("`"))["marking"]
        value = model.Embargo.model_validate(marking) if isinstance(marking, dict) else marking
        assert plain(marking_text(value, english)) or words[marking] == shown
        words[str(marking)] = shown
    assert {"example", "draft", "final"} <= words.keys()
    assert str(event.default) in section(CONTENT, "Markings")


@pytest.mark.parametrize("heading", MISTAKES)
def test_a_typical_mistake_gives_the_diagnostic_that_is_shown(heading: str, tmp_path: Path) -> None:
    file, written, mistaken = MISTAKES[heading]
    folder = tmp_path / "my-event"
    begin_project(folder)
    path = folder / "content" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(written) == 1
    path.write_text(text.replace(written, mistaken), encoding="utf-8")
    report = Report()
    check(open_project(folder), report)
    shown = "\n\n".join(format_full(each, folder) for each in report.in_order())
    assert f"```text\n{shown}\n```" in section(CONTENT, heading)


def test_every_typical_mistake_that_is_shown_is_tried() -> None:
    text = section(CONTENT, "Typical mistakes")
    shown = {part.partition("\n")[0] for part in text.split("\n### ")[1:] if "```text" in part}
    assert shown == MISTAKES.keys()


# Templates


def test_every_element_of_the_vocabulary_is_in_the_guide_with_its_attributes() -> None:
    text = section(TEMPLATES, "The vocabulary")
    for name, element in ELEMENTS.items():
        attributes = row_of(text, f"<{name}>")[3]
        assert set(re.findall(r"`([a-z-]+)`", attributes)) >= element.attributes, name
    assert {row[0].strip("`<>") for row in rows(text)} - {"element"} == ELEMENTS.keys()


def test_every_filter_of_templates_is_in_the_guide(
    project: Project, content: EventContent, english: Language
) -> None:
    prose = ProseReader(content.seen_in(english).scope(), english, content.sources, Report())
    environment = template_environment(project.theme, english, prose)
    jinjas = Environment(autoescape=True).filters
    own = {name for name, each in environment.filters.items() if jinjas.get(name) is not each}
    listed = {name for row in rows(section(TEMPLATES, "Filters")) for name in re.findall(r"`(\w+)`", row[0])}
    assert listed == own


def test_every_macro_is_in_the_guide(theme: Theme) -> None:
    macros = re.findall(r"{% macro (\w+\(.*?\))", theme.read("_page.html.jinja"))
    listed = [row[0].strip("`") for row in rows(section(TEMPLATES, "Macros"))][1:]
    assert listed == [f"page.{macro}" for macro in macros]


def test_every_type_of_content_is_in_the_guide() -> None:
    text = section(TEMPLATES, "The first comment declares the content")
    for name in TYPES:
        row_of(text, name)


def test_every_token_is_in_the_guide_and_no_other(theme: Theme) -> None:
    listed = [row[0].strip("`") for row in rows(section(TEMPLATES, "Tokens"))][1:]
    tokens = theme.tokens.model_dump(by_alias=True)
    groups = {group: values if isinstance(values, dict) else {"": 0} for group, values in tokens.items()}
    assert listed == [f"{group}.{name}".rstrip(".") for group, values in groups.items() for name in values]


def test_every_custom_property_that_the_tokens_become_is_in_the_guide(theme: Theme) -> None:
    properties = set(re.findall(r"^  (--[\w-]+):", screen_style_sheet(theme).partition("}")[0], re.MULTILINE))
    assert properties <= set(re.findall(r"`(--[\w-]+)`", section(TEMPLATES, "Style sheets")))


def test_every_role_is_in_the_guide_with_its_word_style(theme: Theme) -> None:
    listed = [(row[0].strip("`"), row[2]) for row in rows(section(TEMPLATES, "The style map"))]
    roles = {**theme.styles.paragraphs, **theme.styles.sections}
    for name, style in [*roles.items(), *theme.styles.inlines.items()]:
        assert any(role == name and word.startswith(style.word or "none") for role, word in listed), name


def test_every_key_of_a_language_file_is_in_the_guide() -> None:
    text = section(TEMPLATES, "Languages")
    for name, field in LanguageFile.model_fields.items():
        row = row_of(text, field.alias or name)
        assert row[1] == ("yes" if field.is_required() else "no")


def test_every_label_is_in_the_guide(english: Language) -> None:
    text = section(TEMPLATES, "Languages")
    assert [name for name in english.labels if f"`{name}`" not in text] == []


def test_the_new_kind_of_document_of_the_guide_works(copy: Path) -> None:
    blocks = blocks_with_a_file_name(section(TEMPLATES, "A new kind of document in two files"))
    assert list(blocks) == ["templates/key-messages.html.jinja", "content/key-messages.yaml"]
    project, report = with_files(copy, blocks), Report()
    document = compose(project, read_content(project), "key-messages", report)
    assert report.diagnostics == []
    said = [
        plain(plain_text(block.children)) for block in walk(document.blocks) if isinstance(block, Paragraph)
    ]
    assert "Two of many, from Geneva, 8–9 October 2018." in said
    assert "Sima Gatea, Co-founder" in said


def test_the_tokens_and_the_role_of_the_guide_are_accepted(copy: Path) -> None:
    blocks = blocks_with_a_file_name(section(TEMPLATES, "Tokens"))
    blocks |= blocks_with_a_file_name(section(TEMPLATES, "The style map"))
    theme = with_files(copy, blocks).theme
    assert theme.tokens.page.size == "Letter"
    assert theme.tokens.colours.accent == "#5a1f3d"
    assert theme.styles.paragraphs["motto"].word == "Motto"


# The pages themselves


def test_the_snippet_of_the_readme_gives_the_text_that_it_shows(copy: Path) -> None:
    readme = section(PAGES["README.md"], "Write once")
    blocks = blocks_with_a_file_name(readme)
    person = loaded(blocks["content/people.yaml"])
    people = loaded((ROOT / "content" / "people.yaml").read_text(encoding="utf-8"))
    assert person.items() <= people.items()
    head = "template: summary\ntitle: A title\nsubject: A subject\noverview: [Text]\n"
    conclusions = "conclusions: [{topic: A topic, lead: A lead, paragraphs: [Text]}]\n"
    project = with_files(copy, {"content/summary.yaml": head + conclusions + blocks["content/summary.yaml"]})
    document = compose(project, read_content(project), "summary", Report())
    shown = re.findall(r"^```text\n(.*?)\n```", readme, re.MULTILINE | re.DOTALL)
    last = [block for block in walk(document.blocks) if isinstance(block, Paragraph)][-1]
    assert [plain(plain_text(last.children))] == shown


def test_a_heading_is_linked_in_prose_as_the_reference_says() -> None:
    assert slug("Opening session") == "opening-session"
    assert "`#opening-session`" in TEMPLATES
