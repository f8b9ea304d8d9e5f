"""What a face looked like at enrolment, as a signal about the age."""

from uuid import UUID

from django.db import transaction

from accounts.models import AgeBand, AgeSource, User
from accounts.models.ages import LOOSENING
from accounts.services.ages import signal_age
from lib.actors import Actor

ESTIMATOR = Actor.system("enrolment")


def note_young_face(person_id: UUID) -> bool:
    """An adult by declaration looks like a minor: a teen's limits from now on, with a way to show
    a proof. Whether a signal came of it.

    It says TEEN and nothing else, of nobody whose age somebody proved or staff found: a model does
    not doubt those. Delivered twice it is one signal.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person_id)
        is_settled = person.assured_by in LOOSENING or person.deleted_at is not None
        if is_settled or not person.is_adult:
            return False
        signal_age(person=person, band=AgeBand.TEEN, source=AgeSource.ESTIMATE, actor=ESTIMATOR)
    return True
