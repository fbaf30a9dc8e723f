"""The wheel is complete: it works away from the repository, in an environment that has nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from typing import TYPE_CHECKING

from whole.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def run(*command: str | Path, folder: Path) -> str:
    """Run a command outside the repository, with nothing of this environment's Python."""
    settings = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(command, cwd=folder, env=settings, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_project_begun_with_the_wheel_builds_its_documents(tmp_path: Path) -> None:
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, ROOT, folder=tmp_path)
    (wheel,) = tmp_path.glob("communique-*.whl")
    venv.create(tmp_path / "clean", with_pip=True)
    scripts = tmp_path / "clean" / ("Scripts" if os.name == "nt" else "bin")
    install: list[str | Path] = [
        scripts / "python",
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--quiet",
        "install",
    ]
    run(
        *install,
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        ROOT / "requirements.lock",
        folder=tmp_path,
    )
    run(*install, "--no-deps", wheel, folder=tmp_path)

    run(scripts / "communique", "init", "my-event", folder=tmp_path)
    project = tmp_path / "my-event"
    printed = run(scripts / "communique", "build", folder=project)

    expected = {f"{n}.{f}" for n in ("concept-note", "summary", "roster") for f in ("pdf", "docx", "html")}
    assert {path.name for path in (project / "build").glob("[!.]*.*")} - {"README.md"} == expected
    assert len(printed.splitlines()) == 9
    assert (project / "build" / "summary.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert run(scripts / "communique", "check", folder=project).strip() == "3 documents, no problems"
