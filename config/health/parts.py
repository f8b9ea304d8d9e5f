"""What this process needs in order to serve, each part asked for real and timed."""

import socket
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.db.models.functions import Coalesce
from django.utils import timezone

from audit.tombstones.writing import is_behind
from enforcement.health import queues
from generation.engines.registry import engine_names, server_of
from generation.engines.remote.owed import OVERDUE
from generation.models import Asset, OwedErasure, ProcessorDebt
from inbox.push.health import how_pushing_goes
from lib.api.redis_client import SECONDS, redis_client
from lib.outbox.models import OutboxMessage
from lib.signed_media import StorageFault
from lib.signed_media.health import answers
from moderation.models import Exchange
from moderation.monitor.breaker import BreakerState
from moderation.monitor.client import is_configured, the_breaker
from moderation.policy.in_force import in_force
from moderation.services.exchanges import stale

OLDEST_OWED = 60  # seconds; the scheduler sends what is owed every few seconds
OLDEST_PUSH = 120  # seconds; the scheduler looks every quarter of a minute
UNASKED = timedelta(hours=6)  # whoever asks moves the time of the next question
OLDEST_FILE = 600  # seconds; what a store failed at is asked for again after a minute, and later


class NotReady(Exception):
    """A part answers, but not as it should. The message is safe to show."""


@dataclass(frozen=True, slots=True)
class Part:
    """What /readyz says of one part."""

    ok: bool
    detail: str
    ms: float


def examine() -> dict[str, dict[str, Any]]:
    """All parts by name."""
    parts = PARTS | ({"monitor": _monitor} if is_configured() else {})
    return {name: asdict(_asked(ask)) for name, ask in parts.items()}


def _asked(ask: Callable[[], str]) -> Part:
    started = time.perf_counter()
    try:
        ok, detail = True, ask()
    except NotReady as reason:
        ok, detail = False, str(reason)
    except Exception as error:  # noqa: BLE001 - whatever it is, the part is not ready
        ok, detail = False, type(error).__name__
    return Part(ok, detail, round((time.perf_counter() - started) * 1000, 1))


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM audit_auditevent LIMIT 1")
    return f"can read as {settings.ROLE}"


def _migrations() -> str:
    if missing := _unapplied():
        _unapplied.cache_clear()
        raise NotReady(f"{missing} not applied")
    return "all applied"


