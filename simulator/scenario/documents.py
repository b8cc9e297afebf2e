"""The texts of a scenario: what a log keeps, and all that a design is built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Documents:
    """A scenario's texts.

    Attributes:
        main: the name of the scenario file among the texts.
        texts: file name to text; the plant file is called ``plants/NAME.yaml``.
    """

    main: str
    texts: Mapping[str, str]
