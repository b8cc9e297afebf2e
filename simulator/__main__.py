"""The ``cuve`` command: help and version at once, everything else by :mod:`simulator.cli`."""

from __future__ import annotations

import sys

from simulator import __version__
from simulator.cli.commands import DONE, WRONG, help_text
from simulator.cli.guard import guarded


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; exits with 0, 1 or 2, never with a traceback for bad input."""
    words = sys.argv[1:] if arguments is None else arguments
    sys.exit(guarded(lambda: _called(words)))


def _called(words: list[str]) -> int:
    """Do what the words say; return the exit status."""
    if not words or words[0] in ("-h", "--help"):
        print(help_text())
        return DONE if words else WRONG
    if words[0] == "--version":
        print(f"cuve {__version__}")
        return DONE
    from simulator.cli.dispatch import call

    return call(words)


if __name__ == "__main__":
    main()
