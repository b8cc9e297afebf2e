"""``cuve results``: the learning record: import logs, see what is mastered, and who is who."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.cli.commands import DONE, NO
from simulator.cli.out import as_data, complain, emit, json_option, language_option, tell
from simulator.cli.parallel import each, jobs_option, processes
from simulator.language.plain import plain

if TYPE_CHECKING:
    from simulator.language.problem import Problem
    from simulator.learning.gather import Examined
    from simulator.learning.identity import People
    from simulator.learning.store import Store

Wrapped = TypeVar("Wrapped", bound=Callable[..., Any])


def _files(function: Wrapped) -> Wrapped:
    """Add where the learning record and the key file are."""
    store = click.option("--store", metavar="FILE", help="The learning record. [CUVE_STORE]")
    people = click.option("--people", metavar="FILE", help="The key file. [CUVE_PEOPLE]")
    return store(people(function))


@click.group("results")
def command() -> None:
    """Keep what everybody came to: attempts, criteria, competencies, and what is next.

    Results hold codes; names are in a key file of their own.
    """


@command.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="LOG|FOLDER...")
@_files
@jobs_option
@json_option
def import_logs(
    paths: tuple[str, ...], store: str | None, people: str | None, jobs: int | None, as_json: bool
) -> int:
    """Verify, score and keep every sealed log, with its signed marks. Known ones are scored anew.

    The exit status is 0 when every log was kept, 1 when one was not or its marks do not hold.
    """
    from simulator.learning.gather import examine, logs_in
    from simulator.session.pace import seconds

    logs = logs_in(paths)
    began = seconds()
    told: list[dict[str, Any]] = []
    counts = {"new": 0, "same": 0, "changed": 0, "refused": 0}
    sound = True
    with each(examine, logs, processes(jobs, len(logs))) as answers:
        for found in answers:
            outcome, problems = _keep(_store(store), found, people)
            counts[outcome] += 1
            sound = sound and not problems
            if as_json:
                told.append(
                    {
                        "log": found.path,
                        "outcome": outcome,
                        "percent": found.attempt.percent if found.attempt else None,
                        "problems": [as_data(one) for one in problems],
                    }
                )
            else:
                click.echo(plain(_line(found, outcome)))
                complain(problems)
    if as_json:
        emit({"ok": sound, **counts, "logs": told})
    else:
        summary = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
        counted = "1 log" if len(logs) == 1 else f"{len(logs)} logs"
        tell(f"{counted} in {seconds() - began:.1f} s: {summary or 'nothing to import'}")
    return DONE if sound else NO


def _keep(store: Store, found: Examined, people: str | None) -> tuple[str, tuple[Problem, ...]]:
    """Keep an attempt under a code; return what came of it, and every problem."""
    from simulator.learning.identity import PLACE, signed_as

    if found.attempt is None:
        return "refused", found.problems
    environment = {**os.environ, **({PLACE: people} if people else {})}
    attempt = replace(found.attempt, who=signed_as(found.attempt.who, environment))
    (kept,) = store.keep([attempt])
    return kept.outcome, (*found.problems, *kept.problems)


def _line(found: Examined, outcome: str) -> str:
    one = found.attempt
    if one is None:
        return f"{found.path}: not kept"
    passed = "passed" if one.passed else "not passed"
    return f"{found.path}: {one.who}, {one.scenario}, {one.percent:g} %, {passed} ({outcome})"


@command.command("show")
@click.argument("who", default="")
@click.option("--names", is_flag=True, help="Show names instead of codes, from the key file.")
@_files
@language_option
@json_option
def show(
    who: str, names: bool, store: str | None, people: str | None, language: str, as_json: bool
) -> int:
    """Show everybody's results, or those of WHO: attempts, competencies, mastery, what is next."""
    from simulator.cli.results_table import data, lines
    from simulator.session.speech import Speaker

    kept = _store(store)
    keys = _people(people)
    codes = [_code(keys, who)] if who else list(kept.people())
    known = {one.code: one.name for one in keys.everyone()} if names else {}
    found = [(code, known.get(code, code), kept.attempts(code)) for code in codes]
    library = _library()
    if as_json:
        emit({"people": [data(name, attempts, library) for _, name, attempts in found]})
        return DONE
    speaker = Speaker(language)
    for _, name, attempts in found:
        for line in lines(name, attempts, library, speaker, bool(who)):
            click.echo(plain(line))
    if not any(attempts for *_, attempts in found):
        tell("no results; import some: cuve results import FOLDER")
        return NO
    return DONE


