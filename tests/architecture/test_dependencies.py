"""What the product imports is named in pyproject.toml, and does not come along by chance."""

import ast
import re
import sys
import tomllib
from importlib.metadata import distributions, packages_distributions
from itertools import chain

from tests.architecture.sources import ROOMS, ROOT, python_files

OURS = {*ROOMS, "config", "tests", "benchmarks"}
SHIPPED = ("worker", "safety", "insightface", "nudenet")  # all but what tests and developers need


def imported() -> set[str]:
    names: set[str] = set()
    # Stand-ins of what a machine cannot have are for tests and the demo.
    shipped = (one for one in python_files(*ROOMS, "config") if "stand_ins" not in one.parts)
    for path in shipped:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - OURS


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    listed = [*project["dependencies"], *chain(*(extras[name] for name in SHIPPED))]
    return {plain(re.split(r"[\[<>=!~ ]", name)[0]) for name in listed}


def homes_by_file(name: str) -> list[str]:
    """Of a package that its own distribution forgets to name (dlib)."""
    return [
        found.name
        for found in distributions()
        if any(str(file) == f"{name}/__init__.py" for file in found.files or ())
    ]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_import_is_a_declared_dependency() -> None:
    homes, listed = packages_distributions(), declared()
    missing = {
        name
        for name in imported()
        # An extra that is not installed is known by its own name alone.
        if listed.isdisjoint(map(plain, homes.get(name) or homes_by_file(name) or [name]))
    }
    assert missing == set()
