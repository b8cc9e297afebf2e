"""Every number of the catalogue of units can be written in a file."""

from __future__ import annotations

import pytest

from simulator.equipment import line, utility
from simulator.equipment.catalogue import CATALOGUE
from simulator.language.field import Field
from simulator.language.quantity import parse_quantity, write_quantity

KINDS: dict[str, tuple[Field, ...]] = {
    "line": (*line.STATES, *line.PARAMETERS),
    "utility": (*utility.STATES, *utility.PARAMETERS),
    **{name: (*one.states, *one.parameters, *one.givens) for name, one in CATALOGUE.items()},
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_a_unit_of_measure_can_be_given_in_it(kind: str) -> None:
    """Written with its unit of measure, each default is read back as it is."""
    numbers = [field for field in KINDS[kind] if not field.choices]
    assert numbers
    for field in numbers:
        written = write_quantity(field.default, field.unit)
        assert parse_quantity(written, field.unit) == field.default, (field.name, written)
