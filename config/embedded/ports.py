"""Free ports on the loopback."""

import secrets
import socket

from config.embedded.errors import EmbeddedError

HOST = "127.0.0.1"
# Below the range from which the kernel takes ports for outgoing connections (32768 and up), so
# that a port kept for months is not borrowed by a passing client.
LOW, HIGH = 20000, 32000
TRIES = 200


def is_free(port: int) -> bool:
    """True where a server could listen at this moment; it may be gone at the next."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def choose(kept: int | None) -> int:
    """The kept port while nobody else has it, else another free one."""
    if kept and is_free(kept):
        return kept
    for _ in range(TRIES):
        port = LOW + secrets.randbelow(HIGH - LOW)
        if is_free(port):
            return port
    raise EmbeddedError(f"No free port between {LOW} and {HIGH} on {HOST}. Stop what holds them.")
