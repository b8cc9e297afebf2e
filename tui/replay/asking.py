"""What the assessor is asked: how to branch off, which action to move, what to remark."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.language.command_text import show_command
from simulator.language.problem import Refusal
from simulator.language.simtime import MINUTE, parse_duration, show_time
from simulator.review.beside import Given
from simulator.review.whatif import Who, Wish, earlier
from simulator.session.record import CommandRecord
from tui.entry import read_number
from tui.question import Question
from tui.replay.station import ReplayStation
from tui.replay.ticks import ACTIONS, Tick

__all__ = ["Wish", "branch", "of_expert", "remark"]

LONGEST_MIN = 1440.0
"""An action can be moved by up to a day."""
_WHO: dict[str, Who] = {"x": "expert", "i": "idle"}


def branch(console: ReplayStation) -> None:
    """Ask who acts from the moment shown on."""
    console.player.pause()
    say = console.say
    label = say("Branch: h by hand, x expert, i nobody, a action earlier, l with all later, Esc")

    def chosen(key: str) -> None:
        if key == "h":
            console.leave_for(Wish("hand", console.here))
        elif key in "al":
            _action(console, later_too=key == "l")
        else:
            console.ask("How long (nothing: to the end)", lambda typed: _long(console, key, typed))

    console.question = Question(label, chosen, choices="hxial")


def _long(console: ReplayStation, key: str, typed: str) -> None:
    """Branch with a scripted operator, for a time or to the end."""
    now = console.here
    try:
        until = now + parse_duration(typed.strip()) if typed.strip() else None
    except Refusal as refusal:
        console.tell(console.say.problem(refusal.problems[0]), "refused")
        return
    console.leave_for(Wish(_WHO[key], now, until))


def _action(console: ReplayStation, later_too: bool) -> None:
    """Ask how much earlier the last action before the playhead is to be given."""
    say, now, tick = console.say, console.here, console.at
    if tick is None or tick.t != now or tick.kind not in ACTIONS[:1]:
        tick = console.ticks.before(ACTIONS[:1], now + 1)
    record = tick.mark.of if tick is not None and tick.mark is not None else None
    if not isinstance(record, CommandRecord):
        console.tell(say("there is no action before this moment"), "refused")
        return
    shown = show_command(record.command, console.runner.desk.names)

    def answered(typed: str) -> None:
        try:
            minutes = read_number(typed, "min")
            if not 0.0 < minutes <= LONGEST_MIN:
                told = say("from {low:g} to {high:g}", low=1.0 / 60.0, high=LONGEST_MIN)
                console.tell(told, "refused")
                return
            scan = console.runner.desk.brief.scan_ms
            by_ms = max(int(minutes * MINUTE) // scan * scan, scan)
            console.leave_for(earlier(record, by_ms, later_too))
        except Refusal as refusal:
            console.tell(say.problem(refusal.problems[0]), "refused")

    what = f"{show_time(record.t)} {shown}"
    console.ask("how many minutes earlier", answered, "4", what)


def remark(console: ReplayStation) -> None:
    """Ask for a remark, and pin it to the moment shown; before the first, who writes."""
    console.player.pause()
    now = console.here
    if console.remarks.nameless:
        console.ask("Your name, or better a code", lambda name: _named(console, name))
        return
    if console.remarks.problem is not None:
        console.tell(console.say.problem(console.remarks.problem), "refused")
        return

    def said(words: str) -> None:
        if not words.strip():
            return
        try:
            console.remarks.write(now, words)
        except Refusal as refusal:
            console.tell(console.say.problem(refusal.problems[0]), "refused")
            return
        console.show_remarks()
        console.tell(console.say("remark pinned to {time}", time=show_time(now)))

    console.ask("Remark", said, what=show_time(now))


def _named(console: ReplayStation, name: str) -> None:
    """Take the name of who watches, and go on to the remark."""
    if name.strip():
        console.show_remarks(console.remarks.of(name.strip()[:40]))
        remark(console)


def of_expert(console: ReplayStation, given: Iterable[Given]) -> list[Tick]:
    """Return a tick for everything that the expert did."""
    names = console.runner.desk.names
    return [Tick(one.t, "expert", show_command(one.command, names)) for one in given]
