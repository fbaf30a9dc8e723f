"""A Dask cluster as executor: its workers may be other computers, so the theme travels with documents."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import communique
from communique.diagnostics import ContentError, refusal
from communique.theme import Theme, shipped_layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PATIENCE = 10.0
"""Seconds in which a cluster must answer."""

COMPOSED_WITH = {".jinja", ".yaml"}
"""Endings of theme files that no writer reads: templates and what is read before."""


@dataclass(frozen=True, slots=True)
class PackedTheme:
    """A theme that can travel: files of the project's own layers as bytes, without the theme that ships."""

    theme: Theme
    layers: tuple[tuple[tuple[str, bytes], ...], ...]
    digest: str


def packed(theme: Theme) -> PackedTheme:
    """Pack a theme with the files that writers may read."""
    shipped = shipped_layer().resolve()
    layers = tuple(_files(layer) for layer in theme.layers if layer.resolve() != shipped)
    named = sha256()
    for layer in layers:
        for name, content in layer:
            named.update(f"{name}\0{len(content)}\0".encode() + content)
        named.update(b"\0")
    return PackedTheme(theme, layers, named.hexdigest()[:32])


def _files(layer: Path) -> tuple[tuple[str, bytes], ...]:
    paths = sorted(each for each in layer.rglob("*") if each.is_file() and each.suffix not in COMPOSED_WITH)
    return tuple((path.relative_to(layer).as_posix(), path.read_bytes()) for path in paths)


def unpacked(theme: PackedTheme) -> Theme:
    """Return the theme with its files in folders of this computer, made once for the same files."""
    return Theme(theme.theme.tokens, theme.theme.styles, (*_folders(theme), shipped_layer().resolve()))


_unpacked: dict[str, tuple[Path, ...]] = {}


def _folders(theme: PackedTheme) -> tuple[Path, ...]:
    """Write the packed layers, whole, into a temporary folder that lasts as long as the process."""
    if theme.digest not in _unpacked:
        folder = _place() / theme.digest
        partial = Path(tempfile.mkdtemp(dir=_place()))
        for number, layer in enumerate(theme.layers):
            (partial / str(number)).mkdir()
            for name, content in layer:
                path = partial / str(number) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        if not folder.exists():
            partial.rename(folder)
        _unpacked[theme.digest] = tuple(folder / str(number) for number in range(len(theme.layers)))
    return _unpacked[theme.digest]


@cache
def _place() -> Path:
    place = Path(tempfile.mkdtemp(prefix="communique-theme-")).resolve()
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def call_unpacked(call: Callable[..., Any], *arguments: Any) -> Any:
    """Make a call, with packed themes among its arguments unpacked.

    Runs on a worker, in one thread at a time.
    """
    with _one_at_a_time():
        return call(*(unpacked(each) if isinstance(each, PackedTheme) else each for each in arguments))


@cache
def _one_at_a_time() -> Any:
    """Return a lock: the layout engine serves one thread, and Dask's workers have several."""
    from threading import Lock

    return Lock()


class ClusterEndedError(BrokenExecutor):
    """A cluster, or a worker of it, ended in the middle of the work."""


class ClusterExecutor(Executor):
    """Runs calls on a cluster, with themes packed for the journey.

    What Dask itself complains of comes back as executors of this computer say it.
    """

    def __init__(self, inner: Executor) -> None:
        self._inner = inner
        self._packed: dict[int, tuple[Theme, PackedTheme]] = {}

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a call done by a worker of the cluster."""
        return _retold(self._inner.submit(call_unpacked, fn, *(self._sent(each) for each in args), **kwargs))

    def _sent(self, value: Any) -> Any:
        if not isinstance(value, Theme):
            return value
        known = self._packed.get(id(value))
        if known is None:
            known = self._packed[id(value)] = (value, packed(value))
        return known[1]


def _retold(theirs: Future[Any]) -> Future[Any]:
    """Return a future that ends as another one does, and cancels it when it is cancelled."""
    ours: Future[Any] = Future()

    def ended(_: Future[Any]) -> None:
        if not ours.set_running_or_notify_cancel():
            return
        error = None if theirs.cancelled() else theirs.exception()
        if theirs.cancelled() or type(error).__module__.partition(".")[0] == "distributed":
            ours.set_exception(ClusterEndedError(str(error or "the cluster gave the work up")))
        elif error is not None:
            ours.set_exception(error)
        else:
            ours.set_result(theirs.result())

    def cancelled(_: Future[Any]) -> None:
        if ours.cancelled():
            theirs.cancel()

    theirs.add_done_callback(ended)
    ours.add_done_callback(cancelled)
    return ours


@contextmanager
def cluster_executor(address: str) -> Iterator[Executor]:
    """Give a cluster's workers, once it is sure that they can do the work. Raises ContentError."""
    try:
        from distributed import Client as Connected
    except ImportError:
        hint = "pip install 'communique[dask]'"
        raise _error("no-dask", "a Dask cluster needs the library `distributed`", address, hint) from None
    connect: Any = Connected
    try:
        client = connect(f"tcp://{address}", timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError) as error:
        hint = "start one with `dask scheduler` and `dask worker`, and name the scheduler's address"
        raise _error("no-cluster", f"no Dask scheduler answers: {error}", address, hint) from None
    try:
        _check_workers(client, address)
        yield ClusterExecutor(client.get_executor(pure=False))
    finally:
        client.close()


def _check_workers(client: Any, address: str) -> None:
    """Raise ContentError unless every worker has this very program, and there is a worker."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        hint = "start some with `dask worker`"
        raise _error("no-cluster", "the Dask cluster has no workers", address, hint) from None
    ours = own_versions()
    found: Mapping[str, Any] = client.run(engines, on_error="return")
    for worker, theirs in found.items():
        if isinstance(theirs, BaseException):
            message = f"the worker {worker} can't run this program: {theirs}"
            raise _error("cluster-differs", message, address, "install the same Communique for it")
        for name, version in ours.items():
            if theirs.get(name) != version:
                message = f"the worker {worker} has {name} {theirs.get(name)}, and this computer {version}"
                raise _error("cluster-differs", message, address, "install the same versions on both")


def own_versions() -> dict[str, str]:
    """Return what this computer has, which the workers have to have, too."""
    return engines()


def engines() -> dict[str, str]:
    """Return what bytes depend on beside content and theme: this program, its theme and libraries, Python."""
    from communique.dependencies import ENGINES, digest, program_digest, version_of
    from communique.shared_libraries import library_versions

    shipped = shipped_layer()
    theme = b"".join(each.read_bytes() for each in sorted(shipped.rglob("*")) if each.is_file())
    names = dict.fromkeys(each for engine in ENGINES.values() for each in engine)
    return {
        "Communique": f"{communique.__version__} {program_digest()}",
        "its theme": digest(theme)[:12],
        "Python": sys.version.partition(" ")[0],
        **library_versions(),
        **{name: version_of(name) for name in names},
    }


def _error(code: str, message: str, address: str, hint: str) -> ContentError:
    return refusal(code, message, f"dask://{address}", hint)
