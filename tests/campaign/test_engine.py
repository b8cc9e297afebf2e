"""A campaign obeys the laws of queues, keeps its rules or writes up their breach, loses no lot."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from findings import Finding
from small_plants import line, plan_of

from simulator.campaign.audit import audit
from simulator.campaign.cost import CAPITAL, KINDS, LABOUR, MATERIALS, QUALITY, cost
from simulator.campaign.engine import run
from simulator.campaign.figures import Figures, figures
from simulator.campaign.genealogy import ancestry, descendants
from simulator.campaign.losses import losses
from simulator.campaign.plan import Campaign
from simulator.campaign.records import REJECTED, RELEASED, Book, Lot
from simulator.language.simtime import DAY, HOUR
from simulator.scenario.campaigns import load

ENGINE = "campaign/engine"
LAWS = "queueing theory: J. D. C. Little, Oper. Res. 9:383 (1961); the bottleneck's law"
SURVEYS = "surveys of makers of biologics, 2008 to 2016 (failures); platform processes (yield)"


@cache
def mab(seed: int | None = None, batches: int = 0) -> tuple[Campaign, Book, Figures]:
    """Return the shipped antibody campaign, run once for each seed and number of batches."""
    plan = load("mab-campaign")
    if batches:
        plan = replace(plan, batches=batches, duration=1000 * DAY)
    book = run(plan, seed)
    return plan, book, figures(plan, book)


@pytest.mark.parametrize(("reactors", "days"), [(6, 16.0 / 6.0), (4, 4.0), (1, 16.0)])
def test_a_saturated_line_has_the_cycle_of_its_bottleneck(
    finding: Finding, reactors: int, days: float
) -> None:
    """Six, four and one reactor of 14 d and 2 d between: 2.7, 4 and 16 days a batch."""
    batches = 4 * reactors + 1 if reactors > 1 else 6
    plan = line(reactors, batches)
    found = figures(plan, run(plan))
    finding(
        found.cycle / DAY,
        days,
        model=ENGINE,
        source=LAWS,
        against="(14 d + 2 d) divided by the number of reactors",
        quantity=f"cycle time, {reactors} reactors",
        tolerance=0.001,
        unit="d",
    )
    assert found.bottleneck == "reactor"


def test_a_line_that_is_fed_slowly_has_the_rhythm_of_its_starts() -> None:
    """What is not saturated is as fast as its batches begin, and no batch waits."""
    plan = line(6, 12, "7 d")
    found = figures(plan, run(plan))
    assert found.cycle == 7 * DAY
    assert found.lead == 14 * DAY


@pytest.mark.parametrize("seed", range(3))
def test_littles_law(finding: Finding, seed: int) -> None:
    """Batches in work, counted over time, are arrivals times the mean stay."""
    _, _, found = mab(seed)
    finding(
        found.wip,
        found.arrivals * found.stay,
        model=ENGINE,
        source=LAWS,
        against="arrival rate times mean time in work",
        quantity=f"batches in work, seed {seed}",
        tolerance=0.001,
    )


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_used_more_than_there_is(finding: Finding, seed: int) -> None:
    """No unit, crew, utility or instrument is busy for more than all of its time."""
    _, _, found = mab(seed)
    for one in (*found.equipment, *found.utilities, *found.instruments):
        assert 0.0 <= one.share <= 1.0, one
    for one in found.people:
        assert 0.0 <= one.share <= 1.3, one  # with overtime
    finding(
        max(one.share for one in (*found.equipment, *found.utilities, *found.instruments)),
        0.5,
        model=ENGINE,
        source=LAWS,
        against="0 to 1",
        quantity=f"the highest utilisation, seed {seed}",
        within=0.5,
    )


@pytest.mark.parametrize("seed", range(5))
def test_no_rule_is_broken_without_a_record_and_no_lot_is_lost(finding: Finding, seed: int) -> None:
    """An inspector who believes no decision of the engine finds nothing that is not written up."""
    plan, book, found = mab(seed)
    assert audit(plan, book) == []
    drawn = dict.fromkeys(book.lots, 0.0)
    for lot in book.lots.values():
        for one in lot.inputs:
            drawn[one.lot] += one.amount
    finding(
        max(
            abs(lot.amount - lot.left - drawn[lot.number]) / max(lot.amount, 1.0)
            for lot in book.lots.values()
            if lot.kind != "batch"
        ),
        0.0,
        model=ENGINE,
        source="definition",
        against="what there was, less what is left and what went into others",
        quantity=f"amount of a lot lost, relative, seed {seed}",
        within=1e-9,
    )
    assert sum(found.by_status.values()) == plan.batches == len(book.batches)
    for file in book.batches:
        assert file.status in (RELEASED, REJECTED)
        assert bool(file.cause) == (file.status == REJECTED)


def test_the_inspector_finds_what_is_wrong() -> None:
    """A record that is torn out, a lot that is drawn twice and a unit in two places are found."""
    plan = line(1, 4)
    book = run(plan)
    assert audit(plan, book) == []
    late = replace(next(one for one in book.bookings if one.kind == "label"), label="dirty")
    book.bookings.append(late)
    use = next(one for one in book.bookings if one.kind == "use" and one.end > one.start)
    book.bookings.append(replace(use, what="another"))
    book.lots["X-1"] = Lot("X-1", "material", "x", "kg", 0, 5.0, "released", 4.0)
    assert len(audit(plan, book)) == 3


def test_same_seed_same_book_to_the_bit() -> None:
    """Two runs of a seed have the same book, and another seed has another."""
    plan = load("mab-campaign")
    first = run(plan, 3)
    assert run(plan, 3) == first
    assert run(plan, 4) != first


def test_a_batch_more_changes_none_before_it_begins() -> None:
    """Chance is by name: what is drawn for one batch does not depend on how many there are."""
    few, more = run(line(6, 3, "7 d")), run(line(6, 5, "7 d"))
    assert few.batches == more.batches[:3]


def test_a_year_loses_the_share_of_batches_that_is_published(finding: Finding) -> None:
    """Of the batches of four simulated years 2 to 10 % are lost."""
    lost = begun = 0
    for seed in (11, 12, 13, 14):
        _, _, found = mab(seed, 66)
        lost += sum(found.causes.values())
        begun += found.batches
    finding(
        100.0 * lost / begun,
        6.0,
        model=ENGINE,
        source=SURVEYS,
        against="2 to 10 % of batches",
        quantity="batches lost in four years",
        kind="validation",
        within=4.0,
        unit="%",
    )


def test_yield_of_a_platform_process(finding: Finding) -> None:
    """From culture to bulk 65 to 80 % of the product is left."""
    _, _, found = mab()
    finding(
        100.0 * found.overall_yield,
        72.5,
        model=ENGINE,
        source=SURVEYS,
        against="65 to 80 %",
        quantity="overall yield",
        kind="validation",
        within=7.5,
        unit="%",
    )


def test_cost_of_goods_is_the_sum_of_what_it_is_made_of(finding: Finding) -> None:
    """Fixed cost over the batches of a year and what a batch uses; no share is out of its range."""
    plan, book, found = mab(seed=12, batches=66)
    money = cost(plan, book, found)
    yearly = plan.costs.capital + plan.costs.upkeep + plan.costs.quality
    yearly += sum(crew.number * crew.wage for crew in plan.crews)
    used = sum(
        plan.materials[lot.of].price
        * (lot.amount - (lot.left if lot.status != "discarded" else 0.0))
        for lot in book.lots.values()
        if lot.of in plan.materials and plan.materials[lot.of].work is None
    )
    used += book.spent["quality control"] + book.spent["utilities"]
    finding(
        money.per_batch,
        yearly / found.per_year + used / found.batches,
        model="campaign/cost",
        source="cost of goods of a batch: fixed cost a year by batches a year, and what is used",
        against="fixed / (batches a year) + variable",
        quantity="cost of a batch",
        tolerance=0.001,
        unit="EUR",
    )
    assert sum(money.by_kind[kind] for kind in KINDS) == pytest.approx(money.total)
    for kind, low, high in (
        (LABOUR, 0.20, 0.30),
        (CAPITAL, 0.25, 0.40),
        (MATERIALS, 0.20, 0.40),
        (QUALITY, 0.10, 0.15),
    ):
        assert low <= money.share(kind) <= high, (kind, money.share(kind))


def test_a_lot_knows_where_it_came_from_and_where_it_went() -> None:
    """A batch names its lots, and theirs, with amount, time and people; a recall finds it."""
    _, book, _ = mab()
    tree = {lot.number for _, lot in ancestry(book, "B-001")}
    assert {"cell-bank-001", "medium-001", "medium-powder-001"} <= tree
    assert "B-001" in descendants(book, "medium-powder-001")
    for one in book.lots["B-001"].inputs:
        assert one.by
        assert one.amount > 0.0
        assert book.lots[one.lot].made <= one.t


WORKED = """campaign: 1
name: People
brief: Two jobs, three people.
batches: 2
duration: 30 d
equipment: {bench: {name: Bench, units: [SL-1, SL-2]}}
people:
  DAY: {name: Day, number: 3, from: 6 h, until: 14 h, break: 1 h, days: weekdays, qualified: [a]}
