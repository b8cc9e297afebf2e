"""A vessel of RNA: what arrives of a transcription, what DNase digests, and how RNA breaks."""

from __future__ import annotations

import math
import random

import pytest
from closure import close
from downstream_rig import Train
from findings import Finding

from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.downstream.rna_vessel import BASE_PAIR, NUCLEOTIDE, RNA_VESSEL

MODEL = "equipment/downstream/rna_vessel"
RAW = {
    "volume": 5.0,
    "temperature": 37.0,
    "ATP concentration": 3.0,
    "UTP concentration": 2.0,
    "CTP concentration": 4.0,
    "GTP concentration": 3.0,
    "magnesium concentration": 24.0,
    "pyrophosphate concentration": 0.1,
    "phosphate concentration": 12.0,
    "crystals concentration": 0.5,
    "template concentration": 30.0,
    "bound template concentration": 10.0,
    "polymerase concentration": 60.0,
    "pyrophosphatase concentration": 2.0,
    "buffer concentration": 40.0,
    "titre": 5.0,
    "fragments concentration": 0.2,
    "strong ion concentration": 22.0,
}
SMALL = ("ATP", "UTP", "CTP", "GTP", "magnesium", "pyrophosphate")


def harvest(parameters: dict[str, float] | None = None, **inside: float) -> Train:
    """A reagent vessel of raw RNA that leads to an empty vessel of RNA, and that to a pool."""
    train = Train().unit("raw", "reagent vessel", RAW, {"set temperature": 37.0})
    given = {name.replace("_", " "): value for name, value in inside.items()}
    train.unit("tank", "RNA vessel", given, {"set temperature": 37.0, **(parameters or {})})
    train.tank("pool")
    return train.line("l", "raw", "tank").line("m", "tank", "pool")


def kept(**given: float) -> Train:
    """A vessel of RNA alone, kept at 37 degC unless told otherwise."""
    own = {name.replace("_", " "): value for name, value in {"volume": 5.0, **given}.items()}
    temperature = own.get("temperature", 37.0)
    return Train().unit("tank", "RNA vessel", own, {"set temperature": temperature})


def small(train: Train) -> float:
    """All mmol that are or become solutes, DNA counted by its nucleotides."""
    arriving = [train.total(name, ("", "arriving ")) for name in SMALL]
    template = train.total("template", ("", "arriving "))
    template += train.total("bound template", ("", "arriving "))
    dna = train.total("DNA", ("",)) + BASE_PAIR * 4000.0 * template
    return math.fsum([*arriving, train.total("solutes", ("",)), dna / NUCLEOTIDE])


def rna(train: Train) -> float:
    """All grams of RNA, whole or not."""
    names = ("product", "aggregate", "fragments")
    return math.fsum(train.total(name, ("", "arriving ")) for name in names)


def test_what_a_transcription_leaves_arrives_as_quality() -> None:
    """Each reagent finds its slot in the quality of the stream, and none stays behind."""
    train = harvest({"hydrolysis": 0.0, "by-products": 0.0})
    train["l.flow demand"] = 60.0
    train.run(400.0)
    assert train["raw.volume"] == 0.0
    assert train["tank.product"] == pytest.approx(25.0, rel=1e-9)
    assert train["tank.aggregate"] == pytest.approx(1.0, rel=1e-9)
    assert train["tank.solutes"] == pytest.approx(5.0 * 36.1, rel=1e-9)
    assert train["tank.DNA"] == pytest.approx(200.0 * 4000.0 * BASE_PAIR, rel=1e-9)
    assert train["tank.host cell protein"] == pytest.approx(300.0 * 0.0987 + 10.0, rel=1e-9)
    assert train["tank.phosphate"] == pytest.approx(60.0, rel=1e-9)
    assert train["tank.tris"] == pytest.approx(200.0, rel=1e-9)
    assert train["tank.debris"] == pytest.approx(2.5 * 222.553 / 2560.0, rel=1e-9)
    assert train["tank.integrity"] == pytest.approx(100.0 * 25.0 / 26.0, rel=1e-6)
    assert train["tank.nucleotide concentration"] == pytest.approx(36.1, rel=1e-6)


