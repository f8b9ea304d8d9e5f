"""Messages of this room's workers, and the clock. Ids go in; everything else is read again."""

from uuid import UUID

import dramatiq
from dramatiq_crontab import cron, interval

MINUTE_MS = 60_000


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def copy_reported_file(store: str, file_id: str) -> None:
    """One file of what was reported, to where its author's deletion does not reach."""
    from enforcement.work.copying import MODELS, copy_file

    copy_file(MODELS[store], UUID(file_id))


@interval(seconds=60)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def sweep_reported_files() -> None:
    """Copies that are still owed."""
    from enforcement.work.copying import send_owed

    send_owed()


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def look_at_attachment(attachment_id: str) -> None:
    """A picture that somebody sent with a report, before anybody else does."""
    from enforcement.work.attachments import look

    look(UUID(attachment_id))


@interval(seconds=300)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS, max_age=MINUTE_MS)
def sweep_attachments() -> None:
    """Those that nobody looked at yet, and files without a row."""
    from enforcement.work.attachments import sweep

    sweep()


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def forget_reporter(person_id: str) -> None:
    """Words of somebody whose account was deleted, and appeals that nobody waits for any more."""
    from enforcement.work.people import forget_appeals, forget_reporter

    forget_reporter(UUID(person_id))
    forget_appeals(UUID(person_id))


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def forget_film(draft_id: str) -> None:
    """Copies of a film in which somebody withdrew their consent."""
    from enforcement.work.expiring import forget_film

    forget_film(UUID(draft_id))


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def forget_films_of(cameo_id: str) -> None:
    """The same of all films of a likeness whose owner took consents back."""
    from enforcement.work.expiring import forget_films_of

    forget_films_of(UUID(cameo_id))


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def forget_unclaimed(case_id: str) -> None:
    """Copies of such films in a case whose reports were set aside."""
    from enforcement.work.expiring import forget_unclaimed

    forget_unclaimed(UUID(case_id))


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def answer_reports(case_id: str) -> None:
    """Tell those who reported something what was found."""
    from enforcement.work.answering import answer

    answer(UUID(case_id))


@interval(seconds=300)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS)
def sweep_answers() -> None:
    """Answers that are still owed."""
    from enforcement.work.answering import answer_overdue

    answer_overdue()


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def send_answer(report_id: str, attempt: int = 0) -> None:
    """The same by mail, to somebody without an account."""
    from enforcement.work import mails, putting_off

    def letter() -> bool:
        return mails.send_answer(UUID(report_id))

    putting_off.post(send_answer, letter, report_id, attempt=attempt)


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def mail_pause(contact_id: str, attempt: int = 0) -> None:
    """Whether what somebody without an account reports has effect."""
    from enforcement.work import mails, putting_off

    def letter() -> bool:
        return mails.send_pause(UUID(contact_id))

    putting_off.post(mail_pause, letter, contact_id, attempt=attempt)


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def send_confirmation(notice_id: str, attempt: int = 0) -> None:
    """The code and the link by which somebody without an account confirms their address."""
    from enforcement.work import mails, putting_off

    def letter() -> bool:
        return mails.send_confirmation(UUID(notice_id))

    putting_off.post(send_confirmation, letter, notice_id, attempt=attempt)


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def mail_decision(decision_id: str, attempt: int = 0) -> None:
    """How an account stands since a decision, and why, for whoever cannot sign in."""
    from enforcement.work import decision_mails, putting_off

    def letter() -> bool:
        return decision_mails.send_decision(UUID(decision_id))

    putting_off.post(mail_decision, letter, decision_id, attempt=attempt)


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def mail_statement(decision_id: str, moved: int, attempt: int = 0) -> None:
    """The statement of reasons, and how the account stands where that changed."""
    from enforcement.work import decision_mails, putting_off

    def letter() -> bool:
        return decision_mails.send_statement(UUID(decision_id), moved=bool(moved))

    putting_off.post(mail_statement, letter, decision_id, moved, attempt=attempt)


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def mail_question(appeal_id: str, attempt: int = 0) -> None:
    """The same of a question about it."""
    from enforcement.work import appeal_mails, putting_off

    def letter() -> bool:
        return appeal_mails.send_question(UUID(appeal_id))

    putting_off.post(mail_question, letter, appeal_id, attempt=attempt)


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def mail_appeal(appeal_id: str, attempt: int = 0) -> None:
    """The answer to an appeal, to whoever may not read it in the app."""
    from enforcement.work import appeal_mails, putting_off

    def letter() -> bool:
        return appeal_mails.send_appeal(UUID(appeal_id))

    putting_off.post(mail_appeal, letter, appeal_id, attempt=attempt)


