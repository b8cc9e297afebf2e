"""The benchmarks of ``cuve bench``: one file for each room they measure."""
