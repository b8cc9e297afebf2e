"""A session without a screen: how it begins, who is at its desk, and what it comes to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from simulator.cli.out import progress_bar, tell
from simulator.language.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.language.field import Field
    from simulator.session.desk import Brief
    from simulator.session.live import Live
    from simulator.session.operator import Operator, Session


def begin(options: dict[str, Any], path: Path) -> tuple[Live, Operator]:
    """Begin a new session, or take up one that broke off; return it and who is at the desk."""
    from simulator.language.problem import Problem, Refusal
    from simulator.scenario.library import read
    from simulator.session.commission import commission
    from simulator.session.journal import refuse_other_scenario
    from simulator.session.live import Live, Signature

    signature = Signature(signed(options))
    if options["resume"]:
        if not options["log_path"]:
            raise Refusal(Problem("no-log", "--resume needs --log", "name the log to go on with"))
        refuse_other_scenario(path, options["scenario"])
        with progress_bar("recompute") as (progress, _):
            live = Live.resume(path, signature, progress=progress)
        return live, operator_of(live.brief, live.seed, live.names, options)
    documents = read(options["scenario"])
    built = commission(documents, options["seed"], options["language"])
    operator = operator_of(built.brief, built.seed, built.names, options)
    live = Live.begin(documents, path, signature, commission=lambda *_: built)
    if not options["as_json"]:
        tell(f"log: {path}")
    return live, operator


def signed(options: dict[str, Any]) -> str:
    """Return who signs what is done in the session."""
    from simulator.learning.identity import signed_as

    return signed_as(options["who"], os.environ) or "cuve run"


def operator_of(
    brief: Brief, seed: int, names: Mapping[str, Field], options: dict[str, Any]
) -> Operator:
    """Return who is at the desk of a session whose instruments have these names."""
    from simulator.scenario.library import read_script
    from simulator.session.operators import BUILT_IN
    from simulator.session.script import ScriptedOperator

    if options["script"]:
        file, text = read_script(options["script"])
    elif options["operator_name"] in BUILT_IN:
        return BUILT_IN[options["operator_name"]](brief, seed)
    else:
        file, text = read_script(options["operator_name"], options["scenario"])
    return ScriptedOperator(text, file, names)


class Outlived(Protocol):
    """What a session is asked when it is over, whether it was logged or not."""

    @property
    def brief(self) -> Brief:
        """What the trainee was told."""

    @property
    def now(self) -> int:
        """Simulated milliseconds since it began."""

    @property
    def seed(self) -> int:
        """Its seed."""

    @property
    def finished(self) -> bool:
        """Whether simulated time goes no further."""

    def digest(self) -> dict[str, str]:
        """Return a hash of the state of every unit and room."""

    def results(self) -> dict[str, object]:
        """Return the key results."""


def outcome(live: Outlived, session: Session, *, digests: bool = True) -> dict[str, Any]:
    """Return what a session came to, for the JSON output; a table shows no ``digests``."""
    return {
        "scenario": live.brief.name,
        "seed": live.seed,
        "simulated_s": live.now / 1000.0,
        "stood_still": live.finished and live.now < live.brief.duration_ms,
        **(_digests(live) if digests else {}),
        "accepted": session.accepted,
        "refused": [
            {"t_s": turned.t / 1000.0, "message": plain(str(turned.problem))}
            for turned in session.refused
        ],
        "results": live.results(),
    }


def _digests(live: Outlived) -> dict[str, Any]:
    """Return the hashes of units and rooms, and one of them all."""
    import hashlib

    digest = live.digest()
    whole = "".join(f"{name}:{value};" for name, value in sorted(digest.items()))
    return {"digest": hashlib.sha256(whole.encode()).hexdigest(), "digests": digest}