def test_the_pool_has_the_pH_of_its_reaction(finding: Finding) -> None:
    """Verification: charges that go over by their number at pH 8 keep the pH within 0.15."""
    reaction = {name: value for name, value in RAW.items() if name != "strong ion concentration"}
    train = Train().unit("reactor", "transcription reactor", {**reaction, "pH": 7.9})
    train.run(1.0)
    acid = train["reactor.pH"]
    train.unit("tank", "RNA vessel").line("l", "reactor", "tank")
    train["l.flow demand"] = 6000.0
    train.run(20.0)
    finding(
        train["tank.pH"],
        acid,
        model=MODEL,
        source="charges of nucleotides, pyrophosphate and RNA near pH 8",
        against="the transcription reactor's own balance of charges",
        quantity="pH of a pool of raw RNA",
        within=0.15,
        unit="pH",
    )


def test_dnase_digests_in_first_order(finding: Finding) -> None:
    """Verification: DNA falls by exp(-k E t), and becomes nucleotides."""
    train = kept(DNA_concentration=100.0, DNase_activity=50.0)
    before = small(train)
    train.run(2700.0)
    finding(
        train["tank.DNA"],
        500.0 * math.exp(-0.15 * 50.0 * 0.75),
        model=MODEL,
        source="first order in DNA and in DNase (engineering fit)",
        against="exp(-k E t)",
        quantity="template left after 45 min of 50 units per mL at 37 degC",
        tolerance=1e-3,
        unit="mg",
    )
    assert train["tank.DNA"] < 0.01 * 500.0
    assert small(train) == pytest.approx(before, rel=1e-12)


def test_some_of_what_is_made_is_short_or_doubled() -> None:
    """Of what comes of a transcription, a part by the vessel's parameter is not whole."""
    train = harvest({"hydrolysis": 0.0, "by-products": 10.0})
    train["l.flow demand"] = 60.0
    train.run(100.0).run(300.0)
    assert train["tank.product"] == pytest.approx(25.0 - 0.1 * 26.0, rel=1e-9)
    assert rna(train) == pytest.approx(26.0, rel=1e-9)


def test_rna_holds_some_template_back() -> None:
    """However long DNase acts, 20 ng of template per mg of RNA are left, and no less than was."""
    train = kept(titre=4.0, DNA_concentration=100.0, DNase_activity=50.0).run(7200.0)
    assert train["tank.DNA"] == pytest.approx(0.4, rel=1e-3)
    train = kept(titre=4.0, DNA_concentration=0.01, DNase_activity=50.0).run(600.0)
    assert train["tank.DNA"] == pytest.approx(0.05, rel=1e-12)


def test_dnase_is_slower_in_the_cold() -> None:
    """At 17 degC a quarter of the rate is left; without DNase nothing is digested."""
    warm, cold = (
        kept(DNA_concentration=100.0, DNase_activity=10.0, temperature=at).run(600.0)
        for at in (37.0, 17.0)
    )
    left = [math.log(train["tank.DNA"] / 500.0) for train in (warm, cold)]
    assert left[0] / left[1] == pytest.approx(4.0, rel=1e-3)
    assert kept(DNA_concentration=100.0).run(600.0)["tank.DNA"] == 500.0


def test_a_syringe_gives_what_it_holds_and_no_more() -> None:
    """DNase comes out of its syringe with its protein; liquid that comes thins it."""
    train = harvest(volume=5.0, DNase_syringe=100.0)
    train["tank.DNase flow"] = 60.0
    train.run(90.0)
    assert train["tank.DNase activity"] == pytest.approx(18.0, rel=1e-9)
    train.run(60.0)
    assert train["tank.DNase syringe"] == 0.0
    assert train["tank.DNase activity"] == pytest.approx(20.0, rel=1e-9)
    assert train["tank.host cell protein"] == pytest.approx(10.0, rel=1e-9)
    train["l.flow demand"] = 60.0
    train.run(300.0)
    assert train["tank.DNase activity"] == pytest.approx(10.0, rel=1e-9)
    train["m.flow demand"] = 60.0
    train.run(300.0)
    assert train["tank.volume"] == pytest.approx(5.0, rel=1e-9)
    assert train["tank.DNase activity"] == pytest.approx(10.0, rel=1e-9)
    train.run(400.0)
    assert train["tank.DNase activity"] == 0.0


