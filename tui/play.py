"""``cuve play``: a scenario at the operator's terminal, or the library of all of them."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE, NO, WRONG
from simulator.cli.out import new_log_name, tell
from simulator.language.words import LANGUAGES

if TYPE_CHECKING:
    from tui.lobby import Visitor
    from tui.seat import Seat
    from tui.seating import Seating
    from tui.visit import Played, Visit

_NO_SCREEN = ("", "dumb", "unknown")


@click.command("play")
@click.argument("scenario", required=False)
@click.option("--log", "log_path", help="Where to write the session log; without it, a new name.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    help="Seed of all noise and errors; without it, the scenario's own.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    help="Language of all that is read; without it, that of your settings, or English.",
)
@click.option(
    "--speed",
    type=click.FloatRange(1.0, 3600.0),
    default=1.0,
    show_default=True,
    help="How many times faster than real time to begin with.",
)
@click.option("--who", default="", help="Your code, for the log; a name gets one.")
@click.option("--plain", "line_mode", is_flag=True, help="Lines instead of a screen.")
@click.option(
    "--theme",
    type=click.Choice(("light", "dark", "contrast", "mono")),
    help="Colours; NO_COLOR in the environment means mono.",
)
@click.option("--ascii/--no-ascii", default=None, help="Draw with the characters of ASCII alone.")
@click.option("--bell/--no-bell", default=None, help="Ring when a new alarm asks for you.")
@click.option(
    "--freezes/--no-freezes",
    default=None,
    help="Whether the session may hide the screen and ask what was on it.",
)
@click.option("--resume", is_flag=True, help="Go on with the unfinished session in --log.")
@click.option("--web", is_flag=True, help="Show the terminal in a browser on this computer.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Where the browser finds it; 0 takes any port that is free.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; any other one can be reached from other computers.",
)
@click.option("--url", default="", help="The address in the browser, behind a proxy.")
@click.option(
    "--seats",
    type=click.IntRange(1, 50),
    default=1,
    show_default=True,
    help="How many browsers at a time; each gets a link and a session of its own.",
)
@click.option("--served", is_flag=True, hidden=True, help="The screen is shown by a browser.")
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:
    """Operate SCENARIO (a name of the library, or a path) at the terminal.

    Without SCENARIO, choose one in the library, which also has the *.yaml scenarios of this folder
    and the sessions that were left open. Every command you give is in the log, which cuve replay,
    cuve score and cuve verify read.
    """
    if options["web"]:
        from tui.web.launch import play_in_browser

        return play_in_browser(context)
    terminal = sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()
    screen = options["served"] or (terminal and os.environ.get("TERM", "") not in _NO_SCREEN)
    if not options["line_mode"] and not screen:
        tell("cuve play needs a terminal for input, output and errors alike: it draws on the last")
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


def _seating(options: dict[str, Any]) -> Seating:
    """Return the settings of who is there."""
    from tui.seating import Seating

    return Seating(options, os.environ, sys.__stderr__ or sys.stderr)


def _play_lines(options: dict[str, Any]) -> int:
    """Play a session line by line; the line mode itself seals or leaves it."""
    from simulator.language.forms import SwitchOffFreezes
    from simulator.learning.attempts import read_attempt
    from simulator.session.pace import Pace
    from tui.plain.mode import play_plain
    from tui.runner import Runner

    seating = _seating(options)
    for problem in seating.problems:
        tell(str(problem))
    visitor = seating.visitor(options["who"])
    played = _session(options, visitor)
    assert played is not None
    live = played.live
    if live.brief.forms.freezes and live.now == 0 and not seating.settings.freezes:
        live.submit(SwitchOffFreezes())
    runner = Runner(live, Pace(played.speed), live.note_speed)
    play_plain(runner, live, live.names, visitor.language, sys.stdin, sys.stdout)
    if read_attempt(played.path).sealed:
        from tui.plain.rating import rate_in_lines

        rate_in_lines(played.path, visitor.say, sys.stdin, sys.stdout)
        _print_score(played.path, visitor)
    return DONE


def _print_score(path: Path, visitor: Visitor) -> None:
    """Print what a sealed session came to; a scenario without a rubric has no score."""
    from simulator.cli.score_table import show
    from simulator.language.problem import Refusal
    from simulator.review.score import score_log
    from simulator.session.speech import Speaker

    try:
        score = score_log(path)
    except Refusal as refusal:
        click.echo(visitor.say.problem(refusal.problems[0]))
        return
    show("", score, Speaker(visitor.language, phrases=score.phrases), None, brief=False)


def _refuse_unwritable(who: str) -> None:
    """Refuse who cannot stand in a log while there is no screen yet to tell it on."""
    from simulator.language.plain import controls
    from simulator.language.problem import Problem, Refusal

    if controls(who):
        raise Refusal(Problem("who", "who holds a control character", "write it as plain text"))


def _first(options: dict[str, Any], visit: Visit) -> Seat:
    """Return the first seat: the library, the task of a scenario, or a session taken up again."""
    from simulator.scenario.library import glance

    scenario = options["scenario"]
    told = glance(scenario) if scenario and not options["resume"] else None
    if told is not None:
        _refuse_unwritable(visit.visitor.who)
        path = Path(options["log_path"] or new_log_name(scenario))
        return visit.prepare(scenario, told, path)
    played = _session(options, visit.visitor)
    return visit.play(played) if played else visit.library()


def _play(options: dict[str, Any]) -> int:
    """Play at the screen, through the library if no scenario was named."""
    gc.disable()  # the start makes no garbage, and looking for it would take an eighth of it
    seating = _seating(options)
    if seating.settings.theme == "mono":
        os.environ["TEXTUAL_THEME"] = "ansi-dark"  # read when textual is imported
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    from simulator.language.problem import Refusal
    from tui.app import Terminal
    from tui.seating import describe
    from tui.visit import Visit

    visitor = seating.visitor(options["who"])
    served: bool = options["served"]
    visit = Visit(
        visitor,
        lambda session: seating.console(session, visitor),
        Path(),
        options["seed"],
        options["speed"],
        announce=lambda path: tell(f"log: {path}") if served else None,
        settings=lambda: seating.latest,
    )
    terminal = Terminal(_first(options, visit), visit.onward, seating.ascii_only)
    gc.freeze()
    gc.enable()
    try:
        terminal.run()
    finally:
        visit.close()
        broke = describe(terminal.broke) if terminal.broke is not None else []
        with contextlib.suppress(OSError):  # the terminal may be gone
            for text in (*map(str, seating.problems), *broke, *visit.told):
                tell(text)
    if visit.refused:
        raise Refusal(visit.refused)
    return NO if terminal.broke is not None or terminal.return_code else DONE
