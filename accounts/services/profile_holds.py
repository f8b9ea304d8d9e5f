"""Words that a decision of enforcement takes out of a profile, and gives back: one row for each
cause. Nobody is kept from writing others."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import ProfileField, ProfileHold, User
from accounts.services.impersonation import mark_in_force
from accounts.services.profile_texts import FIELDS_OF, put
from accounts.services.standing import locked
from audit.services import record
from lib.actors import Actor
from lib.sanctions import LIVE


def hold_text(
    *, person_id: UUID, field: ProfileField, cause: str, actor: Actor, told: bool = True
) -> bool:
    """Take what stands in the field, or what another cause took out of it. False where nothing
    stands there, and for a deleted account. The same cause twice is once. `told`: whether their
    author may hear of it."""
    with transaction.atomic():
        person = locked(person_id)
        mine = _live(person, field)
        if mine.filter(cause=cause).exists():
            return True
        taken = mine.filter(words__isnull=False).first()
        words = _said(person, field) or (taken.words if taken else None)
        if not words:
            return False
        _say(person, field, "")
        ProfileHold.objects.create(person=person, field=field, cause=cause, words=words)
        _record("words_taken", person, field, actor, told=told)
    return True


def lift_text(
    *, person_id: UUID, field: ProfileField, cause: str, actor: Actor, told: bool = True
) -> None:
    """They stand there again, unless another cause took them too or their author wrote others
    since. Safe to do again, and of a deleted account."""
    with transaction.atomic():
        person = locked(person_id)
        row = _live(person, field).filter(cause=cause).first()
        if row is None:
            return
        words, row.words, row.lifted_at = row.words, None, timezone.now()
        row.save(update_fields=["words", "lifted_at"])
        taken = _live(person, field).filter(words__isnull=False).exists()
        if words and not taken:  # none are kept once their author wrote others
            _say(person, field, words)
        _record("words_back", person, field, actor, told=told)


def _record(what: str, person: User, field: ProfileField, actor: Actor, *, told: bool) -> None:
    record(
        f"accounts.profile.{what}",
        actor=actor,
        target=person.public_id,
        field=field,
        sealed=not told,
    )


def _live(person: User, field: ProfileField) -> QuerySet[ProfileHold]:
    return ProfileHold.objects.filter(LIVE, person=person, field=field)


def _said(person: User, field: ProfileField) -> str:
    """What stands there; of a profile whose names staff took (A16), what will stand there again."""
    mark = mark_in_force(person)
    kept = mark.names.get(field.value, "") if mark and mark.names else ""
    return str(getattr(person, field) or kept)


def _say(person: User, field: ProfileField, words: str) -> None:
    """Where it stood. The caller holds the person."""
    mark = mark_in_force(person)
    if mark and mark.names and not getattr(person, field):
        mark.names = {**mark.names, field.value: words}
        mark.save(update_fields=["names"])
        return
    put(person, field, words)
    person.save(update_fields=FIELDS_OF[field])
