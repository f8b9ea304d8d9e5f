from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer

from config.demo.stand_ins.videos.farm import Farm
from config.demo.stand_ins.videos.handler import Handler


@contextmanager
def serving(farm: Farm) -> Iterator[Farm]:
    """On a port of loopback that `farm.url` names."""
    handler = type("FarmHandler", (Handler,), {"farm": farm})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    farm.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    try:
        yield farm
    finally:
        farm.stopping.set()
        server.shutdown()
        server.server_close()
