"""What is under way in the process cell: what stops it, what waits for a person, who is there."""

from __future__ import annotations

import math

from rich.cells import cell_len

from simulator.language.floor import LABELS
from simulator.language.observation import Observation, PhaseView, UtilityView
from simulator.language.simtime import show_time
from tui.draw import Line, Piece, fit, line, whole
from tui.mimics.scene import brief_number
from tui.page import Station
from tui.pages.facts import LOST

UTILITY = 38
"""Cells of one utility, at the least."""
_BAR = 6
BAD = ("DIRTY", "EXPIRED", "OUT OF ORDER")
"""Labels that stand out: what bears one is not to be used."""


def under_way(console: Station, width: int) -> list[Line]:
    """Return what stops the plant, what waits for a person, people, and utilities."""
    say, now = console.say, console.runner.latest
    lines: list[Line] = []
    for lock in now.interlocks:
        if lock.tripped:
            first = f"  ({say('first out')})" if lock.first_out else ""
            told = f" ! {lock.interlock} {say.retell(lock.text)}  {say('TRIPPED')}{first}"
            lines.append(line([(told, "refused")], width))
    lines += [line(_due(console, phase), width) for phase in _waiting(console)]
    duties = _duties(console)
    if duties:
        lines.append(line(duties, width))
    labels = _floor(console)
    if labels:
        lines.append(line(whole(labels, width), width))
    lines.append(line(whole(_people(console), width), width))
    columns = max(width // UTILITY, 1)
    cells = [_utility(console, view, width // columns) for view in now.utilities]
    for start in range(0, len(cells), columns):
        lines.append(line([p for cell in cells[start : start + columns] for p in cell], width))
    return lines


def bearing(now: Observation, unit: str, room: int) -> list[Piece]:
    """Return the status label of a unit and the lot in it, each whole if there is room for it."""
    pieces: list[Piece] = []
    for view in now.status:
        if view.tag == unit:
            bad = view.label in BAD or view.overdue
            pieces.append((f" {view.label} ", "refused" if bad else "soft"))
    for lot in now.lots:
        if lot.unit == unit and lot.closed is None:
            pieces.append((f" {lot.number} ", "refused" if lot.overdue else ""))
    fitting: list[Piece] = []
    for text, token in pieces:
        room -= cell_len(text)
        if room >= 0:
            fitting.append((text, token))
    return fitting


def _floor(console: Station) -> list[Piece]:
    """Return how many units and lines bear each label, and how many lots are in work."""
    say, now = console.say, console.runner.latest
    pieces: list[Piece] = []
    for label in LABELS:
        count = sum(view.label == label for view in now.status)
        if count:
            pieces.append((f" {count} {label} ", "refused" if label in BAD else ""))
    live = [lot for lot in now.lots if lot.closed is None]
    if live:
        pieces.append((f"  {say('lots in work: {n}', n=len(live))} ", ""))
    for state in ("QUARANTINE", "REJECTED"):
        count = sum(now.standings.get(lot.number) == state for lot in live)
        if count:
            pieces.append((f" {count} {state} ", "refused"))
    over = sum(lot.overdue for lot in live)
    if over:
        pieces.append((f" {say('past its hold time')}{say.colon}{over}", "refused"))
    return pieces


def _waiting(console: Station) -> list[PhaseView]:
    """Return the phases that wait for an answer, then those that wait for something else."""
    phases = console.runner.latest.phases
    asking = [phase for phase in phases if phase.prompt]
    waiting = (phase for phase in phases if phase.waits_for or phase.barred)
    return [*asking, *(phase for phase in waiting if not phase.prompt)]


def _due(console: Station, phase: PhaseView) -> list[Piece]:
    """Return what a phase waits for."""
    say = console.say
    names = {card.tag: card.name for card in console.runner.desk.brief.cell.phases}
    name = say.words(names[phase.phase]) if phase.phase in names else phase.phase
    batch = "" if not phase.batch or phase.batch in name else f"{phase.batch} "
    head: Piece = (f" {batch}{phase.unit} {name} ", "")
    if phase.prompt:
        return [head, (f"? {say.retell(phase.prompt)}", "strong")]
    since = for_how_long(console, phase)
    if phase.barred:
        return [head, (f"! {say.retell(phase.barred)}{since}", "refused")]
    return [head, (f"{say('waits for')} {phase.waits_for}{since}", "soft")]


def for_how_long(console: Station, phase: PhaseView) -> str:
    """Return how long a phase has waited for a unit or a label; empty if it does not."""
    if phase.waiting is None:
        return ""
    waited = max(console.runner.latest.now - phase.waiting, 0)
    return f", {console.say('for {t}', t=show_time(waited))}"


def _duties(console: Station) -> list[Piece]:
    """Return what is due in the batch record and at the sampling bench; nothing if nothing is."""
    say, now = console.say, console.runner.latest
    late = sum(entry.state == "late" for entry in now.record)
    due = sum(entry.state == "due" for entry in now.record)
    bench = sum(sample.at_hand for sample in now.samples)
    pieces: list[Piece] = []
    if late:
        pieces.append((f" {say('batch record: {n} late', n=late)}  ", "strong"))
    if due:
        pieces.append((f" {say('batch record: {n} due', n=due)}  ", ""))
    if bench:
        pieces.append((f" {say('samples to label: {n}', n=bench)}", ""))
    return pieces


def _people(console: Station) -> list[Piece]:
    """Return who is free, and the samples that are on their way."""
    say, now = console.say, console.runner.latest
    free = say("{n} of {total} people free", n=now.people_free, total=now.people_on_shift)
    under_way_ = [s for s in now.samples if s.stage != "reported" and not s.at_hand]
    taken = [sample.taken_at for sample in now.samples if sample.taken_at is not None]
    pieces: list[Piece] = [(f" {free}", "strong" if now.people_free == 0 else "")]
    pieces.append((f"   {say('samples on their way')}{say.colon}{len(under_way_)}", ""))
    if taken:
        pieces.append((f"   {say('last sample')} {show_time(max(taken))}", "soft"))
    return pieces


def utility_name(console: Station, utility: str) -> str:
    """Return what a utility is called, in the language of whoever looks."""
    names = {card.tag: card.name for card in console.runner.desk.brief.cell.utilities}
    return console.say.words(names[utility]) if utility in names else utility


def _utility(console: Station, view: UtilityView, width: int) -> list[Piece]:
    """Return one utility: name, a bar of its supply, and its bank."""
    name = utility_name(console, view.utility)
    lost = view.supply < LOST
    share = view.supply / 100.0 if math.isfinite(view.supply) else 0.0
    filled = max(0, min(round(share * _BAR), _BAR))
    bank = f" {view.bank}/{view.banks}" if view.banks > 1 else ""
    return [
        (f" {fit(name, max(width - 21, 8))} ", ""),
        ("█" * filled + "·" * (_BAR - filled), "refused" if lost else "soft"),
        (f"{brief_number(view.supply, 1000.0, 6)} %", "refused" if lost else ""),
        (fit(bank, 4), "soft"),
    ]
