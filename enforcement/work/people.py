"""Reporters who leave."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from enforcement.models import AppealLink, Report, Reporter
from enforcement.services.appeal_ends import let_go
from enforcement.work.attachments import forget_of


def forget_reporter(person_id: UUID) -> None:
    """Their words and pictures go, and what was known of them as a reporter; that they reported
    stays, or a case would lose what it stands on. Safe to do again."""
    if User.objects.filter(pk=person_id, deleted_at=None).exists():
        return
    forget_of(person_id)
    with transaction.atomic():
        Report.objects.filter(reporter_id=person_id, text__isnull=False).update(text=None)
        Reporter.objects.filter(person_id=person_id).delete()


def forget_appeals(person_id: UUID) -> None:
    """What they appealed waits no more, and their words go; so do links to appeal what was decided
    about them. Safe to do again."""
    if User.objects.filter(pk=person_id, deleted_at=None).exists():
        return
    with transaction.atomic():
        let_go(person_id)
        AppealLink.objects.filter(decision__owner_id=person_id).delete()
