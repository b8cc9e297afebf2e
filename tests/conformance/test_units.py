"""Every kind of the catalogue against the conformance suite of tests/conformance/units.py."""

from __future__ import annotations

import random

import pytest
import units

from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.unit import UnitKind
from simulator.plant.unit_steps import CODES

every_kind = pytest.mark.parametrize("kind", CATALOGUE.values(), ids=CATALOGUE.keys())


def test_names_agree() -> None:
    """A kind is called what the catalogue calls it, and the suite can run all of them."""
    assert {name: kind.name for name, kind in CATALOGUE.items()} == {n: n for n in CATALOGUE}
    assert set(units.OPERATIONS) == set(CATALOGUE)


def test_a_code_is_one_step() -> None:
    """Kinds that a plant steps by one code share their step; two kinds never meet by accident."""
    steps: dict[int, set[object]] = {}
    for name, code in CODES.items():
        steps.setdefault(code, set()).add(CATALOGUE[name].step)
    assert {code: of for code, of in steps.items() if len(of) > 1} == {}
    assert set(CODES) == set(CATALOGUE)


@every_kind
def test_fields(kind: UnitKind) -> None:
    """Every field is fully described."""
    units.check_fields(kind)


@every_kind
def test_initial(kind: UnitKind) -> None:
    """A unit begins as its author said."""
    units.check_initial(kind)


@every_kind
def test_same_bits(kind: UnitKind) -> None:
    """The same inputs give the same bits at any place in the arrays."""
    units.check_same_bits(kind)


@every_kind
def test_any_admissible_state(kind: UnitKind) -> None:
    """10,000 random admissible states and inputs give finite, admissible next states."""
    rng = random.Random(20240501)
    for _ in range(units.draws(kind, 10_000)):
        rig = units.random_rig(kind, rng)
        units.check_stays_finite(kind, rig, rng.choice((0.1, 1.0, 10.0)), rng.randrange(2))


@every_kind
def test_any_admissible_parameters(kind: UnitKind) -> None:
    """1,000 random admissible sets of parameters give finite, admissible next states."""
    rng = random.Random(7)
    for _ in range(units.draws(kind, 1_000)):
        rig = units.odd_rig(kind, rng)
        for slow in (1, 0, 0):
            units.check_stays_finite(kind, rig, 1.0, slow)


@every_kind
def test_working_point(kind: UnitKind) -> None:
    """A unit at work stays within the bounds it states."""
    units.check_working_point(kind, 600)


@every_kind
def test_step_halving(kind: UnitKind) -> None:
    """Verification: the step is small enough (halving it changes outputs by less than 0.1 %)."""
    units.check_step_halving(kind, 600)


@every_kind
def test_nan_is_caught(kind: UnitKind) -> None:
    """A NaN anywhere in a block is seen in the same scan."""
    units.check_nan_is_caught(kind)


@every_kind
def test_compiled(kind: UnitKind) -> None:
    """Compiled and interpreted give the same bits."""
    units.check_compiled(kind, 60)
