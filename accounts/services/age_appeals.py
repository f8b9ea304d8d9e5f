"""Appeals about ages: asked, taken by a member of staff, decided by what they were shown."""

from datetime import date, timedelta
from math import ceil

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.assurance import is_assured
from accounts.events import AgeAppealDecided
from accounts.models import AgeAppeal, AgeAppealState, AgeBand, User
from accounts.models.age_appeals import WAITING
from accounts.services.age_findings import DECIDE, AgeFinding, record_finding
from accounts.services.standing import thaw
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.events import publish
from lib.outbox.services import enqueue
from lib.states import advance, record_initial

# Ours: nobody is worn down by asking daily, and a document that was not at hand can be found.
AGAIN_AFTER = timedelta(days=7)


class AppealFinding(models.TextChoices):
    """What staff saw; the document itself is never kept."""

    DOCUMENT_ADULT = "document_18_plus", "Document seen: 18 or over"
    DOCUMENT_TEEN = "document_13_17", "Document seen: 13 to 17"
    UNDER_13 = "under_13", "Document seen: under 13 (freezes the account)"
    NOTHING_SHOWN = "nothing_shown", "Nothing was shown that proves an age"


def appeal_refusal(person: User) -> DomainError | None:
    """Why this person may not appeal now, or None."""
    # A tombstone has no age.
    if person.deleted_at is not None:
        return DomainError(ErrorCode.GONE, _("This account was deleted."))
    # An adult gains nothing but to be sure enough to watch over a teen; staff's time is others'.
    if person.age_band == AgeBand.ADULT and is_assured(person):
        return DomainError(ErrorCode.NOTHING_TO_APPEAL, _("You count as an adult already."))
    mine = AgeAppeal.objects.filter(person=person)
    # One at a time.
    if mine.filter(state__in=sorted(WAITING)).exists():
        return DomainError(ErrorCode.APPEAL_OPEN, _("Your appeal waits for a decision."))
    # Whoever was decided about lately waits a little.
    last = mine.filter(decided_at__gt=timezone.now() - AGAIN_AFTER).order_by("-decided_at").first()
    if last and last.decided_at:
        left = last.decided_at + AGAIN_AFTER - timezone.now()
        return DomainError(
            ErrorCode.THROTTLED,
            _("An appeal of yours was decided within the last week."),
            retry_after=max(1, ceil(left.total_seconds())),
        )
    return None


def open_appeal(*, person: User, actor: Actor) -> AgeAppeal:
    """Ask staff to look at a proof. Raises DomainError: `appeal_refusal`."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        if refusal := appeal_refusal(person):
            raise refusal
        appeal = AgeAppeal.objects.create(person=person, held_band=person.age_band)
        record_initial(appeal, actor=actor, reason="asked")
        record(
            "accounts.age_appeal.opened",
            actor=actor,
            target=appeal.public_id,
            person=person.public_id,
            held=person.age_band.value,
        )
    return appeal


def withdraw_appeal(*, person: User) -> None:
    """Take it back. Raises DomainError `not_found` where none waits."""
    actor = Actor.person(person.pk)
    with transaction.atomic():
        appeal = waiting_appeal(person)
        if appeal is None:
            raise DomainError(ErrorCode.NOT_FOUND, _("No appeal of yours waits."))
        advance(appeal, to=AgeAppealState.WITHDRAWN, actor=actor, reason="taken back")
        record("accounts.age_appeal.withdrawn", actor=actor, target=appeal.public_id)


def waiting_appeal(person: User) -> AgeAppeal | None:
    """The one that waits for a decision, if any."""
    return AgeAppeal.objects.filter(person=person, state__in=sorted(WAITING)).first()


def claim(*, appeal: AgeAppeal, by: User) -> AgeAppeal:
    """Take it, so that two do not call the same person. Raises DomainError, StaleState."""
    _may(appeal, by)
    actor = Actor.person(by.pk)
    with transaction.atomic():
        advance(appeal, to=AgeAppealState.CLAIMED, actor=actor, reason="taken", claimed_by_id=by.pk)
        record("accounts.age_appeal.claimed", actor=actor, target=appeal.public_id)
    return appeal


def release(*, appeal: AgeAppeal, by: User) -> AgeAppeal:
    """Give it back to the queue; anybody may, for people fall ill. Raises as `claim` does."""
    _may(appeal, by)
    actor = Actor.person(by.pk)
    with transaction.atomic():
        advance(
            appeal, to=AgeAppealState.OPEN, actor=actor, reason="given back", claimed_by_id=None
        )
        record("accounts.age_appeal.given_back", actor=actor, target=appeal.public_id)
    return appeal


def decide(
    *, appeal: AgeAppeal, by: User, finding: AppealFinding, adult_from: date | None = None
) -> AgeAppeal:
    """What the one who took it was shown; the band follows as from any finding of staff, and a
    freeze that rested on the age alone ends. The person hears of it.

    `adult_from`: the 18th birthday that a document of a teen says. Raises DomainError, StaleState.
    """
    _may(appeal, by)
    if appeal.state == AgeAppealState.CLAIMED and appeal.claimed_by_id != by.pk:
        raise DomainError(ErrorCode.PERMISSION_DENIED, _("Somebody else took this appeal."))
    actor = Actor.person(by.pk)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=appeal.person_id)
        before = person.age_band
        advance(
            appeal,
            to=AgeAppealState.DECIDED,
            actor=actor,
            reason=finding.value,
            finding=finding.value,
            decided_at=timezone.now(),
        )
        record(
            "accounts.age_appeal.decided",
            actor=actor,
            target=appeal.public_id,
            person=person.public_id,
            finding=finding.value,
        )
        if finding != AppealFinding.NOTHING_SHOWN:
            record_finding(
                person=person,
                finding=AgeFinding(finding.value),
                actor=by,
                adult_from=adult_from,
                on_appeal=True,
            )
        thaw(person=person, actor=actor)
        person.refresh_from_db()
        _tell(person, before)
    return appeal


def _tell(person: User, before: AgeBand) -> None:
    from accounts.tasks import mail_about_proof  # which imports services

    band = person.age_band
    publish(AgeAppealDecided(user_id=person.pk, band=band.value, changed=band != before))
    enqueue(mail_about_proof, person.pk, "decided")


def _may(appeal: AgeAppeal, by: User) -> None:
    if not by.has_perm(DECIDE):
        raise DomainError(ErrorCode.PERMISSION_DENIED, _("You may not decide about ages."))
    if appeal.person_id == by.pk:
        raise DomainError(ErrorCode.NOT_ALLOWED_FOR_SELF, _("That is you."))
