"""Room for the few bodies that are larger than JSON: so many in all, so many from one network.

Who sends them is known only once they are read: whoever shows no token at all has no room, and
nobody takes all of it from one network, or by sending slowly (lib/asgi/bodies.py).
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.types import Scope

from lib.api.addresses import behind, network_of

AT_ONCE = 16  # of 8 MiB: 128 MiB in each process
OF_ONE_NETWORK = 4  # people share an address; one app sends its three pictures one by one
AGAIN_AFTER = 5  # seconds, for whoever came while so many were held


class Full(Exception):
    """As many large bodies are held as may be."""


class Unnamed(Exception):
    """A large body without a token."""


class Room:
    """Of one process, which is one event loop: nothing comes between a look and a step."""

    def __init__(self) -> None:
        self.held: Counter[str] = Counter()

    @contextmanager
    def taken(self, scope: Scope) -> Iterator[None]:
        """For one body, as long as it is held. Raises Unnamed, Full."""
        headers = Headers(scope=scope)
        if not headers.get("authorization"):
            raise Unnamed
        network = _network(scope, headers)
        if self.held.total() >= AT_ONCE or self.held[network] >= OF_ONE_NETWORK:
            raise Full
        self.held[network] += 1
        try:
            yield
        finally:
            self.held[network] -= 1
            if not self.held[network]:
                del self.held[network]


def _network(scope: Scope, headers: Headers) -> str:
    peer = str((scope.get("client") or ("",))[0])
    return network_of(behind(peer, ",".join(headers.getlist("x-forwarded-for"))))
