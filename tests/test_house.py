"""The house keeps its own rules: sizes, banned names, and a sentence in every test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*ROOT.glob("simulator/**/*.py"), *ROOT.glob("tui/**/*.py")])
TESTS = sorted(ROOT.glob("tests/**/*.py"))
CORE = ("language", "numerics", "equipment", "control", "assessment", "plant", "campaign")

FILE_LINES = 400
FUNCTION_LINES = 70
LINE_LENGTH = 100
PARAMETERS = 7

NEVER = {
    "eval": "the condition language",
    "exec": "plain code",
    "compile": "the condition language",
    "__import__": "an import statement",
}
"""Names that are never used, and what to use instead."""

NEVER_IMPORTED = ("pickle", "marshal", "shelve")
"""Modules that make code out of data; records take their place."""

CORE_NEVER = {
    ("math", "exp"): "numerics.exact.exp",
    ("math", "log"): "numerics.exact.log",
    ("math", "log10"): "numerics.exact.log10",
    ("math", "pow"): "numerics.exact.power",
    ("math", "tanh"): "numerics.exact.tanh",
    ("time", "time"): "simulated time",
    ("random", "random"): "numerics.noise",
    ("random", "gauss"): "numerics.noise",
}
"""Calls that give other bits on other machines."""

MAY_OPEN = {"session/journal.py", "scenario/library.py", "numerics/objectcode.py"}
MAY_CATCH_ALL = {"__main__.py", "app.py", "compiler.py", "making.py"}


def short(path: Path) -> str:
    """Return the path below its package, for messages and tables."""
    return path.relative_to(ROOT).as_posix().split("/", 1)[1]


def in_core(path: Path) -> bool:
    """Say whether a file belongs to the functional core."""
    parts = path.relative_to(ROOT).parts
    return parts[0] == "simulator" and len(parts) > 2 and parts[1] in CORE


def breaches(path: Path, tree: ast.AST) -> Iterator[str]:
    """Yield what a syntax tree holds that the house does not allow."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or line) - line + 1
            if length > FUNCTION_LINES:
                yield f"{line}: {node.name} has {length} lines"
            arguments = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
            names = [a.arg for a in arguments if a.arg not in ("self", "cls")]
            if len(names) > PARAMETERS:
                yield f"{line}: {node.name} takes {len(names)} parameters"
        if isinstance(node, ast.Name) and node.id in NEVER and isinstance(node.ctx, ast.Load):
            yield f"{line}: {node.id} is banned; use {NEVER[node.id]}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            named = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module]
            for module in named:
                if module and module.split(".")[0] in NEVER_IMPORTED:
                    yield f"{line}: {module} is banned"
        if isinstance(node, ast.ExceptHandler) and path.name not in MAY_CATCH_ALL:
            caught = ast.unparse(node.type) if node.type else ""
            if caught in ("", "Exception", "BaseException"):
                yield f"{line}: catches everything"
        if isinstance(node, ast.Call):
            yield from call_breaches(path, node)
        loop = in_core(path) and isinstance(node, ast.For | ast.comprehension)
        if loop and isinstance(node.iter, ast.Set | ast.SetComp):
            yield f"{line}: iterates over a set; use sorted(...)"


