"""As many at once, as many a day, and not one more however fast one asks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from generation import limits
from generation.models import Job
from generation.states import JobState
from lib.errors import DomainError
from tests.client import Api, code_of
from tests.generation.studio import WISH, submitted
from tests.generation.test_states import fields_of


def ended(owner: Any, state: JobState, *, ago: timedelta = timedelta(0), **changes: Any) -> Job:
    job = submitted(owner)
    values = {"state": state, **fields_of(state), "created_at": timezone.now() - ago, **changes}
    Job.objects.filter(pk=job.pk).update(**values)
    return job


@pytest.fixture
def three_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "JOBS_A_DAY", 3)


def test_one_more_than_may_be_live_is_refused_and_room_is_made_by_an_end(
    api: Api, creator: Any, friend: Any
) -> None:
    jobs = [submitted(creator) for _ in range(limits.LIVE_JOBS)]
    answer = api.post("/generations", WISH, as_=creator, key="k")
    assert (answer.status_code, code_of(answer)) == (429, "quota_exceeded")
    assert int(answer["Retry-After"]) == limits.LIVE_JOBS_RETRY_SECONDS
    assert api.post("/generations", WISH, as_=friend, key="k").status_code == 202
    api.post(f"/generations/{jobs[0].public_id}/cancel", as_=creator)
    assert api.post("/generations", WISH, as_=creator, key="k").status_code == 202


@pytest.mark.usefixtures("three_a_day")
def test_the_day_rolls_and_says_when_there_is_room(api: Api, creator: Any) -> None:
    for hours in (23, 10, 1):
        ended(creator, JobState.COMPLETED, ago=timedelta(hours=hours))
    answer = api.post("/generations", WISH, as_=creator, key="k")
    assert (answer.status_code, code_of(answer)) == (429, "quota_exceeded")
    assert 3500 < int(answer["Retry-After"]) <= 3600
    oldest = Job.objects.order_by("created_at")[0]
    Job.objects.filter(pk=oldest.pk).update(created_at=timezone.now() - timedelta(hours=24))
    assert api.post("/generations", WISH, as_=creator, key="k").status_code == 202


@pytest.mark.usefixtures("three_a_day")
@pytest.mark.parametrize(
    ("state", "changes", "counts"),
    [
        (JobState.COMPLETED, {}, True),
        (JobState.FAILED, {"error_code": "internal"}, False),
        (JobState.FAILED, {"error_code": "capacity"}, False),
        (JobState.FAILED, {"error_code": "engine_refused"}, False),
        (JobState.FAILED, {"error_code": "engine_stopped"}, True),
        (JobState.FAILED, {"error_code": "source_gone"}, False),
        (JobState.CANCELLED, {"begun_at": None}, False),
        (JobState.CANCELLED, {"begun_at": timezone.now()}, True),
        (JobState.FAILED, {"error_code": "not_assessed"}, False),
        (JobState.REFUSED, {"error_code": "input_moderation"}, True),
        (JobState.REFUSED, {"error_code": "output_moderation"}, True),
    ],
)
def test_what_failed_by_our_fault_or_was_never_begun_does_not_count(
    creator: Any, state: JobState, changes: dict[str, Any], counts: bool
) -> None:
    for _ in range(3):
        ended(creator, state, **changes)
    if counts:
        with pytest.raises(DomainError, match="quota_exceeded"):
            submitted(creator)
    else:
        submitted(creator)


def test_twenty_at_once_get_what_one_after_another_would(committing: None, creator: Any) -> None:
    def ask(_: int) -> str:
        try:
            submitted(creator)
        except DomainError as refusal:
            return refusal.code.value
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask, range(20)))
    assert answers.count("taken") == limits.LIVE_JOBS == Job.objects.count()
    assert set(answers) == {"taken", "quota_exceeded"}
