"""From harvest to drug substance: what a stream is judged by, and the units that better it."""
