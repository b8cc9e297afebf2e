"""The names that conditions and commands may use, and what each of them is.

Instruments are for everybody: interlocks, phases, alarms, scripted operators. What the alarm list
and the laboratory say is for operators alone. The truth (``BR-101.temperature``) is for faults,
gauges and the laboratory alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simulator.control.loop import MODES
from simulator.control.phase import PHASE_STATES
from simulator.control.transmitter import QUALITIES
from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.line import STATES as LINE_STATES
from simulator.equipment.line import losses
from simulator.equipment.utility import STATES as UTILITY_STATES
from simulator.language.field import Field
from simulator.language.floor import LABELS, LOT_STATES
from simulator.language.forms import FREEZE_STATES
from simulator.language.forms_text import ANSWER
from simulator.language.observation import RECORD_STATES
from simulator.language.paperwork import LARGEST
from simulator.language.paperwork_text import ENTRY
from simulator.plant.batchrecord import entry_words
from simulator.plant.counted import tellable
from simulator.plant.design import (
    Design,
    LineSpec,
    LoopSpec,
    RecordSpec,
    TransmitterSpec,
    UnitSpec,
    UtilitySpec,
)
from simulator.plant.forms_spec import FormsSpec

_D = "definition"
ALARM_STATES = (
    "NORM",
    "UNACK",
    "ACKED",
    "RTNUN",
    "LATUN",
    "LATAK",
    "SHLVD",
    "DSUPR",
    "OOSRV",
)
"""The states of an alarm by the letters A to I: abbreviations after ISA-18.2."""
LABORATORY = "laboratory"
"""Between the unit and the analysis in the name of a result, such as BR-101.laboratory.glucose."""
AGE = "age"
"""In place of an analysis: the time since the newest reported sample was drawn, in s."""
LABEL = "LABEL"
"""After the tag of a unit or line: the status label that hangs on it."""
LOT = "LOT"
"""After the tag of a unit: where the lot in it stands with the quality unit."""
STOCK = "STOCK"
"""After the name of a material: how many full bottles are in the store."""
ELAPSED = Field("elapsed", "s", 0.0, 0.0, 1e9, _D, meaning="time since the session began")


def instrument_names(design: Design) -> dict[str, Field]:
    """Return what an operator's screen shows by name: PV, SP, OP, MODE, QUALITY, POS, STATE."""
    names = {"elapsed": ELAPSED}
    transmitters = {spec.tag: spec for spec in design.transmitters}
    for transmitter in design.transmitters:
        names |= _transmitter(transmitter)
    for loop in design.loops:
        names |= _loop(loop, transmitters.get(loop.measures))
    for actuator in design.actuators:
        names[f"{actuator.tag}.OP"] = _percent(f"{actuator.tag}.OP")
        names[f"{actuator.tag}.POS"] = _percent(f"{actuator.tag}.POS")
    return names | phase_names(phase.tag for phase in design.procedure)


def operator_names(design: Design) -> dict[str, Field]:
    """Return what an operator's script may read: instruments, alarm list, reported results."""
    names = instrument_names(design)
    names |= alarm_names(design)
    for unit in design.units:
        sampled = [a for a in design.lab.panel if a.reads in _reads(unit)]
        for analysis in sampled:
            name = f"{unit.tag}.{LABORATORY}.{analysis.name}"
            names[name] = Field(name, analysis.unit, 0.0, 0.0, 1e9, _D, meaning="last reported")
        if sampled:
            age = f"{unit.tag}.{LABORATORY}.{AGE}"
            names[age] = Field(age, "s", 0.0, 0.0, 1e9, _D, meaning="since that sample was drawn")
    for lot in design.floor.lots:
        if lot.release is not None:
            names[f"{lot.unit}.{LOT}"] = _choice(f"{lot.unit}.{LOT}", LOT_STATES)
    for material in design.floor.materials:
        name = f"{material.tag}.{STOCK}"
        names[name] = Field(name, "", 0.0, 0.0, 1e6, _D, meaning="full bottles in the store")
    for status in design.floor.statuses:
        label = f"{status.tag}.{LABEL}"
        names[label] = _choice(label, LABELS)
    return names | _record_names(design.record) | form_names(design.forms)


