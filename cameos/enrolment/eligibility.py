"""Who may enrol now."""

from functools import partial

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Feature, Gated, Standing, User
from accounts.services.holds import feature_refusal
from accounts.services.terms import reconsent_refusal
from cameos.enrolment import limits
from cameos.enrolment.states import OPEN, EnrolmentState, Problem, Verdict
from cameos.gates import ENROLLING
from cameos.models import Cameo, Enrolment
from cameos.states import CameoState
from cameos.trying import too_often
from lib.errors import DomainError, ErrorCode
from lib.faces.presentation import assessed

RETRY_SECONDS = 3600
# From here a recording may begin; whoever has an accepted one keeps it.
MAY_BEGIN = frozenset({CameoState.ENROLLING, CameoState.NEEDS_REVERIFY, CameoState.REVOKED})


def person_refusal(person: User) -> DomainError | None:
    """Why this person may not enrol at all, whatever they tried; asks and keeps nothing."""
    # Whoever is shut out, or has left, does nothing here.
    if not person.stands:
        return DomainError(ErrorCode.SUSPENDED, _("Your account is suspended."))
    # An address that nobody confirmed could be anybody's.
    if person.joined_at is None:
        return DomainError(ErrorCode.EMAIL_NOT_VERIFIED, _("Confirm your e-mail address first."))
    # Under 18, or of an age that nobody knows: only a guardian can release (abuse table; law 3).
    if refusal := ENROLLING.refusal(person):
        return refusal
    # Limited accounts may look, not make.
    if person.standing == Standing.LIMITED:
        return DomainError(
            ErrorCode.STANDING_LIMITED, _("Your account is limited: it cannot make a cameo.")
        )
    # Without a detector of attacks nothing could ever be accepted here: no face is collected.
    if settings.PRODUCTION and not assessed():
        return DomainError(
            ErrorCode.TEMPORARILY_DISABLED,
            _("Cameos cannot be made at the moment."),
            retry_after=RETRY_SECONDS,
        )
    # What they agreed to has changed since, in what concerns this; or a decision closed cameos to
    # them.
    changed = reconsent_refusal(person, Gated.CAMEO_ENROLMENT)
    return changed or feature_refusal(person, Feature.CAMEOS)


def state_refusal(person: User, cameo: Cameo | None) -> DomainError | None:
    """Why not now. The caller holds the lock on the person's row."""
    # One at a time: another would be a second guess at the same time.
    if Enrolment.objects.filter(owner=person, state__in=sorted(OPEN)).exists():
        return DomainError(
            ErrorCode.ENROLMENT_OPEN,
            _("You have an enrolment that is not over. Finish or cancel it first."),
        )
    # A cameo that stands is not recorded over; one that is being erased is gone first.
    if cameo is not None and cameo.state not in MAY_BEGIN:
        return DomainError(ErrorCode.ALREADY_ENROLLED, _("You have a cameo already."))
    return None


def limit_refusal(person: User, device: str) -> DomainError | None:
    """Whether this person or device has tried too often; sliding, from the rows themselves."""
    lately = Enrolment.objects.filter(created_at__gt=timezone.now() - limits.DAY)
    # Held, given up, or refused by a person after a hold: repeated, it is probing.
    sent = (
        Q(verdict__in=["", Verdict.HOLD])
        | Q(state=EnrolmentState.CANCELLED)
        | Q(problems__contains=[Problem.NOT_CONFIRMED.value])
    )
    unsettled = Enrolment.objects.filter(
        sent, submitted_at__gt=timezone.now() - limits.UNSETTLED_SPAN, owner=person
    )
    daily = partial(too_often, field="created_at", span=limits.DAY)
    return (
        daily(lately.filter(owner=person), most=limits.PER_PERSON)
        or daily(lately.filter(device=device), most=limits.PER_DEVICE)
        or too_often(
            unsettled,
            field="submitted_at",
            most=limits.MOST_UNSETTLED,
            span=limits.UNSETTLED_SPAN,
        )
    )
