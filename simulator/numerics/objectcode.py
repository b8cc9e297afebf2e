"""Machine code of a kernel as a file: checked, loaded by LLVM, and called from Python.

Loading takes llvmlite alone. The code calls nothing outside itself, so there is nothing to find at
loading that could be missing.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib
import os
import re
import tempfile
from collections.abc import Callable
from typing import Any

FILE = "kernel.bin"
"""What a copy is called in its folder: a digest, the name of the function, then the object."""
KINDS: dict[str, Any] = {
    "float64": ctypes.c_double,
    "int64": ctypes.c_int64,
    "float64*": ctypes.c_void_p,
    "int64*": ctypes.c_void_p,
}
"""How a signature spells its types; a star is an array, given by where it begins."""
NOTHING = "void"

_FINE = (0, -2)  # what compiled functions return beside their result: done, and done with None


class DamagedError(Exception):
    """A copy is not what was written."""


def kinds_of(signature: str) -> tuple[str, list[str]]:
    """Return the result and the arguments of ``int64(float64*, int64)``.

    Raises:
        ValueError: it is not so spelled, or a type is none of :data:`KINDS`.
    """
    found = re.fullmatch(r"(\w+)\(([\w*, ]*)\)", signature)
    if found is None:
        raise ValueError(f"{signature} is no signature")
    arguments = [word.strip() for word in found[2].split(",") if word.strip()]
    unknown = [word for word in arguments if word not in KINDS]
    if unknown or found[1] not in ("float64", "int64", NOTHING):
        raise ValueError(f"{signature} is a signature with a type that is not known")
    return found[1], arguments


def keep(directory: str, name: str, code: bytes) -> None:
    """Write a copy into a folder that exists, whole or not at all.

    Raises:
        OSError: the folder cannot be written.
    """
    body = name.encode() + b"\n" + code
    file, passing = tempfile.mkstemp(dir=directory)
    with open(file, "wb") as out:
        out.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    os.replace(passing, os.path.join(directory, FILE))


def load(directory: str, signature: str) -> Callable[..., Any]:
    """Return the function whose copy is in ``directory``, as :func:`keep` wrote it.

    Called with an array for each star (anything that gives its memory, such as ``array.array`` or
    numpy's arrays); other Python threads run meanwhile.

    Raises:
        DamagedError: the copy is cut short or changed.
        OSError: there is none.
        ImportError: llvmlite is not there.
    """
    with open(os.path.join(directory, FILE), "rb") as file:
        digest, _, body = file.read().partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != digest:
        raise DamagedError("the copy is damaged")
    name, _, code = body.partition(b"\n")
    llvm: Any = importlib.import_module("llvmlite.binding")
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_triple(llvm.get_process_triple()).create_target_machine(jit=True)
    engine: Any = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address = engine.get_function_address(name.decode())
    if not address:
        raise DamagedError("the copy lacks its function")
    return _called(address, signature, engine)


def place(numbers: Any) -> int:
    """Return where the memory of an array begins; the array must stay, and keep its size."""
    return ctypes.addressof((ctypes.c_char * 0).from_buffer(numbers))


def _called(address: int, signature: str, engine: Any) -> Callable[..., Any]:
    """Return a Python function that calls the machine code; ``engine`` owns it."""
    result, arguments = kinds_of(signature)
    kinds = [KINDS[word] for word in arguments]
    prototype = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *kinds)
    native: Any = prototype(address)
    arrays = [i for i, word in enumerate(arguments) if word.endswith("*")]
    kind = ctypes.c_void_p if result == NOTHING else KINDS[result]

    def call(*given: Any, owner: Any = engine) -> Any:  # the code lives as long as its owner
        words = list(given)
        for i in arrays:
            words[i] = place(words[i])
        found, fault = kind(), ctypes.c_void_p()
        status = native(ctypes.addressof(found), ctypes.addressof(fault), *words)
        if status not in _FINE:
            raise RuntimeError(f"a kernel ended with status {status}")
        return found.value

    return call
