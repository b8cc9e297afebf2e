"""The closed catalogue of unit kinds."""

from __future__ import annotations

from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.inventory import FIRST_COMPONENT, HEAD, HEAD_FIELDS
from simulator.equipment.transcription.reagents import REAGENT_FIELDS
from simulator.equipment.unit import CONCENTRATION_OUTPUTS, GIVEN_CONCENTRATIONS


def test_every_kind_can_be_written() -> None:
    """A name has no capitals but those of an abbreviation, and a reader is told what it is."""
    for name, kind in CATALOGUE.items():
        assert name == kind.name
        assert name.isascii()
        assert not any(word.istitle() for word in name.split())
        assert kind.meaning


def test_every_kind_has_the_common_head() -> None:
    """Lines and the laboratory find the same slots in every kind, and outputs where cells live."""
    for kind in CATALOGUE.values():
        reagents = kind.place(REAGENT_FIELDS) is not None
        cells = () if reagents else CONCENTRATION_OUTPUTS
        common = [f.name for f in cells] + ["weight", "level"]
        if kind.device:
            common = []  # a device in a line, not a vessel
        assert kind.states[:HEAD] == HEAD_FIELDS
        outputs = [f.name for f in kind.states if f.role == "output"]
        assert [one for one in common if one not in outputs] == []


def test_every_component_can_be_given_as_a_concentration() -> None:
    """No component of the head must be worked out by hand for a scenario."""
    names = " ".join(f.name for f in GIVEN_CONCENTRATIONS).replace("titre", "product")
    names = names.replace("population doublings", "generations")
    for field in HEAD_FIELDS[FIRST_COMPONENT:HEAD]:
        assert field.name in names
