"""A stop that comes in the middle of a library's work."""

from __future__ import annotations


def stop_behind(error: BaseException | None) -> KeyboardInterrupt | None:
    """Return the stop that an error hides, if any: a library may complain of being stopped on its way out."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error
