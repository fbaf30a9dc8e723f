"""Tell in a few milliseconds that there is nothing to do.

A build notes the state of every file that it read and of every file that it wrote. As long as the operating
system reports the same sizes, times and inodes, and the same names in the folders, nothing can have changed.
When anything differs, the contents are looked at: whether they make another document is told by
`dependencies`. This module is imported on every start, and itself imports next to nothing.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

STATE = ".communique"  # the folder with what a build notes, in the folder it writes to
MANIFEST = "manifest.json"
LAYOUT = 1  # of the manifest; another one is as good as none
UNSETTLED = 50_000_000  # nanoseconds in which a further change might leave the times as they are
UNSETTLED_COARSE = 2_100_000_000  # the same where times are whole seconds, as on memory sticks
SETTINGS = ("communique.toml", "pyproject.toml")
BESIDE = (*SETTINGS, "review.yaml")  # the files that are read beside the folders

Signature = list[int]


def signature(path: str) -> Signature | None:
    """Return what the operating system says of a file: size, times, inode. None when there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - pathlib is slow to import
    except (OSError, ValueError):
        return None
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def settled(found: Signature | None, now: int) -> Signature | None:
    """Return a signature if it is old enough that any later change must show in it.

    A file that was changed in the same moment as it was looked at could change again unseen.
    """
    if found is None:
        return None
    latest = max(found[1], found[2])
    coarse = found[1] % 1_000_000_000 == 0
    return found if now - latest > (UNSETTLED_COARSE if coarse else UNSETTLED) else None


def names_in(folder: str, suffix: str = "") -> list[str] | None:
    """Return the names in a folder that count: without hidden files and what editors leave beside."""
    try:
        names = os.listdir(folder)  # noqa: PTH208
    except OSError:
        return None
    return sorted(
        name for name in names if name.endswith(suffix) and name[0] not in ".~#" and name[-1] != "~"
    )


def read_manifest(folder: str) -> dict[str, Any] | None:
    """Read the manifest of a folder of outputs; None when it is not there, damaged, or of another layout."""
    try:
        with open(os.path.join(folder, STATE, MANIFEST), encoding="utf-8") as file:  # noqa: PTH118, PTH123
            manifest = json.load(file)
    except (OSError, ValueError, RecursionError):
        return None
    return manifest if isinstance(manifest, dict) and manifest.get("layout") == LAYOUT else None


def unchanged(manifest: dict[str, Any], root: str, folder: str, epoch: str, wanted: list[str]) -> bool:
    """Whether everything that was read, and the wanted outputs, are as the last build left them.

    Files of documents that are gone are told of by every build, so as long as one is there, it is not.
    """
    try:
        outputs = manifest["outputs"]
        return bool(
            manifest["epoch"] == epoch
            and manifest["python"] == sys.version
            and all(_same_listing(root, *each) for each in manifest["listed"])
            and all(found and signature(_at(root, path)) == found for path, found in manifest["read"].items())
            and set(wanted) <= set(manifest["fresh"])
            and not _left_over(manifest, folder)
            and all(
                name in outputs
                and (found := signature(os.path.join(folder, name)))  # noqa: PTH118
                and found == outputs[name]["signature"]
                and all(signature(path) == was for path, was in outputs[name]["machine"].items())
                for name in wanted
            )
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def _left_over(manifest: dict[str, Any], folder: str) -> bool:
    """Whether a file is there that builds left for a document that is no more."""
    documents = {name.rpartition(".")[0] for name in manifest["all"]}
    return any(
        name.rpartition(".")[0] not in documents and os.path.exists(os.path.join(folder, name))  # noqa: PTH110, PTH118
        for name in manifest["outputs"]
    )


def _same_listing(root: str, folder: str, suffix: str, names: list[str] | None) -> bool:
    return names_in(_at(root, folder), suffix) == names


def _at(root: str, path: str) -> str:
    return os.path.join(root, path)  # noqa: PTH118 - an absolute path stays what it is


def nothing_to_do(start: str, epoch: str) -> int:
    """Return how many outputs a plain build would leave as they are, or 0 when it has to look closer."""
    root = os.path.realpath(start)
    while not os.path.isfile(os.path.join(root, "content", "event.yaml")):  # noqa: PTH113, PTH118
        root, last = os.path.dirname(root), root  # noqa: PTH120
        if root == last:
            return 0
    folder = os.path.join(root, output_name(root))  # noqa: PTH118
    manifest = read_manifest(folder)
    if manifest is None or manifest.get("problems") or not isinstance(manifest.get("all"), list):
        return 0
    wanted = manifest["all"]
    return len(wanted) if unchanged(manifest, root, folder, epoch, wanted) else 0


def output_name(root: str) -> str:
    """Return the folder that the settings name; what is odd is left for the build to complain of."""
    for name in SETTINGS:
        try:
            with open(os.path.join(root, name), "rb") as file:  # noqa: PTH118, PTH123
                text = file.read()
        except OSError:
            continue
        if name == SETTINGS[1] and b"communique" not in text:
            continue
        import tomllib

        try:
            table = tomllib.loads(text.decode())
            if name == SETTINGS[1]:
                table = table.get("tool", {}).get("communique", {})
            return str(table.get("output", "build"))
        except (AttributeError, ValueError):
            return "build"
    return "build"


def now() -> int:
    """Return the time in nanoseconds, as file systems count it."""
    return time.time_ns()
