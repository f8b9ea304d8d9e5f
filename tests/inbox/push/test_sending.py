"""Pushes over the wire: what is sent, again, later, never more."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Block, SafeguardSettings
from config.demo.stand_ins.push_service import GOAWAY, Answer, PushService
from inbox.models import Push, PushDevice
from inbox.push import apple, delivering
from inbox.push.apple import Parcel
from inbox.push.sweeping import sweep
from tests.client import Api
from tests.inbox.notifications.telling import alarmed, decided, follow, lost, moved_on
from tests.inbox.push.phones import Phones, forget_pauses, states, work

pytestmark = pytest.mark.django_db


def test_an_adult_is_told_of_what_and_which(
    phones: Phones, apns: PushService, creator: Any
) -> None:
    token = phones.of(creator)
    number = lost(creator)
    assert work() == 1
    (asked,) = apns.asked
    push = Push.objects.get()
    assert (asked.token, asked.id) == (token, str(push.pk))
    assert asked.payload == {
        "aps": {
            "alert": {"loc-key": "push.videos"},
            "badge": 1,
            "sound": "default",
            "interruption-level": "active",
        },
        "kind": "videos",
        "id": number,
    }
    assert asked.headers["apns-push-type"] == "alert"
    assert asked.headers["apns-collapse-id"] == "videos"
    assert 0 < int(asked.headers["apns-expiration"]) - timezone.now().timestamp() <= 24 * 3600 + 1
    assert states() == [("sent", "")]
    assert work() == 0


def test_a_minor_is_told_that_something_is_new(
    phones: Phones, apns: PushService, teen: Any
) -> None:
    SafeguardSettings.objects.create(person=teen, time_zone=noon_somewhere())
    phones.of(teen)
    lost(teen), alarmed(teen)
    work()
    heads = [asked.payload["aps"]["alert"] for asked in apns.asked]
    assert heads == [{"loc-key": "push.new"}] * 2
    assert {asked.headers["apns-collapse-id"] for asked in apns.asked} == {"new"}
    assert all(set(asked.payload) == {"aps"} for asked in apns.asked)


def noon_somewhere() -> str:
    """A zone where it is about four in the afternoon: neither school nor night."""
    hours = (16 - datetime.now(UTC).hour) % 24
    offset = hours if hours <= 12 else hours - 24
    return f"Etc/GMT{-offset:+d}" if offset else "UTC"


def test_what_nobody_reads_is_not_pushed(phones: Phones, creator: Any) -> None:
    phones.of(creator)
    moved_on(creator)
    assert states() == []


def test_who_has_no_phone_is_owed_no_push(creator: Any, apns: PushService) -> None:
    lost(creator)
    assert states() == []


@pytest.mark.parametrize(
    "answer",
    [
        Answer(429, "TooManyRequests"),
        Answer(500, "InternalServerError"),
        Answer(503, "ServiceUnavailable"),
        Answer(403, "ExpiredProviderToken"),
        GOAWAY,
    ],
    ids=lambda answer: answer.reason or "GOAWAY",
)
def test_what_may_go_later_goes_later_under_the_same_id(
    phones: Phones, apns: PushService, creator: Any, answer: Answer
) -> None:
    phones.of(creator)
    lost(creator)
    apns.answers[:] = [answer, answer]
    for _ in range(2):
        before = timezone.now()
        work()
        assert Push.objects.get().next_try_at > before, "not at once"
        assert states()[0][0] == "owed"
        assert work() == 0
        forget_pauses()
    work()
    assert states() == [("sent", "")]
    assert len({asked.id for asked in apns.asked}) == 1
    assert len(apns.asked) == 3


def test_each_pause_is_longer_and_there_is_an_end(
    phones: Phones, apns: PushService, creator: Any
) -> None:
    phones.of(creator)
    lost(creator)
    apns.answers[:] = [Answer(503, "ServiceUnavailable")] * 20
    pauses = []
    while states()[0][0] == "owed":
        begun = timezone.now()
        work()
        push = Push.objects.get()
        pauses.append(push.next_try_at - begun)
        forget_pauses()
    assert len(apns.asked) == delivering.LAST_ATTEMPT
    assert pauses[:-1] == sorted(pauses[:-1])
    assert states() == [("failed", "ServiceUnavailable")]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(410, "Unregistered"),
        Answer(400, "BadDeviceToken"),
        Answer(400, "DeviceTokenNotForTopic"),
    ],
    ids=lambda answer: answer.reason,
)
def test_a_token_that_is_nobodys_is_forgotten(
    phones: Phones, apns: PushService, creator: Any, answer: Answer
) -> None:
    phones.of(creator)
    lost(creator), lost(creator)
    apns.answers[:] = [answer]
    work()
    assert not PushDevice.objects.exists()
    assert states() == [("dropped", "no_device")] * 2
    assert len(apns.asked) == 1


def test_a_phone_that_came_back_since_is_kept(
    phones: Phones, apns: PushService, creator: Any
) -> None:
    phones.of(creator)
    lost(creator)
    before = int((timezone.now() - timedelta(hours=1)).timestamp() * 1000)
    apns.answers[:] = [Answer(410, "Unregistered", timestamp=before)]
    work()
    assert PushDevice.objects.exists()
    after = int((timezone.now() + timedelta(hours=1)).timestamp() * 1000)
    lost(creator)
    apns.answers[:] = [Answer(410, "Unregistered", timestamp=after)]
    work()
    assert not PushDevice.objects.exists()


def test_what_apple_will_never_take_is_not_sent_again(
    phones: Phones, apns: PushService, creator: Any
) -> None:
    phones.of(creator)
    lost(creator)
    apns.answers[:] = [Answer(400, "BadMessageId")]
    work()
    assert states() == [("failed", "BadMessageId")]
    assert PushDevice.objects.exists()


def test_an_answer_that_does_not_come_is_not_waited_for(
    phones: Phones, apns: PushService, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apple, "SECONDS", 0.2)
    ever = threading.Event()
    phones.of(creator)
    lost(creator)
    apns.answers[:] = [Answer(200, after=ever)]
    work()
    assert states() == [("owed", "TimeoutError")]
    ever.set()
    monkeypatch.setattr(apple, "SECONDS", 60)
    forget_pauses()
    work()
    assert states() == [("sent", "")]
    assert len({asked.id for asked in apns.asked}) == 1


def test_a_server_that_is_not_ours_to_trust_gets_nothing(
    phones: Phones, apns: PushService, creator: Any, settings: Any
) -> None:
    """TLS is checked: the system's authorities know nothing of the test's."""
    settings.APNS_CA = ""
    phones.of(creator)
    lost(creator)
    work()
    assert not apns.asked
    assert states()[0][0] == "owed"


def test_one_connection_serves_many(phones: Phones, apns: PushService, creator: Any) -> None:
    phones.of(creator)
    before = apns.connections
    for _ in range(4):
        lost(creator)
    work()
    assert len(apns.asked) == 4
    assert apns.connections == before + 1


class Killed(BaseException):
    """The process ends here."""


def test_a_worker_killed_between_send_and_commit(
    phones: Phones, apns: PushService, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law 9: sent at least once, under one id; and by nobody else while its lease runs."""
    phones.of(creator)
    lost(creator)

    real = apple.send

    def dying(parcel: Parcel) -> Any:
        real(parcel)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(apple, "send", dying)
        with pytest.raises(Killed):
            work()
    assert states() == [("owed", "")]
    assert work() == 0, "the lease runs"
    with time_machine.travel(timezone.now() + delivering.LEASE + timedelta(seconds=1)):
        assert work() == 1
    assert states() == [("sent", "")]
    assert len(apns.asked) == 2
    assert len({asked.id for asked in apns.asked}) == 1


