"""Whoever turns out to be no adult lends nothing: no guardian released their likeness (law 3)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AgeBand, AgeSource, User
from accounts.services.ages import signal_age
from cameos.models import Cameo, CameoKey, Capability
from feed.models import Post
from generation.models import Asset, Draft
from lib.actors import Actor
from tests import roles
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import film, shown
from tests.client import Api

pytestmark = pytest.mark.usefixtures("media_dir")


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    return lent(creator)


def signal(person: User, band: AgeBand, source: AgeSource = AgeSource.STAFF) -> None:
    signal_age(person=person, band=band, source=source, actor=Actor.system("tests"))


@pytest.mark.parametrize("band", [AgeBand.TEEN, AgeBand.UNDER_13])
def test_all_films_with_them_are_hidden_at_once(
    band: AgeBand, api: Api, cameo: Cameo, friend: Any, stranger: Any
) -> None:
    post, draft = shown(friend, cameo), film(friend, cameo)
    remix = shown(friend, cameo, inherited=True)
    with roles.acting_as("web"):
        signal(cameo.owner, band)
    cameo.refresh_from_db()
    assert (cameo.state, cameo.epoch, cameo.hidden_through) == ("erasing", 2, 1)
    for one in (post, remix):
        for viewer in (friend, stranger):
            assert api.get(f"/posts/{one.public_id}", as_=viewer).status_code == 404
    assert api.get(f"/drafts/{draft.public_id}", as_=friend).status_code == 404


def test_then_recording_and_films_go(cameo: Cameo, friend: Any, deliver: Callable[[], int]) -> None:
    shown(friend, cameo)
    signal(cameo.owner, AgeBand.TEEN)
    deliver()
    cameo.refresh_from_db()
    assert cameo.state == "erased"
    with roles.acting_as("likeness"):
        assert not CameoKey.objects.filter(cameo=cameo).exists()
    assert not Asset.objects.exists()
    assert not Draft.objects.filter(deleted_at=None).exists()
    assert Post.objects.get().state == "deleted"
    signal(cameo.owner, AgeBand.TEEN)  # heard again
    assert Cameo.objects.get().epoch == 2


def test_what_runs_ends(cameo: Cameo, friend: Any) -> None:
    film(friend, cameo)
    later = timezone.now() + timedelta(hours=1)
    Capability.objects.update(completed_at=None, expires_at=later)
    signal(cameo.owner, AgeBand.TEEN)
    assert Capability.objects.get().ended_for == "erased"


def test_an_adult_by_a_document_keeps_theirs(cameo: Cameo, friend: Any) -> None:
    signal(cameo.owner, AgeBand.ADULT, AgeSource.DOCUMENT)
    cameo.refresh_from_db()
    assert (cameo.state, cameo.epoch) == ("active", 1)


def test_a_revoked_one_goes_too(cameo: Cameo) -> None:
    Cameo.objects.update(state="revoked", ended_at=timezone.now())
    signal(cameo.owner, AgeBand.TEEN)
    assert Cameo.objects.get().state == "erasing"


def test_a_character_is_nobodys_likeness(cameo: Cameo) -> None:
    Cameo.objects.update(kind="character")
    signal(cameo.owner, AgeBand.TEEN)
    assert Cameo.objects.get().state == "active"