def form_names(forms: FormsSpec) -> dict[str, Field]:
    """Return where each freeze stands, and the answers of questions and queries."""
    names: dict[str, Field] = {}
    for question in forms.questions:
        answer = f"{question.tag}.{ANSWER}"
        names[answer] = _choice(answer, tuple(question.choices))
    for freeze in forms.freezes:
        names[f"{freeze.tag}.STATE"] = _choice(f"{freeze.tag}.STATE", FREEZE_STATES)
        for query in freeze.queries:
            answer = f"{freeze.tag}.{query.tag}.{ANSWER}"
            if query.choices:
                names[answer] = _choice(answer, tuple(query.choices))
            else:
                names[answer] = Field(answer, query.unit, 0.0, -LARGEST, LARGEST, _D)
    return names


def alarm_names(design: Design) -> dict[str, Field]:
    """Return where each alarm stands, such as ``TIC-101.HI.STATE``."""
    states = (f"{alarm.tag}.STATE" for alarm in design.alarms)
    return {state: _choice(state, ALARM_STATES) for state in states}


def _record_names(steps: Iterable[RecordSpec]) -> dict[str, Field]:
    """Return where each step of the batch record stands, and what is entered in it.

    The entry of a step that takes any text has no name.
    """
    names: dict[str, Field] = {}
    for step in steps:
        state, entry = f"{step.tag}.STATE", f"{step.tag}.{ENTRY}"
        names[state] = _choice(state, RECORD_STATES)
        if step.kind == "value":
            names[entry] = Field(entry, step.unit, 0.0, -LARGEST, LARGEST, _D, meaning="entered")
        elif step.kind != "text":
            names[entry] = _choice(entry, entry_words(step))
    return names


def phase_names(phases: Iterable[str]) -> dict[str, Field]:
    """Return the state names of phases, such as ``feed.STATE``."""
    return {f"{tag}.STATE": _choice(f"{tag}.STATE", PHASE_STATES) for tag in phases}


def truth_names(
    units: Iterable[UnitSpec], lines: Iterable[LineSpec], utilities: Iterable[UtilitySpec]
) -> dict[str, Field]:
    """Return every number of units, lines and utilities, such as ``BR-101.viable density``."""
    names: dict[str, Field] = {}
    carried: dict[str, tuple[Field, ...]] = {}
    for unit in units:
        names |= _fields(unit.tag, CATALOGUE[unit.kind].states)
        carried[unit.tag] = CATALOGUE[unit.kind].carried
    for line in lines:  # its source may be a unit that could not be built
        names |= _fields(line.tag, (*LINE_STATES, *losses(carried.get(line.source, ()))))
    for utility in utilities:
        names |= _fields(utility.tag, UTILITY_STATES)
    return names


def _reads(unit: UnitSpec) -> set[str]:
    return {field.name for field in tellable(CATALOGUE[unit.kind].states)}


def limits(spec: TransmitterSpec) -> tuple[float, float]:
    """Return the range of an instrument."""
    return spec.parameters["low"], spec.parameters["high"]


def _fields(tag: str, fields: Iterable[Field]) -> Mapping[str, Field]:
    return {f"{tag}.{field.name}": field for field in fields}


def _transmitter(spec: TransmitterSpec) -> dict[str, Field]:
    low, high = limits(spec)
    value, quality = f"{spec.tag}.PV", f"{spec.tag}.QUALITY"
    return {
        value: Field(value, spec.unit, low, low, high, _D, meaning="the range of the instrument"),
        quality: _choice(quality, QUALITIES),
    }


def _loop(spec: LoopSpec, transmitter: TransmitterSpec | None) -> dict[str, Field]:
    names = {
        f"{spec.tag}.OP": _percent(f"{spec.tag}.OP"),
        f"{spec.tag}.MODE": _choice(f"{spec.tag}.MODE", MODES),
    }
    if transmitter is None:
        return names
    low, high = limits(transmitter)
    for end in ("PV", "SP"):
        name = f"{spec.tag}.{end}"
        names[name] = Field(
            name, transmitter.unit, low, low, high, _D, meaning="the range of the instrument"
        )
    return names


def _percent(name: str) -> Field:
    return Field(name, "%", 0.0, 0.0, 100.0, _D, meaning="percent of the span")


def _choice(name: str, choices: tuple[str, ...]) -> Field:
    return Field(name, "", 0.0, 0.0, len(choices) - 1.0, _D, "choice", choices)
