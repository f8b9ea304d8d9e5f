"""The daily mail: for whoever chose it, once, in the evening, numbers alone, and easily ended."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.policy import default
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from accounts.models import SafeguardSettings, User
from inbox import digests
from inbox.models import NotificationPreferences
from inbox.notices import Category, Channel
from inbox.preferences import preferences_of
from inbox.services.preferring import note_relay
from tests import roles
from tests.client import Api
from tests.inbox.notifications.telling import decided, follow, lost

pytestmark = pytest.mark.django_db
PATH = "/me/notifications/preferences"
WANTED = {"people": {"mail": True}, "videos": {"mail": True}, "enforcement": {"mail": True}}
EVENING = datetime(2027, 1, 13, 18, 7, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(datetime(2027, 1, 13, 12, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def reader(clock: Any, api: Api, creator: Any) -> Any:
    assert api.patch(PATH, WANTED, as_=creator).status_code == 200
    return creator


def send(person: Any) -> list[Any]:
    """As the hourly sweep and a worker do; the mails that went out."""
    before = len(mail.outbox)
    with roles.acting_as("worker"):
        digests.mail(person.pk)
    return mail.outbox[before:]


def text_of(message: Any) -> str:
    return str(message.body) + "".join(str(one[0]) for one in message.alternatives)


def test_it_counts_and_tells_nothing_more(reader: Any, clock: Any, friend: Any) -> None:
    follow(reader, friend), lost(reader), lost(reader), decided(reader)
    clock.move_to(EVENING)
    (message,) = send(reader)
    assert message.to == [reader.email]
    assert message.subject == "4 new notifications in Zoetrope"
    assert "People: 1" in message.body
    assert "Your videos: 2" in message.body
    assert "Our decisions about you: 1" in message.body
    assert friend.handle not in text_of(message)
    assert friend.public_id not in text_of(message)


def test_a_minors_mail_says_how_much_alone(clock: Any, api: Api, teen: Any, friend: Any) -> None:
    api.patch(PATH, WANTED, as_=teen)
    lost(teen), decided(teen)
    clock.move_to(EVENING)
    (message,) = send(teen)
    assert message.subject == "2 new notifications in Zoetrope"
    for word in ("videos", "decisions", "People", "Family", teen.handle):
        assert word not in text_of(message)


def test_it_comes_once_a_day_and_only_with_news(reader: Any, clock: Any) -> None:
    lost(reader)
    assert send(reader) == [], "before the evening"
    clock.move_to(EVENING)
    assert len(send(reader)) == 1
    lost(reader)
    assert send(reader) == [], "once a day"
    clock.shift(timedelta(days=1))
    assert len(send(reader)) == 1
    clock.shift(timedelta(days=1))
    assert send(reader) == [], "no news, no mail"


def test_what_was_seen_or_came_before_the_choice_is_no_news(
    clock: Any, api: Api, creator: Any
) -> None:
    lost(creator)
    api.patch(PATH, WANTED, as_=creator)
    number = lost(creator)
    api.post("/me/notifications/seen", {"upto": number}, as_=creator)
    lost(creator)
    clock.move_to(EVENING)
    (message,) = send(creator)
    assert message.subject == "1 new notification in Zoetrope"


@pytest.mark.parametrize(
    ("zone", "hour"), [("America/New_York", 23), ("Asia/Tokyo", 9), ("UTC", 18)]
)
def test_it_is_evening_where_they_are(reader: Any, clock: Any, zone: str, hour: int) -> None:
    SafeguardSettings.objects.update_or_create(person=reader, defaults={"time_zone": zone})
    lost(reader)
    clock.move_to(datetime(2027, 1, 13, hour - 1, 59, tzinfo=UTC))
    assert send(reader) == []
    clock.move_to(datetime(2027, 1, 13, hour, 0, tzinfo=UTC))
    assert len(send(reader)) == 1


def test_quiet_hours_hold_it_too(reader: Any, clock: Any, api: Api) -> None:
    evening = [{"days": ["wed"], "from": "17:00", "to": "20:00", "stops": "notifications"}]
    api.patch("/me/safeguards", {"limits": {"quiet_hours": evening}}, as_=reader)
    lost(reader)
    clock.move_to(EVENING)
    assert send(reader) == []
    clock.move_to(EVENING + timedelta(hours=2))
    assert len(send(reader)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"state": "banned"},
        {"state": "suspended"},
        {"closed_at": EVENING, "erase_due_at": EVENING + timedelta(days=30)},
    ],
)
def test_whoever_is_shut_out_or_leaving_gets_none(
    reader: Any, clock: Any, change: dict[str, Any]
) -> None:
    lost(reader)
    type(reader).objects.filter(pk=reader.pk).update(**change)
    clock.move_to(EVENING)
    assert send(reader) == []


def test_who_did_not_choose_it_gets_none(clock: Any, creator: Any) -> None:
    lost(creator)
    clock.move_to(EVENING)
    assert send(creator) == []


def test_a_mail_server_that_is_away_costs_no_digest(
    reader: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a worker that died after it: the same Message-ID, so that it is one mail."""
    lost(reader)
    clock.move_to(EVENING)

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", _refuse)
        with pytest.raises(OSError, match="away"):
            send(reader)
    assert send(reader) == [], "its lease runs"
    clock.shift(digests.LEASE + timedelta(seconds=1))
    (first,) = send(reader)
    NotificationPreferences.objects.update(digest_on=None, digest_upto=0)
    (second,) = send(reader)
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def _refuse(message: Any) -> None:
    raise OSError("away")


