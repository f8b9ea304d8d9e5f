"""Codes that let people in: made, used, taken back."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.invite_codes import canonical, new_code
from accounts.models import Invite, InviteUse, Standing, User
from accounts.unconfirmed import UNCONFIRMED_KEPT, UNDISTURBED
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode

# Ours: enough for friends, too few to trade with.
OPEN_AT_ONCE = 5
IN_A_MONTH = 20
MONTH = timedelta(days=30)
VALID = timedelta(days=30)
MOST_USES = 500  # of one code of staff: an event's guests


def invite_refusal(person: User, *, max_uses: int) -> DomainError | None:
    """Why `person` may not make such a code now, or None."""
    # Staff ended their inviting, or that of whoever brought them.
    if not person.may_invite:
        return DomainError(ErrorCode.INVITES_DISABLED, _("You cannot invite people."))
    # Who broke rules brings nobody.
    if person.standing != Standing.GOOD:
        return DomainError(ErrorCode.STANDING_LIMITED, _("Your account is limited."))
    if person.is_staff:
        return None
    # Codes for many are how codes get sold.
    if max_uses != 1:
        return DomainError(
            ErrorCode.PERMISSION_DENIED, _("A code is for one person."), attr="max_uses"
        )
    mine = Invite.objects.filter(inviter=person)
    recent = mine.filter(created_at__gt=timezone.now() - MONTH)
    if open_ones(mine).count() >= OPEN_AT_ONCE or recent.count() >= IN_A_MONTH:
        return DomainError(ErrorCode.QUOTA_EXCEEDED, _("You have enough codes for now."))
    return None


def issue(*, actor: User, max_uses: int = 1) -> Invite:
    """A new code. Raises DomainError."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=actor.pk)
        if refusal := invite_refusal(person, max_uses=max_uses):
            raise refusal
        now = timezone.now()
        row = Invite.objects.create(
            inviter=person,
            code=new_code(),
            max_uses=max_uses,
            created_at=now,
            expires_at=now + VALID,
        )
        by = Actor.person(person.pk)
        record("accounts.invite.made", actor=by, target=row.public_id, max_uses=max_uses)
    return row


def disable(*, invite: Invite, actor: User) -> None:
    """Nobody joins by this code any more. Twice is once."""
    with transaction.atomic():
        standing = Invite.objects.filter(pk=invite.pk, disabled_at=None)
        if standing.update(disabled_at=timezone.now()):
            by = Actor.person(actor.pk)
            record("accounts.invite.disabled", actor=by, target=invite.public_id)


def open_ones(invites: QuerySet[Invite]) -> QuerySet[Invite]:
    """Those by which somebody could still join, as far as the codes themselves say."""
    counted = invites.annotate(used=Count("uses"))
    return counted.filter(disabled_at=None, expires_at__gt=timezone.now(), used__lt=F("max_uses"))


def refuse_code(code: str, *, email: str) -> None:
    """Before anything else of a sign-up is done; one with the same address is no use of it. Raises
    DomainError `invite_required` where one is needed and missing, `invite_invalid`."""
    if code:
        invite = Invite.objects.filter(code=canonical(code)).first()
        if invite is None or not _lets_in(invite, again=email):
            raise _invalid()
    elif settings.INVITES_REQUIRED:
        raise DomainError(
            ErrorCode.INVITE_REQUIRED, _("Joining needs an invite."), attr="invite_code"
        )


def claim(*, code: str, person: User) -> None:
    """`person`, who is being made in this transaction, joins by this code: of any number who try
    at once no more than its uses do. Raises DomainError `invite_invalid`."""
    invite = _locked(code)
    if not _lets_in(invite):
        raise _invalid()
    InviteUse.objects.create(invite=invite, invitee=person, held_for=_digest(person.email or ""))


def hold_for_nobody(*, code: str, email: str) -> None:
    """Use a code as a real sign-up would, though the address already has an account: else whether
    it is used up would tell. Raises as `claim`."""
    with transaction.atomic():
        invite = _locked(code)
        held = InviteUse.objects.filter(held_for=_digest(email))
        mine = held.filter(invite=invite)
        # As a second sign-up replaces the first with the same address.
        held.filter(invitee=None, at__lt=timezone.now() - UNDISTURBED).exclude(
            invite=invite
        ).delete()
        if mine.exists():
            mine.filter(invitee=None).update(at=timezone.now())
        elif _lets_in(invite):
            InviteUse.objects.create(invite=invite, held_for=_digest(email))
        else:
            raise _invalid()


def note_confirmed(*, person: User) -> None:
    """Their use needs its address no more."""
    InviteUse.objects.filter(invitee=person).update(held_for="")


def forget_held() -> None:
    """Give back uses of nobody, when sign-ups that nobody confirmed go."""
    before = timezone.now() - UNCONFIRMED_KEPT
    InviteUse.objects.filter(invitee=None, at__lt=before).delete()


def _locked(code: str) -> Invite:
    invite = Invite.objects.select_for_update().filter(code=canonical(code)).first()
    if invite is None:
        raise _invalid()
    return invite


def _lets_in(invite: Invite, *, again: str = "") -> bool:
    """Whether one more may join by it, which whoever asked first decides under its lock; without
    what is held for the address `again`."""
    inviter, uses = invite.inviter, invite.uses.all()
    if again:
        uses = uses.exclude(held_for=_digest(again))
    return (
        invite.disabled_at is None
        and invite.expires_at > timezone.now()
        and inviter.stands
        and inviter.may_invite
        and uses.count() < invite.max_uses
    )


def _invalid() -> DomainError:
    """One answer for a code that never was, was used, ran out, or was taken back."""
    return DomainError(ErrorCode.INVITE_INVALID, _("This invite is not valid."), attr="invite_code")


def _digest(email: str) -> str:
    return salted_hmac("accounts.InviteUse", email.lower(), algorithm="sha256").hexdigest()
