"""What the operating system may do to any command: Ctrl-C, a pipe that closed, a full disk.

Nothing but the language itself is imported here, because ``cuve --help`` goes through it too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from simulator.cli.commands import DONE, WRONG


def guarded(work: Callable[[], int]) -> int:
    """Do the work and bring its output out; return the exit status, never an exception.

    A reader that has seen enough and closed the pipe, as ``head`` does, is no failure.
    """
    try:
        status = work()
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        _tell("interrupted")
        status = WRONG
    except BrokenPipeError:
        sys.stdout = None
        status = DONE
    except OSError as error:
        what = error.filename if isinstance(error.filename, str) else "the output"
        _tell(f"{_shown(what)}: {(error.strerror or str(error)).lower()}")
        if error.filename is None:
            sys.stdout = None
        status = WRONG
    return status


def _shown(text: str) -> str:
    """Return a name as it can be shown anywhere, and not at any length."""
    plain = text.encode("ascii", "backslashreplace").decode("ascii")
    return "".join(letter if letter.isprintable() else "?" for letter in plain[:200])


def _tell(line: str) -> None:
    """Say one line on stderr, if there is one to say it on."""
    if sys.stderr is None:
        return
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        sys.stderr = None
