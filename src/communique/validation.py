"""Hold plain data against the model, and say every problem where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from communique.diagnostics import Report, suggestion
from communique.model import CLOCK_TIME
from communique.renaming import valid_name
from communique.source import format_address
from communique.theme import COLOUR, FAMILY, LENGTH, SELECTOR
from communique.views import unwrap

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from communique.source import Source, Steps

Model = TypeVar("Model", bound=BaseModel)

# Messages by pydantic's error type; its English is never shown.
MESSAGES = {
    "string_type": "takes a text",
    "int_type": "takes a whole number",
    "int_parsing": "takes a whole number",
    "int_from_float": "takes a whole number",
    "float_type": "takes a number",
    "float_parsing": "takes a number",
    "bool_type": "takes `true` or `false`",
    "bool_parsing": "takes `true` or `false`",
    "list_type": "takes a list; begin each entry with a hyphen",
    "tuple_type": "takes a list; begin each entry with a hyphen",
    "dict_type": "takes keys and values",
    "model_type": "takes keys and values",
    "date_type": "takes a date such as 2018-10-08",
    "date_parsing": "takes a date such as 2018-10-08",
    "date_from_datetime_parsing": "takes a date such as 2018-10-08",
    "date_from_datetime_inexact": "takes a date such as 2018-10-08",
    "datetime_type": "takes a date and time such as 2018-10-09T12:00+02:00",
    "datetime_parsing": "takes a date and time such as 2018-10-09T12:00+02:00",
    "datetime_from_date_parsing": "takes a date and time such as 2018-10-09T12:00+02:00",
    "too_short": "needs at least one entry",
    "greater_than_equal": "is too small",
    "timezone_aware": "needs its time zone, as in 2018-10-09T12:00+02:00",
}
PATTERNS = {
    CLOCK_TIME: "takes a time such as 10:00",
    LENGTH: "takes a length such as 12pt or 27mm",
    COLOUR: "takes a colour such as `#12395f`",
    FAMILY: "takes the name of a typeface",
    SELECTOR: "takes an element of the vocabulary with its class, such as `p.lead`",
}


def validate(model: type[Model], source: Source, report: Report, prefix: Steps = ()) -> Model | None:
    """Return the data of a source as a model, or None with all its problems in the report.

    `prefix` are the steps by which the model wraps the data of the file, not part of addresses.
    """
    data = source.data
    for step in reversed(prefix):
        data = {step: {} if data is None else data}
    try:
        return model.model_validate({} if data is None else data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        # A value that fits no member of a union is reported once, by the words that it could have been.
        words = {_union(detail) for detail in details if detail["type"] == "literal_error"}
        for detail in details:
            if detail["type"] == "model_type" and _union(detail) in words:
                continue
            _report(detail, model, source, report, len(prefix))
        return None


def _union(detail: ErrorDetails) -> tuple[str | int, ...]:
    """Return the place of a value, without the member of a union that pydantic tried."""
    location = detail["loc"]
    return location[:-1] if location and _is_union_member(location[-1]) else location


def _report(detail: ErrorDetails, model: type[BaseModel], source: Source, report: Report, skip: int) -> None:
    steps = _steps_in_file(detail["loc"][skip:], source)
    kind = detail["type"]
    address = format_address(source.file, steps)
    name = next((f"`{step}`" for step in reversed(steps) if isinstance(step, str)), "this file")
    if kind == "literal_error" and isinstance(detail["input"], dict) and _is_union_member(detail["loc"][-1]):
        return  # what is wrong with the other member of the union is reported, too
    if kind == "extra_forbidden":
        known = _keys_at(model, detail["loc"][:-1])
        owner = f" of `{steps[-2]}`" if len(steps) > 1 and isinstance(steps[-2], str) else ""
        span = source.span(steps, key=True)
        report.error(
            "unknown-key",
            f"`{steps[-1]}` is not a key{owner}",
            span,
            suggestion(str(steps[-1]), known),
            address,
        )
    elif kind == "missing":
        span = source.span(steps[:-1], key=True)
        report.error(
            "missing-key", f"`{steps[-1]}` is missing", span, "every record of this kind has it", address
        )
    elif detail["loc"] and detail["loc"][-1] == "[key]":
        hint = _hint_for_key(detail, steps, source)
        report.error(
            "bad-identifier", f"{name} is not an identifier", source.span(steps, key=True), hint, address
        )
    else:
        message = _message(detail)
        report.error("bad-value", f"{name} {message}", source.span(steps), _hint(detail), address)


def _message(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind == "literal_error":
        return "takes " + str(detail.get("ctx", {}).get("expected", "")).replace("'", "`")
    if kind == "string_pattern_mismatch":
        pattern = str(detail.get("ctx", {}).get("pattern"))
        return PATTERNS.get(pattern, "is not written as it should be")
    if kind in MESSAGES:
        return MESSAGES[kind]
    # Errors of our own validators carry their own words.
    return detail["msg"] if kind in OWN_ERRORS else "has a value that does not fit"


KINDS: dict[str | int, str] = {"people": "person", "sessions": "session", "figures": "figure"}
"""What one of each mapping is called."""

OWN_ERRORS = {
    "empty",
    "not_one_line",
    "expression_in_text",
    "language",
    "iso_date",
    "iso_time",
    "dates_order",
    "no_room",
}


def _hint(detail: ErrorDetails) -> str:
    if detail["type"] == "literal_error" and isinstance(detail["input"], str):
        expected = str(detail.get("ctx", {}).get("expected", "")).replace("'", "")
        words = [word.strip() for part in expected.split(" or ") for word in part.split(",")]
        return suggestion(detail["input"], words) if len(words) > 1 else ""
    if detail["type"] == "string_type" and detail["input"] is None:
        return "fill it in, or delete the key"
    return ""


def _hint_for_key(detail: ErrorDetails, steps: Steps, source: Source) -> str:
    """Say what a key of records may be, with one that is made of it and would be taken."""
    if detail["type"] != "string_pattern_mismatch":
        return "use a whole number"
    pattern, kind = str(detail.get("ctx", {}).get("pattern")), KINDS.get(detail["loc"][-3], "")
    name = valid_name(str(steps[-1]), pattern, joint="_", kind=kind)
    rename = f"rename it to `{name}`: " if name and (*steps[:-1], name) not in source.places else ""
    if "A-Z" in pattern:
        return f"{rename}use letters without accents, digits, hyphens and underscores"
    return f"{rename}use small letters without accents, digits and underscores, beginning with a letter"


def _steps_in_file(location: tuple[str | int, ...], source: Source) -> Steps:
    """Drop what pydantic adds to a location: names of union members and `[key]`."""
    steps: Steps = ()
    for index, step in enumerate(location):
        last = index == len(location) - 1
        known = (*steps, step) in source.places
        if step != "[key]" and (known or (last and not _is_union_member(step))):
            steps = (*steps, step)
    return steps


def _is_union_member(step: str | int) -> bool:
    return isinstance(step, str) and (step in {"Embargo"} or step.startswith(("literal[", "constrained-")))


def _keys_at(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """Return the keys of the record at a location of the model."""
    annotation: Any = model
    for step in location:
        inner, _ = unwrap(annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            field = inner.model_fields.get(str(step))
            if field is None:
                continue
            annotation = field.annotation
        else:
            arguments = get_args(inner)
            annotation = arguments[-1] if arguments else inner
    inner, _ = unwrap(annotation)
    if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
        return []
    return sorted(field.alias or name for name, field in inner.model_fields.items())


def walk_texts(value: Any, annotation: Any, steps: Steps = ()) -> Iterator[tuple[Steps, str, str]]:
    """Yield steps, kind and text of every text in a model value."""
    inner, kind = unwrap(annotation)
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            metadata = next((each.name for each in field.metadata if hasattr(each, "name")), "")
            for found in walk_texts(getattr(value, name), field.annotation, (*steps, name)):
                yield found if found[1] else (found[0], metadata, found[2])
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from walk_texts(each, get_args(inner)[0], (*steps, index))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from walk_texts(each, get_args(inner)[1], (*steps, key))
    elif isinstance(value, str):
        yield steps, kind, value
