"""The scenarios on disk: those that come with the program, found by name, and any file by path.

A name is looked up among the files that are there, so no text can lead to another place; a plant
that a scenario names is a sibling of a scenario that was given by path, or one of the library.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.language.problem import Place, Problem, Refusal
from simulator.language.simtime import parse_duration
from simulator.language.tag import LONGEST_NAME, did_you_mean, quoted
from simulator.language.words import LANGUAGES, Words
from simulator.scenario.document import (
    MAX_BYTES,
    MappingNode,
    ScalarNode,
    find,
    node_at,
    plain,
    read_document,
    top_word,
    words_at,
)
from simulator.scenario.documents import Documents

if TYPE_CHECKING:
    from simulator.scenario.build import Scenario

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_SCENARIO = re.compile(r"^scenario:", re.MULTILINE)
_COUNT = re.compile(r"[0-9]{1,10}\Z")
_SCRIPT = re.compile(r"^script:", re.MULTILINE)


GLOSSARY = "glossary"
"""The file beside the scenarios that is none."""

BUILT_IN = ("ack-everything", "idle", "random")
"""Operators that need no script."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One scenario, as a library shows it; ``languages`` are those in which it can be read."""

    name: str
    title: Words
    course: Words
    level: int
    duration_ms: int
    competencies: tuple[str, ...]
    brief: Words
    seed: int
    languages: tuple[str, ...]


