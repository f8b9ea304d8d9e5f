"""Messages of this room's workers, and the clock. Ids go in; everything else is read again.

The web process imports this module to send messages, so what does the work is imported inside.
"""

from uuid import UUID

import dramatiq
from dramatiq_crontab import cron, interval

MINUTE_MS = 60_000
ASK_SECONDS = 300
ANCHOR_SECONDS = 600  # so long may pass until a change of the ledger is signed outside


@dramatiq.actor(queue_name="likeness", time_limit=10 * MINUTE_MS)
def erase_cameo(cameo_id: str) -> None:
    """Destroy a cameo's keys, templates and clips."""
    from cameos.services.erasing import erase

    erase(UUID(cameo_id))


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def erase_likenesses_of(person_id: str) -> None:
    """Ask for the erasure of every cameo of a deleted account."""
    from cameos.services.people import erase_person

    erase_person(UUID(person_id))


@interval(seconds=ASK_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS)
def ask_for_erasures() -> None:
    """Of erasures whose message or process was lost."""
    from cameos.services.erasing import ask_again

    ask_again()


@cron("29 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="likeness", time_limit=30 * MINUTE_MS)
def sweep_vault() -> None:
    """Remove what killed processes left in the vault."""
    from cameos.vault.leftovers import remove_leftovers

    remove_leftovers()


@interval(seconds=ANCHOR_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS, max_age=10 * MINUTE_MS)
def anchor_consents() -> None:
    """Sign the heads of all chains that changed, and keep them outside the database."""
    from cameos.ledger.anchoring.making import anchor_heads

    anchor_heads()
