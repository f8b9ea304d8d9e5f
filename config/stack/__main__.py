"""`python -m config.stack`: what `make run` calls."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from config.embedded import EmbeddedError
from config.stack.programs import BASE_DIR
from config.stack.stack import Stack, StackError
from config.stack.waiting import Stopped


def main() -> int:
    """Serve until Ctrl-C or SIGTERM. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--home", type=Path, default=BASE_DIR / ".data")
    arguments = parser.parse_args()
    if os.environ.get("ZOETROPE_PROFILE") != "production":
        os.environ.setdefault("SUITED_MODEL", "1")
    stopping = threading.Event()
    stack = Stack(home=arguments.home.resolve(), port=arguments.port, stopping=stopping)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    try:
        print("Starting PostgreSQL, Redis, web, workers and scheduler …", flush=True)
        stack.start()
        if os.environ.get("ZOETROPE_PROFILE") != "production":
            print(sample_people(stack), flush=True)
        print(f"\nServing on {stack.origin} - Ctrl-C stops everything.", flush=True)
        while not stopping.wait(0.5) and stack.running():
            for line in stack.complaints():
                print(line, flush=True)
    except Stopped:
        print("\nStopped before it had started.", flush=True)
    except (StackError, EmbeddedError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    finally:
        print("Stopping …", flush=True)
        stack.stop()
    print("Everything has stopped.")
    return 0


def sample_people(stack: Stack) -> str:
    """Who can sign in; or why there are none here, without whom it serves as well."""
    try:
        return stack.manage("seed_sample_people")
    except StackError as refused:
        return f"No sample people: {refused}"


if __name__ == "__main__":
    raise SystemExit(main())
