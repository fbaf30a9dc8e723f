"""Expressions in content: `{{ people.vitorino.title }}`, evaluated without Python being in reach.

An expression is read by Jinja's parser and walked here. Only names, attributes, constants and the
filters of this module exist: no calls, no arithmetic, no loops, nothing that could grow or hang.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date as calendar_date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from communique.diagnostics import suggestion
from communique.exposed import Exposed, Figure, Phrase, Value
from communique.views import RecordView

if TYPE_CHECKING:
    from communique.languages import Language

LONGEST_EXPRESSION = 300

# Names with dots between them and filters after them, as most expressions are; Jinja reads the others.
PLAIN = re.compile(r"([a-z_]\w*)((?:\.[a-z_]\w*)*)((?:\s*\|\s*[a-z_]\w*)*)", re.ASCII)
RESERVED = frozenset({"and", "else", "false", "if", "in", "is", "none", "not", "or", "true"})


class ExpressionError(Exception):
    """An expression that can't be evaluated; `offset` and `width` count inside the expression."""

    def __init__(self, code: str, message: str, offset: int = 0, width: int = 1, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.offset = offset
        self.width = width
        self.hint = hint


def evaluate(expression: str, scope: dict[str, Exposed], language: Language) -> Phrase:
    """Return what an expression prints. Raises ExpressionError."""
    value = _Evaluation(expression, scope, language).run()
    return as_phrase(value, expression)


def as_phrase(value: Any, expression: str = "") -> Phrase:
    """Return the printed form of a value. Raises ExpressionError for one that has none."""
    match value:
        case Phrase():
            return value
        case Value():
            return Phrase((value,))
        case Figure():
            return Phrase((Value(str(int(value)), value.address),))
        case RecordView() if hasattr(value, "phrase"):
            return as_phrase(value.phrase)
    if value is None:
        hint = "fill it in in the record, or leave the expression out"
        raise ExpressionError("expression-empty", "this record has nothing there", 0, len(expression), hint)
    hint = suggestion("", value.names()) if isinstance(value, Exposed) else ""
    message = "this can't be printed by itself; name a part of it"
    raise ExpressionError("expression-value", message, 0, len(expression), hint)


@lru_cache(maxsize=1024)
def _parsed(expression: str) -> nodes.Node | None:
    """Return the root of an expression; None for what is none, or more than one. Raises Jinja's errors."""
    plain = PLAIN.fullmatch(expression.strip())
    if plain and RESERVED.isdisjoint(re.findall(r"\w+", expression)):
        node: nodes.Expr = nodes.Name(plain[1], "load")
        for name in plain[2].split(".")[1:]:
            node = nodes.Getattr(node, name, "load")
        for name in plain[3].split("|")[1:]:
            node = nodes.Filter(node, name.strip(), [], [], None, None)
        return node
    template = _parser().parse(f"{{{{{expression}}}}}")
    body = template.body[0] if len(template.body) == 1 else None
    inner = body.nodes if isinstance(body, nodes.Output) else []
    return inner[0] if len(inner) == 1 else None


@lru_cache(maxsize=1)
def _parser() -> Environment:
    return Environment(autoescape=False)  # noqa: S701 - nothing is rendered with it


class _Evaluation:
    def __init__(self, expression: str, scope: dict[str, Exposed], language: Language) -> None:
        self.text = expression
        self.scope = scope
        self.language = language

    def run(self) -> Any:
        if len(self.text) > LONGEST_EXPRESSION:
            raise self.fault("expression-syntax", "this expression is too long")
        try:
            node = _parsed(self.text)
        except (TemplateSyntaxError, RecursionError) as error:
            detail = getattr(error, "message", None) or "nested too deeply"
            raise self.fault("expression-syntax", f"this is not an expression: {detail}") from None
        if node is None:
            raise self.fault("expression-syntax", "this is not an expression")
        return self.value(node)

    def fault(self, code: str, message: str, word: str = "", hint: str = "") -> ExpressionError:
        """Return an error pointing at a word of the expression, or at the whole of it."""
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", self.text) if word else None
        offset, width = (found.start(), len(word)) if found else (0, len(self.text))
        return ExpressionError(code, message, offset, width, hint)

    def value(self, node: nodes.Node) -> Any:
        match node:
            case nodes.Name():
                return self.name(node.name)
            case nodes.Getattr():
                return self.attribute(self.value(node.node), node.attr)
            case nodes.Getitem() if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
                return self.attribute(self.value(node.node), node.arg.value)
            case nodes.Filter() if node.node is not None:
                return self.filtered(node, self.value(node.node))
        hint = "use names, dots and filters only, such as `event.days | words`"
        raise self.fault(
            "expression-forbidden", "this is more than an expression in content may do", hint=hint
        )

    def name(self, name: str) -> Exposed:
        if name not in self.scope:
            hint = suggestion(name, self.scope)
            raise self.fault("unknown-name", f"there is no `{name}`", name, hint)
        return self.scope[name]

    def attribute(self, value: Any, name: str) -> Any:
        names = value.names() if isinstance(value, Exposed) else frozenset[str]()
        if not isinstance(value, Exposed) or name not in names:
            raise self.fault("unknown-name", f"there is no `{name}` here", name, suggestion(name, names))
        return value.get(name)

    def filtered(self, node: nodes.Filter, value: Any) -> Any:
        function = FILTERS.get(node.name)
        if function is None:
            raise self.fault(
                "unknown-filter",
                f"there is no filter `{node.name}`",
                node.name,
                suggestion(node.name, FILTERS),
            )
        constants = [each.value for each in node.kwargs or [] if isinstance(each.value, nodes.Const)]
        if node.args or node.dyn_args or node.dyn_kwargs or len(constants) != len(node.kwargs or []):
            raise self.fault(
                "expression-forbidden", 'a filter takes words in quotes, as in `where(role="panellist")`'
            )
        arguments = {
            str(each.key): str(each.value.value)
            for each in node.kwargs or []
            if isinstance(each.value, nodes.Const)
        }
        try:
            return function(value, self.language, **arguments)
        except _UnknownWordError as error:
            message = f"there is no {error.key} `{error.word}`"
            raise self.fault(
                "expression-value", message, error.word, suggestion(error.word, error.known)
            ) from None
        except (TypeError, ValueError):
            raise self.fault("expression-value", f"`{node.name}` can't be used on this", node.name) from None


def words(value: Any, language: Language) -> Value:
    """Write a figure below ten in words."""
    return Value(language.words(int(value)), getattr(value, "address", ""))


def number(value: Any, language: Language) -> Value:
    """Write a figure with the language's grouping."""
    return Value(language.number(int(value)), getattr(value, "address", ""))


def capitalize(value: Any, language: Language) -> Value:  # noqa: ARG001 - filters share a signature
    """Begin a text with a capital."""
    phrase = as_phrase(value)
    text = str(phrase)
    address = phrase.parts[0].address if len(phrase.parts) == 1 and isinstance(phrase.parts[0], Value) else ""
    return Value(text[:1].upper() + text[1:], address)


def count(value: Any, language: Language) -> Figure:  # noqa: ARG001
    """Count the members of a collection."""
    return Figure(len(_members(value)))


def where(value: Any, language: Language, **conditions: str) -> tuple[Any, ...]:  # noqa: ARG001
    """Keep the members whose keys are as given.

    For people, `role` and `session` look at their appearances.
    """
    return tuple(each for each in _members(value) if all(_matches(each, k, v) for k, v in conditions.items()))


def countries(value: Any, language: Language) -> tuple[str, ...]:  # noqa: ARG001
    """Return the different countries of people."""
    return _distinct(value, "country")


def organisations(value: Any, language: Language) -> tuple[str, ...]:  # noqa: ARG001
    """Return the different organisations of people."""
    return _distinct(value, "organisation")


def date(value: Any, language: Language, *, weekday: str = "") -> Value:
    """Write a day in the language; `weekday` names the day of the week as well, given any word."""
    if not isinstance(value, calendar_date):
        raise TypeError
    return Value(language.day(value, weekday=bool(weekday)))


def _members(value: Any) -> tuple[Any, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise TypeError
    return tuple(value)


def _distinct(value: Any, key: str) -> tuple[str, ...]:
    found = (each.get(key) for each in _members(value))
    return tuple(dict.fromkeys(str(each) for each in found if each))


class _UnknownWordError(ValueError):
    def __init__(self, key: str, word: str, known: frozenset[str]) -> None:
        super().__init__(f"there is no {key} `{word}`")
        self.key, self.word, self.known = key, word, known


def _matches(member: Any, key: str, wanted: str) -> bool:
    if not isinstance(member, RecordView):
        raise TypeError
    if key in member.names():
        known = member.choices(key)
        if known and wanted not in known:
            raise _UnknownWordError(key, wanted, known)
        return getattr(member.get(key), "identifier", str(member.get(key))) == wanted
    if "appearances" not in member.names():
        raise TypeError
    return any(_matches(each, key, wanted) for each in member.get("appearances"))


FILTERS: dict[str, Callable[..., Any]] = {
    "words": words,
    "number": number,
    "capitalize": capitalize,
    "count": count,
    "where": where,
    "countries": countries,
    "organisations": organisations,
    "date": date,
}
