"""A bounded subset of YAML: every value is text and keeps its line and column.

Only PyYAML's stream of parsing events is used, never its composer or constructor, so no text can
build an object, follow an alias or ask for more room than the limits below allow. What a value
means (a number, a duration, yes or no) is for the schema to say: here ``NO`` is the text ``NO``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from simulator.language.problem import Place, Problem, Refusal
from simulator.language.words import LANGUAGES

MAX_BYTES = 262_144
MAX_VALUES = 20_000
MAX_DEPTH = 16
MAX_SCALAR = 4_096
MAX_PROBLEMS = 100

# Characters that a screen may obey or hide instead of showing: C0 and C1 controls, the soft
# hyphen, zero-width and bidirectional marks, line and paragraph separators, the byte-order mark
# inside a text, interlinear and tag characters, surrogates and noncharacters.
_UNSEEN = (
    "\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
)
_UNSHOWABLE = re.compile(f"[\x00-\x09\x0b-\x1f{_UNSEEN}]")


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A single value, as the text that was written; ``quoted`` if quotes stand before it."""

    place: Place
    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``key: value`` of a mapping, with the place of the key."""

    place: Place
    value: Node


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values, in the order they were written."""

    place: Place
    entries: dict[str, Entry]


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list."""

    place: Place
    items: tuple[Node, ...]


Node = ScalarNode | MappingNode | SequenceNode


def read_document(text: str | bytes, file: str) -> MappingNode:
    """Read one YAML document whose top is a mapping.

    Args:
        text: the document; bytes must be UTF-8 (a byte-order mark at the start is ignored).
        file: the name that places carry.

    Returns:
        The mapping at the top of the document.

    Raises:
        Refusal: with every problem found, each with its place.
    """
    node, problems = _composed(_decoded(text, file), file)
    if problems:
        raise Refusal(problems)
    if not isinstance(node, MappingNode):
        raise Refusal(
            Problem(
                "not-a-mapping",
                "the file must be a list of `key: value` lines",
                "begin with a line such as `scenario: 1`",
                Place(file, 1, 1),
            )
        )
    return node


@lru_cache(maxsize=8)
def _composed(text: str, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the node of a text and its problems; the same few texts are asked for again soon."""
    composer = _Composer(text, file)
    return composer.document(), tuple(composer.problems)


def plain(node: Node) -> object:
    """Return the same tree as dicts, lists and text, without places."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return {key: plain(entry.value) for key, entry in node.entries.items()}


Path = tuple[str | int, ...]
"""Keys of mappings and positions in lists, from the top of a document."""


def find(node: Node, path: Path, key: bool = False) -> Place:
    """Return the place of what ``path`` leads to, or of the nearest thing above it.

    Args:
        node: where the path begins.
        path: keys of mappings and positions in lists.
        key: whether the place of the last key is wanted rather than that of its value; for a
            value it is the place of its first character, inside the quotes.
    """
    place = node.place
    for step in path:
        below = _below(node, step)
        if below is None:
            break
        place, node = below
        place = place if key else node.place
    if isinstance(node, ScalarNode) and node.quoted and place == node.place:
        return Place(place.file, place.line, place.column + 1)
    return place


def top_word(node: MappingNode, key: str) -> str:
    """Return the single value of a key at the top, or "" if it has none."""
    entry = node.entries.get(key)
    return entry.value.text if entry and isinstance(entry.value, ScalarNode) else ""


def words_at(root: MappingNode, key: str) -> dict[str, str]:
    """Return a text in several languages at the top of a document; none if it is no such thing."""
    node = node_at(root, (key,))
    told = plain(node) if node is not None else {}
    if isinstance(told, str):
        return {"en": told} if told else {}
    if not isinstance(told, dict):
        return {}
    fit = all(key in LANGUAGES and isinstance(text, str) for key, text in told.items())
    return told if fit else {}


def node_at(node: Node, path: Path) -> Node | None:
    """Return what ``path`` leads to, or None."""
    for step in path:
        below = _below(node, step)
        if below is None:
            return None
        node = below[1]
    return node


def _below(node: Node, step: str | int) -> tuple[Place, Node] | None:
    """Return one step down: the place of the key or item, and what is there."""
    if isinstance(node, MappingNode) and step in node.entries:
        entry = node.entries[str(step)]
        return entry.place, entry.value
    if isinstance(node, SequenceNode) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step].place, node.items[step]
    return None


def _decoded(text: str | bytes, file: str) -> str:
    """Return the text, bounded, decoded and free of characters that cannot be shown."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    if (size := len(data)) > MAX_BYTES:
        raise Refusal(
            Problem(
                "too-large",
                f"the file has {size} bytes; at most {MAX_BYTES} are read",
                "",
                Place(file, 1, 1),
            )
        )
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            before = data[: error.start].decode("utf-8")
            raise Refusal(
                Problem(
                    "not-utf-8",
                    f"byte 0x{data[error.start]:02x} is not UTF-8 text",
                    "save the file as UTF-8",
                    _place_after(before, file),
                )
            ) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if problems := list(_unseen(text, file)):
        raise Refusal(problems)
    return text


