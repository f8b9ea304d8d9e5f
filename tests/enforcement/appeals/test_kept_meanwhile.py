"""What was decided about a film can be undone for as long as that can be asked for: nothing of it
goes by itself meanwhile, and its maker may delete it all the same (E53)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from enforcement.actions.names import ActionName
from enforcement.appeal_rules import window
from enforcement.models import Decision, SnapshotFile
from enforcement.services.appealing import appeal_own
from enforcement.services.deciding import decide
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from feed.services.deletion import delete_post
from generation.holds import QUARANTINED_FOR
from generation.limits import DRAFT_KEPT, DRAFT_NOTICE
from generation.models import Asset, Draft
from generation.work.expiring import expire_drafts
from generation.work.holding import forget_refused
from inbox.models import Event
from lib.signed_media import exists
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown
from tests.client import Api
from tests.enforcement.appeals.sides import appealed, overturned, told, upheld
from tests.enforcement.decisions.stage import RULE, SAID, Stage, undone, wish
from tests.feed.studio import finished
from tests.generation.test_expiring import swept

A = ActionName
OVER = (DRAFT_KEPT - DRAFT_NOTICE, DRAFT_NOTICE + timedelta(hours=1))


@pytest.fixture
def draft(stage: Stage) -> Draft:
    return finished(stage.people[0])


def about(draft: Draft, stage: Stage, name: ActionName) -> Decision:
    return decide(
        wanted=Wanted(SubjectKind.DRAFT, draft.pk, RULE, SAID, (wish(name),)), by=stage.judge
    )


def reminded() -> bool:
    return Event.objects.filter(type="draft.expiring").exists()


def test_overturned_on_day_120_the_film_plays_again(
    api: Api, stage: Stage, draft: Draft, deliver: Callable[[], int]
) -> None:
    author = stage.people[0]
    path = f"/drafts/{draft.public_id}"
    before = set(api.get(path, as_=author).json()["assets"])
    decision = about(draft, stage, A.REMOVE_DRAFT)
    deliver()
    assert swept(draft, *OVER)
    assert api.get(path, as_=author).json()["expires_at"] is None
    forget_refused()
    deliver()
    with time_machine.travel(timezone.now() + timedelta(days=100), tick=True):
        one = appeal_own(decision=decision, text="It quotes her.")
    with time_machine.travel(timezone.now() + timedelta(days=120), tick=True):
        expire_drafts()
        forget_refused()
        deliver()
        assert not reminded()
        overturned(one, stage.second)
        deliver()
    again = api.get(path, as_=author).json()  # who is signed in is not for so long
    assert set(again["assets"]) == before
    for asset in Asset.objects.filter(job=draft.job):
        assert exists(asset.storage_key)
        assert asset.bound_for != "quarantine"


def test_it_goes_like_any_other_once_nothing_can_be_asked_for(
    stage: Stage, draft: Draft, deliver: Callable[[], int]
) -> None:
    """A lighter action, which needs no file to be undone: with the window it keeps nothing."""
    about(draft, stage, A.DISABLE_DOWNLOAD)
    deliver()
    assert swept(draft, *OVER)
    assert not reminded()
    with time_machine.travel(timezone.now() + window() + timedelta(hours=1), tick=True):
        assert swept(draft)
        assert reminded()
        assert not swept(draft, DRAFT_NOTICE + timedelta(hours=1))


def test_an_appeal_that_waits_keeps_it_beyond_the_window(
    stage: Stage, draft: Draft, deliver: Callable[[], int]
) -> None:
    decision = about(draft, stage, A.DISABLE_REMIX)
    one = appeal_own(decision=decision, text="It quotes her.")
    assert one.locked
    with time_machine.travel(timezone.now() + window() + timedelta(hours=1), tick=True):
        assert swept(draft, *OVER)
        assert not reminded()
        upheld(one, stage.second)
        assert not swept(draft, *OVER, DRAFT_NOTICE)


def test_what_was_overturned_keeps_it_no_more(stage: Stage, draft: Draft) -> None:
    decision = about(draft, stage, A.REMOVE_DRAFT)
    undone(stage, decision)
    assert not swept(draft, *OVER)


def test_a_draft_whose_post_was_removed_and_deleted_by_its_maker_waits_for_the_appeal(
    stage: Stage, deliver: Callable[[], int]
) -> None:
    """The post is theirs to delete; the draft was not theirs to lose by it."""
    post, author = stage.posts[0], stage.people[0]
    wanted = Wanted(SubjectKind.POST, post.pk, RULE, SAID, (wish(A.REMOVE_POST),))
    decide(wanted=wanted, by=stage.judge)
    deliver()
    delete_post(post=type(post).objects.get(pk=post.pk), by=author)
    deliver()
    assert post.draft is not None
    assert swept(post.draft, *OVER)
    assert not reminded()


def test_its_maker_deletes_it_while_a_reporters_appeal_waits_and_what_was_frozen_stays(
    api: Api, stage: Stage, friend: Any, deliver: Callable[[], int]
) -> None:
    author = stage.people[0]
    post = shown(author, lent(friend))
    stage.posts = (post, stage.posts[1])
    report, _kept = told(api, stage, friend)
    deliver()
    one = appealed(api, friend, report)
    deliver()
    assert one.locked
    assert post.draft is not None
    assert api.delete(f"/drafts/{post.draft.public_id}", as_=author).status_code == 204
    deliver()
    assert not Asset.objects.filter(job=post.draft.job).exists()
    with time_machine.travel(timezone.now() + QUARANTINED_FOR + timedelta(days=1), tick=True):
        forget_refused()
        deliver()
        kept = list(SnapshotFile.objects.filter(snapshot__case__followed_by=one.case))
        assert {row.role for row in kept} == {"video", "poster", "spritesheet"}
        assert all(exists(row.key) for row in kept)
        overturned(one, stage.second, wish(A.WARN))
