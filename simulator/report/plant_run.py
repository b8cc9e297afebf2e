"""What a campaign came to, as lines of text, in three languages."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.campaign.cost import CAPITAL, KINDS, LABOUR, MATERIALS, QUALITY, UTILITIES, Cost
from simulator.campaign.figures import Busy, Figures
from simulator.campaign.genealogy import ancestry, descendants
from simulator.campaign.plan import Campaign
from simulator.campaign.records import (
    CLEANING,
    CONTAMINATION,
    DISCARDED,
    FAILURE,
    IN_WORK,
    LATE,
    LEAK,
    OPERATOR,
    OUT_OF_SPEC,
    QUARANTINE,
    READY,
    REJECTED,
    RELEASED,
    USED,
    Book,
    Lot,
)
from simulator.language.simtime import DAY, HOUR, show_time
from simulator.language.text import N_
from simulator.language.words import Words
from simulator.session.speech import Speaker

WORDS = {
    RELEASED: N_("released"),
    QUARANTINE: N_("in quarantine"),
    REJECTED: N_("rejected"),
    IN_WORK: N_("in work"),
    USED: N_("used up"),
    DISCARDED: N_("discarded"),
    CONTAMINATION: N_("contamination"),
    OPERATOR: N_("operator error"),
    FAILURE: N_("equipment failure"),
    OUT_OF_SPEC: N_("out of specification"),
    LEAK: N_("leak of a single-use part"),
    LATE: N_("hold time exceeded"),
    "dirty hold": N_("dirty for too long"),
    "status label": N_("status label not right"),
    CAPITAL: N_("capital and upkeep"),
    LABOUR: N_("labour"),
    MATERIALS: N_("materials"),
    QUALITY: N_("quality control"),
    UTILITIES: N_("utilities"),
}
"""What is in the records, in words."""
_NAME = 34
_WAITS = 6


def summary(plan: Campaign, book: Book, found: Figures, money: Cost, say: Speaker) -> Iterator[str]:
    """Yield the table of a campaign, line by line."""
    yield say("{name}, seed {seed}", name=say.words(plan.title), seed=book.seed)
    yield ""
    yield from _batches(plan, book, say)
    yield ""
    yield from _throughput(plan, found, say)
    yield ""
    yield from _busy(plan, found, say)
    yield ""
    yield from _waited(book, say)
    yield ""
    yield from _wrong(found, say)
    yield ""
    yield from _money(plan, money, say)


def _batches(plan: Campaign, book: Book, say: Speaker) -> Iterator[str]:
    heads = (say("begun"), say("bulk"), say("closed"), plan.unit)
    yield f"{say('Batch'):<7}" + "".join(f"{head:>10}" for head in heads) + f"  {say('status')}"
    for one in book.batches:
        days = (one.started, one.bulk, one.closed)
        told = "".join(f"{t / DAY:>8.1f} d" if t >= 0 else f"{'-':>10}" for t in days)
        what = say(WORDS[one.status]) + (f"{say.colon}{say(WORDS[one.cause])}" if one.cause else "")
        what += f" ({say('waits: {what}', what=one.waits_for)})" if one.waits_for else ""
        yield f"{one.lot:<7}{told}{_amount(one.product):>10}  {what}"


def _amount(value: float) -> str:
    """Return an amount of product, whatever its size."""
    return f"{value:,.0f}".replace(",", " ") if 1.0 <= value < 1e7 else f"{value:.3g}"


def _throughput(plan: Campaign, found: Figures, say: Speaker) -> Iterator[str]:
    yield say("Throughput")
    rows = [
        (say("batches begun"), f"{found.batches}", ""),
        *((say(WORDS[name]), f"{n}", "") for name, n in found.by_status.items() if n),
        (say("time between two bulks"), f"{found.cycle / DAY:.2f}", "d"),
        (say("batches a year at that rate"), f"{found.per_year:.1f}", ""),
        (say("from start to bulk"), f"{found.lead / DAY:.1f}", "d"),
        (say("from start to release"), f"{found.to_release / DAY:.1f}", "d"),
        (say("batches in work, mean"), f"{found.wip:.2f}", ""),
        (say("product released"), _amount(found.released), plan.unit),
        (say("yield from culture to bulk"), f"{100.0 * found.overall_yield:.1f}", "%"),
    ]
    for name, value, unit in rows:
        yield f"  {name:<{_NAME}}{value:>12} {unit}".rstrip()


def _busy(plan: Campaign, found: Figures, say: Speaker) -> Iterator[str]:
    heads = "".join(
        f"{head:>12}" for head in (say("number"), say("busy"), say("a batch"), say("cleaning"))
    )
    yield f"{say('Utilisation'):<{_NAME + 2}}{heads}"
    for one in found.equipment:
        mark = f"  {say('bottleneck')}" if one.group == found.bottleneck else ""
        name = say.words(plan.equipment[one.group].words)
        cleaning = one.kinds[CLEANING] + one.kinds[READY]
        clean = f"{100.0 * cleaning / one.busy:.0f} %" if one.busy else "-"
        per_batch = f"{one.per_batch / DAY:.2f} d"
        yield f"{_line(name, one)}{per_batch:>12}{clean:>12}{mark}"
    crews = {crew.name: crew.words for crew in plan.crews}
    utilities = {name: one.words for name, one in plan.utilities.items()}
    for one in found.people:
        yield _line(say.words(crews[one.group]), one)
    for one in (*found.utilities, *found.instruments):
        yield _line(_named(utilities.get(one.group), one.group, say), one)


def _named(words: Words | None, name: str, say: Speaker) -> str:
    return say.words(words) if words else name


def _line(name: str, one: Busy) -> str:
    shown = name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
    return f"  {shown:<{_NAME}}{one.number:>12g}{100.0 * one.share:>10.1f} %"


def _waited(book: Book, say: Speaker) -> Iterator[str]:
    """Yield what batches waited for longest: equipment, people, or a material."""
    yield say("What batches waited for, all together")
    for name, lasted in sorted(book.waits.items(), key=lambda pair: (-pair[1], pair[0]))[:_WAITS]:
        yield f"  {name:<{_NAME}}{lasted / DAY:>12.1f} d"


def _wrong(found: Figures, say: Speaker) -> Iterator[str]:
    yield say("Batches lost, by cause") if found.causes else say("No batch was lost")
    for name, number in sorted(found.causes.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"  {say(WORDS[name]):<{_NAME}}{number:>12}"
    yield say("Deviations on record") if found.rules else say("No deviation on record")
    for name, number in sorted(found.rules.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"  {say(WORDS[name]):<{_NAME}}{number:>12}"


def _money(plan: Campaign, money: Cost, say: Speaker) -> Iterator[str]:
    yield say("Cost of goods, {currency}", currency=money.currency)
    for kind in KINDS:
        share = f"{100.0 * money.share(kind):.0f} %"
        yield f"  {say(WORDS[kind]):<{_NAME}}{_amount(money.by_kind[kind]):>12}{share:>8}"
    yield f"  {say('for each batch'):<{_NAME}}{_amount(money.per_batch):>12}"
    told = say("for each {unit} released", unit=plan.unit)
    shown = f"{money.per_unit:.4g}" if money.per_unit else "-"
    yield f"  {told:<{_NAME}}{shown:>12}"


def genealogy(plan: Campaign, book: Book, number: str, say: Speaker) -> Iterator[str]:
    """Yield the tree of a lot: what went into it, who put it there and when; and where it went."""
    seen: set[str] = set()
    for depth, lot in ancestry(book, number):
        told = f"{'  ' * depth}{_lot(plan, lot, say)}"
        if lot.number in seen and lot.inputs:
            yield f"{told} ({say('as above')})"
            continue
        yield told
        seen.add(lot.number)
        for one in lot.inputs:
            by = ", ".join(one.by) or "-"
            amount = f"{one.amount:g} {book.lots[one.lot].unit}".rstrip()
            yield f"{'  ' * depth}  < {one.lot}  {amount}  {show_time(one.t)}  {by}"
    onward = descendants(book, number)
    if onward:
        yield say("It went into: {lots}", lots=", ".join(onward))


def _lot(plan: Campaign, lot: Lot, say: Speaker) -> str:
    material = plan.materials.get(lot.of)
    name = say.words(material.words if material else plan.product)
    status = say(WORDS[lot.status])
    amount = f"{_amount(lot.amount)} {lot.unit}".rstrip()
    return f"{lot.number} {name}, {amount}, {show_time(lot.made)}, {status}"


def steps_of(plan: Campaign, book: Book, number: str, say: Speaker) -> Iterator[str]:
    """Yield the batch record in short: each phase, where, when, by whom, and how long it waited."""
    for file in (one for one in book.batches if one.lot == number):
        for step in file.steps:
            procedure = plan.procedure[step.procedure]
            phase = next(one for one in procedure.phases if one.name == step.phase)
            by = ", ".join(step.by) or "-"
            hours = (step.end - step.start) / HOUR
            yield (
                f"{show_time(step.start):>15} {hours:>7.1f} h  {step.unit:<8}"
                f"{say.words(phase.words)} ({by})"
            )
