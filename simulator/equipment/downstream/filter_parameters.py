"""What a depth, virus or sterile filter is: one table of parameters, with defaults for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from simulator.language.field import Field

AREA = 0
PERMEABILITY = 1
LAW = 2
FOULING = 3
DEBRIS_REFERENCE = 4
AGGREGATE_REFERENCE = 5
HOLD_UP = 6
WETTING_VOLUME = 7
SOLIDS_CAPACITY = 8
SOLIDS_RETENTION = 9
PROTEIN_REMOVAL = 10
DNA_REMOVAL = 11
AGGREGATE_REMOVAL = 12
ENDOTOXIN_REMOVAL = 13
VECTOR_RETENTION = 14
RETROVIRUS_REDUCTION = 15
PARVOVIRUS_REDUCTION = 16
BIOBURDEN_REDUCTION = 17
PAUSE_LOSS_MOST = 18
PAUSE_TIME = 19
LEAST_PRESSURE = 20
DECAY_LOSS_MOST = 21
PORE_SIZE = 22
COSINE = 23
PORE_SHAPE = 24
TENSION = 25
PRODUCT_TENSION = 26
DIFFUSION = 27
GAS_VOLUME = 28

_D = "definition"
_F = "engineering fit"
_H = "Hermia 1982"
_S = "engineering fit: 3.45 bar of water in 0.22 um"
_W = "Vargaftik 1983, 25 degC"
LAWS = ("cake", "intermediate", "standard", "complete")

PARAMETERS: tuple[Field, ...] = (
    Field("filter area", "m2", 10.0, 1e-4, 1000.0, _D),
    Field("clean permeability", "L/m2/h/bar", 1500.0, 0.1, 1e5, _F, meaning="wet and new"),
    Field("fouling law", "", 1.0, 0.0, 3.0, _H, "choice", LAWS),
    Field("fouling constant", "m2/L", 0.02, 0.0, 10.0, _F, meaning="at the reference load"),
    Field("debris reference", "mL/L", 1.5, 1e-6, 1e6, _F, meaning="fine solids and cells"),
    Field("aggregate reference", "g/L", 1e6, 1e-6, 1e6, _F, meaning="aggregate that fouls as much"),
    Field("hold-up", "L", 20.0, 0.0, 1000.0, _F, meaning="liquid that stays in the housing"),
    Field("wetting volume", "L/m2", 15.0, 0.01, 1000.0, _F, meaning="wets all but a third"),
    Field("solids capacity", "mL/m2", 400.0, 0.01, 1e6, _F, meaning="half of the solids pass"),
    Field("solids retention", "%", 99.0, 0.0, 100.0, _F, meaning="of fine solids, while new"),
    Field("protein removal", "%", 20.0, 0.0, 100.0, _F, meaning="of host cell protein"),
    Field("DNA removal", "%", 80.0, 0.0, 100.0, _F, meaning="by the charge of the medium"),
    Field("aggregate removal", "%", 0.0, 0.0, 100.0, _F),
    Field("endotoxin removal", "%", 50.0, 0.0, 100.0, _F),
    Field("vector retention", "%", 2.0, 0.0, 100.0, _F, meaning="of capsids and particles"),
    Field("retrovirus reduction", "", 0.5, 0.0, 12.0, _F, meaning="log10"),
    Field("parvovirus reduction", "", 0.3, 0.0, 12.0, _F, meaning="log10"),
    Field("bioburden reduction", "", 0.5, 0.0, 12.0, _F, meaning="log10"),
    Field("pause loss", "", 0.0, 0.0, 6.0, _F, meaning="log10 that a long pause costs"),
    Field("pause time", "min", 10.0, 0.1, 1000.0, _F, meaning="in which two thirds are lost"),
    Field("least pressure", "bar", 0.2, 0.0, 5.0, _F, meaning="less than this is a pause"),
    Field("decay loss", "", 0.0, 0.0, 6.0, _F, meaning="log10 lost from 75 to 90 % flow decay"),
    Field("pore size", "um", 1.5, 0.005, 100.0, _F, meaning="the largest pore"),
    Field("contact angle cosine", "", 1.0, 0.0, 1.0, _F, meaning="1: liquid wets it all over"),
    Field("pore shape", "", 0.2635, 0.01, 1.0, _S, meaning="of a cylinder's bubble point"),
    Field("surface tension", "mN/m", 72.0, 10.0, 100.0, _W, meaning="of water and buffers"),
    Field("product tension", "mN/m", 54.0, 10.0, 100.0, _F, meaning="with much protein in it"),
    Field("gas diffusion", "mL/min/m2/bar", 50.0, 0.0, 1e5, _F, meaning="through a wet membrane"),
    Field("gas volume", "L", 10.0, 0.01, 1000.0, _F, meaning="upstream, in a pressure hold test"),
)
"""The table, with the defaults of a depth filter behind a centrifuge."""


def with_defaults(given: Mapping[str, float]) -> tuple[Field, ...]:
    """Return the table with these defaults, by name."""
    return tuple(replace(f, default=given.get(f.name, f.default)) for f in PARAMETERS)
