"""Lots that the quality unit releases before they may be used, and what it looks at.

A lot in quarantine, or rejected, leads nowhere but to the drain: no pump is put on over a line from
it, and no phase starts that would. Somebody qualified may let it be used at risk, which opens a
deviation; where it flows in spite of all that, a deviation is opened too. A release is of what was
there when the samples were drawn: what comes in later puts the lot back in quarantine. A lot at
risk still awaits its release.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from simulator.language import event as e
from simulator.language.floor import LOT_STATES, LotState, ReleaseEquipment
from simulator.language.observation import DeviationView
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.language.words import Words, say
from simulator.plant.cell import Cell
from simulator.plant.floor_spec import ReleaseSpec
from simulator.plant.lots import Lots
from simulator.plant.work import Found

BARRED: tuple[LotState, ...] = ("QUARANTINE", "REJECTED")
"""A lot that stands so may not be used."""
PENDING: tuple[LotState, ...] = ("QUARANTINE", "AT RISK")
"""The quality unit has yet to judge a lot that stands so."""

_AT_RISK: Words = {
    "en": "lot {lot} used at risk while {state}, by {name} ({role}): {reason}",
    "nl": "lot {lot} op eigen risico gebruikt terwijl het {state} was, door {name} ({role}): "
    "{reason}",
    "fr": "lot {lot} utilisé à risque alors qu'il était {state}, par {name} ({role}) : {reason}",
}
_USED: Words = {
    "en": "lot {lot} was used while {state}",
    "nl": "lot {lot} is gebruikt terwijl het {state} was",
    "fr": "le lot {lot} a été utilisé alors qu'il était {state}",
}
_RETURNED: Words = {
    "en": "lot {lot} stays in quarantine: {why}",
    "nl": "lot {lot} blijft in quarantaine: {why}",
    "fr": "le lot {lot} reste en quarantaine : {why}",
}
_STILL: Words = {
    "en": "lot {lot} stays AT RISK: {why}",
    "nl": "lot {lot} blijft AT RISK: {why}",
    "fr": "le lot {lot} reste AT RISK : {why}",
}
_ADDED: Words = {
    "en": "more came in over {line}",
    "nl": "er is bijgekomen via {line}",
    "fr": "il en est arrivé par {line}",
}
_NO_RESULT: Words = {
    "en": "no result of {analysis} yet",
    "nl": "nog geen resultaat van {analysis}",
    "fr": "pas encore de résultat de {analysis}",
}
_OPEN: Words = {
    "en": "deviation {number} is open",
    "nl": "afwijking {number} staat open",
    "fr": "la déviation {number} est ouverte",
}
_OUT: Words = {
    "en": "{analysis} is out of specification",
    "nl": "{analysis} valt buiten de specificatie",
    "fr": "{analysis} est hors spécification",
}
_GOOD: Words = {
    "en": "results and records are complete",
    "nl": "resultaten en verslagen zijn volledig",
    "fr": "résultats et dossiers sont complets",
}


class Quarantine:
    """What the quality unit says of the lots of a cell.

    Args:
        cell: the plant.
        lots: its lots.
        on_record: opens a deviation: about what, the text, by whom.
        deviations: returns those that were opened.
    """

    def __init__(
        self,
        cell: Cell,
        lots: Lots,
        on_record: Callable[[str, str, str], None],
        deviations: Callable[[], tuple[DeviationView, ...]],
    ) -> None:
        self._cell, self._lots = cell, lots
        self._on_record, self._deviations = on_record, deviations
        self.specs: dict[str, ReleaseSpec] = {
            spec.unit: spec.release for spec in lots.specs.values() if spec.release is not None
        }
        self._standing: dict[str, LotState] = {}
        self._told: list[str] = []
        self._added: dict[str, int] = {}

    def standing(self, lot: str) -> LotState:
        """Return where a lot stands; NONE if nobody needs to release it."""
        if self._lots.lots[lot].unit not in self.specs:
            return "NONE"
        return self._standing.get(lot, "QUARANTINE")

    def unready(self, line: str) -> Problem | None:
        """Return why what is at the source of a line may not be led over it, if so."""
        spec = next(one for one in self._cell.design.lines if one.tag == line)
        lot = self._lots.here.get(spec.source)
        if spec.sink is None or lot is None or self.standing(lot) not in BARRED:
            return None
        message = text("lot {lot} is {state}", lot=lot, state=self.standing(lot))
        return Problem("not-released", message, text("ask release of {lot}", lot=lot))

    def used(self, lot: str, line: str) -> None:
        """Put on record, once, that a lot is used that nobody released."""
        state = self.standing(lot)
        if state not in BARRED or lot in self._told:
            return
        self._told.append(lot)
        told = say(_USED, self._cell.design.language).format(lot=lot, state=state)
        unit = self._lots.lots[lot].unit
        self._cell.report(e.RuleBroken(self._cell.now, unit, told, line))
        self._on_record(unit, told, line)

    def added(self, lot: str, line: str) -> None:
        """Take up that a line brought something into a lot: what was released is no more so."""
        if self._lots.lots[lot].unit not in self.specs:
            return
        self._added[lot] = self._cell.now
        if self.standing(lot) == "RELEASED":
            told = say(_ADDED, self._cell.design.language).format(line=line)
            self._stand(lot, "QUARANTINE", told, line)

    def sampled(self, unit: str) -> None:
        """Take up, before a sample is drawn, what came into a lot until then."""
        if unit in self.specs:
            self._lots.look()

    # -- the quality unit ----------------------------------------------------------------------

    def review_ask(self, lot: str) -> Problem | None:
        """Return why nobody needs to be asked for the release of a lot, if so."""
        if lot not in self._lots.lots:
            known = ", ".join(n for n in self._lots.lots if self.standing(n) in PENDING)
            message = text("there is no lot {lot}", lot=lot)
            return Problem("unknown-lot", message, text("in quarantine: {names}", names=known))
        state = self.standing(lot)
        if state not in PENDING:
            return self._judged(lot, "not-in-quarantine")
        return None

    def _judged(self, lot: str, code: str) -> Problem:
        """Return that nothing is left to say of a lot."""
        state = self.standing(lot)
        if state == "NONE":
            return Problem("no-release-needed", text("lot {lot} needs no release", lot=lot))
        return Problem(code, text("lot {lot} is {state}", lot=lot, state=state))

    def review_ms(self, lot: str) -> int:
        """Return how long the quality unit needs for a lot, in ms; none for what is no lot."""
        known = self._lots.lots.get(lot)
        return self.specs[known.unit].review_ms if known and known.unit in self.specs else 0

    def judge(self, lot: str, reported: Sequence[Found]) -> None:
        """Release or reject a lot by what was reported, or leave it in quarantine.

        The newest result of each analysis counts, of samples drawn since the lot was made and
        since something came into it last. One at risk stays so where something is missing.
        """
        self._lots.look()
        if lot not in self._lots.lots or self.standing(lot) not in PENDING:
            return
        language, unit = self._cell.design.language, self._lots.lots[lot].unit
        since = self._added.get(lot, self._lots.lots[lot].made)
        found: dict[str, Found] = {}
        for one in reported:
            if one.unit == unit and one.taken_at >= since:
                found[one.analysis] = one
        about = {unit, lot, *(f"sample-{one.sample}" for one in found.values())}
        needs = self.specs[unit].needs
        missing = [name for name in needs if name not in found]
        opened = [d for d in self._deviations() if d.about in about and d.closed_at is None]
        out = [name for name in needs if name in found and found[name].out]
        if missing or opened:
            why = say(_NO_RESULT, language).format(analysis=missing[0]) if missing else ""
            why = why or say(_OPEN, language).format(number=opened[0].deviation)
            stays = _STILL if self.standing(lot) == "AT RISK" else _RETURNED
            told = say(stays, language).format(lot=lot, why=why)
            self._cell.report(e.MessageShown(self._cell.now, lot, told))
        elif out:
            self._put(lot, "REJECTED", say(_OUT, language).format(analysis=out[0]), "quality")
        else:
            self._put(lot, "RELEASED", say(_GOOD, language), "quality")

    def _put(self, lot: str, state: LotState, told: str, by: str) -> None:
        self._lots.look()  # what flowed until now is judged by where the lot stood
        self._stand(lot, state, told, by)

    def _stand(self, lot: str, state: LotState, told: str, by: str) -> None:
        old = self.standing(lot)
        self._standing[lot] = state
        self._cell.report(e.LotJudged(self._cell.now, lot, old, state, told, by))

    # -- at risk -------------------------------------------------------------------------------

    def review_risk(self, command: ReleaseEquipment) -> Problem | None:
        """Return why a lot cannot be used at risk, if so."""
        state = self.standing(command.tag)
        if state == "QUARANTINE" and command.role == "quality":
            return None
        if state == "QUARANTINE":
            message = text("a lot is released by the quality unit")
            return Problem("bad-role", message, text("ask release of {lot}", lot=command.tag))
        return self._judged(command.tag, "no-change")

    def risk(self, command: ReleaseEquipment, who: str, reason: str) -> None:
        """Let a lot be used at risk; a deviation says so."""
        lot, parts = command.tag, {"name": command.name.strip(), "role": command.role}
        told = say(_AT_RISK, self._cell.design.language)
        told = told.format(lot=lot, state=self.standing(lot), reason=reason, **parts)
        self._put(lot, "AT RISK", reason, parts["name"])
        self._on_record(self._lots.lots[lot].unit, told, who)

    # -- views and checkpoints -----------------------------------------------------------------

    def standings(self) -> dict[str, LotState]:
        """Return where each lot stands that needs a release."""
        if not self.specs:
            return {}
        lots = self._lots.lots.items()
        return {number: self.standing(number) for number, lot in lots if lot.unit in self.specs}

    def state(self) -> list[Any]:
        """Return all that a checkpoint needs, as JSON-able values."""
        return [dict(self._standing), list(self._told), dict(self._added)]

    def restore(self, state: Any) -> None:
        """Take up a state that :meth:`state` returned; raise Refusal if it is another plant's."""
        try:
            self._restore(*state)
        except (TypeError, ValueError, AttributeError):
            message = text("the lots in this checkpoint cannot be used")
            hint = text("run again from the beginning of the log")
            raise Refusal(Problem("bad-checkpoint", message, hint)) from None

    def _restore(self, standing: Any, told: Any, added: Any) -> None:
        """Take up a state; raise ValueError, TypeError or AttributeError if it cannot be."""
        known = all(lot in self._lots.lots for lot in (*standing, *told, *added))
        if not known or any(one not in LOT_STATES for one in standing.values()):
            raise ValueError("no such lot")
        if any(type(one) is not int for one in added.values()):
            raise ValueError("no such time")
        self._standing = {str(lot): cast(LotState, one) for lot, one in standing.items()}
        self._told = [str(lot) for lot in told]
        self._added = {str(lot): t for lot, t in added.items()}
