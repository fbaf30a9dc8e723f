"""Where the program begins: a build with nothing to do ends here, before anything large is imported."""

from __future__ import annotations

import gc
import os
import sys

SELDOM = 50_000, 20, 50
"""When garbage is looked for: a command makes many objects, keeps nearly all of them, and ends."""


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["build"]:
        from communique.freshness import nothing_to_do

        current = nothing_to_do(os.getcwd(), os.environ.get("SOURCE_DATE_EPOCH", ""))  # noqa: PTH109
        if current:
            print(f"nothing to do: {current} file{'s' * (current != 1)} current")  # noqa: T201
            return
    gc.set_threshold(*SELDOM)
    from communique.cli import main as command_line

    command_line(prog_name="communique")


if __name__ == "__main__":
    main()
