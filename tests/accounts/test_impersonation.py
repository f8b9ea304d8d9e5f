"""Profiles that pass for somebody lose their names; that is contested, and undone exactly (A16)."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from time_machine import travel

from accounts.models import HeldDecision, HeldHandle, Impersonation, ProfileText, User
from accounts.models.impersonations import CONTESTABLE_FOR
from accounts.services.deletion import delete_account
from accounts.services.impersonation import (
    NAMES_KEPT,
    MarkEnd,
    contest,
    end_mark,
    forget_names,
    mark_impersonation,
    uphold,
)
from accounts.services.second_approval import ProtectionReason, approve, protect
from audit.models import AuditEvent
from inbox.models import Event
from lib.actors import Actor
from lib.errors import DomainError, StaleState
from tests import cast
from tests.accounts.test_races import at_once
from tests.client import Api, code_of
from tests.staff import at_the_desk

MINE, CONTEST = "/me/impersonation", "/me/impersonation/contest"


@pytest.fixture
def copy(creator: User) -> User:
    """Somebody who calls themself as somebody else is called."""
    User.objects.filter(pk=creator.pk).update(
        display_name="Mara Berg", name_key="maraberg", bio="The only one"
    )
    creator.refresh_from_db()
    return creator


def _page(person: User) -> str:
    return f"/admin/accounts/user/{person.public_id}/impersonation/"


def _names(person: User) -> tuple[str, ...]:
    now = User.objects.get(pk=person.pk)
    return (now.handle, now.handle_key, now.display_name, now.name_key, now.bio)


def _told(person: User) -> list[str]:
    return list(
        Event.objects.filter(person_id=person.pk).order_by("number").values_list("type", flat=True)
    )


def test_a_marked_profile_has_neutral_names_and_is_told(
    api: Api, copy: User, friend: User, moderator: User
) -> None:
    before = _names(copy)
    form = {"finding": "passes", "of": friend.public_id}
    assert at_the_desk(moderator).post(_page(copy), form).status_code == 302
    handle, _, *others = _names(copy)
    assert handle.startswith("member_")
    assert others == ["", "", ""]
    assert api.get(f"/people/{before[0]}", as_=friend).status_code == 404
    assert api.get(f"/people/{handle}", as_=friend).json()["display_name"] == ""
    row = AuditEvent.objects.get(action="accounts.impersonation.marked")
    assert (row.target, row.facts) == (copy.public_id, {"of": friend.public_id})
    assert _told(copy) == ["profile.names_taken"]
    assert friend.public_id not in api.get(MINE, as_=copy).content.decode()
    assert _told(friend) == []


def test_nobody_takes_the_name_that_was_taken(
    api: Api, copy: User, friend: User, moderator: User
) -> None:
    handle = copy.handle
    mark_impersonation(person=copy, of=friend.public_id, actor=moderator)
    for who in (copy, friend):
        answer = api.patch("/me", {"handle": handle}, as_=who)
        assert code_of(answer) == ("names_held" if who == copy else "handle_taken")
    assert code_of(api.patch("/me", {"display_name": "Mara"}, as_=copy)) == "names_held"
    assert api.patch("/me", {"bio": "I paint."}, as_=copy).status_code == 200


def test_lifting_leads_back_to_exactly_what_stood(copy: User, moderator: User) -> None:
    before, held = _names(copy), list(HeldHandle.objects.values())
    mark_impersonation(person=copy, of="zoetrope", actor=moderator)
    at_the_desk(moderator).post(_page(copy), {"finding": "lifted"})
    assert _names(copy) == before
    assert list(HeldHandle.objects.values()) == held
    assert Impersonation.objects.get().names is None
    row = AuditEvent.objects.get(action="accounts.impersonation.marked")
    assert row.facts == {"of": "reserved:zoetrope"}
    assert _told(copy) == ["profile.names_taken", "profile.names_decided"]
    with pytest.raises(StaleState):
        end_mark(person=copy, end=MarkEnd.LIFTED, actor=moderator)


def test_words_that_waited_wait_again_and_those_written_since_stay(
    api: Api, copy: User, moderator: User
) -> None:
    api.patch("/me", {"display_name": "Mara B."}, as_=copy)
    mark_impersonation(person=copy, of="zoetrope", actor=moderator)
    assert not ProfileText.objects.filter(state="waiting").exists()
    api.patch("/me", {"bio": "I paint."}, as_=copy)
    end_mark(person=copy, end=MarkEnd.LIFTED, actor=moderator)
    me = api.get("/me", as_=copy).json()
    assert (me["display_name"], me["bio"]) == ("Mara B.", "I paint.")
    assert _names(copy)[2:] == ("Mara Berg", "maraberg", "The only one"), "as others see it"


def test_a_bio_that_others_see_since_stays(copy: User, moderator: User) -> None:
    mark_impersonation(person=copy, of="zoetrope", actor=moderator)
    User.objects.filter(pk=copy.pk).update(bio="I paint.")
    end_mark(person=copy, end=MarkEnd.LIFTED, actor=moderator)
    assert _names(copy)[4] == "I paint."


def test_freed_means_other_names(api: Api, copy: User, moderator: User) -> None:
    handle = copy.handle
    mark_impersonation(person=copy, of="zoetrope", actor=moderator)
    end_mark(person=copy, end=MarkEnd.FREED, actor=moderator)
    assert code_of(api.patch("/me", {"handle": handle}, as_=copy)) == "handle_taken"
    assert api.patch("/me", {"handle": "brush_and_ink"}, as_=copy).status_code == 200


def test_it_is_contested_once_and_another_of_staff_looks_again(
    api: Api, copy: User, moderator: User
) -> None:
    assert api.get(MINE, as_=copy).status_code == 404
    assert api.post(CONTEST, {}, as_=copy, key="none").status_code == 404
    mark = mark_impersonation(person=copy, of="zoetrope", actor=moderator)
    assert api.get(MINE, as_=copy).json()["can"] == {"contest": True}
    answer = api.post(CONTEST, {}, as_=copy, key="one")
    assert (answer.status_code, answer.json()["state"]) == (201, "contested")
    assert code_of(api.post(CONTEST, {}, as_=copy, key="two")) == "already_contested"
    with pytest.raises(DomainError) as refused:
        uphold(mark=mark, actor=moderator)
    assert refused.value.code == "not_allowed_for_self"
    with pytest.raises(IntegrityError), transaction.atomic():
        Impersonation.objects.update(state="upheld", decided_by=moderator.pk)
    other = at_the_desk(cast.moderator())
    assert mark.person.public_id in other.get("/admin/accounts/user/look-alikes/").content.decode()
    assert other.post(_page(copy), {"finding": "upheld"}).status_code == 302
    mine = api.get(MINE, as_=copy).json()
    assert (mine["state"], mine["can"]) == ("upheld", {"contest": False})
    assert _names(copy)[0].startswith("member_")


def test_after_half_a_year_it_is_too_late_and_the_names_are_forgotten(
    copy: User, moderator: User
) -> None:
    mark = mark_impersonation(person=copy, of="zoetrope", actor=moderator)
    later = timezone.now() + CONTESTABLE_FOR
    with travel(later - timedelta(hours=1)):
        assert forget_names() == 0
    with travel(later + timedelta(hours=1)):
        with pytest.raises(DomainError) as refused:
            contest(person=copy)
        assert refused.value.code == "not_contestable"
        assert forget_names() == 1
        end_mark(person=copy, end=MarkEnd.LIFTED, actor=moderator)
    mark.refresh_from_db()
    assert (mark.state, mark.names) == ("lifted", None)
    assert _names(copy)[0].startswith("member_")


def test_what_waits_for_an_answer_is_kept_longer_but_not_for_ever(
    copy: User, moderator: User
) -> None:
    mark_impersonation(person=copy, of="zoetrope", actor=moderator)
    contest(person=copy)
    with travel(timezone.now() + NAMES_KEPT - timedelta(hours=1)):
        assert forget_names() == 0
    with travel(timezone.now() + NAMES_KEPT + timedelta(hours=1)):
        assert forget_names() == 1


@pytest.mark.parametrize("of", ["", "somebody famous", "usr_01", "he stole my photo"])
def test_words_are_no_finding(copy: User, moderator: User, of: str) -> None:
    before = _names(copy)
    answer = at_the_desk(moderator).post(_page(copy), {"finding": "passes", "of": of})
    assert answer.status_code == 200
    assert _names(copy) == before
    assert not Impersonation.objects.exists()


def test_nobody_passes_for_themself_and_members_mark_nobody(
    copy: User, friend: User, moderator: User
) -> None:
    for by, of in ((moderator, copy.public_id), (friend, moderator.public_id)):
        with pytest.raises(DomainError):
            mark_impersonation(person=copy, of=of, actor=by)
    assert not Impersonation.objects.exists()


def _approve(desk: Any) -> None:
    row = HeldDecision.objects.latest("asked_at")
    path = f"/admin/accounts/helddecision/{row.public_id}/approval/"
    assert desk.post(path, {"answer": "approve"}).status_code == 302


def test_a_protected_account_waits_for_a_second_of_staff(copy: User, moderator: User) -> None:
    protect(person=copy, actor=moderator, reason=ProtectionReason.AT_RISK)
    before, second = _names(copy), cast.moderator()
    for verb in (
        partial(mark_impersonation, of="zoetrope"),
        partial(end_mark, end=MarkEnd.LIFTED),
    ):
        with pytest.raises(DomainError) as refused:
            verb(person=copy, actor=moderator)
        assert refused.value.code == "second_approval_required"
    at_the_desk(moderator).post(_page(copy), {"finding": "passes", "of": "zoetrope"})
    assert _names(copy) == before
    _approve(at_the_desk(second))
    assert _names(copy)[0].startswith("member_")
    mark = Impersonation.objects.get()
    assert (mark.asked_by, mark.marked_by) == (moderator.pk, second.pk)
    contest(person=copy)
    for one in (moderator, second):
        with pytest.raises(DomainError):
            uphold(mark=mark, actor=one)
    at_the_desk(moderator).post(_page(copy), {"finding": "lifted"})
    assert _names(copy) != before
    _approve(at_the_desk(second))
    assert _names(copy) == before


def test_the_account_takes_the_names_with_it(copy: User, moderator: User) -> None:
    key = copy.handle_key
    mark = mark_impersonation(person=copy, of="zoetrope", actor=moderator)
    delete_account(person=copy, actor=Actor.person(copy.pk))
    mark.refresh_from_db()
    assert (mark.state, mark.names) == ("ended", None)
    until = HeldHandle.objects.get(handle_key=key).until
    assert until > timezone.now() + CONTESTABLE_FOR - timedelta(days=1), "a mark is not washed off"


def test_the_name_is_held_after_a_deletion_as_any_where_the_finding_is_old(
    copy: User, moderator: User
) -> None:
    key = copy.handle_key
    mark_impersonation(person=copy, of="zoetrope", actor=moderator)
    with travel(timezone.now() + CONTESTABLE_FOR - timedelta(days=1)):
        delete_account(person=copy, actor=Actor.person(copy.pk))
        until = HeldHandle.objects.get(handle_key=key).until
        assert timedelta(days=29) < until - timezone.now() < timedelta(days=31)


@pytest.mark.usefixtures("committing")
def test_of_two_who_mark_at_once_one_does(copy: User) -> None:
    verbs = [
        partial(mark_impersonation, person=copy, of="zoetrope", actor=cast.moderator())
        for _ in range(3)
    ]
    results = [str(one) for one in at_once(*verbs)]
    assert results.count("stale_state") == 2


def test_what_would_end_one_mark_does_not_end_another(copy: User, moderator: User) -> None:
    mark_impersonation(person=copy, of="zoetrope", actor=moderator)
    protect(person=copy, actor=moderator, reason=ProtectionReason.AT_RISK)
    at_the_desk(moderator).post(_page(copy), {"finding": "lifted"})
    row = HeldDecision.objects.get()
    assert row.came_from == Impersonation.objects.get().public_id
    User.objects.filter(pk=copy.pk).update(is_protected=False)
    end_mark(person=copy, end=MarkEnd.FREED, actor=moderator)
    mark_impersonation(person=copy, of="zoetrope", actor=moderator)
    User.objects.filter(pk=copy.pk).update(is_protected=True)
    with pytest.raises(StaleState):
        approve(decision=row, actor=cast.moderator())
    assert Impersonation.objects.filter(state="marked").count() == 1


def test_to_end_what_does_not_hold_is_not_held(copy: User, moderator: User) -> None:
    protect(person=copy, actor=moderator, reason=ProtectionReason.AT_RISK)
    page = at_the_desk(moderator).post(_page(copy), {"finding": "lifted"})
    assert "No mark holds." in page.content.decode()
    assert not HeldDecision.objects.exists()
