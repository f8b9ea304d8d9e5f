"""Sign-ups that nobody confirmed, and what they must not block."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone
from time_machine import travel

from accounts.models import HeldHandle, User
from accounts.services.people import forget_unconfirmed
from accounts.tasks import forget_sessions, forget_unconfirmed_people
from accounts.unconfirmed import UNCONFIRMED_KEPT
from audit.models import AuditEvent
from tests.accounts.signing_up import join, sign_up
from tests.client import Api

LATER = UNCONFIRMED_KEPT + timedelta(seconds=1)


def test_an_unconfirmed_sign_up_is_forgotten_after_a_day_and_a_member_is_not(
    api: Api, creator: User
) -> None:
    join(api, email="member@example.org", handle="member_one")
    sign_up(api)
    assert forget_unconfirmed() == 0
    with travel(timezone.now() + LATER):
        assert forget_unconfirmed() == 1
    assert set(User.objects.values_list("handle", flat=True)) == {creator.handle, "member_one"}
    assert not EmailAddress.objects.filter(email="mara@example.org").exists()
    assert AuditEvent.objects.filter(action="accounts.person.forgotten").count() == 1


def test_an_abandoned_handle_is_free_before_the_sweeper_came(api: Api) -> None:
    sign_up(api)
    with travel(timezone.now() + LATER):
        assert sign_up(api, email="other@example.org").status_code == 401
    assert User.objects.get().email == "other@example.org"


def test_a_handle_that_was_held_is_free_after_a_day(api: Api, creator: User) -> None:
    sign_up(api, email=creator.email, handle="first_try")
    with travel(timezone.now() + LATER):
        assert sign_up(api, handle="first_try").status_code == 401
        forget_unconfirmed()
    assert not HeldHandle.objects.exists()


def test_the_scheduled_work_runs_with_the_rights_of_a_worker(api: Api, as_worker: object) -> None:
    sign_up(api)
    with travel(timezone.now() + LATER), as_worker():  # type: ignore[operator]
        forget_unconfirmed_people.fn()
        forget_sessions.fn()
    assert not User.objects.exists()