@cache
def _unapplied() -> int:
    """Kept once it is 0: the code of a process does not change, nor do its migrations."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _redis() -> str:
    redis_client().ping()
    return "answers"


def _broker() -> str:
    url = urlsplit(settings.BROKER_URL)
    if url.scheme.startswith("redis"):
        redis_client(settings.BROKER_URL).ping()
        return "answers"
    with socket.create_connection((url.hostname or "", url.port or 5672), SECONDS):
        return "accepts connections"


def _media() -> str:
    try:
        return answers()
    except StorageFault as error:
        raise NotReady(error.code.value) from None


def _outbox() -> str:
    oldest = OutboxMessage.objects.filter(sent_at=None).order_by("created_at").first()
    if oldest is None:
        return "nothing is owed"
    age = int((timezone.now() - oldest.created_at).total_seconds())
    if age > OLDEST_OWED:
        raise NotReady(f"a message is owed for {age} s")
    return f"oldest is {max(age, 0)} s"


def _cases() -> str:
    said, overdue = queues()
    if overdue:
        raise NotReady(said)
    return said


def _files() -> str:
    """What is to be moved or erased where files are kept; a takedown among them, or a deletion."""
    moves = (
        Asset.objects.exclude(moving_to="")
        .filter(missing_since=None)
        .aggregate(count=Count("pk"), oldest=Min(Coalesce("moving_since", "created_at")))
    )
    erasures = OwedErasure.objects.aggregate(count=Count("pk"), oldest=Min("since"))
    times = [one["oldest"] for one in (moves, erasures) if one["oldest"] is not None]
    if not times:
        return "nothing is owed"
    age = int((timezone.now() - min(times)).total_seconds())
    owed = f"{moves['count']} to move, {erasures['count']} to erase, oldest {max(age, 0)} s"
    if age > OLDEST_FILE:
        raise NotReady(owed)
    return owed


def _missing_files() -> str:
    """What is to be moved and lies under neither key: found again, or declared lost by staff."""
    missing = Asset.objects.exclude(missing_since=None)
    found = missing.aggregate(count=Count("pk"), oldest=Min("missing_since"))
    if found["oldest"] is None:
        return "none"
    raise NotReady(f"{found['count']}, oldest {(timezone.now() - found['oldest']).days} d")


def _processors() -> str:
    """What is still to be deleted elsewhere. A video that is being drawn there is among it, so only
    what is owed for a week, or what nobody asks for, is a fault."""
    asked = {server_of(name) for name in engine_names()}
    debts = ProcessorDebt.objects.values("engine", "server")
    counted = debts.annotate(count=Count("pk"), oldest=Min("since"), due=Min("next_at"))
    owed, faults = [], []
    for one in counted.order_by("engine", "server"):
        age = timezone.now() - one["oldest"]
        owed.append(f"{one['engine']}: {one['count']}, oldest {age.days} d")
        if one["server"] not in asked:
            faults.append(f"{one['engine']}: {one['count']} owed by a server of no table")
        elif timezone.now() - one["due"] > UNASKED:
            faults.append(f"{one['engine']}: {one['count']} owed, asked for by nobody")
        elif age > OVERDUE:
            faults.append(f"{one['engine']}: {one['count']} owed, oldest {age.days} d")
    if faults:
        raise NotReady("; ".join(faults))
    return "; ".join(owed) or "nothing is owed"


def _pushes() -> str:
    """Pushes to phones: more that fail than arrive, or one that nobody takes, is a fault."""
    now = how_pushing_goes()
    said = f"in the last hour {now.sent} sent, {now.failed} failed"
    if now.overdue is not None and now.overdue > OLDEST_PUSH:
        raise NotReady(f"one is due for {now.overdue} s; {said}")
    if now.failed > now.sent:
        raise NotReady(said)
    return said


def _screener() -> str:
    headers = {"Authorization": f"Bearer {settings.SCREENER_KEY}"} if settings.SCREENER_KEY else {}
    answer = httpx.get(f"{settings.SCREENER_URL}/healthz", timeout=SECONDS, headers=headers)
    if answer.status_code in (401, 403) or answer.status_code >= 500:
        raise NotReady("does not screen: submissions wait")
    return "answers"


def _policy() -> str:
    """Without one nothing passes and no feed is shown."""
    now = in_force()
    return f"{now.policy.version}, {'built in' if now.activation is None else 'activated'}"


def _hash_exchanges() -> str:
    if old := list(stale().values_list("name", flat=True)):
        raise NotReady(f"no complete fetch for too long: {', '.join(sorted(old))}")
    enabled = Exchange.objects.filter(enabled=True).count()
    return f"{enabled} up to date" if enabled else "none is set up"


def _monitor() -> str:
    """By the breaker that all processes share; asking the model itself would cost a render."""
    state = the_breaker().state()
    if state != BreakerState.CLOSED:
        raise NotReady(f"{state.value}: it does not answer, films are held")
    return f"asked; processor: {settings.MONITOR_PROCESSOR}"


def _tombstones() -> str:
    """A database that was put back from a copy still holds people who were erased since."""
    if is_behind():
        raise NotReady("put back from a copy: run `manage.py replay_deletions`")
    return "the database knows of all"


PARTS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "redis": _redis,
    "broker": _broker,
    "media": _media,
    "tombstones": _tombstones,
    "outbox": _outbox,
    "files": _files,
    "missing_files": _missing_files,
    "processors": _processors,
    "pushes": _pushes,
    "screener": _screener,
    "policy": _policy,
    "hash_exchanges": _hash_exchanges,
    "cases": _cases,
}
