"""Looks of staff: each leaves a row, and too many within an hour alert a lead."""

from datetime import timedelta

import structlog
from django.db import connection, transaction
from django.utils import timezone

from audit.actions import OPENED, SEARCHED, VOLUME_ALERT
from audit.models import AuditEvent
from audit.reasons import Reason
from audit.services import record
from lib.actors import Actor

# Ours, no law's: a moderator who works case after case opens one or two pages a minute at most.
LOOKS_AN_HOUR = 60
WINDOW = timedelta(hours=1)

log = structlog.get_logger(__name__)


def record_look(action: str, *, actor: Actor, target: str, model: str, reason: Reason) -> None:
    """Write the row of one look, and the alert when it is one too many.

    `model` is the label of what was looked at, `target` a public id, a key, or the label again.
    """
    with transaction.atomic():
        record(action, actor=actor, target=target, model=model, **reason.facts)
        if action in (OPENED, SEARCHED):
            _alert_on_volume(actor)


def _alert_on_volume(actor: Actor) -> None:
    since = timezone.now() - WINDOW
    looks = AuditEvent.objects.filter(
        actor=str(actor), action__in=(OPENED, SEARCHED), at__gt=since
    ).count()
    if looks <= LOOKS_AN_HOUR:
        return
    with connection.cursor() as cursor:  # two tabs at once must not alert twice
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"volume:{actor}"])
    alerts = AuditEvent.objects.filter(action=VOLUME_ALERT, target=str(actor), at__gt=since)
    if not alerts.exists():
        system = Actor.system("audit")
        row = record(VOLUME_ALERT, actor=system, target=str(actor), looks=looks)
        # The row says who, for leads; the log only that there is one.
        transaction.on_commit(lambda: _warn(str(row.pk), looks))


def _warn(row: str, looks: int) -> None:
    log.warning("staff_volume_alert", row=row, looks=looks)
