"""Reading YAML: what is text, where everything stands, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.diagnostics import Report, format_full
from communique.scalars import WHITE, scalar_offsets
from communique.source import Source, format_address, parse_source, read_source

if TYPE_CHECKING:
    from pathlib import Path

    from communique.source import Steps


def read(text: str) -> Source:
    report = Report()
    source = parse_source(text, "note.yaml", report)
    assert not report.diagnostics
    assert source is not None
    return source


def marked(text: str, steps: Steps, word: str) -> str:
    """Return what the caret stands under when a diagnostic points at a word of a scalar."""
    source = read(text)
    value = source.data
    for step in steps:
        value = value[step]
    span = source.span_within(steps, value, value.index(word), len(word))
    line = text.split("\n")[span.line - 1]
    return line[span.column - 1 : span.column - 1 + span.width]


@pytest.mark.parametrize(
    "text",
    [
        "country: NO",
        "country: 2018-10-08",
        "country: 1.10",
        "country: yes",
        "country: 0o17",
        "country: 10:00",
        "country: 1_000",
        "country: 'null'",
        'country: "~"',
    ],
)
def test_what_is_typed_stays_text(text: str) -> None:
    assert read(text).data["country"] == text.removeprefix("country: ").strip("'\"")


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_nothing(written: str) -> None:
    assert read(f"country: {written}").data == {"country": None}


SCALARS = {
    "plain": "é: Une étude de wrod\n",
    "plain over two lines": "é: Une étude\n  de wrod ici\n",
    "single quotes": "é: 'Une étude de l''été, wrod'\n",
    "single quotes over lines": "é: 'Une étude\n\n  de l''été, wrod'\n",
    "double quotes": 'é: "Une \\u00e9tude\\t\\"de\\"\\n \\\\ wrod"\n',
    "double quotes with a joined line": 'é: "Une \\\n   étude \\\n   wrod"\n',
    "literal": "é: |\n  Une étude\n\n  - de wrod\n",
    "literal kept and indented": "é: |2+\n     Une étude\n   wrod\n\n",
    "folded": "é: >-  # a comment\n  Une étude\n  sur deux lignes\n\n  wrod\n",
    "folded with a deeper line": "é: >\n  Une étude\n\n    wrod deeper\n",
    "in brackets": "é: [x, Une étude]\n",
}


@pytest.mark.parametrize("name", SCALARS)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_the_caret_stands_under_the_word(name: str, end: str) -> None:
    text = SCALARS[name].replace("\n", end)
    word, steps = ("étude", ("é", 1)) if name == "in brackets" else ("wrod", ("é",))
    assert marked(text, steps, word) == word


def test_the_caret_stands_under_an_escape() -> None:
    assert marked('a: "Une \\u00e9tude"', ("a",), "é") == "\\"


def test_every_key_and_value_knows_its_place() -> None:
    source = read("# comment\nperson:\n  - family: Éa   # comment\n    given: 'A b'\n")
    assert str(source.span(("person", 0, "family"))) == "note.yaml:3:13"
    assert str(source.span(("person", 0, "family"), key=True)) == "note.yaml:3:5"
    assert source.span(("person", 0, "given")).width == len("'A b'")
    assert str(source.span(("person", 0, "title"))) == "note.yaml:3:5", "the nearest value around it"


def test_a_byte_order_mark_moves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbftitle: A\r\nbody: B\r\n")
    source = read_source(tmp_path / "a.yaml", "a.yaml", Report())
    assert source is not None
    assert source.data == {"title": "A", "body": "B"}
    assert str(source.span(("title",))) == "a.yaml:1:8"
    assert str(source.span(("body",))) == "a.yaml:2:7"


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: b\n" * 1_000_000)
    report = Report()
    assert read_source(tmp_path / "a.yaml", "a.yaml", report) is None
    assert [each.code for each in report.diagnostics] == ["file-too-large"]


def test_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    report = Report()
    assert read_source(tmp_path / "a.yaml", "a.yaml", report) is None
    assert [(each.code, each.message) for each in report.diagnostics] == [
        ("unreadable-file", "can't be read: No such file or directory")
    ]


def test_aliases_are_refused_before_they_multiply() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{n}: &{n} [*{p},*{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    report = Report()
    assert parse_source(bomb, "a.yaml", report) is None
    assert [each.code for each in report.diagnostics] == ["yaml-alias"]


def test_an_address_names_file_and_path() -> None:
    steps = ("conclusions", 2, "paragraphs", 0)
    assert format_address("content/summary.yaml", steps) == "summary.yaml: conclusions[2].paragraphs[0]"
    assert format_address("content/event.yaml", ()) == "event.yaml"


def test_the_excerpt_shows_the_line_and_a_caret_of_the_same_width(tmp_path: Path) -> None:
    text = "e\u0301te\u0301 漢字: wrong # and so on\n"
    (tmp_path / "note.yaml").write_text(text, encoding="utf-8")
    report, start = Report(), text.index("wrong")
    source = read(text)
    report.error("bad-value", "it is wrong", source.span_at(start, start + 5), "write it right")
    lines = format_full(report.diagnostics[0], tmp_path).splitlines()
    assert lines[0] == "error[bad-value]: it is wrong"
    assert lines[3].endswith("wrong # and so on")
    # Two accents take no column, two ideographs take two each.
    assert lines[4] == "  | " + " " * len("été ....: ") + "^^^^^"
    assert lines[5].strip() == "= hint: write it right"


def told(text: str) -> str:
    """Return the one diagnostic of a text: line, column, message, hint."""
    report = Report()
    assert parse_source(text, "a.yaml", report) is None
    (each,) = report.diagnostics
    assert each.code == "yaml-syntax"
    return f"{each.span.line}:{each.span.column} {each.message} ({each.hint})"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('a: x\nvenue: "Conference Room\nplace: Geneva\n# They say "in" here\nb: 1\n', (2, 8, 4)),
        ('a:\n  - title: "Programme\n  - title: "{{ event.theme }}"\n', (2, 12, 3)),
        ('a:\n- "Programme\n- b: "x"\nc: d\n', (2, 3, 3)),
        ('a: "Programme\nb: ""\nc: "x"\n', (1, 4, 2)),
        ('a: "Programme\nb: ""\nc: d\n', (1, 4, 2)),
        ('a: {b: "x, c: d}\ne: "f"\n', (1, 8, 2)),
        ('a: "Programme\r\nb: "x"\r\n', (1, 4, 2)),
        ('"key: value\nb: "x"\n', (1, 1, 2)),
    ],
)
def test_a_quotation_mark_that_is_forgotten_is_told_where_it_opens(
    text: str, place: tuple[int, int, int]
) -> None:
    line, column, last = place
    assert told(text) == (
        f"{line}:{column} the quotation mark that opens here closes only in line {last} "
        f'(close it in line {line}; write a quotation mark inside it as \\")'
    )


def test_a_quotation_mark_that_nothing_closes_is_told_where_it_opens() -> None:
    assert told("a: x\nb: 'Programme\nc: d\n") == (
        "2:4 the quotation mark that opens here is never closed (close it in line 2; double an apostrophe "
        "inside it ('') or put the text between double quotes)"
    )


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a: 'The Chair's view'\nb: c\n", 14),
        ("a: 'The delegates' view'\nb: c\n", 18),
        ("a: ['The Chair's view']\n", 15),
        ("- 'The Chair's view: many'\n", 13),
    ],
)
def test_an_apostrophe_between_single_quotes_is_told_as_what_closes_them(text: str, column: int) -> None:
    assert told(text).endswith(
        f" the quotation mark that opens here closes in column {column} already (double an apostrophe inside "
        "the text ('') or put the text between double quotes)"
    )


def test_a_quotation_mark_inside_double_quotes_is_told_as_what_closes_them() -> None:
    assert told('a: "The "common" view"\n') == (
        "1:4 the quotation mark that opens here closes in column 9 already (write a quotation mark inside "
        'the text as \\")'
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('a: "One\n  two"\n   b: c\n', "3:"),
        ('a: "One\n  two"\nb: c: d\n', "3:5 "),
        ('a: "One\n  two"\n  # Why\nb: @c\n', "4:4 "),
        ('a: {b: "One\n  two" c: d}\n', "2:8 "),
        ('a: {b: "One" c: "two"}\n', "1:14 "),
        ('a: "One\n  two \\d"\n', "2:7 "),
    ],
)
def test_a_text_that_rightly_runs_over_lines_is_not_blamed_for_what_comes_after(
    text: str, place: str
) -> None:
    assert told(text).startswith(place)
    assert "opens here" not in told(text)


TEXT = st.text(
    st.one_of(
        st.sampled_from(list(" \n\t'\"\\:#-é😀|>*&\u00a0\u2028")),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"),
    ),
    max_size=50,
)


@settings(max_examples=150, deadline=None)
@given(
    TEXT, st.sampled_from([None, "'", '"', "|", ">"]), st.integers(20, 90), st.sampled_from(["\n", "\r\n"])
)
def test_every_character_of_a_scalar_is_found_in_the_file(
    value: str, style: str | None, width: int, end: str
) -> None:
    dumped: str = yaml.dump({"é": [{"key": value}]}, default_style=style, width=width, allow_unicode=True)
    text = dumped.replace("\n", end)
    source = read(text)
    steps = ("é", 0, "key")
    place = source.places[steps]
    read_back = source.data["é"][0]["key"] or ""
    written = text[place.start : place.end]
    offsets = scalar_offsets(written, read_back, place.style)
    assert offsets == sorted(offsets)
    for char, offset in zip(read_back, offsets, strict=True):
        assert char in WHITE or written[offset] == char or (place.style == '"' and written[offset] == "\\")


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.one_of(
            st.sampled_from(list("ab:-?[]{}&*!|>'\"%@` \n\t\r#,~\\<\x00\x85\u2028")),
            st.characters(exclude_categories=["Cs"]),
        )
    )
)
def test_any_text_is_read_or_reported(text: str) -> None:
    report = Report()
    source = parse_source(text, "a.yaml", report)
    assert (source is None) == report.failed
    assert all(each.span.line >= 1 and each.span.column >= 1 for each in report.diagnostics)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_reported(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.yaml").write_bytes(content)
    report = Report()
    assert (read_source(tmp_path / "a.yaml", "a.yaml", report) is None) == report.failed
