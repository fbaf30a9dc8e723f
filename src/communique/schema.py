"""JSON Schemas of the content, by which an editor completes keys and marks mistakes while somebody types.

They are of draft-07, which the YAML plug-ins of VS Code and of JetBrains both know whole. They take what
people type: an editor reads `2018` as a number and `null` as nothing, where communique reads text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from communique import model
from communique.diagnostics import Report
from communique.files import write_whole
from communique.records import Content
from communique.render import SUFFIX, known
from communique.shapes import FRONT_MATTER, read_shape
from communique.source import parse_source, read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from communique.project import Project

Schema = dict[str, Any]
Names = tuple[str, ...]

DRAFT = "http://json-schema.org/draft-07/schema#"
# Keywords of VS Code's YAML plug-in, which others pass over.
EXPLANATION = "patternErrorMessage"
REFERENCES = ("Identifier of a person in people.yaml.", "Identifier of a session in sessions.yaml.")
KINDS = {
    "text": "Plain text.",
    "line": "One paragraph of prose: `*emphasis*`, `[links](https://…)`, `{{ expressions }}`, `[^notes]`.",
    "prose": "Prose: paragraphs and lists with `*emphasis*`, `[links](https://…)`, `{{ expressions }}`, `[^notes]`.",
    "person": REFERENCES[0],
    "session": REFERENCES[1],
}
IDENTIFIER = r"^[a-z][a-z0-9_]*$"
WORDS: dict[str, Schema] = {
    "text": {
        "pattern": r"^(?!.*\{\{)\s*\S.*\s*$",
        EXPLANATION: "takes plain text on one line, without an expression",
    },
    "line": {"pattern": r"^\s*\S.*\s*$", EXPLANATION: "takes a single line or paragraph"},
    "prose": {"pattern": r"\S", EXPLANATION: "is empty"},
}
INTEGER = {"type": ["integer", "string"], "pattern": r"^\s*[+-]?\d+\s*$", EXPLANATION: "takes a whole number"}
BOOLEAN = {"type": ["boolean", "string"], "pattern": "^(true|false)$", EXPLANATION: "takes `true` or `false`"}
DAY = {
    "type": "string",
    "format": "date",
    "pattern": r"^\d{4}-\d{2}-\d{2}$",
    EXPLANATION: "takes a date such as 2018-10-08",
}
TIME = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$",
    EXPLANATION: "takes a date and time with its zone, such as 2018-10-09T12:00+02:00",
}


def event_schema() -> Schema:
    """Return the schema of `event.yaml`."""
    return _whole("The event", _Writer().record(model.Event, ()))


def people_schema(sessions: Iterable[str] = ()) -> Schema:
    """Return the schema of `people.yaml`.

    An editor offers the sessions of a project where one is asked for.
    """
    annotation = model.People.model_fields["people"].annotation
    return _whole("The people", _or_nothing(_Writer({"session": sorted(sessions)}).value(annotation, ())))


def sessions_schema() -> Schema:
    """Return the schema of `sessions.yaml`."""
    annotation = model.Sessions.model_fields["sessions"].annotation
    return _whole("The sessions", _or_nothing(_Writer().value(annotation, ())))


def document_schema(
    name: str,
    shape: type[model.DocumentHead],
    descriptions: Mapping[Names, str] | None = None,
    people: Iterable[str] = (),
    sessions: Iterable[str] = (),
) -> Schema:
    """Return the schema of the documents that a template sets.

    `descriptions` are those of the keys that the template declares, by their paths.
    """
    writer = _Writer({"person": sorted(people), "session": sorted(sessions)}, descriptions or {})
    schema = writer.record(shape, ())
    about = schema["properties"]["template"]["description"]
    schema["properties"]["template"] = {"type": "string", "enum": [name], "description": about}
    return _whole(f"A document of the kind {name}", schema)


def all_schemas(project: Project) -> dict[str, Schema]:
    """Return the schemas of a project's content files by name: the records, and every kind of document.

    A template that declares nothing readable has none; `communique check` says why.
    """
    people, sessions = (_identifiers(project, file) for file in (Content.people_file, Content.sessions_file))
    schemas = {}
    for name in known(project.theme):
        text = project.theme.read(name + SUFFIX)
        shape = read_shape(text, name + SUFFIX, Report())
        if shape is not None:
            schemas[name] = document_schema(name, shape, read_descriptions(text), people, sessions)
    records = {"event": event_schema(), "people": people_schema(sessions), "sessions": sessions_schema()}
    return schemas | records


def write_schemas(schemas: Mapping[str, Schema], folder: Path) -> list[Path]:
    """Write each schema as a file `NAME.json`, and return the files. Raises OSError."""
    paths = []
    for name, schema in sorted(schemas.items()):
        paths.append(folder / f"{name}.json")
        write_whole(paths[-1], format_schema(schema).encode())
    return paths


def format_schema(schema: Schema) -> str:
    """Return the text of a schema's file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def read_descriptions(template: str) -> dict[Names, str]:
    """Return what a template says of each key that it declares: the comment on the key's line.

    conclusions:            # each under a heading
      - topic: line         # a few words
    """
    match = FRONT_MATTER.match(template)
    source = parse_source(match[1], "", Report()) if match else None
    if source is None:
        return {}
    found = {}
    lines = source.text.split("\n")
    for steps in source.places:
        line = lines[source.span(steps, key=True).line - 1]
        names = tuple(step.removesuffix("?") for step in steps[1:] if isinstance(step, str))
        comment = re.search(r"\s#\s*(.+?)\s*$", line)
        # On a line with several keys the comment is about the first.
        if names and comment and re.match(rf"[\s-]*{re.escape(str(steps[-1]))}\s*:", line):
            found[names] = _sentence(comment[1])
    return found


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}."


