"""What counts as a try: not one that ended because files could not be reached."""

import errno

import pytest

from cameos.models import Enrolment
from cameos.trying import counted_with_files
from lib.signed_media.errors import StorageAway, StorageDamaged, StorageDenied
from tests.cameos.enrolment.steps import App


@pytest.mark.parametrize(
    ("fault", "counted"),
    [
        (StorageAway("away"), 2),
        (StorageDenied("denied"), 2),
        (OSError(errno.ENOSPC, "no space"), 2),
        (StorageDamaged("changed"), 3),
        (OSError(errno.EIO, "bad disk"), 3),
        (FileNotFoundError(errno.ENOENT, "gone"), 3),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_try_without_files_is_given_back(app: App, fault: OSError, counted: int) -> None:
    app.begin()
    row = app.row
    Enrolment.objects.filter(pk=row.pk).update(attempts=3)
    with pytest.raises(OSError), counted_with_files(row):  # noqa: PT011
        raise fault
    row.refresh_from_db()
    assert row.attempts == counted
