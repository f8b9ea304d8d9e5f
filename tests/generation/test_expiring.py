"""A draft that nobody published goes after its time, a week after its maker was told (G20)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from audit.models import AuditEvent
from feed.services.deletion import delete_post
from feed.services.publishing import publish
from generation.limits import DRAFT_KEPT, DRAFT_NOTICE
from generation.models import Asset, Draft
from generation.services.drafts import expire
from generation.work import expiring
from generation.work.expiring import expire_drafts
from inbox.models import Event
from lib.repairs import _one
from lib.signed_media import storage_path
from tests.cameos.capabilities.test_epoch_races import meanwhile
from tests.client import Api
from tests.feed.studio import finished, published

Deliver = Callable[[], int]
HOUR = timedelta(hours=1)


@pytest.fixture
def draft(creator: Any, media_dir: Any) -> Draft:
    return finished(creator)


def told() -> list[Any]:
    return list(Event.objects.filter(type="draft.expiring").order_by("pk"))


def ages(draft: Draft, by: timedelta) -> None:
    """As if so much time had gone by."""
    row = Draft.objects.get(pk=draft.pk)
    row.expires_at -= by
    if row.reminded_at is not None:
        row.reminded_at -= by
    row.save(update_fields=["expires_at", "reminded_at"])


def stands(draft: Draft) -> bool:
    return Draft.objects.filter(pk=draft.pk, deleted_at=None).exists()


def swept(draft: Draft, *steps: timedelta) -> bool:
    """Whether it stands after the clock came by now and after each of these."""
    expire_drafts()
    for step in steps:
        ages(draft, step)
        expire_drafts()
    return stands(draft)


def test_it_is_told_a_week_ahead_and_then_it_goes(
    api: Api, creator: Any, draft: Draft, deliver: Deliver
) -> None:
    assert swept(draft, DRAFT_KEPT - DRAFT_NOTICE - HOUR)
    assert not told()
    assert swept(draft, 2 * HOUR)
    (event,) = told()
    assert event.person_id == creator.pk
    assert set(event.data) == {"draft", "expires_at"}
    assert not swept(draft, DRAFT_NOTICE)
    files = [storage_path(asset.storage_key) for asset in Asset.objects.filter(job=draft.job)]
    deliver()
    assert files
    assert not any(file.exists() for file in files)
    assert api.get(f"/drafts/{draft.public_id}", as_=creator).status_code == 404
    assert AuditEvent.objects.get(action="generation.draft.expired").target == draft.public_id


def test_told_once(draft: Draft) -> None:
    assert swept(draft, DRAFT_KEPT - DRAFT_NOTICE, HOUR, HOUR)
    assert len(told()) == 1


def test_a_clock_that_stood_still_deletes_nothing_untold(draft: Draft) -> None:
    """However long it is over: a week from the telling."""
    assert swept(draft, DRAFT_KEPT + timedelta(days=30))
    assert len(told()) == 1
    assert swept(draft, DRAFT_NOTICE - HOUR)
    assert not swept(draft, 2 * HOUR)
    assert len(told()) == 1


def test_its_maker_can_keep_it(api: Api, creator: Any, draft: Draft) -> None:
    swept(draft, DRAFT_KEPT - DRAFT_NOTICE)
    answer = api.post(f"/drafts/{draft.public_id}/keep", {}, as_=creator)
    assert answer.status_code == 200
    assert answer.json()["expires_at"] > (timezone.now() + DRAFT_KEPT - HOUR).isoformat()
    assert swept(draft, DRAFT_NOTICE + HOUR)
    assert swept(draft, DRAFT_KEPT - 2 * DRAFT_NOTICE)
    assert len(told()) == 2


def test_nobody_else_can(api: Api, friend: Any, draft: Draft) -> None:
    assert api.post(f"/drafts/{draft.public_id}/keep", {}, as_=friend).status_code == 404


def test_while_it_is_published_it_stays(api: Api, creator: Any, media_dir: Any) -> None:
    draft = published(creator).draft
    assert draft is not None
    assert swept(draft, DRAFT_KEPT + DRAFT_NOTICE, DRAFT_NOTICE)
    assert not told()
    assert api.get(f"/drafts/{draft.public_id}", as_=creator).json()["expires_at"] is None


def test_whoever_takes_it_back_is_told_before_it_goes(creator: Any, media_dir: Any) -> None:
    """Also where they were told before they published it."""
    draft = finished(creator)
    swept(draft, DRAFT_KEPT - DRAFT_NOTICE)
    post = publish(draft=draft, by=creator)
    assert swept(draft, DRAFT_KEPT)
    delete_post(post=post, by=creator)
    assert swept(draft, DRAFT_NOTICE - HOUR)
    assert len(told()) == 2
    assert not swept(draft, 2 * HOUR)


def behind_a_lock(rows: QuerySet[Draft]) -> QuerySet[Draft]:
    """They are looked at, and no row of them is locked before this lock is free."""
    return rows.extra(where=["(SELECT pg_advisory_xact_lock(1)) IS NOT NULL"])


@pytest.mark.parametrize("is_told", [False, True], ids=["telling", "ending"])
@pytest.mark.usefixtures("committing")
def test_one_that_is_published_just_then_stays(creator: Any, media_dir: Any, is_told: bool) -> None:
    draft = finished(creator)
    over = timezone.now() - DRAFT_NOTICE - HOUR
    Draft.objects.update(expires_at=over, reminded_at=over if is_told else None)
    rows, repair = (
        (expiring._ended(), expire) if is_told else (expiring._ending(), expiring._remind)
    )
    with meanwhile(lambda: _one(draft.pk, behind_a_lock(rows), repair)) as clock:
        publish(draft=draft, by=creator)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(1)")
    assert clock.outcome is True, "it was found unpublished"
    assert (stands(draft), told()) == (True, [])
