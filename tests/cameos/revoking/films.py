"""Films with people in them, as finished jobs leave them."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from cameos.models import Cameo, Capability
from cameos.permissions.terms import Cap, Terms
from feed.models import Post
from feed.services.publishing import publish
from generation.models import Draft
from tests.feed.studio import finished


def used(draft: Draft, cameo: Cameo, *, cap: Cap = Cap.EVERYONE, **fields: Any) -> Capability:
    """The capability under which a finished draft shows `cameo`; `fields` are of terms or row."""
    wanted = {name: fields.pop(name) for name in ("no_remix", "no_download") if name in fields}
    terms = Terms(cap=cap, **wanted)
    facts: dict[str, Any] = {
        "cameo_id": cameo.pk, "requester_id": draft.owner_id, "job": draft.job.public_id,
        "film_id": draft.job_id, "friends_only": terms.friends_only, "terms": terms.as_facts(),
        "epoch": cameo.epoch, "expires_at": timezone.now(), "completed_at": timezone.now(),
    }  # fmt: skip
    return Capability.objects.create(**facts | fields)


def film(maker: Any, *cameos: Cameo, **fields: Any) -> Draft:
    """A finished draft of `maker` with these people in it."""
    draft = finished(maker)
    for one in cameos:
        used(draft, one, **fields)
    return draft


def shown(maker: Any, *cameos: Cameo, **fields: Any) -> Post:
    """The same, published."""
    return publish(draft=film(maker, *cameos, **fields), by=maker)


def ids(page: Any) -> set[str]:
    assert page.status_code == 200, page.content
    return {one["id"] for one in page.json()["results"]}


def hide(cameo: Cameo, **fields: Any) -> None:
    """As a revocation leaves the row, without anything else of it."""
    Cameo.objects.filter(pk=cameo.pk).update(**fields)


def files_of(draft: Draft) -> Iterable[str]:
    return [asset.storage_key for asset in draft.job.assets.all()]
