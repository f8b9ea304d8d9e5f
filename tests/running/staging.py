"""A stack of its own for an act that changes the installation."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from config.demo.world import World
from config.stack.ports import free_port
from config.stack.programs import BASE_DIR
from config.stack.stack import Stack
from tests.running.test_demo_whole import OURS

Installed = Callable[[Stack, Path], AbstractContextManager[dict[str, Any]]]


@contextmanager
def staged(name: str, installed: Installed, output: Path) -> Iterator[World]:
    """Running, with what `installed` brings; nothing of this environment reaches it."""
    home = BASE_DIR / ".data" / name
    with pytest.MonkeyPatch.context() as environment:
        for ours in [one for one in os.environ if one.startswith(OURS)]:
            environment.delenv(ours)
        environment.setenv("ZOETROPE_TEST_ENGINES", "1")
        stack = Stack(home=home, port=free_port())
        stack.servers.stop()  # of a run that was killed
        shutil.rmtree(home, ignore_errors=True)
        with installed(stack, output) as facts:
            try:
                stack.start()
                yield World(stack, output, facts=facts)
            finally:
                stack.stop()
