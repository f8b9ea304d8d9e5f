"""The whole stack as real processes, once for all tests of this folder."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.demo.act_cameos import ENVIRONMENT
from config.stack.ports import free_port
from config.stack.programs import BASE_DIR
from config.stack.stack import Stack

HOME = BASE_DIR / ".data" / f"test-stack-{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"


@pytest.fixture(scope="package")  # a dozen processes, which nobody needs after these tests
def stack() -> Iterator[Stack]:
    with pytest.MonkeyPatch.context() as environment:
        # The processes are the product's own, not those of the tests' settings.
        for name in ("ZOETROPE_DATA", "MEDIA_DIR", "REDIS_URL", "BROKER_URL", "ZOETROPE_ROLE"):
            environment.delenv(name, raising=False)
        environment.delenv("DJANGO_SETTINGS_MODULE", raising=False)
        environment.setenv("ZOETROPE_TEST_ENGINES", "1")
        for name, value in ENVIRONMENT.items():
            environment.setenv(name, value)
        running = Stack(home=HOME, port=free_port())
        running.start()
        try:
            yield running
        finally:
            running.stop()
            shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def screenshots() -> Path:
    folder = BASE_DIR / "test-output"
    folder.mkdir(exist_ok=True)
    return folder
