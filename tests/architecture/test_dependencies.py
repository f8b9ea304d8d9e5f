"""What the product imports is named in pyproject.toml, and does not come along by chance."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.architecture.sources import ROOMS, ROOT, python_files

OURS = {*ROOMS, "config", "tests", "benchmarks"}


def imported() -> set[str]:
    names: set[str] = set()
    for path in python_files(*ROOMS, "config"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - OURS


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {plain(re.split(r"[\[<>=!~ ]", name)[0]) for name in project["dependencies"]}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_import_is_a_declared_dependency() -> None:
    homes = packages_distributions()
    missing = {
        name
        for name in imported()
        if not {plain(home) for home in homes.get(name, [])} & declared()
    }
    assert missing == set()
