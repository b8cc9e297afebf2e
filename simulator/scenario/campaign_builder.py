"""Reads the parts of a campaign file, one by one; what names another part must name one."""

from __future__ import annotations

import re

from simulator.campaign.plan import (
    CLEAN,
    STERILE,
    Amounts,
    Analysis,
    Costs,
    Crew,
    Equipment,
    Material,
    Risks,
    Treatment,
    Work,
)
from simulator.language.field import Field
from simulator.language.simtime import DAY
from simulator.scenario.campaign_parts import (
    DAYS,
    CampaignFile,
    CrewPart,
    EquipmentPart,
    SolutionPart,
    StockPart,
    TreatmentPart,
    WorkPart,
)
from simulator.scenario.document import Path
from simulator.scenario.reader import Reader

LONGEST = 1000 * DAY
_GREAT = 1e12
_SHARE = Field("share", "", 0.0, 0.0, 1.0, "definition", meaning="a share, such as 5 %")
_SPREAD = Field("spread", "", 0.0, 0.0, 0.4, "definition", meaning="a share, such as 5 %")
_MONEY = Field("money", "", 0.0, 0.0, _GREAT, "definition", meaning="a plain number")
_VOLUME = Field("volume", "L", 0.0, 0.0, 1e6, "definition")
_NAME = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*\Z")


