"""The same request under the same key is one job."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from generation.models import Job
from lib.outbox.models import OutboxMessage
from tests.client import Api, code_of
from tests.generation.studio import WISH


def test_the_same_key_and_body_give_the_same_answer(api: Api, creator: Any) -> None:
    first = api.post("/generations", WISH, as_=creator, key="one")
    second = api.post("/generations", WISH, as_=creator, key="one")
    assert (second.status_code, second.content) == (202, first.content)
    assert second["Location"] == first["Location"]
    assert second["Idempotent-Replayed"] == "true"
    assert (Job.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_the_same_key_with_another_body_is_a_conflict(api: Api, creator: Any) -> None:
    api.post("/generations", WISH, as_=creator, key="one")
    answer = api.post("/generations", {**WISH, "seconds": 8}, as_=creator, key="one")
    assert (answer.status_code, code_of(answer)) == (409, "idempotency_mismatch")
    assert Job.objects.count() == 1


def test_two_people_may_use_one_key(api: Api, creator: Any, friend: Any) -> None:
    for person in (creator, friend):
        assert api.post("/generations", WISH, as_=person, key="one").status_code == 202
    assert Job.objects.count() == 2


def test_a_key_is_required(api: Api, creator: Any) -> None:
    answer = api.post("/generations", WISH, as_=creator)
    assert (answer.status_code, code_of(answer)) == (400, "idempotency_key_required")


def test_a_refusal_is_not_remembered(api: Api, creator: Any) -> None:
    empty = api.post("/generations", {**WISH, "prompt": ""}, as_=creator, key="one")
    assert empty.status_code == 422
    assert api.post("/generations", WISH, as_=creator, key="one").status_code == 202


def test_twenty_at_once_are_one_job(committing: None, creator: Any) -> None:
    token = Api().token(creator)

    def ask(_: int) -> tuple[int, bytes]:
        try:
            answer = Api().post("/generations", WISH, token=token, key="one")
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(ask, range(20)))
    assert {status for status, _ in answers} == {202}
    assert len(answers) == 1
    assert Job.objects.count() == 1