recipe:
  product: Thing
  unit: g
  procedure:
    make:
      name: Make
      unit: bench
      operations:
        do: {name: Do, phases: {do: {name: Do, takes: 2 h, people: {a: 1}, second: yes}}}
"""


def test_work_waits_for_two_people_on_duty_and_not_at_rest() -> None:
    """A second person is another one; with three people two such jobs follow each other."""
    book = run(plan_of(WORKED))
    first, second = (file.steps[0] for file in book.batches)
    assert (first.start, second.start) == (6 * HOUR, 8 * HOUR)
    assert len(set(first.by)) == 2
    late = WORKED.replace("takes: 2 h", "takes: 3 h 30 min")
    _, second = (file.steps[0] for file in run(plan_of(late)).batches)
    assert second.start == 10 * HOUR + 30 * 60_000  # after the break


def test_a_failing_unit_is_repaired_or_costs_the_batch() -> None:
    """A repair within what the batch tolerates is a record; a longer one loses the batch."""
    text = """campaign: 1
name: Failing
brief: It fails.
batches: 20
every: 6 d
duration: 300 d
equipment:
  reactor:
    name: Reactor
    units: [BR-1]
    fails every: 5 d
    repair: {takes: 3 h}
    tolerates: 4 h
recipe:
  product: Thing
  unit: g
  procedure:
    make:
      name: Make
      unit: reactor
      operations: {do: {name: Do, phases: {do: {name: Do, takes: 5 d}}}}
