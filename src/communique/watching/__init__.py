"""Watching a project: what a change touches is built, each format as soon as it is ready."""

from communique.watching.loop import Watch
from communique.watching.telling import Teller

__all__ = ["Teller", "Watch"]
