"""`python -m communique`."""

from communique.cli import entry

entry()
