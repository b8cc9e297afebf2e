"""The sub-commands of cuve."""
