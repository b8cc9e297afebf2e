"""Has Numba write a kernel and all under it down in LLVM's assembly.

Left to itself, Numba turns each function that it reads into machine code at once, with all that the
function calls linked into it and optimised. Of a plant's kernels that is more than half its work,
and none of it is used. Here it reads and writes alone; what it wrote for each function is put
together once, at the end.

Only a process that does nothing else with Numba may do this: functions so read cannot be called.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from simulator.numerics.kernel import kernels_called, kernels_under
from simulator.numerics.objectcode import kinds_of

OPTIONS: dict[str, Any] = {
    "error_model": "numpy",
    "fastmath": False,
    "_nrt": False,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}
"""No kernel allocates, so Numba need not count references to the arrays: three times faster."""

LARGE = 1000
"""Bytes of Python's code from which a kernel that several call is left a function of its own."""


def assembly(entry: Callable[..., Any], signature: str) -> tuple[str, str, dict[str, str]]:
    """Return the function's name, LLVM's assembly of it, and the processor that it is for.

    Raises:
        RuntimeError: Numba is told not to compile.
    """
    import numba
    from numba.extending import register_jitable

    llvm: Any = importlib.import_module("llvmlite.binding")
    types: Any = importlib.import_module("numba.types")
    settings: Any = numba.config
    if settings.DISABLE_JIT:
        raise RuntimeError("Numba's settings turn compiling off")
    kernels = kernels_under(entry)
    called = [called for kernel in kernels for called in kernels_called(kernel)]
    for function in kernels[1:]:
        large = len(function.__code__.co_code) > LARGE
        kept = large and called.count(function) > 1
        register_jitable(**OPTIONS, forceinline=not kept)(function)
    result, arguments = kinds_of(signature)
    kinds = [
        types.CPointer(getattr(types, word[:-1])) if word.endswith("*") else getattr(types, word)
        for word in arguments
    ]
    with writing_alone() as whole:
        made: Any = numba.njit(getattr(types, result)(*kinds), **OPTIONS)(entry)
        compiled = made.overloads[made.signatures[0]]
        text = whole(compiled.library)
    processor = {
        "cpu": settings.CPU_NAME or llvm.get_host_cpu_name(),
        "features": settings.CPU_FEATURES
        if settings.CPU_FEATURES is not None
        else llvm.get_host_cpu_features().flatten(),
    }
    return compiled.fndesc.mangled_name, text, processor


@contextmanager
def writing_alone() -> Iterator[Callable[[Any], str]]:
    """Keep Numba from linking, optimising and loading; yield what tells a library's whole text.

    These are Numba's own parts, under no promise. With a Numba that has others nothing is kept
    from it, and its text of a library is whole already.
    """
    import numba

    codegen: Any = importlib.import_module("numba.core.codegen")
    cpu: Any = importlib.import_module("numba.core.cpu")
    dynfunc: Any = importlib.import_module("numba._dynfunc")

    def executable(_: Any, library: Any, described: Any, environment: Any) -> Any:
        module, name = described.lookup_module(), described.qualname.rpartition(".")[2]
        return dynfunc.make_function(module, name, "", 0, environment, (library,))

    def finalize(library: Any) -> None:
        library._finalized = True

    settings: Any = numba.config
    usual = settings.OPT
    settings.OPT = type(usual)(0)  # the whole is optimised once, by whoever asked for it
    replaced = [
        (codegen.CPUCodeLibrary, "finalize", finalize),
        (codegen.CPUCodeLibrary, "_optimize_functions", lambda *_: None),
        (cpu.CPUContext, "get_executable", executable),
    ]
    if not _has(dynfunc, "make_function") or not all(_has(*one[:2]) for one in replaced):
        replaced = []
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in replaced]
    for owner, name, ours in replaced:
        setattr(owner, name, ours)
    try:
        yield _linked if replaced else lambda library: str(library.get_llvm_str())
    finally:
        settings.OPT = usual
        for owner, name, theirs in before:
            setattr(owner, name, theirs)


def _has(owner: object, name: str) -> bool:
    """Return whether this Numba has a part of that name."""
    return hasattr(owner, name)


def _linked(library: Any) -> str:
    """Return the text of a library together with all that it links to, each once."""
    llvm: Any = importlib.import_module("llvmlite.binding")
    found, ahead = [library], [library]
    while ahead:
        for other in ahead.pop()._linking_libraries:
            if other not in found:
                found.append(other)
                ahead.append(other)
    whole = llvm.parse_assembly(str(library._final_module))
    for other in found[1:]:
        whole.link_in(other._final_module, preserve=True)
    return str(whole)
