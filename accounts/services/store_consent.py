"""A parent takes the store's consent back, and gives it again (A5).

Somebody has one link for each Apple account on which they signed in; consent that was taken back on
one of them freezes them, and is given again on that one alone.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import (
    StandingReason,
    StoreAccount,
    StoreLink,
    StoreNotification,
    StoreRescission,
    User,
)
from accounts.services.standing import freeze, thaw
from accounts.store.apple import AppTransaction, Notification, app_transaction_of, notification_of
from audit.services import record
from lib.actors import Actor
from lib.advisory import hold_name
from lib.errors import DomainError, ErrorCode

STORE = Actor.system("app_store")
RESCINDED = "RESCIND_CONSENT"
# Apple sends again up to three days later (developer.apple.com, "Responding to App Store Server
# Notifications"); what is much older was kept by somebody.
FRESH = timedelta(days=5)
SKEW = timedelta(minutes=10)
# Ours: a device that somebody left so long ago decides nothing about them any more. Apps link after
# each sign-in, and no sign-in lasts longer than fourteen days.
LINK_KEPT = timedelta(days=90)
# Ours: whoever comes so late is told by Apple, for the app does not start without consent.
RESCISSION_KEPT = timedelta(days=90)


def account_of(person: User) -> StoreAccount:
    """Somebody's, made when it is first asked for."""
    return StoreAccount.objects.get_or_create(person=person)[0]


def is_linked(person: User) -> bool:
    """Whether an app transaction of theirs is known."""
    return StoreLink.objects.filter(person=person).exists()


def link_store(*, person: User, signed: str) -> StoreAccount:
    """Keep which app transaction somebody's device has, beside those of their other devices.

    Where consent was taken back after it was signed, whoever had it then, this freezes them, too.
    Raises as `app_transaction_of` does.
    """
    said, now = app_transaction_of(signed), timezone.now()
    with transaction.atomic():
        _hold(said.id)
        _given_again(said)
        account = account_of(person)
        _, made = StoreLink.objects.update_or_create(
            person=person, app_transaction_id=said.id, defaults={"last_seen_at": now}
        )
        if made:
            actor = Actor.person(person.pk)
            record("accounts.store.linked", actor=actor, target=person.public_id)
        # Of rescissions only those are left that are no older than what Apple signed here.
        taken = StoreRescission.objects.filter(app_transaction_id=said.id)
        if last := taken.order_by("-signed_at").first():
            _rescind_links([person.pk], said.id, last.signed_at)
    return account


def take_notification(signed: str) -> int:
    """Do what the store says, once. For how many people.

    Raises DomainError: `signature_invalid` also for one that is too old, or from the future.
    """
    said = notification_of(signed)
    refuse_untimely(said.signed_at)
    with transaction.atomic():
        _hold(said.app_transaction_id)
        linked, named = _about(said)
        people = len({*linked, *named})
        if not is_first(said.id, kind=said.kind, signed_at=said.signed_at, people=people):
            return 0
        if said.kind != RESCINDED:
            return 0
        if said.app_transaction_id:
            _remember(said)
        frozen = _rescind_links(linked, said.app_transaction_id, said.signed_at)
        return frozen + _rescind_accounts(set(named) - set(linked), said.signed_at)


def refuse_untimely(signed_at: datetime) -> None:
    """Raises DomainError `signature_invalid`."""
    now = timezone.now()
    if not now - FRESH < signed_at < now + SKEW:
        raise DomainError(ErrorCode.SIGNATURE_INVALID, _("This was signed at another time."))


def is_first(notification_id: UUID, *, kind: str, signed_at: datetime, people: int) -> bool:
    """Keep that it came; False where it came before. In the transaction of what it does."""
    try:
        with transaction.atomic():
            StoreNotification.objects.create(
                notification_id=notification_id, kind=kind, signed_at=signed_at, people=people
            )
    except IntegrityError:
        return False
    return True


def give_consent_again(signed: str) -> int:
    """An app transaction that Apple signed after consent was taken back shows that it stands
    again: without consent the app does not start. For how many people. Raises DomainError."""
    said = app_transaction_of(signed)
    with transaction.atomic():
        _hold(said.id)
        return _given_again(said)


def forget_old() -> int:
    """Remove links of devices that people left, but for their newest and for one that holds them
    frozen, and rescissions that are old. Returns how many."""
    now = timezone.now()
    newer = StoreLink.objects.filter(
        person=OuterRef("person"), last_seen_at__gt=OuterRef("last_seen_at")
    )
    left = StoreLink.objects.filter(last_seen_at__lt=now - LINK_KEPT, rescinded_at=None)
    gone = left.filter(Exists(newer)).delete()[0]
    old = StoreRescission.objects.filter(signed_at__lt=now - RESCISSION_KEPT)
    return gone + old.delete()[0]


