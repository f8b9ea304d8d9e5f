"""What Apple's DeclaredAgeRange told the app, as the app passes it on: a client's word."""

from django.db import models
from django.utils.translation import gettext as _

from accounts.ages import OF_AGE, YOUNGEST
from accounts.models import AgeBand, AgeSource, User
from accounts.services.ages import signal_age
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode


class DeclarationMethod(models.TextChoices):
    """Who declared the range on the device, in the words of AgeRangeService.AgeRangeDeclaration."""

    SELF_DECLARED = "self_declared"
    GUARDIAN_DECLARED = "guardian_declared"
    CHECKED_BY_OTHER_METHOD = "checked_by_other_method"
    GUARDIAN_CHECKED_BY_OTHER_METHOD = "guardian_checked_by_other_method"
    GOVERNMENT_ID_CHECKED = "government_id_checked"
    GUARDIAN_GOVERNMENT_ID_CHECKED = "guardian_government_id_checked"
    PAYMENT_CHECKED = "payment_checked"
    GUARDIAN_PAYMENT_CHECKED = "guardian_payment_checked"


def band_of_range(lower: int | None, upper: int | None) -> AgeBand:
    """The band in which a range of ages lies, both ends included.

    Raises DomainError `invalid` for one that says nothing, is empty, or spans 13 or 18: the app
    must ask with gates at both.
    """
    low, high = lower or 0, 200 if upper is None else upper
    if (lower is None and upper is None) or low > high:
        raise DomainError(ErrorCode.INVALID, _("This is no range of ages."), attr="lower_bound")
    if high < YOUNGEST:
        return AgeBand.UNDER_13
    if low >= OF_AGE:
        return AgeBand.ADULT
    if low >= YOUNGEST and high < OF_AGE:
        return AgeBand.TEEN
    raise DomainError(
        ErrorCode.INVALID, _("Ask for ages with gates at 13 and 18."), attr="upper_bound"
    )


def declare_range(
    *, person: User, lower: int | None, upper: int | None, method: DeclarationMethod
) -> AgeBand:
    """Take it in. Whatever the method, nothing proves that a device said it: so it tightens as any
    signal does, and weighs no more than a date of birth that was typed. Raises DomainError."""
    return signal_age(
        person=person,
        band=band_of_range(lower, upper),
        source=AgeSource.DECLARED_RANGE,
        actor=Actor.person(person.pk),
        facts={"lower": lower, "upper": upper, "method": method.value},
    )
