"""Looks of staff: each leaves a row; too many, or at too many people, alert a lead."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from audit.actions import OPENED, SEARCHED, VOLUME_ALERT
from audit.models import AuditEvent
from audit.reasons import Reason
from audit.services import record
from lib.actors import Actor
from lib.ids import IdKind

# Ours, no law's: a moderator who works case after case opens one or two pages a minute at most.
LOOKS_AN_HOUR = 60
# Nor does anybody help more people than one in two minutes.
PEOPLE_AN_HOUR = 30
WINDOW = timedelta(hours=1)

LOOKS = Count("pk")
PEOPLE = Count("target", distinct=True, filter=Q(target__startswith=f"{IdKind.USER.value}_"))

log = structlog.get_logger(__name__)


def record_look(
    action: str, *, actor: Actor, target: str, model: str, reason: Reason, sent: bool = False
) -> None:
    """Write the row of one look, and the alert when it is one too many.

    `model` is the label of what was looked at, `target` a public id, a key, or the label again.
    `sent`: a form was sent from a page, as for a preview; where that was opened within the hour it
    is no further look.
    """
    with transaction.atomic():
        again = sent and _was_opened(actor, target)
        more: dict[str, bool] = {"again": True} if again else {}
        record(action, actor=actor, target=target, model=model, **more, **reason.facts)
        if action in (OPENED, SEARCHED) and not again:
            _alert_on_volume(actor)


def _was_opened(actor: Actor, target: str) -> bool:
    since = timezone.now() - WINDOW
    return _looks(since).filter(action=OPENED, actor=str(actor), target=target).exists()


def _alert_on_volume(actor: Actor) -> None:
    since = timezone.now() - WINDOW
    counted = _looks(since).filter(actor=str(actor)).aggregate(looks=LOOKS, people=PEOPLE)
    looks, people = counted["looks"], counted["people"]
    if looks <= LOOKS_AN_HOUR and people <= PEOPLE_AN_HOUR:
        return
    with connection.cursor() as cursor:  # two tabs at once must not alert twice
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"volume:{actor}"])
    alerts = AuditEvent.objects.filter(action=VOLUME_ALERT, target=str(actor), at__gt=since)
    if not alerts.exists():
        system = Actor.system("audit")
        row = record(VOLUME_ALERT, actor=system, target=str(actor), looks=looks, people=people)
        # The row says who, for leads; the log only that there is one.
        transaction.on_commit(lambda: _warn(str(row.pk), looks, people))


@dataclass(frozen=True, slots=True)
class Volume:
    """How much one member of staff looked up; `people` counts each person once."""

    actor: str
    looks: int
    people: int
    last: datetime


def volume_since(since: datetime) -> list[Volume]:
    """Of everybody who looked anything up, most people first."""
    counted = _looks(since).values("actor").annotate(looks=LOOKS, people=PEOPLE, last=Max("at"))
    return [Volume(**row) for row in counted.order_by("-people", "-looks", "actor")]


def alerts_since(since: datetime) -> QuerySet[AuditEvent]:
    """That somebody looked up too much, newest first; for leads."""
    return AuditEvent.objects.filter(action=VOLUME_ALERT, at__gte=since).order_by("-at")


def _looks(since: datetime) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.filter(action__in=(OPENED, SEARCHED), at__gt=since)
    return rows.exclude(facts__has_key="again")


def _warn(row: str, looks: int, people: int) -> None:
    log.warning("staff_volume_alert", row=row, looks=looks, people=people)
