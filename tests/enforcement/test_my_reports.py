"""The list of one's reports says of each what it is about, as the report read alone does."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cameos.addresses import address_of
from feed.models import Post
from feed.services.deletion import delete_post
from lib.ids import IdKind, encode
from tests import cast
from tests.accounts.relating import block
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import film
from tests.client import Api
from tests.enforcement.reporting import reported
from tests.feed.studio import published

pytestmark = pytest.mark.django_db


def listed(api: Api, who: Any) -> dict[str, str | None]:
    rows = api.get("/me/reports?limit=100", as_=who).json()["results"]
    return {row["id"]: row["subject"] for row in rows}


def alone(api: Api, who: Any, ids: Iterable[str]) -> dict[str, str | None]:
    return {one: api.get(f"/reports/{one}", as_=who).json()["subject"] for one in ids}


def things(maker: Any, who: Any) -> list[str]:
    """One of each kind: a post, a profile, a likeness, a draft with that of `who` in it."""
    draft = film(maker, lent(who))
    likeness = encode(IdKind.CAMEO, address_of(maker).pk)
    return [published(maker).public_id, maker.public_id, likeness, draft.public_id]


def statements(api: Api, who: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        api.get("/me/reports?limit=100", as_=who)
    return len(asked)


def test_each_says_what_it_is_about_until_it_is_gone(
    api: Api, creator: Any, stranger: Any, friend: Any
) -> None:
    made = things(creator, stranger)
    by_id = {reported(api, stranger, one).public_id: one for one in made}
    kept = published(friend)
    by_id[reported(api, stranger, kept).public_id] = kept.public_id
    assert listed(api, stranger) == by_id == alone(api, stranger, by_id)

    delete_post(post=kept, by=friend)
    left = {one: None if thing == kept.public_id else thing for one, thing in by_id.items()}
    assert listed(api, stranger) == left == alone(api, stranger, by_id)

    block(api, creator, stranger)
    # A draft with one's own likeness in it is seen whoever blocks whom.
    drafts = {one: thing if thing == made[-1] else None for one, thing in by_id.items()}
    assert listed(api, stranger) == drafts == alone(api, stranger, by_id)


def test_what_is_of_somebody_whom_they_blocked_says_nothing(
    api: Api, creator: Any, stranger: Any, post: Post
) -> None:
    row = reported(api, stranger, post)
    block(api, stranger, creator)
    assert listed(api, stranger) == {row.public_id: None} == alone(api, stranger, [row.public_id])


def test_as_many_statements_for_many_reports_as_for_few(
    api: Api, stranger: Any, creator: Any
) -> None:
    cameo = lent(stranger)
    for maker in (creator, cast.creator()):
        for one in (published(maker), maker, film(maker, cameo)):
            reported(api, stranger, one)
        reported(api, stranger, encode(IdKind.CAMEO, address_of(maker).pk))
        if maker is creator:
            few = statements(api, stranger)
    for _ in range(3):
        reported(api, stranger, published(creator))
    assert statements(api, stranger) == few
