"""Letters that a mail server did not take: sent again, ever later, for a day and a half."""

from collections.abc import Callable
from typing import Any

import dramatiq
import structlog

log = structlog.get_logger(__name__)

FIRST_MS = 2 * 60_000  # then twice as long each time
TIMES = 10


def post(
    actor: "dramatiq.Actor[Any, Any]",
    send: Callable[[], object],
    *args: str | int,
    attempt: int,
) -> None:
    """Send a letter of `actor`, or have it try again with the same `args`. What the server says is
    an OSError, smtplib's errors too; it may quote an address, so its name alone is logged."""
    try:
        send()
    except OSError as error:
        facts = {"letter": actor.actor_name, "about": args[0], "error": type(error).__name__}
        if attempt >= TIMES:
            log.error("letter_given_up", attempts=attempt + 1, **facts)
            return
        log.warning("letter_put_off", attempt=attempt + 1, **facts)
        actor.send_with_options(args=(*args, attempt + 1), delay=FIRST_MS * 2**attempt)
