"""Reporting as an app does, and deciding as the desk will."""

from itertools import count
from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction

from accounts.models import User
from cameos.addresses import address_of
from enforcement.models import Case, Report
from enforcement.services import cases
from enforcement.states import Outcome
from enforcement.subjects.registry import parse
from lib.actors import Actor
from lib.ids import IdKind, decode
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import film
from tests.client import Api
from tests.feed.studio import published

KEYS = count(1)
DESK = Actor.system("desk")


def report(api: Api, who: Any, what: Any, reason: str = "harassment_targeted", **more: Any) -> Any:
    """The answer to `who` reporting `what`: a row with a public id, or such an id."""
    subject = what if isinstance(what, str) else what.public_id
    if reason == "impersonation":
        more = {"impersonated": "me", **more}
    body = {"subject": subject, "reason": reason, **more}
    return api.post("/reports", body, as_=who, key=f"report-{next(KEYS)}")


def reported(
    api: Api, who: Any, what: Any, reason: str = "harassment_targeted", **more: Any
) -> Report:
    """The row of a report that was taken."""
    answer = report(api, who, what, reason, **more)
    assert answer.status_code == 201, answer.content
    return Report.objects.get(pk=decode(IdKind.REPORT, answer.json()["id"]))


def things(creator: User, stranger: User) -> dict[str, str]:
    """One of each kind of the creator's that the stranger may report: its public id."""
    return {
        "post": published(creator).public_id,
        "draft": film(creator, lent(stranger)).public_id,
        "profile": creator.public_id,
        "cameo": address_of(creator).public_id,
    }


def case_of(what: Any) -> Case:
    """The newest about a thing."""
    named = parse(what if isinstance(what, str) else what.public_id)
    assert named is not None
    rows = Case.objects.filter(subject_kind=named[0], subject_id=named[1])
    found = rows.order_by("-opened_at", "-id").first()
    assert found is not None
    return found


def decide(case: Case, outcome: Outcome = Outcome.NO_VIOLATION) -> Case:
    """As whoever decides will."""
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=case.pk)
        cases.settle(held, outcome=outcome, actor=DESK, reason="looked at")
    return held


# What a moderator has beside the right to the general queue (config/staff.py).
OF_MODERATORS = (
    *("handle_urgent", "handle_intimate", "handle_likeness", "handle_ages"),
    *("sanction_person", "decide_without_case"),
)


def given(person: User, *permissions: str) -> User:
    """The same person with these permissions of this room, read anew. With `handle_case` those
    come that moderators have with it; with another queue's right the one to sanction people."""
    rights = {*permissions}
    if "handle_case" in rights:
        rights |= {*OF_MODERATORS}
    elif any(one.startswith("handle_") for one in rights):
        rights.add("sanction_person")
    return only_given(person, *rights)


def only_given(person: User, *permissions: str) -> User:
    """The same without anything beside them."""
    wanted = Permission.objects.filter(
        content_type__app_label="enforcement", codename__in=permissions
    )
    assert wanted.count() == len(permissions)
    person.user_permissions.add(*wanted)
    return User.objects.get(pk=person.pk)
