"""Shapes: the keys that a kind of document has, as its template declares them.

A template begins with a comment holding YAML under the key `content`:

    {#
    content:
      overview: [prose]                                 # a list
      opening?: [{speaker: person, paragraphs: [prose]}]  # may be left out
      order?: speaking | alphabetical                   # one of these words
    #}

Types are `text`, `line`, `prose`, `person`, `session`, `integer`, `boolean` and `date`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, create_model

from communique import model
from communique.diagnostics import Report, Span, suggestion
from communique.source import Source, Steps, parse_source, report_has
from communique.views import RecordView

TYPES: dict[str, Any] = {
    "text": model.Text,
    "line": model.Line,
    "prose": model.Prose,
    "person": model.PersonReference,
    "session": model.SessionReference,
    "integer": int,
    "boolean": bool,
    "date": model.Day,
}
# Names that records and pydantic have of their own, which would hide a key.
TAKEN = {name for name in (*dir(RecordView), *dir(model.Record)) if not name.startswith("_")} | {"phrase"}
FRONT_MATTER = re.compile(r"\A\{#-?(.*?)-?#\}", re.DOTALL)
CHOICE = re.compile(r"[\w-]+(\s*\|\s*[\w-]+)+")


@dataclass
class _ShapeReader:
    source: Source
    report: Report

    def fields(self, data: dict[str, Any], steps: Steps) -> dict[str, Any]:
        """Return pydantic field definitions for a mapping of names to types."""
        result: dict[str, Any] = {}
        for key, shape in data.items():
            name = key.removesuffix("?")
            if not name.isidentifier() or name.startswith("_"):
                self._refuse((*steps, key), f"`{key}` is not a name", key=True)
                continue
            if name in TAKEN:
                self._refuse((*steps, key), f"`{name}` means something else in templates", key=True)
                continue
            annotation = self.annotation(shape, (*steps, key), name)
            if key.endswith("?"):
                empty: Any = [] if isinstance(shape, list) else None
                annotation = annotation if isinstance(shape, list) else annotation | None
                result[name] = (annotation, Field(default=empty))
            else:
                result[name] = (annotation, ...)
        return result

    def annotation(self, shape: object, steps: Steps, name: str) -> Any:
        """Return the annotation for one type."""
        match shape:
            case str() if shape in TYPES:
                return TYPES[shape]
            case str() if CHOICE.fullmatch(shape):
                return Literal[tuple(word.strip() for word in shape.split("|"))]
            case [inner]:
                item: Any = self.annotation(inner, (*steps, 0), name)
                return Annotated[list[item], Field(min_length=1)]
            case dict():
                return create_model(
                    name.title().replace("_", ""), __base__=model.Record, **self.fields(shape, steps)
                )
        self._refuse(steps, "this is not a type of content")
        return model.Text

    def _refuse(self, steps: Steps, message: str, *, key: bool = False) -> None:
        hint = "choose another name" if key else suggestion("", TYPES)
        self.report.error("shape", message, self.source.span(steps, key=key), hint)


def read_shape(template: str, file: str, report: Report) -> type[model.DocumentHead] | None:
    """Return the model of the documents that a template sets, or None when its declaration is wrong.

    Problems in the declaration go to the report; spans count in the template's file.
    """
    match = FRONT_MATTER.match(template)
    if match is None:
        hint = "begin it with a comment that holds `content:` and the keys"
        report.error(
            "shape", "the template does not declare the content that it prints", Span(file, 1, 1), hint
        )
        return None
    padded = re.sub(r"[^\n]", " ", template[: match.start(1)]) + match.group(1)
    source = parse_source(padded, file, report)
    data = source.data if source else None
    if source is None or not isinstance(data, dict) or not isinstance(data.get("content"), dict):
        if source is not None:
            report.error("shape", "the comment has no mapping `content`", Span(file, 1, 1))
        return None
    reader = _ShapeReader(source, report)
    fields = reader.fields(data["content"], ("content",))
    for key in data["content"]:
        if key.removesuffix("?") in model.DocumentHead.model_fields:
            span = source.span(("content", key), key=True)
            report.error("shape", f"`{key}` is a key of every document", span, "delete it")
    if report_has(report, file):
        return None
    return create_model("Document", __base__=model.DocumentHead, **fields)
