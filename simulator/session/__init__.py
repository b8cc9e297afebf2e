"""The shell: disk and clock."""
