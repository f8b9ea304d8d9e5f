"""Jobs that ask for capabilities."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cameos.capabilities.issuing import Issued, authorize
from cameos.capabilities.using import checked
from cameos.models import Cameo, Capability
from cameos.services.authorizing import Read
from lib.ids import IdKind, encode, new_id
from moderation.categories import Surface
from moderation.policy.audience import Audience
from moderation.services.screening import judged, read


def new_job() -> str:
    return encode(IdKind.GENERATION, new_id())


def words(prompt: str = "a quiet walk along the river") -> Read:
    evidence = read([(Surface.PROMPT, prompt)], seconds=1)
    return Read(prompt, [prompt], evidence, judged(evidence, audience=Audience(likeness=True)))


def issue(
    *cameos: Cameo, to: Any, job: str = "", prompt: str = "", deadline: datetime | None = None
) -> list[Issued]:
    with transaction.atomic():
        return authorize(
            subjects=[one.pk for one in cameos],
            requester=to,
            words=words(prompt) if prompt else words(),
            job=job or new_job(),
            deadline=deadline or timezone.now() + timedelta(hours=1),
        )


def attempt(one: Issued, **asked: Any) -> Capability:
    with transaction.atomic():
        return checked(one.token, **{"job": one.capability.job, **asked})
