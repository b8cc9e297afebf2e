"""Verification of the two CHO cultures with other starts, feeds and warmth than the tabled ones.

The other programs are not part of this project; where one is not here, its test says so and skips.
"""

from __future__ import annotations

from random import Random
from typing import Any

from findings import Finding
from other_programs import FMPY, INSILICHO, answers, fmu
from reactor import Reactor

HOURS = [float(hour) for hour in range(0, 145, 12)]
CASES = 8
STILL = {
    "environment": 0.0,
    "vessel volume": 2.0,
    "working volume": 1.0,
    "tank diameter": 0.1,
    "buffer pKa": 7.0,
    "specific oxygen uptake": 0.0,
}
SHOWN = {
    "viable density": "viable",
    "glucose concentration": "glucose",
    "glutamine concentration": "glutamine",
    "lactate concentration": "lactate",
    "ammonium concentration": "ammonium",
}


def cases(seed: int) -> list[dict[str, Any]]:
    """Batches and fed-batches of other cells, media, feeds and temperatures; all by this seed."""
    dice = Random(seed)
    drawn = []
    for number in range(CASES):
        fed = dice.uniform(5e-4, 2e-3) if number % 2 else 0.0
        glucose, glutamine = dice.uniform(25.0, 45.0), dice.uniform(2.0, 8.0)
        lactate, ammonium = dice.uniform(1.0, 8.0), dice.uniform(0.3, 3.0)
        drawn.append(
            {
                "litres": 1.0,
                "cells": dice.uniform(0.2, 0.8),
                "solutes": [glucose, glutamine, lactate, ammonium],
                "feed": [fed, dice.uniform(100.0, 300.0), dice.uniform(10.0, 60.0)],
                "from": 0.0,
                "temperature": dice.uniform(33.0, 37.5),
                "hours": HOURS,
            }
        )
    return drawn


def ours(case: dict[str, Any], parameters: dict[str, float]) -> list[dict[str, float]]:
    """What our culture comes to at each hour of a case."""
    names = list(SHOWN)[1:]
    given = {
        "volume": case["litres"],
        "viable density": case["cells"],
        "temperature": case["temperature"],
        "jacket temperature": case["temperature"],
        "buffer concentration": 5000.0,
        "pH": 7.0,
        **dict(zip(names, case["solutes"], strict=True)),
    }
    reactor = Reactor(given, {**STILL, "room temperature": case["temperature"], **parameters})
    litres, glucose, glutamine = case["feed"]
    rows = []
    for _ in case["hours"][1:]:
        feed = (litres / 3600.0, glucose, glutamine)
        reactor.run_compiled(12 * 3600.0, 10.0, feed)
        row = {name: reactor[amount] / reactor["volume"] for name, amount in SHOWN.items()}
        rows.append({**row, "titre": reactor["product"] / reactor["volume"]})
    return rows


def compare(
    drawn: list[dict[str, Any]],
    theirs: list[list[list[float]]],
    parameters: dict[str, float],
    told: Finding,
    said: dict[str, str],
) -> None:
    """Hold each value of each case to 0.5 % of its range over all cases."""
    names = [*SHOWN, "titre"][: len(theirs[0][0]) - 1]
    span = [max(row[i] for rows in theirs for row in rows) for i in range(len(names))]
    assert span[0] > 4.0
    for case, rows in zip(drawn, theirs, strict=True):
        assert abs(rows[-1][-1] - case["litres"] - case["feed"][0] * HOURS[-1]) < 1e-4
        for mine, row in zip(ours(case, parameters), rows[1:], strict=True):
            for i, name in enumerate(names):
                told(
                    mine[name],
                    row[i],
                    quantity=f"other starts, feeds and warmth, {name}",
                    tolerance=0.005,
                    scale=span[i],
                    **said,
                )


def test_moller_against_insilicho(finding: Finding) -> None:
    """Eight batches and fed-batches by chance: our published form is insilicho's culture."""
    drawn = cases(20261122)
    said = {
        "model": "equipment/cultures/moller",
        "source": "Möller et al. 2020, Comput Chem Eng 134:106693",
        "against": "insilicho 1.1.4",
    }
    published = {"published": 1.0, "moller lactate offset": 0.01}
    compare(drawn, answers(INSILICHO, drawn), published, finding, said)


def test_amribt_against_the_fmu(finding: Finding) -> None:
    """Eight batches and fed-batches by chance: our culture is the Bioprocess Library's."""
    drawn = [{**case, "temperature": 37.0} for case in cases(20261123)]
    said = {
        "model": "equipment/cultures/amribt",
        "source": "Amribt et al. 2013, Biochem Eng J 70:196",
        "against": "the Bioprocess Library's FMU, run by FMPy",
    }
    theirs = answers(FMPY, {"path": fmu(), "cases": drawn})
    compare(drawn, theirs, {"culture": 1.0}, finding, said)
