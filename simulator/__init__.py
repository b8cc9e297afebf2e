"""Cuve: a flight simulator for biomanufacturing."""

__version__ = "0.1.0"
