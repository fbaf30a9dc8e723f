"""What the engine lays out: the page as a tree of elements, and the style sheets, parsed.

Both are ours, so that less has to be done than for what comes from elsewhere: the page is read by Python's
XML parser rather than by the rules for broken HTML, and the theme's style sheet is parsed once in a process.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from communique.writers.css import print_properties, print_rules

if TYPE_CHECKING:
    from communique.theme import Theme
    from communique.tree import Document
    from communique.writers.pdf_engine import Journal

VOID = re.compile(r"<((?:meta|br|col|hr|img|wbr)\b[^<>]*)>")
"""Elements without an end tag."""

HEAD = re.compile(r"<!doctype html>\n(<html[^<>]*>)\n<head>")
END = "\n</body>\n</html>\n"

CHANGED_BY_XML = re.compile(r"\r|=\"[^\"<>]*[\n\t]")
"""What XML reads as a space or a line feed, and HTML as it stands."""

MOST_SHEETS = 8
"""Style sheets that are kept: somebody may be at work on a theme."""


def read_page(text: str, fetcher: Any) -> Any:
    """Return the page for paper as WeasyPrint's `HTML`."""
    from weasyprint import HTML

    from communique.writers.engine_shortcuts import shortcuts_are_taken

    root = _root(text) if shortcuts_are_taken() else None
    if root is None:
        return HTML(string=text, url_fetcher=fetcher)
    import cssselect2  # type: ignore[import-untyped]

    page = HTML.__new__(HTML)
    page.base_url, page.url_fetcher, page.media_type = None, fetcher, "print"
    page.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    page.etree_element = page.wrapper_element.etree_element
    return page


def _root(text: str) -> Any:
    """Return the root element as an HTML parser would, or None where XML may read something else.

    White space that stands outside head and body goes where HTML puts it.
    """
    import xml.etree.ElementTree as ET

    head = HEAD.match(text)
    if head is None or not text.endswith(END) or CHANGED_BY_XML.search(text):
        return None
    closed = VOID.sub(r"<\1/>", text[head.end() : -len(END)])
    well_formed = f"{head[1]}<head>{closed}\n\n\n</body></html>"
    try:
        return ET.fromstring(well_formed)  # noqa: S314 our own text, without a declaration
    except ET.ParseError:
        return None


def style_sheets(theme: Theme, document: Document, fonts: Any, journal: Journal, fetcher: Any) -> list[Any]:
    """Return the theme's style sheet for paper, parsed, and before it the document's custom properties."""
    return [
        parse_sheet(print_properties(theme, document), theme, fonts, fetcher),
        _theme_sheet(theme, fonts, journal, fetcher),
    ]


def parse_sheet(text: str, theme: Theme, fonts: Any, fetcher: Any) -> Any:
    """Return a style sheet as WeasyPrint's `CSS`."""
    from weasyprint import CSS

    return CSS(string=text, font_config=fonts, url_fetcher=fetcher, base_url=str(theme.layers[0]))


_parsed: dict[tuple[str, str], Any] = {}


def _theme_sheet(theme: Theme, fonts: Any, journal: Journal, fetcher: Any) -> Any:
    """Return the theme's style sheet, parsed once unless it brings typefaces or draws complaints."""
    text = print_rules(theme)
    key = text, str(theme.layers[0])
    if key in _parsed:
        return _parsed[key]
    complaints = len(journal.report.diagnostics)
    sheet = parse_sheet(text, theme, fonts, fetcher)
    if len(journal.report.diagnostics) == complaints and "@font-face" not in text and "@import" not in text:
        if len(_parsed) >= MOST_SHEETS:
            _parsed.clear()
        _parsed[key] = sheet
    return sheet


def shows_text_of_targets(theme: Theme) -> bool:
    """Whether a theme shows in one place what stands in another (`target-text`, `target-counter`)."""
    return "target-" in print_rules(theme)


def prepare_sheets(theme: Theme, fonts: Any, journal: Journal, fetcher: Any) -> None:
    """Parse the theme's style sheet before a document needs it."""
    _theme_sheet(theme, fonts, journal, fetcher)
