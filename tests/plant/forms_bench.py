"""A short scenario with a diagnosis and two freezes, laid over the plant of ``first-steps``."""

from __future__ import annotations

from simulator.scenario.documents import Documents
from simulator.scenario.library import read
from simulator.session.commission import Commissioned, commission

FORMS = """
diagnosis:
  cause:
    text: Why?
    choices: {air: Too little air, probe: The probe}
    right: air
    because: The flow is low
    at: 2 min
  doubt:
    text: Sure?
    choices: {sure: Sure, unsure: Not sure}
    right: sure
    when: elapsed > 3 min

freezes:
  early:
    at: 4 min
    limit: 1 min
    queries:
      warm: {level: perception, text: How warm?, value: TT-101.PV, unit: degC, within: 1 K}
      state:
        level: comprehension
        text: Warm or cold?
        choices: {hot: Hot, cold: Cold}
        right when: {hot: TT-101.PV > 30 degC, cold: TT-101.PV <= 30 degC}
      later:
        level: prediction
        text: How warm in a while?
        value: TT-101.PV
        unit: degC
        within: 2 K
        ahead: 90 s
  called:
    when: elapsed >= 6 min
    queries:
      alarm:
        level: comprehension
        text: Is the alarm there?
        choices: {there: Yes, away: No}
        right when: {there: TIC-101.HI.STATE is UNACK, away: TIC-101.HI.STATE is NORM}

workload: yes
"""


def documents(forms: str = FORMS, more: str = "") -> Documents:
    """Return the texts of the scenario with forms."""
    found = read("first-steps")
    text = f"{found.texts[found.main]}\n{forms}{more}"
    return Documents(found.main, {**found.texts, found.main: text})


def built(forms: str = FORMS, more: str = "") -> Commissioned:
    """Return the plant of the scenario with forms, run interpreted."""
    return commission(documents(forms, more), 5, "en", "interpreted")
