"""What was found in a case without anybody's report, as staff read it."""

from django.db.models import QuerySet

from enforcement.models import Case, CaseFinding
from moderation.categories import Category


def found_in(case: Case) -> QuerySet[CaseFinding]:
    """Of child safety only where the case is one of child safety: who sees the others may not see
    these."""
    rows = CaseFinding.objects.filter(case=case)
    return rows if case.diverted else rows.exclude(category=Category.CHILD_SAFETY)
