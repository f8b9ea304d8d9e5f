"""Asking for a likeness: the owner hears of it or not, whoever asks cannot tell."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from cameos.models import Cameo, CameoGrant, CameoRequest
from cameos.services.notes import look_again
from cameos.services.requesting import MOST_UNANSWERED, REQUEST_LASTS, expire_requests
from inbox.models import Event
from lib.ids import IdKind, encode, new_id
from moderation.answers import Hit
from moderation.categories import Category
from tests import cast
from tests.answering import answering, away
from tests.cameos.permissions.lending import answer, block, follow, granted, lent
from tests.client import Api, code_of


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    return lent(creator, "approved")


def path(cameo: Cameo | str, rest: str = "") -> str:
    return f"/cameos/{cameo if isinstance(cameo, str) else cameo.public_id}/requests{rest}"


def request(api: Api, cameo: Cameo | str, person: Any, note: str = "") -> Any:
    return api.post(path(cameo), {"note": note}, as_=person, key=str(new_id()))


def waiting(api: Api, cameo: Cameo) -> Any:
    return api.get(path(cameo), as_=cameo.owner).json()["results"]


def mine(api: Api, person: Any) -> Any:
    return [one["state"] for one in api.get("/me/cameo-requests", as_=person).json()["results"]]


def test_asked_and_approved_for_one_video(
    api: Api, creator: Any, friend: Any, cameo: Cameo
) -> None:
    assert request(api, cameo, friend).status_code == 201
    assert Event.objects.get(person_id=creator.pk, type="cameo.requested").actor_id == friend.pk
    (asked,) = waiting(api, cameo)
    assert asked["person"]["handle"] == friend.handle
    made = api.post(
        path(cameo, f"/{asked['id']}/approve"), {"once": True, "reach": "friends"}, as_=creator
    )
    assert made.status_code == 201, made.content
    assert made.json()["once"] is True
    assert Event.objects.filter(person_id=friend.pk, type="cameo.approved").count() == 1
    assert answer(api, cameo, friend) == "ok"
    assert mine(api, friend) == ["approved"]
    again = api.post(path(cameo, f"/{asked['id']}/approve"), {}, as_=creator)
    assert again.status_code == 404, "it waits no more"


def test_a_denial_is_silence_that_runs_out(
    api: Api, creator: Any, friend: Any, cameo: Cameo
) -> None:
    request(api, cameo, friend)
    before = api.get("/me/cameo-requests", as_=friend).content
    (asked,) = waiting(api, cameo)
    assert api.post(path(cameo, f"/{asked['id']}/deny"), as_=creator).status_code == 204
    assert waiting(api, cameo) == []
    assert api.get("/me/cameo-requests", as_=friend).content == before
    assert code_of(request(api, cameo, friend)) == "already_asked"
    assert not Event.objects.filter(person_id=friend.pk).exists()
    with time_machine.travel(timezone.now() + REQUEST_LASTS + timedelta(minutes=1)):
        api.tokens.clear()
        assert mine(api, friend) == ["expired"]
        assert request(api, cameo, friend).status_code == 201, "before the clock was there"
        assert expire_requests() == 0


UNHEARD: dict[str, Callable[[Any, Any, Any], Cameo | str]] = {
    "missing": lambda owner, asker, teen: encode(IdKind.CAMEO, new_id()),
    "only me": lambda owner, asker, teen: lent(owner, "only_me"),
    "an adult asks a teen": lambda owner, asker, teen: lent(teen, "approved"),
    "blocked": lambda owner, asker, teen: _blocked(owner, asker),
    "unproven": lambda owner, asker, teen: _unproven(owner),
}


def _blocked(owner: Any, asker: Any) -> Cameo:
    block(owner, asker)
    return lent(owner, "approved")


def _unproven(owner: Any) -> Cameo:
    cameo = lent(owner, "approved")
    Cameo.objects.filter(pk=cameo.pk).update(usable_by_owner_only=True)
    return cameo


@pytest.mark.parametrize("why", UNHEARD)
def test_a_request_that_reaches_nobody_looks_like_any_other(
    why: str, api: Api, creator: Any, friend: Any, stranger: Any, teen: Any
) -> None:
    asked_for = UNHEARD[why](creator, friend, teen)
    name = asked_for if isinstance(asked_for, str) else asked_for.public_id
    unheard = request(api, asked_for, friend, "hello").json()
    heard_of = lent(cast.adult(), "approved")
    heard = request(api, heard_of, friend, "hello").json()
    fresh = {"id", "cameo", "asked_at", "expires_at"}
    assert {k: v for k, v in unheard.items() if k not in fresh} == {"state": "waiting"}
    assert {k: v for k, v in heard.items() if k not in fresh} == {"state": "waiting"}
    assert unheard["cameo"] == name
    assert mine(api, friend) == ["waiting", "waiting"]
    assert code_of(request(api, asked_for, friend)) == "already_asked"
    assert (
        not Event.objects.filter(type="cameo.requested")
        .exclude(person_id=heard_of.owner_id)
        .exists()
    )
    if isinstance(asked_for, Cameo):
        assert waiting(api, asked_for) == []


def test_a_teen_is_heard_by_a_teen_and_by_an_adult_whom_they_follow(
    api: Api, creator: Any, cameo: Cameo, teen: Any
) -> None:
    other = cast.teen()
    theirs = lent(other, "approved")
    request(api, theirs, teen)
    assert len(waiting(api, theirs)) == 1
    request(api, cameo, teen)
    assert waiting(api, cameo) == []
    grown = lent(cast.adult(), "approved")
    follow(teen, grown.owner)
    request(api, grown, teen)
    assert len(waiting(api, grown)) == 1


def test_asking_again_and_again_is_heard_three_times(
    api: Api, creator: Any, friend: Any, cameo: Cameo
) -> None:
    for _ in range(MOST_UNANSWERED + 2):
        row = request(api, cameo, friend).json()
        assert api.delete(f"/me/cameo-requests/{row['id']}", as_=friend).status_code == 204
    assert Event.objects.filter(type="cameo.requested").count() == MOST_UNANSWERED


def test_a_note_is_read_by_the_owner_once_it_was_judged(
    api: Api, creator: Any, friend: Any, cameo: Cameo, deliver: Callable[[], int]
) -> None:
    request(api, cameo, friend, "for a film about our boat")
    assert waiting(api, cameo)[0]["note"] is None
    deliver()
    assert waiting(api, cameo)[0]["note"] == "for a film about our boat"


def test_a_refused_note_is_erased_and_the_request_stands(
    api: Api,
    creator: Any,
    friend: Any,
    cameo: Cameo,
    deliver: Callable[[], int],
    screener_answers: Any,
) -> None:
    screener_answers(answering(Hit(Category.HATE, 0.99)))
    request(api, cameo, friend, "something hateful")
    deliver()
    assert waiting(api, cameo)[0]["note"] is None
    assert CameoRequest.objects.get().note is None


def test_a_note_that_nobody_could_judge_is_shown_to_nobody_and_given_up_after_a_week(
    api: Api,
    creator: Any,
    friend: Any,
    cameo: Cameo,
    deliver: Callable[[], int],
    screener_answers: Any,
) -> None:
    screener_answers(away)
    request(api, cameo, friend, "for a film about our boat")
    deliver()
    assert waiting(api, cameo)[0]["note"] is None
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert look_again() == 1
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert look_again() == 1
        assert CameoRequest.objects.get().note is None


def test_a_note_goes_with_the_answer(
    api: Api, creator: Any, friend: Any, cameo: Cameo, deliver: Callable[[], int]
) -> None:
    request(api, cameo, friend, "for a film about our boat")
    deliver()
    (asked,) = waiting(api, cameo)
    api.post(path(cameo, f"/{asked['id']}/deny"), as_=creator)
    assert CameoRequest.objects.get().note is None


def test_a_note_is_short_and_can_be_seen(api: Api, friend: Any, cameo: Cameo) -> None:
    assert code_of(request(api, cameo, friend, "a" * 201)) == "max_length"
    assert code_of(request(api, cameo, friend, "a\u202eb")) == "invalid_characters"
    assert request(api, cameo, friend, " \u200b ").status_code == 201
    assert CameoRequest.objects.get().note_state == "none"


def test_nobody_asks_themself_and_nobody_reads_anothers_requests(
    api: Api, creator: Any, friend: Any, stranger: Any, cameo: Cameo
) -> None:
    assert code_of(request(api, cameo, creator)) == "not_allowed_for_self"
    request(api, cameo, friend)
    (asked,) = waiting(api, cameo)
    for person in (friend, stranger):
        assert api.get(path(cameo), as_=person).status_code == 404
        assert api.post(path(cameo, f"/{asked['id']}/approve"), {}, as_=person).status_code == 404
    assert api.delete(f"/me/cameo-requests/{asked['id']}", as_=stranger).status_code == 404
    other = lent(stranger, "approved")
    assert api.post(path(other, f"/{asked['id']}/approve"), {}, as_=stranger).status_code == 404
    assert not CameoGrant.objects.exists()


def test_the_same_request_twice_under_one_key_is_one(api: Api, friend: Any, cameo: Cameo) -> None:
    first = api.post(path(cameo), {}, as_=friend, key="one")
    second = api.post(path(cameo), {}, as_=friend, key="one")
    assert first.json() == second.json()
    assert CameoRequest.objects.count() == 1


def test_a_pause_does_not_stop_asking(api: Api, creator: Any, friend: Any, cameo: Cameo) -> None:
    api.put(f"/cameos/{cameo.public_id}/pause", as_=creator)
    request(api, cameo, friend)
    assert len(waiting(api, cameo)) == 1


def test_who_may_already_can_ask_for_more(
    api: Api, creator: Any, friend: Any, cameo: Cameo
) -> None:
    granted(cameo, friend, once=True)
    request(api, cameo, friend)
    assert len(waiting(api, cameo)) == 1


def test_whom_the_owner_cannot_see_is_not_heard(api: Api, cameo: Cameo) -> None:
    """A teen makes the first step (F11): until they follow, no adult hears of them."""
    teen = cast.teen()
    assert request(api, cameo, teen).status_code == 201
    assert not CameoRequest.objects.get(person=teen).heard
    assert not Event.objects.filter(person_id=cameo.owner_id, type="cameo.requested").exists()