def _place_after(before: str, file: str) -> Place:
    """Return the place that follows ``before``."""
    return Place(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def _unseen(text: str, file: str) -> Iterator[Problem]:
    """Yield a problem for each of the first characters that may not be in a file."""
    for count, match in enumerate(_UNSHOWABLE.finditer(text)):
        if count == MAX_PROBLEMS:
            return
        character = match.group()
        if character == "\t":
            message, hint = "a tab", "indent with spaces"
        else:
            message = f"the character U+{ord(character):04X}, which a screen may obey or hide"
            hint = "remove it"
        yield Problem(
            "control-character",
            f"there is {message}",
            hint,
            _place_after(text[: match.start()], file),
        )


class _Stop(Exception):
    """The text cannot be read further; the reason is among the problems."""


class _Composer:
    """Builds nodes from parsing events, counting as it goes."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._text = text
        self._values = 0
        self._events: Iterator[object] = iter(())
        self.problems: list[Problem] = []

    def document(self) -> Node | None:
        """Return the only document of the text, or None when it cannot be had."""
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events = iter(yaml.parse(self._text, Loader=loader))
        node: Node | None = None
        try:
            for event in self._events:
                name = type(event).__name__
                if name == "DocumentStartEvent":
                    self._start(event, node)
                elif name not in {"StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"}:
                    node = self._node(event, 1)
        except _Stop:
            return None
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            self._unreadable(error)
            return None
        return node

    def _start(self, event: object, node: Node | None) -> None:
        """Judge the beginning of a document."""
        if node is not None:
            self._refuse(event, "second-document", "a second document begins here", "remove `---`")
            raise _Stop
        if getattr(event, "tags", None) or getattr(event, "version", None):
            self._refuse(event, "directive", "directives (`%...`) are not read", "remove it")

    def _place(self, event: object) -> Place:
        mark = event.start_mark  # type: ignore[attr-defined]
        return Place(self._file, mark.line + 1, mark.column + 1)

    def _refuse(self, event: object, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(code, message, hint, self._place(event)))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Stop

    def _unreadable(self, error: Exception) -> None:
        """Place what the parser says."""
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = getattr(error, "problem", None) or "the text cannot be read as YAML"
        hint = "check the indentation, the quotes and the blank after each colon"
        self.problems.append(Problem("not-yaml", str(said), hint, Place(self._file, line, column)))

    def _node(self, event: object, depth: int) -> Node:
        """Return the node that ``event`` begins."""
        self._values += 1
        if self._values > MAX_VALUES:
            self._refuse(event, "too-many-values", f"there are more than {MAX_VALUES} values")
            raise _Stop
        if depth > MAX_DEPTH:
            self._refuse(event, "too-deep", f"values are nested more than {MAX_DEPTH} deep")
            raise _Stop
        name = type(event).__name__
        if name == "AliasEvent":
            self._refuse(event, "alias", "an alias (`*name`) is not read", "write the value out")
            return ScalarNode(self._place(event), "")
        if getattr(event, "anchor", None):
            self._refuse(event, "anchor", "an anchor (`&name`) is not read", "remove it")
        if getattr(event, "tag", None):
            self._refuse(event, "tag", "a tag (`!name`) is not read", "remove it")
        if name == "ScalarEvent":
            return self._scalar(event)
        if name == "SequenceStartEvent":
            return self._sequence(event, depth)
        return self._mapping(event, depth)

    def _scalar(self, event: object) -> ScalarNode:
        text = event.value  # type: ignore[attr-defined]
        if len(text) > MAX_SCALAR:
            self._refuse(
                event, "too-long", f"a value of {len(text)} characters; {MAX_SCALAR} is the most"
            )
        elif match := _UNSHOWABLE.search(text):
            number = f"U+{ord(match.group()):04X}"
            self._refuse(event, "control-character", f"the value holds {number}", "remove it")
        quoted = event.style in {"'", '"'}  # type: ignore[attr-defined]
        return ScalarNode(self._place(event), text, quoted)

    def _sequence(self, event: object, depth: int) -> SequenceNode:
        items: list[Node] = []
        for item in self._events:
            if type(item).__name__ == "SequenceEndEvent":
                break
            items.append(self._node(item, depth + 1))
        return SequenceNode(self._place(event), tuple(items))

    def _mapping(self, event: object, depth: int) -> MappingNode:
        entries: dict[str, Entry] = {}
        for key_event in self._events:
            if type(key_event).__name__ == "MappingEndEvent":
                break
            key = self._node(key_event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, ScalarNode):
                self._refuse(key_event, "key", "a key must be a word, not a list or a mapping")
            elif key.text == "<<":
                self._refuse(key_event, "merge-key", "the merge key `<<` is not read")
            elif key.text in entries:
                first = entries[key.text].place
                self._refuse(
                    key_event,
                    "duplicate-key",
                    f"`{key.text}` is here twice",
                    f"the first is on line {first.line}",
                )
            else:
                entries[key.text] = Entry(key.place, value)
        return MappingNode(self._place(event), entries)