@command.command("code")
@click.argument("name")
@click.argument("code", default="")
@click.option("--people", metavar="FILE", help="The key file. [CUVE_PEOPLE]")
def code(name: str, code: str, people: str | None) -> int:
    """Print the code of a NAME, and make one (or take CODE) if there is none yet."""
    click.echo(_people(people).code_for(name, code).code)
    return DONE


@command.command("export")
@click.argument("who")
@_files
def export(who: str, store: str | None, people: str | None) -> int:
    """Print everything that is kept of one person, as JSON, to give it to them."""
    from simulator.session.canonical import plain_json

    keys = _people(people)
    person = keys.find(who)
    attempts = _store(store).attempts(person.code if person else who)
    emit({"person": plain_json(person), "attempts": plain_json(attempts)})
    return DONE if person or attempts else NO


@command.command("forget")
@click.argument("who")
@click.option("--results", is_flag=True, help="Erase the attempts as well, not the name alone.")
@click.option("--folder", metavar="FOLDER", help="Name the files there that hold code or name.")
@_files
def forget(
    who: str, results: bool, folder: str | None, store: str | None, people: str | None
) -> int:
    """Erase WHO (a name or code) from the key file: nobody can tell any more whose results are.

    With --results the attempts are erased from the learning record too. Logs and marks are chained
    files and are never changed: --folder names those that you may want to delete.
    """
    from simulator.learning.gather import logs_in

    keys = _people(people)
    person = keys.find(who)
    code = person.code if person else who
    words = {code, *([person.name] if person else [])}
    done = person is not None
    if person is not None:
        keys.forget(person.code)
        click.echo(plain(f"erased from the key file: {person.name} ({person.code})"))
    if results:
        count = _store(store).erase(code)
        done = done or count > 0
        click.echo(plain(f"erased from the learning record: {count} attempts of {code}"))
    for path in _naming(logs_in([folder]), words) if folder else ():
        click.echo(plain(f"still there, signed by them: {path}"))
    if not done:
        tell(f"nothing is kept of {plain(who)}" + ("" if results else " in the key file"))
    return DONE if done else NO


def _naming(logs: list[str], words: set[str]) -> list[str]:
    """Return the logs, and the marks beside them, that somebody signed."""
    from simulator.language.problem import Refusal
    from simulator.review.marks_log import marks_files, refer, sheets_of

    found: list[str] = []
    for log in logs:
        try:
            if words & set(refer(log).people):
                found.append(log)
        except Refusal as refusal:
            complain(refusal.problems)
        if any({one.who, *(s.name for s in one.signatures)} & words for one in sheets_of(log)[0]):
            found += [str(path) for path in marks_files(Path(log))]
    return found


def _store(path: str | None) -> Store:
    from simulator.learning.store import Store, store_path

    return Store(Path(path) if path else store_path(os.environ))


def _people(path: str | None) -> People:
    from simulator.learning.identity import People, people_path

    return People(Path(path) if path else people_path(os.environ))


def _code(people: People, who: str) -> str:
    person = people.find(who)
    return person.code if person else who


def _library() -> list[Any]:
    from simulator.learning.onward import exercises
    from simulator.scenario.library import scenarios

    return list(exercises(scenarios()))
