"""What automation decided, looked at by a person though nobody asked (E15)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement.models import Decision, QualitySample
from enforcement.policies import see_sample
from enforcement.services.deciding import overturn
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound

STATEMENT = "A person looked at this automatic decision and found that it was wrong."


def review_sample(*, sample: QualitySample, by: User, agrees: bool) -> QualitySample:
    """What the person found; where they disagree the decision is undone with it.

    Raises NotFound; DomainError `stale_state` where somebody did already, and as `overturn`.
    """
    with transaction.atomic():
        row = see_sample.queryset(by).select_for_update(of=("self",)).filter(pk=sample.pk).first()
        if row is None:
            raise NotFound
        if row.reviewed_at is not None:
            raise DomainError(ErrorCode.STALE_STATE, _("Somebody has looked at it already."))
        row.reviewed_by, row.reviewed_at, row.agrees = by.pk, timezone.now(), agrees
        row.save(update_fields=["reviewed_by", "reviewed_at", "agrees"])
        record(
            "enforcement.sample.reviewed",
            actor=Actor.person(by.pk),
            target=row.decision.public_id,
            agrees=agrees,
        )
        undone = Decision.objects.filter(supersedes=row.decision).exists()
        if not agrees and not undone:
            overturn(decision=row.decision, statement=STATEMENT, by=by)
    return row
