"""What no reviewer decides: whose face it is, and what somebody keeps their likeness out of."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from cameos.models import Cameo
from generation.holds import PERSON_AFTER
from generation.models import Job
from generation.reviewing import describe
from generation.services.contest import contest
from generation.stages import Stage
from generation.states import JobState
from generation.work.holding import sweep_holds
from lib.errors import DomainError
from moderation.answers import Hit
from moderation.categories import Category
from moderation.models import Outcome, Review
from moderation.services.reviews import decide
from tests.cameos.permissions.lending import granted, lent
from tests.generation.likeness.asking import waiting
from tests.generation.likeness.test_restrictions import inspected, scored
from tests.generation.studio import worked
from tests.generation.test_states import fields_of

__all__ = ["inspected"]


@pytest.fixture
def cameo(creator: Any, friend: Any) -> Cameo:
    cameo = lent(creator, "approved", restrictions=["alcohol"])
    granted(cameo, friend)
    return cameo


@pytest.mark.parametrize(("stage", "asked"), [("likeness", False), ("inspect", True)])
def test_faces_that_nobody_could_compare_wait_and_no_reviewer_is_asked(
    stage: str, asked: bool, cameo: Cameo, friend: Any
) -> None:
    job = waiting(cameo, by=friend)
    long_ago = timezone.now() - PERSON_AFTER - timedelta(minutes=1)
    held = {**fields_of(JobState.HELD), "held_for": "unassessed", "held_stage": stage}
    later = timezone.now() + timedelta(hours=1)
    held |= {"held_since": long_ago, "rescan_at": later}
    Job.objects.filter(pk=job.pk).update(state="held", **held)
    sweep_holds()
    assert Review.objects.exists() is asked


def test_whose_face_it_is_cannot_be_contested(cameo: Cameo, friend: Any) -> None:
    job = waiting(cameo, by=friend)
    fields = fields_of(JobState.REFUSED) | {"error_stage": "likeness", "refused_for": "likeness"}
    Job.objects.filter(pk=job.pk).update(state="refused", **fields)
    with pytest.raises(DomainError, match="not_contestable"):
        contest(job=job, by=friend)


def test_a_film_that_a_person_finds_fine_is_held_against_the_restrictions_again(
    *,
    cameo: Cameo,
    friend: Any,
    lead: User,
    inspected: Any,
) -> None:
    job = inspected(waiting(cameo, by=friend), scored(Hit(Category.VIOLENCE, 0.97)))
    assert (job.state, job.error_stage) == ("refused", "inspect")
    contest(job=job, by=friend)
    decide(review=Review.objects.get(), by=lead, outcome=Outcome.FINE_FOR_ALL)
    from generation.work.reviewed import obey

    obey(Review.objects.get().pk)
    job.refresh_from_db()
    assert job.state == "rendered", "it is looked at again, with what was found fine"
    assert worked(job, Stage.INSPECT).state == "inspected"


def test_no_reviewer_is_shown_a_film_whose_consent_was_taken_back(
    cameo: Cameo, friend: Any
) -> None:
    job = waiting(cameo, by=friend)
    assert describe(job.public_id) is not None
    Cameo.objects.filter(pk=cameo.pk).update(epoch=2)
    assert describe(job.public_id) is None
