"""What the audit keeps of child safety is for its role alone, and staff read there of no case about
themselves (E15)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Q

from accounts.models import User
from audit.exporting import WALKERS
from audit.hiding import readable
from audit.models import AuditEvent
from config.staff import appoint_lead
from enforcement.actions.names import ActionName
from enforcement.audit_rules import about
from enforcement.models import Case, Decision, Report
from enforcement.services.deciding import decide, overturning
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from feed.models import Post
from tests import cast
from tests.audit.test_exports import FILE
from tests.client import Api
from tests.enforcement.appeals.sides import appealed, overturned
from tests.enforcement.decisions.stage import chief, wish
from tests.enforcement.reporting import case_of, given, reported
from tests.enforcement.test_without_account import confirmed
from tests.feed.studio import published
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db


def ruled(case: Case, *names: ActionName, by: User, rule: str) -> Decision:
    kind = SubjectKind(case.subject_kind)
    wanted = Wanted(
        kind, case.subject_id, (rule,), "Why.", tuple(map(wish, names)), case_id=case.pk
    )
    return decide(wanted=wanted, by=by)


def of_case(case: Case) -> Q:
    ids = [case.public_id, case.subject]
    ids += [one.public_id for one in case.decisions.all()]
    return Q(target__in=ids) | Q(facts__subject=case.subject)


def listed(viewer: User) -> str:
    return at_the_desk(viewer).get("/admin/audit/auditevent/?all=").content.decode()


def test_rows_of_child_safety_are_for_its_role_alone(
    api: Api, stranger: User, creator: User, moderator: User, deliver: Callable[[], int]
) -> None:
    post, since = published(creator), AuditEvent.objects.latest("at").at
    reported(api, stranger, post, "child_sexual")
    case = Case.objects.get(diverted=True)
    child = chief()
    decision = ruled(case, ActionName.REMOVE_POST, by=child, rule="child_sexual")
    deliver()
    decide(wanted=overturning(decision, "It was wrong."), by=child)
    rows = AuditEvent.objects.filter(of_case(case), at__gt=since)
    done = set(rows.values_list("action", flat=True))
    assert done >= {
        *("feed.post.taken_down", "feed.post.sanctioned", "feed.post.reinstated"),
        *("feed.post.sanction_ended", "enforcement.case.opened", "enforcement.case.decided"),
        *("enforcement.decision.made", "enforcement.report.filed"),
    }
    assert not readable(rows, given(moderator, "handle_case")).exists()
    assert readable(rows, given(cast.moderator(), "handle_child_safety")).count() == rows.count()
    shown = listed(moderator)
    for name in (case.public_id, decision.public_id):
        assert name not in shown, name
    mine = [row for walker in WALKERS if hasattr(walker, "rows") for row in walker.rows(creator)]
    assert "sealed" not in str(mine)


@pytest.mark.parametrize(("reason", "to_all"), [("child_sexual", False), ("hate_speech", True)])
def test_that_somebody_without_an_account_reported_it_is_for_its_role_alone(
    api: Api, post: Post, moderator: User, deliver: Callable[[], int], reason: str, to_all: bool
) -> None:
    """Neither that they did, nor that they confirmed it."""
    assert confirmed(api, post, deliver, reason=reason).status_code == 201
    report = Report.objects.get()
    rows = AuditEvent.objects.filter(target=report.public_id)
    done = {f"enforcement.report.{one}" for one in ("filed", "confirmed")}
    assert done <= set(rows.values_list("action", flat=True))
    appoint_lead(moderator)
    lead, child = moderator, given(cast.moderator(), "handle_child_safety")
    assert readable(rows, lead).count() == (rows.count() if to_all else 0)
    assert readable(rows, child).count() == rows.count()


def test_what_an_ordinary_case_leaves_is_read_as_before(
    api: Api, stranger: User, creator: User, moderator: User
) -> None:
    post = published(creator)
    reported(api, stranger, post)
    decision = ruled(case_of(post), ActionName.REMOVE_POST, by=chief(), rule="harassment_targeted")
    rows = readable(AuditEvent.objects.filter(target=post.public_id), moderator)
    assert {"feed.post.taken_down", "feed.post.sanctioned"} <= {row.action for row in rows}
    assert not any("sealed" in row.facts for row in rows)
    assert decision.public_id in listed(moderator)


def test_staff_read_of_no_case_about_themselves(api: Api, stranger: User, moderator: User) -> None:
    reported(api, stranger, moderator, "impersonation")
    case = case_of(moderator)
    decision = ruled(case, by=chief(), rule="impersonation")
    for viewer, sees in ((moderator, False), (cast.moderator(), True)):
        shown = listed(viewer)
        assert (case.public_id in shown, decision.public_id in shown) == (sees, sees)
    User.objects.filter(pk=moderator.pk).update(is_superuser=True)
    assert case.public_id not in listed(moderator)


def test_whoever_reported_reads_of_that_case_neither(
    api: Api, moderator: User, creator: User
) -> None:
    reported(api, moderator, published(creator))
    case = Case.objects.get()
    assert case.public_id not in listed(moderator)
    assert case.public_id in listed(cast.moderator())


def test_whoever_reported_reads_of_what_came_of_it_neither(
    api: Api, moderator: User, creator: User, deliver: Callable[[], int]
) -> None:
    """Nor who decided."""
    post = published(creator)
    reported(api, moderator, post)
    decision = ruled(case_of(post), ActionName.REMOVE_POST, by=chief(), rule="harassment_targeted")
    row = appealed(api, creator, decision)
    names = (decision.public_id, row.case.public_id)
    assert [name in listed(moderator) for name in names] == [False] * 2
    assert [name in listed(cast.moderator()) for name in names] == [True] * 2
    done = AuditEvent.objects.filter(actor=decision.decided_by)
    assert not readable(done, moderator).exists()
    assert readable(done, cast.moderator()).filter(target=post.public_id).exists()
    assert decision.public_id not in at_the_desk(moderator).get(FILE).content.decode()
    overturned(row, chief())
    found = Decision.objects.exclude(pk=decision.pk).get()
    assert found.public_id not in listed(moderator)


def test_what_staff_do_not_read_is_found_by_index(
    api: Api, stranger: User, moderator: User, creator: User,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    reported(api, stranger, moderator, "impersonation")
    about_them = case_of(moderator)
    decision = ruled(about_them, by=chief(), rule="impersonation")
    post = published(creator)
    reported(api, moderator, post)
    said = Report.objects.get(reporter_id=moderator.pk)
    with django_assert_max_num_queries(20) as asked:
        rule = str(about(moderator))
    assert not [one["sql"] for one in asked.captured_queries if " OR " in one["sql"]]
    theirs = Report.objects.get(reporter_id=stranger.pk)
    for row in (about_them, decision, case_of(post), theirs):
        assert row.public_id in rule
        assert str(row.pk) in rule
    assert said.public_id not in rule  # their own word they read
