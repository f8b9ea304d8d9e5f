"""What is known of people as reporters, and what follows from it (E32)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.standings import SHUT_OUT
from audit.services import record
from enforcement import notices
from enforcement.limits import REPORTER_MUTED_AT_MOST
from enforcement.models import Reporter, TrustedFlagger
from enforcement.models.weighed import Weighed
from enforcement.policies import APPOINT_FLAGGER, MANAGE_REPORTERS
from enforcement.states import Outcome
from enforcement.trust import decay
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState
from lib.ids import IdKind, encode


def reporter_of(person_id: UUID) -> Reporter | None:
    """None for somebody who never reported anything that was decided."""
    return Reporter.objects.filter(pk=person_id).first()


def is_muted(row: Weighed | None) -> bool:
    """Whether what they report has no effect now."""
    return row is not None and row.muted_until is not None and row.muted_until > timezone.now()


def is_trusted_flagger(person_id: UUID) -> bool:
    """Whether the account speaks as a trusted flagger now."""
    return TrustedFlagger.objects.filter(person_id=person_id, ended_at=None).exists()


def weigh(person_id: UUID, outcome: str, *, by: int = 1) -> None:
    """Count one report of theirs as found right or not; with `by=-1` take that back. In the
    caller's transaction. Nothing of somebody who left."""
    present = User.objects.select_for_update(no_key=True).filter(pk=person_id, deleted_at=None)
    if present.first() is None:
        return
    count_in(_locked(person_id), outcome, by=by)


def count_in(row: Weighed, outcome: str, *, by: int) -> None:
    """The same of a row that the caller holds."""
    now = timezone.now()
    left = decay(row.as_of, now)
    row.agreed, row.disagreed, row.as_of = row.agreed * left, row.disagreed * left, now
    if outcome == Outcome.VIOLATION:
        row.agreed = max(0.0, row.agreed + by)
        row.agreed_total = max(0, row.agreed_total + by)
    else:
        row.disagreed = max(0.0, row.disagreed + by)
        row.disagreed_total = max(0, row.disagreed_total + by)
    row.save(update_fields=["agreed", "disagreed", "as_of", "agreed_total", "disagreed_total"])


def mute_reporter(*, person: User, by: User, span: timedelta) -> datetime:
    """What they report has no effect for `span`, and they are told so (DSA, Article 23). Returns
    until when. Raises DomainError `permission_denied`, `not_allowed_for_self`, `invalid`."""
    _authorise(by, MANAGE_REPORTERS)
    if person.pk == by.pk:
        raise DomainError(ErrorCode.NOT_ALLOWED_FOR_SELF, _("That is you."))
    if not timedelta() < span <= REPORTER_MUTED_AT_MOST:
        raise DomainError(ErrorCode.INVALID, _("At most 90 days."))
    with transaction.atomic():
        row = _locked(person.pk)
        row.muted_until = timezone.now() + span
        row.save(update_fields=["muted_until"])
        record(
            "enforcement.reporter.muted",
            actor=Actor.person(by.pk),
            target=person.public_id,
            days=span.days,
        )
        notices.tell_paused(person.pk, row.muted_until)
    return row.muted_until


def unmute_reporter(*, person: User, by: User) -> None:
    """It has effect again. Raises DomainError `permission_denied`."""
    _authorise(by, MANAGE_REPORTERS)
    with transaction.atomic():
        row = _locked(person.pk)
        if row.muted_until is None:
            return
        row.muted_until = None
        row.save(update_fields=["muted_until"])
        record("enforcement.reporter.unmuted", actor=Actor.person(by.pk), target=person.public_id)
        notices.tell_resumed(person.pk)


def appoint_flagger(*, person: User, by: User) -> bool:
    """Their reports go first from now on. Said twice it is one: False for whoever is one already.
    Raises DomainError `permission_denied`, NotFound for a tombstone, and as `flagger_refusal`."""
    _authorise(by, APPOINT_FLAGGER)
    with transaction.atomic():
        present = User.objects.select_for_update(no_key=True).filter(pk=person.pk, deleted_at=None)
        if (held := present.first()) is None:
            raise NotFound
        if refusal := flagger_refusal(held, by):
            raise refusal
        _row, made = TrustedFlagger.objects.get_or_create(
            person_id=held.pk, ended_at=None, defaults={"appointed_by": by.pk}
        )
        if made:
            _record_flagger("appointed", held.pk, by)
    return made


def flagger_refusal(person: User, by: User) -> DomainError | None:
    """Why `by` may not appoint the account of `person`, or None."""
    # Nobody gives their own word more weight.
    if person.pk == by.pk:
        return DomainError(ErrorCode.NOT_ALLOWED_FOR_SELF, _("That is you."))
    # Nobody knows yet that the address is theirs.
    if person.joined_at is None:
        detail = _("The e-mail address of this account is not confirmed.")
        return DomainError(ErrorCode.EMAIL_NOT_VERIFIED, detail)
    # Its owner is leaving, and reports nothing.
    if person.closed_at is not None:
        return DomainError(ErrorCode.ACCOUNT_CLOSING, _("This account is closed."))
    # It cannot sign in, for what it did itself.
    if person.standing in SHUT_OUT:
        return DomainError(ErrorCode.SUSPENDED, _("This account is suspended or banned."))
    return None


def end_flagger(*, row: TrustedFlagger, by: User) -> None:
    """They go first no more, also where the account is gone; what was counted of them stays. Raises
    DomainError `permission_denied`, StaleState where it ended before."""
    _authorise(by, APPOINT_FLAGGER)
    with transaction.atomic():
        live = TrustedFlagger.objects.filter(pk=row.pk, ended_at=None)
        if not live.update(ended_at=timezone.now()):
            raise StaleState(_("This ended before."))
        _record_flagger("ended", row.person_id, by)


def _record_flagger(what: str, person_id: UUID, by: User) -> None:
    record(
        f"enforcement.flagger.{what}",
        actor=Actor.person(by.pk),
        target=encode(IdKind.USER, person_id),
    )


def _locked(person_id: UUID) -> Reporter:
    Reporter.objects.bulk_create([Reporter(person_id=person_id)], ignore_conflicts=True)
    return Reporter.objects.select_for_update().get(pk=person_id)


def authorise_managing(by: User) -> None:
    """Raises DomainError `permission_denied` but for whoever looks after reporters."""
    _authorise(by, MANAGE_REPORTERS)


def _authorise(by: User, permission: str) -> None:
    if not by.has_perm(permission):
        raise DomainError(ErrorCode.PERMISSION_DENIED, _("You may not do this."))
