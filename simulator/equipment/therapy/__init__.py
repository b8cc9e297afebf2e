"""Cells as the medicine: T cells that are activated and transduced, stromal cells on beads."""
