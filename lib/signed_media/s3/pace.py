"""How long a transfer may take in all, whatever the pace of its single bytes."""

LEAST_SECONDS, LEAST_BYTES_A_SECOND = 30, 256 * 1024


def seconds_for(size: int) -> float:
    """Of so many bytes, either way."""
    return LEAST_SECONDS + size / LEAST_BYTES_A_SECOND
