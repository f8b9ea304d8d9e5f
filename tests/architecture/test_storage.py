"""Where files lie is the store's own: rooms ask for them by key."""

import re

from tests.architecture.sources import ROOMS, ROOT, python_files

OWN = ROOT / "lib" / "signed_media"
PATHS = re.compile(r"\bstorage_path\b|\bMEDIA_DIR\b")


def test_no_room_knows_where_files_lie() -> None:
    product = (path for path in python_files(*ROOMS) if OWN not in path.parents)
    product = (path for path in product if "tests" not in path.parts)
    offenders = [str(p.relative_to(ROOT)) for p in product if PATHS.search(p.read_text())]
    assert offenders == []


def test_the_library_of_the_object_store_stays_in_one_folder() -> None:
    imports = re.compile(r"^\s*(?:from|import) (?:boto3|botocore|storages)\b", re.MULTILINE)
    users = {
        path.parent
        for path in python_files(*ROOMS, "config")
        if not {"tests", "stand_ins"} & {*path.parts} and imports.search(path.read_text())
    }
    assert {folder.relative_to(ROOT).parts[:3] for folder in users} == {
        ("lib", "signed_media", "s3")
    }
