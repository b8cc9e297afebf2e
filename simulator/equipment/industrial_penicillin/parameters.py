"""The parameters of an industrial penicillin fermenter: those that differ by vessel or batch.

All are as published by Goldrick et al. (2015, 2019), in the units of that model; what nobody would
set otherwise stands as a constant beside its equation.
"""

from __future__ import annotations

from simulator.language.field import Field

VESSEL_VOLUME = 0
WORKING_VOLUME = 1
GROWTH = 2
PRODUCTION = 3
TRANSFER = 4
SUGAR_FEED = 5
OIL_FEED = 6
PRECURSOR_FEED = 7
PRECURSOR_NITROGEN = 8
OIL_NITROGEN = 9
SHOT_NITROGEN = 10
TITRANT = 11
COOLANT_TEMPERATURE = 12
HEATING_TEMPERATURE = 13
ROOM_TEMPERATURE = 14
RADIUS = 15
IMPELLER_RADIUS = 16
SUGAR_GROWTH = 17
SUGAR_PRODUCT = 18
SUGAR_UPKEEP = 19
K_BRANCHING = 20
K_EXTENSION = 21
K_VACUOLES = 22
BEST_SUGAR = 23
SUGAR_SPREAD = 24
OXYGEN_GROWTH = 25
OXYGEN_PRODUCT = 26
OXYGEN_UPKEEP = 27
CRITICAL_OXYGEN_GROWTH = 28
CRITICAL_OXYGEN_PRODUCT = 29
DIOXIDE_RATE = 30
CRITICAL_DIOXIDE = 31
NITROGEN_GROWTH = 32
NITROGEN_PRODUCT = 33
NITROGEN_UPKEEP = 34
CRITICAL_NITROGEN = 35
PRECURSOR_GROWTH = 36
PRECURSOR_PRODUCT = 37
PRECURSOR_UPKEEP = 38
TOXIC_PRECURSOR = 39
LEAST_PRECURSOR = 40

_D = "definition"
_G = "Goldrick et al. 2015, J Biotechnol 193:70"

PARAMETERS: tuple[Field, ...] = (
    Field("vessel volume", "L", 1.0e5, 1e3, 1.5e5, _G, meaning="a full vessel takes no more"),
    Field("working volume", "L", 1.0e5, 1e3, 1.5e5, _D, meaning="what a level of 100 % is"),
    Field("growth", "1/h", 0.41, 0.0, 2.0, _G, meaning="of the tips, before its factors"),
    Field("production", "1/h", 0.041, 0.0, 1.0, _G, meaning="g/g of the mature hyphae"),
    Field("transfer factor", "", 85.0, 0.0, 1e3, _G, meaning="of oxygen, alpha"),
    Field("sugar feed", "g/L", 600.0, 0.0, 900.0, _G, meaning="of the sugar solution"),
    Field("oil feed", "g/L", 1000.0, 0.0, 1200.0, _G, meaning="sugar that oil stands for"),
    Field("precursor feed", "g/L", 530.0, 0.0, 1e3, _G, meaning="phenylacetate"),
    Field("precursor nitrogen", "g/L", 150.0, 0.0, 1e3, _G, meaning="with phenylacetate"),
    Field("oil nitrogen", "g/L", 20.0, 0.0, 1e3, _G),
    Field("shot nitrogen", "g/kg", 400.0, 0.0, 1e3, _G, meaning="of an ammonium shot"),
    Field("titrant strength", "M", 0.033, 0.0, 10.0, _G, meaning="of acid and of base"),
    Field("coolant temperature", "degC", 11.85, 0.0, 40.0, _G),
    Field("heating temperature", "degC", 59.85, 20.0, 120.0, _G),
    Field("room temperature", "degC", 16.85, 0.0, 50.0, _G),
    Field("vessel radius", "m", 2.1, 0.5, 5.0, _G),
    Field("impeller radius", "m", 0.85, 0.1, 2.0, _G),
    Field("sugar of growth", "g/g", 1.85, 0.5, 10.0, _G),
    Field("sugar of product", "g/g", 0.9, 0.0, 10.0, _G),
    Field("sugar of upkeep", "1/h", 0.029, 0.0, 1.0, _G),
    Field("branching constant", "g/L", 0.05, 1e-4, 5.0, _G, meaning="Kb"),
    Field("extension constant", "g/L", 0.009, 1e-4, 5.0, _G, meaning="Ke"),
    Field("vacuole constant", "g/L", 0.05, 1e-4, 5.0, _G, meaning="Kv"),
    Field("best sugar", "g/L", 0.002, 0.0, 5.0, _G, meaning="for penicillin"),
    Field("sugar spread", "g/L", 0.0015, 1e-4, 5.0, _G, meaning="about it"),
    Field("oxygen of growth", "mg/g", 650.0, 0.0, 1e4, _G),
    Field("oxygen of product", "mg/g", 160.0, 0.0, 1e4, _G),
    Field("oxygen of upkeep", "mg/g/h", 17.5, 0.0, 1e3, _G),
    Field("critical oxygen of growth", "", 0.1, 0.0, 1.0, _G, meaning="of saturation"),
    Field("critical oxygen of product", "", 0.3, 0.0, 1.0, _G, meaning="of saturation"),
    Field("carbon dioxide rate", "g/g/h", 0.1353, 0.0, 10.0, _G),
    Field("critical carbon dioxide", "mg/L", 7570.0, 1.0, 1e5, _G),
    Field("nitrogen of growth", "mg/g", 10.0, 0.0, 1e3, _G),
    Field("nitrogen of product", "mg/g", 80.0, 0.0, 1e3, _G),
    Field("nitrogen of upkeep", "mg/g/h", 0.03, 0.0, 100.0, _G),
    Field("critical nitrogen", "mg/L", 150.0, 0.0, 1e4, _G),
    Field("precursor of growth", "mg/g", 45.0, 0.0, 1e4, _G),
    Field("precursor of product", "mg/g", 187.5, 0.0, 1e4, _G),
    Field("precursor of upkeep", "mg/g/h", 1.05, 0.0, 1e3, _G, meaning="per gram of penicillin"),
    Field("toxic precursor", "mg/L", 2400.0, 0.0, 1e5, _G),
    Field("least precursor", "mg/L", 200.0, 0.0, 1e5, _G),
)
"""One Field per slot of the parameter block, in slot order."""
