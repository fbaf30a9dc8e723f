"""Schemas, held against an independent validator and against what `check` says itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft7Validator

from communique.model import Embargo, Event, Role
from communique.project import open_project
from communique.schema import all_schemas, format_schema, people_schema, read_descriptions, write_schemas
from communique.starter import SCHEMAS, begin_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from folders import Folder

REPOSITORY = Path(__file__).resolve().parents[1]
RECORDS = {"event", "people", "sessions"}


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it: the core schema of YAML 1.2, without dates."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", "~|null|Null|NULL|", "~nN"),
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)", "-+.0123456789"),
):
    EditorLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), [*first, ""]
    )


def loaded(text: str) -> Any:
    return yaml.load(text, EditorLoader)  # noqa: S506 - a safe loader


def mistakes(data: Any, schema: dict[str, Any]) -> list[str]:
    """Return where the validator finds mistakes."""
    found = Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER).iter_errors(data)
    return sorted("/".join(str(step) for step in each.absolute_path) for each in found)


def marked(folder: Folder, name: str) -> list[str]:
    """Return where the schema of a file finds mistakes in it."""
    data = loaded(folder.read(f"content/{name}.yaml"))
    schemas = all_schemas(open_project(folder.root))
    return mistakes(data, schemas[name if name in RECORDS else data["template"]])


def subschemas(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield a schema and those inside it."""
    if isinstance(schema, dict):
        yield schema
        for each in schema.values():
            yield from subschemas(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from subschemas(each)


@pytest.mark.parametrize(
    "name", ["concept-note", "event", "people", "programme", "roster", "sessions", "summary"]
)
def test_the_example_has_no_mistake_to_an_independent_validator(example_project: Folder, name: str) -> None:
    assert marked(example_project, name) == []


@pytest.mark.parametrize("name", ["concept-note", "event", "people", "roster", "sessions", "summary"])
def test_the_starter_has_no_mistake_to_an_independent_validator(project: Folder, name: str) -> None:
    assert marked(project, name) == []


def test_every_schema_is_one_of_draft_07() -> None:
    schemas = all_schemas(open_project(REPOSITORY))
    assert schemas.keys() >= RECORDS | {"concept-note", "programme", "roster", "summary"}
    for schema in schemas.values():
        assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
        Draft7Validator.check_schema(schema)


def test_every_key_has_a_description() -> None:
    for name, schema in all_schemas(open_project(REPOSITORY)).items():
        for each in subschemas(schema):
            for key, about in each.get("properties", {}).items():
                assert about.get("description", key) != key, f"{name}: {key}"


def test_keys_of_shipped_templates_are_described_by_the_templates() -> None:
    summary = all_schemas(open_project(REPOSITORY))["summary"]
    conclusions = summary["properties"]["conclusions"]
    assert conclusions["description"] == "Each under its lead statement."
    topic = conclusions["items"]["properties"]["topic"]["description"]
    assert topic.startswith("A few words, set as a numbered heading. One paragraph of prose")


def test_no_mapping_takes_a_key_that_is_not_its_own() -> None:
    for schema in all_schemas(open_project(REPOSITORY)).values():
        for each in subschemas(schema):
            assert "properties" not in each or each["additionalProperties"] is False


# The place of each mistake, by which `check` must find it as well.
MISTAKES = [
    ("event", "place: Geneva", "plaec: Geneva"),
    ("event", "place: Geneva", "place:"),
    ("event", "place: Geneva", 'place: "{{ event.title }}"'),
    ("event", "start: 2030-03-04", "start: 4 March 2030"),
    ("event", "start: 2030-03-04", "start: 2030-13-04"),
    ("event", "marking: draft", "marking: drafd"),
    ("event", "marking: draft", "marking: {embargoed: 2030-03-05}"),
    ("event", "marking: draft", "marking: {embargoed: 2030-03-05T18:00}"),
    ("event", "delegations: 40", "delegations: forty"),
    ("event", "delegations: 40", "Délégations: 40"),
    ("people", "role: keynote", "role: speaker"),
    ("people", "family: Arbour", "famly: Arbour"),
    ("people", "family: Arbour", "title: Arbour"),
    ("people", "arbour:", "Louise Arbour:"),
    ("sessions", "number: 1", "number: first"),
    ("sessions", "number: 1", "number: 0"),
    ("sessions", 'start: "10:00"', "start: 10h"),
    ("roster", "order: alphabetical", "order: alphabetic"),
    ("roster", "order: alphabetical", "ordre: alphabetical"),
    ("roster", "title: Speaker roster", "title: |-\n  Speaker\n\n  roster"),
    ("summary", "speaker: vitorino", "speaker: António Vitorino"),
    ("summary", "topic: A topic", "topik: A topic"),
    ("concept-note", "  example: >-", "  example one: >-"),
]


@pytest.mark.parametrize(("name", "right", "wrong"), MISTAKES)
def test_an_editor_marks_what_check_calls_an_error(
    project: Folder, name: str, right: str, wrong: str
) -> None:
    text = project.read(f"content/{name}.yaml")
    assert right in text
    project.write(f"content/{name}.yaml", text.replace(right, wrong, 1))
    assert marked(project, name) != []
    assert any(each.severity == "error" for each in project.diagnostics())


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("event", "place: Geneva", "place: 1984"),
        ("event", "place: Geneva", "place: true"),
        ("event", "place: Geneva", "place: >\n  Geneva"),
        ("event", "delegations: 40", 'delegations: "40"'),
        ("event", "marking: draft", "marking: {embargoed: 2030-03-05T18:00+01:00}"),
        ("event", "place: Geneva", "place: Geneva\nsymbol:"),
        ("people", "title: Director General", "title: ~"),
        ("sessions", "number: 1", 'number: "1"'),
        ("sessions", 'start: "10:00"', "start: 10:00"),
        ("sessions", 'start: "10:00"', "start: null"),
        ("roster", "title: Speaker roster", "title: 2030"),
    ],
)
def test_an_editor_takes_what_check_takes(project: Folder, name: str, before: str, after: str) -> None:
    project.change(f"content/{name}.yaml", before, after)
    assert marked(project, name) == []
    assert [each.message for each in project.diagnostics() if each.severity == "error"] == []


