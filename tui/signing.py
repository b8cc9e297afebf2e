"""Dialogs of the batch record: enter, correct, witness, deviate; each ends with a signature.

The plant goes on and the alarms stay in sight while a dialog is open: each step of it is one
question on the message line. A signature shows what is signed, by whom, and what it means
(21 CFR 11.50); here it stands for the real thing, and no password is asked.
"""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len

from simulator.language.observation import EntryView
from simulator.language.paperwork import (
    ROLES,
    CloseDeviation,
    CommentStep,
    CorrectStep,
    EnterStep,
    HandOver,
    OpenDeviation,
    WitnessStep,
)
from simulator.language.problem import Refusal
from simulator.language.text import N_
from simulator.session.desk import StepBrief
from tui.draw import fit
from tui.entry import read_number
from tui.page import Station
from tui.paper import ROLES as ROLE_WORDS
from tui.paper import limits_text, out_of_limits, value_text
from tui.question import Question

_WIDTH = 80
"""Columns of a screen that was not painted yet."""
_LEAST = 12
"""So many columns at least tell what is signed."""

Take = Callable[[float | str], None]
"""Hears the value that was typed or chosen."""


def choose(console: Station, what: str, options: list[str], take: Callable[[int], None]) -> None:
    """Ask for one of up to nine options by its digit."""
    told = "  ".join(f"{place} {option}" for place, option in enumerate(options, 1))
    label = f"{what}  {told}  Esc"
    digits = "".join(str(place) for place in range(1, len(options) + 1))
    console.message = ("", "")
    console.question = Question(label, lambda key: take(int(key) - 1), choices=digits)


def sign(console: Station, what: str, who: str, meaning: str, act: Callable[[], None]) -> None:
    """Ask for a signature: what is signed, by whom, and what it means."""
    say = console.say
    tail = f"  {say(meaning)}{say.colon}{who}   {say('s sign, Esc leave')}"
    room = max((console.size[0] or _WIDTH) - cell_len(tail) - 2, _LEAST)
    label = (what if cell_len(what) <= room else fit(what, room)) + tail
    console.message = ("", "")
    console.question = Question(label, lambda _: act(), choices="s")


PERFORMED = N_("performed by")
VERIFIED = N_("verified by")


def enter(console: Station, step: StepBrief, entry: EntryView) -> None:
    """Fill in a step, if it can be; a value out of its limits asks for a deviation at once."""
    if entry.value is not None:
        console.tell(console.say("entered already: c corrects it"))
    elif entry.state == "later":
        console.tell(console.say("not to be done yet"))
    else:
        _take_value(console, step, lambda value: _sign_entry(console, step, value))


def _sign_entry(console: Station, step: StepBrief, value: float | str) -> None:
    def done() -> None:
        console.submit(EnterStep(step.step, value))
        _mind_exception(console, step, value)

    sign(console, _shown(console, step, value), console.who, PERFORMED, done)


def correct(console: Station, step: StepBrief, entry: EntryView) -> None:
    """Correct an entry, with a reason."""
    if entry.value is None:
        console.tell(console.say("nothing entered yet"))
        return

    def reasoned(value: float | str) -> None:
        def signed(reason: str) -> None:
            def done() -> None:
                console.submit(CorrectStep(step.step, value), reason)
                _mind_exception(console, step, value)

            what = f"{value_text(step, entry.value, console.say)} → {_shown(console, step, value)}"
            sign(console, what, console.who, PERFORMED, done)

        _worded(console, N_("Reason of the correction"), signed, step.step)

    _take_value(console, step, reasoned)


def _take_value(console: Station, step: StepBrief, take: Take) -> None:
    """Ask for a value of the kind that a step takes."""
    say = console.say
    if step.kind == "check":
        words = ("yes", "no")
        choose(console, step.step, [say("yes"), say("no")], lambda place: take(words[place]))
    elif step.kind == "choice":
        named = list(step.choices)
        told = [say.words(step.choices[word]) for word in named]
        choose(console, step.step, told, lambda place: take(named[place]))
    elif step.kind == "text":
        _worded(console, N_("What to write"), take, step.step)
    else:
        expected = limits_text(step, say)
        what = f"{step.step} ({expected})" if expected else step.step
        console.ask("Value", lambda typed: _number(console, step, typed, take), "", what)


