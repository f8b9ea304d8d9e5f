"""What people write about themselves: seen by them alone until it was judged (law 1).

Others see what stood there before, for a profile without a name would be worse for everybody.
Rows of one person are written under the lock on their account.
"""

from django.utils import timezone

from accounts.events import ProfileTextSettled
from accounts.handles.lookalikes import name_key, seems_somebody_else
from accounts.models import ProfileField, ProfileHold, ProfileText, ProfileTextState, User
from accounts.pauses import pause_refusal
from accounts.services.own_words import Where, hear
from audit.services import record
from lib.actors import Actor
from lib.events import publish
from lib.holds import REMOVED_AFTER, next_look
from lib.plain_text import is_invisible
from lib.repairs import repair_each
from lib.sanctions import LIVE
from lib.selecting import with_public_id
from lib.states import advance, record_initial
from lib.texts import TextJudged, TextSubmitted, TextVerdict, TextWithdrawn, Written

# The columns that are saved with a field.
FIELDS_OF = {
    ProfileField.DISPLAY_NAME: ["display_name", "name_key"],
    ProfileField.BIO: ["bio"],
}
SCREENER = Actor.system("screener")
KEEPER = Actor.system("keeper")


def waiting_texts(person: User) -> dict[str, str]:
    """Field by field, what waits; for its author alone."""
    rows = ProfileText.objects.filter(person=person, state=ProfileTextState.WAITING)
    return {row.field: row.text for row in rows}


def propose(person: User, field: ProfileField, text: str) -> bool:
    """Let new words wait for their judgement. Returns whether the profile itself changed: where
    there is nothing to read it does. The caller holds the lock on the person. Raises DomainError
    `cooling_off` for words that would be judged."""
    actor = Actor.person(person.pk)
    _withdraw(person, field, actor=actor)
    if text == getattr(person, field):
        return False
    if is_invisible(text):
        put(person, field, text)
        _forget_taken(person, field)
        return True
    if refusal := pause_refusal(person):
        raise refusal
    row = ProfileText.objects.create(
        person=person, field=field, text=text, rescan_at=next_look(timezone.now())
    )
    record_initial(row, actor=actor, reason="written")
    publish(TextSubmitted(row.public_id))
    return False


def put(person: User, field: ProfileField, text: str) -> None:
    """Set the field and what is folded from it; FIELDS_OF are to be saved."""
    setattr(person, field, text)
    if field == ProfileField.DISPLAY_NAME:
        person.name_key = name_key(text)


def withdraw_all(person: User, *, actor: Actor) -> None:
    """Nothing of theirs waits any more. The caller holds the lock on the person."""
    for field in ProfileField:
        _withdraw(person, field, actor=actor)


def read_waiting(subject: str) -> Written | None:
    """What moderation reads."""
    row = _waiting(subject)
    if row is None:
        return None
    return Written(
        surface="profile", label=ProfileField(row.field).label, text=row.text or "",
        person_id=row.person_id, under_18=not row.person.is_adult, since=row.submitted_at,
    )  # fmt: skip


def settle(event: TextJudged) -> None:
    """Hears of judgements; what was replaced or decided meanwhile stays as it is. What it says of
    its author's age is heard now, not before: until then they may take it back."""
    row = _waiting(event.subject)
    if row is None:
        return
    person = User.objects.select_for_update().get(pk=row.person_id)
    current = ProfileText.objects.filter(pk=row.pk, state=ProfileTextState.WAITING).first()
    if current is None:
        return
    words = current.text or ""
    if event.verdict == TextVerdict.PASSED and _is_for_staff(person, current):
        _hold(current)
    elif event.verdict == TextVerdict.PASSED:
        show(person, current, actor=SCREENER, reason="nothing against it")
    else:
        refuse(current, actor=SCREENER, reason="policy")
    hear(person_id=person.pk, text=words, where=Where.PROFILE)  # refused or not, they said it


def look_again() -> int:
    """Submit once more what waits too long; after a week give up. Returns how many."""
    now = timezone.now()
    waiting = ProfileText.objects.filter(state=ProfileTextState.WAITING, rescan_at__lt=now)
    old = waiting.filter(submitted_at__lt=now - REMOVED_AFTER)
    return repair_each(old, _give_up, by="submitted_at") + repair_each(
        waiting, _submit_again, by="submitted_at"
    )


def show(person: User, row: ProfileText, *, actor: Actor, reason: str) -> None:
    """From now on others see it. The caller holds the lock on the person."""
    field = ProfileField(row.field)
    put(person, field, row.text or "")
    person.save(update_fields=FIELDS_OF[field])
    _forget_taken(person, field)
    advance(row, to=ProfileTextState.SHOWN, actor=actor, reason=reason, text=None)
    record("accounts.profile.shown", actor=actor, target=person.public_id, field=row.field)
    publish(ProfileTextSettled(person.pk, row.field, shown=True))


def _is_for_staff(person: User, row: ProfileText) -> bool:
    """A name that looks like somebody else's waits for a person (A16)."""
    is_name = row.field == ProfileField.DISPLAY_NAME
    return is_name and seems_somebody_else(row.text or "", person)


def _hold(row: ProfileText) -> None:
    """Nothing tells its author: they wait as before."""
    ends = row.submitted_at + REMOVED_AFTER
    held_at = row.held_at or timezone.now()
    ProfileText.objects.filter(pk=row.pk).update(held_at=held_at, rescan_at=ends)


def refuse(row: ProfileText, *, actor: Actor, reason: str) -> None:
    """Others go on to see what stood there before."""
    advance(row, to=ProfileTextState.REFUSED, actor=actor, reason=reason, text=None)
    record("accounts.profile.refused", actor=actor, target=row.person.public_id, field=row.field)
    publish(ProfileTextSettled(row.person_id, row.field, shown=False))


def _forget_taken(person: User, field: ProfileField) -> None:
    """They wrote other words since: what a decision took comes back no more."""
    ProfileHold.objects.filter(LIVE, person=person, field=field).update(words=None)


def _withdraw(person: User, field: ProfileField, *, actor: Actor) -> None:
    state = ProfileTextState.WAITING
    for row in ProfileText.objects.filter(person=person, field=field, state=state):
        advance(row, to=ProfileTextState.REPLACED, actor=actor, reason="replaced", text=None)
        publish(TextWithdrawn(row.public_id))


def _give_up(row: ProfileText) -> None:
    refuse(row, actor=KEEPER, reason="nobody could judge it for a week")
    publish(TextWithdrawn(row.public_id))


def _submit_again(row: ProfileText) -> None:
    ProfileText.objects.filter(pk=row.pk).update(rescan_at=next_look(row.submitted_at))
    publish(TextSubmitted(row.public_id))


def _waiting(subject: str) -> ProfileText | None:
    rows = ProfileText.objects.select_related("person").filter(state=ProfileTextState.WAITING)
    return with_public_id(rows, subject)
