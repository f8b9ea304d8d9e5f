from uuid import UUID

from accounts.models import User
from accounts.safeguards.supervision import enrolment_is_released
from cameos.locking import take
from cameos.models import Cameo, CameoKind
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
    """The likeness of somebody who turned out to be no adult, unless a guardian released it
    (law 3); or whose guardian took that back. Safe to do again.

    In the transaction that says so, which holds the person's row. One that never was verified can
    be used by nobody, and the end of its enrolment erases what was recorded; that end holds the
    cameo and asks for the age, so who waits for it here sees what it did.
    """
    person = User.objects.get(pk=person_id)
    if person.is_adult or enrolment_is_released(person):
        return
    own = Cameo.objects.filter(owner=person_id, kind=CameoKind.HUMAN).exclude(
        state__in=sorted(GONE)
    )
    for cameo_id in own.order_by("pk").values_list("pk", flat=True):
        cameo = take(cameo_id)
        if cameo.verified_at is not None:
            actor, reason = Actor.system("age"), "no guardian releases it"
            request_erasure(cameo=cameo, actor=actor, reason=reason)
