"""Whatever is done in Word, content then says it, or the import says what it does not.

`IMPORTS=5000` in the environment makes more of it.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.content import read_content
from communique.diagnostics import Report
from communique.project import open_project
from communique.source import parse_source
from communique.starter import begin_project
from communique.word.compare import compare
from communique.word.importing import Plan, plan_import
from communique.word.placing import today_of
from folders import Folder
from roundtrip.letters import LETTER, TEMPLATE
from roundtrip.paper import edited_of, paper_of
from roundtrip.random_scripts import scripts
from roundtrip.replay import replay
from roundtrip.scripts import expected
from roundtrip.shown import ShownBlock, ShownNote, ShownTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from roundtrip.paper import Paper
    from roundtrip.random_scripts import Script
    from roundtrip.shown import Shown

IMPORTS = int(os.environ.get("IMPORTS", "120"))
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
CASES = settings(max_examples=IMPORTS, deadline=None, suppress_health_check=QUIET)
HEADINGS = {"Body", "Aside"}  # the template's, which come and go with what is below them

# What colleagues do to the content in the meantime.
MEANWHILE = [
    ("One sentence.", "One short sentence."),
    ("plain words", "plain but fine words"),
    ("  # the first\n", "  - >-\n    A paragraph from elsewhere.\n\n  # the first\n"),
    ("  # the last\n  - plain words\n", "  # the last\n"),
    ("*with emphasis*", "*with* emphasis"),
    ("Beside the point.", "Beside every point."),
    ("  - another item\n", "  - another item\n  - a further item\n"),
    ("The records", "The printed records"),
    ("lead: A lead.", "lead: Another lead."),
]


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    root = tmp_path_factory.mktemp("laws") / "event"
    begin_project(root)
    for name in ("concept-note", "roster", "summary", "programme"):
        (root / "content" / f"{name}.yaml").unlink(missing_ok=True)
    folder = Folder(root)
    folder.write("templates/letter.html.jinja", TEMPLATE)
    folder.write("content/letter.yaml", LETTER)
    for name in ("event", "people", "sessions"):
        RECORDS[f"content/{name}.yaml"] = folder.read(f"content/{name}.yaml")
    project = open_project(root)
    PAPERS[:] = [paper_of(today_of(project, read_content(project), "letter").base)]
    return folder


def returned(
    folder: Folder, script: Script, meanwhile: tuple[int, ...] = ()
) -> tuple[Plan, Shown, Shown, str]:
    """Return the plan of an import, what Word shows, what the document then says, and what content said."""
    for name, text in {"content/letter.yaml": LETTER, **RECORDS}.items():
        folder.write(name, text)
    project = open_project(folder.root)
    base = today_of(project, read_content(project), "letter").base
    names = [block.bookmark for block in base.blocks]
    paper = script.done_to(paper_of(base))
    edited = edited_of(paper, script.habits, names)
    text = LETTER
    for number in meanwhile:
        text = text.replace(*MEANWHILE[number])
    folder.write("content/letter.yaml", text)
    edits = compare(base, edited, styles=project.theme.styles).edits
    plan = plan_import(project, read_content(project), base, edits)
    for file, content in plan.files.items():
        folder.write(file, content)
    after = today_of(project, read_content(project), "letter").base
    return plan, expected(paper), replay(after, ()), text


SIGNS = str.maketrans("", "", "^[]")  # of footnotes, in what is read here
RECORDS: dict[str, str] = {}
PAPERS: list[Paper] = []


def paragraphs(shown: Shown) -> list[str]:
    """Return what a reader sees, a string for each paragraph, with emphasis as signs."""
    found = []
    for part in shown:
        assert not isinstance(part, ShownTable)
        notes = [each for each in part.letters if isinstance(each, ShownNote)]
        said = "".join([*letters(part), *(f" [{''.join(map(_text, note.blocks))}]" for note in notes)])
        text = re.sub(r"[ \u00a0]+", " ", said).strip()
        if text and text not in HEADINGS:
            found.append(text)
    return found


def _text(block: ShownBlock) -> str:
    return "".join(letters(block))


def letters(block: ShownBlock) -> Iterator[str]:
    for each in block.letters:
        if isinstance(each, ShownNote):
            yield "^"
        else:
            char, look = each
            said = sorted(value for kind, value in look if value in {"emphasis", "strong"} or kind == "link")
            yield char if char.isspace() or not said else f"{{{char}{said}}}"


def characters(text: str) -> Counter[str]:
    """Return what was typed, without emphasis and blanks."""
    return Counter(re.sub(r"\s", "", re.sub(r"\{(.)\[[^\]]*\]\}", r"\1", text).translate(SIGNS)))


def told(plan: Plan) -> str:
    """Return all that a plan says is not in the content."""
    return " ".join(
        [
            *(f"{each.old} {each.new}" for each in plan.unplaced),
            *(f"{each.base} {each.ours} {each.theirs} {each.around}" for each in plan.conflicts),
            *(f"{each.old} {each.new}" for each in plan.planned if each.kind == "proposal"),
        ]
    )


def check_files(plan: Plan, before: str) -> None:
    """The files are YAML, and have all comments that they had."""
    for file, content in plan.files.items():
        text = content.decode()
        assert parse_source(text, file, Report()) is not None
        for comment in re.findall(r"# .*", before if file == "content/letter.yaml" else RECORDS[file]):
            assert comment in text


@CASES
@given(data=st.data())
def test_a_fresh_build_says_what_word_showed(letter: Folder, data: st.DataObject) -> None:
    script = data.draw(scripts(PAPERS[0]))
    plan, wanted, found, before = returned(letter, script)
    check_files(plan, before)
    assert not [each for each in plan.conflicts if not each.place.startswith("people.yaml")]
    if not plan.unplaced and not plan.conflicts:
        assert paragraphs(found) == paragraphs(wanted)
    else:
        missing = characters("".join(paragraphs(wanted))) - characters("".join(paragraphs(found)))
        assert not missing - characters(told(plan)), (missing, told(plan))


@CASES
@given(data=st.data())
def test_nothing_is_lost_when_content_changed_meanwhile(letter: Folder, data: st.DataObject) -> None:
    script = data.draw(scripts(PAPERS[0]))
    meanwhile = tuple(data.draw(st.lists(st.integers(0, len(MEANWHILE) - 1), max_size=3, unique=True)))
    plan, wanted, found, before = returned(letter, script, meanwhile)
    check_files(plan, before)
    typed = characters("".join(paragraphs(wanted))) - characters("".join(paragraphs(expected(PAPERS[0]))))
    now = characters("".join(paragraphs(found))) + characters(told(plan))
    assert not typed - now, (typed, told(plan))
    ours = Counter(re.findall(r"\w+", before)) - Counter(re.findall(r"\w+", LETTER))
    said = " ".join([*paragraphs(found), told(plan)])
    said = re.sub(r"\{(.)\[[^\]]*\]\}", r"\1", said)
    assert not {word for word in ours if word not in said}, (ours, told(plan))
