"""The end of an account: a tombstone that keeps an id, and nothing of the person."""

import structlog
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.bans import hold_identities
from accounts.events import AccountDeleted, SessionsEnded
from accounts.handles import holds
from accounts.models import (
    Block,
    Follow,
    FollowRequest,
    Invite,
    Mute,
    ProfileHold,
    ProfileText,
    User,
)
from accounts.models.users import no_handle_key
from accounts.services import apple, impersonation, second_approval
from accounts.services.age_forgetting import forget_ages
from accounts.services.sessions import forget_sessions
from audit.services import record
from audit.tombstones.leaving import leave_tombstone
from audit.tombstones.writing import is_behind
from lib.actors import Actor
from lib.anchoring.base import AnchorStoreFailed
from lib.errors import StaleState
from lib.events import publish

log = structlog.get_logger(__name__)


def delete_account(*, person: User, actor: Actor) -> None:
    """Erase a person and end everything that speaks for them. Raises StaleState when done twice.

    The e-mail address is free at once; the handle is held for thirty days, so that nobody steps
    into the name. Other rooms hear AccountDeleted in this transaction and erase what is theirs.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        if person.deleted_at is not None:
            raise StaleState
        hold_identities(person)
        _release_names(person)
        _remove_relations(person)
        forget_sessions(person=person)
        _erase(person)
        leave_tombstone("person", person.pk)
        record("accounts.person.deleted", actor=actor, target=person.public_id)
        publish(SessionsEnded(user_id=person.pk))
        publish(AccountDeleted(user_id=person.pk))


def no_clock_erases() -> bool:
    """Whether the database may be behind what stands outside of it: then a time that has run out in
    it says nothing of whoever came back, or proved their age, since the copy was made."""
    try:
        if not is_behind():
            return False
        why = "tombstones are not replayed"
    except AnchorStoreFailed as error:
        why = f"the store of tombstones is away: {error}"
    log.error("nobody_erased", why=why)
    return True


def _release_names(person: User) -> None:
    holds.release(only_for=person.email or "")
    holds.hold(person.handle_key, lasting=holds.AFTER_DELETION)
    EmailAddress.objects.filter(user=person).delete()


def _remove_relations(person: User) -> None:
    Follow.objects.filter(Q(follower=person) | Q(followed=person)).delete()
    Block.objects.filter(Q(blocker=person) | Q(blocked=person)).delete()
    FollowRequest.objects.filter(Q(asker=person) | Q(asked=person)).delete()
    Mute.objects.filter(Q(muter=person) | Q(muted=person)).delete()
    Invite.objects.filter(inviter=person, disabled_at=None).update(disabled_at=timezone.now())
    ProfileText.objects.filter(person=person).delete()
    ProfileHold.objects.filter(person=person).delete()
    forget_ages(person=person)
    Authenticator.objects.filter(user=person).delete()
    apple.end_with_account(person=person)
    second_approval.drop_all(person=person)
    impersonation.end_with_account(person=person)
    person.groups.clear()
    person.user_permissions.clear()


def _erase(person: User) -> None:
    erased = {
        "email": None,
        "handle": "",
        "handle_key": no_handle_key(),
        "handle_changed_at": None,
        "display_name": "",
        "name_key": "",
        "bio": "",
        "birth_date": None,
        "is_private": False,
        "is_protected": False,
        "may_invite": False,
        "assured_band": "",
        "assured_by": "",
        "assured_at": None,
        "adult_from": None,
        "proof_due_at": None,
        "proof_reminded_at": None,
        "consent_rescinded_at": None,
        "closed_at": None,
        "erase_due_at": None,
        "erase_reminded_at": None,
        "erase_told_at": None,
        "session_epoch": person.session_epoch + 1,
        "is_staff": False,
        "is_superuser": False,
        "last_login": None,
        "deleted_at": timezone.now(),
    }
    for field, value in erased.items():
        setattr(person, field, value)
    person.set_unusable_password()
    person.save(update_fields=[*erased, "password"])
