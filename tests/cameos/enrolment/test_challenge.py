"""A challenge is answered once, by one person, from one device, in time (C1)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cameos.challenge.asking import Challenge
from cameos.enrolment.sweeping import sweep
from cameos.models import Cameo, Enrolment
from lib.outbox.models import OutboxMessage
from lib.signed_media import exists
from tests import roles
from tests.cameos.enrolment.conftest import Sight
from tests.cameos.enrolment.steps import App
from tests.client import code_of

OTHER = {"X-Device-Id": "another-device"}


def expire(app: App) -> None:
    Enrolment.objects.filter(pk=app.row.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def test_each_challenge_is_a_new_one_in_words_and_codes(
    app_of: Callable[[Any], App], creator: Any, friend: Any
) -> None:
    one, other = (app_of(person).begin().json()["challenge"] for person in (creator, friend))
    assert one["digits"] != other["digits"]
    assert len(one["turns"]) == 8
    assert {step["code"] for step in one["turns"]} == {"left", "right", "centre"}
    assert all(step["words"] for step in one["turns"])


def test_what_is_shown_is_what_is_judged(app: App) -> None:
    shown = app.begin().json()["challenge"]
    asked = Challenge.from_json(app.row.challenge)
    assert shown["digits"] == asked.digits
    assert [step["code"] for step in shown["turns"]] == [step.value for step in asked.steps]


def test_a_recording_that_was_sent_in_waits_for_its_result(app: App) -> None:
    sent = app.record()
    assert sent.headers["Location"] == f"/api/v1/cameos/enrolments/{app.id}"
    assert sent.json()["status"] == "verification_pending"
    assert (sent.json()["challenge"], sent.json()["upload"]) == (None, None)
    assert sent.json()["can"] == {"submit": False, "cancel": True}
    assert app.cameo()["status"] == "verification_pending"
    assert OutboxMessage.objects.filter(actor_name="judge_enrolment").count() == 1


def test_it_is_used_up_by_the_first_submission(app: App) -> None:
    app.record()
    again = app.submit()
    assert (again.status_code, code_of(again)) == (409, "challenge_used")
    assert OutboxMessage.objects.filter(actor_name="judge_enrolment").count() == 1


def test_another_device_cannot_answer_it_and_does_not_use_it_up(app: App) -> None:
    app.begin()
    app.send()
    refused = app.submit(device=OTHER)
    assert (refused.status_code, code_of(refused)) == (409, "wrong_device")
    assert app.submit().status_code == 202


def test_another_device_is_not_shown_it(app: App) -> None:
    app.begin()
    assert app.read().json()["challenge"]
    elsewhere = App(app.api, app.person, OTHER)
    elsewhere.begun = app.begun
    shown = elsewhere.read().json()
    assert (shown["challenge"], shown["upload"], shown["can"]["submit"]) == (None, None, False)
    nameless = app.api.get(f"/cameos/enrolments/{app.id}", as_=app.person).json()
    assert nameless["challenge"] is None


@pytest.mark.parametrize("verb", ["read", "submit", "cancel"])
def test_another_person_finds_nothing(app: App, stranger: Any, verb: str) -> None:
    app.begin()
    app.send()
    thief = App(app.api, stranger, app.device)
    thief.begun = app.begun
    answer = getattr(thief, verb)()
    assert (answer.status_code, code_of(answer)) == (404, "not_found")
    assert app.row.state == "awaiting_recording"


def test_it_runs_out(app: App) -> None:
    app.begin()
    app.send()
    expire(app)
    answer = app.submit()
    assert (answer.status_code, code_of(answer)) == (410, "challenge_expired")
    assert app.read().json()["challenge"] is None


def test_what_ran_out_is_closed_and_its_file_erased(
    app: App, deliver: Callable[[], int], vault: None
) -> None:
    app.begin()
    app.send()
    key = app.row.upload_key
    expire(app)
    with roles.acting_as("worker"):
        sweep()
    deliver()
    assert app.read().json()["status"] == "expired"
    assert not exists(key)
    assert app.cameo()["status"] == "enrolling"
    assert app.begin().status_code == 201


def test_without_a_recording_it_is_not_used_up(app: App) -> None:
    app.begin()
    answer = app.submit()
    assert (answer.status_code, code_of(answer)) == (409, "recording_missing")
    app.send()
    assert app.submit().status_code == 202


def test_there_is_one_at_a_time(app: App) -> None:
    app.begin()
    again = app.begin()
    assert (again.status_code, code_of(again)) == (409, "enrolment_open")
    assert app.cancel().json()["status"] == "cancelled"
    assert app.begin().status_code == 201
    assert Cameo.objects.count() == 1


def test_what_was_given_up_is_erased_and_takes_nothing_more(
    app: App, sight: Sight, deliver: Callable[[], int]
) -> None:
    app.record()
    key, target = app.row.upload_key, app.begun
    assert app.cancel().status_code == 200
    assert app.cancel().status_code == 200
    deliver()
    assert not exists(key)
    assert sight.looked == []
    app.begun = target
    assert app.send().status_code == 410
    assert app.cameo()["status"] == "enrolling"


def test_a_withdrawn_consent_ends_it(app: App, sight: Sight, deliver: Callable[[], int]) -> None:
    from cameos.services.erasing import request_erasure
    from lib.actors import Actor

    app.record()
    request_erasure(cameo=app.row.cameo, actor=Actor.system("tests"), reason="asked for")
    with roles.acting_as("worker"):
        sweep()
    deliver()
    assert app.read().json()["status"] == "cancelled"
    assert not exists(app.row.upload_key)
