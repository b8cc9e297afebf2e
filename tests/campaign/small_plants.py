"""Small campaigns to try the engine with."""

from __future__ import annotations

from simulator.campaign.plan import Campaign
from simulator.scenario.build_campaign import build_campaign
from simulator.scenario.documents import Documents

LINE = """campaign: 1
name: A line
brief: Batches, one after another.
seed: {seed}
batches: {batches}
every: {every}
duration: 900 d
equipment:
  reactor:
    name: Reactor
    units: [{units}]
    ready: sterile
    cleaning: {{takes: 1 d}}
    sterilisation: {{takes: 1 d, ahead: yes}}
  pool: {{name: Pool, units: [TK-1, TK-2]}}
recipe:
  product: Protein
  unit: g
  procedure:
    culture:
      name: Culture
      unit: reactor
      volume: 100 L
      titre: 5
      operations:
        grow: {{name: Grow, phases: {{grow: {{name: Grow, takes: 14 d}}}}}}
    harvest:
      name: Harvest
      unit: pool
      yield: 90 %
      operations:
        draw: {{name: Draw, phases: {{draw: {{name: Draw, from: culture, takes: 0 s}}}}}}
"""
"""A culture of 14 d in one of some reactors, two days to make it ready, and a harvest."""


def plan_of(text: str) -> Campaign:
    """Return the campaign of a text."""
    return build_campaign(Documents("small.yaml", {"small.yaml": text}))


def line(reactors: int, batches: int = 40, every: str = "0 s", seed: int = 1) -> Campaign:
    """Return a line with so many reactors."""
    units = ", ".join(f"BR-{n}" for n in range(1, reactors + 1))
    return plan_of(LINE.format(seed=seed, batches=batches, every=every, units=units))
