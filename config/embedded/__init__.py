"""PostgreSQL and Redis for a bare machine, run from the wheels' own binaries.

Works before Django's settings exist, as root or not, and touches nothing outside its folder (but
see `privileges`). How it recovers from what is done to it: tests/embedded.
"""

from config.embedded.endpoints import Endpoints
from config.embedded.errors import EmbeddedError
from config.embedded.servers import Servers
from config.embedded.status import ServerStatus, Status

__all__ = ["EmbeddedError", "Endpoints", "ServerStatus", "Servers", "Status"]
