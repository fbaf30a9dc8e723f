"""Shortcuts in how WeasyPrint finds the styles of elements and pages: those that are the same are made once.

Elements that the same rules match below the same parent share a style, and so do their markers and marks;
pages after the first share what is computed.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint import css
from weasyprint.layout import page
from weasyprint.layout.page import PageType

from communique.writers.engine_pages import styles_again
from communique.writers.engine_shortcuts import Shortcut

Element = Any
Style = Any
Styles = Any
Cascaded = dict[str, tuple[Any, Any]]
Match = tuple[int, Any]
"""A style sheet by its place, and what its matcher says of a selector that matches."""

FIRST_COMPUTED = frozenset({"position", "float", "display", "page"})
"""Properties whose computing leaves more behind than a value."""


def set_up(
    styles: Styles,
    html: Any,
    sheets: Any,
    presentational_hints: bool,
    font_config: Any,
    target_collector: Any,
) -> None:
    """Find the styles of all elements, and of what stands before, after and in them."""
    if styles_again(styles, html, target_collector):
        return
    styles._cascaded_styles, styles._computed_styles = {}, {}
    styles.initial_page_sizes = {"box": None, "area": None}
    styles._sheets, styles.font_config = sheets, font_config
    declared = _declarations(styles, html, presentational_hints)
    known: dict[Any, Style] = {}
    pseudo_elements = []
    for wrapper in html.wrapper_element.iter_subtree():
        element = wrapper.etree_element
        parent = wrapper.parent.etree_element if wrapper.parent else None
        matches = _matches(wrapper, sheets)
        above = id(styles._computed_styles[parent, None]) if wrapper.parent else None
        own = matches.pop(None, [])
        key = above, declared.get(element), _key(own)
        if key in known:
            styles._computed_styles[element, None] = known[key]
        else:
            _cascade(styles, (element, None), own)
            styles.set_computed_styles(
                element,
                root=html.etree_element,
                parent=parent,
                base_url=html.base_url,
                target_collector=target_collector,
            )
            known[key] = styles._computed_styles[element, None]
        pseudo_elements += [(element, kind, found) for kind, found in matches.items()]
    for element, kind, found in pseudo_elements:
        key = id(styles._computed_styles[element, None]), (kind,), _key(found)
        if key not in known:
            _cascade(styles, (element, kind), found)
            styles.set_computed_styles(
                element,
                pseudo_type=kind,
                root=html.etree_element,
                parent=element,
                base_url=html.base_url,
                target_collector=target_collector,
            )
            known[key] = styles._computed_styles[element, kind]
        styles._computed_styles[element, kind] = known[key]
    styles._cascaded_styles.clear()


def _declarations(styles: Styles, html: Any, hints: bool) -> dict[Element, tuple[Any, ...]]:
    """Return the declarations that elements carry themselves, after a start of their styles with them."""
    declared: dict[Element, tuple[Any, ...]] = {}
    found = css.find_style_attributes(html.etree_element, hints, html.base_url)
    for specificity, element, declarations, base_url in found:
        declared[element] = tuple(declarations)
        style = styles._cascaded_styles.setdefault((element, None), {})
        _declare(style, css.preprocess_declarations(base_url, declarations), "author", inf, specificity)
    return declared


def _matches(wrapper: Any, sheets: Any) -> dict[str | None, list[Match]]:
    """Return what matches an element, by kind of pseudo-element."""
    matches: dict[str | None, list[Match]] = {}
    for at, (sheet, _, _) in enumerate(sheets):
        for selector in sheet.matcher.match(wrapper):
            matches.setdefault(selector[2], []).append((at, selector))
    return matches


def _key(matches: list[Match]) -> tuple[Any, ...]:
    return tuple((at, specificity, id(rule[0]), rule[1]) for at, (specificity, _, _, rule) in matches)


def _cascade(styles: Styles, name: Any, matches: list[Match]) -> None:
    """Add the declarations of rules to the style of an element or a pseudo-element."""
    style = styles._cascaded_styles.setdefault(name, {})
    for at, (specificity, _, _, (declarations, layer)) in matches:
        sheet, origin, sheet_specificity = styles._sheets[at]
        order = inf if layer is None else sheet.layers.index(layer)
        _declare(style, declarations, origin, order, sheet_specificity or specificity)


def _declare(style: Cascaded, declarations: Any, origin: str, order: float, specificity: Any) -> None:
    for name, values, importance in declarations:
        weight = css.declaration_precedence(origin, importance), order, specificity
        before = style.get(name, (None, None))[1]
        if before is None or before <= weight:
            style[name] = values, weight


# Pages


def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Styles) -> None:
    """Give a page its styles, without a look at those of all pages before it."""
    style_for.get_cascaded_styles().clear()
    plain_set_page_type_computed_styles(page_type, html, style_for)


plain_set_page_type_computed_styles = page.set_page_type_computed_styles


def set_computed_styles(
    styles: Styles,
    element: Element,
    parent: Any,
    root: Any = None,
    pseudo_type: str | None = None,
    base_url: str | None = None,
    target_collector: Any = None,
) -> None:
    """Give an element a style; a page after the first gets one that shares its values with others."""
    plain_set_computed_styles(styles, element, parent, root, pseudo_type, base_url, target_collector)
    if not isinstance(element, PageType) or not element.index:
        return
    computed = styles._computed_styles
    above = computed[parent, None]
    cascaded = styles._cascaded_styles.get((element, pseudo_type), {})
    key = (
        id(above.__dict__.get("communique_values", above)),
        pseudo_type,
        tuple((name, id(value), *weight[:2], *weight[2]) for name, (value, weight) in cascaded.items()),
    )
    shared = styles.__dict__.setdefault("communique_pages", {})
    style = computed[element, pseudo_type]
    style.communique_values = values = shared.setdefault(key, {})
    style.anonymous_style = values.setdefault("communique_anonymous", style.anonymous_style)


plain_set_computed_styles = css.StyleFor.set_computed_styles


def compute(style: Style, key: str) -> Any:
    """Return a value that a style lacks: that of a style which is the same, or one that is computed."""
    values = style.__dict__.get("communique_values")
    if values is None:
        return plain_compute(style, key)
    if key in values:
        value = style[key] = values[key]
        return value
    value = plain_compute(style, key)
    if key not in FIRST_COMPUTED:
        values[key] = value
    return value


plain_compute = css.ComputedStyle.__missing__

SHORTCUTS = (
    Shortcut(css, "StyleFor.__init__", set_up),
    Shortcut(css, "StyleFor.set_computed_styles", set_computed_styles),
    Shortcut(css, "ComputedStyle.__missing__", compute),
    Shortcut(page, "set_page_type_computed_styles", set_page_type_computed_styles),
)