@cron("17 3 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=30 * MINUTE_MS, max_age=60 * MINUTE_MS)
def expire_snapshots() -> None:
    """Snapshots and the vault of reports, past their time."""
    from enforcement.work.attachments import sweep_kept
    from enforcement.work.expiring import expire

    expire()
    sweep_kept()


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def seal_copies(case_id: str) -> None:
    """Ordinary copies of what was found to be of child safety."""
    from enforcement.work.sealing import seal

    seal(UUID(case_id))


@cron("7 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=30 * MINUTE_MS, max_age=60 * MINUTE_MS)
def sweep_copies() -> None:
    """Those that a lost message or a store that was away left behind."""
    from enforcement.work.sealing import seal_left

    seal_left()


@cron("47 3 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS, max_age=60 * MINUTE_MS)
def forget_contacts() -> None:
    """Addresses of people without an account, what they did not confirm, and words of reports, each
    past its time."""
    from enforcement.work.expiring import forget_contacts, forget_notices, forget_words

    forget_notices()
    forget_words()
    forget_contacts()


@interval(seconds=60)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS, max_age=MINUTE_MS // 2)
def lift_ended_actions() -> None:
    """Suspensions, labels and limits whose time is over."""
    from enforcement.work.lifting import lift_ended

    lift_ended()


@interval(seconds=60)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS, max_age=MINUTE_MS // 2)
def begin_due_actions() -> None:
    """What decisions said for later."""
    from enforcement.work.beginning import begin_due

    begin_due()


@interval(seconds=60)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def return_idle_cases() -> None:
    """Cases whose reviewers went away wait again."""
    from enforcement.services.claiming import return_idle

    return_idle()


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def run_batch(batch_id: str) -> None:
    """Cases that are decided, or undone, at once."""
    from enforcement.work.batches import run

    run(UUID(batch_id))


@interval(seconds=300)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS)
def sweep_batches() -> None:
    """Those that nobody runs, and those that nobody confirmed."""
    from enforcement.work.batches import drop_old, run_late

    run_late()
    drop_old()


@cron("27 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS, max_age=60 * MINUTE_MS)
def drop_old_proposals() -> None:
    """Decisions for which nobody found a second person."""
    from enforcement.services.proposing import drop_old

    drop_old()


@interval(seconds=300)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS, max_age=MINUTE_MS)
def reprice_cases() -> None:
    """Priorities, as what they stand on grows and fades."""
    from enforcement.triage.repricing import reprice_stale

    reprice_stale()


@interval(seconds=60)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def watch_clocks() -> None:
    """Cases that must be decided soon, and those that should have been."""
    from enforcement.triage.clocks import watch

    watch()


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def examine_case(case_id: str) -> None:
    """The first look at what a case is about, by automation."""
    from enforcement.triage.examining import examine

    examine(UUID(case_id))


@interval(seconds=300)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS)
def sweep_examinations() -> None:
    """First looks that are still owed."""
    from enforcement.triage.examining import examine_overdue

    examine_overdue()


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def decide_alone(case_id: str) -> None:
    """Decide where an automatic policy says so, after the first look."""
    from enforcement.triage.automation import decide_alone

    decide_alone(UUID(case_id))


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def support_child_report(report_id: str) -> None:
    """Hide what a report of child safety is about, where a check supports it."""
    from enforcement.work.hidings import support_child_report

    support_child_report(UUID(report_id))


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def watch_hidings() -> None:
    """Page the leads where too much is hidden first."""
    from enforcement.work.hidings import watch_spike

    watch_spike()


@interval(seconds=300)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS)
def end_hidings() -> None:
    """Posts that were hidden first, and about which nobody decided in time."""
    from enforcement.work.hidings import end_over

    end_over()
