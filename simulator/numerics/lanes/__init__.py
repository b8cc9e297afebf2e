"""Kernels written down for a processor: for one plant, or for many in step, eight at a time."""
