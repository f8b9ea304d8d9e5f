"""How long a story waits; whatever is there at once is seen at once."""

PATIENCE = 240.0  # seconds, for what must come: only how long a broken product keeps us waiting
BRIEF = 5.0  # seconds, for what never comes, since its step is sabotaged


def waiting(broken: bool) -> float:
    """For what comes unless its step is sabotaged."""
    return BRIEF if broken else PATIENCE