def _identifiers(project: Project, file: str) -> list[str]:
    """Return the identifiers in a file of records; none when it can't be read."""
    source = read_source(project.root / file, file, Report())
    data = source.data if source else None
    return [key for key in data if re.match(IDENTIFIER, key)] if isinstance(data, dict) else []


def _whole(title: str, schema: Schema) -> Schema:
    return {"$schema": DRAFT, "title": title, **schema}


def _or_nothing(schema: Schema) -> Schema:
    """Return a schema that takes nothing besides: an empty value, `null` or `~`."""
    if "type" not in schema:
        return {"anyOf": [*schema.pop("anyOf", [schema]), {"type": "null"}], **schema}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return (
        schema | {"type": [*kinds, "null"]} | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})
    )


def _pattern(metadata: Iterable[Any]) -> str | None:
    """Return the pattern among the metadata of an annotation, if there is one."""
    for each in metadata:
        inner = each.metadata if isinstance(each, FieldInfo) else (each,)
        pattern = next((item.pattern for item in inner if hasattr(item, "pattern")), None)
        if pattern:
            return str(pattern)
    return None


@dataclass
class _Writer:
    """Writes annotations of the model as schemas.

    `identifiers` of people and sessions are offered and not insisted on: a file of schemas that knows
    nothing of somebody added since must not call them a mistake.
    """

    identifiers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    descriptions: Mapping[Names, str] = field(default_factory=dict)

    def record(self, kind: type[BaseModel], path: Names) -> Schema:
        """Return the schema of a mapping with a fixed set of keys."""
        fields = kind.model_fields
        required = [name for name, each in fields.items() if each.is_required()]
        return {
            "type": "object",
            "properties": {name: self.key(each, (*path, name)) for name, each in fields.items()},
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def key(self, about: FieldInfo, path: Names) -> Schema:
        """Return the schema of a key with its description."""
        schema = self.value(about.annotation, path, about.metadata)
        said = about.description or self.descriptions.get(path)
        kind = schema.pop("description", "")
        parts = (said, kind if not said or kind not in REFERENCES else "")
        schema["description"] = " ".join(part for part in parts if part) or path[-1]
        if isinstance(about.default, str | int):
            schema["default"] = about.default
        return schema

    def value(self, annotation: Any, path: Names, metadata: Iterable[Any] = ()) -> Schema:
        """Return the schema of a value by its annotation."""
        found = list(metadata)
        while get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            found += more
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin in (Union, UnionType):
            members = [self.value(each, path, found) for each in arguments if each is not type(None)]
            schema = members[0] if len(members) == 1 else {"anyOf": members}
            return _or_nothing(schema) if type(None) in arguments else schema
        if origin is Literal:
            return {"type": "string", "enum": list(arguments)}
        if origin is list:
            least = next((each.min_length for each in found if isinstance(each, annotated_types.MinLen)), 0)
            items = self.value(arguments[0], path)
            said = {"description": f"A list. {items.pop('description')}"} if "description" in items else {}
            return {"type": "array", "items": items, **({"minItems": least} if least else {}), **said}
        if origin is dict:
            names = {"pattern": _pattern(get_args(arguments[0])[1:])}
            entry = self.value(arguments[1], path)
            return {"type": "object", "propertyNames": names, "additionalProperties": entry}
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.record(annotation, path)
        return self.scalar(annotation, found)

    def scalar(self, annotation: Any, metadata: list[Any]) -> Schema:
        """Return the schema of a single value."""
        least = next((each.ge for each in metadata if isinstance(each, annotated_types.Ge)), None)
        if annotation is int:
            return INTEGER | ({"minimum": least} if least is not None else {})
        for known_type, schema in ((bool, BOOLEAN), (date, DAY), (AwareDatetime, TIME)):
            if annotation is known_type:
                return dict(schema)
        kind = model.kind_of(metadata)
        name = kind.name if kind else "text"
        pattern = _pattern(metadata)
        if name in {"person", "session"}:
            return self.reference(name)
        if pattern:
            return {"type": "string", "pattern": pattern}
        # An editor takes a year for a number; here it is a text.
        return {"type": ["string", "number", "boolean"], **WORDS[name], "description": KINDS[name]}

    def reference(self, name: str) -> Schema:
        """Return the schema of a reference, with what it can lead to."""
        offered = self.identifiers.get(name)
        pattern = {"pattern": IDENTIFIER}
        accepted = {"anyOf": [{"enum": list(offered)}, pattern]} if offered else pattern
        return {"type": "string", **accepted, "description": KINDS[name]}