"""
    mended = run(plan_of(text))
    assert len(mended.deviations) >= 5
    assert not any(one.cause for one in mended.batches)
    lost = run(plan_of(text.replace("tolerates: 4 h", "tolerates: 2 h")))
    assert {one.cause for one in lost.batches} == {"", "equipment failure"}


def test_a_contamination_spreads_by_what_is_shared() -> None:
    """What one batch leaves in a line that is not well cleaned, the next one has too."""
    text = """campaign: 1
name: Spreading
brief: One line for all.
batches: 12
every: 2 d
duration: 300 d
equipment:
  line: {name: Line, units: [TP-1], ready: clean, cleaning: {takes: 1 h}, survives: 100 %}
risks: {connection: 20 %, found: 2 h .. 3 h}
recipe:
  product: Thing
  unit: g
  procedure:
    make:
      name: Make
      unit: line
      operations: {do: {name: Do, phases: {do: {name: Do, takes: 1 d, connections: 1}}}}
"""
    spread = [one.cause for one in run(plan_of(text)).batches]
    first = spread.index("contamination")
    assert set(spread[first:]) == {"contamination"}
    held = [
        one.cause for one in run(plan_of(text.replace("survives: 100 %", "survives: 0 %"))).batches
    ]
    assert held.count("contamination") < spread.count("contamination")


def test_a_hold_time_is_kept_or_written_up_or_costs_the_batch() -> None:
    """A transfer that comes too late is a deviation; where the limit is strict, the end."""
    text = """campaign: 1
name: Holding
brief: The second tank is taken.
batches: 2
duration: 60 d
equipment:
  first: {name: First, units: [TK-1, TK-2]}
  next: {name: Next, units: [TK-3]}
recipe:
  product: Thing
  unit: g
  procedure:
    make:
      name: Make
      unit: first
      operations: {do: {name: Do, phases: {do: {name: Do, takes: 1 d}}}}
    move:
      name: Move
      unit: next
      operations:
        do: {name: Do, phases: {do: {name: Do, from: make, within: 12 h, takes: 2 d}}}
"""
    plan = plan_of(text)
    book = run(plan)
    assert [(one.rule, one.by) for one in book.deviations] == [("hold time", 36 * HOUR)]
    assert audit(plan, book) == []
    assert not any(one.cause for one in book.batches)
    book.deviations.clear()
    assert len(audit(plan, book)) == 1
    strict = run(plan_of(text.replace("within: 12 h", "within: 12 h, strict: yes")))
    assert [one.cause for one in strict.batches] == ["", "hold time"]


@pytest.mark.parametrize("name", ["aav-campaign", "mrna-campaign"])
def test_the_small_campaigns_keep_their_books(name: str) -> None:
    """A viral vector and an mRNA: most batches are released, and the inspector finds nothing."""
    plan = load(name)
    for seed in range(4):
        book = run(plan, seed)
        assert audit(plan, book) == []
        found = figures(plan, book)
        assert sum(found.by_status.values()) == plan.batches
        assert found.by_status[RELEASED] >= 0.6 * plan.batches


def test_what_a_batch_waited_for_is_told() -> None:
    """With one reactor of two wanted, the second batch waits for it as long as the first is in."""
    book = run(line(1, 2))
    assert book.waits == {"reactor": 16 * DAY}


def test_losses_of_years_are_told_with_what_chance_makes_of_them() -> None:
    """The interval is Wilson's (5 of 100: 2.15 to 11.18 %); the spread of chance is 1."""
    few = losses([5], 100)
    assert (few.low, few.high) == pytest.approx((0.0215, 0.1118), abs=5e-5)
    assert few.dispersion == 0.0
    even = losses([2, 4, 2, 4], 50)  # variance 4/3 by 50 * 0.06 * 0.94
    assert even.dispersion == pytest.approx(4.0 / 3.0 / 2.82)
    assert losses([0, 0], 50).low == 0.0
    assert losses([0, 12], 24).dispersion > 5.0
