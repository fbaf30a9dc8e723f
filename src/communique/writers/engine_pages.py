"""A shortcut in how WeasyPrint lays out a document once more: pages that a change does not touch are kept.

Somebody watches a document and changes a word. The engine can make single pages anew, which it does itself
when a page number in the text turns out longer than was thought; here it is asked to make those where the
word stands, those before on which it may have been tried, and as many behind as begin elsewhere than before.
Where more has changed than text, or text whose place is told by more than what stands before it, all is
laid out.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from itertools import count, zip_longest
from typing import TYPE_CHECKING, Any

from weasyprint.layout import page as paging

from communique.writers.engine_shortcuts import Shortcut, shortcuts_are_taken

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

Box = Any
Context = Any
Element = Any
Page = Any
"""The document as the engine reads it, an `HTML`."""

MOST_LAYOUTS = 4
"""Documents whose pages are kept."""

REACH = 1.5
"""How far behind a page, in areas as large, may stand what was tried there and moved on."""

IN_FLOW = frozenset({("block", "flow"), ("inline", "flow"), ("block", "flow", "list-item")})
"""What an element and those around it are displayed as where its lines depend on nothing behind them."""

CONTENT = "content("
"""How the engine notes that a value is the text of an element."""


class _PagesDependError(Exception):
    """A page takes something over from the one before it, beside the place where it begins."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A page as it was laid out, before margin boxes came to it."""

    box: Box
    children: list[Box]
    flow: list[Box]

    @classmethod
    def of(cls, box: Box) -> _Made:
        return cls(box, list(box.children), list(box.children[0].children))

    def restored(self) -> Box:
        """Return the page, without what was added to it since."""
        self.box.children = list(self.children)
        self.box.children[0].children = list(self.flow)
        return self.box


@dataclass(slots=True)
class _Layout:
    """A document with its pages. `states` say what each page begins with, and are the engine's."""

    page: Page
    context: Context
    made: list[_Made]

    @property
    def states(self) -> list[Any]:
        return self.context.page_maker  # type: ignore[no-any-return]


@dataclass(slots=True)
class _Again:
    """A layout that is to be done again, and the numbers of the pages that something has changed."""

    layout: _Layout
    touched: frozenset[int]


_kept: OrderedDict[str, tuple[Hashable, _Layout]] = OrderedDict()


def render_again(
    name: str, page: Page, same: Hashable, render: Callable[[Page], Any], may_keep: Callable[[], bool]
) -> Any:
    """Return `render(page)`, with pages of the last document of this name where they may be kept.

    `same` stands for all that a layout depends on beside the page itself: pages of another are not kept. Nor
    are any where `may_keep` says no when all is laid out.
    """
    before, layout = _kept.pop(name, (None, None))
    again = None
    if layout and before == same and shortcuts_are_taken():
        again = _rendered_again(layout, page, render)
    laid_out, rendered = again or (page, render(page))
    made = laid_out.__dict__.pop("communique_made", None)
    if made and may_keep():
        _kept[name] = same, made
        while len(_kept) > MOST_LAYOUTS:
            _kept.popitem(last=False)
    return rendered


def _rendered_again(layout: _Layout, page: Page, render: Callable[[Page], Any]) -> tuple[Page, Any] | None:
    """Return the old page with the text of a new one, rendered; None where all has to be laid out."""
    changes = list(_changes(layout.page.etree_element, page.etree_element))
    touched = _touched(layout, changes)
    if touched is None:
        return None
    for change in changes:
        change.make()
    old = layout.page
    old.url_fetcher = page.url_fetcher
    old.communique_again = _Again(layout, touched)
    try:
        return old, render(old)
    except Exception:  # noqa: BLE001 what is really wrong is seen when all is laid out
        return None


# What has changed


@dataclass(frozen=True, slots=True)
class _Change:
    """New text in an element, or behind it. `text` is None where more than text has changed."""

    element: Element
    text: str | None
    is_tail: bool = False

    def make(self) -> None:
        """Put the text in its place."""
        if self.is_tail:
            self.element.tail = self.text
        else:
            self.element.text = self.text


def _changes(old: Element, new: Element) -> Iterator[_Change]:
    """Yield how a tree of elements differs from an older one, up to the first change of more than text."""
    for each, other in zip_longest(old.iter(), new.iter()):
        if (
            each is None
            or other is None
            or each.tag != other.tag
            or each.attrib != other.attrib
            or len(each) != len(other)
        ):
            yield _Change(each, None)
            return
        if each.text != other.text:
            yield _Change(each, other.text if _alike(each.text, other.text) else None)
        if each.tail != other.tail:
            yield _Change(each, other.tail if _alike(each.tail, other.tail) else None, is_tail=True)


def _alike(old: str | None, new: str | None) -> bool:
    """Whether both texts show something: a rule may tell an empty element from others."""
    return bool(old and old.strip() and new and new.strip())


