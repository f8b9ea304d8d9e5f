"""A proof as a run of batches: killed, resumed, replaced, begun by the clock."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError
from django.utils import timezone

from feed import tasks
from feed.models import Post, ProofRun, ProofStep
from feed.work import proving
from feed.work.proving import begin, prove_batch
from feed.work.proving_on import prove_now, resume
from lib.outbox.models import OutboxMessage
from moderation.categories import Category
from moderation.policy.loading import CURRENT
from tests.feed.studio import published
from tests.feed.test_proof import blocked, unreadable
from tests.moderation.policy.drafts import keeper, put_in_force, with_row


@pytest.fixture
def in_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of one post each."""
    monkeypatch.setattr(proving, "BATCH", 1)


@pytest.mark.usefixtures("in_ones")
def test_a_run_that_was_killed_half_way_goes_on_and_forgets_nothing(
    creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = [blocked(creator), published(creator), blocked(creator)]
    run = begin()
    assert prove_batch(run)
    monkeypatch.setattr(proving, "_record", killed)
    with pytest.raises(KeyboardInterrupt):
        prove_batch(run)
    monkeypatch.undo()
    monkeypatch.setattr(proving, "BATCH", 1)
    assert not ProofRun.objects.exists()
    assert begin() == run, "the same one goes on"
    done = prove_now()
    assert (done.pk, str(done)) == (run, f"2 of {len(posts)}")


@pytest.mark.usefixtures("in_ones")
def test_what_a_killed_batch_took_out_is_counted_once(
    creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked(creator)
    run = begin()
    monkeypatch.setattr(proving, "_record", killed)
    with pytest.raises(KeyboardInterrupt):
        prove_batch(run)
    assert Post.objects.get().state == "taken_down", "it did its work before it died"
    monkeypatch.undo()
    done = prove_now()
    assert (done.pk, str(done), done.fixed) == (run, "1 of 1", 1)


def killed(*_: Any) -> Any:
    raise KeyboardInterrupt


def test_a_proof_that_cannot_finish_never_says_0(
    creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(creator)

    def away(post: Post) -> Any:
        raise OperationalError

    monkeypatch.setattr(proving, "rating_of", away)
    with pytest.raises(OperationalError):
        prove_now()
    with pytest.raises(OperationalError):
        call_command("prove_feed")
    assert not ProofRun.objects.exists()
    assert Post.objects.get().policy_version == CURRENT, "a lost server is no fault of the post"


def test_what_cannot_be_hidden_ends_no_proof(creator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    unreadable(published(creator))

    def refused(*_: Any) -> Any:
        raise DatabaseError

    monkeypatch.setattr(proving, "_hide", refused)
    with pytest.raises(DatabaseError):
        prove_now()
    assert not ProofRun.objects.exists()


def test_two_workers_at_one_step_count_it_once(creator: Any) -> None:
    published(creator)
    run = begin()
    last = ProofStep.objects.get(run=run)
    assert prove_batch(run) is False
    tally = proving.Tally(examined=1)
    assert proving._record(last, [Post.objects.get().pk], tally) is False
    assert prove_batch(run) is False, "a doubled message does nothing"
    assert ProofRun.objects.get().examined == 1


@pytest.mark.usefixtures("policy_rows")
def test_a_proof_by_a_policy_that_was_replaced_meanwhile_is_none(
    creator: Any, moderator: Any, deliver: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "BATCH", 1)
    for _ in range(2):
        published(creator, {Category.VIOLENCE: 0.3})
    tasks.prove_feed.fn()
    tasks.prove_feed_batch.fn(str(begin()))
    put_in_force(with_row("2030", "violence", "limit = 0.2, block = 0.5"), keeper(moderator))
    deliver()
    run = ProofRun.objects.get()
    assert (run.policy_version, str(run)) == ("2030", "0 of 2")
    assert set(Post.objects.values_list("policy_version", "rating")) == {("2030", "adults")}


def test_the_clock_begins_it_and_messages_carry_it_on(
    creator: Any, deliver: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "BATCH", 1)
    for _ in range(2):
        published(creator)
    tasks.prove_feed.fn()
    deliver()
    assert str(ProofRun.objects.get()) == "0 of 2"


def test_a_run_of_which_nobody_heard_is_sent_again(creator: Any) -> None:
    published(creator)
    run = begin()
    OutboxMessage.objects.all().delete()
    resume()
    assert not OutboxMessage.objects.exists(), "it is on its way"
    from time_machine import travel

    with travel(timezone.now() + timedelta(minutes=16)):
        resume()
    assert OutboxMessage.objects.get().args == [str(run)]
