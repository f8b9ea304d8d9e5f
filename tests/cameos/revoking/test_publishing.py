"""Everybody in a film is asked once more before it is shown to others."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AgeBand, AgeSource, User
from accounts.services.relations import block
from cameos.capabilities.ending import raise_epoch
from cameos.models import Cameo, CameoPermission, Capability
from cameos.permissions.terms import OF_A_TEEN, Cap
from cameos.revoking.counting import films_of
from cameos.services.pausing import pause, resume
from feed.models import Post
from generation.models import Asset
from inbox.models import Event
from tests.cameos.permissions.lending import SYSTEM, lent, set_level
from tests.cameos.revoking.films import film, shown, used
from tests.cameos.revoking.taking_back import revoked
from tests.client import Api, code_of
from tests.feed.studio import finished

pytestmark = pytest.mark.usefixtures("media_dir")


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    return lent(creator)


def ask(api: Api, draft: Any, **body: Any) -> Any:
    return api.post(f"/drafts/{draft.public_id}/publish", body, as_=draft.owner, key=str(draft.pk))


def refusal(api: Api, draft: Any) -> tuple[int, str]:
    answered = ask(api, draft)
    return answered.status_code, code_of(answered)


def narrowed(cameo: Cameo, _: User) -> None:
    set_level(cameo, "only_me")


def blocked(cameo: Cameo, friend: User) -> None:
    block(actor=cameo.owner, person=friend)


def paused(cameo: Cameo, _: User) -> None:
    pause(cameo=cameo, by=cameo.owner)


def ended(cameo: Cameo, _: User) -> None:
    Capability.objects.update(ended_at=timezone.now(), ended_for="withdrawn")


ENDS: list[Callable[[Cameo, User], None]] = [narrowed, blocked, paused, ended]


@pytest.mark.parametrize("end", ENDS)
def test_a_draft_whose_consent_ended_is_not_published(
    end: Callable[[Cameo, User], None], api: Api, cameo: Cameo, friend: Any, stranger: Any
) -> None:
    draft = film(friend, lent(stranger), cameo)
    end(cameo, friend)
    assert refusal(api, draft) == (409, "consent_ended")
    assert not Post.objects.exists()
    assert not Capability.objects.exclude(published_at=None).exists()


def test_after_a_revocation_there_is_no_draft_to_publish(
    api: Api, cameo: Cameo, friend: Any
) -> None:
    draft = film(friend, cameo)
    revoked(cameo, "future_only")
    assert refusal(api, draft) == (404, "not_found")


@pytest.mark.parametrize("first", ["put away", "taken back"])
def test_what_is_shown_no_more_goes_as_drafts_go(
    first: str, api: Api, cameo: Cameo, friend: Any, deliver: Callable[[], int]
) -> None:
    """In either order: a revocation that leaves posts alone leaves no draft (C14)."""
    post = shown(friend, cameo)
    if first == "taken back":
        revoked(cameo, "future_only")
        deliver()
        assert api.get("/drafts", as_=friend).json()["results"], "a post keeps its draft"
    assert api.delete(f"/posts/{post.public_id}", as_=friend).status_code == 204
    if first == "put away":
        deliver()  # its files have new addresses
        revoked(cameo, "future_only")
    assert refusal(api, post.draft) == (404, "not_found")
    deliver()
    assert not Asset.objects.exists()
    assert Capability.objects.get().gone_at is not None


def test_what_its_maker_put_away_is_counted_as_a_draft(api: Api, cameo: Cameo, friend: Any) -> None:
    post = shown(friend, cameo)
    assert (films_of(cameo).posts, films_of(cameo).drafts) == (1, 0)
    api.delete(f"/posts/{post.public_id}", as_=friend)
    assert (films_of(cameo).posts, films_of(cameo).drafts) == (0, 1)


def test_it_is_published_once_the_brake_is_released(api: Api, cameo: Cameo, friend: Any) -> None:
    draft = film(friend, cameo)
    pause(cameo=cameo, by=cameo.owner)
    assert refusal(api, draft) == (409, "consent_ended")
    resume(cameo=cameo, by=cameo.owner)
    assert ask(api, draft).status_code == 201


def test_since_when_it_is_shown_is_kept_while_it_is(
    api: Api, cameo: Cameo, friend: Any, deliver: Callable[[], int]
) -> None:
    draft = film(friend, cameo)
    assert Capability.objects.get().published_at is None
    assert ask(api, draft).status_code == 201
    assert Capability.objects.get().published_at is not None
    assert api.delete(f"/posts/{Post.objects.get().public_id}", as_=friend).status_code == 204
    assert Capability.objects.get().published_at is None
    deliver()
    again = api.post(f"/drafts/{draft.public_id}/publish", {}, as_=friend, key="again")
    assert again.status_code == 201
    assert Capability.objects.get().published_at is not None


def test_what_somebody_keeps_a_draft_stays_one(
    api: Api, cameo: Cameo, friend: Any, stranger: Any
) -> None:
    draft = film(friend, cameo)
    used(draft, lent(stranger), cap=Cap.DRAFT)
    assert api.get(f"/drafts/{draft.public_id}", as_=friend).json()["reach"] == "draft"
    assert refusal(api, draft) == (409, "not_publishable")


def test_a_teens_likeness_goes_to_friends(api: Api, teen: Any) -> None:
    draft = finished(teen)
    used(draft, lent(teen, "only_me"), terms=OF_A_TEEN.as_facts(), friends_only=True)
    posted = ask(api, draft).json()
    assert (posted["reach"], posted["may_download"]) == ("friends", False)
    assert api.get("/feeds/latest", as_=teen).json()["results"] == []


def test_a_caption_that_waits_is_refused_when_consent_ends_meanwhile(
    api: Api,
    cameo: Cameo,
    friend: Any,
    deliver: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tests.feed.studio import Screener

    screener = Screener()
    screener.away = True
    monkeypatch.setattr("feed.captions.read", screener.read)
    draft = film(friend, cameo)
    assert ask(api, draft, caption="by the sea").status_code == 202
    assert Capability.objects.get().published_at is None
    pause(cameo=cameo, by=cameo.owner)
    screener.away = False
    deliver()
    post = Post.objects.get()
    assert (post.state, post.refused_as) == ("refused", "consent_ended")
    told = Event.objects.get(person_id=friend.pk, type="post.refused")
    assert told.data["code"] == "consent_ended"
    assert Capability.objects.get().published_at is None


def test_a_film_without_people_asks_nobody(api: Api, friend: Any) -> None:
    assert ask(api, finished(friend)).status_code == 201


def test_another_epoch_is_another_consent(api: Api, cameo: Cameo, friend: Any) -> None:
    draft = film(friend, cameo)
    raise_epoch(cameo=cameo, by=SYSTEM, why="revoked")
    Cameo.objects.filter(pk=cameo.pk).update(epoch=3)
    Capability.objects.update(epoch=3, ended_at=None, ended_for="")
    assert ask(api, draft).status_code == 201


def test_a_film_of_a_minors_own_likeness_is_not_shown_to_everyone(api: Api, cameo: Cameo) -> None:
    """Also where nobody told this room that its owner is no adult."""
    draft = film(cameo.owner, cameo)
    User.objects.filter(pk=cameo.owner.pk).update(
        assured_band=AgeBand.TEEN, assured_by=AgeSource.STAFF
    )
    assert refusal(api, draft) == (409, "consent_ended")
    terms = OF_A_TEEN.as_facts()
    Capability.objects.update(terms=terms)
    assert refusal(api, draft) == (409, "consent_ended"), "readers go by the row's own column"
    Capability.objects.update(friends_only=True)
    assert ask(api, draft).status_code == 201


NARROWER: list[tuple[dict[str, Any], str]] = [
    ({"cap": Cap.FRIENDS}, "consent_ended"),
    ({"restrictions": ["brands"]}, "consent_ended"),
    ({"cap": Cap.DRAFT}, "not_publishable"),
]


@pytest.mark.parametrize(("now", "code"), NARROWER)
def test_what_its_owner_permits_no_longer_is_not_shown(
    now: dict[str, Any], code: str, api: Api, cameo: Cameo, friend: Any
) -> None:
    draft = film(friend, cameo)
    CameoPermission.objects.update(**now)
    assert refusal(api, draft) == (409, code)
    wider = {"cap": Cap.EVERYONE, "restrictions": []}
    CameoPermission.objects.update(**wider)
    assert ask(api, draft).status_code == 201


def test_terms_that_stayed_or_widened_let_it_be_shown(api: Api, cameo: Cameo, friend: Any) -> None:
    draft = film(friend, cameo, cap=Cap.FRIENDS)
    CameoPermission.objects.update(cap=Cap.FRIENDS)
    assert ask(api, draft).json()["reach"] == "friends"
