"""The same content gives the same bytes, wherever and whenever it is built."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from whole.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from whole.conftest import Example


def copied(target: Path) -> Path:
    """Copy what a project owns to another place."""
    shutil.copytree(ROOT / "content", target / "content")
    return target


def built(project: Path, **environment: str) -> dict[str, str]:
    """Build a project in a process of its own, and return a hash of each file."""
    command = [sys.executable, "-m", "communique", "build"]
    settings = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"} | environment
    subprocess.run(command, cwd=project, env=settings, check=True, capture_output=True)
    return hashes(project / "build")


def hashes(folder: Path) -> dict[str, str]:
    """Return a hash of each output in a folder."""
    files = (path for path in folder.iterdir() if path.suffix in {".pdf", ".docx", ".html"})
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_another_folder_time_zone_hash_seed_and_locale_change_no_byte(
    example: Example, tmp_path: Path
) -> None:
    project = copied(tmp_path / "elsewhere")
    settings = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "4711", "LC_ALL": "C"}
    assert built(project, **settings) == hashes(example.folder)


def test_source_date_epoch_is_the_date_of_the_files_and_nothing_else(
    example: Example, tmp_path: Path
) -> None:
    project = copied(tmp_path / "dated")
    dated = built(project, SOURCE_DATE_EPOCH="1700000000")
    plain = hashes(example.folder)
    assert dated.keys() == plain.keys()
    assert all(dated[name] != plain[name] for name in dated)
    assert dated == built(project, SOURCE_DATE_EPOCH="1700000000")
    pdf = subprocess.run(
        ["pdfinfo", "-isodates", project / "build" / "summary.pdf"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "2023-11-14T22:13:20" in pdf
