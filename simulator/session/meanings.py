"""What letters, numbers and stages mean, as English texts of the catalogues."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.language.text import N_

PRIORITIES: Mapping[int, str] = {
    1: N_("critical"),
    2: N_("high priority"),
    3: N_("medium priority"),
    4: N_("low priority"),
}
"""Alarm priorities, 1 the highest."""

KINDS: Mapping[str, str] = {
    "HI": N_("high"),
    "HIHI": N_("high-high"),
    "LO": N_("low"),
    "LOLO": N_("low-low"),
    "DEV": N_("deviation"),
    "BAD": N_("bad measurement"),
}
"""Kinds of alarms, by the end of their tags."""

UNACKNOWLEDGED = "BDE"
"""The letters of alarm states that wait for somebody to acknowledge."""
CALLING = "BE"
"""Those of them whose condition stands, or is latched."""
ANNUNCIATED = "BCDEF"
"""The letters of the states that an alarm list shows: not normal, shelved, suppressed or out."""
STATES: Mapping[str, str] = {
    "A": N_("normal"),
    "B": N_("unacknowledged"),
    "C": N_("acknowledged"),
    "D": N_("returned, unacknowledged"),
    "E": N_("latched, unacknowledged"),
    "F": N_("latched, acknowledged"),
    "G": N_("shelved"),
    "H": N_("suppressed by design"),
    "I": N_("out of service"),
}
"""ISA-18.2 alarm states, by their letters."""

STAGES: Mapping[str, str] = {
    "ordered": N_("ordered"),
    "drawn": N_("drawn"),
    "queued": N_("waiting in the laboratory"),
    "analysed": N_("in analysis"),
    "reported": N_("reported"),
}
"""Stages of a sample on its way."""

SCALE_NAMES: Mapping[str, str] = {
    "mental": N_("mental demand"),
    "physical": N_("physical demand"),
    "temporal": N_("temporal demand"),
    "performance": N_("performance"),
    "effort": N_("effort"),
    "frustration": N_("frustration"),
}
"""What each scale of the workload form is called."""
