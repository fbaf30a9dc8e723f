"""The benchmark, without its clock: turns, medians, tables, sizes, and the peers' sources."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from benchmarks import generated
from benchmarks.__main__ import PAGE, SECTIONS, parsed
from benchmarks.machine import memory, processor, system
from benchmarks.pandoc_source import pandoc_source
from benchmarks.rounds import Times, exponent, turns
from benchmarks.tables import Table, milliseconds, replace_part, times, verdict, write_table
from benchmarks.typst_source import typst_source
from benchmarks.watch import is_whole, with_word
from communique.build import compose_all
from communique.content import read_content
from communique.diagnostics import Report
from communique.project import open_project
from communique.tree import Document, Paragraph, plain_text, walk
from communique.tree import Table as TreeTable

ROOT = Path(__file__).parent.parent


def composed(root: Path, *names: str) -> list[Document]:
    """Compose documents of a project without a problem."""
    project, report = open_project(root), Report()
    documents = compose_all(project, read_content(project), names, report, None)
    assert report.diagnostics == []
    return documents


# Turns and medians


def test_all_take_turns_and_nobody_has_two_in_a_row() -> None:
    order = [name for _, name in turns(("ours", "theirs", "others"), 7)]
    assert order[:4] == ["ours", "theirs", "others", "ours"]
    assert all(first != second for first, second in pairwise(order))
    assert {name: order.count(name) for name in order} == {"ours": 7, "theirs": 7, "others": 7}


def test_a_ratio_compares_within_rounds_so_that_a_slow_minute_counts_for_both() -> None:
    found = Times({"ours": [1.0, 10.0, 1.0], "theirs": [2.0, 20.0, 4.0]})
    assert found.ratio("ours", "theirs") == 0.5
    assert found.median("ours") == 1.0


def test_who_could_not_be_measured_has_no_median_and_no_ratio() -> None:
    found = Times({"ours": [1.0]}, failed={"theirs": "it is not there"})
    assert found.median("theirs") is None
    assert found.ratio("ours", "theirs") is None


@pytest.mark.parametrize(
    ("values", "power"), [([1.0, 10.0, 100.0], 1.0), ([5.0, 1.0, 100.0], 2.0), ([1.0, None, 100.0], 1.0)]
)
def test_growth_is_the_power_of_the_size_at_the_two_largest_measured(
    values: list[float | None], power: float
) -> None:
    assert exponent((40, 400, 4000), values) == pytest.approx(power)


def test_one_size_alone_tells_nothing_of_growth() -> None:
    assert exponent((40, 400), (1.0, None)) is None


# Tables


def test_a_table_has_its_words_left_and_its_figures_right() -> None:
    table = Table(("what", "ms"), (("build", milliseconds(1.2345)), ("Python", milliseconds(0.01234))))
    assert (
        write_table(table)
        == (
            "| what | ms |\n| --- | --: |\n| build | 1,234 |\n| Python | 12.3 |"  # a table as it stands in the page
        )
    )


def test_a_ratio_is_held_against_its_target() -> None:
    assert [times(0.987), times(12.34), times(None)] == ["0.99", "12.3", "–"]
    assert [verdict(1.0, 1.0), verdict(1.01, 1.0), verdict(None, 1.0)] == ["reached", "missed", "–"]


def test_only_the_part_of_a_page_that_was_measured_is_replaced() -> None:
    page = "# A\n\n<!-- begin one -->\nold\n<!-- end one -->\n\n<!-- begin two -->\nkept\n<!-- end two -->\n"
    assert replace_part(page, "one", r"new \1") == page.replace("\nold\n", "\n\nnew \\1\n\n")
    with pytest.raises(ValueError, match="three"):
        replace_part(page, "three", "new")


def test_the_page_has_a_place_for_every_section() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in ("machine", *SECTIONS):
        replace_part(page, name, "")


# The command line and the machine


def test_fewer_rounds_than_seven_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert parsed(["growth", "--rounds", "9"]).rounds == 9
    with pytest.raises(SystemExit):
        parsed(["--rounds", "3"])
    assert "at least 7 rounds" in capsys.readouterr().err


def test_an_unknown_section_is_refused_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed(["everthing"])
    assert "no section `everthing`; there are nothing, everything" in capsys.readouterr().err


def test_a_machine_is_told_by_its_processor_memory_and_system() -> None:
    assert processor("processor\t: 0\nmodel name\t: Some Chip 9\n") == "Some Chip 9"
    assert memory("MemTotal:       24586888 kB\n") == "23 GiB"
    assert system('NAME="X"\nPRETTY_NAME="X 12 (y)"\n') == "X 12 (y)"


# The peers' sources


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return composed(ROOT, "concept-note", "summary", "roster")


def test_typst_is_given_every_paragraph_and_takes_no_text_for_markup(documents: list[Document]) -> None:
    theme = open_project(ROOT).theme
    for document in documents:
        source = typst_source(document, theme)
        text = source.replace("\\", "")
        for block in walk(document.blocks):
            if isinstance(block, Paragraph):
                assert all(part in text for part in plain_text(block.children).split())
        assert source.count("#footnote[") == len(document.notes)
        assert source.count("table.header(repeat: true") == sum(
            isinstance(block, TreeTable) for block in walk(document.blocks)
        )


def test_pandoc_is_given_the_same_words_in_the_same_order(documents: list[Document]) -> None:
    theme = open_project(ROOT).theme
    for document in documents:
        words = list(strings(json.loads(pandoc_source(document, theme, "html"))["blocks"]))
        wanted = [
            word
            for block in walk(document.blocks)
            if isinstance(block, Paragraph)
            for word in plain_text(block.children).split(" ")
        ]
        rest = iter("".join(words))
        assert all(letter in rest for letter in "".join(wanted))


def strings(node: object) -> list[str]:
    """Return the words of pandoc's nodes, in order."""
    if isinstance(node, list):
        return [word for each in node for word in strings(each)]
    if isinstance(node, dict):
        return [node["c"]] if node["t"] == "Str" else strings(node.get("c"))
    return []


