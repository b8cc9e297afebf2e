"""Physics of the process: vessels, lines, bioreactors, utilities."""
