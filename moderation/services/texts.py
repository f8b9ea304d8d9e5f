"""Words of rooms to the left: read through their owner, judged, and the owner told (lib.texts)."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lib import texts
from lib.actors import Actor
from lib.events import publish
from lib.holds import PERSON_AFTER, REMOVED_AFTER
from lib.ids import IdKind, encode
from lib.selecting import with_public_id
from lib.texts import TextJudged, TextSubmitted, TextVerdict, Written
from moderation.categories import Surface
from moderation.models import Cause, Outcome, Review, ReviewState, Scan
from moderation.policy.audience import Audience, Destination
from moderation.policy.judging import Effect, Evidence, Judgement
from moderation.screener.client import ScreenerAway
from moderation.services.refusals import blocked_in, note_refusal
from moderation.services.reviews import open_review
from moderation.services.screening import PATIENT_SECONDS, judged, read, record_scan, unread

KEEPER = Actor.system("keeper")
REPORT = Surface.REPORT.value
MOST_AT_ONCE = 200


def screen(subject: str) -> None:
    """Judge what waits under this id; a late or doubled message does nothing. Its owner hears the
    verdict; without one it goes on waiting, and its owner submits it again."""
    written = texts.read(subject)
    if written is None:
        return
    surface = Surface(written.surface)
    try:
        evidence = read([(surface, written.text)], seconds=PATIENT_SECONDS)
    except ScreenerAway:
        evidence = unread([surface])
    with transaction.atomic():
        if texts.read(subject) == written:
            _follow(subject, written, evidence)


def tell_decided(review_id: UUID) -> None:
    """What a person decided about such words. What is not fine for all is shown to nobody: a
    profile has no age."""
    review = Review.objects.filter(pk=review_id, state=ReviewState.DECIDED).first()
    if review is None or texts.read(review.subject) is None:
        return
    passed = review.outcome == Outcome.FINE_FOR_ALL
    verdict = TextVerdict.PASSED if passed else TextVerdict.REFUSED
    with transaction.atomic():
        publish(TextJudged(review.subject, verdict))


def read_statement(subject: str) -> Written | None:
    """What somebody says of a refusal: read by detectors too, and never kept from the reviewer."""
    review = with_public_id(Review.objects.filter(statement__isnull=False), subject)
    if review is None or Scan.objects.filter(subject=subject, stage=REPORT).exists():
        return None
    return Written(
        surface=REPORT, label="Statement", text=review.statement or "",
        person_id=review.person_id, under_18=False, since=review.opened_at,
        for_everyone=False, asks=False,
    )  # fmt: skip


def submit_statements_again() -> int:
    """Statements that no detector has read, as long as somebody may still read them. How many."""
    rows = Review.objects.filter(
        statement__isnull=False, state=ReviewState.OPEN,
        opened_at__gt=timezone.now() - REMOVED_AFTER,
    )  # fmt: skip
    keys = list(rows.order_by("opened_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
    subjects = {encode(IdKind.REVIEW, key) for key in keys}
    read_ones = Scan.objects.filter(subject__in=subjects, stage=REPORT)
    unread_ones = sorted(subjects - set(read_ones.values_list("subject", flat=True)))
    for subject in unread_ones:
        with transaction.atomic():
            publish(TextSubmitted(subject))
    return len(unread_ones)


def _follow(subject: str, written: Written, evidence: list[Evidence]) -> None:
    audience = Audience(
        destination=Destination.PROFILE if written.for_everyone else Destination.DRAFT,
        under_18=written.for_everyone or written.under_18,
    )
    judgement = judged(evidence, audience=audience)
    answered = any(one.answers for one in evidence)
    if answered:
        _keep(subject, written, evidence, judgement, audience)
    if judgement.effect == Effect.HOLD:
        _wait(subject, written, evidence, judgement, audience)
        return
    passed = judgement.effect == Effect.PASS
    if not passed and written.surface == Surface.PROFILE:
        _count(subject, written, evidence, judgement, audience)
    publish(TextJudged(subject, TextVerdict.PASSED if passed else TextVerdict.REFUSED))


def _count(
    subject: str,
    written: Written,
    evidence: list[Evidence],
    judgement: Judgement,
    audience: Audience,
) -> None:
    """Refused words weigh wherever they are tried; a worker weighs them (TextRefused)."""
    note_refusal(
        person_id=written.person_id,
        origin=subject,
        subject=subject,
        surface=Surface.PROFILE,
        words=written.text,
        category=judgement.category or "",
        blocked=blocked_in(
            evidence, audience.with_minor() if judgement.depicts_minor else audience
        ),
    )


def _wait(
    subject: str,
    written: Written,
    evidence: list[Evidence],
    judgement: Judgement,
    audience: Audience,
) -> None:
    """A day later a person is asked as well."""
    if not written.asks or timezone.now() - written.since < PERSON_AFTER:
        return
    if Review.objects.filter(subject=subject, state=ReviewState.OPEN).exists():
        return
    if not any(one.answers for one in evidence):
        _keep(subject, written, evidence, judgement, audience)
    open_review(
        subject=subject, person_id=written.person_id, stage=written.surface, category="",
        cause=Cause.UNASSESSED, actor=KEEPER,
    )  # fmt: skip


def _keep(
    subject: str,
    written: Written,
    evidence: list[Evidence],
    judgement: Judgement,
    audience: Audience,
) -> None:
    record_scan(
        subject=subject, stage=written.surface, evidence=evidence, judgement=judgement,
        audience=audience,
    )  # fmt: skip
