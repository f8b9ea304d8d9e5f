"""What a decision relies on, for the person whom it concerns (DSA, Article 17(3)(b)): in sentences
of ours, never whose report it was, how many there were, or what stands in them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from enforcement.models import DecisionEvidence, EvidenceKind


def facts_of(evidence: Iterable[DecisionEvidence]) -> list[str]:
    """Each once, in the order in which whoever decided named them."""
    rows = sorted(evidence, key=lambda one: one.position)
    return list(dict.fromkeys(_says(one) for one in rows))


def _says(one: DecisionEvidence) -> str:
    if one.kind == EvidenceKind.PART:
        part = {"start": f"{one.start_s:.1f}", "end": f"{one.end_s:.1f}"}
        return _("The video from %(start)s to %(end)s seconds.") % part
    return {
        EvidenceKind.REPORT: _("What was reported to us of it."),
        EvidenceKind.SNAPSHOT: _("How it was when we were told of it."),
        EvidenceKind.FINDING: _("A pattern that software of ours found."),
        EvidenceKind.SCAN: _("What software of ours found in it."),
    }[EvidenceKind(one.kind)]