def test_an_empty_file_of_people_is_no_mistake(project: Folder) -> None:
    project.write("content/people.yaml", "# Nobody yet.\n")
    assert marked(project, "people") == []


def test_roles_and_people_and_sessions_are_offered(project: Folder) -> None:
    schemas = all_schemas(open_project(project.root))
    appearance = schemas["people"]["additionalProperties"]["properties"]["appearances"]["items"]["properties"]
    assert appearance["role"]["enum"] == list(Role.__args__)  # type: ignore[attr-defined]
    assert appearance["session"]["anyOf"][0] == {"enum": ["opening", "session_1"]}
    speaker = schemas["summary"]["properties"]["opening"]["items"]["properties"]["speaker"]
    assert speaker["anyOf"][0] == {"enum": ["arbour", "vitorino"]}


def test_somebody_who_came_after_the_schemas_is_no_mistake_in_an_editor(project: Folder) -> None:
    schema = all_schemas(open_project(project.root))["summary"]
    project.change("content/summary.yaml", "speaker: vitorino", "speaker: newcomer")
    assert mistakes(loaded(project.read("content/summary.yaml")), schema) == []


def test_without_a_project_references_take_any_identifier() -> None:
    people = {"doe": {"family": "Doe", "appearances": [{"session": "opening", "role": "floor"}]}}
    assert mistakes(people, people_schema()) == []


def test_a_kind_of_document_of_the_project_has_a_schema(project: Folder) -> None:
    project.letter("Text.")
    project.write(
        "templates/memo.html.jinja",
        "{#\ncontent:\n  paid: boolean       # whether it is paid\n  due?: date\n  copies?: integer\n#}\n<h1>Memo</h1>\n",
    )
    schemas = all_schemas(open_project(project.root))
    assert mistakes(loaded(project.read("content/letter.yaml")), schemas["letter"]) == []
    assert schemas["memo"]["properties"]["paid"]["description"] == "Whether it is paid."
    memo = {"template": "memo", "title": "M", "subject": "S", "paid": True, "due": "2030-01-01", "copies": 2}
    assert mistakes(memo, schemas["memo"]) == []
    assert mistakes(memo | {"paid": "perhaps"}, schemas["memo"]) == ["paid"]


def test_a_template_that_declares_nothing_has_no_schema(project: Folder) -> None:
    project.write("templates/odd.html.jinja", "<h1>No declaration</h1>\n")
    assert "odd" not in all_schemas(open_project(project.root))


def test_a_project_with_unreadable_people_still_has_schemas(project: Folder) -> None:
    project.write("content/people.yaml", "a: [\n")
    project.write("content/sessions.yaml", "- 1\n")
    assert "anyOf" not in format_schema(people_schema())
    assert all_schemas(open_project(project.root)).keys() >= RECORDS


def test_a_comment_behind_a_key_describes_that_key_and_no_other() -> None:
    template = """{#
# A letter.
content:
  body: prose               # what it says
  parts?: [{name: line}]    # each with its name
  several:                  # lines in order
    - first: line   # the first
      second: line
#}"""
    assert read_descriptions(template) == {
        ("body",): "What it says.",
        ("parts",): "Each with its name.",
        ("several",): "Lines in order.",
        ("several", "first"): "The first.",
    }


def test_schemas_are_written_as_files_by_name(tmp_path: Path) -> None:
    schemas = all_schemas(open_project(REPOSITORY))
    paths = write_schemas(schemas, tmp_path / "schemas")
    assert [path.name for path in paths] == sorted(f"{name}.json" for name in schemas)
    assert paths[0].read_text(encoding="utf-8") == format_schema(schemas[paths[0].stem])


def test_the_starter_has_the_schemas_of_its_own_content(tmp_path: Path) -> None:
    written = begin_project(tmp_path)
    schemas = all_schemas(open_project(tmp_path))
    files = {path.stem: path.read_text(encoding="utf-8") for path in written if path.parent.name == SCHEMAS}
    assert files == {name: format_schema(schema) for name, schema in schemas.items()}


def test_every_content_file_of_the_starter_names_its_schema(project: Folder) -> None:
    for path in (project.root / "content").iterdir():
        text = path.read_text(encoding="utf-8")
        found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        assert found, path.name
        schema = (path.parent / found[1]).resolve()
        assert schema.is_file()
        assert schema.stem == (path.stem if path.stem in RECORDS else loaded(text)["template"])


def test_what_an_embargo_and_an_event_hold_is_in_the_schema() -> None:
    event = all_schemas(open_project(REPOSITORY))["event"]
    assert event["properties"].keys() == Event.model_fields.keys()
    assert event["properties"]["marking"]["anyOf"][1]["properties"].keys() == Embargo.model_fields.keys()
