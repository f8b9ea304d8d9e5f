from uuid import UUID

from accounts.models import User
from cameos.models import Cameo
from cameos.services.erasing import request_erasure
from lib.actors import Actor


def erase_person(person_id: UUID) -> None:
    """Every likeness of a deleted account. Safe to do again."""
    if User.objects.filter(pk=person_id, deleted_at=None).exists():
        return
    for cameo in Cameo.objects.filter(owner_id=person_id):
        request_erasure(
            cameo=cameo, actor=Actor.system("accounts"), reason="the account was deleted"
        )
