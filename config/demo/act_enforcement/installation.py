"""What an operator sets: a proxy in front, so that each person has an address of their own, and who
says which recordings are presentation attacks (act_cameos/stand_in.py)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config.demo.act_cameos import ENVIRONMENT
from config.demo.act_engines.installation import environment
from config.stack.stack import Stack


@contextmanager
def installed(_stack: Stack, _output: Path) -> Iterator[dict[str, Any]]:
    """Stands around a stack that is started within."""
    with environment({"TRUSTED_PROXIES": "1", **ENVIRONMENT}):
        yield {}
