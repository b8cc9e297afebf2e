"""What every command does to the plant, and whether it may be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.control import transmitter
from simulator.control.alarm import AlarmEvent
from simulator.language import command as c
from simulator.language import paperwork as p
from simulator.language.command import Command
from simulator.language.event import MessageShown, PersonCalled, ValueChanged
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.plant import batchrecord, floor, forms, hints
from simulator.plant.annunciator import Annunciator
from simulator.plant.batchrecord import BatchRecord
from simulator.plant.cell import Cell
from simulator.plant.disturbance import Disturbances
from simulator.plant.guarding import Guarding
from simulator.plant.panel import Panel
from simulator.plant.procedure import Procedure
from simulator.plant.reviewed import Review, empty_device, unknown
from simulator.plant.schedule import Schedule

_ALARM_EVENTS: dict[type[Any], AlarmEvent] = {
    c.Acknowledge: "acknowledge",
    c.ResetAlarm: "reset",
    c.Shelve: "shelve",
    c.Unshelve: "unshelve",
    c.TakeOutOfService: "out of service",
    c.ReturnToService: "return to service",
}


class Operations:
    """Reviews and carries out commands; the rooms of the plant do the work."""

    def __init__(self, cell: Cell, disturbances: Disturbances, schedule: Schedule) -> None:
        self._cell = cell
        self._disturbances = disturbances
        self.schedule = schedule
        self.panel = Panel(cell)
        self.annunciator = Annunciator(cell)
        self.record = BatchRecord(cell)
        self.floor = floor.Floor(cell, self.record, lambda: self.schedule)
        may_start = self.floor.may_start
        self.procedure = Procedure(cell, self._perform, may_start, self.floor.moved)
        self.guarding = Guarding(cell, self._hold)
        self.forms = forms.Forms(cell)

    def review(self, command: Command, by: str = "") -> Review:
        """Return what a command would change now, or why it may not be done. Changes nothing.

        ``by`` is the phase that would give it, or "" for a person.
        """
        if problem := self.floor.forbids(command, by):
            return Review(problem)
        if type(command) in floor.COMMANDS:
            return Review(self.floor.review(command))
        if type(command) in _ALARM_EVENTS:
            return self._review_alarm(command)
        if type(command) in batchrecord.COMMANDS:
            return _reviewed(self.record.review(command))
        if type(command) in forms.COMMANDS:
            return _reviewed(self.forms.review(command))
        reviewer = _REVIEWS[type(command)]
        return reviewer(self, command)

    def carry_out(self, command: Command, by: str, who: str = "", reason: str = "") -> None:
        """Do what a command says; call only when :meth:`review` found no problem.

        ``by`` is the role, phase or interlock that gives it, ``who`` the person who signs it.
        """
        self.floor.done(command, who or by)
        if type(command) in _ALARM_EVENTS:
            self._do_alarm(command)
            return
        if type(command) in batchrecord.COMMANDS:
            self.record.carry_out(command, who or by, reason)
            return
        if type(command) in forms.COMMANDS:
            self.forms.carry_out(command)
            return
        if type(command) in floor.COMMANDS:
            self.floor.carry_out(command, who or by, reason)
            return
        signed = who if who and isinstance(command, p.Paperwork) else by
        _DEEDS[type(command)](self, command, signed)

    def _perform(self, command: Command, by: str) -> None:
        """Do a command of a phase; one that may not be done now is reported and left out."""
        problem = self.review(command, by).problem
        if problem is None:
            self.carry_out(command, by)
        else:
            self._cell.report(MessageShown(self._cell.now, by, str(problem)))

    def _hold(self, phase: str, by: str) -> None:
        self.procedure.order(phase, "HOLD", by)

    def written(self) -> dict[str, Any]:
        """Return what a checkpoint keeps of record and floor, as JSON-able values."""
        state = self.record.state()
        return {**state, "floor": self.floor.state()} if self.floor.kept else state

    def rewrite(self, state: Any) -> None:
        """Take up what :meth:`written` returned; raise Refusal if it is another plant's."""
        if self.floor.kept and isinstance(state, dict):
            self.floor.restore(state.get("floor"))
            state = {key: part for key, part in state.items() if key != "floor"}
        self.record.restore(state)

    # -- loops, valves, instruments ------------------------------------------------------------

    def _review_panel(self, command: Any) -> Review:
        found = self.panel.review(command)
        if isinstance(found, Problem):
            return Review(found)
        return Review(None, found.old, found.new, found.unit)

    def _do_panel(self, command: Any, by: str) -> None:
        found = self.panel.review(command)
        if isinstance(found, Problem):
            return
        self.panel.apply(command)
        cell = self._cell
        event = ValueChanged(
            cell.now, command.tag, found.attribute, found.old, found.new, found.unit, by
        )
        cell.report(event)

    def _review_calibrate(self, command: c.Calibrate) -> Review:
        cell = self._cell
        known = [spec.tag for spec in cell.design.transmitters]
        if command.tag not in known:
            return Review(unknown(text("instrument"), command.tag, known))
        place = cell.image.blocks["transmitter", command.tag]
        trial = cell.copied(place.y, place.y + len(transmitter.STATES))
        problem = transmitter.calibrate(trial, cell.p, 0, place.p, command.value)
        unit = next(s.unit for s in cell.design.transmitters if s.tag == command.tag)
        return Review(problem, cell.y[place.y + transmitter.PV], command.value, unit)

    def _do_calibrate(self, command: c.Calibrate, by: str) -> None:
        cell, found = self._cell, self._review_calibrate(command)
        place = cell.image.blocks["transmitter", command.tag]
        transmitter.calibrate(cell.y, cell.p, place.y, place.p, command.value)
        event = ValueChanged(
            cell.now, command.tag, "PV", found.old or 0.0, command.value, found.unit, by
        )
        cell.report(event)

    # -- alarms and interlocks -----------------------------------------------------------------

    def _review_alarm(self, command: Any) -> Review:
        specs = self.annunciator.specs
        if command.alarm not in specs:
            return Review(unknown(text("alarm"), command.alarm, list(specs)))
        if isinstance(command, c.Shelve):
            longest = specs[command.alarm].shelvable_ms
            if longest <= 0:
                hint = text("alarms of the highest priority stay in sight")
                return Review(
                    Problem(
                        "not-shelvable", text("{alarm} is not shelved", alarm=command.alarm), hint
                    )
                )
            if not 0 < command.duration_ms <= longest:
                hint = text("at most {longest:g} min", longest=longest / 60_000)
                return Review(
                    Problem("shelved-too-long", text("that is not a time to shelve for"), hint)
                )
        after = self.annunciator.review(command.alarm, _ALARM_EVENTS[type(command)])
        if isinstance(after, Problem):
            return Review(after)
        return Review(None, self.annunciator.letter(command.alarm), after)

    def _do_alarm(self, command: Any) -> None:
        if isinstance(command, c.Shelve):
            self.annunciator.shelve(command.alarm, command.duration_ms)
        else:
            self.annunciator.apply(command.alarm, _ALARM_EVENTS[type(command)])

    def _review_reset(self, command: c.ResetInterlock) -> Review:
        specs = self.guarding.specs
        if command.interlock not in specs:
            return Review(unknown(text("interlock"), command.interlock, list(specs)))
        return Review(self.guarding.review_reset(command.interlock), "tripped", "clear")

    def _do_reset(self, command: c.ResetInterlock, by: str) -> None:
        self.guarding.reset(command.interlock)

    # -- procedure -----------------------------------------------------------------------------

    def _review_phase(self, command: c.PhaseCommand) -> Review:
        specs = self.procedure.specs
        if command.phase not in specs:
            return Review(unknown(text("phase"), command.phase, list(specs)))
        after = self.procedure.review(command.phase, command.order)
        if isinstance(after, Problem):
            return Review(after)
        return Review(None, self.procedure.progress(command.phase).state, after)

    def _do_phase(self, command: c.PhaseCommand, by: str) -> None:
        self.procedure.order(command.phase, command.order, by)

    def _review_mode(self, command: c.SetProcedureMode) -> Review:
        return Review(None, self.procedure.mode, command.mode)

    def _do_mode(self, command: c.SetProcedureMode, by: str) -> None:
        self.procedure.set_mode(command.mode)

    def _review_answer(self, command: c.AnswerPrompt) -> Review:
        specs = self.procedure.specs
        if command.phase not in specs:
            return Review(unknown(text("phase"), command.phase, list(specs)))
        if self.procedure.prompt(command.phase) is None:
            hint = text("see the phase's state for what it waits on")
            return Review(
                Problem("no-prompt", text("{phase} asks nothing now", phase=command.phase), hint)
            )
        return Review(None, None, command.answer)

    def _do_answer(self, command: c.AnswerPrompt, by: str) -> None:
        self.procedure.answer(command.phase)

    # -- people --------------------------------------------------------------------------------

    def _review_sample(self, command: c.TakeSample) -> Review:
        problem = self.schedule.may_sample(command.unit)
        return Review(problem or empty_device(self._cell, command.unit))

    def _do_sample(self, command: c.TakeSample, by: str) -> None:
        self.schedule.sample(command.unit, self._cell.now)

    def _review_draw(self, command: p.DrawSample) -> Review:
        problem = self.schedule.may_sample(command.unit)
        return Review(problem or empty_device(self._cell, command.unit))

    def _do_draw(self, command: p.DrawSample, by: str) -> None:
        self.schedule.sample(command.unit, self._cell.now, kept=True)

    def _review_label(self, command: p.LabelSample) -> Review:
        return Review(self.schedule.may_label(command.sample, command.label), None, command.label)

    def _do_label(self, command: p.LabelSample, by: str) -> None:
        event = self.schedule.label(command.sample, command.label, by, self._cell.now)
        if event is not None:
            self._cell.report(event)

    def _review_send(self, command: p.SendSample) -> Review:
        return Review(self.schedule.may_send(command.sample))

    def _do_send(self, command: p.SendSample, by: str) -> None:
        self.schedule.send(command.sample, self._cell.now)

    def _review_retest(self, command: p.Retest) -> Review:
        return Review(self.schedule.may_retest(command.sample, command.analysis, self._cell.now))

    def _do_retest(self, command: p.Retest, by: str) -> None:
        self.schedule.retest(command.sample, command.analysis, self._cell.now)

    def _review_call(self, command: p.CallPerson) -> Review:
        problem = self.schedule.may_call(command.contact) or batchrecord.wordless(command.text)
        return Review(problem)

    def _do_call(self, command: p.CallPerson, by: str) -> None:
        self.schedule.call(command.contact, self._cell.now)
        self._cell.report(PersonCalled(self._cell.now, command.contact, command.text, by))

    def _review_bottle(self, command: c.ChangeBottle) -> Review:
        problem = self.schedule.may_change_bottle(command.unit)
        feeds = [spec.source for spec in self._cell.design.lines if spec.sink is not None]
        feeds += [one for spec in self._cell.design.lines for one in spec.devices]
        sinks = [spec.sink for spec in self._cell.design.lines]
        if problem is None and (command.unit not in feeds or command.unit in sinks):
            hint = text("bottles, bags and filter modules can be changed")
            problem = Problem(
                "no-bottle", text("{unit} has no bottle to change", unit=command.unit), hint
            )
        return Review(problem)

    def _do_bottle(self, command: c.ChangeBottle, by: str) -> None:
        self.schedule.change_bottle(command.unit, self._cell.now)

    def _review_bank(self, command: c.SwitchBank) -> Review:
        return Review(self.schedule.may_switch_bank(command.utility, command.bank))

    def _do_bank(self, command: c.SwitchBank, by: str) -> None:
        self.schedule.switch_bank(command.utility, command.bank, self._cell.now)

    def _review_maintenance(self, command: c.CallMaintenance) -> Review:
        sections = ("unit", "line", "utility", "transmitter", "actuator", "loop")
        known = [tag for section, tag in self._cell.image.blocks if section in sections]
        if command.tag not in known:
            return Review(unknown(text("tag"), command.tag, known))
        return Review(self.schedule.may_call_maintenance(command.tag))

    def _do_maintenance(self, command: c.CallMaintenance, by: str) -> None:
        self.schedule.call_maintenance(command.tag, self._cell.now)

    # -- instructor and logbook ----------------------------------------------------------------

    def _review_fault(self, command: Any) -> Review:
        specs = self._disturbances.specs
        if command.fault not in specs:
            return Review(unknown(text("fault"), command.fault, list(specs)))
        wanted = isinstance(command, c.StartFault)
        if self._disturbances.active(command.fault) == wanted:
            return Review(
                Problem(
                    "fault-state",
                    text("the fault {fault} is there already", fault=command.fault)
                    if wanted
                    else text("the fault {fault} is not there now", fault=command.fault),
                )
            )
        return Review(None)

    def _do_fault(self, command: Any, by: str) -> None:
        if isinstance(command, c.StartFault):
            self._disturbances.begin(command.fault)
        else:
            self._disturbances.end(command.fault)

    def _review_note(self, command: c.Note) -> Review:
        if not command.text.strip():
            return Review(
                Problem("empty-note", text("an empty note says nothing"), text("write something"))
            )
        return Review(None)

    def _do_note(self, command: c.Note, by: str) -> None:
        """A note is in the log; the plant has nothing to do with it."""

    def _review_hint(self, command: c.TakeHint) -> Review:
        return Review(hints.refused(self._cell, command))

    def _do_hint(self, command: c.TakeHint, by: str) -> None:
        hints.take(self._cell, command)


