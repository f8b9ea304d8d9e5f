"""What signals about ages were drawn from goes, and the band that they led to stays (A2)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import (
    AgeAppeal,
    AgeInput,
    AgeLook,
    AgeVerification,
    HeldDecision,
    StoreAccount,
    StoreLink,
    User,
)
from accounts.models.age_appeals import VERIFICATION_LASTS
from audit.services import record
from lib.actors import Actor

# Ours: as long as somebody may still ask why, and appeal.
INPUTS_KEPT = timedelta(days=90)


def purge_age_inputs(*, person: User, actor: Actor, before: datetime | None = None) -> int:
    """Forget what was said beside the bands (`before` then). How many signals lost their inputs.

    A day of coming of age was copied to the person, with the band.
    """
    with transaction.atomic():
        inputs = AgeInput.objects.filter(person=person)
        gone = (inputs.filter(at__lt=before) if before else inputs).delete()[0]
        if gone:
            record("accounts.age.inputs_purged", actor=actor, target=person.public_id, signals=gone)
    return gone


def purge_old_inputs() -> int:
    """Forget inputs after INPUTS_KEPT, and visits to the provider that are over. How many."""
    now = timezone.now()
    AgeVerification.objects.filter(begun_at__lt=now - VERIFICATION_LASTS).delete()
    before, actor = now - INPUTS_KEPT, Actor.system("sweeper")
    people = User.objects.filter(pk__in=AgeInput.objects.filter(at__lt=before).values("person_id"))
    return sum(purge_age_inputs(person=one, actor=actor, before=before) for one in people)


def forget_ages(*, person: User) -> None:
    """Their account is deleted: inputs, visits, appeals and what the store calls them go; the log
    keeps ids and bands."""
    for model in (AgeInput, AgeVerification, AgeAppeal, AgeLook, StoreAccount, StoreLink):
        model._default_manager.filter(person=person).delete()
    HeldDecision.objects.filter(person=person).update(adult_from=None)
