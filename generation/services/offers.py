from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from generation.engines.base import SECONDS, Size
from generation.engines.registry import engine_names
from generation.models.offers import Band, Offer
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode

SET = "generation.change_offer"


def set_offer(
    *,
    by: User,
    engine: str,
    band: Band,
    sizes: Sequence[str],
    seconds: Sequence[int],
    is_default: bool = False,
) -> Offer:
    """Offer an engine to a band, or change what is offered of it. What is under way goes on; a
    default that is moved leaves the engine that had it offered. Raises DomainError."""
    _authorise(by)
    _refuse_unknown(engine, sizes=sizes, seconds=seconds)
    actor = Actor.person(by.pk)
    with transaction.atomic():
        if is_default:
            Offer.objects.select_for_update().filter(band=band).update(is_default=False)
        offer, _ = Offer.objects.update_or_create(
            engine=engine,
            band=band,
            defaults={
                "sizes": list(sizes),
                "seconds": list(seconds),
                "is_default": is_default,
                "set_by": str(actor),
                "set_at": timezone.now(),
            },
        )
        _record("set", offer, actor=actor, is_default=is_default)
    return offer


def withdraw_offer(*, by: User, engine: str, band: Band) -> None:
    """The band is offered it no more, unless this was its last row."""
    _authorise(by)
    with transaction.atomic():
        offer = Offer.objects.select_for_update().filter(engine=engine, band=band).first()
        if offer is None:
            return
        offer.delete()
        _record("withdrawn", offer, actor=Actor.person(by.pk))


def _record(what: str, offer: Offer, *, actor: Actor, **facts: bool) -> None:
    record(
        f"generation.offer.{what}",
        actor=actor,
        target=f"engine:{offer.engine}",
        band=offer.band,
        **facts,
    )


def _refuse_unknown(engine: str, *, sizes: Sequence[str], seconds: Sequence[int]) -> None:
    if engine not in engine_names():
        raise DomainError(ErrorCode.INVALID_CHOICE, "There is no such engine.", attr="engine")
    if not sizes or set(sizes) - {size.value for size in Size}:
        raise DomainError(ErrorCode.INVALID_CHOICE, "There is no such size.", attr="sizes")
    if not seconds or set(seconds) - set(SECONDS):
        raise DomainError(ErrorCode.INVALID_CHOICE, "There is no such length.", attr="seconds")


def _authorise(by: User) -> None:
    if not by.has_perm(SET):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not change what is offered.")
