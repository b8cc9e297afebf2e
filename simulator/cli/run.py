"""``cuve run``: a scenario from beginning to end, without a screen."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE, NO
from simulator.cli.headless import begin, outcome
from simulator.cli.out import emit, json_option, language_option, new_log_name, progress_bar, tell
from simulator.cli.parallel import MOST_PROCESSES

if TYPE_CHECKING:
    from simulator.session.live import Live
    from simulator.session.operator import Operator, Session


@click.command("run")
@click.argument("scenario")
@click.option(
    "--operator",
    "operator_name",
    default="idle",
    show_default=True,
    help="Who is at the desk: idle, ack-everything, random, or a script such as expert.",
)
@click.option("--script", help="A script file (YAML) that says what the operator does.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    help="Seed of all noise and errors; without it, the scenario's own.",
)
@click.option("--until", metavar="TIME", help='Stop at this simulated time, such as "60 h".')
@click.option("--log", "log_path", help="Where to write the session log; without it, a new name.")
@click.option("--who", default="", help="Your code, for the log; a name gets one.")
@click.option(
    "--runs",
    type=click.IntRange(1, 100_000),
    help="Run so many sessions, each with the next seed, and print one table; --log is a folder.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, MOST_PROCESSES),
    help="With --runs: how many at a time; the default is one for each processor.",
)
@click.option("--chart", help="Of a campaign: an SVG file for its Gantt chart.")
@click.option("--lot", help="Of a campaign: tell the genealogy of this lot, such as B-001.")
@click.option("--resume", is_flag=True, help="Go on with the unfinished session in --log.")
@language_option
@json_option
def command(**options: Any) -> int:
    """Run SCENARIO (a name of the library, or a path), log it, and print the results.

    SCENARIO may be a campaign, such as mab-campaign: many batches in one plant. It has no log and
    no operator; a table is printed of what was made, what waited, went wrong, and cost.

    The exit status is 0 when the run came to its end, 1 when the plant stood still before it.
    """
    from simulator.language.simtime import parse_duration
    from simulator.scenario.campaigns import find

    documents = find(options["scenario"])
    if documents is not None:
        from simulator.cli.plant_run import run_campaign

        return run_campaign(documents, options)
    if options["chart"] or options["lot"]:
        raise click.UsageError("--chart and --lot are for campaigns: cuve list shows them")
    if options["runs"] is not None:
        from simulator.cli.campaign import run_many

        return run_many(options)
    if options["workers"] is not None:
        raise click.UsageError("--workers is for --runs")
    path = Path(options["log_path"] or new_log_name(options["scenario"]))
    until = parse_duration(options["until"]) if options["until"] else None
    gc.disable()  # nearly all that is made from here to the first scan stays
    try:
        live, operator = begin(options, path)
        live.settle(until)
    finally:
        gc.enable()
    try:
        session = _drive(live, operator, until)
        found = outcome(live, session)
        live.seal("ended" if live.finished else "stopped")
    finally:
        if live.stopped is None:
            live.close()
    if options["as_json"]:
        emit({**found, "head": live.head, "log": str(path)})
    else:
        from simulator.cli.summary import show
        from simulator.session.speech import Speaker

        show(found["results"], live, session, path, Speaker(options["language"]))
    return NO if found["stood_still"] else DONE


def _drive(live: Live, operator: Operator, until: int | None) -> Session:
    """Run the session with its progress on stderr."""
    from simulator.language.simtime import show_duration, show_time
    from simulator.plant.engine import shared_compiler
    from simulator.session.operator import run_session
    from simulator.session.pace import seconds

    compiler = shared_compiler()
    began, start = seconds(), live.now
    if not compiler.cached:
        often = "once" if compiler.keeps else "for this run alone: its cache cannot be written"
        tell(f"compiling the plant for this machine ({often}); running interpreted meanwhile")
    told = False
    with progress_bar(live.brief.name) as (progress, say):

        def watch(now: int, end: int) -> None:
            nonlocal told
            progress(now, end)
            if not told and compiler.ready() is not None:
                told = True
                say(f"{show_time(now)}: {compiler.note}; runs compiled from here")

        session = run_session(live, operator, until, watch)
    took = max(seconds() - began, 1e-3)
    times = (live.now - start) / 1000.0 / took
    tell(f"{show_duration(live.now - start)} in {took:.1f} s: {times:,.0f} times real time")
    for turned in session.refused:
        tell(f"{show_time(turned.t)}: refused: {turned.problem}")
    return session
