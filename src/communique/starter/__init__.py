"""The starter: a small project that `communique init` copies."""

from __future__ import annotations

import uuid
from importlib import resources
from pathlib import Path

from communique.files import write_whole
from communique.project import open_project
from communique.schema import all_schemas, format_schema

SCHEMAS = "schemas"


def begin_project(directory: Path) -> list[Path]:
    """Copy the starter project into a folder with its schemas, and return the files that were written.

    Raises FileExistsError, naming a file that is there already, before anything is written.
    """
    starter = Path(str(resources.files("communique.starter"))) / "project"
    files = {
        _name(path.relative_to(starter)): path.read_bytes()
        for path in sorted(starter.rglob("*"))
        if path.is_file()
    }
    event = Path("content", "event.yaml")
    files[event] = files[event].replace(b"id: starter", b"id: " + uuid.uuid4().hex.encode())
    for name, schema in sorted(all_schemas(open_project(starter)).items()):
        files[Path(SCHEMAS, f"{name}.json")] = format_schema(schema).encode()
    for path in files:
        if (directory / path).exists():
            raise FileExistsError(path.as_posix())
    for path, content in files.items():
        write_whole(directory / path, content)
    return [directory / path for path in files]


def _name(path: Path) -> Path:
    """Return the name that a file of the starter gets: hidden files are stored without their dot."""
    return path.with_name(".gitignore") if path.name == "gitignore" else path
