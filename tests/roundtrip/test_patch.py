"""A YAML file is patched where its words changed, and nowhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from communique.diagnostics import Report
from communique.rewriting import value_at
from communique.source import Source, Steps, parse_source
from communique.word.patch import block_scalar, flow_scalar, layout_of, replaced

CASES = settings(max_examples=1500, deadline=None)


def source_of(text: str) -> Source:
    report = Report()
    source = parse_source(text, "content/letter.yaml", report)
    assert source is not None, [each.message for each in report.diagnostics]
    return source


def patched(text: str, steps: Steps, old: str, new: str) -> str:
    source = source_of(text)
    value = value_at(source.data, steps)
    assert value.count(old) == 1, value
    result, undone = replaced(source, {steps: value.replace(old, new)})
    assert not undone
    assert value_at(source_of(result).data, steps) == value.replace(old, new)
    return result


def changed_lines(old: str, new: str) -> list[int]:
    """Return the lines of the old text that the new one doesn't have in their places."""
    before, after = old.split("\n"), new.split("\n")
    first = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(after))
    same = 0
    while same < min(len(before), len(after)) - first and before[-1 - same] == after[-1 - same]:
        same += 1
    return list(range(first + 1, len(before) - same + 1))


FOLDED = """# A comment.
body:   # another
  - >-
    One sentence stands here.
    It has two lines, and the second one
    goes on.

  - >-
    The next paragraph.
    Its second sentence.
    Its third.
"""


def test_a_word_changes_its_line_alone() -> None:
    result = patched(FOLDED, ("body", 0), "stands", "stood")
    assert result == FOLDED.replace("stands", "stood")


def test_a_change_over_a_line_end_keeps_the_other_lines() -> None:
    result = patched(FOLDED, ("body", 0), "one goes", "two go")
    assert changed_lines(FOLDED, result) == [5, 6]


@pytest.mark.parametrize(
    "name",
    [
        "Ms. Thompson",
        "(Mr. Vitorino)",
        "Prof. Dr. Arbour",
        "*Ms.* Arbour",
        "H.E. the Chair and H.E. Mr. A. Chair",
        "Mr. J. Doe",
        "resolution No. 12",
        "para. 4 of Art. 5",
        "pp. 3 to 5",
    ],
)
def test_an_abbreviation_ends_no_sentence(name: str) -> None:
    result = patched(FOLDED, ("body", 1), "The next paragraph.", f"So {name} said. It was noted.")
    assert result == FOLDED.replace("The next paragraph.", f"So {name} said.\n    It was noted.")


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (
            "paragraph.",
            "paragraph. A new sentence.",
            ["The next paragraph.", "A new sentence.", "Its second sentence."],
        ),
        ("The next paragraph. ", "", ["Its second sentence.", "Its third."]),
        (" Its third.", "", ["The next paragraph.", "Its second sentence."]),
        (
            "paragraph. Its",
            "paragraph, whose",
            ["The next paragraph, whose second sentence.", "Its third."],
        ),
        ("next paragraph", "next. One", ["The next.", "One.", "Its second sentence."]),
    ],
)
def test_each_sentence_keeps_a_line_of_its_own(old: str, new: str, lines: list[str]) -> None:
    result = patched(FOLDED, ("body", 1), old, new)
    body = result.partition("goes on.\n\n  - >-\n")[2]
    assert [line.removeprefix("    ") for line in body.split("\n")][: len(lines)] == lines