def test_a_lost_message_is_found_by_the_sweep(
    phones: Phones, apns: PushService, creator: Any
) -> None:
    phones.of(creator)
    lost(creator)
    assert sweep() == 0, "its own message has its time first"
    Push.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    assert sweep() == 1


@pytest.mark.parametrize("how", ["blocked", "seen", "turned_off", "deleted_actor"])
def test_what_is_not_to_be_told_any_more_is_not_pushed(
    phones: Phones, api: Api, apns: PushService, creator: Any, friend: Any, how: str
) -> None:
    phones.of(creator)
    number = follow(creator, friend)
    if how == "blocked":
        Block.objects.create(blocker=friend, blocked=creator)
    elif how == "seen":
        api.post("/me/notifications/seen", {"upto": number}, as_=creator)
    elif how == "turned_off":
        api.patch("/me/notifications/preferences", {"people": {"push": False}}, as_=creator)
    else:
        type(friend).objects.filter(pk=friend.pk).update(state="banned")
    work()
    assert (apns.asked, states()) == ([], [("dropped", "not_to_be_told")])


def test_what_must_be_known_is_pushed_whatever_was_chosen(
    phones: Phones, api: Api, apns: PushService, creator: Any
) -> None:
    phones.of(creator)
    off = {"in_app": False, "push": False}
    api.patch("/me/notifications/preferences", {"people": off, "videos": off}, as_=creator)
    lost(creator), decided(creator)
    work()
    assert [asked.payload["kind"] for asked in apns.asked] == ["enforcement"]


def test_nothing_is_pushed_without_a_key(
    phones: Phones, apns: PushService, creator: Any, settings: Any
) -> None:
    phones.of(creator)
    settings.APNS_KEY = ""
    lost(creator)
    assert states() == []
