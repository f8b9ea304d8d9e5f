"""Removal of each kind of thing that can be reported: of a post, a draft, words of a profile."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from accounts.models import ProfileField, ProfileHold, ProfileText, User
from accounts.services.deletion import delete_account
from accounts.services.impersonation import MarkEnd, end_mark, mark_impersonation
from accounts.services.profile_texts import propose
from accounts.services.profile_texts import show as show_words
from accounts.services.profiles import update_profile
from enforcement.actions.names import ActionName
from enforcement.models import ActionState
from enforcement.services.deciding import decide
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from feed.models import Post
from feed.services.deletion import delete_post
from feed.services.publishing import publish
from feed.services.takedowns import reinstate
from feed.services.verdicts import rating_of, show
from generation.models import Draft
from lib.actors import Actor
from lib.errors import DomainError
from tests.client import Api
from tests.enforcement.decisions.stage import (
    RULE,
    SAID,
    Stage,
    decided,
    effects,
    of_person,
    undone,
    wanted,
    wish,
)
from tests.feed.studio import finished
from tests.takedowns import taken_down_before

A = ActionName
SYSTEM = Actor.system("test")


def read(stage: Stage) -> User:
    return User.objects.get(pk=stage.people[0].pk)


def write(person: User, words: str) -> None:
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        assert not propose(held, ProfileField.BIO, words)
        show_words(
            held, ProfileText.objects.get(person=held, text__isnull=False), actor=SYSTEM, reason="t"
        )


def put_away(stage: Stage, deliver: Callable[[], int]) -> Any:
    """Its author has the draft again, and nothing of it is shown."""
    post = stage.posts[0]
    delete_post(post=post, by=stage.people[0])
    deliver()
    assert post.draft is not None
    return post.draft


def test_a_withheld_draft_is_published_by_nobody(stage: Stage, deliver: Callable[[], int]) -> None:
    draft = put_away(stage, deliver)
    decision = decided(stage, wish(A.REMOVE_DRAFT))
    deliver()
    with pytest.raises(DomainError, match="not_publishable"):
        publish(draft=draft, by=stage.people[0])
    undone(stage, decision)
    deliver()
    assert publish(draft=draft, by=stage.people[0]).state == "published"


def test_a_draft_that_was_never_shown_is_withheld(stage: Stage, deliver: Callable[[], int]) -> None:
    draft = finished(stage.people[0])
    about = Wanted(SubjectKind.DRAFT, draft.pk, RULE, SAID, (wish(A.REMOVE_DRAFT),))
    decision = decide(wanted=about, by=stage.judge)
    deliver()
    assert {one.bound_for for one in draft.job.assets.all()} == {"quarantine"}
    with pytest.raises(DomainError, match="not_publishable"):
        publish(draft=draft, by=stage.people[0])
    undone(stage, decision)
    deliver()
    assert publish(draft=Draft.objects.get(pk=draft.pk), by=stage.people[0]).state == "published"


def test_a_post_that_waited_while_its_draft_was_withheld_stays_down(
    stage: Stage, deliver: Callable[[], int]
) -> None:
    """Its caption is judged meanwhile, and the desk takes it down and gives it back."""
    draft = finished(stage.people[0])
    post = publish(draft=draft, by=stage.people[0], caption="A boat.")
    assert post.state == "screening"
    about = Wanted(SubjectKind.DRAFT, draft.pk, RULE, SAID, (wish(A.REMOVE_DRAFT),))
    decision = decide(wanted=about, by=stage.judge)
    with transaction.atomic():
        show(Post.objects.get(pk=post.pk), rating_of(post), actor=SYSTEM, reason="test")
    assert not Post.objects.visible_to(stage.viewers[0]).filter(pk=post.pk).exists()
    taken_down_before(post=post, by=stage.judge)
    reinstate(post=post, by=stage.judge)
    deliver()
    assert not Post.objects.visible_to(stage.viewers[0]).filter(pk=post.pk).exists()
    undone(stage, decision)
    deliver()
    assert Post.objects.visible_to(stage.viewers[0]).filter(pk=post.pk).exists()


def test_a_withheld_draft_takes_its_posts_along(stage: Stage, deliver: Callable[[], int]) -> None:
    before = stage.untouched
    decision = decided(stage, wish(A.REMOVE_DRAFT))
    deliver()
    assert effects(stage)["posts"][0]["areas"] == ["quarantine"] * 3
    assert Post.objects.get(pk=stage.posts[0].pk).state == "taken_down"
    assert effects(stage)["posts"][1] == before["posts"][1]
    undone(stage, decision)
    deliver()
    assert effects(stage) == before


@pytest.mark.parametrize("draft_falls_first", [True, False])
@pytest.mark.parametrize("desk", [True, False])
def test_a_draft_and_its_post_are_held_apart(
    stage: Stage, deliver: Callable[[], int], *, draft_falls_first: bool, desk: bool
) -> None:
    """Neither gives the files back while the other holds."""
    before, post = stage.untouched, stage.posts[0]
    of_draft = decided(stage, wish(A.REMOVE_DRAFT))
    if desk:
        taken_down_before(post=post, by=stage.judge)
        fall: Any = lambda: reinstate(post=post, by=stage.judge)  # noqa: E731
    else:
        of_post = decided(stage, wish(A.REMOVE_POST))
        fall = lambda: undone(stage, of_post)  # noqa: E731
    ways = [lambda: undone(stage, of_draft), fall]
    first, second = ways if draft_falls_first else reversed(ways)
    first()
    deliver()
    now = effects(stage)["posts"][0]
    assert (now["state"], now["areas"]) == ("taken_down", ["quarantine"] * 3)
    second()
    deliver()
    assert effects(stage) == before


def test_of_a_deleted_draft_nothing_is_withheld(stage: Stage, deliver: Callable[[], int]) -> None:
    draft = put_away(stage, deliver)
    what = wanted(stage, wish(A.REMOVE_DRAFT))
    type(draft).objects.filter(pk=draft.pk).update(deleted_at=draft.created_at)
    Post.objects.filter(draft=draft).update(draft=None)
    decision = decide(wanted=what, by=stage.judge)
    assert decision.actions.get().state == ActionState.MOOT


def test_taken_words_are_read_by_nobody_and_come_back(api: Api, stage: Stage) -> None:
    who = stage.people[0]
    decision = decided(stage, wish(A.REMOVE_NAME), wish(A.REMOVE_BIO))
    shown = api.get(f"/people/{who.handle}", as_=stage.viewers[0]).json()
    assert (shown["display_name"], shown["bio"]) == ("", "")
    held = ProfileHold.objects.get(person=who, field=ProfileField.BIO)
    assert held.words == "Boats."
    undone(stage, decision)
    shown = api.get(f"/people/{who.handle}", as_=stage.viewers[0]).json()
    assert (shown["display_name"], shown["bio"]) == ("Captain Ho", "Boats.")
    assert set(ProfileHold.objects.values_list("words", flat=True)) == {None}


def test_what_they_wrote_since_stays(stage: Stage) -> None:
    decision = decided(stage, wish(A.REMOVE_BIO))
    write(read(stage), "I draw ships.")
    undone(stage, decision)
    assert read(stage).bio == "I draw ships."


def test_what_they_emptied_since_stays_empty(stage: Stage) -> None:
    decision = decided(stage, wish(A.REMOVE_BIO))
    write(read(stage), "I draw ships.")
    update_profile(person=read(stage), bio="")
    undone(stage, decision)
    assert read(stage).bio == ""


def test_where_nothing_stands_nothing_is_taken(stage: Stage) -> None:
    User.objects.filter(pk=stage.people[0].pk).update(bio="")
    decision = decided(stage, wish(A.REMOVE_BIO))
    assert decision.actions.get().state == ActionState.MOOT


@pytest.mark.parametrize("mark_first", [True, False])
def test_a_mark_of_impersonation_holds_the_names_apart(stage: Stage, *, mark_first: bool) -> None:
    """A decision that falls gives no name back that a mark holds, and the other way round."""
    who, before = read(stage), of_person(stage.people[0].pk)["says"]

    def mark() -> None:
        mark_impersonation(person=who, of=stage.people[1].public_id, actor=stage.judge)

    if mark_first:
        mark()
    decision = decided(stage, wish(A.REMOVE_NAME), wish(A.REMOVE_BIO))
    if not mark_first:
        mark()
    assert of_person(stage.people[0].pk)["says"] == ("", "", "")
    undone(stage, decision)
    assert of_person(stage.people[0].pk)["says"] == ("", "", "")
    end_mark(person=who, end=MarkEnd.LIFTED, actor=stage.judge)
    assert of_person(stage.people[0].pk)["says"] == before


def test_a_mark_that_falls_gives_no_words_back_that_a_decision_took(stage: Stage) -> None:
    who, before = read(stage), of_person(stage.people[0].pk)["says"]
    mark_impersonation(person=who, of=stage.people[1].public_id, actor=stage.judge)
    decision = decided(stage, wish(A.REMOVE_NAME), wish(A.REMOVE_BIO))
    end_mark(person=who, end=MarkEnd.LIFTED, actor=stage.judge)
    assert of_person(stage.people[0].pk)["says"] == ("", "", "")
    undone(stage, decision)
    assert of_person(stage.people[0].pk)["says"] == before


def test_with_the_account_the_words_go(stage: Stage) -> None:
    decided(stage, wish(A.REMOVE_BIO))
    delete_account(person=stage.people[0], actor=Actor.person(stage.people[0].pk))
    assert not ProfileHold.objects.exists()


def test_each_is_about_its_own_kind(stage: Stage) -> None:
    about_post = wanted(stage, wish(A.REMOVE_POST))
    for name in (A.REMOVE_DRAFT, A.REMOVE_BIO, A.REMOVE_NAME):
        with pytest.raises(DomainError, match="invalid"):
            decide(wanted=replace(about_post, wishes=(wish(name),)), by=stage.judge)
