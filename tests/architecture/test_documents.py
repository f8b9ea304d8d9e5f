"""Documents name only what exists."""

import re

import pytest

from tests.architecture.sources import ROOMS, ROOT

PATH = re.compile(rf"`((?:{'|'.join((*ROOMS, 'config', 'tests', 'docs'))})/[\w./-]+)`")
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")),
]


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page: str) -> None:
    named = PATH.findall((ROOT / page).read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_each_threat_names_the_test_that_plays_the_attacker() -> None:
    rows = (ROOT / "docs" / "threat-model.md").read_text().splitlines()
    threats = [row for row in rows if row.startswith("| ") and not row.startswith("| asset")]
    assert len(threats) > 10
    for row in threats:
        assert re.search(r"`tests/[\w/]+\.py`", row.rsplit("|", 2)[1]), row
