"""`python -m config.embedded start|stop|status|env|watch`."""

import argparse
import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path

from config.embedded import EmbeddedError, Endpoints, Servers

ROOT = Path(__file__).resolve().parent.parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status is 0 only if what was asked for holds."""
    options = _parser().parse_args(arguments)
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(level=logging.INFO, format="%(asctime)sZ %(levelname)s %(message)s")
    servers = Servers(options.home, volatile=options.volatile)
    try:
        return _run(options, servers)
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace, servers: Servers) -> int:
    if options.command == "start":
        servers.start()
        return _print_status(servers)
    if options.command == "status":
        return _print_status(servers)
    if options.command == "env":
        return _print_environment(options.home)
    if options.command == "watch":
        _watch(servers)
    if options.command == "stop" or options.stop_at_end:
        servers.stop()
    return 0


def _print_status(servers: Servers) -> int:
    status = servers.status()
    print(status)
    return 0 if status.ok else 1


def _print_environment(home: Path) -> int:
    endpoints = Endpoints.load(home)
    if endpoints is None:
        raise EmbeddedError("The servers are not started: python -m config.embedded start")
    for name, value in endpoints.environment().items():
        print(f"{name}={value}")
    return 0


def _watch(servers: Servers) -> None:
    """Start them and keep them up until SIGTERM or SIGINT."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    servers.start()
    servers.watch(stop)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    parser.add_argument("command", choices=["start", "stop", "status", "env", "watch"])
    parser.add_argument(
        "--home", type=Path, default=os.environ.get("ZOETROPE_DATA") or ROOT / ".data"
    )
    parser.add_argument("--volatile", action="store_true", help="for tests: fast, not durable")
    parser.add_argument("--stop-at-end", action="store_true", help="watch: stop them when it ends")
    return parser


if __name__ == "__main__":
    sys.exit(main())
