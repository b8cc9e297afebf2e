"""``cuve play``: a scenario at the operator's terminal, or the library of all of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE, WRONG
from simulator.cli.out import language_option, new_log_name, tell

if TYPE_CHECKING:
    from tui.console import Console
    from tui.lobby import Visitor
    from tui.visit import Played

_NO_SCREEN = ("", "dumb", "unknown")


@click.command("play")
@click.argument("scenario", required=False)
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
@click.option("--served", is_flag=True, hidden=True, help="The screen is shown by a browser.")
def command(**options: Any) -> int:
    """Operate SCENARIO (a name of the library, or a path) at the terminal.

    Without SCENARIO, choose one in the library, which also has the *.yaml scenarios of this folder
    and the sessions that were left open. Every command you give is in the log, which cuve replay,
    cuve score and cuve verify read.
    """
    terminal = sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()
    screen = options["served"] or (terminal and os.environ.get("TERM", "") not in _NO_SCREEN)
    if not options["line_mode"] and not screen:
        tell("cuve play needs a terminal")
        tell(f"without one: cuve run {options['scenario'] or 'SCENARIO'}")
        return WRONG
    if options["line_mode"]:
        return _play_lines(options)
    return _play(options)


def _session(options: dict[str, Any], visitor: Visitor) -> Played | None:
    """Begin the session that was asked for, or take up one that was left; None: the library."""
    from simulator.language.problem import Problem, Refusal
    from simulator.scenario.library import read
    from simulator.session.journal import read_journal, refuse_other_scenario
    from tui.visit import begin_session, resume_session

    scenario = options["scenario"]
    if options["resume"]:
        if not options["log_path"]:
            raise Refusal(Problem("no-log", "--resume needs --log", "name the log to go on with"))
        path = Path(options["log_path"])
        visitor.say.language = read_journal(path).opening.language
        if scenario:
            refuse_other_scenario(path, scenario)
        return resume_session(visitor, path, options["speed"], lambda _came, _end: None)
    if not scenario:
        if options["line_mode"] or options["log_path"]:
            raise Refusal(Problem("no-scenario", "which scenario?", "cuve list shows them"))
        return None
    path = Path(options["log_path"] or new_log_name(scenario))
    return begin_session(visitor, read(scenario), path, options["seed"], options["speed"])


def _visitor(options: dict[str, Any], theme: str) -> Visitor:
    """Return who is there, and how they want to see things."""
    from simulator.session.speech import Speaker
    from tui.lobby import Visitor

    return Visitor(options["who"], Speaker(options["language"]), theme)


def _play_lines(options: dict[str, Any]) -> int:
    """Play a session line by line; the line mode itself seals or leaves it."""
    from simulator.session.attempts import read_attempt
    from simulator.session.pace import Pace
    from tui.plain_mode import play_plain
    from tui.runner import Runner

    played = _session(options, visitor := _visitor(options, "mono"))
    assert played is not None
    live = played.live
    runner = Runner(live, Pace(played.speed), live.note_speed)
    play_plain(runner, live, live.names, visitor.language, sys.stdin, sys.stdout)
    if read_attempt(played.path).sealed:
        _print_score(played.path, visitor)
    return DONE


def _print_score(path: Path, visitor: Visitor) -> None:
    """Print what a sealed session came to; a scenario without a rubric has no score."""
    from simulator.cli.score_table import show
    from simulator.language.problem import Refusal
    from simulator.session.score import score_log
    from simulator.session.speech import Speaker

    try:
        score = score_log(path)
    except Refusal as refusal:
        click.echo(visitor.say.problem(refusal.problems[0]))
        return
    show("", score, Speaker(visitor.language, phrases=score.phrases), None, brief=False)


def _play(options: dict[str, Any]) -> int:
    """Play at the screen, through the library if no scenario was named."""
    theme = options["theme"]
    if os.environ.get("NO_COLOR"):
        theme = "mono"
    if theme == "mono":
        os.environ["TEXTUAL_THEME"] = "ansi-dark"  # read when textual is imported
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    from tui.app import Terminal
    from tui.visit import Visit

    visitor = _visitor(options, theme)
    played = _session(options, visitor)
    served: bool = options["served"]
    visit = Visit(
        visitor,
        lambda session: _console(session, visitor),
        Path(),
        options["seed"],
        options["speed"],
        announce=lambda path: tell(f"log: {path}") if served else None,
    )
    try:
        Terminal(visit.play(played) if played else visit.library(), visit.onward).run()
    finally:
        visit.close()
        for text in visit.told:
            tell(text)
    return DONE


def _console(played: Played, visitor: Visitor) -> Console:
    """Return the console of a session; time stands still until the task is read."""
    from simulator.session.pace import Pace
    from tui.console import Console
    from tui.runner import Runner
    from tui.visit import NOBODY

    history = played.memory.history
    pace = Pace(played.speed)
    pace.paused = True
    runner = Runner(played.live, pace, played.live.note_speed, watch=history.record)
    who = visitor.who or NOBODY
    past = played.memory.past
    return Console(runner, history, who, visitor.language, visitor.theme, past=past)
