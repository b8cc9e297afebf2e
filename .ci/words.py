"""Keeps the gettext catalogues: collects texts from the code, adds translations, compiles.

``words.py`` alone brings every catalogue up to date and prints what is not translated.
``words.py add FILE`` first adds translations: lines of English, Dutch and French with tabs between,
and a context in a fourth column where one is needed. Needs polib, which the test extra brings.
"""

from __future__ import annotations

import ast
import fcntl
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "simulator" / "locale"
LANGUAGES = ("en", "nl", "fr")
PLAIN = "plain"
SPOKEN = {"say", "say_", "speak", "word", "_word", "_speak", "ask", "text", "told", "N_", "phrase"}
"""Calls whose first argument is a text of the catalogues."""

Message = tuple[str, str]
"""Context, empty for none, and English text."""


def strings(node: ast.expr) -> Iterator[str]:
    """Yield the text of an argument; of a choice between two, both."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from strings(node.body)
        yield from strings(node.orelse)


def messages(source: str) -> Iterator[Message]:
    """Yield every text of the catalogues in a file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in SPOKEN:
                yield from (("", found) for found in strings(node.args[0]))
            elif name == "Key" and len(node.args) > 1:
                yield from (("", found) for found in strings(node.args[1]))
            elif name == "of" and len(node.args) > 1:
                for context in strings(node.args[0]):
                    yield from ((context, found) for found in strings(node.args[1]))
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
            named = any(getattr(target, "id", "") == "heading" for target in targets)
            if named and node.value is not None:
                yield from (("", found) for found in strings(node.value))


def collected() -> dict[Message, list[str]]:
    """Return every message of the code with the files it stands in."""
    found: dict[Message, list[str]] = {}
    for room in ("simulator", "tui"):
        for path in sorted((ROOT / room).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            for message in messages(path.read_text(encoding="utf-8")):
                if any(letter.isalpha() for letter in message[1]):
                    places = found.setdefault(message, [])
                    if place not in places:
                        places.append(place)
    return found


def path_of(language: str) -> Path:
    """Return where the catalogue of a language stands."""
    return LOCALE / language / "LC_MESSAGES" / "cuve.po"


def load(language: str) -> dict[Message, str]:
    """Return the translations of a language that there are."""
    if not path_of(language).exists():
        return {}
    return {(e.msgctxt or "", e.msgid): e.msgstr for e in polib.pofile(str(path_of(language)))}


def catalogue(language: str, told: dict[Message, str]) -> polib.POFile:
    """Return the catalogue of a language, in the order of the English texts."""
    book = polib.POFile(wrapwidth=100)
    book.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    code = collected()
    wanted = set(code) if language != "en" else set()
    wanted |= {key for key in told if key[0] == PLAIN and ("", key[1]) in code}
    for key in sorted(wanted, key=lambda key: (key[1], key[0])):
        places = [(place, "") for place in code.get(key, ())]
        text = told.get(key, "")
        book.append(
            polib.POEntry(msgctxt=key[0] or None, msgid=key[1], msgstr=text, occurrences=places)
        )
    return book


def added(path: Path) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """Yield the messages of a file of translations; the English one is given for plain words."""
    for row in path.read_text(encoding="utf-8").splitlines():
        cells = row.split("\t")
        if len(cells) < 3 or not cells[0].strip():
            continue
        context = cells[3] if len(cells) > 3 else ""
        english = cells[4] if len(cells) > 4 else ""
        yield (context, cells[0]), (english, cells[1], cells[2])


def main(arguments: list[str]) -> int:
    """Bring the catalogues up to date; return 1 while something is not translated."""
    new = list(added(Path(arguments[1]))) if arguments[:1] == ["add"] else []
    LOCALE.mkdir(exist_ok=True)
    missing = 0
    with (LOCALE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for place, language in enumerate(LANGUAGES):
            told = load(language)
            told |= {message: words[place] for message, words in new if words[place]}
            book = catalogue(language, told)
            path_of(language).parent.mkdir(parents=True, exist_ok=True)
            book.save(str(path_of(language)))
            book.save_as_mofile(str(path_of(language).with_suffix(".mo")))
            for entry in book.untranslated_entries():
                missing += 1
                where = entry.occurrences[0][0] if entry.occurrences else ""
                print(f"{language}: {where}: {entry.msgctxt or ''} {entry.msgid!r}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
