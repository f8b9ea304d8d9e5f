"""Exchanges: set up by people who may, fetched by the clock, page by page with their cursor."""

from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, F, QuerySet, When
from django.utils import timezone

from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from moderation.exchanges.base import Connector, ExchangeFault, Fault, Page
from moderation.exchanges.registry import connector_of
from moderation.models import Exchange, ExchangeKind, HashBank, SourceKind
from moderation.services.banks import acting, refuse_loosening
from moderation.services.exchange_pages import Kept, keep, remove_untouched

log = structlog.get_logger(__name__)

FETCHER = Actor.system("exchanges")


def set_up(
    *, name: str, kind: ExchangeKind, bank: HashBank, collection: str, by: User | Actor
) -> Exchange:
    """A new feed into an empty bank of the exchange kind. One whose name the environment trusts is
    made by a superuser, or at the shell. Raises DomainError."""
    actor = acting(by)
    if name in settings.CSAM_TRUSTED_EXCHANGES and isinstance(by, User) and not by.is_superuser:
        raise DomainError(ErrorCode.PERMISSION_DENIED, "Only a superuser makes a trusted feed.")
    if bank.source_kind != SourceKind.EXCHANGE or bank.entries.exists():
        raise DomainError(ErrorCode.INVALID, "A feed fills an empty bank of its own.")
    try:
        with transaction.atomic():
            made = Exchange.objects.create(name=name, kind=kind, bank=bank, collection=collection)
            record("moderation.exchange.changed", actor=actor, target=str(made.pk), enabled=True)
    except IntegrityError:
        raise DomainError(ErrorCode.UNIQUE, "This name or bank has a feed.") from None
    return made


def switch(*, exchange: Exchange, enabled: bool, by: User | Actor) -> None:
    """Fetched from now on, or not. What is in the bank stays."""
    actor = acting(by)
    if not enabled:
        refuse_loosening(exchange.bank, by=by)
    with transaction.atomic():
        Exchange.objects.filter(pk=exchange.pk).update(enabled=enabled)
        record("moderation.exchange.changed", actor=actor, target=str(exchange.pk), enabled=enabled)


def fetch_all() -> dict[str, Fault | None]:
    """Every enabled exchange by itself: what one answers keeps no other back."""
    enabled = Exchange.objects.filter(enabled=True).order_by("name")
    return {exchange.name: fetch(exchange) for exchange in enabled}


def fetch(exchange: Exchange, *, connector: Connector | None = None) -> Fault | None:
    """Take over what has changed; None where all of it was. What came before a fault is kept."""
    Exchange.objects.filter(pk=exchange.pk).update(started_at=timezone.now())
    exchange.refresh_from_db()
    total = Kept()
    try:
        for page in (connector or connector_of(exchange)).pages(dict(exchange.cursor)):
            total += _take_over(exchange, page)
        _succeeded(exchange, total)
    except ExchangeFault as error:
        _failed(exchange, error.fault)
        return error.fault
    return None


def stale() -> QuerySet[Exchange]:
    """Those whose last complete fetch is too long ago: what is new there is missed here."""
    before = timezone.now() - timedelta(hours=settings.EXCHANGE_STALE_HOURS)
    last = Case(When(succeeded_at=None, then=F("created_at")), default=F("succeeded_at"))
    return Exchange.objects.filter(enabled=True).annotate(last=last).filter(last__lt=before)


def _take_over(exchange: Exchange, page: Page) -> Kept:
    with transaction.atomic():
        locked = Exchange.objects.select_for_update().get(pk=exchange.pk)
        if locked.cursor != exchange.cursor:
            raise ExchangeFault(Fault.REFUSED)  # somebody else fetches; they go on
        kept = keep(locked, page)
        if page.whole_since is not None:
            kept += remove_untouched(locked, page.whole_since)
        Exchange.objects.filter(pk=locked.pk).update(
            cursor=page.cursor,
            rows_kept=F("rows_kept") + kept.added,
            rows_removed=F("rows_removed") + kept.removed,
            rows_refused=F("rows_refused") + kept.refused,
        )
        if kept.added or kept.removed:
            HashBank.objects.filter(pk=locked.bank_id).update(changed_at=timezone.now())
    exchange.cursor = page.cursor
    return kept


def _succeeded(exchange: Exchange, total: Kept) -> None:
    with transaction.atomic():
        Exchange.objects.filter(pk=exchange.pk).update(succeeded_at=timezone.now(), failure="")
        facts: dict[str, Any] = {
            "added": total.added,
            "removed": total.removed,
            "refused": total.refused,
        }
        if any(facts.values()):
            record("moderation.exchange.fetched", actor=FETCHER, target=str(exchange.pk), **facts)


def _failed(exchange: Exchange, fault: Fault) -> None:
    Exchange.objects.filter(pk=exchange.pk).update(failed_at=timezone.now(), failure=fault)
    log.warning("exchange_failed", exchange=exchange.name, fault=fault.value)
