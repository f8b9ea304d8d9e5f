"""Reporters who leave."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from enforcement.models import Report, Reporter


def forget_reporter(person_id: UUID) -> None:
    """Their words go, and what was known of them as a reporter; that they reported stays, or a case
    would lose what it stands on. Safe to do again."""
    if User.objects.filter(pk=person_id, deleted_at=None).exists():
        return
    with transaction.atomic():
        Report.objects.filter(reporter_id=person_id, text__isnull=False).update(text=None)
        Reporter.objects.filter(person_id=person_id).delete()
