"""A person's profile, for whoever sees it."""

from collections.abc import Collection
from uuid import UUID

from accounts.models import User
from accounts.policies import see_person
from enforcement.subjects.base import Seen, Target
from enforcement.subjects.kinds import SubjectKind


class ProfileSubject:
    """Also while its owner is suspended, banned or leaving, or blocked by the viewer. Of a deleted
    account nothing is left to see."""

    kind = SubjectKind.PROFILE

    def reportable_by(self, viewer: User | None, key: UUID) -> Target | None:
        """As the viewer would see it were it not for a sanction, or their own block."""
        return _target(see_person.queryset(viewer, shut_out=True).filter(pk=key).first())

    def there(self, viewer: User, keys: Collection[UUID]) -> set[UUID]:
        """Those of accounts that stand."""
        rows = see_person.queryset(viewer, shut_out=True).filter(pk__in=keys)
        return {person.pk for person in rows if person.stands}

    def known(self, key: UUID) -> Target | None:
        """Any member."""
        members = User.objects.filter(joined_at__isnull=False, deleted_at=None)
        return _target(members.filter(pk=key).first())

    def shows(self, key: UUID, person: User) -> bool:
        """A profile has no film."""
        return False

    def seen(self, key: UUID) -> Seen:
        """What it says of them, and how the account stands."""
        person = User.objects.filter(pk=key).first()
        if person is None:
            return Seen()
        texts = {
            "handle": person.handle, "display_name": person.display_name, "bio": person.bio
        }  # fmt: skip
        labels = {
            "standing": person.state,
            "age_band": person.age_band,
            "is_private": person.keeps_private,
            "joined_at": person.joined_at.isoformat() if person.joined_at else None,
        }
        return Seen(texts={name: text for name, text in texts.items() if text}, labels=labels)


def _target(person: User | None) -> Target | None:
    if person is None:
        return None
    return Target(SubjectKind.PROFILE, person.pk, person.pk, gone=not person.stands)
