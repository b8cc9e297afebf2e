"""``cuve fit``: parameters of a culture from the data of a batch."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE, NO
from simulator.cli.out import json_option, language_option, tell
from simulator.cli.parallel import MOST_PROCESSES
from simulator.language.problem import Problem, Refusal
from simulator.language.tag import quoted

if TYPE_CHECKING:
    from simulator.calibrate.found import Deviation, Unknown
    from simulator.calibrate.table import Column, Table
    from simulator.calibrate.together import RunEach
    from simulator.language.field import Field
    from simulator.plant.design import UnitSpec
    from simulator.scenario.build import Scenario

MOST_STARTS = 16
USUAL_STEPS = 10
"""So many steps a search takes about, each with a run and one more for each parameter."""


@click.command("fit")
@click.argument("scenario")
@click.argument("data", metavar="DATA.csv")
@click.option(
    "--fit",
    "wanted",
    multiple=True,
    required=True,
    metavar="NAME[=LOW..HIGH]",
    help="A parameter to find, within its own bounds or narrower ones. Say it for each.",
)
@click.option("--of", "unit", metavar="TAG", help="The unit; without it, the one with a culture.")
@click.option(
    "--column", "columns", multiple=True, metavar="NAME=HEAD", help="Which column a value is in."
)
@click.option(
    "--unit", "units", multiple=True, metavar="NAME=UNIT", help="The unit a column is written in."
)
@click.option(
    "--sd",
    "deviations",
    multiple=True,
    metavar="NAME=SIZE",
    help='Standard deviation of a column, such as "titre=5 %"; without it, it is estimated.',
)
@click.option("--operator", "operator_name", default="idle", show_default=True, help="Who acts.")
@click.option("--script", help="A script file (YAML) that says what the operator does.")
@click.option("-o", "--out", metavar="NAME.yaml", help="Write a parameter file for scenarios.")
@click.option("--plot", metavar="FILE.svg", help="Draw the data and the fitted plant.")
@click.option(
    "--starts",
    type=click.IntRange(1, MOST_STARTS),
    default=1,
    show_default=True,
    help="From how many places to search; the first is the scenario's.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, MOST_PROCESSES),
    help="How many runs at a time; the default is one for each processor.",
)
@language_option
@json_option
def command(scenario: str, data: str, **options: Any) -> int:
    """Find parameters of a culture with which SCENARIO comes nearest to the batch in DATA.csv.

    SCENARIO is run as the batch was: same beginning, feeds and set-points. DATA.csv has a row of
    heads, a column "time (h)", and columns called as the values of the unit are, or named with
    --column: --column "titre=Product (g/L)". No file is ever written over.

    The exit status is 0 when the search came to its end, 1 when it did not.
    """
    from simulator.calibrate.estimate import Way, estimate
    from simulator.calibrate.trial import Trial, unit_of
    from simulator.cli.fit_out import Fit, deliver
    from simulator.cli.headless import operator_of
    from simulator.scenario.build import build_scenario
    from simulator.scenario.library import read
    from simulator.session.commission import commission
    from simulator.session.journal import read_bytes

    documents = read(scenario)
    built = build_scenario(documents)
    commissioned = commission(documents, None, options["language"])
    spec = unit_of(built, options["unit"])
    _writable(options)
    unknowns = _unknowns(options["wanted"], spec)
    content = read_bytes(data)
    fields = _fields(built, spec)
    table = _table(content, Path(data).name, fields, options)
    stated = _deviations(options["deviations"], table.columns)
    asked = {**options, "scenario": scenario}

    def operator() -> Any:
        return operator_of(commissioned.brief, built.seed, commissioned.names, asked)

    operator()  # that there is no such one is told now, and once
    workers = options["workers"] or os.cpu_count() or 1
    trial = Trial(built, commissioned, operator, spec.tag, table.columns, workers)
    if not options["as_json"]:
        _told(table)
    starts = options["starts"]
    way = Way(starts, trial.in_step(USUAL_STEPS * starts * (len(unknowns) + 1)))
    found = estimate(_counted(trial.run_each), table.columns, unknowns, stated, way)
    at_desk = options["script"] or options["operator_name"]
    fit = Fit(found, table.columns, spec, built, data, sha256(content).hexdigest(), at_desk)
    deliver(fit, options)
    return DONE if found.converged else NO


def _counted(run_each: RunEach) -> RunEach:
    """Return the same runs, which say on a terminal how many there were so far."""
    if not sys.stderr.isatty():
        return run_each
    done = 0

    def counted(points: Sequence[Mapping[str, float]]) -> Sequence[list[float] | None]:
        nonlocal done
        found = run_each(points)
        done += len(points)
        click.echo(f"\r{done} runs ", nl=False, err=True)
        return found

    return counted


def _pairs(texts: Iterable[str], option: str) -> dict[str, str]:
    """Return what was said of names, as ``NAME=SOMETHING``; each name once."""
    found: dict[str, str] = {}
    for text in texts:
        name, is_, said = (part.strip() for part in text.partition("="))
        if not (name and is_ and said):
            raise click.UsageError(f"{option} {quoted(text)}: write NAME=SOMETHING")
        if name in found:
            raise click.UsageError(f"{option} says {quoted(name)} twice")
        found[name] = said
    return found


def _writable(options: Mapping[str, Any]) -> None:
    """Refuse, before anything is computed, what could not be written or used by name.

    Raises:
        Refusal: a file is there already, or its name is none that a scenario can say.
    """
    from simulator.scenario.fitted import is_name

    out = options["out"]
    if out and not (out.endswith(".yaml") and is_name(Path(out).stem)):
        hint = "small letters, digits and dashes, and .yaml, such as my-batch.yaml"
        raise Refusal(Problem("bad-name", f"a scenario cannot name {quoted(out)}", hint))
    for path in (out, options["plot"]):
        if path and Path(path).exists():
            hint = "choose another name for the output"
            raise Refusal(Problem("file-exists", f"{path} exists already", hint))


def _unknowns(wanted: Iterable[str], spec: UnitSpec) -> list[Unknown]:
    """Return the parameters to be found, each once."""
    from simulator.calibrate.found import Unknown
    from simulator.calibrate.trial import parameter_of
    from simulator.language.quantity import parse_quantity

    found: dict[str, Unknown] = {}
    for text in wanted:
        name, is_, span = (part.strip() for part in text.partition("="))
        field, start = parameter_of(spec, name)
        if name in found:
            raise Refusal(Problem("twice", f"{name} is named twice", "name it once"))
        low, high = field.low, field.high
        if is_:
            ends = span.split("..")
            if len(ends) != 2:
                hint = (
                    f'write --fit "{name}={field.low:g} {field.unit}..{field.high:g} {field.unit}"'
                )
                raise Refusal(Problem("span", f"{quoted(span)} is not a span", hint))
            low, high = (parse_quantity(end.strip(), field.unit) for end in ends)
            if not field.low <= low < high <= field.high:
                hint = f"low first, within {field.low:g} to {field.high:g} {field.unit}".rstrip()
                raise Refusal(Problem("out-of-bounds", f"{name} cannot go over {span}", hint))
        inside = start if low < start < high else 0.5 * (low + high)
        found[name] = Unknown(name, field.unit, inside, low, high)
    return list(found.values())


def _fields(built: Scenario, spec: UnitSpec) -> dict[str, Field]:
    """Return what may have been measured: values of the unit by name, and all others with tag."""
    from simulator.equipment.catalogue import CATALOGUE
    from simulator.scenario.names import truth_names

    design = built.design
    everything = truth_names(design.units, design.lines, design.utilities)
    return {**{one.name: one for one in CATALOGUE[spec.kind].states}, **everything}


def _table(
    content: bytes, file: str, fields: Mapping[str, Field], options: Mapping[str, Any]
) -> Table:
    from simulator.calibrate.table import Wanted, read_table

    columns = _pairs(options["columns"], "--column")
    units = _pairs(options["units"], "--unit")
    return read_table(content, file, fields, Wanted(columns, units, _ask))


def _ask(head: str, example: str) -> str:
    """Ask whoever is at the terminal for a unit of measure; "" if nobody is."""
    if not sys.stdin.isatty():
        return ""
    asked: str = click.prompt(f"unit of {quoted(head)}, such as {example}", err=True)
    return asked


def _deviations(texts: Iterable[str], columns: Iterable[Column]) -> dict[str, Deviation]:
    """Return the standard deviations that were stated; percent is of the value."""
    from simulator.calibrate.found import Deviation
    from simulator.language.quantity import parse_quantity

    known = {column.name: column.field for column in columns}
    found: dict[str, Deviation] = {}
    for name, text in _pairs(texts, "--sd").items():
        if name not in known:
            hint = f"there are: {', '.join(known)}"
            raise Refusal(Problem("no-column", f"there is no column of {quoted(name)}", hint))
        unit = known[name].unit
        relative = text.endswith("%") and unit != "%"
        size = 0.01 * parse_quantity(text, "%") if relative else parse_quantity(text, unit)
        if size <= 0.0:
            message = f"the standard deviation of {name} must be above zero"
            raise Refusal(Problem("out-of-bounds", message, "leave it out to have it estimated"))
        found[name] = Deviation(size, relative)
    return found


def _told(table: Table) -> None:
    for column in table.columns:
        tell(f"{column.name}: {len(column.values)} values")
    if table.unused:
        tell(f"not used: {', '.join(table.unused)}")
