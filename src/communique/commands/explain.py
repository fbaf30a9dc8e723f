"""`communique explain`."""

from __future__ import annotations

import sys

import click

from communique.cli import Command


@click.command(
    cls=Command,
    short_help="Explain the code of a problem.",
    epilog="""
communique explain unknown-key
communique explain style-range
""",
)
@click.argument("code")
def explain(code: str) -> None:
    """Explain the problem that CODE stands for: what it is, why it matters, how to mend it."""
    from communique.diagnostics import suggestion
    from communique.explain import codes, entry

    if code not in codes():
        click.echo(f"error: there is no code `{code}`; {suggestion(code, codes())}", err=True)
        sys.exit(1)
    click.echo(entry(code))