class Builder(Reader):
    """Reads the parts of a campaign file that others refer to."""

    def __init__(self, file: CampaignFile, name: str, reader: Reader) -> None:
        super().__init__(reader.root)
        self.file = file
        self.name = name
        self.units = {key: one.unit for key, one in file.utilities.items()}
        self.measures = {key: one.unit for key, one in file.materials.items()}
        self.measures |= {key: one.unit for key, one in file.solutions.items()}
        self.qualifications = sorted({q for crew in file.people.values() for q in crew.qualified})

    def share(self, path: Path, text: str) -> float:
        """Return a share between 0 and 1."""
        return self.quantity(path, text, _SHARE)

    def spread(self, path: Path, text: str) -> float:
        """Return a spread."""
        return self.quantity(path, text, _SPREAD)

    def money(self, path: Path, text: str) -> float:
        """Return an amount of money."""
        return self.quantity(path, text, _MONEY)

    def time(self, path: Path, text: str, low: int = 0) -> int:
        """Return a duration, ms."""
        return self.duration(path, text, low, LONGEST)

    def amount(self, path: Path, text: str, unit: str) -> float:
        """Return an amount in a unit of measure of the file's own choice."""
        return self.quantity(path, text, Field("amount", unit, 0.0, 0.0, _GREAT, "definition"))

    def work(self, path: Path, part: WorkPart | None) -> Work:
        """Return a piece of work, all its names known."""
        if part is None:
            return Work(0)
        for one in part.through:
            self.known((*path, "through"), one, self.file.equipment, "equipment")
        for one in part.people:
            self.known_key((*path, "people", one), one, self.qualifications, "qualification")
        self._enough(path, part)
        return Work(
            self.time((*path, "takes"), part.takes),
            self.spread((*path, "spread"), part.spread),
            self.time((*path, "attended"), part.attended),
            tuple(part.people.items()),
            part.second,
            tuple(part.through),
            self._amounts((*path, "uses"), part.uses, self.units, "utility"),
            self._amounts((*path, "materials"), part.materials, self.measures, "material"),
        )

    def _enough(self, path: Path, part: WorkPart) -> None:
        """Refuse work for which no shift has enough people."""
        wanted = dict(part.people)
        if part.second and wanted:
            first = next(iter(wanted))
            wanted[first] += 1
        for name, number in wanted.items():
            crews = [one for one in self.file.people.values() if name in one.qualified]
            most = sum(one.number for one in crews)
            if name in self.qualifications and number > most:
                self.refuse(
                    (*path, "people", name),
                    "too-few-people",
                    f"this needs {number} who are qualified for {name}; there are {most}",
                    "the second person counts too",
                    key=True,
                )

    def _amounts(
        self, path: Path, given: dict[str, str], units: dict[str, str], what: str
    ) -> Amounts:
        made = []
        for name, text in given.items():
            if not self.known_key((*path, name), name, units, what):
                continue
            amount = self.amount((*path, name), text, units[name])
            utility = self.file.utilities.get(name) if what == "utility" else None
            if utility is not None:
                there = self.amount(("utilities", name, "capacity"), utility.capacity, units[name])
                if amount > there:
                    message = f"{name} supplies {utility.capacity} at most"
                    self.refuse((*path, name), "too-much", message)
            made.append((name, amount))
        return tuple(made)

    def treatment(self, path: Path, part: TreatmentPart | None) -> Treatment | None:
        """Return how a status label is won, or None."""
        if part is None:
            return None
        keeps = self.time((*path, "keeps"), part.keeps)
        return Treatment(self.work(path, part), keeps, part.ahead)

    def equipment(self, name: str, part: EquipmentPart) -> Equipment:
        """Return a class of equipment."""
        at: Path = ("equipment", name)
        self.called(at, name)
        if len(set(part.units)) < len(part.units):
            self.refuse((*at, "units"), "twice", "a tag is here twice")
        if part.ready == STERILE and part.sterilisation is None:
            hint = "say how, under `sterilisation`; for single use, how it is set up"
            self.refuse((*at, "ready"), "no-sterilisation", f"nothing makes {name} sterile", hint)
        if part.ready == CLEAN and part.cleaning is None:
            self.refuse((*at, "ready"), "no-cleaning", f"nothing makes {name} clean")
        return Equipment(
            name,
            part.name,
            tuple(part.units),
            self.quantity((*at, "capacity"), part.capacity, _VOLUME),
            part.ready,
            self.treatment((*at, "cleaning"), part.cleaning),
            self.treatment((*at, "sterilisation"), part.sterilisation),
            self.time((*at, "dirty hold"), part.dirty_hold),
            part.uses,
            self.time((*at, "fails every"), part.fails_every),
            self.work((*at, "repair"), part.repair),
            self.time((*at, "tolerates"), part.tolerates),
            self.share((*at, "survives"), part.survives),
        )

    def crew(self, name: str, part: CrewPart) -> Crew:
        """Return a crew."""
        at: Path = ("people", name)
        self.called(at, name)
        since = self.duration((*at, "from"), part.since, 0, DAY - 1)
        until = self.duration((*at, "until"), part.until, since + 1, since + DAY)
        rest = self.duration((*at, "break"), part.rest, 0, max(0, until - since))
        qualified = tuple(part.qualified)
        wage = self.money((*at, "wage"), part.wage)
        days = DAYS[part.days]
        return Crew(name, part.name, part.number, since, until, days, rest, qualified, wage)

    def stock(self, name: str, part: StockPart) -> Material:
        """Return a material that is bought."""
        at: Path = ("materials", name)
        self.called(at, name)
        return Material(
            name,
            part.name,
            part.unit,
            self.amount((*at, "stock"), part.stock, part.unit),
            self.amount((*at, "reorder at"), part.reorder_at, part.unit),
            self._lot((*at, "order"), part.order, part.unit),
            self.time((*at, "delivery"), part.delivery),
            self.spread((*at, "spread"), part.spread),
            self.money((*at, "price"), part.price),
            self.time((*at, "keeps"), part.keeps),
            self.analyses((*at, "analyses"), part.analyses),
        )

    def solution(self, name: str, part: SolutionPart) -> Material:
        """Return a solution that is made here."""
        at: Path = ("solutions", name)
        self.called(at, name)
        if name in self.file.materials:
            self.refuse(at, "twice", f"{name} is among the materials too", key=True)
        if part.tank:
            self.known((*at, "tank"), part.tank, self.file.equipment, "equipment")
        return Material(
            name,
            part.name,
            part.unit,
            self.amount((*at, "stock"), part.stock, part.unit),
            self.amount((*at, "reorder at"), part.reorder_at, part.unit),
            self._lot((*at, "makes"), part.makes, part.unit),
            0,
            keeps=self.time((*at, "keeps"), part.keeps),
            analyses=self.analyses((*at, "analyses"), part.analyses),
            tank=part.tank,
            work=self.work(at, part),
        )

    def _lot(self, path: Path, text: str, unit: str) -> float:
        """Return the size of a lot, which is something."""
        amount = self.amount(path, text, unit)
        if amount < 1e-6:
            self.refuse(path, "out-of-bounds", "a lot must be more than nothing")
            return 1.0
        return amount

    def analyses(self, path: Path, names: list[str]) -> tuple[str, ...]:
        """Return names of analyses, all known."""
        for name in names:
            self.known(path, name, self.file.laboratory.analyses, "analysis")
        return tuple(names)

    def called(self, path: Path, name: str) -> None:
        """Refuse what is no plain name."""
        if not _NAME.match(name):
            hint = "letters and digits, with - or _ between them"
            self.refuse(path, "name", f"{name!r} is no plain name", hint, key=True)

    def laboratory(self) -> dict[str, Analysis]:
        """Return the analyses."""
        made = {}
        for name, part in self.file.laboratory.analyses.items():
            at: Path = ("laboratory", "analyses", name)
            self.called(at, name)
            self.known((*at, "by"), part.by, self.qualifications, "qualification")
            if part.instrument:
                known = self.file.laboratory.instruments
                self.known((*at, "instrument"), part.instrument, known, "instrument")
            made[name] = Analysis(
                name,
                part.name,
                part.by,
                self.time((*at, "hands"), part.hands),
                self.time((*at, "takes"), part.takes),
                self.time((*at, "waits"), part.waits),
                part.instrument,
                self.spread((*at, "spread"), part.spread),
                self.share((*at, "fails"), part.fails),
                self.share((*at, "confirmed"), part.confirmed),
                self.money((*at, "price"), part.price),
                part.urgent,
            )
        return made

    def risks(self) -> Risks:
        """Return the chances of what goes wrong anywhere."""
        part, at = self.file.risks, ("risks",)
        low, _, high = part.found.partition("..")
        soon = self.time((*at, "found"), low.strip())
        late = self.time((*at, "found"), high.strip() or low.strip(), soon)
        return Risks(
            self.share((*at, "connection"), part.connection),
            (soon, late),
            self.share((*at, "slip"), part.slip),
            self.share((*at, "missed"), part.missed),
            self.share((*at, "lost"), part.lost),
        )

    def costs(self) -> Costs:
        """Return what is paid by the year."""
        part, at = self.file.costs, ("costs",)
        capital = self.money((*at, "capital"), part.capital)
        upkeep = self.money((*at, "upkeep"), part.upkeep)
        return Costs(part.currency, capital, upkeep, self.money((*at, "quality"), part.quality))
