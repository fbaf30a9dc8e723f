"""The same document gives the same bytes, wherever and whenever it is written."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.diagnostics import Report
from communique.writers.pdf import write_pdf
from pdf.sample import document, paragraph, short_document, theme

if TYPE_CHECKING:
    from pdf.reading import PdfReading

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import sys
from hashlib import sha256
from communique.diagnostics import Report
from communique.writers.pdf import write_pdf
from pdf.sample import document, theme
report = Report()
print(sha256(write_pdf(document(), theme(), report).content).hexdigest())
assert report.diagnostics == []
"""

OTHER_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>{folders}<cachedir>{cache}</cachedir>
<match target="pattern"><edit name="family" mode="prepend" binding="strong"><string>DejaVu Sans</string></edit></match>
</fontconfig>
"""


def digest_elsewhere(folder: Path, **environment: str) -> str:
    """Return the digest of the sample written by a process of its own; it may say nothing on stderr."""
    base = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if key in os.environ}
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**base, "PYTHONPATH": path, "HOME": str(folder), **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stderr == ""
    return result.stdout.strip()


@pytest.fixture(scope="module")
def expected(pdf: PdfReading) -> str:
    return sha256(pdf.content).hexdigest()


def test_in_another_folder_time_zone_language_and_hash_seed(expected: str, tmp_path: Path) -> None:
    there = {"TZ": "Pacific/Kiritimati", "LANG": "ar_EG.UTF-8", "LC_ALL": "C.UTF-8", "FC_LANG": "ar"}
    assert digest_elsewhere(tmp_path, PYTHONHASHSEED="1", **there) == expected
    assert digest_elsewhere(tmp_path, PYTHONHASHSEED="2", TZ="America/St_Johns") == expected


def test_on_a_machine_without_any_typeface(expected: str, tmp_path: Path) -> None:
    fonts = tmp_path / "none.conf"
    fonts.write_text(OTHER_FONTS.format(folders="", cache=tmp_path / "cache"))
    assert digest_elsewhere(tmp_path, FONTCONFIG_FILE=str(fonts), XDG_DATA_DIRS=str(tmp_path)) == expected


def test_on_a_machine_with_other_typefaces_of_the_same_names(expected: str, tmp_path: Path) -> None:
    fonts = tmp_path / "others.conf"
    folders = "<dir>/usr/share/fonts</dir>" + f"<dir>{tmp_path / '.fonts'}</dir>"
    fonts.write_text(OTHER_FONTS.format(folders=folders, cache=tmp_path / "cache"))
    _install_impostor(tmp_path / ".fonts")
    assert digest_elsewhere(tmp_path, FONTCONFIG_FILE=str(fonts)) == expected


def _install_impostor(folder: Path) -> None:
    """Install the bold as the regular: a typeface of the same name with other glyphs."""
    import rendercv_fonts
    from fontTools.ttLib import TTFont

    source = Path(rendercv_fonts.package_folder_path) / "Gentium Book Plus" / "GentiumBookPlus-Italic.ttf"
    folder.mkdir()
    with TTFont(source) as font:
        font["OS/2"].fsSelection = 0x40
        font["head"].macStyle = 0
        font["name"].setName("Regular", 2, 3, 1, 0x409)
        font["name"].setName("Gentium Book Plus", 4, 3, 1, 0x409)
        font.save(folder / "GentiumBookPlus-Regular.ttf")


def test_whatever_was_written_before_it_in_the_same_process(pdf: PdfReading) -> None:
    write_pdf(short_document(paragraph("Other words, Ελληνικά, in another order: 会议")), theme(), Report())
    assert write_pdf(document(), theme(), Report()).content == pdf.content