def _number(console: Station, step: StepBrief, typed: str, take: Take) -> None:
    if not typed.strip():
        return
    try:
        value = read_number(typed, step.unit)
    except Refusal as refusal:
        console.tell(console.say.problem(refusal.problems[0]), "refused")
        return
    take(value)


def _worded(console: Station, word: str, take: Callable[[str], None], what: str = "") -> None:
    """Ask for words; none is leaving."""
    console.ask(word, lambda typed: take(typed.strip()) if typed.strip() else None, what=what)


def _shown(console: Station, step: StepBrief, value: float | str) -> str:
    """Return a value that is to be signed, with a warning if it is out of its limits."""
    say = console.say
    out = f"{say('OUT OF LIMITS')}{say.colon}" if out_of_limits(step, value) else ""
    return f"{out}{step.step} = {value_text(step, value, say)}"


def _mind_exception(console: Station, step: StepBrief, value: float | str) -> None:
    """Ask for a deviation where an entry is out of its limits, and none is open about it."""
    entry = next((e for e in console.runner.desk.observe().record if e.step == step.step), None)
    if out_of_limits(step, value) and entry is not None and entry.undeviated:
        deviate(console, step.step)


def comment(console: Station, step: str) -> None:
    """Write a comment beside a step."""
    _worded(console, N_("Comment"), lambda text: console.submit(CommentStep(step, text)), step)


def witness(console: Station, step: StepBrief, entry: EntryView) -> None:
    """Let a second person sign: name, role, signature."""
    if not step.witness:
        console.tell(console.say("this step asks for no witness"))
        return
    if entry.value is None:
        console.tell(console.say("nothing entered yet"))
        return

    def named(name: str) -> None:
        def signed(place: int) -> None:
            role = ROLES[place]
            who = f"{name}, {console.say(ROLE_WORDS[role])}"
            what = _shown(console, step, entry.value if entry.value is not None else "")
            act = WitnessStep(step.step, name, role)
            sign(console, what, who, VERIFIED, lambda: console.submit(act))

        choose(console, name, [console.say(ROLE_WORDS[role]) for role in ROLES], signed)

    _worded(console, N_("Name of the witness"), named, step.step)


def deviate(console: Station, about: str) -> None:
    """Open a deviation about a step, a sample, an alarm or a tag; "" is the batch."""
    _worded(
        console,
        N_("Deviation: what happened"),
        lambda text: console.submit(OpenDeviation(text, about)),
        about,
    )


def close(console: Station, number: int) -> None:
    """Close a deviation, with what was done."""

    def done(action: str) -> None:
        act = CloseDeviation(number, action)
        what = console.say("deviation {number}", number=number)
        sign(console, what, console.who, N_("closed by"), lambda: console.submit(act))

    _worded(console, N_("What was done"), done, str(number))


HANDOVER = (
    N_("Safety"),
    N_("Process"),
    N_("Equipment"),
    N_("Open deviations"),
    N_("To do"),
)
"""The parts of a handover, in the order of the command."""


def hand_over(console: Station) -> None:
    """Write a handover, part by part, and sign it."""
    told: list[str] = []
    offered = ", ".join(
        str(one.deviation) for one in console.runner.latest.deviations if one.closed_at is None
    )

    def ask() -> None:
        place = len(told)
        if place == len(HANDOVER):
            safety, process, equipment, deviations, to_do = told
            act = HandOver(safety, process, equipment, deviations, to_do)
            what = console.say("handover")
            sign(console, what, console.who, PERFORMED, lambda: console.submit(act))
            return
        what = f"{place + 1}/{len(HANDOVER)}"
        console.ask(HANDOVER[place], take, offered if place == 3 else "", what)

    def take(typed: str) -> None:
        told.append(typed.replace("|", "/").strip())
        ask()

    ask()
