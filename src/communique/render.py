"""Render a document's template to semantic HTML.

Every element that a template writes is stamped with the template and line that it stands on, so that
an error found later in the HTML can be reported where it was made.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Sized
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    StrictUndefined,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing, pass_context
from markupsafe import Markup

from communique import expressions
from communique.diagnostics import ContentError, Report, Span, suggestion
from communique.exposed import Exposed, ProseText
from communique.expressions import ExpressionError, as_phrase
from communique.prose import ProseReader, field_markup
from communique.source import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import CodeType

    from jinja2.bccache import Bucket
    from jinja2.environment import Environment
    from jinja2.runtime import Context

    from communique.languages import Language
    from communique.theme import Theme
    from communique.views import RecordView

SUFFIX = ".html.jinja"
STAMP = "data-at"
# What a template can bring about by itself; anything else is a bug, and keeps its traceback.
FAILURES = (
    TemplateRuntimeError,
    ExpressionError,
    TypeError,
    ValueError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
    MemoryError,
    SyntaxError,
)
LARGEST_PAGE = 64 * 1024 * 1024  # characters of HTML
LARGEST_NUMBER = 100_000  # bits
MOST_COMPILED = 200  # templates of one language
WIDE_FORMAT = re.compile(r"%[^a-zA-Z%]*(\*|[0-9]{5})")
OPEN_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)")


class _Stamping(Extension):
    """Adds the place in the template to every element that the template writes."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", _stamped(token.value, token.lineno, stream.name or ""))
            else:
                yield token


def _stamped(text: str, line: int, name: str) -> str:
    def stamp(match: re.Match[str]) -> str:
        at = line + text.count("\n", 0, match.start())
        return f'{match.group()} {STAMP}="{name}:{at}"'

    return OPEN_TAG.sub(stamp, text)


class _Undefined(StrictUndefined):
    """A name that is not there, in words that say so."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint or not isinstance(self._undefined_name, str):
            return super()._undefined_message
        owner = self._undefined_obj
        names = owner.names() if isinstance(owner, Exposed) else ()
        near = suggestion(self._undefined_name, names)
        here = "" if owner is missing else " here"
        return f"there is no `{self._undefined_name}`{here}{'; ' if near else ''}{near}"


class _LayeredLoader(BaseLoader):
    """Loads templates from the theme's layers, and from nowhere else."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        try:
            path = self.theme.find(template)
        except FileNotFoundError:
            raise TemplateNotFound(template) from None
        report = Report()
        text = read_text(path, _relative(str(path), self.theme), report)
        if text is None:
            raise ContentError(report)
        return text, str(path), lambda: True


class _Compiled(BytecodeCache):
    """Keeps templates as they were compiled, by their names and texts."""

    def __init__(self) -> None:
        self.code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if it was compiled from the same text before."""
        bucket.code = self.code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, and drop everything when there is too much."""
        if len(self.code) >= MOST_COMPILED:
            self.clear()
        if bucket.code is not None:
            self.code[bucket.key, bucket.checksum] = bucket.code

    def clear(self) -> None:
        """Forget all."""
        self.code.clear()


@lru_cache(maxsize=16)
def _compiled_for(language: Language) -> _Compiled:  # noqa: ARG001 - what is compiled may hold words of the language
    return _Compiled()


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which no single step of arithmetic makes something gigantic."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse what would not end, or not fit into memory."""
        if _is_gigantic(operator, left, right):
            raise TemplateRuntimeError(f"the result of `{operator}` would be too large")
        return super().call_binop(context, operator, left, right)


def _is_gigantic(operator: str, left: Any, right: Any) -> bool:
    if operator == "%":
        return isinstance(left, str) and WIDE_FORMAT.search(left) is not None
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
        return bits > LARGEST_NUMBER
    text, times = (left, right) if isinstance(right, int) else (right, left)
    return isinstance(text, Sized) and isinstance(times, int) and len(text) * times > LARGEST_PAGE


