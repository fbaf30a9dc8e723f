"""Read the files of a git revision, without a checkout: the work tree and the index stay as they are.

Git is asked for names, sizes and contents, and for nothing that runs a hook, a filter or a pager. Links and
submodules are left out, as nothing of them may be followed.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from communique.diagnostics import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_TOTAL = 256 * 1024 * 1024
MOST_FILES = 20_000
PATIENCE = 120  # seconds for one question
LINK = "120000"
FILES = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit: its full name, and what a reader is told of it."""

    commit: str
    shown: str


def find_revision(root: Path, name: str) -> Revision:
    """Return the commit that a name of a revision means in the repository of a project.

    Raises ContentError.
    """
    inside = _asked(root, "rev-parse", "--is-inside-work-tree")
    if inside.returncode:
        said = _words(inside)
        if "not a git repository" in said:
            hint = "name a DOCX or a folder of an earlier version instead"
            _refuse(name, "`{name}` is no file or folder here, and the project is in no git repository", hint)
        _refuse(name, f"git can't read the repository: {said}")
    found = _asked(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    commit = found.stdout.decode("ascii", "replace").strip()
    if found.returncode or not commit:
        hint = "`git log --oneline -- content` lists the revisions that changed the content"
        _refuse(name, "`{name}` is no revision, and no file or folder either", hint)
    told = _asked(root, "show", "--no-patch", "--no-show-signature", "--format=%h of %cs", commit, "--")
    shown = told.stdout.decode("utf-8", "replace").strip() or commit[:12]
    return Revision(commit, shown)


def read_files(root: Path, revision: Revision, folders: tuple[str, ...]) -> dict[str, bytes]:
    """Return the files of folders of a project at a revision, by their paths from the project's folder."""
    entries = list(_entries(root, revision, folders))
    if len(entries) > MOST_FILES or sum(size for _, size, _ in entries) > LARGEST_TOTAL:
        _refuse(revision.shown, "the project at `{name}` is too large to be a project of this program")
    contents = _contents(root, [blob for blob, _, _ in entries])
    return {path: content for (_, _, path), content in zip(entries, contents, strict=True)}


def _entries(root: Path, revision: Revision, folders: tuple[str, ...]) -> Iterator[tuple[str, int, str]]:
    """Yield the files of folders: the name of the blob, its size, and the path."""
    # Where a project is in a subfolder, git gives names from there, as it is asked there.
    listed = _asked(
        root, "ls-tree", "-r", "-l", "-z", revision.commit, "--", *(f"{each}/" for each in folders)
    )
    if listed.returncode:
        _refuse(revision.shown, f"git can't read `{{name}}`: {_words(listed)}")
    for line in listed.stdout.split(b"\0"):
        if not line:
            continue
        said, _, path = line.partition(b"\t")
        mode, kind, blob, size = said.decode("ascii").split()
        name = os.fsdecode(path)
        if kind == "blob" and mode in FILES and ".." not in name.split("/"):
            yield blob, int(size), name


def _contents(root: Path, blobs: list[str]) -> Iterator[bytes]:
    """Yield the contents of blobs."""
    if not blobs:
        return
    asked = _asked(root, "cat-file", "--batch", lines="".join(f"{each}\n" for each in blobs))
    answer, at = asked.stdout, 0
    for blob in blobs:
        head, _, _ = answer[at : at + 200].partition(b"\n")
        words = head.split()
        if asked.returncode or len(words) != 3 or words[1] != b"blob":
            _refuse(blob, "git can't read the object `{name}`; `git fsck` says what is damaged")
        start = at + len(head) + 1
        at = start + int(words[2])
        yield answer[start:at]
        at += 1


def _asked(root: Path, *arguments: str, lines: str = "") -> subprocess.CompletedProcess[bytes]:
    """Ask git a question in a folder."""
    environment = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "--no-pager", "-c", "core.quotePath=false", *arguments]
    try:
        return subprocess.run(  # noqa: S603 - no shell, and names of revisions stand behind an end of options
            command,
            cwd=root,
            env=environment,
            input=lines.encode("ascii"),
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
    except FileNotFoundError:
        _refuse(
            " ".join(arguments[:1]), "git is not installed here", "install git, or name a DOCX or a folder"
        )
    except subprocess.TimeoutExpired:
        _refuse(" ".join(arguments[:1]), "git did not answer")


def _words(answer: subprocess.CompletedProcess[bytes]) -> str:
    said = answer.stderr.decode("utf-8", "replace").strip().splitlines()
    return said[0].removeprefix("fatal: ") if said else "it says nothing"


def _refuse(name: str, message: str, hint: str = "") -> NoReturn:
    raise refusal("no-earlier-version", message.format(name=name), "--since", hint)
