"""Builds of a test, and what they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from folders import Folder

QUICK = ("-f", "docx,html")
PEOPLE = "content/people.yaml"
OLD, NEW = "title: Director General", "title: Director-General"
SECONDS = 60  # that anything may take before a test gives up


def built(folder: Folder, *arguments: str) -> list[str]:
    """Build, and return the names of the files that were written."""
    result = folder.run("build", *(arguments or QUICK))
    assert result.exit_code == 0, result.output
    return [line.split()[0].rpartition("/")[2] for line in result.stdout.splitlines() if line.endswith(" s")]


def outputs(folder: Folder) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in (folder.root / "build").glob("[!.]*.*")
        if path.suffix != ".md"
    }


def contents(folder: Folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder.root / "build").glob("[!.]*.[dh]*")}
