"""Preflight: three answers, one reason that nobody can read out of them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Standing
from accounts.services.relations import block as block_person
from audit.models import AuditEvent
from cameos.addresses import address_of
from cameos.models import Cameo, CameoGrant
from cameos.states import CameoState
from lib.ids import IdKind, decode, encode, new_id
from moderation.answers import Hit
from moderation.categories import Category
from moderation.models import RefusedText
from tests import cast
from tests.answering import answering, away
from tests.cameos.permissions.lending import (
    EVERYONE,
    answer,
    ask,
    block,
    granted,
    lent,
    move,
    mutual,
    set_level,
)
from tests.client import Api, code_of


def test_a_friend_may_and_a_stranger_may_not(
    api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    cameo = lent(creator, "mutuals")
    mutual(creator, friend)
    assert answer(api, cameo, creator) == "ok"
    assert answer(api, cameo, friend) == "ok"
    assert answer(api, cameo, stranger) == "not_available"


CAUSES: dict[str, Callable[[Any, Any, Any], str]] = {}


def cause(make: Callable[[Any, Any, Any], str]) -> Callable[[Any, Any, Any], str]:
    CAUSES[make.__name__] = make
    return make


@cause
def missing(owner: Any, asker: Any, teen: Any) -> str:
    return encode(IdKind.CAMEO, new_id())


@cause
def blocked_by_owner(owner: Any, asker: Any, teen: Any) -> str:
    block(owner, asker)
    return lent(owner).public_id


@cause
def blocked_by_asker(owner: Any, asker: Any, teen: Any) -> str:
    block(asker, owner)
    return lent(owner).public_id


@cause
def paused(owner: Any, asker: Any, teen: Any) -> str:
    cameo = lent(owner)
    move(cameo, CameoState.PAUSED, paused_at=timezone.now())
    return cameo.public_id


@cause
def of_a_teen(owner: Any, asker: Any, teen: Any) -> str:
    return lent(teen, "approved").public_id


@cause
def only_me(owner: Any, asker: Any, teen: Any) -> str:
    return lent(owner, "only_me").public_id


@cause
def expired(owner: Any, asker: Any, teen: Any) -> str:
    cameo = lent(owner, "approved")
    grant = granted(cameo, asker)
    CameoGrant.objects.filter(pk=grant.pk).update(until=timezone.now())
    return cameo.public_id


@cause
def used_up(owner: Any, asker: Any, teen: Any) -> str:
    cameo = lent(owner, "approved")
    grant = granted(cameo, asker, once=True)
    CameoGrant.objects.filter(pk=grant.pk).update(state="used", ended_at=timezone.now())
    return cameo.public_id


@cause
def owner_shut_out(owner: Any, asker: Any, teen: Any) -> str:
    type(owner).objects.filter(pk=owner.pk).update(state=Standing.SUSPENDED)
    return lent(owner).public_id


@cause
def revoked(owner: Any, asker: Any, teen: Any) -> str:
    cameo = lent(owner)
    move(cameo, CameoState.REVOKED, ended_at=timezone.now())
    return cameo.public_id


@cause
def unproven(owner: Any, asker: Any, teen: Any) -> str:
    cameo = lent(owner)
    type(cameo).objects.filter(pk=cameo.pk).update(usable_by_owner_only=True)
    return cameo.public_id


def taken(response: Any, cameo: str) -> tuple[int, bytes, dict[str, str]]:
    """All that a client can see but the request's id, which differs for whoever asks twice."""
    headers = dict(response.headers)
    request_id = headers.pop("X-Request-Id")
    body = response.content.replace(cameo.encode(), b"CAMEO")
    return response.status_code, body.replace(request_id.encode(), b"ID"), headers


def by_its_id(cameo: str) -> str:
    return cameo


def by_address(cameo: str) -> str:
    """Of whoever owns it, as somebody knows it who could see them once."""
    owned = Cameo.objects.select_related("owner").get(pk=decode(IdKind.CAMEO, cameo))
    return address_of(owned.owner).public_id


@pytest.mark.parametrize("name", sorted(set(CAUSES) - {"missing"}))
@pytest.mark.parametrize("spoken_of", [by_its_id, by_address])
def test_whatever_the_cause_the_answer_is_the_same_byte_for_byte(
    name: str,
    spoken_of: Callable[[str], str],
    api: Api,
    creator: Any,
    friend: Any,
    stranger: Any,
    teen: Any,
) -> None:
    nothing = encode(IdKind.CAMEO, new_id())
    if spoken_of is by_address:  # of somebody who has no likeness
        nothing = address_of(cast.adult()).public_id
    cameo = spoken_of(CAUSES[name](creator, friend, teen))
    words = "@somebody drinks a beer"  # restricted or not, nobody who may not use it learns
    api.token(friend), api.token(stranger)
    with CaptureQueriesContext(
        connection,
    ) as plain:
        of_nothing = taken(ask(api, nothing, stranger, words), nothing)
    with CaptureQueriesContext(connection) as asked:
        of_cause = taken(ask(api, cameo, friend, words), cameo)
    assert of_cause == of_nothing
    assert len(asked) == len(plain), "as much work, so as much time"


def test_the_same_causes_are_told_apart_in_the_audit_alone(
    api: Api, creator: Any, friend: Any, teen: Any
) -> None:
    cameo = lent(creator, "only_me")
    ask(api, cameo, friend)
    row = AuditEvent.objects.get(action="cameos.use.asked", target=cameo.public_id)
    assert row.facts == {"answer": "not_available", "reason": "only_me"}


