"""Looking at those who did something new, and saying of a few that they rather seem to be teens."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.ages import is_adult_now
from accounts.models import AgeBand, AgeLook, AgeSource, User
from accounts.models.ages import LOOSENING
from accounts.prediction.features import active_people, counts_of
from accounts.prediction.model import is_enough, predict, weights_in_use
from accounts.services.ages import signal_age
from lib.actors import Actor

SEEN = timedelta(days=90)  # behaviour older than this says nothing of somebody's age today
LOOK_AGAIN = timedelta(hours=20)
NEW = timedelta(days=2)  # longer than the scheduler is ever down
PREDICTOR = Actor.system("age_predictor")


def predict_new() -> int:
    """Look at adults by declaration who did something new. How many signals came of it.

    It says TEEN and nothing else, of nobody whose age somebody proved or staff found: a program
    does not doubt those.
    """
    now = timezone.now()
    people = User.objects.filter(
        is_adult_now(),
        pk__in=active_people(since=now - NEW),
        joined_at__isnull=False,
        deleted_at=None,
        closed_at=None,
    )
    people = people.exclude(assured_by__in=sorted(LOOSENING))
    seen = AgeLook.objects.filter(at__gt=now - LOOK_AGAIN).values("person_id")
    return sum(_look(which) for which in people.exclude(pk__in=seen).values_list("pk", flat=True))


def _look(person_id: UUID) -> bool:
    now = timezone.now()
    counts = counts_of(person_id, since=now - SEEN)
    AgeLook.objects.update_or_create(person_id=person_id, defaults={"at": now})
    if not is_enough(counts):
        return False
    weights = weights_in_use()
    found = predict(counts, weights)
    if found.score < weights.threshold:
        return False
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person_id)
        settled = Q(assured_by__in=sorted(LOOSENING)) | Q(deleted_at__isnull=False)
        if not person.is_adult or User.objects.filter(settled, pk=person_id).exists():
            return False  # somebody proved or deleted it meanwhile
        signal_age(
            person=person,
            band=AgeBand.TEEN,
            source=AgeSource.PREDICTED,
            actor=PREDICTOR,
            facts={"score": round(found.score, 4), "weighed": list(found.weighed)},
        )
    return True
