"""Every answer that shows a video says whose likeness is in it, to whoever may see that person."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.services.relations import block
from cameos.models import CameoKind
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import film, hide, shown
from tests.client import Api
from tests.generation.likeness.asking import ask

pytestmark = pytest.mark.usefixtures("media_dir")


def names(api: Api, path: str, viewer: Any) -> list[str]:
    answer = api.get(path, as_=viewer)
    assert answer.status_code == 200, answer.content
    return list(answer.json()["labels"]["likenesses"])


def test_a_draft_and_a_post_name_everybody(
    api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    cameos = lent(creator), lent(stranger)
    everybody = sorted([creator.handle, stranger.handle])
    draft, post = film(friend, *cameos), shown(friend, *cameos)
    assert names(api, f"/drafts/{draft.public_id}", friend) == everybody
    assert names(api, f"/posts/{post.public_id}", friend) == everybody
    (page,) = api.get("/feeds/latest", as_=friend).json()["results"]
    assert page["labels"]["likenesses"] == everybody


def test_nobody_is_named_who_is_not_in_it(api: Api, creator: Any, friend: Any) -> None:
    lent(creator)
    assert names(api, f"/drafts/{film(friend).public_id}", friend) == []


def test_whoever_may_not_see_somebody_does_not_read_of_them(
    api: Api, creator: Any, friend: Any
) -> None:
    post = shown(friend, lent(creator))
    assert names(api, f"/posts/{post.public_id}", friend) == [creator.handle]
    block(actor=creator, person=friend)
    assert names(api, f"/posts/{post.public_id}", friend) == []


def test_what_is_no_human_being_is_nobody(api: Api, creator: Any, friend: Any) -> None:
    cameo = lent(creator)
    hide(cameo, kind=CameoKind.CHARACTER)
    assert names(api, f"/drafts/{film(friend, cameo).public_id}", friend) == []


def test_its_maker_reads_it_from_the_beginning(api: Api, creator: Any) -> None:
    made = ask(api, lent(creator), by=creator)
    assert made.json()["labels"]["likenesses"] == [creator.handle]
    assert names(api, f"/generations/{made.json()['id']}", creator) == [creator.handle]


def test_a_page_costs_as_much_with_people_as_without(api: Api, creator: Any, friend: Any) -> None:
    cameo = lent(creator)
    shown(friend)
    with CaptureQueriesContext(connection) as without:
        api.get("/feeds/latest", as_=friend)
    for _ in range(3):
        shown(friend, cameo)
    with CaptureQueriesContext(connection) as with_people:
        api.get("/feeds/latest", as_=friend)
    assert len(with_people) <= len(without)