@pytest.mark.parametrize(
    ("written", "old", "new", "result"),
    [
        ("key: plain words", "words", "text", "key: plain text"),
        ("key: plain words # note", "words", "a: b", "key: 'plain a: b' # note"),
        ("key: plain words", "plain", "- plain", "key: '- plain words'"),
        ("key: plain words", "plain words", "it's: so", "key: 'it''s: so'"),
        ("key: plain words", "words", "#words", "key: 'plain #words'"),
        ("key: 'it''s so'", "so", "not 'so'", "key: 'it''s not ''so'''"),
        ('key: "a \\u00e9 b"', "b", 'say "b" \\', 'key: "a \\u00e9 say \\"b\\" \\\\"'),
        ("key: {a: one two, b: c}", "two", "2, 3", "key: {a: 'one 2, 3', b: c}"),
        ("key: [one, two]", "one", "1", "key: [1, two]"),
        ("key: one\n  two\n  three", "two", "2", "key: one\n  2\n  three"),
        ("key: |-\n  one\n  two", "two", "2\nand 3", "key: |-\n  one\n  2\n  and 3"),
        ("key: |2-\n   one\n  two", "two", "2", "key: |2-\n   one\n  2"),
        ("key: >-\n  one\n\n  two", "two", "2\n3", "key: >-\n  one\n\n  2\n\n  3"),
        ("key: |+\n  one\n\n", "one", "1", "key: |+\n  1\n\n"),
        ("key: >\n  one\n", "one", "1", "key: >\n  1\n"),
        ("key: plain", "plain", "Ü 移民 🙂 n\u0303 “x” – \u00a0y", "key: Ü 移民 🙂 n\u0303 “x” – \u00a0y"),
        ("key: plain", "plain", "two\nlines", "key: |-\n  two\n  lines"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_style_stays_itself(written: str, old: str, new: str, result: str, line_end: str) -> None:
    steps: Steps = ("key",)
    if "{" in written[:6]:
        steps = ("key", "a")
    elif "[" in written[:6]:
        steps = ("key", 0)
    before, after = "# first\nlast: x\n", "other: y # z"
    written, result = (f"{before}{each}\n{after}".replace("\n", line_end) for each in (written, result))
    assert patched(written, steps, old, new) == result


def test_what_is_short_before_a_figure_alone_may_end_a_sentence() -> None:
    result = patched(
        FOLDED, ("body", 1), "The next paragraph.", "They saw works of art. The chair said no. It was."
    )
    assert "    They saw works of art.\n    The chair said no.\n    It was.\n" in result


def test_a_file_without_a_last_line_end_stays_so() -> None:
    assert patched("key: one two", ("key",), "two", "2") == "key: one 2"
    assert patched("key: >-\n  one\n  two", ("key",), "two", "2") == "key: >-\n  one\n  2"


def test_several_scalars_are_patched_together() -> None:
    source = source_of(FOLDED)
    text, undone = replaced(
        source, {("body", 0): source.data["body"][0] + " End.", ("body", 1): "The only one: yes."}
    )
    assert not undone
    assert source_of(text).data["body"] == [source.data["body"][0] + " End.", "The only one: yes."]
    assert text.startswith("# A comment.\nbody:   # another\n  - >-\n    One sentence stands here.\n")


def test_what_yaml_can_not_hold_is_not_done_and_the_rest_is() -> None:
    source = source_of("one: a\ntwo: b\n")
    text, undone = replaced(source, {("one",): "a \u202e b", ("two",): "c"})
    assert text == "one: a\ntwo: c\n"
    assert undone == {("one",)}


CHARACTERS = st.sampled_from(list("abc .,:#-'\"\\*&!%@`{}[]|>?\n\u00a0é移🙂\u0303"))
values = (
    st.text(CHARACTERS, min_size=1, max_size=30)
    .map(lambda text: re.sub(r"[ \n]+$|^[ \n]+", "", text))
    .filter(bool)
)
styles = st.sampled_from(["", "'", '"', "|", ">"])


def written(value: str, style: str, layout: Source, indentation: str) -> str:
    if style in {"|", ">"}:
        return block_scalar(value, style, indentation, layout_of(layout))
    return flow_scalar(value, style)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, str, list[str]]:
    """A file with three scalars in some style between comments, as text before, and with the values."""
    empty = source_of("a: b\n")
    found = [draw(values) for _ in range(3)]
    text = "# begin\nlist:\n"
    for value in found:
        style = draw(styles)
        scalar = written(value, style, empty, "    ")
        if style in {"", "'"} and "\n" in value:
            scalar = written(value, '"', empty, "    ")
        text += f"  # about it\n  - {scalar}\n" + draw(st.sampled_from(["", "\n", "\n# aside\n"]))
    text += draw(st.sampled_from(["end: here", "end: here\n", "end: >-\n  x\n"]))
    return draw(st.sampled_from(["\n", "\r\n"])), text, found


@CASES
@given(files(), values, st.integers(0, 2), st.booleans())
@example(("\n", "list:\n  - >-\n    a. b\n  - b\n  - c\n", ["a. b", "b", "c"]), "a. B. c", 0, False)
def test_any_value_is_read_back_and_every_other_byte_stays(
    file: tuple[str, str, list[str]], new: str, index: int, append: bool
) -> None:
    line_end, text, found = file
    report = Report()
    source = parse_source(text.replace("\n", line_end), "content/x.yaml", report)
    assume(source is not None and isinstance(source.data, dict) and source.data.get("list") == found)
    assert source is not None
    value = f"{found[index]} {new}" if append else new
    steps: Steps = ("list", index)
    result, undone = replaced(source, {steps: value})
    assert not undone
    assert source_of(result).data["list"] == [*found[:index], value, *found[index + 1 :]]
    place = source.places[steps]
    assert result.startswith(source.text[: place.start])
    rest = source.text[place.end :].lstrip("\r\n")
    assert result.endswith(rest)
