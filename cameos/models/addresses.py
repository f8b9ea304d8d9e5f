from typing import ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from lib.ids import IdKind
from lib.models import TypedIdModel


def random_id() -> UUID:
    """Random in all its bits: a UUIDv7 would tell when somebody was first asked about."""
    return uuid4()


class CameoAddress(TypedIdModel):
    """Under which others speak of a person's likeness, whether there is one or not.

    Looks like the id of a cameo and is never one, so that enrolling, recording anew, pausing and
    erasing change nothing that anybody else sees. Made once, the same for everybody.
    """

    id_kind = IdKind.CAMEO

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cameo_address"
    )
    made_at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {
        "web": "SELECT, INSERT, DELETE",
        "worker": "SELECT, DELETE",
    }
