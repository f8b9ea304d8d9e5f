from uuid import UUID

from accounts.models import User
from cameos.locking import take
from cameos.models import Cameo, CameoKind
from cameos.permissions.guardians import may_have_likeness
from cameos.selectors import GONE
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


def erase_of_minor(person_id: UUID) -> None:
    """The likeness of somebody who is no adult, and whose likeness no guardian releases (law 3).
    Safe to do again.

    In the transaction that says so, of an age or of a release. One that never was verified can
    be used by nobody, and the end of its enrolment erases what was recorded; that end holds the
    cameo and asks for the age, so who waits for it here sees what it did.
    """
    if may_have_likeness(User.objects.get(pk=person_id)):
        return
    own = Cameo.objects.filter(owner=person_id, kind=CameoKind.HUMAN).exclude(
        state__in=sorted(GONE)
    )
    for cameo_id in own.order_by("pk").values_list("pk", flat=True):
        cameo = take(cameo_id)
        if cameo.verified_at is not None:
            request_erasure(
                cameo=cameo, actor=Actor.system("age"), reason="no guardian releases it"
            )
