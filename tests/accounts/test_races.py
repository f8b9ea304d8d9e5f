"""Two at once: real threads, real commits."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.events import AccountDeleted
from accounts.models import (
    Block,
    Follow,
    FollowRequest,
    InviteUse,
    Standing,
    StandingReason,
    StandingTransition,
    User,
)
from accounts.services import follow_requests, invites, relations
from accounts.services.deletion import delete_account
from accounts.services.sessions import end_sessions
from audit.models import AuditEvent
from lib.actors import Actor
from lib.errors import DomainError
from tests import cast
from tests.accounts.hearing import hear
from tests.accounts.signing_up import sign_up
from tests.client import Api
from tests.standings import change_standing

pytestmark = pytest.mark.usefixtures("committing")


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The results, or the DomainErrors, of calls that start together."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            return call()
        except DomainError as refused:
            return refused.code.value
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


@pytest.mark.parametrize("handles", [("bob_lee", "bob_lee"), ("bob_lee", "B0B.LEE")])
def test_of_two_who_want_one_handle_exactly_one_gets_it(api: Api, handles: tuple[str, str]) -> None:
    def ask(number: int) -> Any:
        return sign_up(Api(), email=f"p{number}@example.org", handle=handles[number % 2])

    answers = at_once(*[lambda n=n: ask(n) for n in range(6)])

    assert sorted(answer.status_code for answer in answers) == [401] + [422] * 5
    assert User.objects.count() == 1


def test_one_address_makes_one_account(api: Api) -> None:
    def ask(number: int) -> Any:
        return sign_up(Api(), email="mara@example.org", handle=f"mara_number_{number}")

    answers = at_once(*[lambda n=n: ask(n) for n in range(4)])

    assert {answer.status_code for answer in answers} <= {401, 409, 429}
    assert User.objects.count() == 1


def test_of_200_who_redeem_one_code_exactly_one_gets_in(creator: User) -> None:
    code = invites.issue(actor=creator).code
    people = [cast.adult() for _ in range(200)]

    def redeem(person: User) -> str:
        with transaction.atomic():
            invites.claim(code=code, person=person)
        return "in"

    results = []
    for first in range(0, len(people), 20):  # as many at once as there are connections to spare
        results += at_once(*[partial(redeem, one) for one in people[first : first + 20]])
    assert Counter(results) == {"in": 1, "invite_invalid": 199}
    assert InviteUse.objects.count() == 1


def test_a_code_for_three_lets_in_three(moderator: User) -> None:
    code = invites.issue(actor=moderator, max_uses=3).code

    def ask(number: int) -> Any:
        email, handle = f"p{number}@example.org", f"guest_{'abcdefgh'[number]}"
        return sign_up(Api(), email=email, handle=handle, invite_code=code)

    answers = at_once(*[partial(ask, number) for number in range(8)])
    assert sorted(answer.status_code for answer in answers) == [401] * 3 + [422] * 5
    assert User.objects.filter(joined_at=None).count() == 3


def test_a_yes_and_a_withdrawal_at_once_leave_no_loose_end(creator: User, friend: User) -> None:
    User.objects.filter(pk=creator.pk).update(is_private=True)
    for _ in range(8):
        relations.follow(actor=friend, person=creator)
        at_once(
            lambda: follow_requests.accept(actor=creator, person=friend),
            lambda: relations.unfollow(actor=friend, person=creator),
        )
        assert not FollowRequest.objects.exists()
        relations.unfollow(actor=friend, person=creator)
        assert not Follow.objects.exists()


def test_a_block_beats_a_follow_that_comes_at_the_same_time(creator: User, friend: User) -> None:
    for _ in range(8):
        at_once(
            lambda: relations.follow(actor=friend, person=creator),
            lambda: relations.block(actor=creator, person=friend),
        )
        assert Block.objects.count() == 1
        assert not Follow.objects.exists()
        relations.unblock(actor=creator, person=friend)


def test_following_many_times_at_once_is_following_once(creator: User, friend: User) -> None:
    at_once(*[lambda: relations.follow(actor=friend, person=creator)] * 6)
    assert Follow.objects.count() == 1
    assert AuditEvent.objects.filter(action="accounts.follow.made").count() == 1


def test_of_two_decisions_about_one_person_one_stands(creator: User, moderator: User) -> None:
    people = [User.objects.get(pk=creator.pk) for _ in range(4)]
    results = at_once(
        *[
            lambda p=p: change_standing(
                person=p, to=Standing.SUSPENDED, actor=moderator, reason=StandingReason.SPAM
            )
            for p in people
        ]
    )
    assert results.count("stale_state") == 3
    assert StandingTransition.objects.filter(to_state="suspended").count() == 1


def test_no_end_of_sessions_is_lost_to_a_decision(creator: User, moderator: User) -> None:
    """Each of the four ends all sessions once, so the epoch counts them."""
    for number in range(1, 7):
        person = User.objects.get(pk=creator.pk)
        to = Standing.BANNED if person.standing == Standing.SUSPENDED else Standing.SUSPENDED
        shut_out = partial(
            change_standing, person=person, to=to, actor=moderator, reason=StandingReason.SPAM
        )
        at_once(shut_out, *[partial(_end_sessions, creator)] * 3)
        assert User.objects.get(pk=creator.pk).session_epoch == 4 * number


def _end_sessions(person: User) -> None:
    end_sessions(person=User.objects.get(pk=person.pk), actor=Actor.system("test"))


def test_an_account_is_deleted_once(creator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = hear(monkeypatch, AccountDeleted)
    actor = Actor.person(creator.pk)
    results = at_once(*[lambda: delete_account(person=creator, actor=actor)] * 4)
    assert results.count("stale_state") == 3
    assert len(heard) == 1
