"""Who may be linked to whom."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.ages import band_of
from accounts.assurance import is_assured
from accounts.models import AgeBand, Standing, User
from accounts.models.ages import PROOF
from lib.errors import DomainError, ErrorCode
from parental.bounds import MOST_TEENS
from parental.models import GuardianLink
from parental.states import LIVE


def is_teen(person: User) -> bool:
    """Whether somebody is held to be 13 to 17, by their own word or by a proof.

    Not where the age is unknown, nor where an adult's words or face alone made us careful, whoever
    looked: else a partner could coerce an adult into being watched over (abuse table, "guardian
    invitation").
    """
    if person.age_band != AgeBand.TEEN:
        return False
    declared = band_of(person.birth_date) == AgeBand.TEEN
    return declared or person.assured_by in PROOF


def teen_refusal(person: User) -> DomainError | None:
    """Why somebody may not ask for a guardian, or None."""
    if refusal := _account_refusal(person):
        return refusal
    # Declared 13 to 17 alone; unknown age cannot.
    if not is_teen(person):
        return DomainError(
            ErrorCode.NOT_FOR_THIS_AGE, _("Guardians are for people of 13 to 17 years.")
        )
    return None


def guardian_refusal(person: User) -> DomainError | None:
    """Why somebody may not be a guardian, whoever the teen is; None where they may."""
    if refusal := _account_refusal(person):
        return refusal
    # Limited accounts watch over nobody.
    if person.standing == Standing.LIMITED:
        return DomainError(ErrorCode.STANDING_LIMITED, _("Your account is limited."))
    # R13: an adult, and as sure as this house is configured to be.
    if not is_assured(person):
        return DomainError(
            ErrorCode.GUARDIAN_NOT_ASSURED,
            _(
                "A guardian is an adult whose age was confirmed. "
                "Ask for a look at a proof of yours first."
            ),
        )
    return None


def cap_refusal(guardian: User) -> DomainError | None:
    """R13: whether somebody watches over as many as anybody may. The caller holds their row.

    A link that still reads as active to them counts: else a place that is free would tell them
    that a teen fled.
    """
    counts = Q(state__in=sorted(LIVE)) | Q(shown_until__gt=timezone.now())
    if GuardianLink.objects.filter(counts, guardian=guardian).count() < MOST_TEENS:
        return None
    return DomainError(
        ErrorCode.TOO_MANY_TEENS,
        _("You cannot watch over more than %(most)d teens.") % {"most": MOST_TEENS},
    )


def _account_refusal(person: User) -> DomainError | None:
    # Whoever is shut out, or has left, does nothing here.
    if not person.stands:
        return DomainError(ErrorCode.SUSPENDED, _("Your account is suspended."))
    # An address that nobody confirmed could be anybody's.
    if person.joined_at is None:
        return DomainError(ErrorCode.EMAIL_NOT_VERIFIED, _("Confirm your e-mail address first."))
    return None
