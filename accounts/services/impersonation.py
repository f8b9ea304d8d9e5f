"""Profiles that pass for somebody else: marked by staff, contested, and undone exactly (A16).

A mark takes the names away, not the account: whoever it was reads on, and contests it in the app.
"""

import secrets
from contextlib import suppress
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import NamesDecided, NamesTaken
from accounts.handles import holds
from accounts.handles.folding import fold
from accounts.handles.lookalikes import name_key
from accounts.handles.reserved import reserved_word
from accounts.models import (
    HeldDecision,
    Impersonation,
    ImpersonationState,
    ProfileField,
    Right,
    User,
)
from accounts.models.impersonations import CONTESTABLE_FOR, IN_FORCE
from accounts.protection import refuse_unapproved
from accounts.services.profile_texts import propose, waiting_texts, withdraw_all
from accounts.services.standing import standing_refusal
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState
from lib.events import publish
from lib.selecting import with_public_id
from lib.states import advance, record_initial

NEUTRAL, LETTERS, DRAWN = "member_", "abcdefghjkpqstuxyz", 10  # no two of which look alike
NAMES_KEPT = 2 * CONTESTABLE_FOR
KEEPER = Actor.system("keeper")
RESERVED = "reserved:"  # before a word of the list of reserved names


class MarkEnd(models.TextChoices):
    """What ends a mark."""

    LIFTED = "lifted", "It was none: the names stand as before"
    FREED = "freed", "It was one, and other names may be chosen"


def mark_in_force(person: User) -> Impersonation | None:
    """The finding that holds of them, if any."""
    return Impersonation.objects.filter(person=person, state__in=sorted(IN_FORCE)).first()


def refuse_while_marked(person: User) -> None:
    """Raises DomainError `names_held`: neutral names stay until staff end the mark."""
    if mark_in_force(person) is not None:
        raise DomainError(
            ErrorCode.NAMES_HELD,
            _("Your names were reset, for they pass for somebody else's; you can contest that."),
        )


def mark_impersonation(
    *, person: User, of: str, actor: User, approval: HeldDecision | None = None
) -> Impersonation:
    """A neutral handle, no display name and no bio for a profile that passes for `of`: the id of a
    member, or a reserved name. The old handle is free for nobody meanwhile.

    Raises DomainError, `second_approval_required` for a protected account; StaleState where such
    a mark holds already.
    """
    by = Actor.person(actor.pk)
    with transaction.atomic():
        held = _authorised(person, actor, approval)
        of_id, of_word = whom(of, held)
        if mark_in_force(held) is not None:
            raise StaleState(_("Such a mark holds already."))
        row = Impersonation.objects.create(
            person=held,
            of_id=of_id,
            of_word=of_word,
            names=_names_of(held),
            marked_by=actor.pk,
            asked_by=approval.asked_by if approval else None,
        )
        record_initial(row, actor=by, reason="passes for somebody")
        withdraw_all(held, actor=by)
        holds.hold_for_all(held.handle_key, lasting=CONTESTABLE_FOR)
        _give_neutral_names(held)
        record("accounts.impersonation.marked", actor=by, target=held.public_id, of=_said(row))
        publish(NamesTaken(user_id=held.pk))
    return row


def contest(*, person: User) -> Impersonation:
    """Somebody of staff who did not mark it looks again; once, within six months. Raises NotFound,
    DomainError `already_contested`, `not_contestable`."""
    by = Actor.person(person.pk)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        row = mark_in_force(person)
        if row is None:
            raise NotFound
        if row.state != ImpersonationState.MARKED:
            raise DomainError(ErrorCode.ALREADY_CONTESTED, _("You contested this already."))
        if not is_contestable(row):
            raise DomainError(ErrorCode.NOT_CONTESTABLE, _("This is too long ago to contest."))
        advance(row, to=ImpersonationState.CONTESTED, actor=by, reason="contested")
        record("accounts.impersonation.contested", actor=by, target=person.public_id)
    return row


def is_contestable(row: Impersonation) -> bool:
    """Whether the person may contest it now."""
    is_fresh = row.marked_at > timezone.now() - CONTESTABLE_FOR
    return row.state == ImpersonationState.MARKED and is_fresh


