"""Two at once: one wins, and the other changes nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cameos.enrolment import judging, settling
from cameos.models import CameoKey, CameoTransition, Enrolment, EnrolmentDecision, Release
from cameos.services.holds import approve
from lib.errors import DomainError
from lib.faces.presentation import AttackAnswer
from lib.outbox.models import OutboxMessage
from lib.signed_media.incoming import MOST_AT_ONCE
from tests import roles
from tests.cameos.enrolment.conftest import Sight
from tests.cameos.enrolment.steps import App
from tests.client import Api

pytestmark = [pytest.mark.usefixtures("committing"), pytest.mark.slow]


def at_once(*verbs: Callable[[], Any]) -> list[Any]:
    """Each in a thread and a connection of its own; what they answer or raise."""
    start = Barrier(len(verbs))

    def run(verb: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=30)
            return verb()
        except DomainError as error:
            return error.code.value
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, v) for v in verbs]]


def phones(app: App, count: int) -> list[App]:
    """The same phone with as many connections."""
    found = []
    for _ in range(count):
        api = Api()
        api.tokens = {app.person.pk: app.api.token(app.person)}
        phone = App(api, app.person)
        phone.begun = app.begun
        found.append(phone)
    return found


def test_of_two_submissions_one_wins(app: App) -> None:
    app.begin()
    app.send()
    answers = at_once(*(phone.submit for phone in phones(app, 4)))
    assert sorted(answer.status_code for answer in answers) == [202, 409, 409, 409]
    assert OutboxMessage.objects.filter(actor_name="judge_enrolment").count() == 1


def test_of_two_beginnings_one_wins(app: App) -> None:
    answers = at_once(*(phone.begin for phone in phones(app, 4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert (Enrolment.objects.count(), Release.objects.count()) == (1, 1)


def test_of_two_uploads_one_wins(app: App) -> None:
    app.begin()
    answers = at_once(*(phone.send for phone in phones(app, MOST_AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [200, *[410] * (MOST_AT_ONCE - 1)]


def test_of_two_workers_one_looks(app: App, sight: Sight) -> None:
    app.record()
    pk = app.row.pk
    with roles.acting_as("likeness"):
        at_once(*([lambda: judging.judge(pk)] * 3))
        assert CameoKey.objects.count() == 1
    assert len(sight.looked) == 1
    assert EnrolmentDecision.objects.count() == 1


def test_of_two_films_of_one_face_at_the_same_moment_one_is_held(
    app_of: Callable[[Any], App], creator: Any, stranger: Any, sight: Sight
) -> None:
    apps = [app_of(creator), app_of(stranger)]
    for app in apps:
        app.record()

    def look(app: App) -> Callable[[], None]:
        pk = app.row.pk

        def run() -> None:
            roles.set_role(connection, "likeness")
            judging.judge(pk)

        return run

    at_once(*map(look, apps))
    assert sorted(app.row.verdict for app in apps) == ["accept_for_owner_only", "hold"]


def test_a_submission_and_giving_up_end_in_one_of_the_two(app: App, sight: Sight) -> None:
    for _ in range(3):
        app.begin()
        app.send()
        one, other = phones(app, 2)
        at_once(one.submit, other.cancel)
        assert app.read().json()["status"] == "cancelled"
        assert app.cameo()["status"] == "enrolling"


def test_giving_up_and_a_result_end_in_one_of_the_two(app: App, sight: Sight) -> None:
    sight.attack = AttackAnswer.BONA_FIDE
    app.record()
    OutboxMessage.objects.all().delete()
    with roles.acting_as("likeness"):
        judging.judge(app.row.pk)
    (phone,) = phones(app, 1)
    row = app.row

    def settle() -> None:
        roles.set_role(connection, "likeness")  # this thread's alone
        settling.settle(row)

    at_once(phone.cancel, settle)
    status = app.read().json()["status"]
    assert (status, app.cameo()["status"]) in {("accepted", "active"), ("cancelled", "enrolling")}


def test_two_results_at_once_are_one(app: App, sight: Sight) -> None:
    app.record()
    OutboxMessage.objects.all().delete()
    with roles.acting_as("likeness"):
        judging.judge(app.row.pk)
    Enrolment.objects.update(shown_at=timezone.now())

    def settle() -> int:
        roles.set_role(connection, "likeness")
        return settling.settle_due()

    assert sorted(at_once(settle, settle)) == [0, 1]
    assert app.cameo()["status"] == "active"
    steps = CameoTransition.objects.filter(to_state="active")
    assert steps.count() == 1


def test_two_approvals_at_once_are_two(
    app_of: Callable[[Any], App], creator: Any, stranger: Any, sight: Sight
) -> None:
    from tests.cameos.enrolment.test_holds import reviewer

    for person in (creator, stranger):
        app = app_of(person)
        app.record()
        with roles.acting_as("likeness"):
            judging.judge(app.row.pk)
    assert app.row.verdict == "hold"
    one, other = reviewer(), reviewer()
    row = app.row
    found = at_once(
        lambda: approve(enrolment=row, by=one), lambda: approve(enrolment=row, by=other)
    )
    assert sorted(found) == [False, True]
    assert app.row.verdict == "accept_for_owner_only"
