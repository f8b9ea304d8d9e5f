"""Who tries faces where none may be, or what the policy refuses, is probing: each refusal counts
towards cooling off."""

from collections.abc import Sequence
from uuid import UUID

from moderation.categories import Category, Surface
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence, Judgement
from moderation.services.refusals import blocked_in, note_refusal, origin_of_request


def count_person_found(*, sender: UUID, subject: str, what: str) -> None:
    """In the caller's transaction."""
    note_refusal(
        person_id=sender,
        origin=origin_of_request(what, subject),
        surface=Surface.REFERENCE_IMAGE,
        words=subject,  # there are none, and the same none twice would weigh nothing
        category=Category.LIKENESS,
        blocked=[Category.LIKENESS],
    )


def count_refused(
    *,
    sender: UUID,
    subject: str,
    evidence: Sequence[Evidence],
    judgement: Judgement,
    audience: Audience,
) -> None:
    """The policy refused what the file shows. In the caller's transaction, before anything else is
    counted of it: one file weighs once, as what is worst in it."""
    seen_by = audience.with_minor() if judgement.depicts_minor else audience
    note_refusal(
        person_id=sender,
        origin=origin_of_request("file that was sent in", subject),
        surface=Surface.REFERENCE_IMAGE,
        words=subject,
        category=judgement.category or "",
        blocked=blocked_in(evidence, seen_by),
    )
