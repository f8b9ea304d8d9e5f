"""Whose phone it is, and when it is nobody's any more."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from accounts.models import Standing, StandingReason, User
from accounts.services import sessions, standing
from accounts.services.closing import close_account
from accounts.services.deletion import delete_account
from config.demo.stand_ins.push_service import PushService
from inbox.models import Push, PushDevice
from inbox.services import devices
from lib.actors import Actor
from tests import cast, standings
from tests.accounts.signing_up import sign_in
from tests.client import Api, code_of
from tests.inbox.notifications.telling import lost
from tests.inbox.push.phones import Phones, new_token, states, work

pytestmark = pytest.mark.django_db


def owners() -> set[Any]:
    return set(PushDevice.objects.values_list("person_id", flat=True))


def test_a_phone_says_its_token_again_and_has_one_row(phones: Phones, creator: Any) -> None:
    first, second = phones.of(creator), phones.of(creator)
    assert first != second
    assert PushDevice.objects.get().token == second
    assert phones.of(creator, token=second.upper()) == second.upper()
    assert PushDevice.objects.get().token == second


def test_what_lies_in_the_database_is_neither_token_nor_device(
    phones: Phones, creator: Any
) -> None:
    token = phones.of(creator, device="the-phone-of-somebody")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text, encode(token, 'escape') FROM inbox_pushdevice t")
        text = str(cursor.fetchall())
    assert token not in text
    assert bytes.fromhex(token).hex() not in text
    assert "the-phone-of-somebody" not in text


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("0" * 63, "min_length"),
        ("0" * 201, "max_length"),
        ("g" * 64, "invalid"),
        ("../" * 30, "invalid"),
        (7, "wrong_type"),
        (None, "null"),
    ],
)
def test_what_is_no_token_is_refused(phones: Phones, creator: Any, token: Any, code: str) -> None:
    refused = phones.put(creator, token)
    assert (refused.status_code, code_of(refused)) == (400, code)
    assert not owners()


@pytest.mark.parametrize("device", ["short", "x" * 129, "caf%C3%A9-caf%C3%A9"])
def test_a_phone_names_itself_as_everywhere(phones: Phones, creator: Any, device: str) -> None:
    assert code_of(phones.put(creator, new_token(), device)) == "invalid"


def test_a_phone_that_changes_hands_leaves_the_first(
    phones: Phones, apns: PushService, creator: Any, friend: Any
) -> None:
    token = phones.of(creator)
    lost(creator)
    phones.of(friend, token=token)
    assert owners() == {friend.pk}
    work()
    assert (apns.asked, states()) == ([], [("dropped", "no_device")])
    lost(creator), lost(friend)
    work()
    assert [asked.token for asked in apns.asked] == [token]
    assert Push.objects.get(outcome="sent").person_id == friend.pk


def test_a_person_has_so_many_phones(phones: Phones, creator: Any) -> None:
    tokens = [phones.of(creator, device=f"phone-no-{n:03}") for n in range(12)]
    kept = [row.token for row in PushDevice.objects.order_by("registered_at")]
    assert kept == tokens[2:]


def test_a_phone_is_forgotten_by_its_owner_alone(
    phones: Phones, api: Api, creator: Any, friend: Any
) -> None:
    phones.of(creator)
    assert api.delete("/me/devices/phone-of-mine", as_=friend).status_code == 204
    assert owners() == {creator.pk}
    assert api.delete("/me/devices/phone-of-mine", as_=creator).status_code == 204
    assert api.delete("/me/devices/phone-of-mine", as_=creator).status_code == 204
    assert not owners()


def sign_out(api: Api, person: Any) -> None:
    assert api.delete("/_allauth/app/v1/auth/session", as_=person).status_code == 401


def end_all(api: Api, person: Any) -> None:
    assert api.post("/me/sessions/revoke-all", as_=person).status_code == 204


def ban(api: Api, person: Any) -> None:
    by = cast.moderator()
    standings.change_standing(
        person=person, to=Standing.BANNED, actor=by, reason=StandingReason.SAFETY
    )


def freeze(api: Api, person: Any) -> None:
    standing.freeze(person=person, actor=Actor.system("age"), reason=StandingReason.KNOWN_UNDER_13)


def close(api: Api, person: Any) -> None:
    close_account(person=person, actor=Actor.person(person.pk))


def delete(api: Api, person: Any) -> None:
    delete_account(person=person, actor=Actor.person(person.pk))


def new_password(api: Api, person: Any) -> None:
    """From another device: what this one holds is worth nothing any more."""
    person.set_password("another horse that reads")
    person.save(update_fields=["password"])
    sessions.note_password_change(person=person)


@pytest.mark.parametrize(
    "how",
    [sign_out, end_all, ban, freeze, close, delete, new_password],
    ids=lambda how: how.__name__,
)
def test_who_is_signed_out_is_pushed_nothing(
    phones: Phones, api: Api, apns: PushService, creator: Any, how: Callable[[Api, Any], None]
) -> None:
    phones.of(creator)
    lost(creator)
    assert states() == [("owed", "")]
    how(api, creator)
    assert not owners()
    lost(creator)
    work()
    assert not apns.asked
    assert states() in ([], [("dropped", "no_device")])


def test_one_session_that_ends_leaves_the_other_phones(api: Api, creator: Any) -> None:
    tokens = [new_token(), new_token()]
    signed_in = [sign_in(api, creator.email).json()["meta"]["access_token"] for _session in tokens]
    for token, push in zip(signed_in, tokens, strict=True):
        answer = api.put(f"/me/devices/phone-{push}", {"token": push}, token=token)
        assert answer.status_code == 204
    found = api.get("/me/sessions", token=signed_in[0]).json()["results"]
    (mine,) = [one for one in found if one["is_current"]]
    ended = api.delete(f"/me/sessions/{mine['id']}", token=signed_in[0])
    assert ended.status_code == 204
    assert [row.token for row in PushDevice.objects.all()] == [tokens[1]]


def test_a_session_that_ran_out_unheard_is_noticed_at_the_push(
    phones: Phones, apns: PushService, creator: Any
) -> None:
    phones.of(creator)
    lost(creator)
    User.objects.filter(pk=creator.pk).update(session_epoch=9)
    work()
    assert (apns.asked, owners()) == ([], set())
    assert states() == [("dropped", "no_device")]


@pytest.mark.usefixtures("committing")
def test_two_accounts_that_register_one_phone_at_once(apns: PushService) -> None:
    people = [cast.adult(), cast.adult()]
    token, start = new_token(), threading.Barrier(2)
    errors: list[BaseException] = []

    def register(person: Any) -> None:
        try:
            start.wait(30)
            devices.register(person=person, session_key="s", device="phone-of-two", token=token)
        except BaseException as error:  # noqa: BLE001 - handed over to the test
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=register, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert PushDevice.objects.get().person_id in {person.pk for person in people}
