"""The starter: a small project that `communique init` copies."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from communique.files import write_whole


def begin_project(directory: Path) -> list[Path]:
    """Copy the starter project into a folder, and return the files that were written.

    Raises FileExistsError, naming a file that is there already, before anything is written.
    """
    starter = Path(str(resources.files("communique.starter"))) / "project"
    sources = sorted(path for path in starter.rglob("*") if path.is_file())
    targets = {path: directory / _name(path.relative_to(starter)) for path in sources}
    for target in targets.values():
        if target.exists():
            raise FileExistsError(target.relative_to(directory).as_posix())
    for path, target in targets.items():
        write_whole(target, path.read_bytes())
    return list(targets.values())


def _name(path: Path) -> Path:
    """Return the name that a file of the starter gets: hidden files are stored without their dot."""
    return path.with_name(".gitignore") if path.name == "gitignore" else path
