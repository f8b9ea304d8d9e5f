"""A store that is slow, or away, holds up nobody who reports, claims or decides (S3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction

from accounts.models import User
from enforcement.models import Report, ReportAttachment
from enforcement.services import attaching
from enforcement.services.attaching import attach, detach
from enforcement.work import attachments as work
from feed.models import Post
from lib.errors import DomainError
from lib.signed_media import StorageFault, placing
from tests.client import Api
from tests.enforcement.reporting import reported
from tests.enforcement.test_attachments import picture, sent_files


@pytest.mark.django_db(transaction=True)
def test_no_case_is_locked_while_a_file_is_written_or_deleted(
    api: Api, stranger: User, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = reported(api, stranger, post)
    asked: list[str] = []

    def is_free() -> None:
        """As anybody else sees it, on a connection of their own."""
        other = connections["default"].copy("default")
        try:
            with other.cursor() as cursor:
                cursor.execute("BEGIN")
                asked_for = "SELECT 1 FROM enforcement_case WHERE id = %s FOR UPDATE NOWAIT"
                cursor.execute(asked_for, [row.case_id])
        except OperationalError:
            pytest.fail("the case is locked")
        finally:
            other.close()

    @contextmanager
    def placed(key: str) -> Iterator[Path]:
        is_free()
        asked.append("written")
        with placing(key) as path:
            yield path

    def deleted(key: str) -> None:
        is_free()
        asked.append("deleted")

    monkeypatch.setattr(attaching, "placing", placed)
    monkeypatch.setattr(attaching, "delete", deleted)
    detach(row=attach(report=row, by=stranger, content=picture()), by=stranger)
    assert asked == ["written", "deleted", "deleted"]


@pytest.fixture
def row(db: None, api: Api, stranger: User, post: Post) -> Report:
    return reported(api, stranger, post)


def test_what_is_refused_is_not_written_and_what_is_refused_late_is_gone(
    row: Report, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attaching, "MOST_ATTACHMENTS", 1)
    attach(report=row, by=stranger, content=picture())

    def unwanted(*_: Any) -> Any:
        raise AssertionError("written for nothing")

    with monkeypatch.context() as patch, pytest.raises(DomainError, match="attachment_limit"):
        patch.setattr(attaching, "placing", unwanted)
        attach(report=row, by=stranger, content=picture())
    monkeypatch.setattr(attaching, "_room_for_one", once_then_as_it_is(attaching._room_for_one))
    with pytest.raises(DomainError, match="attachment_limit"):
        attach(report=row, by=stranger, content=picture())
    (one,) = ReportAttachment.objects.all()
    assert [path.name for path in sent_files()] == [Path(one.upload_key).name]


def once_then_as_it_is(check: Any) -> Any:
    """Somebody else was faster: there was room at the first look, and none under the lock."""
    looks: list[None] = []

    def room(*given: Any) -> None:
        looks.append(None)
        if len(looks) > 1:
            check(*given)

    return room


def test_what_is_taken_back_while_the_store_is_away_goes_with_the_sweepers(
    row: Report, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = attach(report=row, by=stranger, content=picture())
    with placing(sent.key) as path:
        path.write_bytes(b"kept")

    def away(key: str) -> None:
        raise StorageFault

    with monkeypatch.context() as patch, transaction.atomic():
        patch.setattr(attaching, "delete", away)
        detach(row=sent, by=stranger)
    assert len(sent_files()) == 2
    monkeypatch.setattr("cameos.intake.sweeping.LEFT_OVER_AFTER", timedelta(seconds=-5))
    work.sweep()
    work.sweep_kept()
    assert sent_files() == []
