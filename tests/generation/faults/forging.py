"""Worker processes that need not import torch anew: forked off one that has it already.

Only libraries are there before the fork; the command line, and all of Django and of the product,
begin in the new process as ever. Of twenty starts this saves nine seconds of a core each.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from config.stack.programs import BASE_DIR
from tests.generation.crew import PROGRAMS, environment_of

LIBRARIES = [
    "torch", "diffusers.pipelines.wan.pipeline_wan", "diffusers.pipelines.ltx2.pipeline_ltx2",
    "transformers.models.umt5.modeling_umt5", "transformers.models.gemma3.modeling_gemma3",
    "cv2", "av",
]  # fmt: skip


class Forged:
    """A program of the stack; `beside`: modules that it imports after its own."""

    def __init__(self, name: str, *, log: Path, beside: Sequence[str] = ()) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(LIBRARIES)
        program = PROGRAMS[name]
        assert program.command[1:3] == ("-m", "dramatiq")
        arguments = [*program.command[2:], *beside]
        self._process: ForkServerProcess = context.Process(
            target=_run, args=(arguments, environment_of(program), log)
        )
        self._process.start()

    def has_ended(self) -> bool:
        return not self._process.is_alive()

    def kill(self) -> None:
        """SIGKILL to it and to its children."""
        assert self._process.pid is not None
        if self._process.is_alive():
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.join()


def _run(arguments: list[str], environment: dict[str, str], log: Path) -> None:
    os.setsid()
    with log.open("ab") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(BASE_DIR)
    sys.argv = arguments
    from dramatiq.__main__ import main

    sys.exit(main())