def uphold(*, mark: Impersonation, actor: User) -> None:
    """Contested, looked at again, and right. Raises DomainError for whoever marked it or asked for
    that, StaleState where nothing is contested."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=mark.person_id)
        row = Impersonation.objects.get(pk=mark.pk)
        decider = User.objects.get(pk=actor.pk)
        if refusal := standing_refusal(actor=decider, person=person, right=Right.TAKE_NAMES):
            raise refusal
        if actor.pk in (row.marked_by, row.asked_by):
            raise DomainError(
                ErrorCode.NOT_ALLOWED_FOR_SELF, _("Whoever did not mark it looks again.")
            )
        _decide(row, ImpersonationState.UPHELD, actor, person)


def end_mark(
    *, person: User, end: MarkEnd, actor: User, approval: HeldDecision | None = None
) -> None:
    """Lift it, and the names stand as before (law 7), or let other ones be chosen. Raises as
    `mark_impersonation`; StaleState where no mark holds."""
    with transaction.atomic():
        held = _authorised(person, actor, approval)
        row = mark_in_force(held)
        if row is None:
            raise StaleState(_("No mark holds."))
        names = row.names or {}
        _decide(row, ImpersonationState(end.value), actor, held, names=None)
        if end == MarkEnd.LIFTED and names:
            _restore(held, names)


def end_with_account(*, person: User) -> None:
    """Within `delete_account`."""
    if row := mark_in_force(person):
        if row.names:
            key = fold(row.names["handle"])
            holds.hold_for_all(key, lasting=holds.AFTER_DELETION)
        advance(row, to=ImpersonationState.ENDED, actor=KEEPER, reason="deleted", names=None)


def forget_names() -> int:
    """Remove the names of marks that can be contested no more; where staff still owe an answer,
    after as long again. Returns how many."""
    kept = Impersonation.objects.filter(names__isnull=False)
    old = kept.filter(marked_at__lt=timezone.now() - CONTESTABLE_FOR)
    late = Q(marked_at__lt=timezone.now() - NAMES_KEPT)
    return old.filter(late | ~Q(state=ImpersonationState.CONTESTED)).update(names=None)


def whom(of: str, person: User) -> tuple[Any, str]:
    """The key of the member, or the reserved word, for whom a profile passes. Raises DomainError
    for words that are neither."""
    members = User.objects.filter(joined_at__isnull=False, deleted_at=None)
    member = with_public_id(members.exclude(pk=person.pk), of)
    if member is not None:
        return member.pk, ""
    if word := reserved_word(of.removeprefix(RESERVED)):
        return None, word
    raise DomainError(
        ErrorCode.INVALID, _("Give a member's id, or a name from the reserved list."), attr="of"
    )


def _names_of(person: User) -> dict[str, Any]:
    shown = {one.value: getattr(person, one) for one in ProfileField}
    return {"handle": person.handle, **shown, "waiting": waiting_texts(person)}


def _authorised(person: User, actor: User, approval: HeldDecision | None) -> User:
    held = User.objects.select_for_update().get(pk=person.pk)
    decider = User.objects.get(pk=actor.pk)
    if refusal := standing_refusal(actor=decider, person=held, right=Right.TAKE_NAMES):
        raise refusal
    refuse_unapproved(held, approval)
    return held


def _decide(
    row: Impersonation, to: ImpersonationState, actor: User, person: User, **changes: Any
) -> None:
    by = Actor.person(actor.pk)
    facts = {"decided_by": actor.pk, "decided_at": timezone.now(), **changes}
    advance(row, to=to, actor=by, reason=to.value, **facts)
    record("accounts.impersonation.decided", actor=by, target=person.public_id, to=to.value)
    publish(NamesDecided(user_id=person.pk, state=to.value))


def _give_neutral_names(person: User) -> None:
    handle = NEUTRAL + "".join(secrets.choice(LETTERS) for _ in range(DRAWN))
    person.handle, person.handle_key = handle, fold(handle)
    person.display_name = person.name_key = person.bio = ""
    person.save(update_fields=["handle", "handle_key", "display_name", "name_key", "bio"])


def _restore(person: User, names: dict[str, Any]) -> None:
    """What the mark took; a bio that was written since stays (law 7)."""
    shown, waits = bool(person.bio), waiting_texts(person)
    person.display_name, person.name_key = names["display_name"], name_key(names["display_name"])
    person.bio = person.bio or names["bio"]
    person.save(update_fields=["display_name", "name_key", "bio"])
    for field, text in names["waiting"].items():
        if field not in waits and not (shown and field == ProfileField.BIO):
            with suppress(DomainError):  # whoever waits by then proposes nothing
                propose(person, ProfileField(field), text)
    key = fold(names["handle"])
    try:
        with transaction.atomic():
            holds.release_key(key)
            person.handle, person.handle_key = names["handle"], key
            person.save(update_fields=["handle", "handle_key"])
    except IntegrityError:  # contested late, decided when the hold was over, and taken meanwhile
        person.refresh_from_db(fields=["handle", "handle_key"])


def _said(row: Impersonation) -> str:
    if row.of_id is None:
        return f"{RESERVED}{row.of_word}"
    return str(Actor.person(row.of_id))
