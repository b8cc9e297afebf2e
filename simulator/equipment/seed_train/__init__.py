"""The first steps of a seed train: the frozen vial and the shake flask."""
