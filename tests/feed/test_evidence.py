"""What staff took down stays in quarantine for its time, though its maker deletes it or leaves."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.services.deletion import delete_account
from audit.models import AuditEvent
from feed.models import Post
from generation.holds import QUARANTINED_FOR
from generation.models import Draft, Job
from generation.services.drafts import delete_draft
from generation.work.holding import forget_refused
from lib.actors import Actor
from lib.signed_media import exists
from tests import roles
from tests.feed.studio import published
from tests.takedowns import removed

Deliver = Callable[[], int]


@pytest.fixture
def judge(moderator: Any) -> Any:
    type(moderator).objects.filter(pk=moderator.pk).update(is_superuser=True)
    return type(moderator).objects.get(pk=moderator.pk)


def go(how: str, post: Post, creator: Any) -> None:
    if how == "draft":
        assert post.draft is not None
        delete_draft(draft=post.draft, by=creator)
    else:
        delete_account(person=creator, actor=Actor.person(creator.pk))


@pytest.mark.parametrize("how", ["draft", "account"])
@pytest.mark.parametrize("moved", [True, False], ids=["moved", "to be moved"])
def test_what_was_taken_down_outlasts_its_maker(
    how: str, moved: bool, creator: Any, judge: Any, deliver: Deliver, media_dir: Path
) -> None:
    post = published(creator)
    assert post.draft is not None
    job = post.draft.job
    removed(post, judge)
    if moved:
        deliver()
    go(how, post, creator)
    deliver()
    (kept,) = job.assets.all()
    assert (kept.kind, kept.storage_key.startswith("quarantine/")) == ("video", True)
    assert files(media_dir) == {kept.storage_key}
    assert not Draft.objects.visible_to(creator).exists()
    with roles.acting_as("worker"):
        assert forget_refused() == 0
        then = timezone.now() - QUARANTINED_FOR - timedelta(minutes=1)
        Draft.objects.filter(job=job).update(deleted_at=then)
        assert forget_refused() == 1
    deliver()
    assert not exists(kept.storage_key)
    assert files(media_dir) == set()
    assert Job.objects.filter(pk=job.pk).exists() is (how == "draft")
    actions = AuditEvent.objects.filter(target=job.public_id).values_list("action", flat=True)
    assert "generation.job.evidence_removed" in actions


@pytest.mark.parametrize("how", ["draft", "account"])
def test_what_nobody_took_down_goes_at_once(
    how: str, creator: Any, deliver: Deliver, media_dir: Path
) -> None:
    go(how, published(creator), creator)
    deliver()
    assert files(media_dir) == set()


def files(media_dir: Path) -> set[str]:
    return {str(path.relative_to(media_dir)) for path in media_dir.rglob("*") if path.is_file()}
