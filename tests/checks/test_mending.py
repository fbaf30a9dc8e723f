"""Mending changes the characters that are wrong, and no others."""

from __future__ import annotations

from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.build import compose_all
from communique.checks import review
from communique.checks.mending import mend, mended_bytes, mended_text
from communique.content import EventContent, read_content
from communique.diagnostics import Report
from communique.project import open_project
from communique.rewriting import applied
from communique.source import Source, parse_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.checks.review import Finding
    from communique.rewriting import TextEdit
    from folders import Folder


def checked(folder: Folder) -> tuple[list[Finding], EventContent]:
    project, report = open_project(folder.root), Report()
    content = read_content(project)
    documents = compose_all(project, content, tuple(content.documents), report, None)
    assert not report.failed
    return review(project, content, documents, report), content


def mend_files(folder: Folder) -> list[str]:
    """Mend the files of a project as the command does, and return their names."""
    findings, content = checked(folder)
    mended = mend(findings, content)
    for file, text in mended.items():
        path = folder.root / file
        written = mended_bytes(text, content.sources[file], path.read_bytes())
        assert written is not None
        path.write_bytes(written)
    return list(mended)


LETTER = "template: letter\ntitle: Letter\nsubject: A letter.\n"
SCALARS = {
    "plain": ("body: It's the 'end' - \"well\" 4-7.\n", "body: It’s the ‘end’ – “well” 4–7.\n"),
    "single quotes": ("body: 'It''s \"well\" - so.'\n", "body: 'It’s “well” – so.'\n"),
    "double quotes": ('body: "It\'s \\"well\\" - so: \\u00e9."\n', 'body: "It’s “well” – so: \\u00e9."\n'),
    "literal": ('body: |\n  It\'s "well"\n\n  - so  so\n', "body: |\n  It’s “well”\n\n  - so so\n"),
    "folded": (
        "body: >-  # a comment\n  It's\n  well -  so\n",
        "body: >-  # a comment\n  It’s\n  well – so\n",
    ),
    "folded with a line end inside": (
        "body: >-\n  It is inter\n  alia\n  - it's\n",
        "body: >-\n  It is inter\n  alia\n  – it’s\n",
    ),
    "an escape": ('body: "It\\u0027s 4-7."\n', 'body: "It\\u0027s 4–7."\n'),
    "an escape of Markdown": ('body: A \\"word and 4-7.\n', 'body: A \\"word and 4–7.\n'),
}


@pytest.mark.parametrize("name", SCALARS)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["bare", "bom"])
def test_only_what_is_wrong_changes(name: str, end: str, mark: str, records: Folder) -> None:
    wrong, right = SCALARS[name]
    records.letter("x")
    around = f'{mark}# It\'s a comment - "kept"\n{LETTER}{{}}footnotes: {{}}   # kept  too\n'
    records.write("content/letter.yaml", around.format(wrong, "{}").replace("\n", end))
    assert mend_files(records) == ["content/letter.yaml"]
    assert records.read("content/letter.yaml") == around.format(right, "{}").replace("\n", end)


def test_what_was_mended_needs_no_mending(records: Folder) -> None:
    records.letter('The UN\'s "aim" - in 4-7 years , say - is to organise 5% of programs.')
    assert mend_files(records)
    assert mend_files(records) == []
    assert "in 4–7 years, say – is to organize 5 per cent of programmes." in records.read(
        "content/letter.yaml"
    )


def test_records_are_mended_once_though_every_document_shows_them(project: Folder) -> None:
    text = project.read("content/sessions.yaml")
    project.write(
        "content/sessions.yaml", text.replace("kind: opening", "kind: opening\n  summary: It's open.")
    )
    assert mend_files(project) == ["content/sessions.yaml"]
    assert project.read("content/sessions.yaml").count("It’s open.") == 1


def test_the_example_needs_no_mending(example_project: Folder) -> None:
    findings, content = checked(example_project)
    assert mend(findings, content) == {}


def test_a_file_that_has_changed_since_is_not_written(records: Folder) -> None:
    records.letter("It's so.")
    findings, content = checked(records)
    ((file, text),) = mend(findings, content).items()
    assert mended_bytes(text, content.sources[file], b"changed") is None


