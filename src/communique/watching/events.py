"""Changes of files: which files a project's build reads, how they stand, and when one of them has changed.

The operating system only says that there may be something to look at. What has changed is told by looking,
so it makes no difference how an editor writes a file, or how many messages that makes.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

from communique.freshness import BESIDE, Signature, names_in, signature
from communique.theme import shipped_layer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

State = dict[str, Signature | None]

QUIET = 2
"""Milliseconds without a change after which a burst of them is over."""

LONGEST_BURST = 400
"""Milliseconds after which it is looked at what has changed, even if it goes on."""

POLL = 0.3
"""Seconds between two looks where the operating system does not tell of changes."""


def look(root: Path) -> tuple[State, list[str]]:
    """Return the files that a build of a project reads, as they stand, and the folders that they are in."""
    state: State = {}
    folders = [str(root)]
    for name in BESIDE:
        _see(str(root / name), state)
    for name in names_in(str(root / "content")) or ():
        _see(str(root / "content" / name), state)
    if os.path.isdir(root / "content"):  # noqa: PTH112 - these run at every change
        folders.append(os.path.realpath(root / "content"))
    for layer in (root / "templates", shipped_layer()):
        _look_below(os.path.realpath(layer), state, folders)
    return state, list(dict.fromkeys(folders))


def _look_below(folder: str, state: State, folders: list[str]) -> None:
    names = names_in(folder)
    if names is None:
        return
    folders.append(folder)
    for name in names:
        path = os.path.join(folder, name)  # noqa: PTH118
        if os.path.isdir(path):  # noqa: PTH112
            _look_below(path, state, folders)
        else:
            _see(path, state)


def _see(path: str, state: State) -> None:
    found = signature(path)
    if found is not None:
        state[path] = found


def differing(old: State, new: State) -> list[str]:
    """Return the files that are not as they were, be they new, changed or gone."""
    return [path for path in dict.fromkeys((*new, *old)) if old.get(path) != new.get(path)]


class Listener:
    """A thread that calls when something may have changed in a project's folders, until it is closed.

    `told` is called from that thread, with the paths that the operating system named. Where it names none,
    as on file systems of other computers, the files are looked at again and again (`poll`).
    """

    def __init__(
        self, root: Path, folders: list[str], told: Callable[[set[str]], None], *, poll: bool
    ) -> None:
        self._root, self._told = root, told
        self._stop = threading.Event()
        self.polls = poll
        self.folders = folders
        notify = None if poll else _notifier(folders)
        if notify is None:
            self.polls = True
        self._thread = threading.Thread(target=self._listen, args=(notify,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Call no more."""
        self._stop.set()
        self._thread.join()

    def _listen(self, notify: Any) -> None:
        if notify is None:
            self._poll()
            return
        with notify:
            while not self._stop.is_set():
                found = notify.watch(LONGEST_BURST, QUIET, 0, self._stop)
                if isinstance(found, set):
                    self._told({path for _, path in found})

    def _poll(self) -> None:
        state, _ = look(self._root)
        while not self._stop.wait(POLL):
            new, _ = look(self._root)
            if new != state:
                state = new
                self._told(set())


def _notifier(folders: list[str]) -> Any:
    """Return what tells of changes in these folders.

    None where the operating system can't, or can no more.
    """
    try:
        from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError
    except ImportError:
        return None
    try:
        return RustNotify(folders, False, False, 0, False, True)
    except (OSError, WatchfilesRustInternalError):
        return None
