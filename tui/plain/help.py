"""What ``help`` of the line mode tells, as English texts of the catalogues."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.language.text import N_

SESSION: Mapping[str, str] = {
    "help": N_("this list; help and the name of an alarm tells what it means"),
    "show": N_("all instruments; show TIC-101 one of them; show FIC those that begin so"),
    "alarms": N_("the alarms that are not normal, most urgent first"),
    "phases": N_("the phases of the procedure and their questions"),
    "samples": N_("the samples and what the laboratory reported"),
    "record": N_("the batch record: what is to be written down, and what was"),
    "deviations": N_("the deviations"),
    "audit": N_("who did what, with old and new value, reason and record number"),
    "utilities": N_("gases and media: supply and bank in use"),
    "interlocks": N_("the interlocks, and which came first"),
    "people": N_("how many people are free"),
    "brief": N_("the task again"),
    "time": N_("the simulated time and the speed"),
    "speed": N_("speed 60 lets time go sixty times as fast, from 1 to 3600"),
    "pause": N_("time stands still"),
    "go": N_("time goes on"),
    "step": N_("one scan passes, then pause"),
    "wait": N_("wait 10 min lets ten simulated minutes pass at once"),
    "until": N_("until something, until 2 h, or until TIC-101.PV > 38 degC: let time pass so far"),
    "story": N_("what happened so far; story 20 the last twenty lines"),
    "glossary": N_("the words explained; glossary TIC-101 explains the letters of a tag"),
    "hints": N_("the hints for now and what they cost"),
    "instructions": N_("the work instructions; instructions and a name shows one"),
    "diagnosis": N_("the questions of the diagnosis that can be answered"),
    "questions": N_("what is asked while the instruments are hidden"),
    "quit": N_("end and seal the session"),
    "leave": N_("go away and resume later"),
}
"""The words that are no command to the plant."""

COMMANDS: Mapping[str, str] = {
    "TIC-101.SP = 36.5 degC": N_("give a set-point; the unit may be left out"),
    "TIC-101.OP = 40 %": N_("move the output of a loop in MAN"),
    "TIC-101.MODE = AUTO": N_("put a loop in MAN, AUTO or CAS"),
    "XV-101 = open": N_("open or close a valve, or move it by hand in %"),
    "ack": N_("acknowledge an alarm"),
    "reset alarm": N_("reset a latched alarm"),
    "shelve": N_("take an alarm from view for a time; needs a reason"),
    "unshelve": N_("bring it back before its time"),
    "out of service": N_("take an alarm out of service; needs a reason"),
    "return to service": N_("return an alarm to service"),
    "reset interlock": N_("reset an interlock whose cause is gone"),
    "procedure": N_("who starts the phases: automatic, semiautomatic or manual"),
    "answer": N_("answer the question of a phase"),
    "sample": N_("have a sample drawn and sent to the laboratory"),
    "draw": N_("have a sample drawn and kept at hand"),
    "label": N_("write on the label of a sample"),
    "send": N_("send a sample to the laboratory"),
    "retest": N_("have one analysis of a sample measured again"),
    "enter": N_("fill in a step of the batch record"),
    "correct": N_("correct an entry; the old one stays readable; needs a reason"),
    "comment": N_("write a comment beside a step"),
    "witness": N_("verify an entry as a second person"),
    "deviation": N_("open a deviation"),
    "close deviation": N_("close a deviation, with what was done"),
    "call shift lead": N_("call the shift lead and say what is the matter"),
    "call qa": N_("call quality assurance"),
    "call utilities": N_("call the people of the utilities"),
    "handover": N_("hand over to the next shift, in writing"),
    "calibrate": N_("make a transmitter read this value now"),
    "tune": N_("change gain, integral and derivative time of a loop"),
    "change bottle": N_("have a bottle or a filter module replaced"),
    "switch": N_("switch a utility to another bank"),
    "call maintenance": N_("call a technician to a tag, unit or utility"),
    "hang": N_("hang a status label on a unit or line: DIRTY or OUT OF ORDER"),
    "release": N_(
        "let a unit or line be used that is not ready; needs a reason and a qualification"
    ),
    "ask release of": N_("ask the quality unit to release a lot that is in quarantine"),
    "urgent": N_("have the laboratory take a sample before those that are not urgent"),
    "start fault": N_("begin a fault (instructor only)"),
    "end fault": N_("end a fault (instructor only)"),
    "note": N_("write in the logbook"),
    "hint": N_("take a step of a hint, for its price in points"),
    "diagnose": N_("answer a question of the diagnosis; another answer takes its place"),
    "recall": N_("answer a question while the instruments are hidden"),
    "end freeze": N_("let the session go on after such questions"),
    "freezes": N_("have no such questions; only before the session begins"),
    "workload": N_("say how the session felt, from 0 to 100; nobody grades it"),
    "start": N_("start a phase"),
    "pause": N_("pause a phase"),
    "resume": N_("let it go on"),
    "hold": N_("hold a phase"),
    "restart": N_("go on after a hold"),
    "stop": N_("stop it in order"),
    "abort": N_("stop it at once"),
    "reset": N_("make an ended phase ready again"),
}
"""What a command to the plant does, by the words it begins with, or by the whole example."""


def explain_command(example: str) -> str:
    """Return what a command does, by an example of it; the longest beginning that fits counts.

    >>> explain_command("reset alarm PIC-101.HI")
    'reset a latched alarm'
    """
    if example in COMMANDS:
        return COMMANDS[example]
    fits = [words for words in COMMANDS if example.startswith(f"{words} ")]
    return COMMANDS[max(fits, key=len)] if fits else ""
