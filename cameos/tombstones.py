"""No likeness and no consent comes back with a copy of the database (laws 5 and 6)."""

from django.db import transaction

from audit.tombstones.leaving import Grave, register
from cameos.models import Cameo
from cameos.models.revocations import RevocationScope
from cameos.revoking.revoking import withdraw
from cameos.selectors import GONE
from cameos.services.erasing import request_erasure
from cameos.services.pausing import hold_still
from lib.actors import Actor

REPLAY = Actor.system("tombstones")


def register_all() -> None:
    """Called once, when the app is ready."""
    register("cameo", erase_again)
    register("consent", withdraw_again)
    register("narrowed", pause_until_looked_at)


def erase_again(grave: Grave) -> None:
    """Its key stands outside of the database and is gone for good; rows and films follow."""
    cameo = Cameo.objects.filter(pk=grave.subject).first()
    if cameo is not None:
        request_erasure(cameo=cameo, actor=REPLAY, reason="it was erased before")


def withdraw_again(grave: Grave) -> None:
    """`fact`: up to which epoch consent was taken back, and what was hidden."""
    through, _, scope = grave.fact.partition(":")
    if scope == RevocationScope.ERASURE:
        return  # `erase_again` does it, with the cameo
    with transaction.atomic():
        rows = Cameo.objects.select_for_update().exclude(state__in=sorted(GONE))
        cameo = rows.filter(pk=grave.subject, epoch__lte=int(through)).first()
        if cameo is not None:
            withdraw(cameo, actor=REPLAY, scope=RevocationScope(scope), counts={})


def pause_until_looked_at(grave: Grave) -> None:
    """Something of what its owner permits was narrowed since, and only ids are known outside: the
    likeness is used by nobody until its owner has looked and resumes it."""
    with transaction.atomic():
        cameo = Cameo.objects.select_for_update().filter(pk=grave.subject).first()
        if cameo is not None:
            hold_still(cameo, actor=REPLAY)
