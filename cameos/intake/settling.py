"""What was looked at is written down, and put to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cameos.models import Character, ReferenceImage
from lib.errors import StaleState
from moderation.categories import Category
from moderation.models import Cause
from moderation.services.reviews import open_review

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cameos.intake.prepared import Prepared
    from lib.actors import Actor


def note(
    row: Character | ReferenceImage,
    found: Prepared,
    *,
    unseen: QuerySet[Any],
    stage: str,
    **more: Any,
) -> None:
    """In the caller's transaction. Fenced by the lease: it is among the `unseen` still, nobody else
    took it. Raises StaleState."""
    mine = unseen.filter(pk=row.pk, leased_until=row.leased_until)
    kept = {"kept_key": found.key, "kept_digest": found.digest, "leased_until": None}
    if found.opinion is None or not mine.update(**kept, **more):
        raise StaleState
    found.write_down(row, stage=stage)


def ask(row: Character | ReferenceImage, found: Prepared, *, stage: str, actor: Actor) -> None:
    """A person has to look. In the caller's transaction."""
    open_review(
        subject=row.public_id,
        person_id=row.owner_id,
        stage=stage,
        category=found.judgement.category or Category.LIKENESS,
        cause=Cause.POLICY,
        actor=actor,
    )
