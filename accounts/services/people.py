"""How somebody becomes a member, and how an unfinished sign-up is forgotten."""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import bans
from accounts.ages import EARLIEST_BIRTH, band_of, today
from accounts.handles import holds
from accounts.handles.folding import fold
from accounts.handles.rules import handle_refusal, taken
from accounts.models import AgeBand, AgeSignal, AgeSource, StandingReason, User
from accounts.services import invites
from accounts.unconfirmed import UNCONFIRMED_KEPT, abandoned, replaceable
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.states import record_initial


class UnderAge(DomainError):
    """Zoetrope is not for whoever said this. Worded so that no other year suggests itself."""

    def __init__(self) -> None:
        super().__init__(ErrorCode.UNDER_AGE, _("We cannot create an account for you."))


def birth_date_refusal(birth_date: date) -> DomainError | None:
    """Why nobody can have been born that day, or None."""
    if EARLIEST_BIRTH <= birth_date <= today():
        return None
    return DomainError(ErrorCode.INVALID, _("This cannot be a date of birth."), attr="birth_date")


def register(
    *,
    email: str,
    password: str | None,
    birth_date: date,
    handle: str,
    staff: bool = False,
    actor: Actor | None = None,
    invite_code: str = "",
) -> User:
    """A person whose e-mail address is still to be confirmed; `actor` is themself by default.

    Raises UnderAge, HandleRefused, or DomainError for an impossible date. When two ask for one
    handle at once, the second to commit gets `handle_taken`. A sign-up with the same address that
    was not confirmed gives way after seconds; any other holder makes this an IntegrityError.
    `invite_code` may be needed and is used up (`invites.refuse_code`, `invites.claim`); whom an
    `actor` makes needs none.
    """
    if refusal := birth_date_refusal(birth_date):
        raise refusal
    if band_of(birth_date) == AgeBand.UNDER_13:
        raise UnderAge
    if actor is None:
        invites.refuse_code(invite_code, email=email)
    with transaction.atomic():
        _make_room(email=email, handle=handle)
        if refusal := handle_refusal(handle, for_email=email):
            raise refusal
        person = User(email=email.lower(), handle=handle, handle_key=fold(handle))
        person.birth_date = birth_date
        # Kept when they come of age: nobody becomes public without saying so.
        person.is_private = band_of(birth_date) != AgeBand.ADULT
        person.is_staff = staff
        person.set_password(password)
        _insert(person)
        if invite_code:
            invites.claim(code=invite_code, person=person)
        actor = actor or Actor.person(person.id)
        record_initial(person, actor=actor, reason=StandingReason.SIGNED_UP)
        AgeSignal.objects.create(
            person_id=person.id,
            source=AgeSource.SELF_DECLARED,
            band=band_of(birth_date),
            actor=str(actor),
        )
        record("accounts.person.registered", actor=actor, target=person.public_id)
    return person


def confirm(*, person: User, actor: Actor) -> None:
    """The e-mail address is theirs: they are a member. Doing it twice is doing it once."""
    with transaction.atomic():
        now = timezone.now()
        if User.objects.filter(pk=person.pk, joined_at=None).update(joined_at=now):
            person.joined_at = now
            invites.note_confirmed(person=person)
            record("accounts.person.joined", actor=actor, target=person.public_id)


def create_person(
    *, email: str, password: str, birth_date: date, handle: str, staff: bool = False
) -> User:
    """A member with a confirmed e-mail address, for seeds and tests."""
    actor = Actor.system("seed")
    with transaction.atomic():
        person = register(
            email=email,
            password=password,
            birth_date=birth_date,
            handle=handle,
            staff=staff,
            actor=actor,
        )
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        confirm(person=person, actor=actor)
    return person


def can_be_replaced(*, email: str) -> bool:
    """Whether the account with this address is a sign-up that gives way to a new one."""
    return User.objects.filter(replaceable(), email__iexact=email).exists()


def hold_for_nobody(*, handle: str, email: str, invite_code: str = "") -> None:
    """Treat `handle` and the code as a real sign-up would, though the address already has an
    account.

    Otherwise a second sign-up with the same handle would tell whether the address was new.
    """
    with transaction.atomic():
        if invite_code:
            invites.hold_for_nobody(code=invite_code, email=email)
        holds.release(only_for=email)
        holds.hold(fold(handle), lasting=UNCONFIRMED_KEPT, only_for=email)


def forget_unconfirmed() -> int:
    """Remove sign-ups that nobody confirmed within a day, and holds that ended. How many."""
    holds.forget_ended()
    bans.forget_ended()
    invites.forget_held()
    return _forget(abandoned())


def forget_replaceable(*, email: str) -> None:
    """A sign-up with this address that nobody confirmed makes room for whoever asks next."""
    _forget(replaceable() & Q(email__iexact=email))


def give_way(*, email: str, to: User) -> None:
    """`to` has proved that the address is theirs: sign-ups with it that nobody confirmed go."""
    _forget(Q(joined_at=None, deleted_at=None, email__iexact=email) & ~Q(pk=to.pk))


def _make_room(*, email: str, handle: str) -> None:
    """Abandoned sign-ups stand in nobody's way, nor an earlier one with the same address."""
    _forget((replaceable() & Q(email__iexact=email)) | (abandoned() & Q(handle_key=fold(handle))))


def _forget(which: Q) -> int:
    with transaction.atomic():
        gone = list(User.objects.select_for_update(skip_locked=True).filter(which))
        for person in gone:
            target = person.public_id
            person.delete()
            record("accounts.person.forgotten", actor=Actor.system("sweeper"), target=target)
    return len(gone)


def _insert(person: User) -> None:
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        if "handle_key" in str(error):
            raise taken() from None
        raise