def test_one_click_ends_it_without_signing_in(reader: Any, clock: Any, api: Api) -> None:
    lost(reader)
    clock.move_to(EVENING)
    (message,) = send(reader)
    sent = message_from_string(message.message().as_string(), policy=default)
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(sent["List-Unsubscribe"]).replace("\n", "").replace(" ", "").strip("<>")
    path = re.sub(r"^https?://[^/]+", "", link)
    shown = api.client.get(path)
    assert shown.status_code == 200
    assert NotificationPreferences.objects.get().mails, "looking at it does nothing"
    one_click = {"List-Unsubscribe": "One-Click"}
    strict = type(api.client)(enforce_csrf_checks=True)
    for _ in range(2):
        assert strict.post(path, one_click).status_code == 200
    assert not NotificationPreferences.objects.get().mails
    chosen = preferences_of(reader.pk)
    assert not chosen.categories(Channel.MAIL)
    assert chosen.categories(Channel.PUSH) == set(Category), "nothing else changed"
    clock.shift(timedelta(days=1))
    lost(reader)
    assert send(reader) == []


@pytest.mark.parametrize("token", ["", "x", "0" * 32 + ":" + "0" * 43])
def test_a_link_that_is_not_ours_ends_nothing(api: Api, reader: Any, token: str) -> None:
    assert api.client.post(f"/notifications/unsubscribe?token={token}").status_code == 404
    assert NotificationPreferences.objects.get().mails


def test_the_sweep_finds_whose_evening_it_is(
    reader: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost(reader)
    assert digests.sweep() == 0
    clock.move_to(EVENING)
    assert digests.sweep() == 1
    send(reader)
    assert digests.sweep() == 0


def test_none_goes_where_apple_forwards_nothing(reader: Any, clock: Any) -> None:
    User.objects.filter(pk=reader.pk).update(email="mara@privaterelay.appleid.com")
    lost(reader)
    note_relay(person_id=reader.pk, forwards=False)
    clock.move_to(EVENING)
    assert send(reader) == []
    assert digests.sweep() == 0
    assert preferences_of(reader.pk).wants(Category.PEOPLE, Channel.MAIL)
    note_relay(person_id=reader.pk, forwards=True)
    assert send(reader) == [], "what came meanwhile stands in the app"
    lost(reader)
    clock.shift(timedelta(days=1))
    (message,) = send(reader)
    assert message.subject == "1 new notification in Zoetrope"


def test_an_address_of_ones_own_needs_no_relay(reader: Any, clock: Any) -> None:
    lost(reader)
    note_relay(person_id=reader.pk, forwards=False)
    clock.move_to(EVENING)
    assert len(send(reader)) == 1
