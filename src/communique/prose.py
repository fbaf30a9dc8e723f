"""Prose: a small subset of CommonMark, read with positions, written as semantic HTML.

Emphasis, strong, links, lists, block quotations, hard line breaks and escapes are CommonMark's.
Footnote marks (`[^name]`) and expressions (`{{ … }}`) are added. Whatever else CommonMark knows
(headings, code, images, HTML) is refused where it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from communique.exposed import Phrase, Printed, ProseText, Value
from communique.expressions import ExpressionError, evaluate
from communique.source import LINES, LONGEST_LINE, TOO_LONG, TOO_LONG_HINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from communique.diagnostics import Report
    from communique.exposed import Exposed
    from communique.languages import Language
    from communique.source import Source

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
BLOCKS = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
}
INLINES = {"em": "em", "strong": "strong"}
REFUSED = {
    "heading": "headings have keys of their own",
    "fence": "there is no code in a document",
    "code_block": "don’t indent a paragraph",
    "code_inline": "use curly quotes or *emphasis*",
    "hr": "rules belong to the template",
    "html_block": "prose takes no HTML",
    "html_inline": "prose takes no HTML",
    "image": "prose takes no images",
}
# Neither goes past its own beginning, so that many without an end are looked at once only.
NOTE_MARK = re.compile(r"\[\^([^\[\]\s]+)\]")
IDEOGRAPH = "[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]"
# A folded line leaves a space, which Chinese and Japanese don't have there.
BETWEEN_IDEOGRAPHS = re.compile(f"(?<={IDEOGRAPH}) (?={IDEOGRAPH})")
EXPRESSION = re.compile(r"\{\{((?:(?!\{\{).)*?)\}\}", re.DOTALL)
DEEPEST_NESTING = 18  # of blocks; Word knows nine levels of lists, each of them two blocks
MOST_PRINTED = 4096
"""Texts kept as they are printed: each state of a paragraph that somebody saves in a watch is one."""
STRAY_BRACES = re.compile(r"(\{\{|\}\})")


@dataclass
class ProseReader:
    """Reads prose for one document: its names, its language, its footnotes, and where to report."""

    scope: dict[str, Exposed]
    language: Language
    sources: dict[str, Source]
    report: Report
    notes: frozenset[str] = frozenset()
    printed: Printed = field(default_factory=Printed)
    """Whoever reads with the same records again may hand over what is printed already."""

    def blocks(self, prose: ProseText, role: str = "") -> Markup:
        """Return prose as block elements; `role` becomes the class of its paragraphs."""
        return self._once(prose, role, inline=False)

    def inline(self, prose: ProseText) -> Markup:
        """Return prose that is a single paragraph, without the paragraph's element."""
        return self._once(prose, "", inline=True)

    def _once(self, prose: ProseText, role: str, *, inline: bool) -> Markup:
        key = (prose, role, inline, self.notes)
        known = self.printed.prose.get(key)
        if known is None:
            writing = _Writing(self, prose, role, inline=inline or prose.inline)
            known = Markup(writing.written(bare=inline))  # noqa: S704 - it escapes what was typed
            if writing.is_sound:
                if len(self.printed.prose) >= MOST_PRINTED:
                    self.printed.prose.clear()
                self.printed.prose[key] = known
        return known

    def evaluated(self, expression: str) -> Markup:
        """Return what an expression prints, worked out once. Raises ExpressionError."""
        known = self.printed.expressions.get(expression)
        if known is None:
            phrase = evaluate(expression, self.scope, self.language)
            known = self.printed.expressions[expression] = field_markup(phrase, expression)
        return known


