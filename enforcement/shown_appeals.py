"""What somebody reads of their own appeals: never who answered, nor when within a day; and what
staff read of those that wait in a case."""

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from enforcement.limits import APPEAL_QUESTIONS
from enforcement.models import Appeal, AppealMessage, AppealState, Case
from enforcement.overtaken import READ

SAID = Prefetch("messages", AppealMessage.objects.order_by("at", "pk"))


def appeals_for(viewer: User) -> "QuerySet[Appeal]":
    """All of theirs, of whichever side, with the words."""
    mine = Appeal.objects.filter(person_id=viewer.pk)
    return mine.select_related("words", "report", *READ).prefetch_related(SAID)


def appeals_in(case: Case) -> "QuerySet[Appeal]":
    """All that are answered in a case, with their words and what they are against; whoever shows
    them asks `see_case` first."""
    rows = Appeal.objects.filter(case=case).order_by("opened_at", "pk")
    return rows.select_related("words", "case", "decision__text", "report").prefetch_related(SAID)


def may_be_asked(appeal: Appeal) -> bool:
    """Whether it waits, no question does, and there were not enough of them. Of a row of these."""
    asked = sum(one.from_staff for one in appeal.messages.all())
    waits = appeal.state == AppealState.PENDING and not is_asked(appeal)
    return waits and asked < APPEAL_QUESTIONS


def is_asked(appeal: Appeal) -> bool:
    """Whether a question waits for a reply. Of a row of these."""
    said = sorted(appeal.messages.all(), key=lambda one: (one.at, one.pk))
    return appeal.state == AppealState.PENDING and bool(said) and said[-1].from_staff
