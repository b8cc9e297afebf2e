"""One person's results as text and as JSON-able values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from simulator.language.competence import COMPETENCIES
from simulator.learning.mastery import Exercise, competencies, mastered, suggest
from simulator.learning.store import passes

if TYPE_CHECKING:
    from simulator.learning.gather import Attempted
    from simulator.session.speech import Speaker

_BAR = 20


def lines(
    name: str,
    attempts: Sequence[Attempted],
    library: Sequence[Exercise],
    say: Speaker,
    whole: bool,
) -> Iterator[str]:
    """Yield one person's results; without ``whole`` in three lines."""
    done = passes(attempts)
    have = mastered(done)
    yield say(
        "{who}: {attempts} attempts; mastered: {scenarios}",
        who=name,
        attempts=len(attempts),
        scenarios=", ".join(have) or "-",
    )
    if whole:
        for one in attempts:
            passed = say("passed") if one.passed else say("not passed")
            waits = say("{points:g} points wait for a person", points=one.waiting)
            tail = f"; {waits}" if one.waiting else ""
            yield (
                f"  {one.began[:16].replace('T', ' ')}  {one.scenario:<20} "
                f"{say('seed')} {one.seed:<10} {one.percent:6.2f} %  {passed}{tail}"
            )
        for code, percent in competencies(done).items():
            bar = "█" * round(percent / 100.0 * _BAR)
            yield f"  {code} {bar:<{_BAR}} {percent:5.1f} %  {say(COMPETENCIES.get(code, code))}"
    else:
        best: dict[str, float] = {}
        for one in attempts:
            best[one.scenario] = max(best.get(one.scenario, 0.0), one.percent)
        yield "  " + "; ".join(f"{name} {percent:g} %" for name, percent in sorted(best.items()))
    following = suggest(done, library)
    if following is not None:
        told = say(
            "next: {scenario}, seed {seed}: {why}",
            scenario=following.scenario,
            seed=following.seed,
            why=say.retell(following.why),
        )
        yield f"  {told}"


def data(name: str, attempts: Sequence[Attempted], library: Sequence[Exercise]) -> dict[str, Any]:
    """Return one person's results as JSON-able values."""
    from simulator.session.canonical import plain_json

    done = passes(attempts)
    following = suggest(done, library)
    return {
        "who": name,
        "attempts": plain_json(tuple(attempts)),
        "mastered": list(mastered(done)),
        "competencies": competencies(done),
        "next": following
        and {
            "scenario": following.scenario,
            "seed": following.seed,
            "why": str(following.why),
        },
    }
