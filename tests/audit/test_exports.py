"""The trail as a file (E36): what its reader may read, as narrowed, and itself on record."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from audit import exports, registry
from audit.actions import EXPORTED, LISTED, SEARCHED
from audit.models import AuditEvent
from audit.services import record
from lib.actors import Actor
from tests import cast
from tests.audit.test_looks import SECRET
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
TRAIL = "/admin/audit/auditevent/"
FILE = f"{TRAIL}export.csv"
FACT = "accounts.sessions.ended"


def rows(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(StringIO(answer.content.decode())))


@pytest.fixture
def desk() -> Client:
    return at_the_desk(cast.moderator())


def test_what_the_list_shows_is_in_the_file(desk: Client, creator: Any, friend: Any) -> None:
    for person in (creator, friend):
        record(FACT, actor=Actor.person(person.pk), target=friend.public_id)
    found = rows(desk.get(FILE, {"q": creator.public_id}))
    assert all(creator.public_id in (one["actor"], one["target"]) for one in found)
    (row,) = [one for one in found if one["action"] == FACT]
    assert (row["actor"], row["target"]) == (creator.public_id, friend.public_id)
    assert row["facts"] == "{}"
    link = desk.get(TRAIL, {"q": creator.public_id}).content.decode()
    assert f"{FILE}?q={creator.public_id}" in link


def test_taking_it_out_is_on_record(desk: Client, moderator: Any) -> None:
    taken = rows(desk.get(FILE))
    row = AuditEvent.objects.get(action=EXPORTED)
    assert row.facts == {"rows": len(taken)}
    assert row.actor == row.target != moderator.public_id
    # A look at so much, which the alert counts, with parameters or without.
    assert AuditEvent.objects.filter(action=SEARCHED, actor=row.actor).count() == 1
    assert not AuditEvent.objects.filter(action=LISTED).exists()
    desk.get(TRAIL)
    assert AuditEvent.objects.filter(action=LISTED).count() == 1


def test_rows_for_leads_are_in_no_file_of_others(desk: Client, creator: Any) -> None:
    registry.register(SECRET)
    record(SECRET.name, actor=Actor.system("tests"), target=creator.public_id)
    assert SECRET.name not in {one["action"] for one in rows(desk.get(FILE))}


def test_a_file_of_everything_is_refused_and_says_how_to_narrow_it(
    desk: Client, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_MOST", 2)
    for _ in range(3):
        record(FACT, actor=Actor.system("t"), target=creator.public_id)
    answer = desk.get(FILE, {"q": creator.public_id}, follow=True)
    assert "More than 2 rows" in answer.content.decode()
    assert not AuditEvent.objects.filter(action=EXPORTED).exists()


def test_who_may_not_read_the_trail_takes_nothing_out(creator: Any) -> None:
    client = Client()
    client.force_login(creator)
    assert client.get(FILE).status_code == 302
    other = cast.moderator()
    other.user_permissions.clear()
    assert at_the_desk(other).get(FILE).status_code == 403
    assert not AuditEvent.objects.filter(action=EXPORTED).exists()
