"""What people write about themselves: seen by them alone until it was judged (law 1).

Others see what stood there before, for a profile without a name would be worse for everybody.
Rows of one person are written under the lock on their account.
"""

from django.utils import timezone

from accounts.events import ProfileTextSettled
from accounts.models import ProfileField, ProfileText, ProfileTextState, User
from accounts.pauses import pause_refusal
from accounts.services.own_words import Where, hear
from audit.services import record
from lib.actors import Actor
from lib.events import publish
from lib.holds import REMOVED_AFTER, next_look
from lib.plain_text import is_invisible
from lib.repairs import repair_each
from lib.selecting import with_public_id
from lib.states import advance, record_initial
from lib.texts import TextJudged, TextSubmitted, TextVerdict, TextWithdrawn, Written

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
        setattr(person, field, text)
        return True
    if refusal := pause_refusal(person):
        raise refusal
    row = ProfileText.objects.create(
        person=person, field=field, text=text, rescan_at=next_look(timezone.now())
    )
    record_initial(row, actor=actor, reason="written")
    publish(TextSubmitted(row.public_id))
    return False


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
    if event.verdict == TextVerdict.PASSED:
        _show(person, current)
    else:
        _refuse(current, actor=SCREENER, reason="policy")
    hear(person_id=person.pk, text=words, where=Where.PROFILE)  # refused or not, they said it


def look_again() -> int:
    """Submit once more what waits too long; after a week give up. Returns how many."""
    now = timezone.now()
    waiting = ProfileText.objects.filter(state=ProfileTextState.WAITING, rescan_at__lt=now)
    old = waiting.filter(submitted_at__lt=now - REMOVED_AFTER)
    return repair_each(old, _give_up, by="submitted_at") + repair_each(
        waiting, _submit_again, by="submitted_at"
    )


def _show(person: User, row: ProfileText) -> None:
    setattr(person, row.field, row.text)
    person.save(update_fields=[row.field])
    advance(row, to=ProfileTextState.SHOWN, actor=SCREENER, reason="nothing against it", text=None)
    record("accounts.profile.shown", actor=SCREENER, target=person.public_id, field=row.field)
    publish(ProfileTextSettled(person.pk, row.field, shown=True))


def _refuse(row: ProfileText, *, actor: Actor, reason: str) -> None:
    advance(row, to=ProfileTextState.REFUSED, actor=actor, reason=reason, text=None)
    record("accounts.profile.refused", actor=actor, target=row.person.public_id, field=row.field)
    publish(ProfileTextSettled(row.person_id, row.field, shown=False))


def _withdraw(person: User, field: ProfileField, *, actor: Actor) -> None:
    state = ProfileTextState.WAITING
    for row in ProfileText.objects.filter(person=person, field=field, state=state):
        advance(row, to=ProfileTextState.REPLACED, actor=actor, reason="replaced", text=None)
        publish(TextWithdrawn(row.public_id))


def _give_up(row: ProfileText) -> None:
    _refuse(row, actor=KEEPER, reason="nobody could judge it for a week")
    publish(TextWithdrawn(row.public_id))


def _submit_again(row: ProfileText) -> None:
    ProfileText.objects.filter(pk=row.pk).update(rescan_at=next_look(row.submitted_at))
    publish(TextSubmitted(row.public_id))


def _waiting(subject: str) -> ProfileText | None:
    rows = ProfileText.objects.select_related("person").filter(state=ProfileTextState.WAITING)
    return with_public_id(rows, subject)
