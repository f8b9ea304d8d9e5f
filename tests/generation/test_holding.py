"""What is held: looked at again, shown to a person after a day, removed after a week."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from generation.holds import PERSON_AFTER, REMOVED_AFTER
from generation.models import Draft, Job
from generation.quota import quota_refusal
from generation.services.contest import contest
from generation.states import JobState
from generation.work.holding import sweep_holds
from generation.work.reviewed import obey
from inbox.models import Event
from lib.errors import DomainError
from moderation.answers import Hit
from moderation.categories import Category
from moderation.models import Outcome, Review, ReviewState
from moderation.services.reviews import decide
from tests.answering import answering, away
from tests.client import Api, code_of
from tests.generation.holding import now_is, sweep
from tests.generation.studio import Puppet, submitted

CRUEL = Hit(Category.VIOLENCE, 0.97)
Use = Callable[..., None]
Deliver = Callable[[], int]


@pytest.fixture
def held(creator: Any, screener_answers: Use, deliver: Deliver) -> Job:
    screener_answers(away)
    job = submitted(creator)
    deliver()
    return Job.objects.get(pk=job.pk)


def test_its_maker_is_told_delayed_and_no_reason(api: Api, creator: Any, held: Job) -> None:
    body = api.get(f"/generations/{held.public_id}", as_=creator).json()
    assert (body["status"], body["delayed"], body["stage"]) == ("queued", True, "screening")
    assert "unassessed" not in str(body)
    assert Event.objects.filter(type="generation.delayed").count() == 1


def test_it_is_looked_at_again_and_goes_on(
    held: Job,
    as_worker: Any,
    screener_answers: Use,
    deliver: Deliver,
    puppet: Callable[..., Puppet],
) -> None:
    puppet()
    now_is(held, held_for=timedelta(minutes=1))
    screener_answers(answering())
    sweep(as_worker)
    deliver()
    done = Job.objects.get(pk=held.pk)
    assert (done.state, done.held_since) == (JobState.COMPLETED, None)


def test_looking_again_in_vain_keeps_the_first_moment(
    held: Job, as_worker: Any, deliver: Deliver
) -> None:
    now_is(held, held_for=timedelta(hours=3))
    since = Job.objects.get(pk=held.pk).held_since
    sweep(as_worker)
    deliver()
    again = Job.objects.get(pk=held.pk)
    assert (again.state, again.held_since) == (JobState.HELD, since)
    assert Event.objects.filter(type="generation.delayed").count() == 1


def test_after_a_day_a_person_is_asked_once(held: Job, as_worker: Any) -> None:
    now_is(held, held_for=PERSON_AFTER - timedelta(minutes=1))
    Job.objects.filter(pk=held.pk).update(rescan_at=timezone.now() + timedelta(hours=1))
    sweep(as_worker)
    assert not Review.objects.exists()
    Job.objects.filter(pk=held.pk).update(
        held_since=timezone.now() - PERSON_AFTER - timedelta(minutes=1)
    )
    sweep(as_worker)
    sweep(as_worker)
    assert Review.objects.get().cause == "unassessed"


def test_after_a_week_it_is_removed_and_the_quota_given_back(
    api: Api, creator: Any, held: Job, as_worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.limits.JOBS_A_DAY", 1)
    assert quota_refusal(creator) is None, "what waits because of us does not count"
    Job.objects.filter(pk=held.pk).update(held_for="review")
    assert quota_refusal(creator) is not None
    Job.objects.filter(pk=held.pk).update(held_for="unassessed")
    now_is(held, held_for=REMOVED_AFTER + timedelta(minutes=1))
    sweep(as_worker)
    body = api.get(f"/generations/{held.public_id}", as_=creator).json()
    assert (body["status"], body["error"]["code"]) == ("failed", "not_assessed")
    assert quota_refusal(creator) is None
    assert not body["can"]["contest"]


def test_one_that_is_held_can_be_cancelled(api: Api, creator: Any, held: Job) -> None:
    answer = api.post(f"/generations/{held.public_id}/cancel", as_=creator)
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")


def test_a_person_lets_it_go_on(
    held: Job, lead: User, as_worker: Any, deliver: Deliver, puppet: Callable[..., Puppet]
) -> None:
    puppet()
    now_is(held, held_for=PERSON_AFTER + timedelta(minutes=1))
    Job.objects.filter(pk=held.pk).update(rescan_at=timezone.now() + timedelta(hours=1))
    sweep(as_worker)
    decide(review=Review.objects.get(), by=lead, outcome=Outcome.FINE_FOR_ALL)
    deliver()
    assert Draft.objects.get().job_id == held.pk
    assert Event.objects.filter(type="generation.released").count() == 1


def test_a_person_refuses_it(held: Job, lead: User, as_worker: Any, deliver: Deliver) -> None:
    now_is(held, held_for=PERSON_AFTER + timedelta(minutes=1))
    Job.objects.filter(pk=held.pk).update(rescan_at=timezone.now() + timedelta(hours=1))
    sweep(as_worker)
    decide(review=Review.objects.get(), by=lead, outcome=Outcome.REFUSED)
    deliver()
    assert Job.objects.get(pk=held.pk).state == JobState.REFUSED


@pytest.fixture
def refused(creator: Any, screener_answers: Use) -> Job:
    screener_answers(answering(CRUEL))
    return submitted(creator)


def test_a_refusal_is_contested_once(api: Api, creator: Any, refused: Job) -> None:
    path = f"/generations/{refused.public_id}/contest"
    first = api.post(path, {"statement": "A scene of a play."}, as_=creator)
    assert (first.status_code, first.json()["can"]["contest"]) == (202, False)
    again = api.post(path, {}, as_=creator)
    assert (again.status_code, code_of(again)) == (409, "already_contested")
    assert Review.objects.get().statement == "A scene of a play."


def test_nobody_else_can_contest_it(api: Api, friend: Any, refused: Job) -> None:
    answer = api.post(f"/generations/{refused.public_id}/contest", {}, as_=friend)
    assert answer.status_code == 404


def test_only_a_refusal_can_be_contested(api: Api, creator: Any, held: Job) -> None:
    answer = api.post(f"/generations/{held.public_id}/contest", {}, as_=creator)
    assert (answer.status_code, code_of(answer)) == (409, "not_contestable")


def test_a_refusal_of_last_week_cannot_be_contested(api: Api, creator: Any, refused: Job) -> None:
    Job.objects.filter(pk=refused.pk).update(finished_at=timezone.now() - timedelta(days=8))
    answer = api.post(f"/generations/{refused.public_id}/contest", {}, as_=creator)
    assert code_of(answer) == "not_contestable"


def test_a_contest_that_succeeds_makes_the_video_after_all(
    creator: Any,
    refused: Job,
    lead: User,
    deliver: Deliver,
    puppet: Callable[..., Puppet],
) -> None:
    """Also where the same words are spoken in it: a person has found them fine."""
    puppet()
    contest(job=refused, by=creator)
    decide(review=Review.objects.get(), by=lead, outcome=Outcome.FINE_FOR_ALL)
    deliver()
    job = Job.objects.get(pk=refused.pk)
    assert (job.state, job.error_code, job.refused_for) == (JobState.COMPLETED, "", "")


def test_a_contest_that_fails_says_so(
    creator: Any, refused: Job, lead: User, deliver: Deliver
) -> None:
    contest(job=refused, by=creator)
    decide(review=Review.objects.get(), by=lead, outcome=Outcome.REFUSED)
    deliver()
    assert Job.objects.get(pk=refused.pk).state == JobState.REFUSED
    assert Event.objects.filter(type="generation.refusal_upheld").count() == 1


def test_nobody_decides_about_their_own(refused: Job, creator: Any) -> None:
    contest(job=refused, by=creator)
    User.objects.filter(pk=creator.pk).update(is_superuser=True)
    with pytest.raises(DomainError, match="permission_denied"):
        decide(
            review=Review.objects.get(),
            by=User.objects.get(pk=creator.pk),
            outcome=Outcome.FINE_FOR_ALL,
        )


def test_whoever_lacks_the_right_decides_nothing(
    refused: Job, creator: Any, moderator: Any
) -> None:
    contest(job=refused, by=creator)
    with pytest.raises(DomainError, match="permission_denied"):
        decide(review=Review.objects.get(), by=moderator, outcome=Outcome.FINE_FOR_ALL)


def test_a_decision_delivered_twice_does_nothing_twice(
    creator: Any,
    refused: Job,
    lead: User,
    deliver: Deliver,
    puppet: Callable[..., Puppet],
    as_worker: Any,
) -> None:
    puppet()
    contest(job=refused, by=creator)
    review = decide(review=Review.objects.get(), by=lead, outcome=Outcome.FINE_FOR_ALL)
    deliver()
    with as_worker():
        obey(review.pk)
    assert Draft.objects.count() == 1


def test_what_is_fine_for_adults_is_not_handed_to_a_teen(
    teen: Any, lead: User, screener_answers: Use, deliver: Deliver
) -> None:
    screener_answers(answering(CRUEL))
    job = submitted(teen)
    contest(job=job, by=teen)
    decide(review=Review.objects.get(), by=lead, outcome=Outcome.FINE_FOR_ADULTS)
    deliver()
    assert Job.objects.get(pk=job.pk).state == JobState.REFUSED
    assert Event.objects.filter(type="generation.refusal_upheld").count() == 1


def test_a_question_that_time_has_answered_decides_nothing(
    held: Job,
    lead: User,
    as_worker: Any,
    screener_answers: Use,
    deliver: Deliver,
) -> None:
    """Held for a day, a person is asked; then the screener comes back and finds something."""
    now_is(held, held_for=PERSON_AFTER + timedelta(minutes=1))
    screener_answers(answering(CRUEL))
    with as_worker():
        sweep_holds()
    review = Review.objects.filter(state=ReviewState.OPEN).first()
    deliver()
    assert Job.objects.get(pk=held.pk).state == JobState.REFUSED
    assert not Review.objects.filter(state=ReviewState.OPEN).exists()
    assert review is None or Review.objects.get(pk=review.pk).state == ReviewState.LAPSED


def test_looking_again_for_days_uses_no_attempt_up(
    held: Job, as_worker: Any, deliver: Deliver
) -> None:
    from generation.stages import Stage
    from generation.work.claiming import claim
    from generation.work.settling import released

    for _ in range(4):
        now_is(held, held_for=timedelta(hours=1))
        sweep(as_worker)
        deliver()
    now_is(held, held_for=timedelta(hours=1))
    sweep(as_worker)
    with as_worker():
        lease = claim(held.pk, Stage.SCREEN)
        assert lease is not None
        released(lease)
    assert Job.objects.get(pk=held.pk).state == JobState.SUBMITTED