def home() -> Path:
    """Return the directory of the scenarios: inside the installed package, or beside it."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def names() -> list[str]:
    """Return the names of the scenarios of the library, in alphabetical order."""
    return sorted(name for name in _files(home()) if name != GLOSSARY)


def plants() -> list[str]:
    """Return the names of the plant files of the library, in alphabetical order."""
    return sorted(_files(home() / "plants"))


def scenarios() -> list[Listing]:
    """Return every scenario of the library, easiest first.

    Raises:
        Refusal: if a file of the library cannot be used.
    """
    return sorted((listing(name) for name in names()), key=lambda one: (one.level, one.name))


def listing(name_or_path: str) -> Listing:
    """Return one scenario as a library shows it.

    Raises:
        Refusal: with every problem of its texts.
    """
    return _listing(Path(name_or_path).stem, load(name_or_path))


def glance(name_or_path: str) -> Listing | None:
    """Return what the head of a scenario file says, unjudged, so that it can be shown at once.

    None if it does not say enough; why is for ``listing`` to tell.

    Raises:
        Refusal: if there is no such scenario, or its text cannot be read.
    """
    path = _find(name_or_path)
    root = read_document(_text(path), path.name)
    title, brief = words_at(root, "name"), words_at(root, "brief")
    level, seed = top_word(root, "level") or "1", top_word(root, "seed") or "1"
    skills = node_at(root, ("competencies",))
    told = plain(skills) if skills is not None else []
    if not (title and brief and _COUNT.match(level) and _COUNT.match(seed)):
        return None
    if not isinstance(told, list) or not all(isinstance(code, str) for code in told):
        return None
    try:
        lasts = parse_duration(top_word(root, "duration"))
    except Refusal:
        return None
    course = words_at(root, "course") or {"en": "Upstream"}
    languages = tuple(language for language in LANGUAGES if language in brief)
    stem = Path(name_or_path).stem
    return Listing(stem, title, course, int(level), lasts, tuple(told), brief, int(seed), languages)


def nearby(folder: str | Path, most: int = 100_000) -> list[str]:
    """Return the paths of the scenario files in a folder, in alphabetical order.

    A scenario file has a line that begins with ``scenario:``, and is no script; whether it is a
    good one is for ``listing`` to say. The files of the library itself are left out. None is
    looked at if there are more than ``most`` such files, because that could take long.
    """
    own = {path.resolve() for path in _files(home()).values()}
    found: list[str] = []
    with contextlib.suppress(OSError, ValueError), os.scandir(folder) as entries:
        named = [entry.name for entry in entries if entry.name.endswith((".yaml", ".yml"))]
        for name in named if len(named) <= most else []:
            path = Path(folder, name)
            if path.resolve() in own:
                continue
            try:
                text = _text(path)
            except Refusal:
                continue
            if _SCENARIO.search(text) and not _SCRIPT.search(text):
                found.append(str(path))
    return sorted(found)


def load(name_or_path: str) -> Scenario:
    """Read and build a scenario of the library, or one given by path.

    Raises:
        Refusal: with every problem of its texts.
    """
    from simulator.scenario.build import build_scenario

    return build_scenario(read(name_or_path))


def read(name_or_path: str) -> Documents:
    """Return the texts of a scenario, its plant file and its expert, unjudged beyond need.

    Args:
        name_or_path: a name of the library, such as ``first-batch``, or the path of a file.

    Raises:
        Refusal: if there is no such scenario, or a text cannot be read.
    """
    from simulator.scenario.composed import parts_of

    path = _find(name_or_path)
    texts = {path.name: _text(path)}
    root = read_document(texts[path.name], path.name)
    texts |= _expert(root, path)
    texts |= _parameters(root, path)
    if "plant" in root.entries and "scenario" in root.entries:
        texts |= _with_parts(top_word(root, "plant"), path, find(root, ("plant",)))
    for part in parts_of(root) if "scenario" not in root.entries else ():
        texts |= _with_parts(part.text, path, part.place)
    return Documents(path.name, texts)


def _with_parts(plant: str, near: Path, place: Place, deep: bool = True) -> dict[str, str]:
    """Return the text of a plant file and of those that it is made of, with their parameters."""
    from simulator.scenario.composed import parts_of

    file = f"plants/{plant}.yaml"
    texts = {file: _text(_plant(plant, near, place), file)}
    root = read_document(texts[file], file)
    texts |= _parameters(root, near)
    for part in parts_of(root) if deep else ():
        texts |= _with_parts(part.text, near, part.place, deep=False)
    return texts


def read_script(name_or_path: str, scenario: str = "") -> tuple[str, str]:
    """Return the file name and text of an operator's script.

    Args:
        name_or_path: the name of a script that goes with ``scenario``, such as ``expert``; or,
            without a scenario, the path of a file.
        scenario: a name of the library, or the path of a file; its scripts are beside it, or in
            the directory ``scripts`` there: ``my-batch-expert.yaml`` for ``my-batch.yaml``.

    Raises:
        Refusal: if there is no such script, or it cannot be read.
    """
    if not scenario:
        path = Path(name_or_path)
        return path.name, _text(path)
    path = _find(scenario)
    stem = path.stem
    found = {**_files(home() / "scripts"), **_files(path.parent / "scripts"), **_files(path.parent)}
    name = f"{stem}-{name_or_path}"
    if name not in found or found[name] == path:
        known = [one.removeprefix(f"{stem}-") for one in found if _scenario_in(one, [stem])]
        hint = f"there are: {', '.join(sorted([*BUILT_IN, *known]))}"
        message = f"{stem} has no operator {quoted(name_or_path)}"
        raise Refusal(Problem("unknown-operator", message, hint))
    return found[name].name, _text(found[name])


def read_glossary() -> tuple[str, str]:
    """Return the text of the glossary that comes with the scenarios, and its file name.

    Raises:
        Refusal: if it cannot be read.
    """
    path = home() / f"{GLOSSARY}.yaml"
    return _text(path), path.name


def scripts(scenario: str) -> list[str]:
    """Return the operators that come with a scenario of the library, besides idle."""
    return sorted(
        name.removeprefix(f"{scenario}-")
        for name in _files(home() / "scripts")
        if _scenario_in(name, names()) == scenario
    )


def is_script(name_or_path: str) -> bool:
    """Return whether a word means an operator's script: a name of the library, or such a file.

    Raises:
        Refusal: if it is a file that cannot be read.
    """
    if name_or_path in _files(home() / "scripts"):
        return True
    if name_or_path in _files(home()):
        return False
    try:
        if not Path(name_or_path).is_file():
            return False
    except OSError:
        return False
    return "script" in read_document(_text(Path(name_or_path)), name_or_path).entries


def read_script_for(name_or_path: str) -> tuple[str, str, Documents]:
    """Return the file name and text of a script, and the texts of the scenario it is for.

    That is what its key ``scenario`` names, or the scenario whose name the file's name begins with:
    one beside the script, one in the directory above it, or one of the library.

    Raises:
        Refusal: if it says no scenario, or a text cannot be read.
    """
    path = _files(home() / "scripts").get(name_or_path, Path(name_or_path))
    text = _text(path)
    root = read_document(text, path.name)
    near: dict[str, Path] = {}
    for directory in (home(), path.parent.parent, path.parent):
        near |= _files(directory)
    wanted = top_word(root, "scenario") if "scenario" in root.entries else ""
    wanted = wanted or _scenario_in(path.stem, near)
    if wanted in near:
        return path.name, text, read(str(near[wanted]))
    place = find(root, ("scenario",)) if "scenario" in root.entries else Place(path.name, 1, 1)
    message = f"there is no scenario {wanted}" if wanted else "which scenario is this script for?"
    meant = did_you_mean(wanted, names())
    hint = f"did you mean {meant}?" if meant else "write for example `scenario: first-batch`"
    raise Refusal(Problem("unknown-scenario", message, hint, place))


def _scenario_in(script: str, known: Iterable[str]) -> str:
    """Return the longest scenario name that the name of a script begins with, or ""."""
    return max((name for name in known if script.startswith(f"{name}-")), key=len, default="")


def _listing(name: str, scenario: Scenario) -> Listing:
    return Listing(
        name,
        scenario.title,
        scenario.course,
        scenario.level,
        scenario.design.duration_ms,
        scenario.competencies,
        scenario.brief,
        scenario.seed,
        tuple(language for language in LANGUAGES if language in scenario.brief),
    )


def _files(directory: Path) -> dict[str, Path]:
    """Return the files of a directory of the library, by name."""
    return dict(_named(directory))


def _named(directory: Path) -> Iterator[tuple[str, Path]]:
    if directory.is_dir():
        for path in directory.iterdir():
            if path.suffix == ".yaml" and _NAME.match(path.stem):
                yield path.stem, path


def _find(name_or_path: str) -> Path:
    """Return the file that a user's word means."""
    library = _files(home())
    library.pop(GLOSSARY, None)
    if name_or_path in library:
        return library[name_or_path]
    if _NAME.match(name_or_path):
        meant = did_you_mean(name_or_path, sorted(library))
        hint = f"did you mean {meant}?" if meant else "cuve list shows them; a path works too"
        if len(name_or_path) <= LONGEST_NAME and not Path(name_or_path).exists():
            message = f"there is no scenario {name_or_path}"
            raise Refusal(Problem("unknown-scenario", message, hint))
    return Path(name_or_path)


