"""What ``cuve fit`` prints and writes: a table, plots, and a parameter file for scenarios."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator import __version__
from simulator.cli.out import emit
from simulator.language.plain import plain
from simulator.language.quantity import write_quantity
from simulator.session.speech import Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.calibrate.found import Deviation, Estimate, Found
    from simulator.calibrate.table import Column
    from simulator.plant.design import UnitSpec
    from simulator.report.fit_plot import FitCurve
    from simulator.scenario.build import Scenario


@dataclass(frozen=True, slots=True)
class Fit:
    """A fit with what it was made from.

    Attributes:
        estimate: what was found.
        columns: the data.
        unit: whose parameters they are.
        scenario: what was run.
        data: the path of the data file.
        sha256: its hash, in hexadecimal.
        operator: who was at the desk.
    """

    estimate: Estimate
    columns: tuple[Column, ...]
    unit: UnitSpec
    scenario: Scenario
    data: str
    sha256: str
    operator: str

    @property
    def count(self) -> int:
        """How many values there are."""
        return sum(len(column.values) for column in self.columns)


def deliver(fit: Fit, options: Mapping[str, Any]) -> None:
    """Print what was found, and write the files that were asked for.

    Raises:
        Refusal: a file is there already, or cannot be written.
    """
    from simulator.export.table_files import new_file

    say = Speaker(options["language"])
    out, plot = options["out"], options["plot"]
    if out:
        with new_file(Path(out)) as file:
            file.write(parameter_text(fit).encode("utf-8"))
    if plot:
        with new_file(Path(plot)) as file:
            file.write(f"{_svg(fit, say)}\n".encode())
    if options["as_json"]:
        emit({**as_json(fit), "parameter_file": out, "plot": plot})
        return
    for line in told(fit, say):
        click.echo(plain(line))
    if out:
        key = f"parameters from: {Path(out).stem}"
        click.echo()
        click.echo(plain(say("{path}: a scenario beside it uses it by", path=out)))
        click.echo(plain(f"  units: {{{fit.unit.tag}: {{{key}}}}}"))


def told(fit: Fit, say: Speaker) -> Iterator[str]:
    """Yield the lines that a person reads."""
    from simulator.report.fit_plot import fit_text

    found = fit.estimate
    for curve in curves(fit):
        yield ""
        yield from fit_text(curve)
    yield ""
    yield say("o is measured, dots are the plant")
    yield ""
    wide = max(len(one.unknown.name) for one in found.found) + 2
    heads = (say("best"), say("95 % from"), say("95 % to"), say("at the start"))
    yield f"{'':<{wide}}" + "".join(f" {head:>12}" for head in heads)
    for one in found.found:
        numbers = (one.value, one.low, one.high, one.unknown.start)
        cells = "".join(f" {number:>12.5g}" for number in numbers)
        yield f"{one.unknown.name:<{wide}}{cells} {one.unknown.unit}".rstrip()
    yield ""
    for column in fit.columns:
        name, size = column.name, _size(found.deviations[column.name], column.field.unit)
        if column.name in found.estimated:
            yield say("{name}: standard deviation {size}, estimated", name=name, size=size)
        else:
            yield say("{name}: standard deviation {size}, as stated", name=name, size=size)
    count, runs = fit.count, found.runs
    yield say("{count} values, {runs} runs of the plant", count=count, runs=runs)
    if found.warnings:
        yield ""
        for warning in found.warnings:
            yield say("Mind: {warning}", warning=say.retell(warning))


def _size(one: Deviation, unit: str) -> str:
    if one.relative:
        return f"{100.0 * one.size:.3g} %"
    return f"{one.size:.3g} {unit}".rstrip()


def curves(fit: Fit) -> list[FitCurve]:
    """Return the data of each column beside the plant."""
    from simulator.report.fit_plot import FitCurve

    found: list[FitCurve] = []
    at = 0
    for one in fit.columns:
        after = at + len(one.values)
        there = fit.estimate.fitted[at:after]
        found.append(FitCurve(one.name, one.field.unit, one.times, one.values, there))
        at = after
    return found


def _svg(fit: Fit, say: Speaker) -> str:
    from simulator.report.fit_plot import fit_svg

    rows = (f"{one.unknown.name}: {_interval(one)}" for one in fit.estimate.found)
    title = say("{file} and the fitted plant", file=Path(fit.data).name)
    return fit_svg(curves(fit), title, "; ".join(rows))


def _interval(one: Found) -> str:
    ends = (_round(end) for end in (one.low, one.high))
    return " .. ".join(write_quantity(end, one.unknown.unit) for end in ends)


def _round(value: float) -> float:
    """Return a number with six digits: more than any fit can tell."""
    return float(f"{value:.6g}")


def _value(one: Found) -> str:
    """Return the value found as a scenario writes it, never beyond its bounds."""
    value = min(max(_round(one.value), one.unknown.low), one.unknown.high)
    return write_quantity(value, one.unknown.unit)


def parameter_text(fit: Fit) -> str:
    """Return the text of a parameter file, as :mod:`simulator.scenario.fitted` reads it."""
    from simulator.session.pace import utc_stamp

    found = fit.estimate

    def quote(text: str) -> str:
        return json.dumps(plain(text)[:400], ensure_ascii=False)

    lines = [
        "# Parameters of a culture, fitted to the data of a batch by `cuve fit`.",
        "# For training, not for GxP use.",
        "parameters: 1",
        f"kind: {fit.unit.kind}",
        "values:",
        *(f"  {one.unknown.name}: {_value(one)}" for one in found.found),
        "fitted:",
        f"  date: {utc_stamp()[:10]}",
        f"  scenario: {quote(fit.scenario.name)}",
        f"  unit: {fit.unit.tag}",
        f"  operator: {quote(fit.operator)}",
        f"  seed: {fit.scenario.seed}",
        f"  program: cuve {__version__}",
        "  data:",
        f"    file: {quote(Path(fit.data).name)}",
        f"    sha256: {fit.sha256}",
        f"    values: {fit.count}",
        "  intervals:   # 95 %",
        *(f"    {one.unknown.name}: {_interval(one)}" for one in found.found),
        "  deviations:",
        *(
            f"    {one.name}: {_size(found.deviations[one.name], one.field.unit)}"
            for one in fit.columns
        ),
    ]
    if found.warnings:
        lines += ["  warnings:", *(f"    - {quote(warning)}" for warning in found.warnings)]
    return "\n".join(lines) + "\n"


def as_json(fit: Fit) -> dict[str, Any]:
    """Return a fit as JSON-able values."""
    found = fit.estimate
    return {
        "scenario": fit.scenario.name,
        "unit": fit.unit.tag,
        "data": {"file": fit.data, "sha256": fit.sha256, "values": fit.count},
        "parameters": [
            {
                "name": one.unknown.name,
                "unit": one.unknown.unit,
                "start": one.unknown.start,
                "value": one.value,
                "standard_error": one.error,
                "low": one.low,
                "high": one.high,
                "bounds": [one.unknown.low, one.unknown.high],
            }
            for one in found.found
        ],
        "columns": [
            {
                "name": one.name,
                "unit": one.field.unit,
                "values": len(one.values),
                "deviation": found.deviations[one.name].size,
                "relative": found.deviations[one.name].relative,
                "estimated": one.name in found.estimated,
            }
            for one in fit.columns
        ],
        "misfit": found.misfit,
        "condition": found.condition,
        "correlation": [list(row) for row in found.correlation],
        "warnings": list(found.warnings),
        "converged": found.converged,
        "runs": found.runs,
    }
