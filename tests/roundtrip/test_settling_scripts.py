"""Generated conflicts, several in one paragraph: settled for the file, the paragraph says what the file says."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from communique.content import read_content
from communique.project import open_project
from communique.word.placing import today_of
from communique.word.returning import Manner, read_returned
from communique.word.session import Session
from roundtrip.desk import Desk
from roundtrip.minutes import MINUTES, begin_minutes

if TYPE_CHECKING:
    from pathlib import Path

    from communique.project import Project
    from communique.writers.docx_base import BaseBlock
    from folders import Folder

SHORT = "minutes.yaml: points[2]"
FILE = "content/minutes.yaml"
OLD = "plain words about nothing in particular"
SENTENCE = "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november"
WORDS = SENTENCE.split()
SCRIPTS = 12


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The project of the minutes with a paragraph of many words, and its file."""
    folder = begin_minutes(tmp_path_factory.mktemp("settling") / "meeting")
    folder.write(FILE, MINUTES.replace(OLD, SENTENCE))
    assert folder.run("build", "minutes", "--format", "docx").exit_code == 0
    return folder


def edited_word(desk: Desk, random_: random.Random, place: int) -> str:
    """Change a word of the paragraph in Word, and return what the content makes of it."""
    old, new = WORDS[place], f"their{place}"
    how = random_.choice(["words", "emphasis", "strong", "footnote", "gone"])
    if how == "gone":
        desk.delete(f"{old} ", SHORT)
    else:
        desk.replace(old, new, SHORT)
    if how == "emphasis":
        desk.italic(new, SHORT)
    elif how == "strong":
        desk.bold(new, SHORT)
    elif how == "footnote":
        desk.add_note(f"A source of number {place}.", SHORT, after=new)
    return random_.choice([f"our{place}", f"our{place} words", f"*our{place}*", f"our **{place}**"])


def paragraph(project: Project) -> BaseBlock:
    blocks = today_of(project, read_content(project), "minutes").base.blocks
    return next(block for block in blocks if block.address == SHORT)


def looks(block: BaseBlock) -> list[tuple[str, str]]:
    """Return what has emphasis in a paragraph, and behind what footnotes stand."""
    return sorted(
        (each.value, block.text[each.start : each.end])
        if each.kind != "note"
        else ("footnote", block.text[: each.start].split()[-1])
        for each in block.marks
    )


def as_in_word(folder: Folder, path: Path) -> list[tuple[str, str]]:
    """Return how the paragraph looks where nothing contradicts the file."""
    project = open_project(folder.root)
    session = Session.on(project)
    session.add(read_returned(project, session.content, path, Manner()))
    assert not session.conflicts
    session.write()
    return looks(paragraph(project))


@pytest.mark.parametrize("seed", range(SCRIPTS))
def test_what_came_back_is_in_the_content(meeting: Folder, tmp_path: Path, seed: int) -> None:
    random_ = random.Random(seed)  # noqa: S311
    desk = Desk((meeting.root / "build" / "minutes.docx").read_bytes())
    ours = list(WORDS)
    for place in sorted(random_.sample(range(1, len(WORDS) - 1), random_.randint(1, 5))):
        ours[place] = edited_word(desk, random_, place)
    path = tmp_path / "returned.docx"
    path.write_bytes(desk.saved())
    (meeting.root / "conflicts.yaml").unlink(missing_ok=True)
    meeting.write(FILE, MINUTES.replace(OLD, SENTENCE))
    wanted = as_in_word(meeting, path)
    meeting.write(FILE, MINUTES.replace(OLD, " ".join(ours)))

    project = open_project(meeting.root)
    session = Session.on(project)
    session.add(read_returned(project, session.content, path, Manner()))
    assert session.conflicts
    session.write()
    session = Session.on(project)
    waiting = random_.sample(session.conflicts, len(session.conflicts))
    for conflicts in ([each] for each in waiting) if random_.random() < 0.5 else [waiting]:
        session.settle("theirs", conflicts)
    assert not session.left
    session.write()
    assert not (meeting.root / "conflicts.yaml").exists()
    settled = paragraph(project)
    assert settled.text == desk.text(SHORT)
    assert looks(settled) == wanted
    again = read_returned(project, read_content(project), path, Manner()).plan
    assert (again.planned, again.conflicts, again.unplaced) == ((), (), ())
