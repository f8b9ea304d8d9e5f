"""Results as they are kept, and the machine that they were measured on."""

import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

Machine = dict[str, str | int | float]


def machine(*libraries: str) -> Machine:
    """As it is now; the load says who else worked. `libraries`: whose versions matter, by the names
    of their distributions."""
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count() or 0,
        "load_average_at_end": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        **{name: version(name) for name in libraries},
    }


def kept(result: Any, into: Path) -> None:
    """Written for whoever compares."""
    into.parent.mkdir(exist_ok=True)
    into.write_text(json.dumps(result, indent=1) + "\n")


def shown(result: Any) -> None:
    """Printed for whoever waits."""
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    sys.stdout.flush()
