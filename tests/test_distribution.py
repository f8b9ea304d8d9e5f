"""The files on the running stack stay together, and nobody is forgotten."""

from tests import distribution, marked
from tests.settings import BASE_DIR

RUNNING = BASE_DIR / "tests" / "running"


def test_every_named_file_is_there() -> None:
    assert [name for name in distribution.LONGEST if not (BASE_DIR / name).exists()] == []


def test_every_slow_file_that_takes_the_stack_goes_to_the_worker_that_has_it() -> None:
    takes = {
        f"tests/running/{path.name}"
        for path in RUNNING.glob("test_*.py")
        if "stack: Stack" in path.read_text()
        and not marked.leaves_nothing("slow", path.read_text())
    }
    assert takes == set(distribution.ON_THE_STACK)


def test_files_on_the_stack_are_one_and_the_others_are_each_their_own() -> None:
    first, second, *_ = distribution.ON_THE_STACK
    assert distribution.scope(f"{first}::test_a") == distribution.scope(f"{second}::test_b")
    assert distribution.scope("tests/faces/test_dlib.py::test_a[x]") == "tests/faces/test_dlib.py"
