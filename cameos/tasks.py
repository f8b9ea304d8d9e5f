"""Messages of this room's workers, and the clock. Ids go in; everything else is read again.

The web process imports this module to send messages, so what does the work is imported inside.
"""

from uuid import UUID

import dramatiq
from dramatiq_crontab import cron, interval

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
ASK_SECONDS = 300
SETTLE_SECONDS = 10
SWEEP_SECONDS = 30
ANCHOR_SECONDS = 600  # so long may pass until a change of the ledger is signed outside


# Others were sent since a message of yesterday (`ask_for_erasures`), so it is dropped. Not sooner:
# a queue that is slow for hours must not let an erasure wait for ever.
@dramatiq.actor(queue_name="likeness", time_limit=10 * MINUTE_MS, max_age=DAY_MS)
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


@dramatiq.actor(queue_name="likeness", time_limit=10 * MINUTE_MS)
def judge_enrolment(enrolment_id: str) -> None:
    """Look at a recording that was sent in."""
    from cameos.enrolment.judging import judge

    judge(UUID(enrolment_id))


# In the default queue: the likeness process writes nothing of anybody's age.
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def note_young_face(person_id: str) -> None:
    """The face that somebody enrolled looks like that of a minor."""
    from accounts.services.estimating import note_young_face as note

    note(UUID(person_id))


@dramatiq.actor(queue_name="likeness", time_limit=5 * MINUTE_MS)
def tidy_enrolment(enrolment_id: str) -> None:
    """Erase what an enrolment that is over left behind."""
    from cameos.enrolment.tidying import tidy

    tidy(UUID(enrolment_id))


@interval(seconds=SETTLE_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="likeness", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def settle_enrolments() -> None:
    """Let what was decided come true, once it may be shown."""
    from cameos.enrolment.settling import settle_due

    settle_due()


@interval(seconds=SWEEP_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def sweep_enrolments() -> None:
    """End what ran out; ask again for what a lost process owes."""
    from cameos.enrolment.sweeping import sweep

    sweep()


@cron("37 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="likeness", time_limit=10 * MINUTE_MS)
def sweep_recordings() -> None:
    """Erase recordings of the vault that no enrolment and no cameo claims."""
    from cameos.enrolment.tidying import erase_unclaimed

    erase_unclaimed()


@cron("7 4 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def forget_enrolment_rows() -> None:
    """Fingerprints and addresses whose time is over."""
    from cameos.enrolment.sweeping import forget_old

    forget_old()


@cron("23 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def end_what_ran_out() -> None:
    """Hourly: what ended by its time is written down as ended. Every decision reads the time
    itself and waits for none of this."""
    from cameos.services.granting import expire_grants
    from cameos.services.permitting import decay_everyone
    from cameos.services.requesting import expire_requests

    decay_everyone()
    expire_grants()
    expire_requests()


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def pause_preferences(*cameo_ids: str) -> None:
    """What made somebody's prompt a block is left out until its owner saves it anew."""
    from cameos.services.preferring import pause_preferences as pause

    pause(map(UUID, cameo_ids))


@interval(seconds=15)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def look_at_cameo_notes_again() -> None:
    """What a screener that was away left unjudged."""
    from cameos.services.notes import look_again

    look_again()


@dramatiq.actor(queue_name="inspect", time_limit=10 * MINUTE_MS)
def look_at_character(character_id: str) -> None:
    """Whether the clip of a character shows a human being, and what else it shows."""
    from cameos.characters.looking import look

    look(UUID(character_id))


@dramatiq.actor(queue_name="likeness", time_limit=5 * MINUTE_MS)
def keep_character(character_id: str) -> None:
    """Seal what passed."""
    from cameos.work.keeping import keep

    keep(UUID(character_id))


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def tidy_character(character_id: str) -> None:
    """Erase what a character leaves behind in the clear."""
    from cameos.characters.tidying import tidy

    tidy(UUID(character_id))


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def obey_character_review(review_id: str) -> None:
    """Do what a person decided about a character."""
    from cameos.characters.reviewing import obey

    obey(UUID(review_id))


@interval(seconds=SWEEP_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def sweep_characters() -> None:
    """End what ran out; ask again for what a lost process owes."""
    from cameos.characters.sweeping import sweep

    sweep()


@dramatiq.actor(queue_name="inspect", time_limit=10 * MINUTE_MS)
def look_at_reference(reference_id: str) -> None:
    """Whether a picture shows a person, and what else it shows."""
    from cameos.uploads.looking import look

    look(UUID(reference_id))


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def tidy_reference(reference_id: str) -> None:
    """Erase what a picture leaves behind."""
    from cameos.uploads.tidying import tidy

    tidy(UUID(reference_id))


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def obey_reference_review(review_id: str) -> None:
    """Do what a person decided about a picture."""
    from cameos.uploads.reviewing import obey

    obey(UUID(review_id))


@interval(seconds=SWEEP_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def sweep_references() -> None:
    """End what ran out or was switched off; ask again for what a lost process owes."""
    from cameos.uploads.sweeping import sweep

    sweep()


@dramatiq.actor(queue_name="likeness", time_limit=10 * MINUTE_MS)
def measure_blocked(likeness_id: str) -> None:
    """Measure the portraits of somebody who asked never to be shown, and erase them."""
    from cameos.work.blocking import measure

    measure(UUID(likeness_id))


@dramatiq.actor(queue_name="likeness", time_limit=10 * MINUTE_MS)
def erase_blocked(likeness_id: str) -> None:
    """Destroy key, template and portraits of somebody whose release is over."""
    from cameos.work.unblocking import erase

    erase(UUID(likeness_id))


# In the likeness queue: other workers read nothing of whom it is about.
@interval(seconds=SWEEP_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="likeness", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def sweep_blocked() -> None:
    """End what ran out; ask again for what a lost process owes; erase what no row names."""
    from cameos.work.blocked_sweeping import sweep

    sweep()


@interval(seconds=ANCHOR_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS, max_age=10 * MINUTE_MS)
def anchor_consents() -> None:
    """Sign the heads of all chains that changed, and keep them outside the database."""
    from cameos.ledger.anchoring.making import anchor_heads

    anchor_heads()


@cron("41 4 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def forget_sent_evidence() -> None:
    """Files in which child abuse was found, after their time."""
    from cameos.intake.evidence import forget_evidence

    forget_evidence()
