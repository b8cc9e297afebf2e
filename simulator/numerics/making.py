"""Makes the machine code of a kernel: for one plant, the work of a process of its own.

Kernels are written down in LLVM's assembly (:mod:`simulator.numerics.lanes`), optimised as a whole
and turned into an object that calls nothing outside itself.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from simulator.numerics import csource
from simulator.numerics.lanes.module import ENTRY, assembly
from simulator.numerics.objectcode import keep, kinds_of

_EFFORT = 3
_SPELLED = {
    csource.FLOATS: "float64*",
    csource.INTS: "int64*",
    csource.FLOAT: "float64",
    csource.INT: "int64",
    csource.NOTHING: "void",
}


def machine_code(entry: Callable[..., Any], signature: str) -> bytes:
    """Return the object file of a kernel and all under it; the function in it is called ENTRY.

    Raises:
        RuntimeError: the code would call something outside, or LLVM refuses.
        NotAKernelError: a kernel holds what has no counterpart in LLVM's assembly.
        ValueError: the kernel has another signature.
    """
    own = signature_of(entry)
    if kinds_of(own) != kinds_of(signature):
        raise ValueError(f"the kernel has the signature {own}, and not {signature}")
    return object_of(assembly(entry, (), 1))


def signature_of(entry: Callable[..., Any]) -> str:
    """Return the signature of a kernel by its annotations."""
    notes = {name: str(note) for name, note in entry.__annotations__.items()}
    kinds = {name: _SPELLED[csource.spelled(note)] for name, note in notes.items()}
    result = kinds.pop("return", "void")
    return f"{result}({', '.join(kinds.values())})"


def object_of(text: str) -> bytes:
    """Return the object file of a module in LLVM's assembly, optimised for this processor.

    CUVE_PROCESSOR names another one, such as ``generic``; then none of what this one has beyond
    it is used.

    Raises:
        RuntimeError: the code would call something outside, or the text is no assembly.
    """
    llvm: Any = importlib.import_module("llvmlite.binding")
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    processor, features = processor_of()
    target = llvm.Target.from_triple(llvm.get_process_triple())
    machine: Any = target.create_target_machine(
        cpu=processor,
        features=features,
        opt=_EFFORT,
        reloc="pic",
        codemodel="small",
        jit=True,
    )
    module: Any = llvm.parse_assembly(text)
    module.verify()
    tuning = llvm.create_pipeline_tuning_options(speed_level=_EFFORT)
    builder: Any = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(module, builder)
    outside = _outside(str(module))
    if outside:
        raise RuntimeError(f"the code calls {', '.join(outside)}")
    code: bytes = machine.emit_object(module)
    return code


def processor_of() -> tuple[str, str]:
    """Return the processor to compile for, and its features, as LLVM names them."""
    llvm: Any = importlib.import_module("llvmlite.binding")
    chosen = os.environ.get("CUVE_PROCESSOR", "")
    if chosen:
        return chosen, ""
    return llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()


def _outside(text: str) -> list[str]:
    """Return the functions that a module in LLVM's assembly uses and does not hold."""
    lines = text.splitlines()
    asked = [line.split("@", 1)[1].split("(", 1)[0] for line in lines if line.startswith("declare")]
    body = "\n".join(line for line in lines if not line.startswith("declare"))
    known = ("llvm.", "sqrt")  # a square root is an instruction of the processor
    return [one for one in asked if not one.startswith(known) and f"@{one}" in body]


def main() -> None:
    """Compile, as the process that a Compiler starts: module, name, signature, folder."""

    def follow() -> None:
        sys.stdin.buffer.read()
        os._exit(1)  # whoever wanted this is gone

    threading.Thread(target=follow, daemon=True).start()
    gc.disable()  # most of what the compiler makes it keeps to the end
    module, name, signature, directory = sys.argv[1:]
    failed = 1
    try:
        entry = getattr(importlib.import_module(module), name)
        keep(directory, ENTRY, machine_code(entry, signature))
        failed = 0
    except Exception as error:  # the parent turns it into a note
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    os._exit(failed)  # the reading thread would hold up an ordinary end
