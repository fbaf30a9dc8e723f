"""Read semantic HTML strictly: every element is known, opened and closed, and stands where it may."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from communique.diagnostics import ContentError, Report, Span, suggestion
from communique.vocabulary import ELEMENTS, EVERYWHERE, PARENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

STAMP = "data-at"
LINE = re.compile("[0-9]{1,9}")
DEEPEST_NESTING = 60
PLAIN_TAG = re.compile(r"<([a-z][a-z0-9]*)((?: [a-z][a-z-]*=\"[^\"<>&]*\")*)>")
PLAIN_ATTRIBUTE = re.compile(r" ([a-z-]+)=\"([^\"]*)\"")


@dataclass(slots=True)
class Markup:
    """An element as it was read: attributes, children, and the template and line that wrote it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Markup | str] = field(default_factory=list)
    at: Span = field(default_factory=lambda: Span("templates"))

    def elements(self) -> Iterator[Markup]:
        """Yield the children that are elements."""
        return (child for child in self.children if isinstance(child, Markup))

    @property
    def is_inline(self) -> bool:
        """Whether it is an inline element."""
        return ELEMENTS[self.name].kind == "inline"


class _Reader(HTMLParser):
    def __init__(self, report: Report, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.report = report
        self.root = Markup("section", at=Span(name))
        self.stack = [self.root]
        self.last = self.root.at

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        at = self.last = self._place(attributes.pop(STAMP, ""))
        if tag not in ELEMENTS:
            hint = suggestion(tag, ELEMENTS)
            self.report.error("unknown-element", f"`<{tag}>` is not in the vocabulary", at, hint)
            return
        for name in sorted(attributes.keys() - EVERYWHERE - ELEMENTS[tag].attributes) if attributes else ():
            message = f"`<{tag}>` takes no attribute `{name}`"
            hint = suggestion(name, EVERYWHERE | ELEMENTS[tag].attributes)
            self.report.error("unknown-attribute", message, at, hint)
        element = Markup(tag, attributes, at=at)
        self._check_parent(element)
        if len(self.stack) > DEEPEST_NESTING:
            hint = f"a document has at most {DEEPEST_NESTING} elements inside each other"
            self.report.error("misplaced-element", f"`<{tag}>` is nested too deeply", at, hint)
            raise ContentError(self.report)
        self.stack[-1].children.append(element)
        if ELEMENTS[tag].content != "nothing":
            self.stack.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ELEMENTS or ELEMENTS[tag].content == "nothing":
            return
        if self.stack[-1].name == tag and len(self.stack) > 1:
            self.stack.pop()
            return
        if not any(each.name == tag for each in self.stack[1:]):
            self.report.error("unbalanced-element", f"`</{tag}>` closes nothing", self.last)
            return
        while self.stack[-1].name != tag:
            self._unclosed(self.stack.pop())
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        parent = self.stack[-1]
        if data.strip() and ELEMENTS[parent.name].content not in {"blocks", "inlines", "mixed"}:
            message = f"the text “{data.strip()[:40]}” stands outside a cell or item"
            self.report.error("stray-text", message, parent.at, f"see what `<{parent.name}>` may hold")
        if parent.children and isinstance(parent.children[-1], str):
            parent.children[-1] += data
        else:
            parent.children.append(data)

    def parse_html_declaration(self, i: int) -> int:
        """Refuse a declaration, a marked section and the like; a comment never comes here."""
        end = self.rawdata.find(">", i)
        self._refuse_declaration(self.rawdata[i : end + 1 if end >= 0 else None])
        return end + 1 if end >= 0 else len(self.rawdata)

    def handle_pi(self, data: str) -> None:
        self._refuse_declaration(f"<?{data}>")

    def _refuse_declaration(self, text: str) -> None:
        message = f"`{text[:40]}` is not in the vocabulary"
        self.report.error("unknown-element", message, self.last, "delete it")

    def parse_starttag(self, i: int) -> int:
        """Read a tag that is written as templates and prose write nearly all.

        Any other is left to the library.
        """
        tag = PLAIN_TAG.match(self.rawdata, i)
        if tag is None or tag[1] not in ELEMENTS:
            return super().parse_starttag(i)
        self.handle_starttag(tag[1], PLAIN_ATTRIBUTE.findall(tag[2]))
        return tag.end()

    def updatepos(self, i: int, j: int) -> int:  # noqa: ARG002
        """Count no lines: a place is told by the template's stamps."""
        return j

    def close(self) -> None:
        super().close()
        while len(self.stack) > 1:
            self._unclosed(self.stack.pop())

    def _unclosed(self, element: Markup) -> None:
        self.report.error("unbalanced-element", f"`<{element.name}>` is not closed", element.at)

    def _place(self, stamp: str) -> Span:
        name, _, line = stamp.rpartition(":")
        return Span(f"templates/{name}", int(line), 1) if name and LINE.fullmatch(line) else self.stack[-1].at

    def _check_parent(self, element: Markup) -> None:
        parent = self.stack[-1]
        content = "blocks" if parent is self.root else ELEMENTS[parent.name].content
        kind = ELEMENTS[element.name].kind
        if kind == "part":
            fits = parent.name in PARENTS[element.name] and parent is not self.root
        elif kind == "inline":
            fits = content in {"inlines", "mixed"}
        else:
            fits = content in {"blocks", "mixed"}
        if not fits:
            where = "at the top of a document" if parent is self.root else f"in `<{parent.name}>`"
            self.report.error("misplaced-element", f"`<{element.name}>` can't stand {where}", element.at)


def read_markup(html: str, name: str, report: Report) -> Markup:
    """Read rendered HTML; `name` stands for places that no template wrote. Problems go to the report.

    Raises ContentError when elements are nested so deeply that reading on makes no sense.
    """
    reader = _Reader(report, name)
    reader.feed(html)
    reader.close()
    return reader.root
