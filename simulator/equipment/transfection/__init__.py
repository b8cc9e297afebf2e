"""Viral vector from transfected cells: the reactor, the bag and the vector."""
