"""``cuve play --web``: from the command line to a server, and to the terminals behind it."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from simulator.cli.commands import DONE
from simulator.cli.out import new_log_name, tell
from simulator.language.problem import Problem, Refusal
from simulator.session.speech import Speaker
from tui.seating import Seating

OWN = ("web", "port", "host", "url", "seats", "log_path", "resume", "scenario", "served")
"""Parameters that are for the server, or that it works out for each terminal."""


def play_in_browser(context: click.Context) -> int:
    """Serve what was asked for until Ctrl-C.

    Raises:
        Refusal: what is needed is not installed, the options do not go together, the scenario or
            log cannot be used, or the server cannot listen.
    """
    options = context.params
    _refuse(options)
    from tui.web.door import Address, Door
    from tui.web.server import Server, serve

    language = Seating(options, os.environ, sys.stderr).settings.language
    say = Speaker(language)
    address = Address(options["host"], options["port"], options["url"])
    orders = Orders(context)
    title = orders.title(language)
    server = Server(address, Door(options["seats"]), orders.command, say, title, tell)

    def greet() -> None:
        tell(say("open this link in a browser; each opens once:"))
        for link in server.links():
            click.echo(link)
        if not address.loopback:
            tell(
                say("WARNING: other computers can reach this, and nothing is encrypted on the way")
            )
        tell(say("Ctrl-C ends it; sessions can be resumed"))

    asyncio.run(serve(server, greet))
    return DONE


def _refuse(options: dict[str, Any]) -> None:
    """Refuse what cannot be done, before anything is begun."""
    if importlib.util.find_spec("textual_serve") is None:
        hint = "pip install 'cuve[web]'"
        raise Refusal(Problem("no-web", "the browser needs textual-serve", hint))
    if options["line_mode"]:
        hint = "cuve play --plain works in a terminal"
        raise Refusal(Problem("no-lines", "the line mode is not for a browser", hint))
    if options["resume"] and not options["log_path"]:
        raise Refusal(Problem("no-log", "--resume needs --log", "name the log to go on with"))
    if options["log_path"] and options["seats"] > 1:
        message = "one log is for one seat"
        raise Refusal(Problem("one-log", message, "leave out --log: each seat gets its own"))
    if options["log_path"] and not (options["scenario"] or options["resume"]):
        raise Refusal(Problem("no-scenario", "which scenario?", "cuve list shows them"))


class Orders:
    """The words that start each terminal: those of the command line, and a log of its own.

    A seat that is opened again goes on with its session; after the end of one it gets another.

    Args:
        context: of the command line.
    """

    def __init__(self, context: click.Context) -> None:
        self._options = context.params
        self._words = _given(context)
        log = self._options["log_path"]
        self._logs: dict[int, Path] = {0: Path(log)} if log else {}
        if self._options["resume"]:
            from simulator.learning.attempts import read_attempt

            self._scenario: str = self._options["scenario"] or read_attempt(log).scenario
        else:
            self._scenario = self._options["scenario"] or ""

    def title(self, language: str) -> str:
        """Return what the page is called.

        Raises:
            Refusal: the scenario cannot be used.
        """
        if not self._scenario:
            return "Cuve"
        if self._options["resume"]:
            from simulator.learning.attempts import read_attempt

            words = read_attempt(self._logs[0]).title
        else:
            from simulator.scenario.library import load

            words = load(self._scenario).title
        return f"Cuve: {Speaker(language).words(words)}"

    def command(self, seat: int) -> list[str]:
        """Return the words that start the terminal of a seat."""
        words = [sys.executable, "-m", "simulator", "play", *self._words, "--served"]
        if not self._scenario:
            return words
        log, resume = self._log(seat)
        words += ["--log", str(log), *(["--resume"] if resume else [])]
        return [*words, "--", self._scenario]

    def _log(self, seat: int) -> tuple[Path, bool]:
        """Return the log of a seat, and whether its session is to be taken up."""
        from simulator.learning.attempts import read_attempt

        log = self._logs.get(seat)
        if log is not None:
            try:
                if not read_attempt(log).sealed:
                    return log, True
            except Refusal:
                if not log.exists():
                    return log, False
        name = Path(new_log_name(self._scenario))
        self._logs[seat] = name.with_stem(f"{name.stem}-{seat + 1}") if seat else name
        return self._logs[seat], False


def _given(context: click.Context) -> list[str]:
    """Return the options of the command line that are for a terminal, as words."""
    words: list[str] = []
    for parameter in context.command.params:
        name = parameter.name or ""
        if name in OWN or not isinstance(parameter, click.Option):
            continue
        if context.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
            continue
        value = context.params[name]
        if not parameter.is_flag:
            words.append(f"{parameter.opts[0]}={value}")
        elif value:
            words.append(parameter.opts[0])
        elif parameter.secondary_opts:
            words.append(parameter.secondary_opts[0])
    return words