def template_environment(
    theme: Theme, language: Language, prose: ProseReader
) -> ImmutableSandboxedEnvironment:
    """Return the Jinja environment of one document: its language, and its prose."""
    environment = _Sandbox(
        loader=_LayeredLoader(theme),
        extensions=[_Stamping],
        autoescape=True,
        undefined=_Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
        bytecode_cache=_compiled_for(language),
    )

    def paragraphs(value: ProseText | tuple[ProseText, ...], role: str = "") -> Markup:
        values = value if isinstance(value, tuple) else (value,)
        return Markup("").join(prose.blocks(each, role) for each in values)

    @pass_context
    def address(context: Context, value: Any) -> Markup:  # noqa: ARG001 - never folded at compile time
        place = getattr(value, "address", "")
        return Markup(' data-source="{}"').format(place) if place else Markup("")

    environment.filters |= {
        "prose": paragraphs,
        "inline": lambda value: prose.inline(value) if isinstance(value, ProseText) else value,
        "field": lambda value: field_markup(as_phrase(value)),
        "source": address,
        "where": lambda value, **conditions: expressions.where(value, language, **conditions),
        "count": lambda value: expressions.count(value, language),
        "words": lambda value: expressions.words(value, language),
        "number": lambda value: expressions.number(value, language),
        "capitalize": lambda value: expressions.capitalize(value, language),
        "countries": lambda value: expressions.countries(value, language),
        "organisations": lambda value: expressions.organisations(value, language),
        "by_name": by_name,
        "appearances_without_session": appearances_without_session,
        "date": lambda value, weekday=False: language.day(_day(value), weekday=weekday),
    }
    environment.globals = {"label": language.label, "language": language.tag}
    return environment


def _finalize(value: Any) -> Any:
    """Print texts of records as fields; prose must name the form in which it is printed."""
    if isinstance(value, ProseText):
        raise UndefinedError(f"`{value.address}` is prose; print it with `| prose` or `| inline`")
    return "" if value is None else value


def _day(value: Any) -> date:
    if not isinstance(value, date):
        raise TypeError("`date` writes days only")
    return value


def by_name(records: Iterable[RecordView]) -> list[RecordView]:
    """Sort people, or appearances by their person, by family name."""
    people = [(each.person if "person" in each.names() else each, each) for each in records]
    if not all("sort_key" in person.names() for person, _ in people):
        raise TypeError("`by_name` sorts people and their appearances only")
    return [each for _, each in sorted(people, key=lambda pair: str(pair[0].sort_key))]


def appearances_without_session(people: Iterable[RecordView]) -> list[RecordView]:
    """Return the parts of people that belong to no session, in the order of the people file."""
    return [each for person in people for each in person.appearances if each.session is None]


def render(
    name: str, variables: dict[str, Any], environment: ImmutableSandboxedEnvironment, span: Span, theme: Theme
) -> str:
    """Render the template of a kind of document. `span` is the place in content that asks for it.

    Raises ContentError when the template is missing or fails, naming template and line.
    """
    report = Report()
    try:
        return "".join(_limited(environment.get_template(name + SUFFIX).generate(variables)))
    except TemplateNotFound as error:
        wanted = str(error.name or name).removesuffix(SUFFIX)
        at = _template_place(error, theme) or span
        report.error(
            "unknown-template", f"there is no template `{wanted}`", at, suggestion(wanted, known(theme))
        )
    except TemplateSyntaxError as error:
        at = Span(_relative(error.filename or error.name or name, theme), error.lineno, 1)
        report.error("template-syntax", error.message or "the template can't be parsed", at)
    except FAILURES as error:
        code = "undefined-name" if isinstance(error, UndefinedError) else "template-failed"
        message = error.message if isinstance(error, UndefinedError | ExpressionError) else str(error)
        place = _template_place(error, theme)
        if isinstance(error, RecursionError):
            message = (
                "the template calls itself without end" if place else "the template is nested too deeply"
            )
        elif isinstance(error, MemoryError):
            message = "the template needs more memory than there is"
        elif isinstance(error, SyntaxError):
            message = error.msg
        at = place or Span(f"templates/{name}{SUFFIX}")
        report.error(code, message or type(error).__name__, at, f"rendering {span}")
    raise ContentError(report)


def _limited(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces of a page, as long as it is one that could be printed."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST_PAGE:
            raise TemplateRuntimeError(f"the template writes more than {LARGEST_PAGE // 1024 // 1024} MiB")
        yield piece


def known(theme: Theme) -> list[str]:
    """Return the names of the templates that set documents."""
    found = {path.name.removesuffix(SUFFIX) for layer in theme.layers for path in layer.glob(f"*{SUFFIX}")}
    return sorted(name for name in found if not name.startswith("_"))


def _template_place(error: BaseException, theme: Theme) -> Span | None:
    """Return the last frame of a traceback that is in a template: Jinja's and markupsafe's come after it."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(SUFFIX)]
    if not frames:
        return None
    return Span(_relative(frames[-1].filename, theme), frames[-1].lineno or 0, 1)


def _relative(filename: str, theme: Theme) -> str:
    """Return how a template is named in diagnostics: `templates/…`."""
    for layer in theme.layers:
        if Path(filename).is_relative_to(layer):
            return f"templates/{Path(filename).relative_to(layer).as_posix()}"
    return f"templates/{filename}"
