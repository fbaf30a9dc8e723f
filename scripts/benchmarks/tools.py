"""What is measured: Communique as a user installs it, the peers in a place of their own, and how each is called."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PLACE = ROOT / ".cache" / "benchmark"
OWN_PLACE = ROOT / ".cache" / "benchmark-own"
COMMUNIQUE = OWN_PLACE / "bin" / "communique"
BARE_PYTHON = OWN_PLACE / "bin" / "python"
PYTHON = PLACE / "bin" / "python"


def install() -> None:
    """Bring the peers' place to what `pyproject.toml` asks for under `benchmark`, and our own to `requirements.lock`.

    Ours has no extras and nothing of what development needs.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["dependency-groups"]["benchmark"]
    _install(PLACE, "\n".join(wanted), ", ".join(wanted), ["--only-binary", ":all:", *wanted])
    lock = ROOT / "requirements.lock"
    _install(
        OWN_PLACE,
        lock.read_text(encoding="utf-8"),
        "Communique as its users have it",
        ["--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)],
        ["--no-deps", "--editable", str(ROOT)],
    )


def _install(place: Path, wanted: str, name: str, *packages: list[str]) -> None:
    mark = place / "installed"
    if mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return
    print(f"- installing {name}", file=sys.stderr)
    venv.create(place, clear=True, with_pip=True)
    pip = [str(place / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    for each in packages:
        subprocess.run([*pip, "install", *each], check=True, stdin=subprocess.DEVNULL)
    mark.write_text(wanted, encoding="utf-8")


@cache
def packages() -> Path:
    """Return the folder of the peers' packages."""
    return next((PLACE / "lib").glob("python3*/site-packages"))


def pandoc() -> str:
    """Return pandoc's own program, not the module around it."""
    return str(packages() / "pypandoc" / "files" / "pandoc")


def libre_office() -> str | None:
    """Return LibreOffice where it is installed."""
    return shutil.which("soffice")


def chromium() -> str | None:
    """Return Chromium where it is installed."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def versions() -> dict[str, str]:
    """Return the versions of all that is measured, by name."""
    theirs = {dist.name: dist.version for dist in importlib.metadata.distributions(path=[str(packages())])}
    found = {
        "Communique": importlib.metadata.version("communique"),
        "WeasyPrint": importlib.metadata.version("weasyprint"),
        "Typst": theirs.get("typst"),
        "pandoc": _told([pandoc(), "--version"]),
        "docxtpl": theirs.get("docxtpl"),
        "LibreOffice": _told([libre_office(), "--version"]),
        "Chromium": _told([chromium(), "--version"]),
    }
    return {name: version for name, version in found.items() if version}


def _told(command: list[str | None]) -> str | None:
    """Return the first number that looks like a version in what a program says of itself."""
    if command[0] is None:
        return None
    said = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+(\.\d+)+", said)
    return found[0] if found else None


def knows(*words: str) -> bool:
    """Whether a command of Communique is there, with an option: `knows("build", "--projects")`."""
    command, *options = words
    told = subprocess.run([COMMUNIQUE, command, "--help"], capture_output=True, text=True, check=False)
    return told.returncode == 0 and all(option in told.stdout for option in options)