# Generated projects


def test_a_generated_roster_has_its_rows_and_builds_without_a_warning(tmp_path: Path) -> None:
    root = generated.roster_project(tmp_path / "event", 45)
    (roster,) = composed(root, "roster")
    (table,) = (block for block in walk(roster.blocks) if isinstance(block, TreeTable))
    assert [len(group.rows) for group in table.groups] == [20, 20, 5]
    people = yaml.safe_load((root / "content" / "people.yaml").read_text(encoding="utf-8"))
    assert len({person["family"] for person in people.values()}) == 45


def test_a_generated_summary_repeats_its_conclusions_under_topics_of_their_own(tmp_path: Path) -> None:
    root = generated.summary_project(tmp_path / "event", 20)
    (summary,) = composed(root, "summary")
    topics = [entry.text for entry in summary.contents if entry.number]
    assert len(topics) == len(set(topics)) == 20
    assert topics[9] == f"{topics[0]}, part 2"


# Watching


def test_the_paragraph_that_is_changed_is_in_the_example_and_changes_again_and_again() -> None:
    text = (ROOT / "content" / "summary.yaml").read_text(encoding="utf-8")
    once = with_word(text, "several")
    twice = with_word(once, "various")
    assert "calls for several actors" in once
    assert "calls for various actors" in twice
    assert with_word(twice, "many") == text


def test_a_file_that_is_still_being_written_is_not_taken_for_new(tmp_path: Path) -> None:
    file = tmp_path / "summary.pdf"
    assert not is_whole(file)
    file.write_bytes(b"%PDF-1.7\n" + b"x" * 2000)
    assert not is_whole(file)
    file.write_bytes(b"%PDF-1.7\n" + b"x" * 2000 + b"\n%%EOF\n")
    assert is_whole(file)
