"""Pictures with reports while the operator's matching service is silent: nobody sees them, they
wait, and in the end their sender reads that nobody could check them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from enforcement.limits import (
    ATTACHMENT_ATTEMPTS,
    ATTACHMENT_CHECKED_WITHIN,
    ATTACHMENT_LONGEST_PAUSE,
    ATTACHMENT_PAUSE,
)
from enforcement.models import Report, ReportAttachment
from enforcement.shown_attachments import STILL, UNCHECKED
from enforcement.work import attachments as work
from feed.models import Post
from lib.outbox.models import OutboxMessage
from moderation import csam
from moderation.answers import unassessed
from moderation.categories import Surface
from moderation.policy.judging import Evidence
from tests.client import Api
from tests.enforcement.desk.pages import read
from tests.enforcement.reporting import given, reported
from tests.enforcement.test_attachments import page, picture, send, sent_files
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
AWAY = Evidence(Surface.REFERENCE_IMAGE, [unassessed(csam.NAME, "1")])


@pytest.fixture
def row(api: Api, stranger: User, post: Post) -> Report:
    return reported(api, stranger, post)


@pytest.fixture
def silent() -> Iterator[pytest.MonkeyPatch]:
    """The service answers nothing; undone it does again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cameos.intake.known.known_material", lambda *_, **__: AWAY)
        yield patch


@pytest.fixture
def desk(moderator: User) -> Client:
    return at_the_desk(given(moderator, "handle_case"))


def states(api: Api, who: User, row: Report) -> list[str]:
    body = api.get(f"/reports/{row.public_id}/attachments", as_=who).json()
    return [one["state"] for one in body["results"]]


def swept(at: datetime, as_worker: Any, deliver: Callable[[], int]) -> ReportAttachment:
    with travel(at, tick=False):
        with as_worker():
            work.sweep()
        deliver()
    return ReportAttachment.objects.get()


def test_it_waits_with_growing_pauses_and_is_shown_once_it_was_checked(
    api: Api, stranger: User, row: Report, deliver: Callable[[], int], as_worker: Any,
    desk: Client, silent: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert send(api, stranger, row, picture()).json()["state"] == "waiting"
    deliver()
    at, pauses = timezone.now(), []
    for asked in range(1, 9):
        one = ReportAttachment.objects.get()
        assert (one.looked_at, one.silences, one.attempts) == (None, asked, 0)
        assert one.leased_until is not None
        pauses.append(one.leased_until - at)
        early = swept(one.leased_until - SECOND, as_worker, deliver)
        assert early.silences == asked, "nobody asks before its pause is over"
        at = one.leased_until
        swept(at, as_worker, deliver)
    assert [round(one / ATTACHMENT_PAUSE) for one in pauses] == [1, 2, 4, 8, 16, 32, 64, 72]
    assert pauses[-1] == ATTACHMENT_LONGEST_PAUSE
    shown = desk.get(page(row))
    assert STILL in read(shown)
    assert "data-sent" not in shown.content.decode()
    assert states(api, stranger, row) == ["waiting"]
    silent.undo()
    last = ReportAttachment.objects.get().leased_until
    assert last is not None
    assert swept(last, as_worker, deliver).looked_at is not None
    assert states(api, stranger, row) == ["looked_at"]
    shown = desk.get(page(row))
    assert "data-sent" in shown.content.decode()
    assert STILL not in read(shown)


def test_in_the_end_its_sender_and_staff_read_that_nobody_could_check_it(
    api: Api, stranger: User, friend: User, row: Report, deliver: Callable[[], int],
    as_worker: Any, desk: Client, silent: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    send(api, stranger, row, picture())
    deliver()
    start = ReportAttachment.objects.get().uploaded_at
    assert swept(start + ATTACHMENT_CHECKED_WITHIN - SECOND, as_worker, deliver).looked_at is None
    assert sent_files()
    over = swept(start + 2 * ATTACHMENT_CHECKED_WITHIN, as_worker, deliver)
    assert (over.refused, over.unchecked, over.sha256) == (True, True, "")
    assert not sent_files(), "what nobody checked is not kept"
    assert states(api, stranger, row) == ["could_not_be_checked"]
    assert api.get(f"/reports/{row.public_id}/attachments", as_=friend).status_code == 404
    shown = desk.get(page(row))
    assert UNCHECKED in read(shown)
    assert "data-sent" not in shown.content.decode()
    silent.undo()
    OutboxMessage.objects.all().delete()
    assert swept(start + 3 * ATTACHMENT_CHECKED_WITHIN, as_worker, deliver).unchecked


def test_what_kills_its_workers_was_not_checked_either(
    api: Api, stranger: User, row: Report, as_worker: Any
) -> None:
    send(api, stranger, row, picture())
    with as_worker():
        ReportAttachment.objects.update(attempts=ATTACHMENT_ATTEMPTS, leased_until=None)
        work.look(ReportAttachment.objects.get().pk)
    assert states(api, stranger, row) == ["could_not_be_checked"]
    assert not sent_files()


def test_that_nothing_was_kept_reads_as_that_it_was(
    api: Api, stranger: User, row: Report, deliver: Callable[[], int]
) -> None:
    for content in (picture()[:400], picture()):
        send(api, stranger, row, content)
    deliver()
    assert {one.refused for one in ReportAttachment.objects.all()} == {True, False}
    assert states(api, stranger, row) == ["looked_at"] * 2


def test_the_database_keeps_none_that_nobody_checked(
    api: Api, stranger: User, row: Report, deliver: Callable[[], int], as_worker: Any
) -> None:
    send(api, stranger, row, picture())
    deliver()
    with as_worker(), pytest.raises(IntegrityError), transaction.atomic():
        ReportAttachment.objects.update(unchecked=True)
