"""Two sanctions on one thing know nothing of each other (E22; Q-24)."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Standing, StandingReason, User
from accounts.services.standing import freeze, thaw
from enforcement.actions.names import ActionName
from enforcement.models import ActionState, DecisionAction
from enforcement.work.lifting import lift_ended
from feed.models import Post
from feed.services.deletion import delete_post
from feed.services.publishing import publish
from feed.services.takedowns import reinstate
from inbox.models import Event
from lib.actors import Actor
from lib.errors import DomainError
from tests.enforcement.decisions.stage import Stage, areas_of, decided, effects, undone, wish
from tests.standings import change_standing
from tests.takedowns import taken_down_before

A = ActionName
DAY = timedelta(days=1)
SYSTEM = Actor.system("test")


def state(stage: Stage) -> str:
    return str(User.objects.get(pk=stage.people[0].pk).state)


@pytest.mark.parametrize("name", [one for one in ActionName if one != A.WARN])
@pytest.mark.parametrize("first_falls", [True, False])
def test_of_two_that_are_the_same_one_falls_and_the_other_stays(
    name: ActionName, first_falls: bool, stage: Stage, deliver: Callable[[], int]
) -> None:
    before = stage.untouched
    first = decided(stage, wish(name))
    alone = effects(stage)
    second = decided(stage, wish(name))
    undone(stage, first if first_falls else second)
    assert effects(stage) == alone
    undone(stage, second if first_falls else first)
    deliver()
    assert effects(stage) == before


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_strictest_of_what_is_left_holds(order: tuple[int, ...], stage: Stage) -> None:
    made = [
        decided(stage, wish(A.SUSPEND, DAY)),
        decided(stage, wish(A.BAN)),
        decided(stage, wish(A.SUSPEND, 2 * DAY)),
    ]
    left = {0, 1, 2}
    for one in order:
        undone(stage, made[one])
        left.discard(one)
        assert state(stage) == ("banned" if 1 in left else "suspended" if left else "good")


def test_the_desk_and_a_decision_hold_a_post_apart(
    stage: Stage, deliver: Callable[[], int]
) -> None:
    post, before = stage.posts[0], stage.untouched
    decision = decided(stage, wish(A.REMOVE_POST))
    taken_down_before(post=post, by=stage.judge)
    undone(stage, decision)
    assert Post.objects.get(pk=post.pk).state == "taken_down"
    reinstate(post=post, by=stage.judge)
    deliver()
    assert effects(stage) == before


def test_the_desk_lifts_no_decision(stage: Stage) -> None:
    decided(stage, wish(A.REMOVE_POST))
    taken_down_before(post=stage.posts[0], by=stage.judge)
    reinstate(post=stage.posts[0], by=stage.judge)
    assert Post.objects.get(pk=stage.posts[0].pk).state == "taken_down"
    decided(stage, wish(A.SUSPEND))
    person = User.objects.get(pk=stage.people[0].pk)
    with pytest.raises(DomainError, match="held_by_decision"):
        change_standing(
            person=person, to=Standing.GOOD, actor=stage.judge, reason=StandingReason.MISTAKE
        )
    assert state(stage) == "suspended"


def test_what_staff_said_before_a_decision_is_taken_back_beside_it(stage: Stage) -> None:
    person = User.objects.get(pk=stage.people[0].pk)
    change_standing(
        person=person, to=Standing.BANNED, actor=stage.judge, reason=StandingReason.OTHER
    )
    decision = decided(stage, wish(A.SUSPEND))
    assert state(stage) == "banned"
    change_standing(
        person=person, to=Standing.SUSPENDED, actor=stage.judge, reason=StandingReason.MISTAKE
    )
    assert state(stage) == "suspended"
    undone(stage, decision)
    assert state(stage) == "good", "nothing else holds them"


def test_a_freeze_and_a_decision_end_apart(stage: Stage) -> None:
    person = User.objects.get(pk=stage.people[0].pk)
    decision = decided(stage, wish(A.SUSPEND))
    freeze(person=person, actor=SYSTEM, reason=StandingReason.STORE_CONSENT)
    undone(stage, decision)
    assert state(stage) == "suspended", "the freeze holds"
    again = decided(stage, wish(A.BAN))
    thaw(person=person, actor=SYSTEM)
    assert state(stage) == "banned"
    undone(stage, again)
    assert state(stage) == "good"


def test_a_post_that_is_put_away_escapes_nothing(stage: Stage, deliver: Callable[[], int]) -> None:
    post, person = stage.posts[0], stage.people[0]
    delete_post(post=post, by=person)
    decision = decided(stage, wish(A.REMOVE_POST))
    deliver()
    assert post.draft is not None
    with pytest.raises(DomainError, match="not_publishable"):
        publish(draft=post.draft, by=person)
    undone(stage, decision)
    deliver()
    assert Post.objects.get(pk=post.pk).state == "deleted", "that was its author's doing"
    assert publish(draft=post.draft, by=person).state == "published"


def test_a_second_post_of_the_same_film_keeps_it_down(
    stage: Stage, deliver: Callable[[], int]
) -> None:
    post, person = stage.posts[0], stage.people[0]
    delete_post(post=post, by=person)
    deliver()
    assert post.draft is not None
    again = publish(draft=post.draft, by=person)
    old = decided(stage, wish(A.REMOVE_POST))
    stage.posts = (again, stage.posts[1])
    new = decided(stage, wish(A.REMOVE_POST))
    undone(stage, old)
    deliver()
    assert areas_of(stage.posts[0]) == ["quarantine"] * 3
    undone(stage, new)
    deliver()
    assert areas_of(stage.posts[0]) == ["out"] * 3


TIMED = [A.SUSPEND, A.LIMIT_GENERATION, A.LIMIT_POST, A.LABEL_POST, A.PAUSE_CAMEO, A.DISABLE_REMIX]


@pytest.mark.parametrize("name", TIMED)
def test_what_is_for_a_time_lifts_itself_and_says_so(
    name: ActionName, stage: Stage, time_machine: Any
) -> None:
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    before = stage.untouched
    decision = decided(stage, wish(name, DAY))
    during = effects(stage)
    assert during != before
    time_machine.move_to(now + DAY - timedelta(seconds=1), tick=False)
    assert lift_ended() == 0
    assert effects(stage) == during
    time_machine.move_to(now + DAY, tick=False)
    assert (lift_ended(), lift_ended()) == (1, 0), "delivered twice it is lifted once"
    assert effects(stage) == before
    row = DecisionAction.objects.get(decision=decision)
    assert (row.state, row.ended_at) == (ActionState.EXPIRED, now + DAY)
    last = Event.objects.filter(person_id=stage.people[0].pk).latest("number")
    told = {"decision": decision.public_id, "replaces": None, "action": name.value}
    assert (last.type, last.data) == ("decision.action_ended", told)
    undone(stage, decision)
    assert effects(stage) == before
