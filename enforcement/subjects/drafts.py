"""A draft of somebody else, for whoever lent their likeness to it (C11)."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import OuterRef, Q
from django.utils import timezone

from accounts.models import User
from enforcement.limits import GONE_REPORTABLE
from enforcement.subjects.base import Seen, Target
from enforcement.subjects.films import (
    files_of_film,
    labels_of_film,
    length_of,
    lent_by,
    lent_to,
    permission_of_film,
    texts_of_film,
)
from enforcement.subjects.kinds import SubjectKind
from generation.models import Draft


class DraftSubject:
    """Nobody else but its maker ever sees it; a consent that was taken back keeps nobody from
    saying what was done with it."""

    kind = SubjectKind.DRAFT

    def reportable_by(self, viewer: User | None, key: UUID) -> Target | None:
        """Of those with the viewer's own likeness, or their character's; and one's own."""
        if viewer is None:
            return None
        lately = Q(deleted_at=None) | Q(deleted_at__gte=timezone.now() - GONE_REPORTABLE)
        return _target(Draft.objects.filter(lately, _of(viewer), pk=key).first())

    def there(self, viewer: User, keys: Collection[UUID]) -> set[UUID]:
        """Those that nobody deleted."""
        rows = Draft.objects.filter(_of(viewer), deleted_at=None, pk__in=keys)
        return set(rows.values_list("pk", flat=True))

    def known(self, key: UUID) -> Target | None:
        """Any draft."""
        return _target(Draft.objects.filter(pk=key).first())

    def shows(self, key: UUID, person: User) -> bool:
        """By the capabilities of its film; a character is no likeness of a person."""
        job_id = Draft.objects.filter(pk=key).values_list("job_id", flat=True).first()
        return lent_by(job_id, person)

    def seen(self, key: UUID) -> Seen:
        """Prompt, labels, consent and files."""
        draft = Draft.objects.select_related("job").filter(pk=key).first()
        if draft is None:  # erased since it was found
            return Seen()
        gone = draft.deleted_at.isoformat() if draft.deleted_at else None
        return Seen(
            texts=texts_of_film(draft.job),
            labels={"deleted_at": gone, **labels_of_film(draft.job)},
            permission=permission_of_film(draft.job_id),
            media=files_of_film(draft.job_id),
        )


def _of(viewer: User) -> Q:
    return Q(lent_to(OuterRef("job_id"), viewer)) | Q(owner=viewer)


def _target(draft: Draft | None) -> Target | None:
    if draft is None:
        return None
    gone = draft.deleted_at is not None
    return Target(SubjectKind.DRAFT, draft.pk, draft.owner_id, length_of(draft.job_id), gone)
