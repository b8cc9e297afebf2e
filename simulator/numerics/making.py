"""Makes the machine code of a kernel: the work of a process of its own.

Numba writes the kernels down in LLVM's assembly (:mod:`simulator.numerics.assembly`). The two
functions that it calls from its own library are put in, so the code that is left calls nothing.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from simulator.numerics.assembly import assembly
from simulator.numerics.objectcode import keep

FRACTIONS = """
define double @numba_ldexp(double %x, i32 %n) alwaysinline {
  %large = icmp sgt i32 %n, 1023
  %small = icmp slt i32 %n, -1022
  %out = or i1 %large, %small
  br i1 %out, label %far, label %near
near:
  %field = add i32 %n, 1023
  %wide = zext i32 %field to i64
  %bits = shl i64 %wide, 52
  %power = bitcast i64 %bits to double
  %product = fmul double %x, %power
  ret double %product
far:
  %slowly = call double @ldexp_in_steps(double %x, i32 %n)
  ret double %slowly
}

define internal double @ldexp_in_steps(double %x, i32 %n) noinline {
entry:
  br label %again
again:
  %y = phi double [ %x, %entry ], [ %raised, %up ], [ %lowered, %down ]
  %left = phi i32 [ %n, %entry ], [ %less, %up ], [ %more, %down ]
  %times = phi i32 [ 1, %entry ], [ %next, %up ], [ %next, %down ]
  %next = add i32 %times, 1
  %go = icmp slt i32 %times, 4
  %large = icmp sgt i32 %left, 1023
  %small = icmp slt i32 %left, -1022
  %out = or i1 %large, %small
  %on = and i1 %out, %go
  br i1 %on, label %step, label %last
step:
  br i1 %large, label %up, label %down
up:
  %raised = fmul double %y, 0x7FE0000000000000
  %less = sub i32 %left, 1023
  br label %again
down:
  %lowered = fmul double %y, 0x0360000000000000
  %more = add i32 %left, 969
  br label %again
last:
  %under = select i1 %large, i32 1023, i32 %left
  %within = select i1 %small, i32 -1022, i32 %under
  %field = add i32 %within, 1023
  %wide = zext i32 %field to i64
  %bits = shl i64 %wide, 52
  %power = bitcast i64 %bits to double
  %product = fmul double %y, %power
  ret double %product
}

define double @numba_frexp(double %x, ptr %exponent) alwaysinline {
  %bits = bitcast double %x to i64
  %shifted = lshr i64 %bits, 52
  %field = and i64 %shifted, 2047
  %less = sub i64 %field, 1
  %normal = icmp ult i64 %less, 2046
  br i1 %normal, label %plain, label %odd
plain:
  %short = trunc i64 %field to i32
  %power = sub i32 %short, 1022
  store i32 %power, ptr %exponent
  %kept = and i64 %bits, -9218868437227405313
  %half = or i64 %kept, 4602678819172646912
  %fraction = bitcast i64 %half to double
  ret double %fraction
odd:
  %rare = call double @frexp_of_odd(double %x, ptr %exponent)
  ret double %rare
}

define internal double @frexp_of_odd(double %x, ptr %exponent) noinline {
  %larger = fmul double %x, 0x4350000000000000
  %bits = bitcast double %larger to i64
  %shifted = lshr i64 %bits, 52
  %field = and i64 %shifted, 2047
  %less = sub i64 %field, 1
  %normal = icmp ult i64 %less, 2046
  br i1 %normal, label %tiny, label %same
same:
  store i32 0, ptr %exponent
  ret double %x
tiny:
  %short = trunc i64 %field to i32
  %power = sub i32 %short, 1076
  store i32 %power, ptr %exponent
  %kept = and i64 %bits, -9218868437227405313
  %half = or i64 %kept, 4602678819172646912
  %fraction = bitcast i64 %half to double
  ret double %fraction
}
"""
"""``math.ldexp`` and ``math.frexp`` in LLVM's assembly, on the bits of IEEE 754's numbers.

Far powers go by steps of 2**1023 and 2**-969, as musl's scalbn does; subnormals are first made
2**54 times larger; zero, infinity and what is no number are themselves, with exponent 0.
"""


def machine_code(entry: Callable[..., Any], signature: str) -> tuple[str, bytes]:
    """Return the name of the function and the object file that holds it.

    Raises:
        RuntimeError: Numba is told not to compile, or the code would call something outside.
    """
    llvm: Any = importlib.import_module("llvmlite.binding")
    name, text, processor = assembly(entry, signature)
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    module: Any = llvm.parse_assembly(text)
    module.link_in(llvm.parse_assembly(FRACTIONS))
    for function in module.functions:
        if not function.is_declaration and function.name != name:
            function.linkage = "internal"
    target = llvm.Target.from_triple(llvm.get_process_triple())
    machine = target.create_target_machine(
        **processor, opt=3, reloc="default", codemodel="jitdefault", jit=True
    )
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(module, builder)
    outside = _outside(str(module))
    if outside:
        raise RuntimeError(f"the code calls {', '.join(outside)}")
    return name, machine.emit_object(module)


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
        keep(directory, *machine_code(getattr(importlib.import_module(module), name), signature))
        failed = 0
    except Exception as error:  # the parent turns it into a note
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    os._exit(failed)  # the reading thread would hold up an ordinary end
