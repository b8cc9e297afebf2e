"""The log on disk. This is the one file of a session that touches it.

A log is created so that nobody else can have made it first or read it (O_EXCL, O_NOFOLLOW, mode
0600), is locked while it is written, and only grows, but for a torn tail that is set aside when a
session is taken up again.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from simulator.language.problem import Problem, Refusal
from simulator.session.chain import PREFIX, Journal, parse_journal
from simulator.session.record import CHECKPOINT_BYTES, OPEN_BYTES
from simulator.session.writer import FILE_BYTES, JournalWriter, trouble

_LONGEST_FIRST = PREFIX + OPEN_BYTES + 1
_USUAL_TAIL = 16_384
_LONGEST_TAIL = 2 * CHECKPOINT_BYTES


class _File:
    """A file descriptor as a Sink."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def write(self, data: bytes) -> int:
        return os.write(self.descriptor, data)

    def sync(self) -> None:
        _sync(self.descriptor)

    def truncate(self, size: int) -> None:
        os.ftruncate(self.descriptor, size)

    def close(self) -> None:
        os.close(self.descriptor)


def read_bytes(path: str | Path) -> bytes:
    """Return the bytes of a log.

    Raises:
        Refusal: there is no such file, it is no plain file, too large, or cannot be read.
    """
    flags = os.O_RDONLY | _flag("O_CLOEXEC") | _flag("O_NONBLOCK") | _flag("O_BINARY")
    try:
        descriptor = os.open(path, flags)
        try:
            return _all_bytes(descriptor, str(path))
        finally:
            os.close(descriptor)
    except OSError as error:
        raise Refusal(trouble("cannot-read", "cannot read", str(path), error)) from None
    except ValueError:
        raise Refusal(Problem("cannot-read", "a file name cannot hold a NUL")) from None


def read_journal(path: str | Path) -> Journal:
    """Read a log from disk; what is wrong with its contents is in ``problems``.

    Raises:
        Refusal: the file cannot be read at all.
    """
    return parse_journal(read_bytes(path), str(path))


def read_ends(path: str | Path) -> tuple[bytes, tuple[bytes, ...]]:
    """Return the first line of a log and its last whole lines, without what lies between.

    Returns:
        The first line, and the last two whole lines after it, or one, or none; no line ends.

    Raises:
        Refusal: it cannot be read, or has no whole first line of a length that a log can have.
    """
    flags = os.O_RDONLY | _flag("O_CLOEXEC") | _flag("O_NONBLOCK") | _flag("O_BINARY")
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise Refusal(Problem("not-a-file", f"{path} is not a plain file"))
            first = file.readline(_LONGEST_FIRST)
            if not first.endswith(b"\n"):
                raise Refusal(Problem("not-a-log", "this is not a session log"))
            return first[:-1], _last_lines(file, len(first), state.st_size)
    except OSError as error:
        raise Refusal(trouble("cannot-read", "cannot read", str(path), error)) from None
    except ValueError:
        raise Refusal(Problem("cannot-read", "a file name cannot hold a NUL")) from None


def _last_lines(file: BinaryIO, start: int, size: int) -> tuple[bytes, ...]:
    """Return the last two whole lines between ``start`` and ``size``, or as many as there are."""
    reach = _USUAL_TAIL
    while True:
        begin = max(start, size - reach)
        file.seek(begin)
        parts = file.read(size - begin).split(b"\n")[:-1]
        if begin > start:
            parts = parts[1:]  # the first may be half a line
        if len(parts) > 1 or begin == start or reach > _LONGEST_TAIL:
            return tuple(parts[-2:])
        reach *= 4


def newest_logs(folder: str | Path, most: int) -> list[Path]:
    """Return the plain files called ``*.log`` in a folder, the last changed first, at most so many.

    A folder that cannot be read holds none.
    """
    found: list[tuple[int, str]] = []
    with contextlib.suppress(OSError, ValueError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".log") and entry.is_file(follow_symlinks=False):
                found.append((entry.stat(follow_symlinks=False).st_mtime_ns, entry.name))
    return [Path(folder, name) for _, name in sorted(found, reverse=True)[:most]]


