"""`python -m moderation.screener --port N`: one process, loopback unless told otherwise.

Environment: ZOETROPE_DATA (the data folder), SCREENER_KEY (a bearer key to ask for),
SCREENER_DETECTOR_SECONDS (time limit of one detector for each 1,000 characters of a text).
"""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from moderation.detectors.registry import text_detectors
from moderation.screener.server import Screener
from moderation.screener.stack import Stack

DETECTOR_SECONDS = 1.5


def main() -> None:
    args = _arguments()
    seconds = float(os.environ.get("SCREENER_DETECTOR_SECONDS") or DETECTOR_SECONDS)
    stack = Stack(lambda: text_detectors(args.data), seconds=seconds)
    screener = Screener(stack, key=os.environ.get("SCREENER_KEY", ""))
    asyncio.run(serve(screener, host=args.host, port=args.port))
    sys.stdout.flush()
    os._exit(0)  # a hung detector's thread would keep the process for ever


async def serve(screener: Screener, *, host: str, port: int) -> None:
    """Until SIGINT or SIGTERM. One process: nothing is left behind when it is killed."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server.embed import Server

    server = Server(
        screener.application(),
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_level=LogLevels.warning,
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, server.stop)
    await server.serve()


def _arguments() -> argparse.Namespace:
    here = Path(__file__).resolve().parents[2] / ".data"
    parser = argparse.ArgumentParser(prog="python -m moderation.screener", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--data", type=Path, default=os.environ.get("ZOETROPE_DATA") or here)
    return parser.parse_args()


if __name__ == "__main__":
    main()
