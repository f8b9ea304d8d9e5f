from itertools import permutations
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.events import SessionsEnded, StandingChanged
from accounts.models import Standing, StandingReason, StandingTransition, User
from accounts.models.standings import SHUT_OUT, STANDING_GRAPH
from accounts.services.sessions import end_sessions
from accounts.services.standing import freeze
from audit.models import AuditEvent
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from tests import cast
from tests.accounts.hearing import hear
from tests.standings import change_standing


@pytest.mark.parametrize(("came_from", "to"), list(permutations(Standing, 2)))
def test_every_edge_leaves_a_row_an_audit_row_and_an_event(
    creator: User, moderator: User, monkeypatch: Any, came_from: Standing, to: Standing
) -> None:
    assert to in STANDING_GRAPH.edges[came_from]
    if came_from != Standing.GOOD:
        change_standing(person=creator, to=came_from, actor=moderator, reason=StandingReason.SPAM)
    heard = hear(monkeypatch, StandingChanged, SessionsEnded)

    change_standing(person=creator, to=to, actor=moderator, reason=StandingReason.OTHER)

    creator.refresh_from_db()
    assert creator.standing == to
    row = StandingTransition.objects.order_by("-at").first()
    assert row is not None
    assert (row.from_state, row.to_state, row.reason) == (came_from, to, "other")
    assert row.actor == moderator.public_id
    audit = AuditEvent.objects.filter(action="accounts.standing.changed").latest("at")
    assert audit is not None
    assert audit.facts == {
        "came_from": came_from.value,
        "to": to.value,
        "reason": "other",
    }
    ended = [SessionsEnded(user_id=creator.pk)] if to in SHUT_OUT else []
    assert heard == [StandingChanged(user_id=creator.pk, standing=to.value), *ended]


def test_what_somebody_read_before_is_not_overwritten(creator: User, moderator: User) -> None:
    stale = User.objects.get(pk=creator.pk)
    change_standing(
        person=creator, to=Standing.BANNED, actor=moderator, reason=StandingReason.OTHER
    )
    with pytest.raises(StaleState):
        change_standing(
            person=stale, to=Standing.LIMITED, actor=moderator, reason=StandingReason.SPAM
        )
    creator.refresh_from_db()
    assert creator.standing == Standing.BANNED


def _refusal(**kwargs: Any) -> ErrorCode:
    with pytest.raises(DomainError) as refused:
        change_standing(**{"to": Standing.SUSPENDED, "reason": StandingReason.SPAM, **kwargs})
    assert not AuditEvent.objects.filter(action="accounts.standing.changed").exists()
    return refused.value.code


def test_only_staff_may_and_never_about_themselves_or_other_staff(
    creator: User, friend: User, moderator: User
) -> None:
    other = cast.moderator()
    assert _refusal(person=creator, actor=friend) == ErrorCode.PERMISSION_DENIED
    assert _refusal(person=moderator, actor=moderator) == ErrorCode.NOT_ALLOWED_FOR_SELF
    assert _refusal(person=other, actor=moderator) == ErrorCode.PERMISSION_DENIED
    moderator.is_superuser = True
    moderator.save(update_fields=["is_superuser"])
    change_standing(
        person=other, to=Standing.SUSPENDED, actor=moderator, reason=StandingReason.OTHER
    )
    assert _suspended_staff_may_nothing(other, creator)


def _suspended_staff_may_nothing(staff: User, person: User) -> bool:
    with pytest.raises(DomainError) as refused:
        change_standing(person=person, to=Standing.BANNED, actor=staff, reason=StandingReason.OTHER)
    return refused.value.code == ErrorCode.PERMISSION_DENIED


@pytest.mark.parametrize(
    "reason", ["", "sold fakes", StandingReason.SIGNED_UP, StandingReason.KNOWN_UNDER_13]
)
def test_a_reason_is_one_of_those_that_staff_may_give(
    creator: User, moderator: User, reason: str
) -> None:
    assert _refusal(person=creator, actor=moderator, reason=reason) == ErrorCode.INVALID


def test_the_history_takes_no_words(creator: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StandingTransition.objects.create(
            subject_id=creator.pk, to_state="banned", actor="system:test", reason="sold fakes"
        )


def test_only_shutting_out_raises_the_epoch_and_nothing_lowers_it(
    creator: User, moderator: User
) -> None:
    read_before = User.objects.get(pk=creator.pk)
    end_sessions(person=creator, actor=Actor.system("test"))
    reason = StandingReason.SPAM
    change_standing(person=read_before, to=Standing.LIMITED, actor=moderator, reason=reason)
    assert (read_before.session_epoch, _epoch(creator)) == (1, 1)
    change_standing(person=read_before, to=Standing.BANNED, actor=moderator, reason=reason)
    assert _epoch(creator) == 2
    end_sessions(person=creator, actor=Actor.system("test"))
    change_standing(person=read_before, to=Standing.GOOD, actor=moderator, reason=reason)
    assert _epoch(creator) == 3


def _epoch(person: User) -> int:
    return User.objects.get(pk=person.pk).session_epoch


def test_who_lost_the_right_to_decide_decides_no_more(creator: User, moderator: User) -> None:
    User.objects.filter(pk=moderator.pk).update(is_staff=False)
    assert moderator.is_staff
    assert _refusal(person=creator, actor=moderator) == ErrorCode.PERMISSION_DENIED


def test_freezing_twice_is_freezing_once(creator: User) -> None:
    for _ in range(2):
        freeze(person=creator, actor=Actor.system("test"), reason=StandingReason.KNOWN_UNDER_13)
    assert StandingTransition.objects.exclude(from_state="").count() == 1


def test_history_cannot_be_rewritten(creator: User) -> None:
    row = StandingTransition.objects.filter(subject_id=creator.pk)
    for change in (lambda: row.update(reason="mistake"), row.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    assert row.get().reason == "signed_up"
