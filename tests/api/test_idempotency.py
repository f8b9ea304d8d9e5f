"""One key, one piece of work, one answer: also in parallel, after a crash, and for a day only."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction

from audit.models import AuditEvent
from lib.idempotency import services
from lib.idempotency.models import StoredAnswer
from tests.client import Api, code_of

pytestmark = pytest.mark.urls("tests.api.probe")

BODY = {"text": "a fox"}


def made() -> int:
    return AuditEvent.objects.filter(action="probe").count()


def test_the_same_request_gets_the_same_answer(api: Api, creator: Any) -> None:
    first = api.post("/probe/make", BODY, as_=creator, key="k")
    again = api.post("/probe/make", BODY, as_=creator, key="k")
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert first["Location"] == again["Location"]
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert made() == 1


def test_spelling_is_no_difference(api: Api, creator: Any) -> None:
    body = b'{"text": "a fox", "number": 1}'
    same = b'{ "number":1,  "text" : "a f\\u006fx"}'
    first = api.post("/probe/make", body=body, as_=creator, key="k")
    again = api.post("/probe/make", body=same, as_=creator, key="k")
    assert first.content == again.content
    assert made() == 1


def test_another_body_under_the_key_is_409(api: Api, creator: Any) -> None:
    api.post("/probe/make", BODY, as_=creator, key="k")
    answer = api.post("/probe/make", {"text": "a dog"}, as_=creator, key="k")
    assert (answer.status_code, code_of(answer)) == (409, "idempotency_mismatch")
    assert made() == 1


def test_another_object_under_the_key_is_409(api: Api, creator: Any) -> None:
    from lib.ids import IdKind, encode, new_id

    one, two = (encode(IdKind.GENERATION, new_id()) for _ in "ab")
    assert api.post(f"/probe/{one}/make", BODY, as_=creator, key="k").status_code == 201
    answer = api.post(f"/probe/{two}/make", BODY, as_=creator, key="k")
    assert (answer.status_code, code_of(answer)) == (409, "idempotency_mismatch")


def test_keys_of_different_people_are_different(api: Api, creator: Any, friend: Any) -> None:
    first = api.post("/probe/make", BODY, as_=creator, key="k")
    other = api.post("/probe/make", BODY, as_=friend, key="k")
    assert first.content != other.content
    assert made() == 2


def test_a_key_is_required(api: Api, creator: Any) -> None:
    answer = api.post("/probe/make", BODY, as_=creator)
    assert (answer.status_code, code_of(answer)) == (400, "idempotency_key_required")
    assert made() == 0


@pytest.mark.parametrize("key", ["a" * 256, "with space", "né", "\x7f"])
def test_a_key_must_be_visible_ascii(api: Api, creator: Any, key: str) -> None:
    answer = api.post("/probe/make", BODY, as_=creator, key=key)
    assert (answer.status_code, code_of(answer)) == (400, "idempotency_key_invalid")


def test_a_key_may_have_255_characters(api: Api, creator: Any) -> None:
    assert api.post("/probe/make", BODY, as_=creator, key="~" * 255).status_code == 201


def test_a_validation_failure_is_not_kept(api: Api, creator: Any) -> None:
    assert api.post("/probe/make", {"text": 7}, as_=creator, key="k").status_code == 400
    assert api.post("/probe/make", BODY, as_=creator, key="k").status_code == 201


@pytest.mark.parametrize(("text", "status"), [("refuse", 429), ("crash", 500), ("fail", 503)])
def test_what_failed_leaves_nothing_and_may_be_tried_again(
    api: Api, creator: Any, text: str, status: int
) -> None:
    for _ in "ab":
        answer = api.post("/probe/make", {"text": text}, as_=creator, key="k")
        assert answer.status_code == status
        assert "Idempotent-Replayed" not in answer
    assert made() == 0
    assert StoredAnswer.objects.count() == 0


def test_without_credentials_nothing_is_claimed(api: Api) -> None:
    assert api.post("/probe/make", BODY, key="k").status_code == 401
    assert StoredAnswer.objects.count() == 0


def test_fifty_parallel_requests_make_one(api: Api, creator: Any, committing: None) -> None:
    token = api.token(creator)

    def ask(_: int) -> tuple[int, bytes]:
        try:
            answer = Api().post("/probe/make", BODY, token=token, key="k")
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(ask, range(50)))
    assert len(answers) == 1
    assert {status for status, _ in answers} == {201}
    assert made() == 1


def test_an_answer_that_got_lost_after_commit_comes_again(
    api: Api, creator: Any, committing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies between COMMIT and the first byte of the answer."""
    from lib.api.views import ApiView

    class Killed(BaseException):
        pass

    def dies(self: Any, *_: Any, **__: Any) -> Any:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(ApiView, "finalize_response", dies)
        api.post("/probe/make", BODY, as_=creator, key="k")
    assert made() == 1
    again = api.post("/probe/make", BODY, as_=creator, key="k")
    assert again.status_code == 201
    assert again["Idempotent-Replayed"] == "true"
    assert again.json()["made"] == str(AuditEvent.objects.get(action="probe").pk)


def test_a_death_before_commit_leaves_nothing(
    api: Api, creator: Any, committing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def dies(*_: Any, **__: Any) -> Any:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(services, "keep", dies)
        api.post("/probe/make", BODY, as_=creator, key="k")
    assert made() == 0
    assert api.post("/probe/make", BODY, as_=creator, key="k").status_code == 201


def test_after_a_day_a_key_is_new_again(api: Api, creator: Any) -> None:
    token = api.token(creator)
    api.post("/probe/make", BODY, token=token, key="k")
    StoredAnswer.objects.update(created_at=datetime.now(UTC) - timedelta(hours=24, seconds=1))
    answer = api.post("/probe/make", {"text": "a dog"}, token=token, key="k")
    assert answer.status_code == 201
    assert made() == 2


def test_the_sweeper_forgets_only_what_is_over(api: Api, creator: Any) -> None:
    for key in "ab":
        api.post("/probe/make", BODY, as_=creator, key=key)
    old = datetime.now(UTC) - timedelta(hours=25)
    StoredAnswer.objects.filter(key="a").update(created_at=old)
    assert services.forget_expired() == 1
    assert [row.key for row in StoredAnswer.objects.all()] == ["b"]
    assert services.forget_owner(creator.pk) == 1


def test_a_key_is_claimed_inside_the_work_alone(creator: Any, committing: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        services.claim(owner_id=creator.pk, route="r", key="k", request=[])


def test_the_table_shows_neither_question_nor_answer(api: Api, creator: Any) -> None:
    api.post("/probe/make", {"text": "zebra"}, as_=creator, key="k")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM idempotency_storedanswer")
        (row,) = cursor.fetchall()
    assert b"made" not in bytes(row[6])
    assert "zebra" not in repr(row)


def test_keys_survive_a_change_of_the_secret(api: Api, creator: Any, settings: Any) -> None:
    with transaction.atomic():
        services.claim(owner_id=creator.pk, route="r", key="k", request=["x"])
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 8
    with transaction.atomic():
        _, is_new = services.claim(owner_id=creator.pk, route="r", key="k", request=["x"])
    assert not is_new
