"""Who of staff sees what of a person, and may decide what: each role against each section and
each action."""

import pytest
from django.utils import timezone

from accounts.admin.people import ACTIONS
from accounts.admin.sections.registry import listing
from accounts.models import HeldVerb, ProfileText, Standing, StandingReason, User
from accounts.services.regions import RegionReason, set_region
from accounts.services.second_approval import ProtectionReason, approve, propose, protect
from accounts.services.standing import change_standing
from audit.models import AuditEvent
from lib.errors import DomainError
from tests.accounts.desk.conftest import ROLES, colleague, desk_of

EVERYBODYS = {"safeguards", "relations", "terms"}
SUPPORT = EVERYBODYS | {"sessions", "pushes", "exports"}
MODERATORS = SUPPORT | {
    "age", "invites", "names", "family", "decisions", "timeline",
}  # fmt: skip
SEES = {
    "policy keeper": EVERYBODYS,
    "child safety": EVERYBODYS,
    "analyst": EVERYBODYS,
    "external vendor": EVERYBODYS,
    "support": SUPPORT,
    "moderator": MODERATORS,
    "lead": MODERATORS,
}
MODERATES = {"standing", "sign-out", "age", "invites", "protection", "impersonation", "name"}
DECIDES = {
    "policy keeper": set[str](),
    "child safety": set[str](),
    "analyst": set[str](),
    "external vendor": set[str](),
    "support": {"sign-out"},
    "moderator": MODERATES,
    "lead": MODERATES | {"region"},
}
BODIES = {
    "standing": {"to": "limited", "reason": "spam"},
    "sign-out": {"reason": "takeover"},
    "age": {"finding": "under_18"},
    "invites": {"may": "no", "reason": "sold"},
    "region": {"region": "DE", "reason": "evidence"},
    "protection": {"reason": "at_risk"},
    "impersonation": {"finding": "passes", "of": "zoetrope"},
    "name": {"answer": "refuse"},
}


def _hold_a_name(person: User) -> None:
    ProfileText.objects.create(
        person=person, field="display_name", text="Mara Berg", held_at=timezone.now()
    )


def page(person: User, tail: str) -> str:
    return f"/admin/accounts/user/{person.public_id}/{tail}/"


def test_the_matrix_speaks_of_all_sections_and_actions() -> None:
    assert {section.name for section in listing()} == MODERATORS
    assert {tail for tail, _label, _view in ACTIONS} == set(BODIES)
    assert set(SEES) == set(DECIDES) == set(ROLES)


@pytest.mark.parametrize("role", SEES)
def test_a_role_sees_its_sections_and_no_other(role: str, creator: User) -> None:
    shown = desk_of(role).get(page(creator, "change")).content.decode()
    assert {one.name for one in listing() if f'id="{one.name}"' in shown} == SEES[role]
    assert ("assured by" in shown.lower()) == ("age" in SEES[role])


@pytest.mark.parametrize("role", DECIDES)
@pytest.mark.parametrize("tail", BODIES)
def test_a_role_decides_what_is_its_own(role: str, tail: str, creator: User) -> None:
    desk, mine = desk_of(role), tail in DECIDES[role]
    if tail == "name":
        _hold_a_name(creator)
    before = AuditEvent.objects.filter(target=creator.public_id).exclude(action__contains="staff")
    number = before.count()
    offered = page(creator, tail) in desk.get(page(creator, "change")).content.decode()
    assert offered == mine
    assert desk.get(page(creator, tail)).status_code == (200 if mine else 403)
    answer = desk.post(page(creator, tail), BODIES[tail])
    assert answer.status_code == (302 if mine else 403)
    assert (before.count() > number) == mine


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("/admin/accounts/user/looks/", {"lead"}),
        ("/admin/accounts/user/laws/", set(ROLES)),
        ("/admin/accounts/user/look-alikes/", {"moderator", "lead"}),
        ("/admin/accounts/export/", {"support", "moderator", "lead"}),
        ("/admin/accounts/ageappeal/", {"moderator", "lead"}),
        ("/admin/accounts/helddecision/", {"moderator", "lead"}),
        ("/admin/accounts/storenotification/", set(ROLES)),
        ("/admin/audit/auditevent/", {"moderator", "lead"}),
        ("/admin/parental/guardianlink/", {"moderator", "lead"}),
        ("/admin/parental/familyentry/", {"moderator", "lead"}),
        ("/admin/parental/safetycase/", {"moderator", "lead"}),
    ],
)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.django_db
def test_who_opens_which_list(role: str, path: str, roles: set[str]) -> None:
    assert desk_of(role).get(path).status_code == (200 if role in roles else 403)


@pytest.mark.parametrize("role", ROLES)
def test_the_timeline_is_for_whoever_reads_the_audit(role: str, creator: User) -> None:
    answer = desk_of(role).get(page(creator, "timeline"))
    assert answer.status_code == (200 if "timeline" in SEES[role] else 403)


@pytest.mark.parametrize("role", ["support", "policy keeper", "external vendor", "analyst"])
def test_no_service_goes_around_a_role(role: str, creator: User) -> None:
    by = colleague(role)
    with pytest.raises(DomainError) as refused:
        change_standing(person=creator, to=Standing.BANNED, actor=by, reason=StandingReason.SPAM)
    assert refused.value.code == "permission_denied"
    with pytest.raises(DomainError) as refused:
        set_region(person=creator, region="DE", actor=by, reason=RegionReason.ASKED)
    assert refused.value.code == "permission_denied"


def test_whoever_could_not_decide_it_alone_approves_it_not_either(
    creator: User, moderator: User
) -> None:
    protect(person=creator, actor=moderator, reason=ProtectionReason.AT_RISK)
    row = propose(
        person=creator, verb=HeldVerb.STANDING, actor=moderator, reason="spam", to="banned"
    )
    with pytest.raises(DomainError) as refused:
        approve(decision=row, actor=colleague("support"))
    assert refused.value.code == "permission_denied"
    creator.refresh_from_db()
    assert creator.standing == Standing.GOOD
    path = f"/admin/accounts/helddecision/{row.public_id}/approval/"
    assert desk_of("support").post(path, {"answer": "approve"}).status_code == 403


def test_whoever_may_not_decide_it_gets_no_form_for_it(creator: User, moderator: User) -> None:
    lead = colleague("lead")
    protect(person=creator, actor=lead, reason=ProtectionReason.AT_RISK)
    row = propose(person=creator, verb=HeldVerb.REGION, actor=lead, reason="evidence", to="US-VA")
    path = f"/admin/accounts/helddecision/{row.public_id}/approval/"
    for role, decides in (("moderator", False), ("lead", True)):
        desk = desk_of(role)
        page = desk.get(path).content.decode()
        assert ('name="answer"' in page) is decides, role
        assert ("Your role does not decide this." in page) is not decides, role
        person = desk.get(f"/admin/accounts/user/{creator.public_id}/change/").content.decode()
        assert row.public_id in person
        assert (f'href="{path}"' in person) is decides, role
