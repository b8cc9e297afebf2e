"""A transcription reactor on a bench, and the published equations solved beside it by LSODA."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from simulator.equipment.transcription.reactor import TRANSCRIPTION_REACTOR, step
from simulator.equipment.unit import defaults

SLOT = {field.name: position for position, field in enumerate(TRANSCRIPTION_REACTOR.states)}
PUBLISHED = {"environment": 0.0}
NTPS = ("ATP", "UTP", "CTP", "GTP")


def mixture(ntp: float, magnesium: float, polymerase: float, **more: float) -> dict[str, float]:
    """One litre with so many mM of each nucleotide and of magnesium, and nM of polymerase."""
    given = {f"{name} concentration": ntp for name in NTPS}
    given |= {
        "volume": 1.0,
        "magnesium concentration": magnesium,
        "polymerase concentration": polymerase,
        "buffer concentration": 40.0,
        "template concentration": 7.4,
    }
    return given | {name.replace("_", " "): value for name, value in more.items()}


class Tube:
    """A block of its own with the parameters and initial values given, over the defaults."""

    def __init__(self, given: dict[str, float], parameters: dict[str, float] | None = None) -> None:
        kind = TRANSCRIPTION_REACTOR
        values = defaults(kind.parameters) | (parameters or {})
        begun = kind.initial(values, given)
        self.y = [begun[field.name] for field in kind.states]
        self.p = [values[field.name] for field in kind.parameters]
        self.scan = 0

    def __getitem__(self, name: str) -> float:
        return self.y[SLOT[name]]

    def __setitem__(self, name: str, value: float) -> None:
        self.y[SLOT[name]] = value

    def run(self, minutes: float, dt: float = 1.0) -> Tube:
        """Advance by minutes of plant time."""
        for _ in range(round(60.0 * minutes / dt)):
            step(self.y, self.p, 0, 0, dt, int(self.scan % round(10.0 / dt) == 0))
            self.scan += 1
        return self

    @property
    def rna(self) -> float:
        """RNA in umol/L, from its mass."""
        p = dict(zip((f.name for f in TRANSCRIPTION_REACTOR.parameters), self.p, strict=True))
        return 1e6 * self["product"] / self["volume"] / mass_of(p)


def mass_of(p: dict[str, float]) -> float:
    """g/mol of an RNA, from the masses of its nucleotides and of the pyrophosphate it frees."""
    counts = [p[name] for name in ("adenosines", "uridines", "cytidines", "guanosines")]
    masses = (507.181, 484.141, 483.156, 523.180)
    whole = math.fsum(n * m for n, m in zip(counts, masses, strict=True))
    return whole - (math.fsum(counts) - 1.0) * 177.975


class Published:
    """The model of Stover, Ganko and Braatz, written anew: two nested searches for the ions."""

    K: ClassVar = {
        "ki": 10**3.6069536362146795,
        "ke": 10**5.206113299397379,
        "koff": 10**3.7446323772922425,
        "kon": 10**2.3025910850566524,
        "K1": 10**-3.5888340328345243,
        "K2": 10**-3.5927749722516182,
        "Ki": 10**-4.379933555815728,
        "kp": 10**0.5900758815777631,
        "B": 10**1.6528184246710627,
        "kd": 10**4.993450140315792,
        "S": 10**-3.888054488261979,
        "KM": 2.14e-4,
    }
    NTP = ((10**6.910083368668689, 1, 0), (10 ** (6.910083368668689 + 2.0799933537424664), 1, 1))
    NTP += ((10**4.092508774820014, 0, 1), (10 ** (4.092508774820014 + 1.8659813492702368), 0, 2))
    PPI = (
        (10**9.017430105904815, 1, 0),
        (10 ** (9.017430105904815 + 3.315484585355084), 1, 1),
        (10 ** (9.017430105904815 + 6.260672740886328), 2, 0),
        (10 ** (9.017430105904815 + 6.260672740886328 + 2.1099372160764096), 2, 1),
        (10**5.1607090055688545, 0, 1),
        (10 ** (5.1607090055688545 + 3.989872727016195), 0, 2),
    )
    PI = ((10**6.92, 1, 0), (10**1.88, 0, 1))

    def __init__(self, given: dict[str, float]) -> None:
        self.buffer = 1e-3 * given["buffer concentration"]
        self.enzyme = given["polymerase concentration"]
        self.cleaving = 0.06 * given.get("pyrophosphatase concentration", 0.0)
        ntp = [1e-3 * given[f"{name} concentration"] for name in NTPS]
        mg = 1e-3 * given["magnesium concentration"]
        self.salt = 3.96 * sum(ntp) - 2.0 * mg - self.buffer * 10**0.1 / (1.0 + 10**0.1)
        self.counts = numpy.array([231.0, 246.0, 189.0, 202.0])
        ppi = 1e-3 * given.get("pyrophosphate concentration", 0.0)
        self.start = [given["template concentration"], 0.0, ppi, *ntp, mg, 0.0, 0.0]

    @staticmethod
    def complexes(species: Any, mg: float, h: float) -> tuple[float, float, float]:
        """One plus all complexes, and the magnesium and protons in them, per free anion."""
        parts = [(k * h**n * mg**m, n, m) for k, n, m in species]
        whole = 1.0 + math.fsum(x for x, _, _ in parts)
        return whole, math.fsum(x * m for x, _, m in parts), math.fsum(x * n for x, n, _ in parts)

    def magnesium(self, totals: Any, mg: float, h: float) -> float:
        """Magnesium in all forms."""
        found = mg
        for amount, species in zip(totals, (self.NTP, self.PPI, self.PI), strict=True):
            whole, m, _ = self.complexes(species, mg, h)
            found += amount * m / whole
        return found

    def free(self, totals: Any, total: float, h: float) -> float:
        """Free magnesium at an acidity, by bisection in its logarithm."""
        low = math.log(1e-12)
        x = brentq(
            lambda x: self.magnesium(totals, math.exp(x), h) - total,
            low,
            math.log(total),
            xtol=1e-13,
        )
        return math.exp(x)

    def charge(self, totals: Any, mg: float, h: float, bases: float) -> float:
        """Positive less negative charge."""
        b = h * 10**8.1
        net = h + self.buffer * b / (1.0 + b) + 2.0 * mg + self.salt - 1e-14 / h - bases
        for amount, own, species in zip(
            totals, (4.0, 4.0, 2.0), (self.NTP, self.PPI, self.PI), strict=True
        ):
            whole, m, n = self.complexes(species, mg, h)
            net -= amount * (own - (2.0 * m + n) / whole)
        return net

    def ions(self, z: Any) -> tuple[float, float]:
        """Free magnesium and hydrogen ions of a state."""
        _, rna, ppi, *ntp, mg, _, pi = z
        totals = (max(sum(ntp), 0.0), max(ppi, 0.0), max(pi, 0.0))
        bases = rna * (self.counts.sum() + 2.0)

        def net(x: float) -> float:
            h = math.exp(x)
            return self.charge(totals, self.free(totals, mg, h), h, bases)

        h = math.exp(brentq(net, math.log(1e-12), math.log(1e-3), xtol=1e-12))
        return self.free(totals, mg, h), h

    def slopes(self, _t: float, z: Any) -> list[float]:
        """The published differential equations."""
        k, (dna, _, ppi, *ntp, _, nuclei, _) = self.K, z
        mg, h = self.ions(z)
        whole, _, _ = self.complexes(self.NTP, mg, h)
        bare, _, _ = self.complexes(self.PPI, mg, h)
        single, double = ppi * self.PPI[4][0] * mg / bare, ppi * self.PPI[5][0] * mg * mg / bare
        made = 0.0
        if min(ntp) > 1e-12:
            bound = numpy.array(ntp) * self.NTP[2][0] * mg / whole
            speed = k["ke"] * bound / (bound + k["K1"] * (1.0 + single / k["Ki"]))
            al = 1.0 + k["ki"] * float((self.counts / (speed * mg / (k["K2"] + mg))).sum())
            a = (k["koff"] + k["ki"]) / k["kon"] + self.enzyme + dna * al
            root = math.sqrt(max(a * a - 4.0 * self.enzyme * dna * al, 0.0))
            made = k["ki"] * 1e-9 * (a - root) / (2.0 * al)
        born = grown = 0.0
        if double > k["S"]:
            excess = math.log(double / k["S"])
            born, grown = math.exp(-k["B"] / excess**2), k["kp"] * nuclei * excess
        cleft = self.cleaving * single / (single + k["KM"])
        links = self.counts.sum() - 1.0
        used = [-n * made for n in self.counts]
        change = [-k["kd"] * nuclei * dna, made, links * made - grown - cleft, *used]
        return [*change, -2.0 * grown, born, 2.0 * cleft]

    def after(self, minutes: tuple[float, ...]) -> Any:
        """States (nM, then mol/L) after so many minutes."""
        end = max(minutes) / 60.0
        times = [m / 60.0 for m in minutes]
        done = solve_ivp(
            self.slopes,
            (0.0, end),
            self.start,
            "LSODA",
            times,
            rtol=1e-7,
            atol=1e-13,
            max_step=0.02,
        )
        assert done.success
        return done.y.T
