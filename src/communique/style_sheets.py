"""Look through a theme's style sheet for what is broken in it, and for what it would fetch."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from communique.diagnostics import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.diagnostics import Report

SHEETS = {"base.css": True, "screen.css": True, "print.css": False, "redline.css": True}
"""The style sheets of a theme, and whether they become part of the HTML page."""

ADDRESSING = {"url", "src", "image", "image-set", "-webkit-image-set"}
RULES_INSIDE = {"media", "supports", "layer", "container"}


def check_style_sheet(text: str, file: str, report: Report, *, embedded: bool) -> None:
    """Report what can't be parsed, and every address that would be read from outside.

    A sheet that is `embedded` in a page may hold data only; one for paper may name files of the theme.
    """
    import tinycss2  # most projects have no sheet of their own

    for node in _nodes(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)):
        span = Span(file, node.source_line, node.source_column)
        if node.type == "error":
            hint = "look at the brackets, quotes and semicolons here and just before"
            message = node.message[:1].lower() + node.message[1:].rstrip(".")
            report.error("style-sheet", f"this is not CSS: {message}", span, hint)
        for address in _addresses(node):
            _check_address(address, span, report, embedded=embedded)


@lru_cache(maxsize=8)
def files_named(text: str) -> frozenset[str]:
    """Return the addresses of files in a style sheet, as they stand there."""
    if not any(f"{each}(" in text.lower() for each in ADDRESSING):
        return frozenset()
    import tinycss2

    nodes = _nodes(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))
    named = {address for node in nodes for address in _addresses(node)}
    return frozenset(each for each in named if not each.startswith("#") and not _is_outside(each))


def _nodes(rules: Iterable[Any]) -> Iterator[Any]:
    """Yield everything in some rules, from the rules down to the words."""
    import tinycss2

    left = list(reversed(list(rules)))
    while left:
        node = left.pop()
        yield node
        inside: list[Any] = [
            *(getattr(node, "prelude", None) or ()),
            *(getattr(node, "arguments", None) or ()),
        ]
        content = getattr(node, "content", None) or ()
        if node.type == "at-rule" and node.lower_at_keyword == "namespace":
            continue  # a name, although it looks like an address
        if node.type == "at-rule" and node.lower_at_keyword in RULES_INSIDE:
            inside += tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True)
        elif node.type in {"at-rule", "qualified-rule"}:
            inside += tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        elif not isinstance(content, str):
            inside += content
        value = getattr(node, "value", None)
        inside += value if isinstance(value, list) else ()
        left += reversed(inside)


def _addresses(node: Any) -> Iterator[str]:
    """Yield the addresses that a node names itself."""
    if node.type == "url":
        yield node.value
    elif node.type == "function" and node.lower_name in ADDRESSING:
        yield from (each.value for each in node.arguments if each.type == "string")
    elif node.type == "at-rule" and node.lower_at_keyword == "import":
        yield from (each.value for each in node.prelude if each.type == "string")


def _check_address(address: str, span: Span, report: Report, *, embedded: bool) -> None:
    if address.startswith("#") or address[:5].lower() == "data:":
        return
    message = f"`{address}` is outside the style sheet and is not read"
    if embedded:
        hint = "the page must not fetch anything; write it as a `data:` address, or leave it out"
        report.error("blocked-url", message, span, hint)
    elif _is_outside(address):
        hint = "a document reads nothing but the theme; put the file there, or leave it out"
        report.error("blocked-url", message.replace("style sheet", "theme"), span, hint)


def _is_outside(address: str) -> bool:
    """Whether an address is of another place than the theme's folder; links are followed at layout."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc) or parts.path.startswith("/") or ".." in parts.path.split("/")
