"""The ``cuve`` command: one group whose sub-commands are imported only when they are used."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from simulator import __version__
from simulator.language.problem import Refusal

COMMANDS = {
    "list": "Show the scenarios in the library.",
    "check": "Find every problem in scenario files, each with file, line and column.",
    "run": "Run a scenario without a screen; write a session log and print the results.",
    "replay": "Tell the story of a session log: commands, alarms, phases, lab results.",
    "verify": "Check a log's hash chain, then recompute it to the bit.",
    "schema": "Print the JSON Schema of scenario and plant files.",
    "bench": "Measure speed, as ratios against peers measured in the same run.",
}
"""Sub-command to the line that ``--help`` shows, so that help imports none of them."""

DONE, NO, WRONG = 0, 1, 2
"""Exit statuses: done; the answer is no; wrong use or unreadable input."""


class LazyGroup(click.Group):
    """A group that knows its commands' names but imports each only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of a working day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"simulator.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was perhaps meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from simulator.language.tag import did_you_mean

            meant = did_you_mean(args[0], list(COMMANDS))
            hint = f"; did you mean {meant}?" if meant else "; see cuve --help"
            raise click.UsageError(f"there is no command {args[0]!r}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command list from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cuve")
def cuve() -> None:
    """Cuve: a flight simulator for biomanufacturing.

    A training tool, not for GxP use. Start with: cuve run first-batch
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; exits with 0, 1 or 2, never with a traceback for bad input."""
    try:
        result: Any = cuve.main(args=arguments, prog_name="cuve", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        sys.exit(WRONG)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG)
    except Refusal as refusal:
        for problem in refusal.problems:
            click.echo(str(problem), err=True)
        sys.exit(WRONG)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(DONE)
    sys.exit(result if isinstance(result, int) else DONE)


if __name__ == "__main__":
    main()
