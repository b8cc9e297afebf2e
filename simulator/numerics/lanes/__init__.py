"""Many plants in step: kernels written down for a processor that does eight numbers at once."""
