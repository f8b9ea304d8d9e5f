"""What is odd about a link (R13): staff are told of it, and nothing is refused for it."""

from enum import StrEnum

import structlog
from django.db import transaction
from django.utils import timezone

from accounts.ages import years_before
from accounts.models import User
from audit.services import record
from lib.actors import Actor
from parental.bounds import CLOSE_AGES_YEARS, MANY_LINKS, MANY_LINKS_WITHIN, NEW_ACCOUNT
from parental.models import GuardianLink

log = structlog.get_logger(__name__)


class Pattern(StrEnum):
    """What staff look at."""

    MANY_LINKS = "many_links"
    SAME_DEVICE = "same_device"
    CLOSE_AGES = "close_ages"
    NEW_ACCOUNT = "new_account"


def patterns_of(link: GuardianLink, *, same_device: bool) -> list[Pattern]:
    """All that this link shows."""
    now, found = timezone.now(), []
    lately = GuardianLink.objects.filter(
        guardian=link.guardian_id, asked_at__gt=now - MANY_LINKS_WITHIN
    )
    if lately.values("teen").distinct().count() >= MANY_LINKS:
        found.append(Pattern.MANY_LINKS)
    if same_device:
        found.append(Pattern.SAME_DEVICE)
    if _are_close(link.teen, link.guardian):
        found.append(Pattern.CLOSE_AGES)
    if link.guardian.joined_at and link.guardian.joined_at > now - NEW_ACCOUNT:
        found.append(Pattern.NEW_ACCOUNT)
    return found


def tell_staff(link: GuardianLink, patterns: list[Pattern]) -> None:
    """An audit row for each, and a warning in the log when it is committed."""
    for pattern in patterns:
        record(
            "parental.link.odd",
            actor=Actor.system("parental"),
            target=link.public_id,
            pattern=pattern.value,
        )
    if patterns:
        kinds = [pattern.value for pattern in patterns]
        transaction.on_commit(
            lambda: log.warning("guardian_link_odd", link=link.public_id, patterns=kinds)
        )


def _are_close(teen: User, guardian: User) -> bool:
    """Too close for a parent; a grown-up sister may be right."""
    if teen.birth_date is None or guardian.birth_date is None:
        return False
    return guardian.birth_date > years_before(teen.birth_date, CLOSE_AGES_YEARS)
