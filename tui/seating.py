"""Sits a person down at a session: their settings, what was wrong with them, and their console."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from simulator.language.problem import Problem
from simulator.session.pace import Pace
from simulator.session.speech import Speaker
from tui.lobby import Visitor
from tui.settings import Cupboard, Settings

if TYPE_CHECKING:
    from tui.console import Console
    from tui.visit import Played


class Seating:
    """Everything about one person at one terminal, for as long as they stay.

    Args:
        options: the settings that the command line gives; None for those it does not.
        environment: the environment of the process.
        stream: what the terminal is drawn on.
    """

    def __init__(
        self, options: Mapping[str, object], environment: Mapping[str, str], stream: TextIO
    ) -> None:
        self._cupboard = Cupboard(environment)
        settings = self._cupboard.settings(options)
        if environment.get("NO_COLOR"):
            settings = replace(settings, theme="mono", colourless=True)
        self.settings = settings
        """What holds now; a console that was left has the last word."""
        unicode = bool(options.get("served")) or knows_unicode(stream)  # a browser knows it all
        self.ascii_only = settings.ascii or not unicode
        """Whether the terminal shows nothing but ASCII."""
        self.problems: list[Problem] = list(self._cupboard.problems)
        """What was wrong with the settings, and what with the keys of the first console."""
        self._untold = True
        self._console: Console | None = None

    @property
    def latest(self) -> Settings:
        """The settings as the last console has them, or as they were to begin with."""
        return self._console.settings if self._console is not None else self.settings

    def visitor(self, who: str) -> Visitor:
        """Return who is there, and how they want to see things."""
        settings = self.settings
        return Visitor(who, Speaker(settings.language, settings.register), settings.theme)

    def console(self, played: Played, visitor: Visitor) -> Console:
        """Return the console of a session; time stands still until the task is read."""
        from tui.console import Console
        from tui.runner import Runner
        from tui.visit import NOBODY

        if self._console is not None:
            self.settings = self._console.settings
        history = played.memory.history
        pace = Pace(played.speed)
        pace.paused = True
        runner = Runner(
            played.live,
            pace,
            played.live.note_speed,
            slow_down=self.settings.slow_down,
            watch=history.record,
        )
        console = Console(
            runner,
            history,
            visitor.who or NOBODY,
            visitor.language,
            visitor.theme,
            replace(self.settings, register=visitor.say.register),
            played.memory.past,
        )
        if self._console is not None:
            console.changed.update(self._console.changed)
        console.cupboard = self._cupboard
        self._tell(console)
        self._console = console
        return console

    def _tell(self, console: Console) -> None:
        """Say once what was wrong with the settings."""
        if self._untold:
            self._untold = False
            self.problems += console.keymap.problems
            if self.problems:
                console.tell(console.say.problem(self.problems[0]), "refused")


def knows_unicode(stream: TextIO) -> bool:
    """Say whether a stream can carry every character; Textual draws on the error stream."""
    try:
        return codecs.lookup(stream.encoding or "ascii").name.startswith("utf-")
    except LookupError:
        return False


def describe(error: Exception) -> list[str]:
    """Return two lines on an error inside: what it was, and where it came up."""
    lines = [f"cuve broke off: {type(error).__name__}: {str(error)[:200]}"]
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"in {trace.tb_frame.f_globals.get('__name__', '?')}, line {trace.tb_lineno}")
        lines[-1] += f" ({code.co_name})"
    return lines
