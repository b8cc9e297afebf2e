"""Cell retention beside a bioreactor, and the permeate that leaves through it."""
