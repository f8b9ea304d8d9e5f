"""Reporting something: the one door, for people with an account and for confirmed contacts."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement.claim_kinds import ClaimKind
from enforcement.claims import NONE, Claim, claim_by, claim_of
from enforcement.models import Case, Contact, Report, ReportTransition, SubjectMute
from enforcement.reasons import Queue, Reason, reason_for
from enforcement.reopening import Speaker, reopening
from enforcement.saying import Said, accepted
from enforcement.services import snapshots
from enforcement.services.cases import INTAKE, ensure_case, last_settled, open_case_of, weigh_in
from enforcement.services.contacts import is_heard
from enforcement.services.reporters import is_muted, is_trusted_flagger, reporter_of
from enforcement.states import ReportState
from enforcement.subjects.base import Target
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import parse, subject_of
from enforcement.triage.hiding import hide_first
from enforcement.triage.placing import place_of
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound
from lib.states import advance, record_initial

MUTED = "its reporter is muted"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks. `verified`: their likeness is in the thing by our records; `muted`: what they
    say has no effect for now; `network`: from where they speak, where that is known."""

    person: User | None = None
    contact: Contact | None = None
    trusted: bool = False
    verified: bool = False
    muted: bool = False
    network: str = ""

    @property
    def actor(self) -> Actor:
        return Actor.person(self.person.pk) if self.person else Actor.system("contact")

    @property
    def who(self) -> dict[str, object]:
        """Lookups of reports by the same voice: all addresses of one mailbox are one."""
        if self.person:
            return {"reporter_id": self.person.pk}
        return {"contact__mailbox": self.contact.mailbox if self.contact else None}


def reportable(viewer: User, public_id: str) -> Target:
    """What `viewer` may report under this id: what they see, or could see until it went lately.
    Raises DomainError `invalid` for what is no such id, NotFound for all else, which is never told
    apart."""
    kind, key = named(public_id)
    target = subject_of(kind).reportable_by(viewer, key)
    if target is None:
        raise NotFound
    return target


def named(public_id: str) -> tuple[SubjectKind, UUID]:
    """Of which kind a thing is, and its key. Raises DomainError `invalid` for no such id."""
    found = parse(public_id)
    if found is None:
        said = _("Give the id of a post, draft, person, likeness or character.")
        raise DomainError(ErrorCode.INVALID, said, attr="subject")
    return found


def reason_of(code: str, target: Target) -> Reason:
    """Raises DomainError `invalid_choice` where a thing of this kind cannot be reported for it."""
    reason = reason_for(code, target.kind)
    if reason is None:
        raise DomainError(
            ErrorCode.INVALID_CHOICE, _("This is not reported for that."), attr="reason"
        )
    return reason


def file_report(*, by: User, subject: str, reason: str, said: Said, network: str = "") -> Report:
    """Store what `by` says of a thing, freeze the thing, and see to it that somebody looks.

    All in one transaction. Raises NotFound, and DomainError `invalid`, `invalid_choice`,
    `required`, `max_length`, `invalid_characters`, `not_allowed_for_self`, `already_reported`.
    """
    with transaction.atomic():
        # Whoever deletes this account waits, or is seen here: words of nobody would stay.
        if User.objects.select_for_update(no_key=True).get(pk=by.pk).deleted_at is not None:
            raise NotFound
        target = reportable(by, subject)
        if target.owner_id == by.pk:
            raise DomainError(ErrorCode.NOT_ALLOWED_FOR_SELF, _("That is yours."))
        why, words = reason_of(reason, target), accepted(said, target)
        claim = claim_by(by, claim_of(words.impersonated, why), owner_id=target.owner_id)
        shown = subject_of(target.kind).shows(target.key, by)
        voice = Voice(
            person=by,
            trusted=is_trusted_flagger(by.pk),
            verified=shown,
            # Nobody is kept from speaking of a child, or of themself.
            muted=is_muted(reporter_of(by.pk)) and not why.diverted and not shown,
            network=network,
        )
        return store(voice, target, why, words, claim=claim)


