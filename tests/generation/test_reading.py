"""Whoever made it sees it, nobody else can tell that it exists."""

from collections.abc import Callable
from typing import Any

import pytest

from lib.ids import IdKind, encode, new_id
from tests.client import Api
from tests.generation.studio import Puppet, submitted


def bare(answer: Any) -> Any:
    """An error without what differs from request to request."""
    return answer.status_code, answer.json()["type"], answer.json()["errors"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_generation_is_as_missing_as_a_missing_one(
    api: Api, creator: Any, stranger: Any, moderator: Any, method: str
) -> None:
    job = submitted(creator)
    verb = "/cancel" if method == "post" else ""
    missing = encode(IdKind.GENERATION, new_id())
    for person in (stranger, moderator):
        foreign = api.request(method, f"/generations/{job.public_id}{verb}", as_=person)
        nothing = api.request(method, f"/generations/{missing}{verb}", as_=person)
        assert bare(foreign) == bare(nothing)
        assert foreign.status_code == 404
    job.refresh_from_db()
    assert job.state == "queued"


@pytest.mark.parametrize("method", ["get", "delete"])
def test_a_foreign_draft_is_as_missing_as_a_missing_one(
    *,
    api: Api,
    creator: Any,
    stranger: Any,
    deliver: Callable[[], int],
    puppet: Callable[..., Puppet],
    method: str,
) -> None:
    puppet()
    job = submitted(creator)
    deliver()
    draft = job.draft.public_id
    foreign = api.request(method, f"/drafts/{draft}", as_=stranger)
    nothing = api.request(method, f"/drafts/{encode(IdKind.VIDEO, new_id())}", as_=stranger)
    assert bare(foreign) == bare(nothing)
    assert foreign.status_code == 404
    assert api.get(f"/drafts/{draft}", as_=creator).status_code == 200


@pytest.mark.parametrize("wrong", ["gen_x", "vid_", "7", "GEN_" + "0" * 26, "vid_" + "0" * 26])
def test_an_id_of_another_kind_is_a_plain_404(api: Api, creator: Any, wrong: str) -> None:
    assert api.get(f"/generations/{wrong}", as_=creator).status_code == 404


def test_lists_hold_ones_own_newest_first_in_pages(api: Api, creator: Any, stranger: Any) -> None:
    mine = [submitted(creator).public_id for _ in range(3)]
    submitted(stranger)
    first = api.get("/generations?limit=2", as_=creator).json()
    second = api.get(f"/generations?limit=2&cursor={first['next']}", as_=creator).json()
    listed = [job["id"] for page in (first, second) for job in page["results"]]
    assert listed == mine[::-1]
    assert second["next"] is None
    foreign = api.get(f"/generations?cursor={first['next']}", as_=stranger)
    assert foreign.status_code == 400


def test_drafts_are_listed_for_their_maker_alone(
    api: Api,
    creator: Any,
    stranger: Any,
    deliver: Callable[[], int],
    puppet: Callable[..., Puppet],
) -> None:
    puppet()
    job = submitted(creator)
    submitted(creator)
    assert api.get("/drafts", as_=creator).json()["results"] == []
    deliver()
    drafts = api.get("/drafts", as_=creator).json()["results"]
    assert len(drafts) == 2
    assert drafts[-1]["generation"] == job.public_id
    assert api.get("/drafts", as_=stranger).json() == {"results": [], "next": None}


def test_lists_cost_the_same_number_of_queries_however_long(
    api: Api,
    creator: Any,
    deliver: Callable[[], int],
    puppet: Callable[..., Puppet],
    django_assert_max_num_queries: Any,
) -> None:
    puppet()
    for _ in range(4):
        submitted(creator)
    deliver()
    api.get("/drafts?limit=1", as_=creator)
    for path in ("/drafts", "/generations"):
        with django_assert_max_num_queries(6):
            assert len(api.get(path, as_=creator).json()["results"]) == 4


def test_what_did_not_change_is_not_sent_again(
    api: Api, creator: Any, deliver: Callable[[], int], puppet: Callable[..., Puppet]
) -> None:
    puppet()
    path = f"/generations/{submitted(creator).public_id}"
    tag = api.get(path, as_=creator)["ETag"]
    known = {"If-None-Match": tag}
    assert api.get(path, as_=creator, headers=known).status_code == 304
    deliver()
    assert api.get(path, as_=creator, headers=known).status_code == 200
