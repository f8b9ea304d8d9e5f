"""What staff who do not handle safety cases read of a family: not that a teen fled."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import Standing, StandingReason, User
from accounts.safeguards import Limit, effective
from audit.models import AuditEvent
from lib.errors import DomainError
from parental.models import GuardianLink
from parental.services.safety import leave
from parental.states import EndReason, LinkState
from tests import cast
from tests.parental.families import asked, set_control
from tests.staff import at_the_desk
from tests.standings import change_standing

TRAIL = "/admin/audit/auditevent/"


def _reader(*codes: str) -> Client:
    person = cast.moderator()
    person.user_permissions.set(Permission.objects.filter(codename__in=["view_auditevent", *codes]))
    return at_the_desk(person)


def test_rows_of_cases_are_read_by_who_handles_them_alone(link: GuardianLink) -> None:
    leave(link=link, by=link.teen, said=EndReason.NOT_SAFE)
    row = AuditEvent.objects.get(action="parental.case.opened")
    for reader, sees in ((_reader(), False), (_reader("handle_case"), True)):
        for asked_for in ({"q": row.target}, {"action": "parental.case.opened"}, {}):
            page = reader.get(TRAIL, asked_for).content.decode()
            assert (f"{TRAIL}{row.pk}/change/" in page) is sees, asked_for
        one = reader.get(f"{TRAIL}{row.pk}/change/")
        assert (row.target in one.content.decode()) is sees
        ended = AuditEvent.objects.get(action="parental.link.ended", target=link.public_id)
        assert ended.facts == {"reason": "teen_unlinked"}


def test_a_limited_guardian_keeps_the_link_and_takes_on_nobody(
    link: GuardianLink, moderator: User
) -> None:
    """Limits that protect a teen do not fall because their guardian wrote spam; a suspension or a
    ban ends the link (abuse table, "guardian invitation")."""
    set_control(link, Limit.MESSAGES_FROM, "nobody")
    guardian = User.objects.get(pk=link.guardian_id)
    change_standing(
        person=guardian, to=Standing.LIMITED, actor=moderator, reason=StandingReason.SPAM
    )
    link.refresh_from_db()
    assert link.state == LinkState.ACTIVE
    assert effective(link.teen).value(Limit.MESSAGES_FROM) == "nobody"
    with pytest.raises(DomainError) as refused:
        asked(cast.teen(), guardian)
    assert refused.value.code == "standing_limited"
    change_standing(
        person=guardian, to=Standing.SUSPENDED, actor=moderator, reason=StandingReason.SPAM
    )
    link.refresh_from_db()
    assert (link.state, link.end_reason) == (LinkState.ENDED, EndReason.GUARDIAN_SHUT_OUT)
    change_standing(
        person=guardian, to=Standing.GOOD, actor=moderator, reason=StandingReason.MISTAKE
    )
    link.refresh_from_db()
    assert link.state == LinkState.ENDED, "it is no link until the teen shows a code again"
