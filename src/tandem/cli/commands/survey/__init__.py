"""`tandem survey`: tables, tests and weights from a CSV of answers, and the checking of published figures."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import click


class Subcommands(click.Group):
    """The modules of this package that do not begin with an underscore, loaded when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (module.name for module in pkgutil.iter_modules(__path__))
        return sorted(name.replace("_", "-") for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name.replace('-', '_')}").command
        return command


@click.command(cls=Subcommands)
def command() -> None:
    """Cross-tables, screening, weighting and checking of survey answers, from files."""
