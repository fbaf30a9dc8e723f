"""A stop that comes in the middle of a library's work: the library may hide it, or keep it to itself."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Those that ask for an end, as far as the system has them."""


class StoppedError(KeyboardInterrupt):
    """A signal asks the process to end."""


_asked: list[StoppedError] = []


@contextmanager
def stoppable() -> Iterator[None]:
    """Let the signals that ask for an end do it as Ctrl-C does, so that nothing half-written is left.

    One that is ignored, as by `nohup`, stays so.
    """

    def stop(number: int, frame: object) -> None:  # noqa: ARG001
        _asked.append(StoppedError(number))
        raise _asked[-1]

    _asked.clear()
    earlier = {}
    if threading.current_thread() is threading.main_thread():
        numbers = [number for name in SIGNALS if (number := getattr(signal, name, None)) is not None]
        heeded = [each for each in numbers if signal.getsignal(each) is not signal.SIG_IGN]
        earlier = {number: signal.signal(number, stop) for number in heeded}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
        _asked.clear()


def stop_behind(error: BaseException | None) -> KeyboardInterrupt | None:
    """Return the stop that an error hides, if any: a library may complain of being stopped on its way out."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error or (_asked[-1] if _asked else None)


def stop_if_asked() -> None:
    """Stop if that was asked for and a library has swallowed it, before what it says of it is believed."""
    if _asked:
        raise _asked[-1]
