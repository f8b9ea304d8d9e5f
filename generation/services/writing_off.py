"""Ending by hand what a processor owes."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.reasons import stated
from audit.services import record
from generation.engines.registry import engine_names, server_of
from generation.engines.remote.owed import OVERDUE
from generation.models import ProcessorDebt
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode

WRITE_OFF = "generation.delete_processordebt"


def write_off(*, debt: ProcessorDebt, by: User, why: str | None = None) -> None:
    """Ask for this deletion no more: the processor confirmed it in another way, or is gone with all
    that it kept. Only where nobody can be asked any more, or was asked for a week in vain.

    `why` is the code of staff's reason. Raises DomainError `permission_denied`, `invalid`; twice is
    once.
    """
    if not by.has_perm(WRITE_OFF):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not write off deletions.")
    with transaction.atomic():
        held = ProcessorDebt.objects.select_for_update().filter(pk=debt.pk).first()
        if held is None:
            return
        age = timezone.now() - held.since
        if age <= OVERDUE and held.server in map(server_of, engine_names()):
            raise DomainError(ErrorCode.INVALID, "Its server is still asked, for a week at first.")
        record(
            "generation.processor_debt.written_off",
            actor=Actor.person(by.pk),
            target=f"engine:{held.engine}",
            server=held.server,
            video=held.video,
            days=age.days,
            **stated(why),
        )
        held.delete()
