"""One error type: its text says what is wrong and what to do."""

from pathlib import Path

OWN_SERVERS = (
    "Or bring your own servers: set DATABASE_URL, REDIS_URL and BROKER_URL "
    "(the roles they need: python -m config.database_roles)."
)


class EmbeddedError(Exception):
    """The embedded servers cannot do what was asked."""


def last_lines(log: Path, *, since: int = 0, lines: int = 12) -> str:
    """The end of a log, indented, from a byte offset on; empty where there is none."""
    try:
        with log.open("rb") as file:
            file.seek(since)
            text = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    return "".join(f"\n    {line}" for line in text.strip().splitlines()[-lines:])
