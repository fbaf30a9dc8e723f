"""Outputs in their folder: whose they are, whether somebody works on them, and how new ones take their place.

Nothing that somebody else has touched is overwritten. A file is ours when it is the one that the last build
left there, one that a build was about to leave when it was killed, one whose edits have come back into the
content, or, when nothing is known of an earlier build, one whose seal is unbroken.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from communique.diagnostics import Span, refusal
from communique.files import leads_out, write_all_whole, write_whole
from communique.freshness import STATE
from communique.seals import read_identity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from communique.diagnostics import ContentError, Report
    from communique.freshness import Signature
    from communique.manifest import Manifest
    from communique.project import Project

State = Literal["missing", "as built", "replaceable", "edited", "open"]
TOUCHED = ("edited", "open")
"""States of a file that somebody else works on, or has."""

LOCK = "lock"
PATIENCE = 600  # seconds that a build waits for another one


def digest_of(content: bytes) -> str:
    """Return the digest by which an output is known."""
    return hashlib.sha256(content).hexdigest()


def state_of(path: Path, manifest: Manifest, found: Signature | None) -> State:
    """Return whether a file is missing, as a build left it, edited since, or open in an editor.

    `found` is its signature, taken before.
    """
    entry = manifest.outputs.get(path.name)
    if not os.path.lexists(path) or path.is_dir():  # to write in the place of a folder fails by itself
        return "missing"
    if is_open(path):
        return "open"
    if entry is not None and found == entry.signature:
        return "as built"
    try:
        content = path.read_bytes()
    except OSError:
        return "edited"
    digest = digest_of(content)
    if entry is not None and digest == entry.digest:
        return "as built"
    if digest in manifest.pending.get(path.name, ()) or (entry is not None and digest == entry.taken):
        return "replaceable"
    identity = None if manifest.known else read_identity(content)
    return "replaceable" if identity is not None and identity.intact else "edited"


def left_over(folder: Path, manifest: Manifest, documents: Collection[str]) -> tuple[Path, ...]:
    """Return the files that builds left in a folder for documents that are no more."""
    names = sorted(name for name in manifest.outputs if name.rpartition(".")[0] not in documents)
    return tuple(folder / name for name in names if (folder / name).exists())


def is_open(path: Path) -> bool:
    """Whether Word or LibreOffice says, by the file that it lays beside, that it has this one open."""
    if path.suffix == ".pdf" or path.suffix == ".html":
        return False
    return any(mark.exists() for mark in lock_files(path))


def lock_files(path: Path) -> tuple[Path, ...]:
    """Return what LibreOffice and Word call their marks: `.~lock.NAME#`, and `~$NAME` less two letters.

    Word puts its two characters in front of a short name, and in the place of the first one or two letters
    of a longer one.
    """
    names = (path.name, path.name[1:], path.name[2:])
    return (path.with_name(f".~lock.{path.name}#"), *(path.with_name(f"~${name}") for name in names))


def dated_copy(path: Path) -> Path:
    """Keep a copy of a file beside it, named by the time of its last change, and return its path.

    Raises OSError.
    """
    moment = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    stem = f"{path.stem}.{moment:%Y-%m-%dT%H%M%S}"
    content = path.read_bytes()
    copy = path.with_name(stem + path.suffix)
    number = 1
    while copy.exists() and copy.read_bytes() != content:
        number += 1
        copy = path.with_name(f"{stem}-{number}{path.suffix}")
    write_whole(copy, content)
    return copy


@contextmanager
def alone_in(folder: Path, project: Project) -> Iterator[None]:
    """Hold other builds off a folder of outputs for as long as the context lasts. Raises ContentError."""
    from filelock import FileLock, Timeout

    refuse_link(project, folder, folder / STATE)
    lock = FileLock(folder / STATE / LOCK, timeout=PATIENCE)
    try:
        (folder / STATE).mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        hint = f"wait for it to end; if there is none, delete {project.file(folder / STATE / LOCK)}"
        raise refusal("locked", "another build works in this folder", project.file(folder), hint) from None
    except OSError as error:
        raise not_written(project, folder, error) from None
    try:
        yield
    finally:
        lock.release()


def put_beside(
    project: Project,
    folder: Path,
    files: Mapping[Path, bytes],
    report: Report,
    *,
    replace: bool = False,
    outside: bool = False,
) -> tuple[Path, ...]:
    """Write files that no manifest knows, and return copies that were kept of edited ones.

    A file whose seal is broken was edited: it stays, and nothing is written, unless `replace` says so.
    `outside` allows a folder that is not in the project. Raises ContentError when a file can't be written.
    """
    from communique.manifest import Manifest

    refuse_link(project, folder if outside else project.root, folder)
    states = {path: state_of(path, Manifest(), None) for path in files}
    kept = [path for path, state in states.items() if state in TOUCHED]
    for path in kept if not replace else ():
        hint = "use `--replace`, which keeps a dated copy of it, or `--output` with another folder"
        report.error(
            "edited-output", "edited since it was built, and left as it is", Span(project.file(path)), hint
        )
    if report.failed:
        return ()
    try:
        copies = tuple(dated_copy(path) for path in kept)
        write_all_whole(files)
    except OSError as error:
        raise not_written(project, folder, error) from None
    return copies


def refuse_link(project: Project, folder: Path, path: Path) -> None:
    """Raise ContentError when a place to write to, in a folder, is a link that leads out of it."""
    if leads_out(path, folder):
        hint = "name the folder with `--output` if that is where the documents belong"
        raise refusal("outside-project", "this link leads out of the project", project.file(path), hint)


def not_written(project: Project, folder: Path, error: OSError) -> ContentError:
    """Return the error that says which file can't be written, and why."""
    path = _shown(Path(error.filename), folder) if error.filename else folder
    return refusal("not-written", f"can't be written: {error.strerror or error}", project.file(path))


def _shown(path: Path, folder: Path) -> Path:
    """Return a path in a folder; of what a build keeps there out of sight, the folder that it is in."""
    inside = path.relative_to(folder).parts if path.is_relative_to(folder) else ()
    hidden = next((each for each in inside if each.startswith(".")), None)
    return path if hidden is None else folder.joinpath(*inside[: inside.index(hidden)])