def call_breaches(path: Path, node: ast.Call) -> Iterator[str]:
    """Yield the calls that are not allowed here."""
    line = node.lineno
    if isinstance(node.func, ast.Name):
        name = node.func.id
        if name == "open" and short(path) not in MAY_OPEN:
            yield f"{line}: open() outside the journal and the library"
        if in_core(path) and name == "hash":
            yield f"{line}: hash() differs in every process"
    if in_core(path) and isinstance(node.func, ast.Attribute):
        owner = node.func.value
        key = (owner.id if isinstance(owner, ast.Name) else "", node.func.attr)
        if key in CORE_NEVER:
            yield f"{line}: {'.'.join(key)} is banned; use {CORE_NEVER[key]}"


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_source_keeps_the_rules(path: Path) -> None:
    """Every source file is small, plain and free of banned names."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = list(breaches(path, ast.parse(text)))
    if len(lines) > FILE_LINES:
        found.append(f"the file has {len(lines)} lines")
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_LENGTH:
            found.append(f"{number}: {len(line)} characters")
        if re.search(r"\b(TODO|FIXME|XXX)\b", line):
            found.append(f"{number}: left-over marker")
        if re.search(r"re\.compile\(.*(\\d|\$)", line):
            found.append(f"{number}: \\d or $ in a pattern; use [0-9] and \\Z")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_test_says_what_it_shows(path: Path) -> None:
    """Every test function has a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and ast.get_docstring(node) is None
    ]
    assert not silent, silent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eval('1')", "banned"),
        ("import pickle", "banned"),
        ("try:\n    pass\nexcept Exception:\n    pass", "catches everything"),
        ("import math\nmath.exp(1.0)", "exact"),
        ("for x in {1, 2}:\n    pass", "sorted"),
        ("hash('a')", "differs"),
        ("open('x')", "open()"),
        ("def f():\n" + "    x = 1\n" * 71, "lines"),
        ("def f(a, b, c, d, e, g, h, i):\n    pass", "8 parameters"),
    ],
)
def test_the_rules_bite(text: str, expected: str) -> None:
    """A planted breach of each rule is found."""
    path = ROOT / "simulator" / "plant" / "planted.py"
    assert any(expected in breach for breach in breaches(path, ast.parse(text)))


def modules() -> dict[str, str]:
    """Return the text of every module by its name; that of a package is its ``__init__``."""
    named = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in SOURCES}
    return {
        name.removesuffix(".__init__"): path.read_text(encoding="utf-8")
        for path, name in named.items()
    }


def imports(texts: Mapping[str, str]) -> dict[str, set[str]]:
    """Return by module what it imports of these; what is for types alone, or late, counts too.

    To import a module is to import the packages around it, unless one stands in them.
    """
    found: dict[str, set[str]] = {name: set() for name in texts}
    for name, text in texts.items():
        wanted: set[str] = set()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                wanted |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                parts = {f"{node.module}.{alias.name}" for alias in node.names}
                wanted |= {part if part in texts else node.module for part in parts}
        around = {
            module.rsplit(".", n)[0] for module in wanted for n in range(1, module.count(".") + 1)
        }
        outside = {package for package in around if not f"{name}.".startswith(f"{package}.")}
        found[name] = ((wanted & set(texts)) | (outside & set(texts))) - {name}
    return found


def circle(texts: Mapping[str, str]) -> str:
    """Return a circle of imports, empty if there is none."""
    try:
        TopologicalSorter(imports(texts)).prepare()
    except CycleError as error:
        return " <- ".join(error.args[1])
    return ""


def test_no_import_goes_in_a_circle() -> None:
    """No module needs, even for its types alone, one that needs it."""
    assert not circle(modules())


@pytest.mark.parametrize(
    "late",
    [
        "def f():\n    import tui.b",
        "if TYPE_CHECKING:\n    from tui import b",
        "from tui.b import x",
    ],
)
def test_a_planted_circle_is_found(late: str) -> None:
    """A circle is one also where it is for types alone, inside a function, or through a package."""
    assert circle({"tui.a": late, "tui.b": "import tui.a"})
    assert circle({"tui.a": "import tui.room.b", "tui.room": "import tui.a", "tui.room.b": ""})
    assert not circle({"tui.a": late, "tui.b": "", "tui": ""})


def test_nothing_speaks_of_the_workplace() -> None:
    """No file names a machine's path or a package registry's host."""
    pattern = re.compile(r"/(work|farm|root)/|https?://[a-z.]*(pypi|npmjs|pythonhosted|debian)")
    suffixes = {".py", ".md", ".toml", ".yaml", ".yml", ".csv", ".c"}
    tracked = [
        path
        for folder in ("simulator", "tui", "tests", "docs", "scenarios", "benchmarks")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in suffixes and path != Path(__file__)
    ]
    tracked += [ROOT / "README.md", ROOT / "pyproject.toml"]
    guilty = [
        path.relative_to(ROOT).as_posix()
        for path in tracked
        if path.exists() and pattern.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not guilty
