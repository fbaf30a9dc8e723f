"""Nothing edited, nothing changed: an import of a file that nobody edited changes no byte of content."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.starter import begin_project
from folders import Folder
from roundtrip.journey import Journey, sent_out
from roundtrip.minutes import begin_minutes
from roundtrip.word_saves import saved_by_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from roundtrip.office import Office

REPOSITORY = Path(__file__).resolve().parents[2]
CASES = REPOSITORY / "tests" / "cases" / "trees"
RECORDS = {"event", "people", "sessions"}
SEEDS = range(4)

LETTERS = {
    "french": (
        "fr",
        "",
        (
            "« Une vision *d’ensemble* », a dit {{ people.arbour.introduced }}[^note] : 12 000 personnes ?\n\n"
            "- d’abord l’accueil ;\n- puis **l’intégration**.\n\n> « Rien sur nous sans nous » – Nº 5, p. 3"
        ),
    ),
    "arabic": (
        "ar",
        "locale: ar\nlabels: {session: جلسة, draft: مسودة}\ncomma: '، '\n",
        (
            "افتتح الجلسة السيد {{ people.vitorino.family }} في ٨ أكتوبر، وقال: «*العَدْلُ*» (IOM 2018).[^note]\n\n"
            "1. أولاً\n2. ثانياً {{ event.days }}\n\n[رابط](https://example.org/)"
        ),
    ),
    "chinese": (
        "zh",
        "locale: zh\nlabels: {session: 会议, draft: 草案}\ncomma: '，'\n",
        (
            "主席指出：“*移徙*是一个过程”，而不是一次决定。\U00020bb7野家 👩\u200d👩\u200d👧 **两天**会议。[^note]\n\n"
            "{{ people.arbour.title }}：第1段。\u3000全角空格"
        ),
    ),
    "combined": (
        "en",
        "",
        (
            "Nai\u0308ve cafe\u0301, e\u0323\u0301, non\u2011breaking, soft\u00adhyphen, 5\u00a0km, thin\u2009space.[^note]\n\n"
            "zero\u200bwidth, \u200fright\u200e, 🇨🇭 👍🏽, \\*no stars\\*, \\[no link\\], 1\\. no list, *a***b**"
        ),
    ),
}


def records(root: Path) -> Folder:
    """Begin a project without a document."""
    begin_project(root)
    folder = Folder(root)
    folder.remove(*(f"content/{each}.yaml" for each in ("concept-note", "roster", "summary")))
    return folder


def letter(name: str, root: Path) -> Folder:
    """Begin a project with a letter in a language."""
    folder = records(root)
    language, words, body = LETTERS[name]
    if words:
        folder.write(f"templates/languages/{language}.yaml", words)
    folder.letter(body, language=language)
    note = "footnotes:\n  note: >-\n    A note, «\u00a0brève\u00a0», حاشية، 见第1段。\n"
    folder.write(
        "content/letter.yaml", folder.read("content/letter.yaml").replace("body: |-", f"{note}body: |-")
    )
    return folder


def case(name: str, root: Path) -> Folder:
    """Begin a project with the documents of a golden case."""
    folder = records(root)
    for path in (CASES / name).rglob("*"):
        if path.is_file() and path.suffix not in {".txt", ".tree"}:
            folder.write(path.relative_to(CASES / name).as_posix(), path.read_bytes())
    return folder


class Projects:
    """The projects in a folder, each begun when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begun: dict[str, Folder] = {}
        self.sent: dict[tuple[str, str], Journey] = {}

    def project(self, name: str) -> Folder:
        if name not in self.begun:
            self.begun[name] = self._begin(name, self.folder / name)
        return self.begun[name]

    @staticmethod
    def _begin(name: str, root: Path) -> Folder:
        if name in LETTERS:
            return letter(name, root)
        if (CASES / name).is_dir():
            return case(name, root)
        if name == "minutes":
            return begin_minutes(root)
        if name == "starter":
            begin_project(root)
        else:
            shutil.copytree(REPOSITORY / "content", root / "content")
        return Folder(root)

    def journey(self, name: str, document: str) -> Journey:
        """Send a document out, once."""
        if (name, document) not in self.sent:
            self.sent[name, document] = sent_out(self.project(name), document)
        return self.sent[name, document]


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Projects:
    return Projects(tmp_path_factory.mktemp("projects"))


def documents() -> Iterator[tuple[str, str]]:
    """Yield the documents of all projects."""
    stems = sorted(path.stem for path in (REPOSITORY / "content").glob("*.yaml"))
    yield from (("example", stem) for stem in stems if stem not in RECORDS)
    yield from (("starter", name) for name in ("concept-note", "roster", "summary"))
    yield from (
        (folder.name, path.stem) for folder in sorted(CASES.iterdir()) for path in folder.glob("*.tree")
    )
    yield from (("minutes", name) for name in ("minutes", "annex"))
    yield from ((name, "letter") for name in LETTERS)


ALL = list(documents())
IDS = [" ".join(each) for each in ALL]


def unchanged(journey: Journey, edited: bytes) -> None:
    """Import a file that nobody edited: there is no edit, and no byte of the project is another."""
    before = {path: path.read_bytes() for path in (journey.folder.root / "content").iterdir()}
    arrival = journey.imported(edited)
    plan = arrival.plan
    assert (plan.planned, plan.conflicts, plan.unplaced, plan.files) == ((), (), (), {})
    assert arrival.returned.notes == ()
    assert {path: path.read_bytes() for path in (journey.folder.root / "content").iterdir()} == before


def test_the_documents_are_all_that_the_projects_have(projects: Projects) -> None:
    for name, names in {name: {each for first, each in ALL if first == name} for name, _ in ALL}.items():
        found = {path.stem for path in (projects.project(name).root / "content").glob("*.yaml")} - RECORDS
        assert found - {"review"} == names


@pytest.mark.parametrize(("name", "document"), ALL, ids=IDS)
def test_a_file_that_nobody_opened_changes_nothing(projects: Projects, name: str, document: str) -> None:
    unchanged(projects.journey(name, document), projects.journey(name, document).issued)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("name", "document"), ALL, ids=IDS)
def test_a_file_that_word_saved_changes_nothing(
    projects: Projects, name: str, document: str, seed: int
) -> None:
    unchanged(projects.journey(name, document), saved_by_word(projects.journey(name, document).issued, seed))


@pytest.mark.parametrize(("name", "document"), ALL, ids=IDS)
def test_a_file_that_libreoffice_saved_changes_nothing(
    projects: Projects, name: str, document: str, office: Office, tmp_path: Path
) -> None:
    (tmp_path / "issued.docx").write_bytes(projects.journey(name, document).issued)
    office.edit(tmp_path / "issued.docx", tmp_path / "saved.docx")
    unchanged(projects.journey(name, document), (tmp_path / "saved.docx").read_bytes())


@pytest.mark.parametrize(("name", "document"), ALL, ids=IDS)
def test_the_command_says_that_nothing_was_edited(
    projects: Projects, name: str, document: str, tmp_path: Path
) -> None:
    issued = tmp_path / "returned.docx"
    issued.write_bytes(saved_by_word(projects.journey(name, document).issued, 9))
    result = projects.project(name).run("import", str(issued))
    assert result.exit_code == 0, result.output
    assert "nothing was edited" in result.output
    assert "nothing to write" in result.output
