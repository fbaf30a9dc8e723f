"""PDFs are built anew when what they are set with changes: typefaces, sheets, libraries of this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from communique import freshness
from communique.freshness import nothing_to_do
from communique.starter import begin_project
from communique.writers.pdf_engine import font_configuration
from folders import Folder
from own_typefaces import FILE, TOKENS, special
from regenerating.builds import built

if TYPE_CHECKING:
    from pathlib import Path

ARROW = "\N{LEFTWARDS TWO HEADED ARROW}"


@pytest.fixture
def installed(project: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A typeface of this computer that a letter needs for an arrow, which the theme's typefaces lack."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    path = tmp_path / "fonts" / "arrows" / "NotoAAA-Regular.ttf"
    path.parent.mkdir(parents=True)
    path.write_bytes(special("EBGaramond"))
    project.letter(f"To the left {ARROW}")
    project.write("communique.toml", 'formats = ["pdf"]\n')
    for name in ("summary", "roster", "concept-note"):
        project.remove(f"content/{name}.yaml")
    return path


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("change", ["replaced", "installed", "deleted"])
def test_typefaces_of_this_computer_that_change_are_noticed_at_once(
    change: str, project: Folder, installed: Path
) -> None:
    another = installed.with_name("NotoAA-Regular.ttf")
    if change == "deleted":
        another.write_bytes(special("EBGaramond"))
    assert built(project, "-f", "pdf") == ["letter.pdf"]
    assert nothing_to_do(str(project.root), "") == 1
    match change:
        case "replaced":
            installed.write_bytes(special("EBGaramond") + bytes(4))
        case "installed":
            another.write_bytes(special("EBGaramond") + bytes(4))
        case "deleted":
            another.unlink()
    assert nothing_to_do(str(project.root), "") == 0
    lines = project.run("build", "--explain").stdout
    if change == "deleted":  # what stands in its place has the same bytes
        assert "letter.pdf: left: nothing that it is made from has changed" in lines
    else:
        assert "letter.pdf: built, since typefaces of this computer changed" in lines
    assert nothing_to_do(str(project.root), "") == 1


@pytest.mark.usefixtures("settled")
def test_another_pango_is_noticed_at_once_and_rebuilds_the_pdfs(
    project: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "libpango.so"
    library.write_bytes(b"one")
    monkeypatch.setattr("communique.dependencies.library_files", lambda: (str(library),))
    project.write("communique.toml", 'formats = ["pdf", "html"]\n')
    project.remove("content/summary.yaml", "content/concept-note.yaml")
    assert built(project, "-f", "pdf,html") == ["roster.pdf", "roster.html"]
    assert nothing_to_do(str(project.root), "") == 2
    library.write_bytes(b"another")
    monkeypatch.setattr(
        "communique.dependencies.library_versions", lambda: {"Pango": "99.9", "HarfBuzz": "6.0.0"}
    )
    assert nothing_to_do(str(project.root), "") == 0
    lines = project.run("build", "--explain").stdout
    assert "roster.pdf: built, since libraries changed (Pango-99.9" in lines
    assert "roster.html: left" in lines


ON_PAPER: tuple[tuple[str, bytes | None], ...] = (
    ("templates/print.css", b"h1 { letter-spacing: 2pt }\n"),
    ("templates/print.css", None),
    (FILE, special("Roboto")),
    (FILE, special("Lato")),
    ("templates/tokens.yaml", TOKENS.encode()),
    ("templates/tokens.yaml", None),
    ("../fonts/NotoAAA-Regular.ttf", special("EBGaramond")),
    ("../fonts/NotoAAA-Regular.ttf", special("EBGaramond", "Bold")),
    ("../fonts/NotoAA-Regular.ttf", special("EBGaramond", "Italic")),
    ("../fonts/NotoAA-Regular.ttf", None),
)
"""What a PDF is made from besides the content: a file, and what stands in it; None takes it away.

All of it is done, in some order: a PDF takes long to write.
"""


@settings(
    max_examples=1,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(order=st.permutations(range(len(ON_PAPER))))
def test_a_pdf_is_built_step_by_step_as_from_nothing_whatever_its_sheets_and_typefaces_become(
    order: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = Folder(tmp_path_factory.mktemp("paper") / "event")
    begin_project(folder.root)
    folder.remove(*(f"content/{name}.yaml" for name in ("summary", "roster", "concept-note")))
    folder.letter(f"To the left {ARROW} and to the left.")
    folder.write(FILE, special("Lato"))
    folder.write("../fonts/NotoAAA-Regular.ttf", special("EBGaramond"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(freshness, "UNSETTLED", -(10**9))
        patched.setenv("XDG_DATA_HOME", str(folder.root.parent))
        _as_a_new_process_builds(folder, "-f", "pdf")
        for number in order:
            file, content = ON_PAPER[number]
            if content is None:
                (folder.root / file).unlink(missing_ok=True)
            else:
                folder.write(file, content)
            _as_a_new_process_builds(folder, "-f", "pdf")
            _as_a_new_process_builds(folder, "-f", "pdf", "-o", str(folder.root.parent / f"{number}"))
            afresh = (folder.root.parent / f"{number}" / "letter.pdf").read_bytes()
            assert (folder.root / "build" / "letter.pdf").read_bytes() == afresh, file


def _as_a_new_process_builds(folder: Folder, *arguments: str) -> None:
    font_configuration.cache_clear()
    built(folder, *arguments)
