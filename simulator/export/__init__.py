"""Sessions for other programs: tables, learning record statements, a batch production record."""