def create_journal(path: str | Path) -> JournalWriter:
    """Create a log that must not exist yet, locked for this process.

    Raises:
        Refusal: it exists, or cannot be created.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND
    descriptor = _open_locked(path, flags, "cannot create")
    directory = Path(path).absolute().parent
    with contextlib.suppress(OSError):  # some file systems cannot sync a directory
        _sync_directory(directory)
    return JournalWriter(_File(descriptor))


def save_journal(path: str | Path, data: bytes) -> None:
    """Write the bytes of a whole log in a file that must not exist yet, and bring it to disk.

    Raises:
        Refusal: it exists, or cannot be written; then there is no file.
    """
    descriptor = _open_locked(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, "cannot create")
    try:
        _append_all(descriptor, data)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(path)
        raise Refusal(trouble("cannot-write", "cannot write", str(path), error)) from None
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def growing(
    path: str | Path, longest: int
) -> Iterator[tuple[bytes, Callable[[bytes, bytes], None]]]:
    """Open a small file that only grows, made if it is not there, locked while it is open.

    Yields:
        Its bytes, and what brings more of them to disk: ``add(data, torn)``, where ``torn`` are
        the bytes of an unfinished end, which are set aside first.

    Raises:
        Refusal: it cannot be opened, is in use, or is longer than ``longest`` bytes.
    """
    descriptor = _open_locked(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, "cannot write")
    try:
        data = _all_bytes(descriptor, str(path))
        if len(data) > longest:
            raise Refusal(Problem("too-large", f"{path} is larger than {longest} bytes"))

        def add(more: bytes, torn: bytes = b"") -> None:
            size = len(data) - len(torn)
            try:
                if torn:
                    _set_aside(path, torn)
                    os.ftruncate(descriptor, size)
                _append_all(descriptor, more)
            except OSError as error:
                with contextlib.suppress(OSError):
                    os.ftruncate(descriptor, size)
                raise Refusal(trouble("cannot-write", "cannot write", str(path), error)) from None

        yield data, add
        if not data:
            with contextlib.suppress(OSError):
                _sync_directory(Path(path).absolute().parent)
    finally:
        os.close(descriptor)


def _append_all(descriptor: int, data: bytes) -> None:
    done = 0
    while done < len(data):
        done += os.write(descriptor, data[done:])
    _sync(descriptor)


def discard_journal(path: str | Path, writer: JournalWriter) -> None:
    """Remove a log whose opening record could not be written."""
    writer.close()
    with contextlib.suppress(OSError):
        os.unlink(path)


def refuse_other_scenario(path: str | Path, scenario: str) -> None:
    """Refuse to go on with a log that is of another scenario than the one named.

    Args:
        path: of the log, which is left as it is.
        scenario: a name of the library, or the path of a scenario file.

    Raises:
        Refusal: the log cannot be read, or is of another scenario.
    """
    name = Path(read_journal(path).opening.main).stem
    if name != Path(scenario).stem:
        message = f"{Path(path).name} is a log of {name}"
        raise Refusal(Problem("other-scenario", message, "name that scenario to go on"))


def continue_journal(path: str | Path) -> tuple[Journal, JournalWriter]:
    """Open an unsealed log to append to it. A torn tail is set aside in ``NAME.torn`` and cut off.

    Raises:
        Refusal: it is damaged, sealed, in use, or cannot be written.
    """
    descriptor = _open_locked(path, os.O_RDWR | os.O_APPEND, "cannot continue")
    try:
        journal = parse_journal(_all_bytes(descriptor, str(path)), str(path))
        _refuse_to_continue(journal)
        if journal.torn:
            _set_aside(path, journal.torn)
            os.ftruncate(descriptor, journal.size)
            _sync(descriptor)
    except OSError as error:
        os.close(descriptor)
        raise Refusal(trouble("cannot-open", "cannot continue", str(path), error)) from None
    except Refusal:
        os.close(descriptor)
        raise
    return journal, JournalWriter(_File(descriptor), journal)


def _refuse_to_continue(journal: Journal) -> None:
    if journal.problems:
        raise Refusal(journal.problems)
    if journal.sealed:
        hint = "begin a new session, or replay this one"
        raise Refusal(Problem("sealed", "this session was ended and sealed", hint))


def _open_locked(path: str | Path, flags: int, verb: str) -> int:
    flags |= _flag("O_NOFOLLOW") | _flag("O_CLOEXEC") | _flag("O_NONBLOCK") | _flag("O_BINARY")
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileExistsError:
        hint = "choose another name, or resume that session"
        raise Refusal(Problem("log-exists", f"{path} exists already", hint)) from None
    except OSError as error:
        raise Refusal(trouble("cannot-open", verb, str(path), error)) from None
    except ValueError:
        raise Refusal(Problem("cannot-open", "a file name cannot hold a NUL")) from None
    try:
        _lock(descriptor)
    except OSError:
        os.close(descriptor)
        hint = "end that session first"
        raise Refusal(Problem("in-use", f"another session is writing {path}", hint)) from None
    return descriptor


def _set_aside(path: str | Path, torn: bytes) -> None:
    """Keep the bytes of a torn tail in the first free NAME.torn, NAME.torn.1, ..."""
    for number in range(1000):
        name = f"{path}.torn" if number == 0 else f"{path}.torn.{number}"
        try:
            descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        try:
            done = 0
            while done < len(torn):
                done += os.write(descriptor, torn[done:])
            _sync(descriptor)
        finally:
            os.close(descriptor)
        return
    raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))


def _all_bytes(descriptor: int, name: str) -> bytes:
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode):
        raise Refusal(Problem("not-a-file", f"{name} is not a plain file"))
    if state.st_size > FILE_BYTES:
        raise Refusal(Problem("too-large", f"{name} is larger than {FILE_BYTES} bytes"))
    parts: list[bytes] = []
    left = FILE_BYTES + 1
    while left > 0:
        part = os.read(descriptor, min(left, CHECKPOINT_BYTES))
        if not part:
            return b"".join(parts)
        parts.append(part)
        left -= len(part)
    raise Refusal(Problem("too-large", f"{name} is larger than {FILE_BYTES} bytes"))


def _flag(name: str) -> int:
    """Return an open flag, or 0 where the operating system has none of that name."""
    value = getattr(os, name, 0)
    return int(value)


def _sync(descriptor: int) -> None:
    """Bring a file to the disk itself; on macOS only F_FULLFSYNC goes past the drive's cache."""
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def _sync_directory(directory: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    """Take the lock that a process holds while it writes a log; it goes when the process ends."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, FILE_BYTES + 1, os.SEEK_SET)  # past any byte that is ever read
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