def _touched(layout: _Layout, changes: list[_Change]) -> frozenset[int] | None:
    """Return the pages that have to be made anew; None where these can't be told."""
    if any(each.text is None for each in changes):
        return None
    style_for = layout.context.style_for
    parents = {child: parent for parent in layout.page.etree_element.iter() for child in parent}
    changed = {parents[each.element] if each.is_tail else each.element for each in changes}
    around = {above for each in changed for above in _and_around(each, parents)}
    if not all(_is_in_flow(style_for(each)) for each in around):
        return None
    changed |= {each for each in around if _says_its_text(style_for(each))}
    found: set[Element] = set()
    touched: set[int] = set()
    for at, made in enumerate(layout.made):
        here = changed.intersection(box.element for box in made.box.descendants())
        if here:
            found |= here
            touched.update(_in_reach(layout.made, at))
    return frozenset(touched) if found == changed else None


def _in_reach(made: list[_Made], at: int) -> Iterator[int]:
    """Yield a page, and those before it on which what stands on it may have been tried."""
    between = 0.0
    for before in range(at, -1, -1):
        area = made[before].box.width * made[before].box.height
        if between <= area * REACH:
            yield before
        if before < at:
            between += area


def _and_around(element: Element, parents: dict[Element, Element]) -> Iterator[Element]:
    """Yield an element and all that it stands in."""
    each: Element | None = element
    while each is not None:
        yield each
        each = parents.get(each)


def _is_in_flow(style: Any) -> bool:
    """Whether an element of a style flows down the page, or in a note, line after line."""
    return (
        style is not None
        and style["display"] in IN_FLOW
        and style["float"] in {"none", "footnote"}
        and style["position"] in {"static", "relative"}
        and style["column_count"] == style["column_width"] == "auto"
    )


def _says_its_text(style: Any) -> bool:
    """Whether the text of an element is said elsewhere: in running matter, or in the outline."""
    in_outline = style["bookmark_level"] != "none" and CONTENT in repr(style["bookmark_label"])
    return in_outline or CONTENT in repr(style["string_set"])


# In the engine


def styles_again(styles: Any, html: Page, target_collector: Any) -> bool:
    """Give a document that is laid out again the styles that it had; return whether it has them now."""
    again = html.__dict__.get("communique_again")
    if again is None:
        return False
    context = again.layout.context
    styles.__dict__.update(context.style_for.__dict__)
    for name in context.target_collector.target_lookup_items:
        target_collector.collect_anchor(name)
    return True


def make_all_pages(context: Context, root_box: Box, html: Page, pages: list[Box]) -> list[Box]:
    """Return all pages, and note them with the document if one can be made without those before it."""
    again = html.__dict__.pop("communique_again", None)
    html.__dict__.pop("communique_made", None)
    if again is None or pages:
        making = plain_make_all_pages(context, root_box, html, pages)
    else:
        making = _pages_again(again, context, root_box, html)
    made, alone = [], True
    for box in making:
        made.append(box)
        alone = alone and not (context.reported_footnotes or context.broken_out_of_flow)
    if alone and _depends_on_its_text_alone(context, root_box):
        html.communique_made = _Layout(html, context, [_Made.of(box) for box in made])
    return made


plain_make_all_pages = paging.make_all_pages


def _depends_on_its_text_alone(context: Context, root_box: Box) -> bool:
    """Whether a page shows nothing of what stands on another, and its boxes can be built once more.

    Boxes can't where building or breaking them changes the tree or the styles that they are built from: the
    engine takes the first letter out of a text, and `overflow` from the body.
    """
    computed = context.style_for._computed_styles
    return (
        root_box.viewport_overflow == "visible"
        and not context.target_collector.counter_lookup_items
        and not any(context.running_elements.values())
        and not context.rendered_notes
        and not any(
            kind == "first-letter" or (kind and style["string_set"] != "none")
            for (_, kind), style in computed.items()
        )
    )


def _pages_again(again: _Again, context: Context, root_box: Box, html: Page) -> Iterator[Box]:
    """Yield pages, made anew where they are touched or begin elsewhere than before."""
    states = context.page_maker = again.layout.states
    context.rendered_notes = []
    context.page_bottom = again.layout.context.page_bottom  # margin boxes are laid out as on some page
    for at in count():
        remake = states[at][-1]
        if at < len(again.layout.made) and at not in again.touched and not remake["content_changed"]:
            page, resume_at = again.layout.made[at].restored(), states[at + 1][0]
        else:
            remake.update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
            page, resume_at = paging.remake_page(at, context, root_box, html)
            if context.reported_footnotes or context.broken_out_of_flow:
                raise _PagesDependError
        yield page
        if resume_at is None:
            del states[at + 2 :]
            return


SHORTCUTS = (Shortcut(paging, "make_all_pages", make_all_pages),)
