"""``cuve check --prove``: does a rubric tell sense from none?"""

from __future__ import annotations

from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE, NO
from simulator.cli.out import emit, tell
from simulator.language.plain import plain

if TYPE_CHECKING:
    from simulator.review.prove import Proof, Trial

_NAME = 24
_COLUMN = 15


def prove_all(scenarios: tuple[str, ...], as_json: bool) -> int:
    """Prove the rubric of each scenario and print the tables; return the exit status."""
    from simulator.review.prove import prove

    proofs = []
    for scenario in scenarios:
        tell(f"{scenario}: four operators play it")
        with TemporaryDirectory(prefix="cuve-") as folder:
            proofs.append(prove(scenario, folder))
        if not as_json:
            _print(proofs[-1])
    holds = all(proof.holds for proof in proofs)
    if as_json:
        emit({"ok": holds, "scenarios": [_data(proof) for proof in proofs]})
    return DONE if holds else NO


def _print(proof: Proof) -> None:
    click.echo(f"\n{plain(proof.scenario)}")
    head = "".join(f"{trial.operator:>{_COLUMN}}" for trial in proof.trials)
    click.echo(f"{'':<{_NAME}}{head}{'of':>6}")
    for position, one in enumerate(proof.trials[0].score.criteria):
        found = (trial.score.criteria[position].points for trial in proof.trials)
        cells = (
            f"{'-' if points is None else format(points, '.2f'):>{_COLUMN}}" for points in found
        )
        click.echo(f"{plain(one.id):<{_NAME}}{''.join(cells)}{one.of:>6g}")
    click.echo(f"{'percent':<{_NAME}}" + "".join(_cell(t.score.percent) for t in proof.trials))
    click.echo(f"{'must be':<{_NAME}}" + "".join(f"{_bound(t):>{_COLUMN}}" for t in proof.trials))
    for line in _findings(proof):
        click.echo(f"  {plain(line)}")
    click.echo("holds" if proof.holds else "DOES NOT HOLD")


def _cell(percent: float) -> str:
    return f"{percent:>{_COLUMN}.2f}"


def _bound(trial: Trial) -> str:
    from simulator.review.prove import LEAST, MOST

    least = LEAST.get(trial.operator)
    return f">= {least:g}" if least is not None else f"<= {MOST[trial.operator]:g}"


def _findings(proof: Proof) -> list[str]:
    """Return what is wrong, a line each."""
    found = [
        f"{trial.operator}: {trial.score.percent:g} % is not {_bound(trial)}"
        for trial in proof.trials
        if not trial.holds
    ]
    found += [
        f"{trial.operator}: the score of the log is not the score of the session"
        for trial in proof.trials
        if not trial.same
    ]
    found += [f"{one}: nobody wins 80 % of it" for one in proof.unreached]
    found += [f"{one}: nobody loses half of it" for one in proof.unmissed]
    return found


def _data(proof: Proof) -> dict[str, Any]:
    return {
        "scenario": proof.scenario,
        "ok": proof.holds,
        "operators": {
            trial.operator: {
                "percent": trial.score.percent,
                "must_be": _bound(trial),
                "same_from_log": trial.same,
                "criteria": {one.id: one.points for one in trial.score.criteria},
            }
            for trial in proof.trials
        },
        "unreached": list(proof.unreached),
        "unmissed": list(proof.unmissed),
    }
