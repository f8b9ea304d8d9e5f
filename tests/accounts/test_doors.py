import re
from pathlib import Path

from django.conf import settings

from accounts.api.doors import DOORS

PAGE = Path(settings.BASE_DIR) / "docs" / "signing-in.md"
ROW = re.compile(r"^\| `([A-Z]+) ([a-z0-9/-]+)` \|", re.MULTILINE)


def test_the_page_names_every_door_and_no_other() -> None:
    named = {f"{method} v1/{path}" for method, path in ROW.findall(PAGE.read_text())}
    assert named == {f"{door.method} {door.path}" for door in DOORS}


def test_the_page_names_every_field_of_every_door() -> None:
    rows = {row.split("|")[1].strip(): row for row in PAGE.read_text().splitlines() if "|" in row}
    for door in DOORS:
        row = rows[f"`{door.method} {door.path.removeprefix('v1/')}`"]
        for field in door.body().get_fields():  # type: ignore[attr-defined]
            assert f"`{field}`" in row, (door.path, field)
