"""`python -m config.demo`: what `make demo` calls."""

import argparse
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config.demo import act1, act_cameos, act_enforcement, act_engines, act_people
from config.demo.story import Step, play, write_report
from config.demo.world import World
from config.embedded import EmbeddedError
from config.stack.ports import free_port
from config.stack.programs import BASE_DIR
from config.stack.stack import Stack, StackError

ACTS = {
    "1": act1.STEPS,
    "cameos": act_cameos.STEPS,
    "enforcement": act_enforcement.STEPS,
    "engines": act_engines.STEPS,
    "people": act_people.STEPS,
}
ENVIRONMENTS = {"cameos": act_cameos.ENVIRONMENT}
INSTALLATIONS = {
    "enforcement": act_enforcement.installed,
    "engines": act_engines.installed,
    "people": act_people.installed,
}


def main() -> int:
    """Exit status 0 only if every step held."""
    arguments = _arguments()
    steps = ACTS[arguments.act]
    if unknown := (arguments.broken | arguments.only) - {step.id for step in steps}:
        print(
            f"No step {', '.join(unknown)}. Steps: {', '.join(s.id for s in steps)}",
            file=sys.stderr,
        )
        return 2
    if arguments.only:
        steps = [step for step in steps if step.id in arguments.only]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    output = BASE_DIR / "demo-output"
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir()
    os.environ["ZOETROPE_TEST_ENGINES"] = "1"  # one that misbehaves on purpose, to be caught
    os.environ.update(ENVIRONMENTS.get(arguments.act, {}))
    stack = _stack(arguments.act)
    started = time.monotonic()
    try:
        report = _played(stack, output, steps, arguments)
    except (StackError, EmbeddedError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    write_report(report, output)
    held = sum(step["held"] for step in report)
    print(f"\n{held} of {len(report)} steps held, {time.monotonic() - started:.0f} s in all.")
    print(f"See {output.name}/: {', '.join(sorted(path.name for path in output.iterdir()))}")
    return 0 if held == len(report) else 1


def _played(
    stack: Stack, output: Path, steps: list[Step], arguments: argparse.Namespace
) -> list[dict[str, Any]]:
    started = time.monotonic()
    with INSTALLATIONS.get(arguments.act, _as_it_comes)(stack, output) as facts:
        try:
            print("Starting PostgreSQL, Redis, web, screener, workers and scheduler …", flush=True)
            stack.start()
            print(f"Ready in {time.monotonic() - started:.1f} s on {stack.origin}", flush=True)
            return play(steps, World(stack, output, facts=facts), broken=arguments.broken)
        finally:
            stack.stop()


@contextmanager
def _as_it_comes(_stack: Stack, _output: Path) -> Iterator[dict[str, Any]]:
    """Nothing is brought."""
    yield {}


def _stack(act: str) -> Stack:
    """Act 1 plays in an installation that goes on; the others each in one of their own, without
    the faces of an earlier run, which new people would resemble."""
    home = BASE_DIR / ".data" / ("demo" if act == "1" else f"demo-{act}")
    stack = Stack(home=home, port=free_port())
    if act != "1":
        stack.servers.stop()  # of a run that was killed
        shutil.rmtree(home, ignore_errors=True)
    return stack


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--act", choices=sorted(ACTS), default="1")
    parser.add_argument("--break", dest="broken", default=os.environ.get("BREAK", ""), type=_names)
    parser.add_argument("--only", default=os.environ.get("ONLY", ""), type=_names)
    return parser.parse_args()


def _names(text: str) -> frozenset[str]:
    return frozenset(filter(None, text.split(",")))


if __name__ == "__main__":
    raise SystemExit(main())
