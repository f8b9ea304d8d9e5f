"""How soon somebody looks, and what that is made of (E10, E11, Q-19, Q-23)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Follow
from enforcement.models import Case, Reporter
from enforcement.policies import see_case
from enforcement.services.setting_aside import set_aside_all_of
from enforcement.triage.priority import Facts, components, explained, shown_from, total
from enforcement.triage.repricing import STALE, reprice_stale
from feed.models import Like, Post
from tests import cast
from tests.client import Api
from tests.enforcement.reporting import case_of, given, reported
from tests.feed.studio import published
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db


def of(severity: int, **facts: Any) -> int:
    return total(components(Facts(severity, **facts)))


def test_what_is_shown_adds_up() -> None:
    parts = components(Facts(50, people=999, new_likes=30, trust=0.75, minor_shown=True, found=0.5))
    assert parts == {
        "severity": 50, "reach": 1.3, "trust": 1.2, "minors": 1.5, "virality": 1.2,
        "findings": 1.25, "replied": 1.0,
    }  # fmt: skip
    assert total(parts) == 100
    assert of(50) == 50
    assert of(10, people=10**9, new_likes=10**9, trust=1.0, minor_shown=True, found=1.0) <= 100


@pytest.mark.parametrize("more", ["people", "new_likes"])
def test_more_people_never_lower_it_and_have_a_bound(more: str) -> None:
    steps = [of(40, **{more: 10**power}) for power in range(12)]
    assert steps == sorted(steps)
    assert steps[-1] == 60


def test_a_bad_name_lowers_what_is_not_grave_and_never_what_is() -> None:
    assert of(50, trust=0.0) == 30 < of(50, trust=0.5) == 50 < of(50, trust=1.0) == 70
    assert of(90, trust=0.0) == 90
    assert of(50, minor_owns=True) < of(50, minor_shown=True)


def test_a_case_says_what_its_priority_is_made_of(api: Api, stranger: Any, post: Post) -> None:
    for _ in range(9):
        Like.objects.create(post=post, person=cast.adult("fan"))
    reported(api, stranger, post)
    case = case_of(post)
    assert case.components["severity"] == 50
    assert case.components["reach"] == 1.1
    assert case.components["virality"] > 1
    assert case.components["trust"] == case.components["findings"] == 1.0
    assert case.priority == total(case.components) > 50


def test_a_crowd_of_new_accounts_moves_nothing_forward(api: Api, post: Post) -> None:
    reported(api, cast.adult("first"), post)
    alone = case_of(post).priority
    for _ in range(12):
        reported(api, cast.adult("crowd"), post)
    assert case_of(post).priority == alone


def test_whoever_is_mostly_wrong_weighs_less_than_somebody_unknown(
    api: Api, stranger: Any, friend: Any, post: Post
) -> None:
    Reporter.objects.create(person_id=stranger.pk, disagreed=18, disagreed_total=18)
    reported(api, stranger, post)
    assert case_of(post).components["trust"] < 0.7
    reported(api, friend, post)
    assert case_of(post).components["trust"] == 1.0


def test_the_sweep_raises_what_spread_since(
    api: Api, stranger: Any, post: Post, as_worker: Any, time_machine: Any
) -> None:
    reported(api, stranger, post)
    before = case_of(post)
    for _ in range(12):
        Like.objects.create(post=post, person=cast.adult("fan"))
        Follow.objects.create(follower=cast.adult("fan"), followed=post.author)
    with as_worker():
        assert reprice_stale() == 0
        time_machine.move_to(timezone.now() + STALE + timedelta(seconds=1), tick=False)
        assert reprice_stale() == 1
        assert reprice_stale() == 0
    after = case_of(post)
    assert after.priority > before.priority
    assert (after.severity, after.queue) == (before.severity, before.queue)


def test_of_child_safety_nothing_but_the_severity(
    api: Api, stranger: Any, post: Post, as_worker: Any, time_machine: Any
) -> None:
    Like.objects.create(post=post, person=stranger)
    reported(api, stranger, post, "child_sexual")
    case = case_of(post)
    assert (case.priority, case.components) == (100, {"severity": 100})
    time_machine.move_to(timezone.now() + STALE * 2, tick=False)
    with as_worker():
        assert reprice_stale() == 0


def test_what_was_set_aside_raises_nothing_any_more(
    api: Api, stranger: Any, friend: Any, moderator: Any, post: Post
) -> None:
    reported(api, friend, post, "deception_spam")
    reported(api, stranger, post, "violence_incitement")
    assert case_of(post).priority >= 90
    by = given(moderator, "handle_case", "manage_reporters")
    set_aside_all_of(person=stranger, by=by, why="complaint")
    assert (case_of(post).severity, case_of(post).priority) == (10, 10)


def test_no_cut_hides_what_is_to_be_reviewed(
    api: Api, stranger: Any, friend: Any, moderator: Any, creator: Any, post: Post
) -> None:
    reported(api, stranger, post, "deception_spam")
    other = published(creator)
    reported(api, friend, other, "deception_spam")
    grave = published(creator)
    reported(api, friend, grave, "harassment_threat")
    Case.objects.filter(pk=case_of(other).pk).update(force_review=True)
    Case.objects.filter(pk=case_of(grave).pk).update(priority=1)
    by = given(moderator, "handle_case")
    shown = see_case.queryset(by).filter(shown_from(90))
    assert set(shown) == {case_of(other), case_of(grave)}


def test_a_case_shows_what_it_is_made_of_and_the_list_cuts_none_of_these(
    api: Api, stranger: Any, friend: Any, creator: Any, moderator: Any, post: Post
) -> None:
    Like.objects.create(post=post, person=stranger)
    reported(api, stranger, post, "deception_spam")
    other = published(creator)
    reported(api, friend, other, "deception_spam")
    Case.objects.filter(pk=case_of(other).pk).update(force_review=True)
    client = at_the_desk(given(moderator, "handle_case"))
    page = client.get(f"/admin/enforcement/case/{case_of(post).pk}/change/").content.decode()
    assert "reach 1.0" in page
    plain = Case(severity=50, components={"severity": 50, "reach": 1.0, "trust": 1.0})
    assert explained(plain) == "severity 50; nothing raised or lowered it"
    assert explained(Case(severity=50, components={"severity": 50, "reach": 1.2})) == (
        "50 \N{MULTIPLICATION SIGN} reach 1.20"
    )
    cut = client.get("/admin/enforcement/case/?from_priority=75").content.decode()
    assert case_of(other).public_id in cut
    assert case_of(post).public_id not in cut
