"""The terminal in a browser: one door, one page, and a process of its own for everybody in it."""
