"""Asking for a place to send a picture to."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Feature, Gated, User
from accounts.services.holds import feature_refusal
from accounts.services.terms import reconsent_refusal
from audit.services import record
from cameos.intake.limits import TARGET_SECONDS
from cameos.models import ReferenceImage
from cameos.services.eligibility import asking_refusal
from cameos.trying import seconds_until_room
from cameos.uploads import limits
from cameos.uploads.states import LIVE
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.signed_media import new_key
from lib.states import record_initial

DAY = timedelta(days=1)


def begin(*, owner: User, content_type: str) -> ReferenceImage:
    """Raises DomainError: eligibility.py, `quota_exceeded`."""
    actor = Actor.person(owner.pk)
    with transaction.atomic():
        owner = User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        changed = reconsent_refusal(owner, Gated.INPUT_IMAGE)
        closed = feature_refusal(owner, Feature.UPLOADS)
        if refusal := asking_refusal(owner) or closed or changed or limit_refusal(owner):
            raise refusal
        row = ReferenceImage.objects.create(
            owner=owner, content_type=content_type,
            expires_at=timezone.now() + timedelta(seconds=TARGET_SECONDS),
            upload_key=new_key(limits.PREFIX, limits.SUFFIXES[content_type]),
        )  # fmt: skip
        record_initial(row, actor=actor, reason="begun")
        record("cameos.reference.begun", actor=actor, target=row.public_id)
    return row


def limit_refusal(person: User) -> DomainError | None:
    """Whether they have enough, or sent too many. The caller holds their row."""
    mine = ReferenceImage.objects.filter(owner=person)
    if mine.filter(state__in=sorted(LIVE)).count() >= limits.MOST_PICTURES:
        return DomainError(
            ErrorCode.QUOTA_EXCEEDED, _("You have as many pictures here as one may have.")
        )
    lately = mine.filter(created_at__gt=timezone.now() - DAY)
    seconds = seconds_until_room(lately, field="created_at", most=limits.PER_DAY, span=DAY)
    if seconds is None:
        return None
    return DomainError(
        ErrorCode.QUOTA_EXCEEDED,
        _("You have sent too many pictures. Please try again later."),
        retry_after=seconds,
    )