def _reviewed(found: batchrecord.Reviewed) -> Review:
    """Return what the batch record or the forms say of a command as a review."""
    return Review(found) if isinstance(found, Problem) else Review(None, *found)


_REVIEWS: dict[type[Any], Callable[[Operations, Any], Review]] = {
    c.SetSetpoint: Operations._review_panel,
    c.SetOutput: Operations._review_panel,
    c.SetMode: Operations._review_panel,
    c.SetTuning: Operations._review_panel,
    c.Calibrate: Operations._review_calibrate,
    c.ResetInterlock: Operations._review_reset,
    c.PhaseCommand: Operations._review_phase,
    c.SetProcedureMode: Operations._review_mode,
    c.AnswerPrompt: Operations._review_answer,
    c.TakeSample: Operations._review_sample,
    c.ChangeBottle: Operations._review_bottle,
    c.SwitchBank: Operations._review_bank,
    c.CallMaintenance: Operations._review_maintenance,
    c.StartFault: Operations._review_fault,
    c.EndFault: Operations._review_fault,
    c.Note: Operations._review_note,
    p.DrawSample: Operations._review_draw,
    p.LabelSample: Operations._review_label,
    p.SendSample: Operations._review_send,
    p.Retest: Operations._review_retest,
    p.CallPerson: Operations._review_call,
    c.TakeHint: Operations._review_hint,
}
_DEEDS: dict[type[Any], Callable[[Operations, Any, str], None]] = {
    c.SetSetpoint: Operations._do_panel,
    c.SetOutput: Operations._do_panel,
    c.SetMode: Operations._do_panel,
    c.SetTuning: Operations._do_panel,
    c.Calibrate: Operations._do_calibrate,
    c.ResetInterlock: Operations._do_reset,
    c.PhaseCommand: Operations._do_phase,
    c.SetProcedureMode: Operations._do_mode,
    c.AnswerPrompt: Operations._do_answer,
    c.TakeSample: Operations._do_sample,
    c.ChangeBottle: Operations._do_bottle,
    c.SwitchBank: Operations._do_bank,
    c.CallMaintenance: Operations._do_maintenance,
    c.StartFault: Operations._do_fault,
    c.EndFault: Operations._do_fault,
    c.Note: Operations._do_note,
    p.DrawSample: Operations._do_draw,
    p.LabelSample: Operations._do_label,
    p.SendSample: Operations._do_send,
    p.Retest: Operations._do_retest,
    p.CallPerson: Operations._do_call,
    c.TakeHint: Operations._do_hint,
}
"""One review and one deed for every command; a test compares these tables with the closed set."""
