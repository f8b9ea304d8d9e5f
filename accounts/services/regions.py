"""Staff say where the law is made that holds for an account, against what its owner said."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import RegionSet
from accounts.models import HeldDecision, RegionSource, Right, User
from accounts.protection import refuse_unapproved
from accounts.safeguards import jurisdictions
from accounts.safeguards.layers import settings_of
from accounts.services.safeguards import change_region
from accounts.services.standing import standing_refusal
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.events import publish


class RegionReason(models.TextChoices):
    """Why staff say it: codes alone, for the audit keeps no words."""

    EVIDENCE = "evidence", "What was shown speaks for it"
    ASKED = "asked", "The person moved, and showed it"
    COURT_ORDER = "court_order", "A court or an authority says so"
    MISTAKE = "mistake", "What was set before was a mistake"


def set_region(
    *,
    person: User,
    region: str,
    actor: User,
    reason: RegionReason,
    may_loosen: bool = False,
    approval: HeldDecision | None = None,
) -> None:
    """From now on `region` holds, whatever its owner says, who is told so.

    Raises DomainError: `invalid`; `safeguard_loosens` where somebody who may be under 18 would
    lose what a law holds for them, now or on a later day, and nobody said `may_loosen`;
    `second_approval_required` of a protected account.
    """
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        decider = User.objects.get(pk=actor.pk)
        if refusal := standing_refusal(actor=decider, person=held, right=Right.SET_REGION):
            raise refusal
        refuse_unapproved(held, approval)
        former = settings_of(held).region
        spared = loosens(held, region, former)
        if spared and not may_loosen:
            raise DomainError(
                ErrorCode.SAFEGUARD_LOOSENS,
                _("This takes what a law holds for this person. Say that you know it."),
                attr="loosens",
            )
        by = Actor.person(decider.pk)
        change_region(person=held, region=region, actor=by, source=RegionSource.STAFF)
        record(
            "accounts.region.set",
            actor=by,
            target=held.public_id,
            reason=reason.value,
            loosened=spared,
        )
        publish(RegionSet(user_id=held.pk))


def loosens(person: User, region: str, former: str) -> bool:
    """Whether the move spares somebody who may be under 18 anything that a law asks for."""
    rules = jurisdictions.in_force()
    return not person.is_adult and rules.is_looser(region, former, at=timezone.now())