def test_an_empty_vessel_takes_no_dnase() -> None:
    """A syringe that is pressed into an empty vessel keeps what it has."""
    train = kept(volume=0.0, DNase_syringe=100.0)
    train["tank.DNase flow"] = 60.0
    train.run(60.0)
    assert (train["tank.DNase syringe"], train["tank.DNase activity"]) == (100.0, 0.0)


@pytest.mark.parametrize(("temperature", "ion"), [(37.0, -15.0), (5.0, -15.0), (37.0, -5.0)])
def test_rna_breaks_by_warmth_and_pH(temperature: float, ion: float, finding: Finding) -> None:
    """Verification: whole RNA falls by exp(-k t), k tenfold for 14.3 K and for each unit of pH."""
    train = kept(
        titre=4.0, tris_concentration=20.0, strong_ion_concentration=ion, temperature=temperature
    )
    train.run(3600.0 * 4.0)
    rate = 0.01 * math.exp(0.1611809565095832 * (temperature - 37.0))
    rate *= 10.0 ** (train["tank.pH"] - 8.0)
    finding(
        train["tank.aggregate"],
        20.0 * (1.0 - math.exp(-4.0 * rate)),
        model=MODEL,
        source="rates of the transcription reactor (engineering fit)",
        against="1 - exp(-k t)",
        quantity=f"RNA broken in 4 h at {temperature:g} degC, strong ion {ion:g} mM",
        tolerance=1e-3,
        unit="g",
    )
    assert rna(train) == pytest.approx(20.0, rel=1e-12)


def test_foreign_cells_bring_ribonuclease() -> None:
    """A vessel with contaminants breaks its RNA, faster than one that is clean."""
    clean, dirty = (
        kept(titre=4.0, tris_concentration=20.0, temperature=5.0, contaminant_density=d).run(3600.0)
        for d in (0.0, 0.05)
    )
    assert clean["tank.integrity"] > 99.0 > dirty["tank.integrity"] > 20.0


def test_nothing_is_made_or_lost(finding: Finding) -> None:
    """Verification: RNA, and nucleotides with DNA, balance to 1e-9 under any operation."""
    rng = random.Random(5)
    for _ in range(20):
        train = harvest(DNase_syringe=rng.uniform(0.0, 500.0), volume=rng.choice((0.0, 2.0)))
        before = {"RNA": rna(train), "nucleotides and DNA": small(train)}
        for _ in range(12):
            train["l.flow demand"] = rng.choice((0.0, 10.0, 200.0))
            train["m.flow demand"] = rng.choice((0.0, 0.0, 10.0, 200.0))
            train["l.leak"] = rng.choice((0.0, 0.3))
            train["tank.DNase flow"] = rng.choice((0.0, 50.0))
            train.run(15.0, rng.choice((0.5, 1.0, 5.0)))
        lost = math.fsum(train[f"l.lost {name}"] for name in SMALL)
        assert lost >= 0.0
        after = {"RNA": rna(train), "nucleotides and DNA": small(train)}
        close(finding, MODEL, "RNA vessel", before, after)


def test_who_takes_raw_rna() -> None:
    """Raw RNA goes on into a vessel of RNA alone, and never back."""
    reactor = CATALOGUE["transcription reactor"]
    takers = {name for name, kind in CATALOGUE.items() if kind.takes(reactor)}
    assert takers == {"transcription reactor", "reagent vessel", "RNA vessel"}
    assert CATALOGUE["process vessel"].takes(RNA_VESSEL)
    assert not reactor.takes(RNA_VESSEL)
