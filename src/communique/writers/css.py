"""Style sheets: the theme's tokens as custom properties, and the theme's files under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.theme import points
from communique.writers.html_labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.theme import Colours, Page, Theme
    from communique.tree import Document

GENERIC_FAMILIES = {"serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif"}


def screen_style_sheet(theme: Theme) -> str:
    """Return the style sheet of the page for the screen, in its light and its dark colours."""
    tokens = theme.tokens
    families = tokens.typefaces
    light = {
        **_paper_properties(theme),
        "text-face": _families(families.text[:1] + families.text_screen),
        "display-face": _families(families.display[:1] + families.display_screen),
    }
    dark = _rule(_colour_properties(tokens.colours_dark))
    return "\n".join(
        [
            _rule(light),
            f"@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n",
            theme.read("base.css"),
            theme.read("screen.css"),
        ]
    )


def printed_screen_rules(theme: Theme, document: Document) -> str:
    """Return the page on which a browser prints the page for the screen: roughly that of the PDF.

    Browsers know no custom properties here, so that the tokens stand as they are.
    """
    tokens = theme.tokens
    page, colours = tokens.page, tokens.colours
    margins = f"{page.margin_top} {page.margin_outer} {page.margin_bottom} {page.margin_inner}"
    face = f"{tokens.sizes.small} {_families(tokens.typefaces.display[:1] + tokens.typefaces.display_screen)}"
    marking = f"font: bold {face}; color: {colours.marking}; content: {_string(document.meta.marking)}"
    words = _string(f" {label(document, 'of')} ")
    folio = f"font: {face}; color: {colours.quiet}; content: counter(page) {words} counter(pages)"
    return (
        f"@page {{\n  size: {page.width} {page.height};\n  margin: {margins};\n"
        f"  @bottom-left {{ {marking}; }}\n  @bottom-right {{ {folio}; }}\n}}\n"
    )


def print_style_sheet(theme: Theme, document: Document) -> str:
    """Return the style sheet for paged media: the document's custom properties, and the theme's rules."""
    return print_properties(theme, document) + print_rules(theme)


def print_rules(theme: Theme) -> str:
    """Return the theme's rules for paged media, behind a rule after which nothing can be imported."""
    return "\n".join([":root {}", theme.read("base.css"), theme.read("print.css")])


def print_properties(theme: Theme, document: Document) -> str:
    """Return the tokens, in the units of paper, and the document's running matter as custom properties."""
    families = theme.tokens.typefaces
    meta = document.meta
    properties = {
        **_paper_properties(theme),
        "text-face": _families((*families.text, "serif")),
        "display-face": _families((*families.display, "sans-serif")),
        "running-event": _string(meta.running_event),
        "running-title": _string(meta.running_title),
        "marking-text": _string(meta.marking),
        "symbol": _string(meta.symbol),
        "of": _string(f" {label(document, 'of')} "),
    }
    return _rule(properties)


def _paper_properties(theme: Theme) -> dict[str, str]:
    """Return the tokens as custom properties, in the units of paper."""
    tokens = theme.tokens
    page, sizes, spacing = tokens.page, tokens.sizes, tokens.spacing
    return {
        "page-size": f"{page.width} {page.height}",
        "margin-top": page.margin_top,
        "margin-bottom": page.margin_bottom,
        "margin-inner": page.margin_inner,
        "margin-outer": page.margin_outer,
        "measure": f"{_measure(page):.4g}pt",
        "size-small": sizes.small,
        "size-text": sizes.text,
        "size-heading": sizes.heading,
        "size-title": sizes.title,
        "leading": tokens.leading,
        "half-line": f"{points(tokens.leading) / 2:g}pt",
        "space-paragraph": spacing.paragraph,
        "space-section": spacing.section,
        "indent": spacing.indent,
        **_colour_properties(tokens.colours),
    }


def _measure(page: Page) -> float:
    """Return the width of the text, in points."""
    return points(page.width) - points(page.margin_inner) - points(page.margin_outer)


def _colour_properties(colours: Colours) -> dict[str, str]:
    return dict(colours)


def _rule(properties: dict[str, str]) -> str:
    lines = "".join(f"  --{name}: {value};\n" for name, value in properties.items())
    return f":root {{\n{lines}}}\n"


def _families(names: Iterable[str]) -> str:
    return ", ".join(name if name in GENERIC_FAMILIES else _string(name) for name in dict.fromkeys(names))


def _string(text: str) -> str:
    """Return a CSS string. Everything that could end it is written as a code point."""
    return '"' + "".join(char if char not in '"\\<\n\r\f' else f"\\{ord(char):x} " for char in text) + '"'
