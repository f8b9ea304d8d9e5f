"""Who has the page of a case open (E13)."""

from uuid import UUID

from django.utils import timezone

from accounts.models import User
from enforcement.limits import PRESENCE_LASTS
from enforcement.models import Case, Presence
from enforcement.policies import see_case
from lib.errors import NotFound


def look(case: Case, by: User) -> None:
    """They have it open now; said again every minute by the page. Raises NotFound."""
    if not see_case.allows(by, case):
        raise NotFound
    Presence.objects.update_or_create(case=case, person_id=by.pk, defaults={"at": timezone.now()})


def looking_at(case: Case) -> list[UUID]:
    """Who has it open now, who came first at the front."""
    since = timezone.now() - PRESENCE_LASTS
    rows = Presence.objects.filter(case=case, at__gt=since).order_by("pk")
    return list(rows.values_list("person_id", flat=True))