def _expert(root: MappingNode, scenario: Path) -> dict[str, str]:
    """Return the script of the expert that the rubric of a scenario names, by its file name.

    That there is none is for the scenario to say, beside whatever else is wrong with it.
    """
    node = node_at(root, ("rubric", "expert"))
    if not isinstance(node, ScalarNode):
        return {}
    name = node.text
    for directory in (scenario.parent, scenario.parent / "scripts", home() / "scripts"):
        found = _files(directory).get(name)
        if found is not None and found != scenario:
            return {f"scripts/{name}.yaml": _text(found)}
    return {}


def _parameters(root: MappingNode, scenario: Path) -> dict[str, str]:
    """Return the parameter files that units name; that one is missing is for the scenario to say.

    They are beside the scenario, or in the directory ``parameters`` there or in the library.
    """
    from simulator.scenario.fitted import FOLDER, wanted

    found: dict[str, Path] = {}
    for directory in (home() / FOLDER, scenario.parent / FOLDER, scenario.parent):
        found |= _files(directory) if any(wanted(root)) else {}
    named = {f"{FOLDER}{one.text}.yaml": found.get(one.text) for one in wanted(root)}
    return {file: _text(path, file) for file, path in named.items() if path is not None}


def _plant(name: str, scenario: Path, place: Place) -> Path:
    """Return the plant file that a scenario names."""
    if not _NAME.match(name):
        message = f"{name!r} is not the name of a plant file"
        hint = "small letters, digits and dashes, such as fed-batch-2000"
        raise Refusal(Problem("plant-name", message, hint, place))
    for directory in (scenario.parent, scenario.parent / "plants", home() / "plants"):
        found = _files(directory).get(name)
        if found is not None and found != scenario:
            return found
    meant = did_you_mean(name, plants())
    hint = f"did you mean {meant}?" if meant else f"there are: {', '.join(plants())}"
    raise Refusal(Problem("unknown-plant", f"there is no plant file {name}", hint, place))


def _text(path: Path, called: str = "") -> str:
    """Return the text of a file of bounded size; only regular files are read.

    ``called`` is what problems call it, if not by its name.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refusal(_unreadable(path, "it is not a file"))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise Refusal(_unreadable(path, reason.lower())) from None
    read_document(data, called or path.name)
    return data.decode("utf-8")


def _unreadable(path: Path, reason: str) -> Problem:
    shown = (path.name or str(path)).encode("ascii", "backslashreplace").decode("ascii")
    return Problem("unreadable", f"{shown} cannot be read: {reason}", "check the path")
