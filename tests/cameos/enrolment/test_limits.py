"""How often somebody may try."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cameos.challenge import film
from cameos.enrolment import limits
from cameos.models import Enrolment, Release
from lib.api import throttling
from tests import cast
from tests.cameos.enrolment.conftest import Sight
from tests.cameos.enrolment.steps import App
from tests.client import Api, code_of

DAY_S = 24 * 3600


def refused(answer: Any) -> int:
    """Seconds to wait."""
    assert (answer.status_code, code_of(answer)) == (429, "enrolment_limit"), answer.content
    return int(answer.headers["Retry-After"])


def begin_and_cancel(app: App) -> None:
    assert app.begin().status_code == 201
    assert app.cancel().status_code == 200


def test_a_file_is_refused_while_it_comes_if_the_challenge_would_refuse_it(app: App) -> None:
    assert app.begin().json()["upload"]["max_bytes"] == film.MOST_BYTES


def test_a_person_tries_so_often_a_day(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PER_PERSON", 2)
    begin_and_cancel(app)
    begin_and_cancel(app)
    assert 0 < refused(app.begin()) <= DAY_S
    assert Release.objects.count() == 2
    Enrolment.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert app.begin().status_code == 201


def test_a_device_tries_so_often_whoever_holds_it(
    api: Api, media_dir: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_DEVICE", 2)
    for _ in range(2):
        begin_and_cancel(App(api, cast.adult()))
    assert refused(App(api, cast.adult()).begin()) > 0
    assert App(api, cast.adult(), {"X-Device-Id": "another-phone"}).begin().status_code == 201


def test_a_network_tries_so_often(
    app_of: Callable[[Any], App], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(throttling.RATES, "enrol", throttling.Rate(2, DAY_S))
    for _ in range(2):
        begin_and_cancel(app_of(cast.adult()))
    assert 0 < refused(app_of(cast.adult()).begin()) <= DAY_S


@pytest.mark.slow
def test_who_is_held_or_gives_up_what_was_sent_is_stopped_alike(
    app_of: Callable[[Any], App],
    creator: Any,
    friend: Any,
    stranger: Any,
    sight: Sight,
    deliver: Callable[[], int],
) -> None:
    """The one sends the creator's face, the other their own; both give up each time."""
    owner = app_of(creator)
    owner.record()
    deliver()
    held, honest = app_of(stranger), app_of(friend)
    for app, face in ((held, 0.0), (honest, 2.0)):
        sight.face = face
        for _ in range(limits.MOST_UNSETTLED):
            app.record()
            deliver()
            app.cancel()
            deliver()
    assert Enrolment.objects.filter(owner=stranger, verdict="hold").count() == limits.MOST_UNSETTLED
    waits = [refused(app.begin()) for app in (held, honest)]
    assert all(wait > limits.UNSETTLED_SPAN.total_seconds() - DAY_S for wait in waits)


def test_who_was_refused_by_the_machine_may_go_on(
    app: App, sight: Sight, deliver: Callable[[], int]
) -> None:
    from tests.cameos.enrolment.steps import show_results

    sight.unreadable = True
    for _ in range(limits.MOST_UNSETTLED + 1):
        app.record()
        deliver()
        show_results()
    assert app.begin().status_code == 201
