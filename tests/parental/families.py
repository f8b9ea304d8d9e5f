"""Families for tests: real people, real services."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from time_machine import travel

from accounts.models import User
from accounts.safeguards import Limit
from parental.models import GuardianLink, Proposal
from parental.services import inviting, linking, proposing
from parental.states import Why
from parental.texts import VERSION
from tests import cast

PHONE = "phone-of-the-teen"
TABLET = "tablet-of-the-guardian"


def asked(teen: User, guardian: User, *, device: str = TABLET) -> GuardianLink:
    """The guardian entered the teen's code."""
    code = inviting.invite(teen=teen, device=PHONE).code
    return linking.redeem(code=code, guardian=guardian, device=device, text_version=VERSION)


def linked(teen: User, guardian: User | None = None) -> GuardianLink:
    """A teen and a guardian whom they accepted."""
    link = asked(teen, guardian or cast.guardian())
    return linking.accept(link=link, by=teen, text_version=VERSION)


def set_control(link: GuardianLink, limit: Limit, value: Any) -> Proposal:
    """The guardian decides and the teen agrees, so that it holds now."""
    made = proposing.decide(link=link, by=link.guardian, limit=limit, raw=value, why=Why.BALANCE)
    return made if made.state == "in_force" else proposing.agree(proposal=made, by=link.teen)


def later(**span: float) -> Any:
    """`with later(hours=25):`"""
    at: datetime = timezone.now() + timedelta(**span)
    return travel(at, tick=True)
