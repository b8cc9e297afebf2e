"""Calls a sub-command, importing only that one, and turns what goes wrong into an exit status."""

from __future__ import annotations

import importlib

import click

from simulator.cli.commands import COMMANDS, DONE, ELSEWHERE, EXAMPLES, USAGE, WRONG
from simulator.cli.out import complain
from simulator.language.problem import Problem, Refusal
from simulator.language.tag import did_you_mean


def call(words: list[str]) -> int:
    """Call the sub-command that ``words`` begin with; return the exit status."""
    name, *arguments = words
    if name not in COMMANDS:
        meant = did_you_mean(name, COMMANDS)
        hint = f"did you mean cuve {meant}?" if meant else "cuve --help shows the commands"
        complain([Problem("no-command", f"there is no command {name}", hint)])
        click.echo(USAGE, err=True)
        return WRONG
    module = ELSEWHERE.get(name, f"simulator.cli.{name}")
    command: click.Command = importlib.import_module(module).command
    command.epilog = "\n".join(["\b", "Examples:", *(f"  {line}" for line in EXAMPLES[name])])
    try:
        # not `command.main`, which would make a closed pipe an exit status of its own
        with command.make_context(f"cuve {name}", arguments) as context:
            result: object = command.invoke(context)
    except click.exceptions.Exit as finished:
        return finished.exit_code
    except (click.exceptions.Abort, EOFError):
        click.echo("interrupted", err=True)
        return WRONG
    except click.ClickException as error:
        error.show()
        return WRONG
    except Refusal as refusal:
        complain(refusal.problems)
        return WRONG
    return result if isinstance(result, int) else DONE
