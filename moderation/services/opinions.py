"""What people found of an exchange's entries, told to the exchange; never anything by itself."""

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from moderation.exchanges.base import ExchangeFault, Stance
from moderation.exchanges.registry import connector_of
from moderation.models import BankedHash, Exchange, HashKind, Opinion, SourceKind
from moderation.services.banks import acting

log = structlog.get_logger(__name__)

SENDER = Actor.system("exchanges")
MOST_ATTEMPTS = 20  # ours: an hour apart, nearly a day


def give_opinion(*, entry: BankedHash, is_true_positive: bool, by: User) -> Opinion:
    """Owe the exchange one person's finding. Raises DomainError `unique`, `invalid`."""
    actor = acting(by)
    exchange = Exchange.objects.filter(bank_id=entry.bank_id).first()
    if entry.bank.source_kind != SourceKind.EXCHANGE or exchange is None:
        raise DomainError(ErrorCode.INVALID, "This entry is no exchange's.")
    try:
        with transaction.atomic():
            made = Opinion.objects.create(
                exchange=exchange, kind=entry.kind, hash=entry.hash,
                external_id=entry.external_id, is_true_positive=is_true_positive,
                given_by=str(actor),
            )  # fmt: skip
            record(
                "moderation.opinion.given",
                actor=actor,
                target=str(entry.pk),
                true_positive=is_true_positive,
            )
    except IntegrityError:
        raise DomainError(ErrorCode.UNIQUE, "The exchange has or will get our opinion.") from None
    return made


def send_opinions() -> int:
    """Send what is owed; returns how many were sent. One that fails is tried again later."""
    owed = Opinion.objects.filter(
        sent_at=None, attempts__lt=MOST_ATTEMPTS, exchange__enabled=True
    ).select_related("exchange")
    return sum(_send(opinion) for opinion in owed.order_by("pk"))


def _send(opinion: Opinion) -> bool:
    stance = Stance(
        external_id=opinion.external_id,
        kind=HashKind(opinion.kind),
        hash=opinion.hash,
        is_true_positive=opinion.is_true_positive,
    )
    rows = Opinion.objects.filter(pk=opinion.pk, sent_at=None)
    try:
        connector_of(opinion.exchange).opine(stance)
    except ExchangeFault as error:
        rows.update(attempts=F("attempts") + 1, failure=error.fault)
        log.warning("opinion_failed", exchange=opinion.exchange.name, fault=error.fault.value)
        return False
    with transaction.atomic():
        if not rows.update(sent_at=timezone.now(), failure=""):
            return False
        record("moderation.opinion.sent", actor=SENDER, target=str(opinion.pk))
    return True
