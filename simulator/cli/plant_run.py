"""``cuve run`` of a campaign: many batches in one plant, as events, and what they came to."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE, NO
from simulator.cli.out import emit, progress_bar, tell
from simulator.cli.parallel import each, processes
from simulator.language.plain import plain
from simulator.language.problem import Problem, Refusal
from simulator.language.tag import did_you_mean

if TYPE_CHECKING:
    from simulator.campaign.cost import Cost
    from simulator.campaign.figures import Figures
    from simulator.campaign.plan import Campaign
    from simulator.campaign.records import Book
    from simulator.scenario.documents import Documents

SEEDS = 2**32
SHARES = (0.05, 0.5, 0.95)
_NOT_FOR = ("script", "log_path", "who")


def run_campaign(documents: Documents, options: dict[str, Any]) -> int:
    """Run a campaign, or (``--runs``) many seeds of it; print what it came to.

    The status is 1 when time was over before every batch was closed, unless ``--until`` was given.

    Raises:
        Refusal: the text is not one of a campaign, or an option cannot be kept.
    """
    from simulator.language.simtime import parse_duration
    from simulator.scenario.build_campaign import build_campaign

    given = [name for name in _NOT_FOR if options[name]]
    if given or options["resume"]:
        raise click.UsageError(
            "a campaign takes --seed, --until, --runs, --workers, --chart, --lot, --lang and --json"
        )
    plan = build_campaign(documents)
    if options["until"]:
        plan = replace(plan, duration=min(plan.duration, parse_duration(options["until"])))
    if options["runs"] is not None:
        return _many(plan, options)
    if options["workers"] is not None:
        raise click.UsageError("--workers is for --runs")
    return _one(plan, options)


def _one(plan: Campaign, options: dict[str, Any]) -> int:
    from simulator.campaign.cost import cost
    from simulator.campaign.engine import run
    from simulator.campaign.figures import figures
    from simulator.language.simtime import DAY
    from simulator.report.plant_run import genealogy, steps_of, summary
    from simulator.session.pace import seconds
    from simulator.session.speech import Speaker

    began = seconds()
    with progress_bar(plan.name) as (progress, _):
        book = run(plan, options["seed"], progress)
    found = figures(plan, book)
    money = cost(plan, book, found)
    say = Speaker(options["language"])
    lot = options["lot"]
    if lot and lot not in book.lots:
        meant = did_you_mean(lot, book.lots)
        hint = f"did you mean {meant}?" if meant else "batches are called B-001 and so on"
        raise Refusal(Problem("unknown-lot", f"there is no lot {lot}", hint))
    if options["chart"]:
        _draw(plan, book, options)
    if options["as_json"]:
        emit(as_data(plan, book, found, money))
    elif lot:
        for line in (*genealogy(plan, book, lot, say), *steps_of(plan, book, lot, say)):
            click.echo(plain(line))
    else:
        click.echo()
        for line in summary(plan, book, found, money, say):
            click.echo(plain(line))
    tell(f"{book.end / DAY:.0f} d in {seconds() - began:.1f} s")
    whole = len(book.batches) == plan.batches and all(one.closed >= 0 for one in book.batches)
    return DONE if whole or options["until"] else NO


def _draw(plan: Campaign, book: Book, options: dict[str, Any]) -> None:
    """Write the chart; a file that is there is replaced.

    Raises:
        Refusal: it cannot be written.
    """
    from simulator.report.gantt import gantt
    from simulator.review.debrief_file import write_report
    from simulator.session.speech import Speaker

    target = Path(options["chart"])
    write_report(target, gantt(plan, book, Speaker(options["language"])), True)
    tell(f"chart: {target}")


def as_data(plan: Campaign, book: Book, found: Figures, money: Cost) -> dict[str, Any]:
    """Return all of a campaign as JSON-able values; times in ms, shares as fractions."""
    from simulator.campaign.genealogy import as_data as lot_data

    return {
        "campaign": plan.name,
        "seed": book.seed,
        "simulated_s": book.end / 1000.0,
        "product": dict(plan.product),
        "unit": plan.unit,
        "figures": asdict(found),
        "cost": {
            "currency": money.currency,
            "by_kind": dict(money.by_kind),
            "total": money.total,
            "per_batch": money.per_batch,
            "per_unit": money.per_unit,
        },
        "batches": [asdict(one) for one in book.batches],
        "deviations": [asdict(one) for one in book.deviations],
        "results": [asdict(one) for one in book.results],
        "waits": dict(book.waits),
        "bookings": [asdict(one) for one in book.bookings],
        "lots": [lot_data(one) for one in book.lots.values()],
    }


def _figures_of(work: tuple[Campaign, int]) -> dict[str, float]:
    """Run one seed; return its key figures by name."""
    from simulator.campaign.cost import cost
    from simulator.campaign.engine import run
    from simulator.campaign.figures import figures
    from simulator.language.simtime import DAY

    plan, seed = work
    book = run(plan, seed)
    found = figures(plan, book)
    money = cost(plan, book, found)
    busiest = next((one.share for one in found.equipment if one.group == found.bottleneck), 0.0)
    return {
        "released": float(found.by_status["released"]),
        "lost": float(sum(found.causes.values())),
        "deviations": float(sum(found.rules.values())),
        "cycle": found.cycle / DAY,
        "lead": found.lead / DAY,
        "bottleneck": 100.0 * busiest,
        "product": found.released,
        "yield": 100.0 * found.overall_yield,
        "cost": money.per_unit,
    }


def _many(plan: Campaign, options: dict[str, Any]) -> int:
    """Run so many seeds from the first one on, and print percentiles of the key figures."""
    from simulator.cli.campaign import percentile
    from simulator.session.speech import Speaker

    if options["chart"] or options["lot"]:
        raise click.UsageError("--chart and --lot are for one run")
    runs = options["runs"]
    first = plan.seed if options["seed"] is None else options["seed"]
    seeds = [(first + at) % SEEDS for at in range(runs)]
    count = processes(options["workers"], runs)
    found: list[dict[str, float]] = []
    with (
        each(_figures_of, [(plan, seed) for seed in seeds], count) as ones,
        progress_bar(plan.name) as (progress, _),
    ):
        for one in ones:
            found.append(one)
            progress(len(found), runs)
    rows = [
        (name, [percentile([one[name] for one in found], share) for share in SHARES])
        for name in found[0]
    ]
    if options["as_json"]:
        table = [
            {"name": name, "p5": low, "median": median, "p95": high}
            for name, (low, median, high) in rows
        ]
        data = {"campaign": plan.name, "runs": runs, "seeds": seeds, "table": table, "each": found}
        emit(data)
        return DONE
    say = Speaker(options["language"])
    click.echo(f"\n{plain(say.words(plan.title))}, {say('{n} runs', n=runs)}\n")
    click.echo(f"{'':<36}{'5 %':>10}{say('median'):>10}{'95 %':>10}")
    names = _names(plan, say)
    for name, values in rows:
        click.echo(f"{names[name]:<36}" + "".join(f"{value:>10.4g}" for value in values))
    return DONE


def _names(plan: Campaign, say: Any) -> dict[str, str]:
    """Return the key figures in words."""
    money = f"{plan.costs.currency}/{plan.unit}"
    return {
        "released": say("batches released"),
        "lost": say("batches lost"),
        "deviations": say("deviations"),
        "cycle": f"{say('time between two bulks')}, d",
        "lead": f"{say('from start to bulk')}, d",
        "bottleneck": f"{say('bottleneck busy')}, %",
        "product": f"{say('product released')}, {plan.unit}",
        "yield": f"{say('yield from culture to bulk')}, %",
        "cost": f"{say('cost of goods')}, {money}",
    }
