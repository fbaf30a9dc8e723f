"""Files that come back to a project, and the import of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from click.testing import Result

    from folders import Folder
    from roundtrip.desk import Desk


def returned(meeting: Folder, desk: Desk | bytes, name: str = "returned.docx") -> str:
    """Lay a file beside the project, and return its path."""
    path = meeting.root.parent / name
    path.write_bytes(desk if isinstance(desk, bytes) else desk.saved())
    return str(path)


def imported(meeting: Folder, *arguments: str, status: int = 0) -> Result:
    result = meeting.run("import", *arguments)
    assert result.exit_code == status, result.output
    return result


def everything(folder: Folder) -> dict[str, bytes]:
    """Return all files of a project."""
    return {str(path): path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}
