"""Semantic HTML: read strictly, turned into the tree without loss."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.diagnostics import Report
from communique.markup import read_markup
from communique.project import open_project
from communique.semantics import TreeBuilder
from communique.tree import Paragraph, Text

if TYPE_CHECKING:
    from communique.theme import StyleMap
    from folders import Folder


@cache
def styles() -> StyleMap:
    return open_project(Path(__file__).resolve().parents[1]).theme.styles


def shown(records: Folder, markup: str) -> str:
    """Return the first paragraph of some markup as the tree has it."""
    records.letter("Text", f"{markup}\n")
    block = records.compose("letter").blocks[1]
    assert isinstance(block, Paragraph)
    return "".join(each.text if isinstance(each, Text) else "·" for each in block.children)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>  One\n\n   two\t three </p>", "One two three"),
        ("<p>One&nbsp;two</p>", "One\u00a0two"),
        ("<p>One <br> two</p>", "One·two"),
        ("<p>One<!-- not shown --> two</p>", "One two"),
        ("<P>&lt;p&gt; &amp;amp;</P>", "<p> &amp;"),
        ("<p>&eacute;&#233;&#xe9;</p>", "ééé"),
        ("<p>a < b</p>", "a < b"),
        ("<p/><p>x</p>", ""),
    ],
)
def test_white_space_and_characters_are_those_of_html(markup: str, text: str, records: Folder) -> None:
    assert shown(records, markup) == text


def test_every_unknown_thing_of_a_document_is_reported_at_once(records: Folder) -> None:
    records.letter("Text", '<div>\n<p style="x">\n<b>x</b></p>\n</div>\n<video></video>\n')
    assert [(each.code, each.span.line) for each in records.diagnostics()] == [
        ("unknown-element", 6), ("unknown-attribute", 7), ("unknown-element", 8), ("unknown-element", 10),
    ]  # fmt: skip


def test_attributes_are_reported_in_the_same_order_every_time(records: Folder) -> None:
    attributes = ["zeta", "alpha", "onclick", "style", "width"]
    records.letter("Text", f"<p {' '.join(f'{name}=x' for name in attributes)}>x</p>\n")
    assert [each.message.split("`")[-2] for each in records.diagnostics()] == sorted(attributes)


PIECES = ["<", ">", "</", "/>", "<!", "<!--", "-->", "<![CDATA[", "]]>", "<?", "<p>", "</p>", "<ul>", "<li>", "<td>",
          "<table>", "<tr>", "<br>", "<script>", "<title>", "<plaintext>", "<a href='x", 'data-at="x"', "data-at=a:b ",
          "&", "&#", "&#x110000;", "&#0;", ";", "'", '"', "=", " ", "\n", "text", "\x00"]  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=["Cs"])), max_size=30).map(
        "".join
    )
)
def test_any_markup_is_read_or_reported(text: str) -> None:
    report = Report()
    root = read_markup(text, "content/letter.yaml", report)
    if not report.failed:
        TreeBuilder(styles(), report).blocks(root)
    assert all(each.severity == "error" for each in report.diagnostics)


MARKUP = st.lists(
    st.sampled_from(
        [*PIECES, '<p class="aside">', '<p class="a" id="b" >', '<a href="#x&amp;y">', '<p class="" class="aside">',
         '<section data-at="s:3">', "</section>", '<script src="x">', "<p class='aside'>", "</P>", '<P class="x">',
         '<data value="people.yaml: vitorino">', "</data>", '<col span="2"/>', '<p\nclass="x">']
    ), max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(MARKUP)
def test_plain_tags_are_read_as_the_library_reads_them(text: str) -> None:
    ours, theirs = Report(), Report()
    root = read_markup(text, "content/letter.yaml", ours)
    with pytest.MonkeyPatch.context() as patched:
        patched.delattr("communique.markup._Reader.parse_starttag")
        assert read_markup(text, "content/letter.yaml", theirs) == root
    assert ours.diagnostics == theirs.diagnostics


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1, max_size=60))
def test_escaped_text_comes_through_as_it_was(text: str) -> None:
    report = Report()
    root = read_markup(f"<p>{html.escape(text)}</p>", "x", report)
    (block,) = TreeBuilder(styles(), report).blocks(root)
    assert isinstance(block, Paragraph)
    words = "".join(each.text for each in block.children if isinstance(each, Text))
    assert words == re.sub(" +", " ", text).strip(" ")
    assert not report.diagnostics
