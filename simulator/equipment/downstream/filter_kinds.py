"""The three filters of the catalogue: one physics, three tables of defaults.

Sizes are those of the field: depth filters at 100-200 L/m2/h and 80-200 L/m2 behind a centrifuge;
virus filters at 30-60 L/m2/h and 2 bar, ended at 75-90 % flow decay; sterilising filters of 0.22 um
with a bubble point of 3.45 bar in water.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.filter import STATES, step
from simulator.equipment.downstream.filter_parameters import PARAMETERS, with_defaults
from simulator.equipment.downstream.quality import QUALITY_FIELDS
from simulator.equipment.unit import UnitKind, begin, settle
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal

VIRUS_PARAMETERS = with_defaults(
    {
        "filter area": 4.0,
        "clean permeability": 22.5,
        "fouling law": 2.0,
        "fouling constant": 0.002,
        "debris reference": 0.01,
        "aggregate reference": 0.1,
        "hold-up": 2.0,
        "wetting volume": 5.0,
        "solids capacity": 1e3,
        "solids retention": 100.0,
        "protein removal": 0.0,
        "DNA removal": 0.0,
        "endotoxin removal": 0.0,
        "vector retention": 99.99,
        "retrovirus reduction": 6.0,
        "parvovirus reduction": 5.0,
        "bioburden reduction": 6.0,
        "pause loss": 1.5,
        "decay loss": 1.5,
        "pore size": 0.02,
        "gas diffusion": 4.0,
    }
)
STERILE_PARAMETERS = with_defaults(
    {
        "filter area": 1.0,
        "clean permeability": 5000.0,
        "fouling law": 2.0,
        "fouling constant": 0.001,
        "debris reference": 0.02,
        "aggregate reference": 5.0,
        "hold-up": 1.0,
        "wetting volume": 5.0,
        "solids capacity": 50.0,
        "solids retention": 99.9,
        "protein removal": 0.0,
        "DNA removal": 0.0,
        "endotoxin removal": 0.0,
        "vector retention": 5.0,
        "retrovirus reduction": 0.0,
        "parvovirus reduction": 0.0,
        "bioburden reduction": 9.0,
        "pore size": 0.22,
        "gas diffusion": 10.0,
        "gas volume": 2.0,
    }
)


def _kind(name: str, parameters: tuple[Field, ...], meaning: str) -> UnitKind:
    def initial(given_p: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
        """Every state of a filter that begins with what was given; raises Refusal."""
        values = begin(STATES, given, carried=QUALITY_FIELDS)
        if values["volume"] > 0.0:
            message = f"a {name} holds no liquid of its own between two scans"
            raise Refusal(Problem("overfull", message, "give the held volume instead"))
        settle(kind, given_p, values)
        return values

    kind = UnitKind(
        name=name,
        states=STATES,
        parameters=parameters,
        step=step,
        initial=initial,
        meaning=meaning,
        carried=QUALITY_FIELDS,
        device=True,
    )
    return kind


DEPTH_FILTER = _kind("depth filter", PARAMETERS, "takes cells and debris out of a harvest")
VIRUS_FILTER = _kind("virus filter", VIRUS_PARAMETERS, "keeps viruses back and lets product by")
STERILE_FILTER = _kind("sterile filter", STERILE_PARAMETERS, "keeps bioburden back, 0.22 um")
