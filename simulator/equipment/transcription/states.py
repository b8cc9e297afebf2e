"""The slots of a transcription reactor's block: head, reagents, inputs, outputs and states."""

from __future__ import annotations

from simulator.equipment.inventory import HEAD_FIELDS
from simulator.equipment.transcription.reagents import REAGENT_FIELDS, WIDTH
from simulator.language.field import Field

AGITATION = WIDTH
COOLING_FLOW = WIDTH + 1
HEATING_FLOW = WIDTH + 2
JACKET_TEMPERATURE = WIDTH + 3
FREE_MAGNESIUM = WIDTH + 4
HYDROGEN = WIDTH + 5
PH = WIDTH + 6
WEIGHT = WIDTH + 7
LEVEL = WIDTH + 8
TURBIDITY = WIDTH + 9
RATE = WIDTH + 10
SATURATION = WIDTH + 11
TITRE = WIDTH + 12
INTEGRITY = WIDTH + 13
NTP_LEVEL = WIDTH + 14
"""The four nucleotides, then the mean of them, then the rest that the laboratory measures."""
LEAST_LEVEL = WIDTH + 18
MAGNESIUM_LEVEL = WIDTH + 19
FREE_LEVEL = WIDTH + 20
PYROPHOSPHATE_LEVEL = WIDTH + 21
PHOSPHATE_LEVEL = WIDTH + 22
POLYMERASE_LEVEL = WIDTH + 23
TEMPLATE_LEVEL = WIDTH + 24
ACTIVITY = WIDTH + 25
DECAY = WIDTH + 26
LOSS = WIDTH + 27
TRANSFER = WIDTH + 28
MADE_PRODUCT = WIDTH + 29
SLOTS = WIDTH + 30

_D = "definition"
_F = "engineering fit"
_M = "Stover, Ganko and Braatz 2024"

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *REAGENT_FIELDS,
    Field("agitation", "rpm", 0.0, 0.0, 2000.0, _D, "input", meaning="impeller speed"),
    Field("cooling flow", "L/min", 0.0, 0.0, 1e3, _D, "input", meaning="chilled water to jacket"),
    Field("heating flow", "L/min", 0.0, 0.0, 1e3, _D, "input", meaning="hot water to jacket"),
    Field("jacket temperature", "degC", 20.0, 0.0, 140.0, _D, "state"),
    Field("free magnesium", "M", 4e-3, 1e-15, 20.0, "mass balance", "state"),
    Field("hydrogen ion", "M", 1.3e-8, 1e-13, 0.5, "charge balance", "state"),
    Field("pH", "pH", 7.9, 0.0, 14.0, "charge balance", "output"),
    Field("weight", "kg", 0.0, 0.0, 1e4, _D, "output", meaning="of the contents"),
    Field("level", "%", 0.0, 0.0, 1e6, _D, "output", meaning="of the working volume"),
    Field("turbidity", "NTU", 0.0, 0.0, 1e9, _F, "output", meaning="of crystals"),
    Field("transcription rate", "g/L/h", 0.0, 0.0, 1e6, _M, "output"),
    Field("saturation", "", 0.0, 0.0, 1e15, _M, "output", meaning="crystals form above 1"),
    Field("titre", "g/L", 0.0, 0.0, 1e12, _D, "output", meaning="of whole RNA"),
    Field("integrity", "%", 100.0, 0.0, 100.0, _D, "output", meaning="whole RNA of all RNA"),
    Field("ATP concentration", "mM", 0.0, 0.0, 1e12, _D, "output"),
    Field("UTP concentration", "mM", 0.0, 0.0, 1e12, _D, "output"),
    Field("CTP concentration", "mM", 0.0, 0.0, 1e12, _D, "output"),
    Field("GTP concentration", "mM", 0.0, 0.0, 1e12, _D, "output"),
    Field("least NTP concentration", "mM", 0.0, 0.0, 1e12, _D, "output", meaning="of the four"),
    Field("magnesium concentration", "mM", 0.0, 0.0, 1e12, _D, "output", meaning="dissolved"),
    Field("free magnesium concentration", "mM", 0.0, 0.0, 2e4, _D, "output"),
    Field("pyrophosphate concentration", "mM", 0.0, 0.0, 1e12, _D, "output", meaning="dissolved"),
    Field("phosphate concentration", "mM", 0.0, 0.0, 1e12, _D, "output"),
    Field("polymerase concentration", "nM", 0.0, 0.0, 1e15, _D, "output"),
    Field("template concentration", "nM", 0.0, 0.0, 1e15, _D, "output", meaning="not in crystals"),
    Field("activity", "", 1.0, 0.0, 1.1, _F, "output", meaning="of temperature on transcription"),
    Field("decay rate", "1/h", 0.0, 0.0, 1e3, _F, "output", meaning="of whole RNA at pH 8"),
    Field("loss rate", "1/h", 0.0, 0.0, 1e3, _F, "output", meaning="of polymerase, by heat"),
    Field("heat transfer", "W/K", 0.0, 0.0, 1e5, _F, "output", meaning="between jacket and vessel"),
    Field("made product", "g", 0.0, -1e12, 1e12, _D, "state", meaning="RNA, so far"),
)
"""One Field per slot of a transcription reactor's block."""
