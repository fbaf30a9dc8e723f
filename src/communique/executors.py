"""What writes the outputs of a build: this process, workers of this computer, or a cluster."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from communique.project import Format

DASK = "dask://"


def cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # Linux alone can tell
        return os.cpu_count() or 1


@contextmanager
def executor_for(
    root: Path, address: str | None, jobs: int | None, formats: tuple[Format, ...] | None
) -> Iterator[Executor | None]:
    """Give what writes a project's outputs; None where this process does it all. Raises ContentError.

    Workers get ready from now on. They are worth it for PDFs, and where they have a processor to themselves.
    """
    count = cores() if jobs is None else jobs
    local = address is None and (formats is None or "pdf" in formats)
    with cluster_for(address) as cluster, local_executor(root, count if local else 0) as workers:
        yield cluster or workers


@contextmanager
def cluster_for(address: str | None) -> Iterator[Executor | None]:
    """Give the workers of a cluster; None without an address. Raises ContentError."""
    if address is None:
        yield None
        return
    from communique.cluster import cluster_executor

    with cluster_executor(address.removeprefix(DASK)) as cluster:
        yield cluster


@contextmanager
def local_executor(root: Path, count: int) -> Iterator[Executor | None]:
    """Give workers of this computer; None for fewer than two, and where processes can't be started."""
    from communique.local_executor import LocalExecutor

    try:
        workers = LocalExecutor(root, count) if count > 1 else None
    except OSError:
        workers = None
    if workers is None:
        yield None
        return
    with workers:
        yield workers
