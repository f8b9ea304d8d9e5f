"""Files that marks leave empty are not imported (tests/marked.py); no test is lost by it."""

import re

import pytest

from tests.architecture.sources import ROOT
from tests.marked import QUICK, leaves_nothing

ELSEWHERE = re.compile(r"mark\.(slow|act)\b|add_marker|applymarker")
ANOTHER_WAY = re.compile(
    r"(?<!pytest\.)\bmark\.(slow|act)\b|add_marker|applymarker|import .*\bpytestmark\b"
)


def test_marks_of_speed_stand_in_the_files_of_their_tests() -> None:
    """A helper that marks the tests of another file would hide them from `make test-slow`."""
    found = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if path.name not in ("marked.py", "test_marks.py")
        and (ANOTHER_WAY if path.name.startswith("test_") else ELSEWHERE).search(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    ("expression", "text", "nothing"),
    [
        (QUICK, "pytestmark = pytest.mark.slow\n", True),
        (QUICK, "pytestmark = [pytest.mark.django_db, pytest.mark.act]\n", True),
        (QUICK, "pytestmark = pytest.mark.django_db\n", False),
        (QUICK, "@pytest.mark.slow\ndef test_one(): ...\n\ndef test_two(): ...\n", False),
        ("slow", "@pytest.mark.slow\ndef test_one(): ...\n\ndef test_two(): ...\n", False),
        ("slow", "pytestmark = pytest.mark.act\n", True),
        ("act", "ROWS = [pytest.param(1, marks=pytest.mark.act)]\n", False),
        ("", "pytestmark = pytest.mark.slow\n", False),
        ("slow or act", "def test_one(): ...\n", False),
    ],
)  # fmt: skip
def test_a_file_is_left_out_only_where_no_test_of_it_would_run(
    expression: str, text: str, nothing: bool
) -> None:
    assert leaves_nothing(expression, text) is nothing
