"""A likeness, under the id by which others speak of it, or a character."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.policies import see_person
from cameos.characters.states import CharacterState
from cameos.models import Cameo, CameoAddress, CameoKind, Character
from cameos.permissions.levels import level_at
from cameos.selectors import GONE
from enforcement.subjects.base import Seen, Target
from enforcement.subjects.kinds import SubjectKind


class CameoSubject:
    """Everybody has an address, with a likeness or without: whether somebody enrolled is told to
    nobody, by this neither. A character is shown once a person approved it."""

    kind = SubjectKind.CAMEO

    def reportable_by(self, viewer: User | None, key: UUID) -> Target | None:
        """Of people whom the viewer sees; a guest sees no likenesses."""
        if viewer is None:
            return None
        return _target(see_person.queryset(viewer, shut_out=True), key)

    def there(self, viewer: User, keys: Collection[UUID]) -> set[UUID]:
        """As each by itself."""
        return set(_owners(see_person.queryset(viewer, shut_out=True), keys))

    def known(self, key: UUID) -> Target | None:
        """Of any member."""
        return _target(User.objects.filter(joined_at__isnull=False, deleted_at=None), key)

    def shows(self, key: UUID, person: User) -> bool:
        """Only a person's own address shows them, and nobody reports their own."""
        return False

    def seen(self, key: UUID) -> Seen:
        """Its name where it is a character, and what its owner permits."""
        character = Character.objects.filter(pk=key).select_related("cameo").first()
        if character is not None:
            texts = {"name": character.name} if character.name else {}
            return Seen(texts=texts, labels={"kind": CameoKind.CHARACTER, "state": character.state},
                        permission=_permitted(character.cameo))  # fmt: skip
        people = Cameo.objects.filter(kind=CameoKind.HUMAN, owner__cameo_address=key)
        cameo = people.exclude(state__in=sorted(GONE)).first()
        if cameo is None:
            return Seen(labels={"kind": CameoKind.HUMAN, "state": None})
        labels = {"kind": CameoKind.HUMAN, "state": cameo.state, "epoch": cameo.epoch}
        return Seen(labels=labels, permission=_permitted(cameo))


def _target(people: "QuerySet[User]", key: UUID) -> Target | None:
    owner = _owners(people, [key]).get(key)
    return Target(SubjectKind.CAMEO, key, owner) if owner else None


def _owners(people: "QuerySet[User]", keys: Collection[UUID]) -> dict[UUID, UUID]:
    """Whose each of them is, of these people; by two statements."""
    shown = Character.objects.filter(
        pk__in=keys, state=CharacterState.READY, approved_at__isnull=False, owner__in=people
    )
    named = CameoAddress.objects.filter(pk__in=keys, person__in=people)
    return {
        **dict(named.values_list("pk", "person_id")),
        **dict(shown.values_list("pk", "owner_id")),
    }


def _permitted(cameo: Cameo) -> dict[str, Any]:
    permission = getattr(cameo, "permission", None)
    if permission is None:
        return {}
    level = level_at(permission.level, permission.everyone_until, timezone.now())
    return {
        "level": level.value,
        "restrictions": sorted(permission.restrictions),
        "terms": permission.terms().as_facts(),
        "version": permission.version,
    }