class _Writing:
    """The writing of one scalar as HTML; whatever was typed is escaped where it is put in."""

    def __init__(self, reader: ProseReader, prose: ProseText, role: str, *, inline: bool) -> None:
        self.reader = reader
        self.prose = prose
        self.role = role
        self.is_inline = inline
        self.blocks_so_far = 0
        self.is_sound = True
        self.lines, self.line_starts = lines_of(prose.text)

    def written(self, *, bare: bool) -> str:
        if self.is_inline:
            text = self.prose.text.strip()
            start = self.prose.text.find(text)
            (token,) = _inline_tokens(text)
            inner = self.inlines(token.children or [], lambda offset: start + offset)
            if bare:
                return inner
            return f"<p{self.class_attribute()}{self.source_attribute()}>{inner}</p>\n"
        return "".join(self.block(token) for token in _block_tokens(self.prose.text))

    def block(self, token: Token) -> str:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.type == "inline":
            offset_of = content_offsets(token, self.lines, self.line_starts)
            if len(token.content) > LONGEST_LINE:
                self.error("text-too-long", TOO_LONG, offset_of(0), 1, TOO_LONG_HINT)
                return ""
            return self.inlines(token.children or [], offset_of)
        if name in REFUSED and token.nesting < 0:
            return ""
        if name in REFUSED:
            first = (token.map or [0])[0]
            self.refuse(name, self.line_starts[first], len(self.lines[first].strip()))
            return ""
        element = BLOCKS[name]
        if token.nesting < 0:
            return f"</{element}>\n"
        if token.level >= DEEPEST_NESTING and element != "p":
            # The parser leaves out what is nested deeper than its own limit.
            first = (token.map or [0])[0]
            hint = "use fewer levels of lists and quotations"
            self.error(
                "prose", "nested too deeply", self.line_starts[first], len(self.lines[first].strip()), hint
            )
        attributes = ""
        if element == "p":
            attributes = self.class_attribute() + self.source_attribute()
        elif element == "ol" and token.attrs.get("start") not in (None, 1):
            attributes = f' start="{escape(token.attrs["start"])}"'
        return f"<{element}{attributes}>"

    def class_attribute(self) -> str:
        return f' class="{escape(self.role)}"' if self.role else ""

    def source_attribute(self) -> str:
        """Return the address of the next block; the second and later ones of a scalar are numbered."""
        self.blocks_so_far += 1
        suffix = f"#{self.blocks_so_far}" if self.blocks_so_far > 1 else ""
        return f' data-source="{escape(self.prose.address)}{suffix}"'

    def inlines(self, tokens: Sequence[Token], offset_of: Callable[[int], int]) -> str:
        return "".join(self.inline(token, offset_of) for token in tokens)

    def inline(self, token: Token, offset_of: Callable[[int], int]) -> str:
        offset = offset_of(token.meta.get("offset", 0))
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in INLINES:
            return f"<{'/' if token.nesting < 0 else ''}{INLINES[name]}>"
        match token.type:
            case "text" | "text_special":
                return escape(BETWEEN_IDEOGRAPHS.sub("", token.content))
            case "softbreak":
                return " "
            case "hardbreak":
                return "<br>"
            case "link_open":
                return self.link(str(token.attrs.get("href", "")), offset)
            case "link_close":
                return "</a>"
            case "note":
                return self.note(token.content, offset)
            case "expression":
                return self.expression(token.content, offset)
            case "stray_braces":
                hint = "an expression stands between `{{` and `}}` in one paragraph"
                self.error("expression-syntax", "these braces have no partner", offset, 2, hint)
                return escape(token.content)
        self.refuse(token.type, offset, len(token.content) or 1)
        return ""

    def link(self, target: str, offset: int) -> str:
        if not target.startswith("#") and not _is_address(target):
            hint = "give the whole address, beginning with https://"
            self.error("link", f"`{target}` is not the address of a link", offset, 1, hint)
        return f'<a href="{escape(target)}">'

    def note(self, name: str, offset: int) -> str:
        if name not in self.reader.notes:
            from communique.diagnostics import suggestion

            hint = suggestion(name, self.reader.notes) or "write its text under `footnotes`"
            self.error("footnote-without-text", f"there is no footnote `{name}`", offset, len(name) + 3, hint)
            return ""
        return f'<a class="note-mark" href="#note-{escape(name)}"></a>'

    def expression(self, expression: str, offset: int) -> str:
        inner = expression.strip()
        try:
            return self.reader.evaluated(inner)
        except ExpressionError as error:
            start = offset + 2 + expression.find(inner) + error.offset
            self.error(error.code, error.message, start, error.width, error.hint)
            return escape(f"{{{{{expression}}}}}")

    def refuse(self, name: str, offset: int, width: int) -> None:
        self.error(
            "prose",
            "this is outside the subset of CommonMark for prose",
            offset,
            width,
            REFUSED.get(name, ""),
        )

    def error(self, code: str, message: str, offset: int, width: int, hint: str) -> None:
        self.is_sound = False
        source = self.reader.sources[self.prose.file]
        span = source.span_within(self.prose.steps, self.prose.text, offset, width)
        self.reader.report.error(code, message, span, hint, self.prose.address)


def lines_of(text: str) -> tuple[list[str], list[int]]:
    """Return the lines of a scalar, and where each begins."""
    return LINES.split(text), [0, *(match.end() for match in LINES.finditer(text))]


