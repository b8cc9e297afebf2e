"""``cuve play``: a scenario at the operator's terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE, WRONG
from simulator.cli.out import language_option, new_log_name, tell

if TYPE_CHECKING:
    from simulator.session.live import Live

_NO_SCREEN = ("", "dumb", "unknown")


@click.command("play")
@click.argument("scenario")
@click.option("--log", "log_path", help="Where to write the session log; without it, a new name.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    help="Seed of all noise and errors; without it, the scenario's own.",
)
@language_option
@click.option(
    "--speed",
    type=click.FloatRange(1.0, 3600.0),
    default=1.0,
    show_default=True,
    help="How many times faster than real time to begin with.",
)
@click.option("--who", default="", help="Your name, for the log.")
@click.option("--plain", "line_mode", is_flag=True, help="Lines instead of a screen.")
@click.option(
    "--theme",
    type=click.Choice(("light", "dark", "mono")),
    default="light",
    show_default=True,
    help="Colours; NO_COLOR in the environment means mono.",
)
@click.option("--resume", is_flag=True, help="Go on with the unfinished session in --log.")
def command(**options: Any) -> int:
    """Operate SCENARIO (a name of the library, or a path) at the terminal.

    Every command you give is in the log, which cuve replay and cuve verify read.
    """
    terminal = sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()
    if not options["line_mode"] and (not terminal or os.environ.get("TERM", "") in _NO_SCREEN):
        tell("cuve play needs a terminal")
        tell(f"without one: cuve run {options['scenario']}")
        return WRONG
    live, path = _begin(options)
    if options["line_mode"]:
        return _play_lines(live, options)
    ended = False
    try:
        ended = _play(live, options)
    finally:
        if ended and live.stopped is None:
            live.seal("ended" if live.finished else "stopped")
        elif live.stopped is None:
            live.close()
        tell(f"log: {path}")
        tell(f"head: {live.head}")
        if not ended:
            tell(f"go on with: cuve play {options['scenario']} --resume --log {path}")
    return DONE


def _begin(options: dict[str, Any]) -> tuple[Live, Path]:
    """Begin a session, or take up one that was left."""
    from simulator.language.problem import Problem, Refusal
    from simulator.scenario.library import read
    from simulator.session.journal import read_journal, refuse_other_scenario
    from simulator.session.live import Live, Signature

    signature = Signature(options["who"] or "operator")
    if options["resume"]:
        if not options["log_path"]:
            raise Refusal(Problem("no-log", "--resume needs --log", "name the log to go on with"))
        path = Path(options["log_path"])
        options["language"] = read_journal(path).opening.language
        refuse_other_scenario(path, options["scenario"])
        return Live.resume(path, signature), path
    path = Path(options["log_path"] or new_log_name(options["scenario"]))
    live = Live.begin(
        read(options["scenario"]),
        path,
        signature,
        seed=options["seed"],
        language=options["language"],
    )
    return live, path


def _play_lines(live: Live, options: dict[str, Any]) -> int:
    """Play a session line by line; the line mode itself seals or leaves it."""
    from simulator.session.pace import Pace
    from tui.plain_mode import play_plain
    from tui.runner import Runner

    runner = Runner(live, Pace(options["speed"]), live.note_speed)
    play_plain(runner, live, live.names, options["language"], sys.stdin, sys.stdout)
    return DONE


def _play(live: Live, options: dict[str, Any]) -> bool:
    """Play a session at the screen; return whether the user wants it sealed."""
    from simulator.session.pace import Pace
    from tui.console import Console
    from tui.history import History
    from tui.runner import Runner

    theme = options["theme"]
    if os.environ.get("NO_COLOR"):
        theme = "mono"
    if theme == "mono":
        os.environ["TEXTUAL_THEME"] = "ansi-dark"  # read when textual is imported
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    from tui.app import Terminal

    history = History()
    pace = Pace(options["speed"])
    pace.paused = True
    runner = Runner(live, pace, live.note_speed, watch=history.record)
    console = Console(runner, history, options["who"] or "operator", options["language"], theme)
    try:
        Terminal(console).run()
    finally:
        runner.stop()
    return console.leaving == "seal"
