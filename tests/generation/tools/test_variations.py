"""One wish, up to four videos: all of them or none."""

from typing import Any

import pytest

from generation import limits
from generation.models import Job
from moderation.answers import Hit
from moderation.categories import Category
from tests.answering import answering
from tests.cameos.permissions.lending import granted, lent
from tests.client import Api, code_of
from tests.generation.studio import WISH
from tests.generation.tools.making import want

pytestmark = pytest.mark.django_db


def test_each_is_a_job_with_a_seed_of_its_own(api: Api, creator: Any) -> None:
    body = want(api, creator, variations=4).json()
    jobs = list(Job.objects.order_by("created_at", "id"))
    assert body["variations"] == [job.public_id for job in jobs]
    assert body["id"] == body["variations"][0]
    assert len({job.seed for job in jobs}) == 4
    assert len({job.batch for job in jobs}) == 1
    assert jobs[0].batch is not None
    assert {job.state for job in jobs} == {"queued"}


def test_one_alone_belongs_to_no_batch(api: Api, creator: Any) -> None:
    body = want(api, creator).json()
    assert body["variations"] == [body["id"]]
    assert Job.objects.get().batch is None


def test_a_repeated_request_makes_none_anew(api: Api, creator: Any) -> None:
    body = {**WISH, "variations": 3}
    first, again = (api.post("/generations", body, as_=creator, key="k") for _ in range(2))
    assert again["Idempotent-Replayed"] == "true"
    assert first.json() == again.json()
    assert Job.objects.count() == 3
    other = api.post("/generations", {**body, "variations": 2}, as_=creator, key="k")
    assert other.status_code == 409


def test_room_for_some_is_room_for_none(api: Api, creator: Any) -> None:
    assert want(api, creator, variations=4).status_code == 202
    answer = want(api, creator, variations=limits.LIVE_JOBS - 3)
    assert (answer.status_code, code_of(answer)) == (429, "quota_exceeded")
    assert Job.objects.count() == 4
    assert want(api, creator).status_code == 202


def test_what_the_policy_refuses_is_kept_once(
    api: Api, creator: Any, screener_answers: Any
) -> None:
    screener_answers(answering(Hit(Category.HATE, 0.99)))
    answer = want(api, creator, variations=4)
    assert (answer.status_code, code_of(answer)) == (422, "input_moderation")
    assert Job.objects.get().state == "refused"


def test_a_grant_for_once_is_for_one_of_them(api: Api, creator: Any, friend: Any) -> None:
    cameo = lent(creator, "approved")
    grant = granted(cameo, friend, once=True)
    answer = want(api, friend, subjects=[cameo.public_id], variations=2)
    assert (answer.status_code, code_of(answer)) == (403, "not_available")
    grant.refresh_from_db()
    assert (grant.state, Job.objects.count()) == ("live", 0)


def test_remixes_begin_with_the_seed_of_their_source(api: Api, creator: Any, draft: Any) -> None:
    want(api, creator, "remix", draft, prompt="at night", variations=2)
    seeds = [job.seed for job in Job.objects.filter(tool="remix").order_by("created_at", "id")]
    assert seeds[0] == draft.job.seed
    assert seeds[1] != draft.job.seed
