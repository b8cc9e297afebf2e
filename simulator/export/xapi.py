"""xAPI 1.0.3 statements of a session: that it began, what each criterion came to, how it ended.

People stand under a code in an account of the school, never by name or address. What has no place
in the standard (competencies, seed, simulated time) is an extension, under IRIs of our own: URNs in
a namespace of the program, because an IRI need not lead anywhere, and the program owns no domain.
The same log with the same marks gives the same statements with the same ids.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from simulator import __version__
from simulator.assessment.score import CriterionScore, Score
from simulator.export.session import Session, read_time, stamp
from simulator.language.competence import COMPETENCIES
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.language.words import Words
from simulator.session.record import Seal

OWN: Final = "urn:x-cuve:xapi:"
"""What our IRIs begin with."""
VERBS: Final = "http://adlnet.gov/expapi/verbs/"
SIMULATION: Final = "http://adlnet.gov/expapi/activities/simulation"
ASSESSMENT: Final = "http://adlnet.gov/expapi/activities/assessment"
OBJECTIVE: Final = "http://adlnet.gov/expapi/activities/objective"
HOME: Final = "urn:x-cuve:people"
"""The home page of the accounts, unless the school gives its own."""
_HOME = re.compile(r"(?:https?://[^\s<>\"{}|\\^`]+|urn:[a-z0-9-]+:[^\s<>\"{}|\\^`]+)\Z")
_NAMESPACE = uuid5(NAMESPACE_URL, OWN)


def statements(session: Session, score: Score, home: str = HOME) -> list[dict[str, Any]]:
    """Return the statements of a session that was ended, in the order of time.

    Args:
        session: its log is sealed.
        score: what it came to, with signed marks if there are any.
        home: the home page of the accounts of the school's people: a web address or URN.

    Raises:
        Refusal: the session was not ended, or ``home`` is no such address.
    """
    last = session.journal.records[-1]
    if not isinstance(last, Seal):
        hint = text("end the session, then export it")
        raise Refusal(Problem("not-sealed", text("this session has not been ended"), hint))
    if not _HOME.match(home):
        hint = text("such as https://school.example")
        raise Refusal(Problem("bad-home", text("this is no home page for accounts"), hint))
    made = _Maker(session, score, home)
    ended = read_time(last.wall)
    return [
        made.begun(),
        *(made.judged(one, stamp(ended)) for one in score.criteria if one.points is not None),
        made.ended(last, max(ended - session.began, timedelta(0)), stamp(ended)),
        made.result(stamp(ended)),
    ]


class _Maker:
    """Makes the statements of one session."""

    def __init__(self, session: Session, score: Score, home: str) -> None:
        self._session = session
        self._score = score
        self._registration = str(uuid5(_NAMESPACE, session.journal.head))
        self._actor = {
            "objectType": "Agent",
            "account": {"homePage": home, "name": session.who or "unknown"},
        }

    def begun(self) -> dict[str, Any]:
        """Return that the session was begun."""
        return self._statement("begun", "initialized", self._scenario(), self._session.opening.wall)

    def judged(self, one: CriterionScore, when: str) -> dict[str, Any]:
        """Return what a criterion came to."""
        points = one.points or 0.0
        activity = {
            "objectType": "Activity",
            "id": f"{self._id()}:criterion:{_part(one.id)}",
            "definition": {
                "type": OBJECTIVE,
                "name": _words(one.name),
                "description": _words(one.what),
            },
        }
        result: dict[str, Any] = {
            "score": {
                "scaled": _scaled(100.0 * points / one.of),
                "raw": points,
                "min": 0,
                "max": one.of,
            },
            "extensions": {
                f"{OWN}rater": one.rater,
                f"{OWN}competencies": list(one.competencies),
                f"{OWN}critical-failure": one.failed,
            },
        }
        if one.level is not None:
            result["extensions"][f"{OWN}level"] = one.level
            result["response"] = one.levels[one.level].get("en", "")
        made = self._statement(f"criterion {one.id}", "scored", activity, when, result)
        made["context"]["contextActivities"]["parent"] = [self._scenario()]
        return made

    def ended(self, last: Seal, took: timedelta, when: str) -> dict[str, Any]:
        """Return how the session ended: completed, or broken off."""
        verb = "completed" if self._score.finished else "terminated"
        result = {
            "completion": self._score.finished,
            "duration": duration(took),
            "extensions": {
                f"{OWN}simulated-duration": duration(timedelta(milliseconds=self._score.end)),
                f"{OWN}reason": last.reason,
            },
        }
        return self._statement("ended", verb, self._scenario(), when, result)

    def result(self, when: str) -> dict[str, Any]:
        """Return what the session came to."""
        score = self._score
        result = {
            "score": {
                "scaled": _scaled(score.percent),
                "raw": min(score.points, score.of),
                "min": 0,
                "max": score.of,
            },
            "success": score.passed,
            "completion": score.finished,
            "extensions": {
                f"{OWN}competencies": {
                    code: {"name": COMPETENCIES.get(code, code), "scaled": _scaled(percent)}
                    for code, percent in score.competencies.items()
                },
                f"{OWN}pass-mark": _scaled(score.pass_percent),
                f"{OWN}critical-failures": list(score.failures),
                f"{OWN}points-waiting": score.waiting,
            },
        }
        if score.of <= 0.0:
            del result["score"]
        verb = "passed" if score.passed else "failed"
        return self._statement("result", verb, self._scenario(), when, result)

    def _statement(
        self,
        what: str,
        verb: str,
        activity: dict[str, Any],
        when: str,
        result: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        opening = self._session.opening
        made: dict[str, Any] = {
            "actor": self._actor,
            "verb": {"id": f"{VERBS}{verb}", "display": {"en": verb}},
            "object": activity,
            "context": {
                "registration": self._registration,
                "platform": f"Cuve {__version__}",
                "language": opening.language,
                "contextActivities": {
                    "category": [{"id": f"{OWN}profile:1", "definition": {"type": f"{OWN}profile"}}]
                },
                "extensions": {
                    f"{OWN}log-head": self._session.journal.head,
                    f"{OWN}seed": opening.seed,
                    f"{OWN}scenario-sha256": opening.sha256.get(opening.main, ""),
                },
            },
            "timestamp": stamp(read_time(when)),
            "version": "1.0.3",
        }
        if result is not None:
            made["result"] = result
        # the id covers the contents, so that marks that come later make other statements
        known = f"{self._session.journal.head} {what} {_canonical(made)}"
        return {"id": str(uuid5(_NAMESPACE, known)), **made}

    def _id(self) -> str:
        return f"{OWN}scenario:{_part(self._session.scenario)}"

    def _scenario(self) -> dict[str, Any]:
        return {
            "objectType": "Activity",
            "id": self._id(),
            "definition": {
                "type": SIMULATION,
                "name": _words(self._session.opening.title),
            },
        }


def duration(took: timedelta) -> str:
    """Return how long something took as ISO 8601, to a hundredth of a second.

    >>> duration(timedelta(days=1, hours=2, minutes=3, seconds=4.5))
    'PT26H3M4.50S'
    """
    hundredths = took // timedelta(milliseconds=10)
    minutes, rest = divmod(hundredths, 6000)
    return f"PT{minutes // 60}H{minutes % 60}M{rest // 100}.{rest % 100:02d}S"


def _scaled(percent: float) -> float:
    """Return a percentage as xAPI scales it, from 0 to 1."""
    return round(min(max(percent / 100.0, 0.0), 1.0), 4)


def _words(words: Words) -> dict[str, str]:
    return {language: said for language, said in words.items() if said}


def _part(name: str) -> str:
    """Return a name as part of a URN: other characters than a name has become a dash."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", name) or "-"


def _canonical(value: object) -> str:
    from simulator.session.canonical import canonical

    return canonical(value).decode("ascii")
