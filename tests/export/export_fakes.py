"""One person, and what a key file of one person says."""

NAME = "Jan Jansen"
CODE = "T-4K7PQ"


def coded(who: str) -> str:
    """Return the code of the one person that this key file knows."""
    return CODE if who == NAME else who
