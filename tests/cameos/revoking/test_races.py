"""Taking consent back against showing a film, on two connections, in both orders."""

from functools import partial
from typing import Any

import pytest
from django.db import transaction

from cameos.capabilities.issuing import Issued
from cameos.capabilities.tokens import CapabilityRefused
from cameos.capabilities.using import checked, complete
from cameos.models import Cameo, Capability
from feed.models import Post
from feed.services.publishing import publish
from feed.services.verdicts import release
from generation.models import Draft
from lib.actors import Actor
from lib.ids import IdKind, decode
from tests import cast
from tests.cameos.capabilities.test_epoch_races import meanwhile
from tests.cameos.capabilities.using import issue
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import film
from tests.cameos.revoking.taking_back import revoked
from tests.feed.studio import finished

pytestmark = pytest.mark.usefixtures("committing", "media_dir")


def made() -> tuple[Cameo, Any, Draft]:
    cameo, maker = lent(cast.creator()), cast.friend()
    return cameo, maker, film(maker, cameo)


def everybody_sees() -> bool:
    return Post.objects.visible_to(None).exists()


def test_a_revocation_waits_for_a_publication_and_finds_it() -> None:
    for scope, stays in (("hide_existing", False), ("future_only", True)):
        cameo, maker, draft = made()
        with meanwhile(partial(revoked, cameo, scope)) as late:
            publish(draft=draft, by=maker)
        assert late.outcome.through == 1, late.outcome
        assert everybody_sees() == stays
        assert Draft.objects.visible_to(maker).exists() == stays


def test_a_publication_waits_for_a_revocation_and_is_refused() -> None:
    for scope in ("future_only", "also_remixes"):
        cameo, maker, draft = made()
        with meanwhile(partial(publish, draft=draft, by=maker)) as late:
            revoked(cameo, scope)
        assert isinstance(late.outcome, CapabilityRefused), late.outcome
        assert not Post.objects.exists()


def test_a_caption_found_fine_waits_for_a_revocation_and_is_refused() -> None:
    cameo, maker, draft = made()
    post = publish(draft=draft, by=maker, caption="by the sea")

    def found_fine() -> str:
        current = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        Post.objects.filter(pk=post.pk).update(caption=None)
        current.caption = None
        release(current, actor=Actor.system("tests"), reason="test")
        return str(current.state)

    with meanwhile(found_fine) as late:
        revoked(cameo, "future_only")
    assert late.outcome == "refused"
    assert Post.objects.get().refused_as == "consent_ended"
    assert not Capability.objects.exclude(published_at=None).exists()


def finishing(one: Issued, maker: Any) -> Draft:
    """What the last step of a job does under the lock."""
    complete(checked(one.token, job=one.capability.job))
    return finished(maker, id=decode(IdKind.GENERATION, one.capability.job))


def test_a_finish_and_a_revocation_in_both_orders() -> None:
    cameo, maker = lent(cast.creator()), cast.friend()
    (one,) = issue(cameo, to=maker)
    with meanwhile(lambda: revoked(cameo, "future_only")) as late:
        finishing(one, maker)
    assert late.outcome.through == 1, late.outcome
    assert Draft.objects.count() == 1
    assert not Draft.objects.visible_to(maker).exists()
    cameo = lent(cast.creator())
    (other,) = issue(cameo, to=maker)
    with meanwhile(lambda: finishing(other, maker)) as late:
        revoked(cameo, "future_only")
    assert isinstance(late.outcome, CapabilityRefused), late.outcome
    assert Draft.objects.count() == 1


def test_of_two_confirmations_at_once_one_ends_an_epoch() -> None:
    cameo, _, _ = made()
    with meanwhile(lambda: revoked(cameo, "hide_existing")) as late, transaction.atomic():
        first = revoked(cameo, "hide_existing")
    assert late.outcome == first
    assert Cameo.objects.get().epoch == 2
