"""`communique completion`."""

from __future__ import annotations

import click

from communique.cli import Command, main

SHELLS = ("bash", "zsh", "fish")


@click.command(
    cls=Command,
    short_help="Print completion for a shell.",
    epilog="""
communique completion bash >> ~/.bashrc
communique completion fish > ~/.config/fish/completions/communique.fish
""",
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that completes commands and documents in SHELL."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is not None:
        click.echo(found(main, {}, "communique", "_COMMUNIQUE_COMPLETE").source())
