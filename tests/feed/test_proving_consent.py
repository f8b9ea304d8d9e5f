"""A published post whose consent was taken back: found by the nightly proof, and removed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cameos.models import Revocation
from cameos.revoking.progress import reached
from feed.models import Post, ProofFinding
from feed.work.proving_on import prove_now
from generation.models import Asset
from inbox.models import Event
from lib.ids import new_id
from tests import roles
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import hide, shown
from tests.cameos.revoking.taking_back import revoked


@pytest.fixture
def post(creator: Any, friend: Any) -> Post:
    return shown(friend, lent(creator))


def test_what_was_left_behind_is_a_violation_and_goes(
    post: Post, creator: Any, deliver: Callable[[], int]
) -> None:
    hide(creator.cameos.get(), epoch=2, hidden_through=1)
    run = prove_now()
    assert (run.violations, run.fixed, run.examined) == (1, 1, 1)
    assert ProofFinding.objects.get().violation == "consent_ended"
    assert Post.objects.get().state == "deleted"
    assert Event.objects.filter(type="post.likeness_withdrawn", about=post.pk).exists()
    deliver()
    assert not Asset.objects.exists()
    assert prove_now().violations == 0


def test_what_a_revocation_is_removing_is_none(post: Post, creator: Any) -> None:
    revoked(creator.cameos.get())
    run = prove_now()
    assert (run.violations, run.hidden) == (0, 1)
    assert Post.objects.get().state == "published"


def test_a_revocation_that_never_ends_is_no_excuse(post: Post, creator: Any) -> None:
    revoked(creator.cameos.get())
    with roles.acting_as("worker"):
        long_ago = timezone.now() - timedelta(hours=2)
        Revocation.objects.update(requested_at=long_ago, touched_at=long_ago)
    assert prove_now().violations == 1


def test_a_long_one_that_goes_on_is_no_false_alarm(post: Post, creator: Any) -> None:
    row = revoked(creator.cameos.get())
    with roles.acting_as("worker"):
        long_ago = timezone.now() - timedelta(hours=2)
        Revocation.objects.update(requested_at=long_ago, touched_at=long_ago)
        reached(row.pk, new_id(), gone=True)
    run = prove_now()
    assert (run.violations, run.hidden) == (0, 1)


def test_what_stands_is_no_violation(post: Post) -> None:
    run = prove_now()
    assert (run.violations, run.examined, run.hidden) == (0, 1, 0)
