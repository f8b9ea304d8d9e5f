"""T2: whoever took a consent back is heard on sockets that are open, and by jobs that run."""

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from inbox.socket import consumer
from tests.cameos.capabilities.using import issue
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown
from tests.cameos.revoking.taking_back import revoked
from tests.client import token_for
from tests.inbox.conftest import tell_async
from tests.inbox.phone import Phone, play


@pytest.mark.usefixtures("committing")
def test_a_revocation_is_told_and_nothing_of_the_film_any_more(
    creator: Any,
    stranger: Any,
    deliver: Callable[[], int],
    media_dir: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(consumer, "TICK_SECONDS", 3600)
    cameo, token = lent(stranger), token_for(creator)
    post = shown(creator, cameo)
    (runs,) = issue(cameo, to=creator)

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(None)
        told = await phone.hear()
        assert (told["type"], told["data"]["post"]) == ("post.published", post.public_id)
        await sync_to_async(revoked)(cameo)
        late = Phone(token)
        await late.dial()
        await late.resume(None)
        await tell_async(creator)
        # From COMMIT on: the log that is read anew begins with what came after.
        assert (await late.hear())["type"] == "test.counted"
        assert (await phone.hear())["type"] == "test.counted"
        await sync_to_async(deliver)()
        for one in (phone, late):
            said = [await one.hear() for _ in range(2)]
            assert {event["type"] for event in said} == {
                "post.likeness_withdrawn",
                "draft.likeness_withdrawn",
            }
            assert await one.hears_nothing()
            await one.hang_up()

    play(scenario)
    runs.capability.refresh_from_db()
    assert runs.capability.ended_for
