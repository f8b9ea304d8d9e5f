"""A block severs what was lent, and hides the posts of both from each other (A14)."""

from typing import Any

import pytest

from accounts.services.relations import block
from cameos.models import Cameo, Capability
from tests.cameos.capabilities.using import issue
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import film, ids, shown
from tests.client import Api, code_of

pytestmark = pytest.mark.usefixtures("media_dir")


@pytest.mark.parametrize("by_owner", [True, False])
def test_a_block_ends_what_runs_and_hides_both_ways(
    by_owner: bool, api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    cameo = lent(creator)
    theirs, mine, draft = shown(friend, cameo), shown(creator), film(friend, cameo)
    (running,) = issue(cameo, to=friend)
    block(actor=creator if by_owner else friend, person=friend if by_owner else creator)
    assert Capability.objects.get(pk=running.capability.pk).ended_for == "blocked"
    for viewer, post in ((creator, theirs), (friend, mine)):
        assert post.public_id not in ids(api.get("/feeds/latest", as_=viewer))
        assert api.get(f"/posts/{post.public_id}", as_=viewer).status_code == 404
    assert theirs.public_id in ids(api.get("/feeds/latest", as_=stranger)), "no revocation"
    refused = api.post(f"/drafts/{draft.public_id}/publish", {}, as_=friend, key="late")
    assert (refused.status_code, code_of(refused)) == (409, "consent_ended")


@pytest.mark.parametrize("by_owner", [True, False])
@pytest.mark.parametrize("kind", ["human", "character"])
def test_neither_sees_the_other_in_what_somebody_else_made(
    by_owner: bool, kind: str, api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    """A13; but whoever made it goes on seeing it, a block is no revocation."""
    cameo = lent(creator)
    Cameo.objects.filter(pk=cameo.pk).update(kind=kind)
    post = shown(friend, cameo)
    assert post.public_id in ids(api.get("/feeds/latest", as_=stranger))
    block(actor=creator if by_owner else stranger, person=stranger if by_owner else creator)
    block(actor=creator, person=friend)
    assert post.public_id not in ids(api.get("/feeds/latest", as_=stranger))
    assert post.public_id not in ids(api.get(f"/people/{friend.handle}/posts", as_=stranger))
    place = f"/posts/{post.public_id}"
    for answer in (api.get(place, as_=stranger), api.put(f"{place}/like", as_=stranger)):
        assert (answer.status_code, code_of(answer)) == (404, "not_found")
    assert post.public_id in ids(api.get("/feeds/latest", as_=friend))
    assert api.get(place, as_=friend).status_code == 200
