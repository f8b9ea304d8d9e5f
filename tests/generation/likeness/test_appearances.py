"""Whoever lent their likeness sees what others made with it, drafts among it (C11)."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from accounts.models import Block
from cameos.models import Cameo
from generation.models import Draft, Job
from tests import cast
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import film, hide, ids, shown
from tests.client import Api
from tests.enforcement.reporting import reported


@pytest.fixture(autouse=True)
def _own_media(media_dir: Any) -> None:
    """Files never meet those of another test."""


@pytest.fixture
def cameo(db: None) -> Cameo:
    return lent(cast.friend())


def page(api: Api, cameo: Cameo, who: Any = None, **query: Any) -> Any:
    path = f"/cameos/{cameo.public_id}/appearances?{urlencode(query)}"
    return api.get(path, as_=who or cameo.owner)


def test_drafts_of_others_and_what_they_published(api: Api, cameo: Cameo, creator: Any) -> None:
    draft, post = film(creator, cameo), shown(creator, cameo)
    film(creator)
    film(cameo.owner, cameo)
    film(creator, lent(creator))
    assert post.draft is not None
    answer = page(api, cameo)
    assert ids(answer) == {draft.public_id, post.draft.public_id}, "neither one's own nor others'"
    one = next(row for row in answer.json()["results"] if row["id"] == draft.public_id)
    assert (one["state"], one["maker"]["handle"]) == ("draft", creator.handle)
    assert one["labels"]["likenesses"] == [cameo.owner.handle]
    assert one["assets"]["video"]["url"].startswith("http")
    assert one["can"] == {"report": True}
    other = next(row for row in answer.json()["results"] if row["id"] != draft.public_id)
    assert other["state"] == "published"
    assert reported(api, cameo.owner, one["id"], "likeness_me").verified


def test_never_words_nor_who_else_is_in_it(
    api: Api, cameo: Cameo, creator: Any, stranger: Any
) -> None:
    draft = film(creator, cameo, lent(stranger))
    said = str(page(api, cameo).json())
    for absent in (draft.job.prompt, stranger.handle, draft.job.public_id):
        assert absent not in said


def test_nobody_else_reads_it(api: Api, cameo: Cameo, creator: Any, stranger: Any) -> None:
    film(creator, cameo)
    for who in (creator, stranger, cast.moderator()):
        assert page(api, cameo, who).status_code == 404
    assert api.get(f"/cameos/{cameo.public_id}/appearances").status_code == 401


def test_people_under_18_get_no_files(api: Api, teen: Any, creator: Any) -> None:
    mine = lent(teen)
    film(creator, mine)
    (one,) = page(api, mine).json()["results"]
    assert one["assets"] is None
    assert "http" not in str(one)


def test_whoever_else_in_it_keeps_apart_is_not_shown(
    api: Api, cameo: Cameo, creator: Any, stranger: Any
) -> None:
    film(creator, cameo, lent(stranger))
    Block.objects.create(blocker=stranger, blocked=cameo.owner)
    (one,) = page(api, cameo).json()["results"]
    assert one["assets"] is None


@pytest.mark.parametrize("by_maker", [True, False])
def test_a_block_severs_both_ways(
    api: Api,
    cameo: Cameo,
    creator: Any,
    by_maker: bool,
) -> None:
    film(creator, cameo)
    both = (creator, cameo.owner)
    blocker, blocked = both if by_maker else both[::-1]
    Block.objects.create(blocker=blocker, blocked=blocked)
    assert ids(page(api, cameo)) == set()


def test_what_is_gone_or_taken_back_is_not_there(api: Api, cameo: Cameo, creator: Any) -> None:
    deleted, erased = film(creator, cameo), film(creator, cameo)
    Draft.objects.filter(pk=deleted.pk).update(deleted_at=timezone.now())
    Job.objects.filter(pk=erased.job_id).update(erase_requested_at=timezone.now())
    assert ids(page(api, cameo)) == set()
    film(creator, cameo)
    assert len(ids(page(api, cameo))) == 1
    hide(cameo, epoch=cameo.epoch + 1, hidden_through=cameo.epoch)
    assert ids(page(api, cameo)) == set()


def test_page_by_page(api: Api, cameo: Cameo, creator: Any) -> None:
    made = {film(creator, cameo).public_id for _ in range(3)}
    first = page(api, cameo, limit=2)
    rest = page(api, cameo, limit=2, cursor=first.json()["next"])
    assert ids(first) | ids(rest) == made
    assert rest.json()["next"] is None
