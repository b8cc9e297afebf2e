"""Writes plant.c beside this file: the plant's kernels as C, each function as it was in Python.

``python benchmarks/plant_c.py``, then for instance
``gcc -O3 -march=native -fno-math-errno -fwrapv -shared -fPIC -o plant.so plant.c -lm``.
``cuve bench plant`` makes, compiles and times the same file in each run, so it is never behind the
kernels, and no copy of it is kept; so it does with the kernels written out for one plant. With
``-ffp-contract=off`` its results are ours to the last bit.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from simulator.numerics.csource import c_source  # noqa: E402
from simulator.plant.scan import advance  # noqa: E402

if __name__ == "__main__":
    (HERE / "plant.c").write_text(c_source(advance), "utf-8")
    print(f"{HERE / 'plant.c'}: its only outside function is scan_advance(y, p, k, first, scans)")