def store(
    voice: Voice,
    target: Target,
    reason: Reason,
    said: Said,
    *,
    claim: Claim = NONE,
    key: UUID | None = None,
) -> Report:
    """The same for whoever may speak, under the id `key` where it was given out already. In the
    caller's transaction. Raises DomainError `already_reported`."""
    seen = snapshots.seen_now(target)
    about_me = said.about_me or claim.kind == ClaimKind.ME
    digest = snapshots.digest_of(seen)
    case, answered = _place(voice, target, reason, digest, about_me=about_me)
    _refuse_again(voice, target, case, reason)
    new_reporter = case is not None and not _has_spoken(voice, case)
    report = _row(voice, target, reason, said, case)
    report.claim, report.of_id, report.of_word = claim.kind, claim.of_id, claim.of_word
    report.about_me = about_me
    report.pk = key or report.pk
    report.save(force_insert=True)
    record_initial(report, actor=voice.actor, reason="reported")
    if reason.diverted:
        snapshots.vault(report, said if voice.person else None, seen)
    elif case is not None and report.counts:
        snapshots.take(case, target, seen)
    if case is not None and report.counts:
        contact = voice.contact
        force = voice.verified or voice.trusted or (contact is not None and is_heard(contact))
        weigh_in(case, reason, new_reporter=new_reporter, force=force, shown=voice.verified)
    _settle_at_once(report, muted=voice.muted, answered=answered)
    record(
        "enforcement.report.filed",
        actor=voice.actor,
        target=report.public_id,
        subject=report.subject,
        reason=reason.code,
        sealed=report.diverted,
    )
    if case is not None:
        hide_first(report, case, network=voice.network)
    return report


def _row(voice: Voice, target: Target, reason: Reason, said: Said, case: Case | None) -> Report:
    report = Report(
        reporter_id=voice.person.pk if voice.person else None,
        contact=voice.contact,
        case=case,
        subject_kind=target.kind,
        subject_id=target.key,
        owner_id=target.owner_id,
        reason=reason.code,
        about_me=said.about_me,
        verified=voice.verified,
        trusted=voice.trusted,
        diverted=reason.diverted,
        gone=target.gone,
        counts=not voice.muted,
    )
    if not reason.diverted:
        report.text, report.start_s, report.end_s = said.text or None, said.start_s, said.end_s
    return report


def _place(
    voice: Voice, target: Target, reason: Reason, digest: str, *, about_me: bool
) -> tuple[Case | None, bool]:
    """The case that a report belongs to, locked, and whether it is answered already. None for a
    muted voice where there is none: it opens nothing."""
    there = open_case_of(target.kind, target.key, diverted=reason.diverted)
    if there is not None:
        return there, False
    last = None if reason.diverted else last_settled(target)
    if voice.muted:
        return last, False
    why = "reported"
    if last is not None:
        by = Speaker(
            who=voice.who,
            special=voice.verified or voice.trusted,
            again=_has_spoken(voice, last),
            about_me=about_me,
            is_contact=voice.contact is not None,
        )
        heard = voice.verified or reason.queue == Queue.URGENT or by.gives_notice(reason)
        rule = None
        if heard or not _is_quiet(target):
            rule = reopening(last, target=target, reason=reason, digest=digest, by=by)
        if rule is None:
            return last, True
        why = rule.value
    place = place_of(target.kind, target.key, reason, shown=voice.verified)
    case = ensure_case(
        target,
        queue=place.queue,
        severity=reason.severity,
        due_at=timezone.now() + place.clock,
        diverted=reason.diverted,
        follows=last,
        reason=why,
        actor=INTAKE,
    )
    return case, False


def _is_quiet(target: Target) -> bool:
    """Whether new reports of it only count (E33)."""
    mutes = SubjectMute.objects.filter(subject_kind=target.kind, subject_id=target.key)
    return mutes.filter(until__gt=timezone.now()).exists()


def _refuse_again(voice: Voice, target: Target, case: Case | None, reason: Reason) -> None:
    """Once in a case; without an account and muted once of a thing, for they hear not what there
    is. What was said in vain is said anew once it has effect, and leaves its case for that."""
    said = Report.objects.filter(reason=reason.code, **voice.who)
    about = said.filter(subject_kind=target.kind, subject_id=target.key)
    if voice.muted and voice.contact and _in_vain(about).exists():
        raise already_reported()
    if case is None:
        return
    if not voice.muted:
        Report.objects.filter(pk__in=_in_vain(about.filter(case=case)).values("pk")).update(
            case=None
        )
    if said.filter(case=case).exists():
        raise already_reported()


def _in_vain(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Those that had no effect from the first, because whoever spoke was muted."""
    muted = ReportTransition.objects.filter(subject_id=OuterRef("pk"), reason=MUTED)
    return reports.filter(Exists(muted), state=ReportState.SET_ASIDE)


def already_reported() -> DomainError:
    """The same voice gave the same reason."""
    return DomainError(ErrorCode.ALREADY_REPORTED, _("You have reported this already."))


def _has_spoken(voice: Voice, case: Case) -> bool:
    return Report.objects.filter(case=case, counts=True, **voice.who).exists()


def _settle_at_once(report: Report, *, muted: bool, answered: bool) -> None:
    if muted:
        advance(report, to=ReportState.SET_ASIDE, actor=INTAKE, reason=MUTED)
    elif answered:
        assert report.case is not None  # noqa: S101 - an answer is that of a case
        advance(
            report,
            to=ReportState.ANSWERED,
            actor=INTAKE,
            reason="it was decided about already",
            outcome=report.case.outcome,
            answered_at=timezone.now(),
        )