def test_a_fix_for_a_value_that_is_no_longer_there_is_left_out(records: Folder) -> None:
    records.letter("It's so.")
    findings, _ = checked(records)
    records.letter("Quite another text, which is not the one that was checked.")
    assert mend(findings, read_content(open_project(records.root))) == {}


def test_a_fix_that_would_break_the_yaml_drops_those_of_its_scalar_only() -> None:
    source = parsed("a: one two\nb: one two\n")
    edits: dict[tuple[str | int, ...], set[TextEdit]] = {("a",): {(3, 4, ": ")}, ("b",): {(3, 4, "–")}}
    assert mended_text(source, edits) == "a: one two\nb: one–two\n"


def test_of_two_fixes_for_the_same_characters_one_is_done() -> None:
    edits: dict[tuple[str | int, ...], set[TextEdit]] = {("a",): {(0, 3, "x"), (2, 5, "y"), (5, 6, "z")}}
    assert mended_text(parsed("a: one two\n"), edits) == "a: x tzo\n"


def parsed(text: str) -> Source:
    source = parse_source(text, "content/a.yaml", Report())
    assert source is not None
    return source


def subsets(edits: list[TextEdit]) -> Iterable[tuple[TextEdit, ...]]:
    return chain.from_iterable(combinations(edits, size) for size in range(len(edits) + 1))


WORDS = st.sampled_from(
    ["it's", '"so"', "4-7", "é", "a  b", "x: y", "# z", "\\n", "''", "-", "- c", "“d”", "%", "🙂"]
)
VALUES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
TEXTS = st.sampled_from(["’", "'", '"', "“", "–", "", " ", ": ", " #", "\\", "*a*", "''", "per cent", "🙂"])


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """Return a scalar as somebody might write it, in one of the styles, and that style."""
    value = draw(VALUES)
    style = draw(st.sampled_from(["'", '"', "|", ">", "plain"]))
    if style in "|>":
        lines = draw(st.lists(VALUES, min_size=1, max_size=3))
        indented = "".join(f"    {line}\n" for line in [value.lstrip(), *lines])
        return f"{style}{draw(st.sampled_from(['', '-', '+']))}\n{indented}", style
    if style == "plain":
        return f"word {value.replace(': ', ':').replace(' #', '#')}\n", style
    width = draw(st.sampled_from([20, 1000]))
    text: str = yaml.dump(value, default_style=style, width=width, allow_unicode=draw(st.booleans()))
    return text.replace("\n", "\n    ").rstrip() + "\n", style


@st.composite
def edits_of(draw: st.DrawFn, value: str) -> set[TextEdit]:
    places = draw(st.lists(st.integers(0, max(len(value) - 1, 0)), max_size=4))
    return {(at, min(at + draw(st.integers(1, 3)), len(value)), draw(TEXTS)) for at in places}


@settings(max_examples=400, deadline=None)
@given(scalar=written(), end=st.sampled_from(["\n", "\r\n"]), data=st.data())
def test_whatever_the_scalar_only_the_fixes_change_it(
    scalar: tuple[str, str], end: str, data: st.DataObject
) -> None:
    before, after = "# it's \"kept\"\nfirst: [a,  'b']   # so\nbody: ", "last: 'it''s'  # too\n"
    text = f"{before}{scalar[0]}{after}".replace("\n", end)
    source = parse_source(text, "content/a.yaml", Report())
    if source is None or not isinstance(source.data["body"], str) or not source.data["body"]:
        return
    value = source.data["body"]
    edits = data.draw(edits_of(value))
    new = mended_text(source, {("body",): edits})
    assert new.startswith(before.replace("\n", end))
    assert new.endswith(after.replace("\n", end))
    assert parsed(new).data == {**source.data, "body": parsed(new).data["body"]}
    apart = [list(each) for each in subsets(sorted(edits)) if all(a[1] <= b[0] for a, b in pairs(each))]
    assert parsed(new).data["body"] in [applied(value, each) for each in apart]
    unchanged = not edits or parsed(new).data["body"] == value
    assert (new == text) or not unchanged or any(value[start:stop] == put for start, stop, put in edits)


def pairs(edits: tuple[TextEdit, ...]) -> Iterator[tuple[TextEdit, TextEdit]]:
    yield from pairwise(edits)
