"""What staff decide about a protected account waits for a second of them (A17)."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from time_machine import travel

from accounts.models import (
    OF_VERB,
    AgeBand,
    AgeSource,
    HeldDecision,
    HeldDecisionTransition,
    HeldVerb,
    Invite,
    InviteUse,
    Right,
    Standing,
    StandingReason,
    StandingTransition,
    User,
)
from accounts.services.age_findings import AgeFinding, record_finding, withdraw_mistaken
from accounts.services.ages import signal_age
from accounts.services.deletion import delete_account
from accounts.services.forced_sign_out import SignOutReason, force_sign_out
from accounts.services.invite_trees import InvitingReason, set_inviting
from accounts.services.second_approval import WAITS, ProtectionReason, approve, propose, protect
from accounts.services.standing import change_standing
from audit.models import AuditEvent
from config import staff
from feed.models import Post
from feed.services.takedowns import reinstate
from lib.actors import Actor
from lib.errors import DomainError
from tests import cast
from tests.accounts.test_races import at_once
from tests.client import Api, code_of
from tests.feed.studio import published
from tests.staff import at_the_desk
from tests.takedowns import taken_down_before

BAN = {"to": "banned", "reason": "harassment"}


@pytest.fixture
def figure(creator: User, moderator: User) -> User:
    """A public figure, whose account is protected."""
    protect(person=creator, actor=moderator, reason=ProtectionReason.PUBLIC_FIGURE)
    creator.refresh_from_db()
    return creator


def _page(person: User, tail: str) -> str:
    return f"/admin/accounts/user/{person.public_id}/{tail}/"


def _approval(desk: Client, answer: str) -> Any:
    row = HeldDecision.objects.latest("asked_at")
    path = f"/admin/accounts/helddecision/{row.public_id}/approval/"
    assert row.person.public_id in desk.get(path).content.decode()
    return desk.post(path, {"answer": answer})


def test_a_ban_is_held_and_nothing_is_in_force(api: Api, figure: User, moderator: User) -> None:
    token = api.token(figure)
    assert at_the_desk(moderator).post(_page(figure, "standing"), BAN).status_code == 302
    figure.refresh_from_db()
    assert figure.standing == Standing.GOOD
    assert api.get("/me", token=token).status_code == 200
    row = HeldDecision.objects.get()
    assert (row.state, row.decided_at, row.asked_by) == ("waiting", None, moderator.pk)
    assert not StandingTransition.objects.filter(to_state="banned").exists()


def test_a_second_member_of_staff_approves_and_it_is_done(
    api: Api, figure: User, moderator: User
) -> None:
    token, second = api.token(figure), cast.moderator()
    at_the_desk(moderator).post(_page(figure, "standing"), BAN)
    assert _approval(at_the_desk(second), "approve").status_code == 302
    assert api.get("/me", token=token).status_code == 401
    done = StandingTransition.objects.get(to_state="banned")
    assert (done.actor, done.reason) == (second.public_id, "harassment")
    history = HeldDecisionTransition.objects.order_by("at")
    assert [(row.to_state, row.actor) for row in history] == [
        ("waiting", moderator.public_id),
        ("approved", second.public_id),
    ]
    actions = AuditEvent.objects.filter(target=figure.public_id, action__contains="decision")
    assert [row.action for row in actions.order_by("at")] == [
        "accounts.decision.held",
        "accounts.decision.settled",
    ]


def test_staff_see_what_waits_and_how_it_came(figure: User, moderator: User) -> None:
    desk = at_the_desk(moderator)
    desk.post(_page(figure, "standing"), BAN)
    row, listed = HeldDecision.objects.get(), "/admin/accounts/helddecision/"
    assert row.public_id in desk.get(listed).content.decode()
    page = desk.get(f"{listed}{row.pk}/change/").content.decode()
    assert "harassment" in page
    assert moderator.public_id in page


def test_nobody_approves_what_they_asked_for(figure: User, moderator: User) -> None:
    desk = at_the_desk(moderator)
    desk.post(_page(figure, "standing"), BAN)
    assert _approval(desk, "approve").status_code == 200
    figure.refresh_from_db()
    assert figure.standing == Standing.GOOD
    wrong = HeldDecision.objects.filter(state="waiting")
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.update(state="approved", decided_by=moderator.pk, decided_at=timezone.now())


def test_what_is_dropped_is_not_done(figure: User, moderator: User) -> None:
    at_the_desk(moderator).post(_page(figure, "standing"), BAN)
    assert _approval(at_the_desk(cast.moderator()), "drop").status_code == 302
    assert _approval(at_the_desk(cast.moderator()), "approve").status_code == 200
    figure.refresh_from_db()
    assert figure.standing == Standing.GOOD


def test_no_service_goes_around_it(figure: User, moderator: User) -> None:
    """Whoever calls them: rooms to the right act through the same verbs."""
    ban = partial(change_standing, to=Standing.BANNED, reason=StandingReason.SAFETY)
    end = partial(force_sign_out, reason=SignOutReason.SAFETY)
    held = propose(
        person=figure, verb=HeldVerb.SIGN_OUT, actor=moderator, reason=SignOutReason.SAFETY
    )
    invites = partial(set_inviting, may=False, reason=InvitingReason.SOLD, whole_subtree=False)
    age = partial(record_finding, finding=AgeFinding.UNDER_18)
    mistake = partial(withdraw_mistaken, source=AgeSource.REPORT)
    for verb in (ban, end, invites, age, mistake):
        for approval in (None, held):
            with pytest.raises(DomainError) as refused:
                verb(person=figure, actor=moderator, approval=approval)
            assert refused.value.code == "second_approval_required"


def test_what_one_of_staff_does_alone_says_why(figure: User) -> None:
    """Each right of a moderator waits, looks, or is listed with the reason why it does neither."""
    waits = {str(right) for right in OF_VERB.values()}
    looks = {str(right) for right in Right if "see_" in right or "view_" in right}
    assert set(map(str, staff.LEAD_PERMISSIONS)) == waits | looks | set(staff.AT_ONCE)
    assert not (waits | looks) & set(staff.AT_ONCE)
    assert all(len(why) > 20 for why in staff.AT_ONCE.values())


def test_a_post_that_was_taken_down_is_exactly_given_back_at_once(
    api: Api, figure: User, moderator: User, stranger: User
) -> None:
    """That waits for no second of staff; the account is not touched."""
    staff.appoint_moderator(moderator)
    desk, post = User.objects.get(pk=moderator.pk), published(figure)
    api.token(figure)
    people = list(User.objects.filter(pk=figure.pk).values())
    before = list(Post.objects.filter(pk=post.pk).values())
    path = f"/posts/{post.public_id}"
    taken_down_before(post=post, by=desk)
    assert api.get(path, as_=stranger).status_code == 404
    told = api.get("/me/events", as_=figure).json()["results"]
    assert [one["type"] for one in told][-1] == "post.taken_down"
    reinstate(post=post, by=desk, why="complaint")
    assert api.get(path, as_=stranger).status_code == 200
    assert list(Post.objects.filter(pk=post.pk).values()) == before
    assert list(User.objects.filter(pk=figure.pk).values()) == people
    assert not HeldDecision.objects.exists()


def test_an_approval_of_one_opens_no_other(figure: User, moderator: User) -> None:
    other = cast.creator()
    protect(person=other, actor=moderator, reason=ProtectionReason.AT_RISK)
    held = propose(
        person=other, verb=HeldVerb.SIGN_OUT, actor=moderator, reason=SignOutReason.SAFETY
    )
    approve(decision=held, actor=cast.moderator())
    held.refresh_from_db()
    with pytest.raises(DomainError):
        force_sign_out(person=figure, actor=moderator, reason=SignOutReason.SAFETY, approval=held)


def test_ending_sessions_is_held_too(api: Api, figure: User, moderator: User) -> None:
    token = api.token(figure)
    at_the_desk(moderator).post(_page(figure, "sign-out"), {"reason": "takeover"})
    assert api.get("/me", token=token).status_code == 200
    _approval(at_the_desk(cast.moderator()), "approve")
    assert api.get("/me", token=token).status_code == 401


def test_ending_the_protection_is_held_too(figure: User, moderator: User) -> None:
    at_the_desk(moderator).post(_page(figure, "protection"), {"reason": "ended"})
    figure.refresh_from_db()
    assert figure.is_protected
    _approval(at_the_desk(cast.moderator()), "approve")
    figure.refresh_from_db()
    assert not figure.is_protected


@pytest.mark.parametrize("answer", ["approve", "drop"])
def test_ending_their_inviting_is_held_too(figure: User, moderator: User, answer: str) -> None:
    form = {"may": "no", "reason": "ring"}
    at_the_desk(moderator).post(_page(figure, "invites"), form)
    assert User.objects.get(pk=figure.pk).may_invite
    _approval(at_the_desk(cast.moderator()), answer)
    assert User.objects.get(pk=figure.pk).may_invite == (answer == "drop")


def test_the_end_of_anothers_inviting_leaves_protected_people_below(
    figure: User, friend: User, moderator: User
) -> None:
    later = timezone.now() + timedelta(days=1)
    code = Invite.objects.create(inviter=friend, code="FIGURECODE", expires_at=later)
    InviteUse.objects.create(invite=code, invitee=figure)
    number = set_inviting(
        person=friend, may=False, actor=moderator, reason=InvitingReason.RING, whole_subtree=True
    )
    assert number == 1
    assert User.objects.get(pk=figure.pk).may_invite


def test_a_finding_about_their_age_is_held_too_and_its_date_goes(
    figure: User, moderator: User
) -> None:
    day = timezone.now().date() + timedelta(days=200)
    form = {"finding": "document_13_17", "adult_from": str(day)}
    at_the_desk(moderator).post(_page(figure, "age"), form)
    assert User.objects.get(pk=figure.pk).age_band == AgeBand.ADULT
    assert HeldDecision.objects.get().adult_from == day
    _approval(at_the_desk(cast.moderator()), "approve")
    held = User.objects.get(pk=figure.pk)
    assert (held.age_band, held.assured_by, held.adult_from) == ("13_17", "document", day)
    assert HeldDecision.objects.get().adult_from is None


def test_that_a_signal_was_a_mistake_is_held_too(figure: User, moderator: User) -> None:
    by = Actor.system("test")
    signal_age(person=figure, band=AgeBand.TEEN, source=AgeSource.REPORT, actor=by)
    at_the_desk(moderator).post(_page(figure, "age"), {"finding": "mistake:report"})
    assert User.objects.get(pk=figure.pk).age_band == AgeBand.TEEN
    _approval(at_the_desk(cast.moderator()), "approve")
    assert User.objects.get(pk=figure.pk).age_band == AgeBand.ADULT


def test_a_child_is_frozen_at_once_whoever_it_is(figure: User, moderator: User) -> None:
    at_the_desk(moderator).post(_page(figure, "age"), {"finding": "under_13"})
    held = User.objects.get(pk=figure.pk)
    assert (held.age_band, held.standing) == (AgeBand.UNDER_13, Standing.SUSPENDED)
    assert not HeldDecision.objects.exists()


def test_one_is_enough_to_protect(creator: User, moderator: User) -> None:
    at_the_desk(moderator).post(_page(creator, "protection"), {"reason": "at_risk"})
    creator.refresh_from_db()
    assert creator.is_protected


def test_no_protection_begins_because_it_has_ended(creator: User, moderator: User) -> None:
    desk = at_the_desk(moderator)
    assert desk.post(_page(creator, "protection"), {"reason": "ended"}).status_code == 200
    assert not User.objects.get(pk=creator.pk).is_protected
    desk.post(_page(creator, "protection"), {"reason": "public_figure"})
    assert desk.post(_page(creator, "protection"), {"reason": "public_figure"}).status_code == 200
    assert not HeldDecision.objects.exists()


def test_what_waited_too_long_is_asked_for_anew(figure: User, moderator: User) -> None:
    at_the_desk(moderator).post(_page(figure, "standing"), BAN)
    with travel(timezone.now() + WAITS + timedelta(hours=1)):
        assert _approval(at_the_desk(cast.moderator()), "approve").status_code == 200
        at_the_desk(moderator).post(_page(figure, "standing"), BAN)
        assert _approval(at_the_desk(cast.moderator()), "approve").status_code == 302
    figure.refresh_from_db()
    assert figure.standing == Standing.BANNED


def test_whoever_stands_otherwise_since_is_decided_about_anew(
    figure: User, moderator: User
) -> None:
    at_the_desk(moderator).post(_page(figure, "standing"), BAN)
    User.objects.filter(pk=figure.pk).update(state="limited")
    assert _approval(at_the_desk(cast.moderator()), "approve").status_code == 200
    figure.refresh_from_db()
    assert figure.standing == Standing.LIMITED
    assert HeldDecision.objects.get().state == "waiting"


def test_members_approve_nothing(figure: User, friend: User, moderator: User) -> None:
    at_the_desk(moderator).post(_page(figure, "standing"), BAN)
    row, client = HeldDecision.objects.get(), Client()
    client.force_login(friend)
    path = f"/admin/accounts/helddecision/{row.public_id}/approval/"
    assert client.post(path, {"answer": "approve"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "waiting"


@pytest.mark.usefixtures("committing")
def test_of_two_who_approve_at_once_one_does(figure: User, moderator: User) -> None:
    held = propose(
        person=figure, verb=HeldVerb.SIGN_OUT, actor=moderator, reason=SignOutReason.SAFETY
    )
    results = at_once(*[partial(approve, decision=held, actor=cast.moderator()) for _ in range(4)])
    assert sorted(str(one) for one in results) == ["None", *["stale_state"] * 3]


def test_what_waits_about_an_account_ends_with_it(figure: User, moderator: User) -> None:
    row = propose(person=figure, verb=HeldVerb.SIGN_OUT, actor=moderator, reason="safety")
    delete_account(person=figure, actor=Actor.person(figure.pk))
    row.refresh_from_db()
    assert row.state == "dropped"


def test_the_owner_of_a_protected_account_proves_who_they_are_before_an_edit(
    figure: User, friend: User
) -> None:
    found, own = Api(proved=False), Api()
    for changes in ({"bio": "I was here"}, {"handle": "somebody_new"}, {"is_private": False}):
        refused = found.patch("/me", changes, as_=figure)
        assert (refused.status_code, code_of(refused)) == (401, "reauthentication_required")
        assert found.patch("/me", changes, as_=friend).status_code == 200
        assert own.patch("/me", changes, as_=figure).status_code in (200, 422)
    assert found.patch("/me", {"is_private": True}, as_=figure).status_code == 200
