"""A file of which the asked marks leave no test is not imported: half of collecting was that."""

import re
from pathlib import Path

QUICK = "not slow and not act"
WHOLE_FILE = re.compile(r"^pytestmark = .*\bpytest\.mark\.(slow|act)\b", re.MULTILINE)


def leaves_nothing(expression: str, text: str) -> bool:
    """Does `-m expression`, one of the three of the Makefile, deselect every test of this text?

    Right because marks stand in the files of their tests (tests/architecture/test_marks.py); where
    the text does not tell, the file is collected as ever.
    """
    if expression == QUICK:
        return WHOLE_FILE.search(text) is not None
    if expression in ("slow", "act"):
        return f"pytest.mark.{expression}" not in text
    return False


def is_named(path: Path, arguments: list[str]) -> bool:
    """A file that somebody names is collected, or pytest would say that it does not exist."""
    return path in {Path(argument.partition("::")[0]).absolute() for argument in arguments}
