"""A parent takes the store's consent back, and gives it again (A5)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import StandingReason, StoreAccount, StoreNotification, User
from accounts.services.standing import freeze, thaw
from accounts.store.apple import Notification, app_transaction_of, notification_of
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode

STORE = Actor.system("app_store")
RESCINDED = "RESCIND_CONSENT"
# Apple sends again up to three days later (developer.apple.com, "Responding to App Store Server
# Notifications"); what is much older was kept by somebody.
FRESH = timedelta(days=5)
SKEW = timedelta(minutes=10)


def account_of(person: User) -> StoreAccount:
    """Somebody's, made when it is first asked for."""
    return StoreAccount.objects.get_or_create(person=person)[0]


def link_store(*, person: User, signed: str) -> StoreAccount:
    """Keep which app transaction somebody's device has. Raises as `app_transaction_of` does."""
    said = app_transaction_of(signed)
    with transaction.atomic():
        account = account_of(person)
        if account.app_transaction_id != said.id:
            account.app_transaction_id = said.id
            account.save(update_fields=["app_transaction_id"])
            actor = Actor.person(person.pk)
            record("accounts.store.linked", actor=actor, target=person.public_id)
    return account


def take_notification(signed: str) -> int:
    """Do what the store says, once. For how many people.

    Raises DomainError: `signature_invalid` also for one that is too old, or from the future.
    """
    said = notification_of(signed)
    refuse_untimely(said.signed_at)
    with transaction.atomic():
        accounts = list(_about(said))
        if not is_first(said.id, kind=said.kind, signed_at=said.signed_at, people=len(accounts)):
            return 0
        if said.kind != RESCINDED:
            return 0
        return sum(_rescind(account, said.signed_at) for account in accounts)


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
        accounts = StoreAccount.objects.filter(
            app_transaction_id=said.id, person__consent_rescinded_at__lt=said.created_at
        )
        return sum(_give(account, said.created_at) for account in list(accounts))


def _about(said: Notification) -> QuerySet[StoreAccount]:
    known = Q(pk__in=[])
    if said.account_token:
        known |= Q(token=said.account_token)
    if said.app_transaction_id:
        known |= Q(app_transaction_id=said.app_transaction_id)
    return StoreAccount.objects.filter(known, person__deleted_at=None).order_by("person_id")


def _rescind(account: StoreAccount, at: datetime) -> bool:
    """False where a newer consent is known."""
    person = User.objects.select_for_update().get(pk=account.person_id)
    account.refresh_from_db()
    if account.consent_given_at and account.consent_given_at >= at:
        return False
    User.objects.filter(pk=person.pk).update(consent_rescinded_at=at)
    record("accounts.store.consent_rescinded", actor=STORE, target=person.public_id)
    freeze(person=person, actor=STORE, reason=StandingReason.STORE_CONSENT)
    return True


def _give(account: StoreAccount, at: datetime) -> bool:
    person = User.objects.select_for_update().get(pk=account.person_id)
    if person.consent_rescinded_at is None or person.consent_rescinded_at >= at:
        return False
    User.objects.filter(pk=person.pk).update(consent_rescinded_at=None)
    StoreAccount.objects.filter(pk=account.pk).update(consent_given_at=at)
    record("accounts.store.consent_given", actor=STORE, target=person.public_id)
    thaw(person=person, actor=STORE)
    return True
