"""The campaigns on disk: those that come with the program, by name, and any file by path."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.campaign.plan import Campaign
from simulator.language.problem import Refusal
from simulator.language.words import Words
from simulator.scenario import library
from simulator.scenario.build_campaign import build_campaign
from simulator.scenario.document import read_document
from simulator.scenario.documents import Documents

FOLDER = "campaigns"


@dataclass(frozen=True, slots=True)
class Listing:
    """One campaign, as a library shows it."""

    name: str
    title: Words
    batches: int
    duration_ms: int


def names() -> list[str]:
    """Return the names of the campaigns of the library, in alphabetical order."""
    folder = library.home() / FOLDER
    return sorted(path.stem for path in folder.glob("*.yaml"))


def find(name_or_path: str) -> Documents | None:
    """Return the text of a campaign of the library or of a file; None if it is none.

    Raises:
        Refusal: if it is a file that cannot be read.
    """
    if name_or_path in names():
        return library.read(str(library.home() / FOLDER / f"{name_or_path}.yaml"))
    if name_or_path in library.names():
        return None
    try:
        documents = library.read(name_or_path)
    except Refusal:
        return None  # whoever reads it as a scenario says what is wrong
    root = read_document(documents.texts[documents.main], documents.main)
    return documents if "campaign" in root.entries else None


def load(name: str) -> Campaign:
    """Return a campaign of the library by its name, or of a file.

    Raises:
        Refusal: if there is none, or with all its problems.
    """
    documents = find(name)
    return build_campaign(documents if documents is not None else library.read(name))


def campaigns() -> list[Listing]:
    """Return the campaigns of the library.

    Raises:
        Refusal: if a file of the library cannot be used.
    """
    plans = [load(name) for name in names()]
    return [Listing(one.name, one.title, one.batches, one.duration) for one in plans]
