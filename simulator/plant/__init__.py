"""The process cell: the deterministic fold of commands into states."""