def content_offsets(token: Token, lines: Sequence[str], line_starts: Sequence[int]) -> Callable[[int], int]:
    """Map offsets in the text of a block to offsets in the scalar.

    CommonMark strips indentation and list markers from the lines of a block: each line of its
    text is the end of a line of the scalar.
    """
    first, last = token.map or [0, len(lines)]
    content = token.content.split("\n")
    inside_starts = [0, *accumulate(len(line) + 1 for line in content)]
    scalar_starts = []
    for number, inside in enumerate(content[: last - first], start=first):
        column = lines[number].rfind(inside.strip()) - (len(inside) - len(inside.lstrip()))
        scalar_starts.append(line_starts[number] + max(column, 0))

    def offset_of(offset: int) -> int:
        line = min(bisect_right(inside_starts, offset), len(scalar_starts)) - 1
        return scalar_starts[line] + offset - inside_starts[line]

    return offset_of


def _is_address(target: str) -> bool:
    """Whether a link leads to a whole address."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme in LINK_SCHEMES and bool(parts.netloc or parts.path)


def field_markup(phrase: Phrase, expression: str = "") -> Markup:
    """Return a phrase as `data` elements, one for each text from a record, inside one for the expression."""
    parts = [
        f'<data value="{escape(part.address)}">{escape(part)}</data>'
        if isinstance(part, Value) and part.address
        else escape(part)
        for part in phrase.parts
    ]
    single = len(phrase.parts) == 1 and isinstance(phrase.parts[0], Value) and phrase.parts[0].address
    html = "".join(parts)
    if not single and expression:
        html = f'<data value="= {escape(expression)}">{html}</data>'
    return Markup(html)  # noqa: S704 - every part is escaped


def _expression_rule(state: StateInline, silent: bool) -> bool:
    match = EXPRESSION.match(state.src, state.pos)
    if match is None:
        return False
    return _push(state, "expression", match, silent=silent)


def _stray_braces_rule(state: StateInline, silent: bool) -> bool:
    match = STRAY_BRACES.match(state.src, state.pos)
    if match is None:
        return False
    return _push(state, "stray_braces", match, silent=silent)


def _note_rule(state: StateInline, silent: bool) -> bool:
    match = NOTE_MARK.match(state.src, state.pos)
    if match is None:
        return False
    return _push(state, "note", match, silent=silent)


def _push(state: StateInline, kind: str, match: re.Match[str], *, silent: bool) -> bool:
    if not silent:
        token = state.push(kind, "", 0)
        token.content = match.group(1)
    state.pos = match.end()
    return True


InlineRule = Callable[[Any, bool], bool]
"""What tries to read something at a place, and says whether it did.

It makes no tokens when it is told to be silent.
"""


def stamped(rule: InlineRule) -> InlineRule:
    """Wrap an inline rule so that the tokens it makes remember where they begin."""

    def stamping(state: Any, silent: bool) -> bool:
        before, position = len(state.tokens), state.pos
        matched = rule(state, silent)
        if matched and not silent:
            for token in state.tokens[before:]:
                token.meta.setdefault("offset", position)
        return matched

    return stamping


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002
        """Let every address through: a refused one would stay in the text, unreported."""
        return True


@lru_cache(maxsize=4096)
def _block_tokens(text: str) -> Sequence[Token]:
    """Return the tokens of a prose, for reading only: whoever asks again gets the same."""
    return tuple(_parser().parse(text))


@lru_cache(maxsize=4096)
def _inline_tokens(text: str) -> Sequence[Token]:
    """Return the tokens of a single paragraph, for reading only."""
    return tuple(_parser().parseInline(text))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return parser_of_prose(lambda _, rule: stamped(rule))


def parser_of_prose(wrapped: Callable[[str, InlineRule], InlineRule]) -> MarkdownIt:
    """Return a new parser of prose, each rule for inlines wrapped; it is handed over with its name."""
    parser = _Parser("commonmark")
    ruler = parser.inline.ruler
    ruler.before("link", "note", _note_rule)
    ruler.before("escape", "expression", _expression_rule)
    ruler.after("expression", "stray_braces", _stray_braces_rule)
    # Definitions of links would vanish from the text.
    parser.block.ruler.disable("reference")
    for name, rule in zip(ruler.get_active_rules(), ruler.getRules(""), strict=True):
        ruler.at(name, wrapped(name, rule))
    return parser
