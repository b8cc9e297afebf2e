"""A tiny plant of two tanks, quick to run interpreted, with one of everything."""

from __future__ import annotations

from simulator.language.event import Event
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

TEXT = """
scenario: 1
name: Two tanks
brief: Fill one tank from the other.
duration: 2 d
units:
  TK-301:
    kind: vessel
    name: Water tank
    parameters: {working volume: 1000 L, set temperature: 20 degC}
    initial: {volume: 900 L, temperature: 20 degC, glucose concentration: 50 mM}
  TK-302:
    kind: vessel
    name: Second tank
    parameters: {working volume: 1000 L, set temperature: 20 degC}
    initial: {volume: 10 L, temperature: 20 degC}
lines:
  L-301:
    {name: Transfer line, from: TK-301, to: TK-302,
     parameters: {capacity: 600 L/h, sink full: 1000 L}}
utilities:
  air:
    name: Instrument air
    unit: L/min
    capacity: 100 L/min
    design use: 50 L/min
    banks: 2
    neighbours: [{name: next door, use: 80 L/min, first: 5 h, every: 24 h, duration: 1 h}]
instruments:
  WT-302: {name: Weight, reads: TK-302.weight, range: 0 kg .. 1200 kg}
  WT-301: {name: Weight, reads: TK-301.weight, range: 0 kg .. 1200 kg, parameters: {noise: 0.1 kg}}
  FT-301: {name: Flow, reads: L-301.flow, range: 0 L/h .. 800 L/h}
actuators:
  P-301:
    {name: Pump, moves: L-301.flow demand, supply: air,
     parameters: {capacity: 600 L/h, stroke time: 0 s}}
loops:
  FIC-301:
    name: Flow
    measures: FT-301
    mode: MAN
    setpoint: 0 L/h
    outputs: [{to: P-301}]
    parameters: {gain: 0.1 %/L*h, integral time: 5 s}
alarms:
  WT-302.HI:
    {limit: 100 kg, deadband: 1 kg, on delay: 2 s, off delay: 2 s, priority: medium,
     respond: 10 min, shelvable: 1 h, cause: Fills, consequence: Full, action: Stop}
  WT-302.HIHI:
    {limit: 200 kg, deadband: 1 kg, on delay: 0 s, priority: critical, latching: yes,
     respond: 5 min, cause: Fills, consequence: Over, action: Stop}
  FT-301.LO:
    {limit: 10 L/h, on delay: 0 s, priority: low, respond: 1 h, cause: Off, consequence: None yet,
     action: Look, suppressed when: not (FIC-301.OP > 1 % for 5 s)}
  WT-301.BAD:
    {priority: low, respond: 1 h, cause: Broken, consequence: Blind, action: Call}
interlocks:
  I-301:
    {name: High weight stops the pump, when: WT-302.PV > 150 kg, forces: {P-301: 0 %}, latched: yes,
     holds: [fill], group: tank}
  I-302:
    {name: Very high weight stops it too, when: WT-302.PV > 150.2 kg, forces: {P-301: 5 %},
     latched: no, group: tank}
laboratory:
  analysts: 1
  transport: 5 min
  draw: 5 min
  sample: 100 mL
  instruments: {analyser: 1}
  panel:
    glucose: {reads: glucose concentration, relative: 1 %, takes: 10 min, instrument: analyser}
people:
  shifts: [{name: day, start: 0 s, operators: 1}]
  technicians: 1
  technician arrives: 10 min
  bottle change: 10 min
  bank switch: 5 min
procedure:
  ready:
    name: Ready
    unit: TK-302
    steps:
      - prompt: Is the line connected?
  fill:
    name: Fill
    unit: TK-302
    after: ready
    steps:
      - say: Filling
      - do: FIC-301.OP = 50 %
      - wait: 10 min
      - until: WT-302.PV > 120 kg for 10 s
      - do: FIC-301.OP = 0 %
    on hold: FIC-301.OP = 0 %
    on restart: FIC-301.OP = 50 %
    on stop: FIC-301.OP = 0 %
    on abort: FIC-301.OP = 0 %
gauges:
  weight: {name: Weight, reads: TK-302.weight, low: 0 kg, high: 100 kg, role: CPP}
  filling: {name: Weight in filling, reads: TK-302.weight, role: KPI, when: fill.STATE is Running}
"""


def plant(*faults: str, text: str = TEXT) -> Plant:
    """Return the tiny plant, interpreted; each fault is the inside of a ``happens`` entry."""
    if faults:
        text += "happens:\n" + "".join(f"  - {{{fault}, name: A fault}}\n" for fault in faults)
    return Plant(
        build_scenario(Documents("tiny.yaml", {"tiny.yaml": text})).design, 1, "interpreted"
    )


def of(kind: type, events: tuple[Event, ...]) -> list[Event]:
    """Return the events of one kind."""
    return [event for event in events if isinstance(event, kind)]
