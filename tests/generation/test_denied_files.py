"""One file that a store denies, or a key that it refuses, keeps nothing else back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from structlog.testing import capture_logs

from accounts.services.deletion import delete_account
from cameos.models import Capability
from generation import limits
from generation.models import Asset, Attempt, Draft, Job, OwedErasure
from generation.services.drafts import delete_draft
from generation.services.files import rekey, withdraw
from generation.work.attempting import attempt
from generation.work.erasure import erase, erase_owed
from generation.work.leftovers import remove_leftovers
from generation.work.owing import ask_again
from generation.work.settling import note_outgoing
from lib.actors import Actor
from lib.ids import new_id
from lib.signed_media import KeyRefused, copy, exists
from lib.signed_media.errors import StorageDenied
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import film
from tests.feed.studio import finished
from tests.generation.studio import claimed, submitted
from tests.generation.test_owed_files import Deliver, areas, later, refusing

DENIED = StorageDenied("403")
TAKEN = KeyRefused("a link stands in the way")


@pytest.fixture
def draft(creator: Any, media_dir: object) -> Draft:
    return finished(creator)


def key_of(draft: Draft, kind: str = "poster") -> str:
    return str(Asset.objects.get(job=draft.job_id, kind=kind).storage_key)


def test_the_words_of_somebody_who_left_wait_for_no_file(
    draft: Draft, creator: Any, friend: Any, deliver: Deliver
) -> None:
    mine = film(creator, lent(friend))
    Job.objects.filter(pk=mine.job_id).update(rendered_text="her words")
    with refusing("delete", DENIED, only=key_of(mine)):
        delete_account(person=creator, actor=Actor.person(creator.pk))
        deliver()
    job = Job.objects.get(pk=mine.job_id)
    assert (job.prompt, job.rendered_text) == ("", None)
    assert Capability.objects.get(film_id=job.pk).gone_at is not None
    assert [asset.kind for asset in job.assets.all()] == ["poster"], "this one is owed"
    assert not Job.objects.filter(pk=draft.job_id).exists(), "nobody else's rows were kept back"
    later()
    assert ask_again() > 0
    deliver()
    assert not Job.objects.exists()
    assert not Draft.objects.exists()


def test_a_key_that_is_refused_keeps_no_other_move_back(draft: Draft, deliver: Deliver) -> None:
    with refusing("move", TAKEN, only=key_of(draft)), capture_logs() as said:
        withdraw(draft.job)
        deliver()
    assert areas(draft) == ["out", "quarantine", "quarantine"]
    assert {one["error"] for one in said if one["event"] == "move_put_off"} == {"KeyRefused"}
    later()
    assert ask_again() == 1
    deliver()
    assert areas(draft) == ["quarantine"] * 3


def test_a_key_that_is_refused_keeps_no_other_erasure_back(
    draft: Draft, creator: Any, deliver: Deliver
) -> None:
    with refusing("delete", TAKEN, only=key_of(draft)), capture_logs() as said:
        delete_draft(draft=draft, by=creator)
        OwedErasure.objects.create(job=draft.job, why="stated_end")
        deliver()
    assert areas(draft) == ["out"]
    assert [one.why for one in OwedErasure.objects.all()] == ["draft_deleted"]
    assert {one["event"] for one in said} >= {"file_not_erased", "erasure_put_off"}
    later()
    ask_again()
    deliver()
    assert not Asset.objects.exists()


def test_of_a_file_under_two_keys_one_that_is_denied_keeps_the_other_not(
    draft: Draft, creator: Any
) -> None:
    """As a move leaves them that was killed after its copy."""
    rekey(draft.job)
    film_file = Asset.objects.get(job=draft.job, kind="video")
    copy(film_file.storage_key, film_file.moving_to)
    delete_draft(draft=draft, by=creator)
    with refusing("delete", DENIED, only=film_file.storage_key):
        erase_owed(draft.job_id)
    assert (exists(film_file.storage_key), exists(film_file.moving_to)) == (True, False)
    assert OwedErasure.objects.count() == 1


@pytest.mark.parametrize("fault", [DENIED, TAKEN], ids=["denied", "refused"])
def test_the_sweeper_goes_on_with_the_next_attempt(
    draft: Draft, media_dir: Any, fault: Exception
) -> None:
    ended = timezone.now() - 3 * limits.LEFTOVERS_AFTER
    for number, keys in enumerate((["out/aa.mp4", "out/ab.mp4"], ["out/bb.mp4"]), 1):
        for key in keys:
            (media_dir / key).touch()
        Attempt.objects.create(
            job=draft.job, number=number, stage="finish", worker="a", outgoing=keys,
            ended_at=ended + timedelta(minutes=number), outcome="lost",
        )  # fmt: skip
    with refusing("delete", fault, only="out/aa.mp4"):
        remove_leftovers()
    assert [exists(f"out/{one}.mp4") for one in ("aa", "ab", "bb")] == [True, False, False]
    assert [one.outgoing != [] for one in Attempt.objects.order_by("number")] == [True, False]


@pytest.mark.parametrize("fault", [DENIED, TAKEN], ids=["denied", "refused"])
def test_what_an_attempt_leaves_behind_changes_not_how_it_ended(
    creator: Any, fault: Exception
) -> None:
    lease = claimed(submitted(creator))
    with refusing("delete", fault):
        attempt(lease, lambda held: note_outgoing(held, ["out/aa.mp4"]))
    assert Attempt.objects.get().outgoing == ["out/aa.mp4"], "for the sweeper"


def test_revocations_are_paid_in_one_order(
    draft: Draft, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else two erasures of films with the same people could wait for each other."""
    paid: list[UUID] = []
    monkeypatch.setattr("generation.work.erasure.note_paid", paid.append)
    for revocation in sorted((new_id() for _ in range(3)), reverse=True):
        OwedErasure.objects.create(job=draft.job, why="withdrawn", revocation_id=revocation)
    delete_account(person=creator, actor=Actor.person(creator.pk))
    erase(Job.objects.get(pk=draft.job_id))
    assert paid == sorted(paid)
    assert len(paid) == 3