def _hold(app_transaction_id: str) -> None:
    """A link and a notification about it wait for each other, so that neither misses the other."""
    hold_name(f"app transaction {app_transaction_id}")


def _about(said: Notification) -> tuple[list[UUID], list[UUID]]:
    """Who has such a link, and whom the token names."""
    links = StoreLink.objects.filter(
        app_transaction_id=said.app_transaction_id, person__deleted_at=None
    )
    linked = list(links.values_list("person_id", flat=True))
    if said.account_token is None:
        return linked, []
    named = StoreAccount.objects.filter(token=said.account_token, person__deleted_at=None)
    return linked, list(named.values_list("person_id", flat=True))


def _remember(said: Notification) -> None:
    """For whoever links later, unless a newer consent is known."""
    known = StoreLink.objects.filter(
        app_transaction_id=said.app_transaction_id, consent_given_at__gte=said.signed_at
    )
    if not known.exists():
        StoreRescission.objects.create(
            app_transaction_id=said.app_transaction_id, signed_at=said.signed_at
        )


def _rescind_links(people: Iterable[UUID], app_transaction_id: str, at: datetime) -> int:
    """For how many of them it counts: not where a newer consent is known."""
    return sum(_rescind_link(one, app_transaction_id, at) for one in sorted(people))


def _rescind_link(person_id: UUID, app_transaction_id: str, at: datetime) -> bool:
    person = User.objects.select_for_update().get(pk=person_id)
    link = StoreLink.objects.get(person=person, app_transaction_id=app_transaction_id)
    if link.consent_given_at and link.consent_given_at >= at:
        return False
    StoreLink.objects.filter(pk=link.pk).update(rescinded_at=_later(link.rescinded_at, at))
    _settle(person)
    return True


def _rescind_accounts(people: Iterable[UUID], at: datetime) -> int:
    """As above, where only the token says who it is."""
    count = 0
    for person_id in sorted(people):
        person = User.objects.select_for_update().get(pk=person_id)
        account = StoreAccount.objects.get(person=person)
        if not (account.consent_given_at and account.consent_given_at >= at):
            rescinded_at = _later(account.rescinded_at, at)
            StoreAccount.objects.filter(pk=account.pk).update(rescinded_at=rescinded_at)
            _settle(person)
            count += 1
    return count


def _later(before: datetime | None, at: datetime) -> datetime:
    """Apple sends again what failed: an older notification that comes late must not let a consent
    that was given before the newer one count again."""
    return max(before or at, at)


def _given_again(said: AppTransaction) -> int:
    StoreRescission.objects.filter(
        app_transaction_id=said.id, signed_at__lt=said.created_at
    ).delete()
    links = StoreLink.objects.filter(app_transaction_id=said.id)
    people = links.order_by("person_id").values_list("person_id", flat=True)
    return sum(_give(one, said) for one in list(people))


def _give(person_id: UUID, said: AppTransaction) -> bool:
    """Whether it ended a freeze."""
    person = User.objects.select_for_update().get(pk=person_id)
    if person.consent_rescinded_at is None:
        return False
    given = {"rescinded_at": None, "consent_given_at": said.created_at}
    before = {"person": person, "rescinded_at__lt": said.created_at}
    StoreLink.objects.filter(**before, app_transaction_id=said.id).update(**given)
    StoreAccount.objects.filter(**before).update(**given)
    _settle(person)
    return person.consent_rescinded_at is None


def _settle(person: User) -> None:
    """They are frozen exactly as long as consent is taken back anywhere. Under their lock."""
    taken = [
        *StoreLink.objects.filter(person=person).values_list("rescinded_at", flat=True),
        *StoreAccount.objects.filter(person=person).values_list("rescinded_at", flat=True),
    ]
    since = max((at for at in taken if at), default=None)
    was, person.consent_rescinded_at = person.consent_rescinded_at, since
    person.save(update_fields=["consent_rescinded_at"])
    if since and not was:
        record("accounts.store.consent_rescinded", actor=STORE, target=person.public_id)
    if since:
        freeze(person=person, actor=STORE, reason=StandingReason.STORE_CONSENT)
    elif was:
        record("accounts.store.consent_given", actor=STORE, target=person.public_id)
        thaw(person=person, actor=STORE)