def test_the_words_of_a_restriction_are_never_told(api: Api, creator: Any, friend: Any) -> None:
    cameo = lent(creator, restrictions=["alcohol"])
    assert answer(api, cameo, friend, "@somebody on a boat") == "ok"
    response = ask(api, cameo, friend, "@somebody pours beer on a boat")
    assert response.json()["answer"] == "not_for_this_prompt"
    for hint in (b"alcohol", b"beer", b"restrict"):
        assert hint not in response.content
    assert answer(api, cameo, creator, "pours beer on a boat") == "ok", "one's own likeness"


def test_a_detector_that_understands_counts_as_the_words_do(
    api: Api, creator: Any, friend: Any, screener_answers: Any
) -> None:
    cameo = lent(creator, restrictions=["violence"])
    screener_answers(answering(Hit(Category.VIOLENCE, 0.6)))
    response = ask(api, cameo, friend, "a scene that no list knows")
    assert response.json()["answer"] == "not_for_this_prompt"


def test_two_people_at_most_each_with_their_own_answer(
    api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    mine, theirs = lent(creator), lent(friend, "only_me")
    both = ask(api, [mine, theirs], stranger).json()
    assert both["answer"] == "not_available"
    assert [one["answer"] for one in both["subjects"]] == ["ok", "not_available"]
    third = lent(stranger)
    assert ask(api, [mine, theirs, third], stranger).status_code == 400
    assert code_of(ask(api, [mine, mine], stranger)) == "duplicate_field"


def test_who_is_not_mentioned_is_warned_of_only_where_they_may_be_used(
    api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    mine, hidden = lent(creator), lent(friend, "only_me")
    warned = ask(api, [mine, hidden], stranger, "a walk by the sea").json()["warnings"]
    assert warned == [{"code": "not_mentioned", "cameo": mine.public_id}]
    named = ask(api, mine, stranger, f"@{creator.handle.upper()}, by the sea").json()
    assert named["warnings"] == []


def test_a_handle_that_spells_what_its_owner_refuses_is_not_a_refusal(
    api: Api, creator: Any, friend: Any
) -> None:
    cameo = lent(creator, restrictions=["alcohol"])
    type(creator).objects.filter(pk=creator.pk).update(handle="beer.fan", handle_key="beer_fan")
    assert answer(api, cameo, friend, "@beer.fan by the sea") == "ok"
    assert answer(api, cameo, friend, "@beer.fan with a beer") == "not_for_this_prompt"


def test_probing_a_likeness_counts_until_one_has_to_wait(
    api: Api, creator: Any, stranger: Any
) -> None:
    cameo = lent(creator, "only_me")
    tried = 0
    while (
        response := ask(api, cameo, stranger, f"scene {'x' * tried} by the sea")
    ).status_code == 200:
        tried += 1
        assert tried < 30, "nobody is ever stopped"
    assert code_of(response) == "cooling_off"
    assert RefusedText.objects.filter(person_id=stranger.pk, category="likeness").count() == tried


def test_what_may_be_used_counts_for_nothing(api: Api, creator: Any, friend: Any) -> None:
    cameo = lent(creator)
    for number in range(4):
        assert answer(api, cameo, friend, f"scene {number} by the sea") == "ok"
    assert not RefusedText.objects.exists()


def test_words_against_the_policy_are_refused_whoever_is_in_them(
    api: Api, creator: Any, friend: Any, screener_answers: Any
) -> None:
    cameo, nothing = lent(creator), encode(IdKind.CAMEO, new_id())
    screener_answers(answering(Hit(Category.HATE, 0.99)))
    for subject in (cameo.public_id, nothing):
        response = ask(api, subject, friend, "words")
        assert response.status_code == 422
        assert code_of(response) == "input_moderation"
    assert RefusedText.objects.filter(person_id=friend.pk, category="hate").exists()


def test_without_a_screener_nobody_is_told_anything(
    api: Api, creator: Any, friend: Any, screener_answers: Any
) -> None:
    cameo = lent(creator)
    screener_answers(away)
    assert ask(api, cameo, friend).status_code == 503
    assert ask(api, encode(IdKind.CAMEO, new_id()), friend).status_code == 503


def test_whoever_may_not_make_videos_may_not_ask(api: Api, creator: Any, friend: Any) -> None:
    cameo = lent(creator)
    type(friend).objects.filter(pk=friend.pk).update(state="limited")
    assert code_of(ask(api, cameo, friend)) == "standing_limited"


def test_a_block_ends_it_at_once_and_lifting_it_brings_no_grant_back(
    api: Api, creator: Any, friend: Any
) -> None:
    cameo = lent(creator, "approved")
    granted(cameo, friend)
    assert answer(api, cameo, friend) == "ok"
    block_person(actor=friend, person=creator)
    assert answer(api, cameo, friend) == "not_available"
    api.delete(f"/people/{creator.handle}/block", as_=friend)
    assert answer(api, cameo, friend) == "not_available"
    set_level(cameo, EVERYONE)
    assert answer(api, cameo, friend) == "ok"


def test_a_teens_likeness_is_for_teens_whom_they_approved(api: Api, teen: Any, friend: Any) -> None:
    from tests import cast

    other = cast.teen()
    cameo = lent(teen, "approved")
    assert answer(api, cameo, other) == "not_available"
    granted(cameo, other)
    mutual(teen, friend)
    assert answer(api, cameo, other) == "ok"
    assert answer(api, cameo, friend) == "not_available"
    for asker in (teen, other):
        assert answer(api, cameo, asker, "in a bikini on the beach") == "not_for_this_prompt"
