"""Things that are reported again and again after somebody has just looked (E33)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement.limits import SUBJECT_MUTED
from enforcement.models import Case, SubjectMute
from enforcement.policies import see_case
from enforcement.states import SETTLED
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound


def mute_subject(*, case: Case, by: User) -> SubjectMute:
    """For a day new reports of what a case is about only count, and are answered as it was. Not
    what is said of child safety or of danger to life, nor by somebody who is in it.

    Only once it was decided. Never from a case of child safety: it would quieten what is said of
    other matters, and say why. Raises NotFound, DomainError `permission_denied`, `stale_state`.
    """
    if not see_case.allows(by, case):
        raise NotFound
    if case.diverted:
        raise DomainError(ErrorCode.PERMISSION_DENIED, _("Not from a case of child safety."))
    if case.state not in SETTLED or not case.outcome:
        raise DomainError(ErrorCode.STALE_STATE, _("Decide about it first."))
    with transaction.atomic():
        row, _made = SubjectMute.objects.update_or_create(
            subject_kind=case.subject_kind,
            subject_id=case.subject_id,
            defaults={"until": timezone.now() + SUBJECT_MUTED, "muted_by": by.pk},
        )
        record(
            "enforcement.subject.muted",
            actor=Actor.person(by.pk),
            target=case.subject,
            case=case.public_id,
        )
    return row
