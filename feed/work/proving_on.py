"""How a proof goes from batch to batch: by messages, by the clock, or all at once."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from feed import tasks
from feed.models import ProofRun
from feed.work.proving import Superseded, begin, prove_batch, unfinished
from lib.outbox.services import enqueue

SILENT = timedelta(minutes=15)  # longer than a batch may take (feed.tasks)


def go_on(run: UUID) -> None:
    """One batch, and a message for the next; from the start where the policy was replaced."""
    try:
        more = prove_batch(run)
    except Superseded:
        run, more = begin(), True
    if more:
        enqueue(tasks.prove_feed_batch, run)


def resume() -> None:
    """Another message for a run of which nobody heard for a while."""
    last = unfinished()
    if last is not None and timezone.now() - last.at > SILENT:
        enqueue(tasks.prove_feed_batch, last.run)


def prove_now() -> ProofRun:
    """The whole proof in this process, or what is left of one on its way."""
    run = begin()
    while (done := ProofRun.objects.filter(pk=run).first()) is None:
        try:
            prove_batch(run)
        except Superseded:
            run = begin()
    return done
