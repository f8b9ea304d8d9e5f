"""Staff say where the law is made that holds for somebody; it takes nothing silently."""

import pytest

from accounts.models import HeldDecision, SafeguardSettings, User
from accounts.safeguards import Limit, effective
from accounts.services.regions import RegionReason, set_region
from accounts.services.safeguards import change_region
from accounts.services.second_approval import ProtectionReason, approve, protect
from audit.models import AuditEvent
from lib.actors import Actor
from lib.errors import DomainError
from tests.accounts.desk.conftest import colleague, desk_of
from tests.staff import at_the_desk

VIRGINIA = "US-VA"


def region_of(person: User) -> tuple[str, str]:
    row = SafeguardSettings.objects.get(person=person)
    return row.region, row.region_source


def path(person: User) -> str:
    return f"/admin/accounts/user/{person.public_id}/region/"


def test_a_stricter_region_holds_at_once_and_against_the_person(teen: User, lead: User) -> None:
    body = {"region": VIRGINIA, "reason": "evidence"}
    assert at_the_desk(lead).post(path(teen), body).status_code == 302
    assert effective(teen).value(Limit.DAILY_MINUTES) == 60
    row = AuditEvent.objects.get(action="accounts.region.set")
    assert row.facts == {"reason": "evidence", "loosened": False}
    assert VIRGINIA not in str(row.facts)
    with pytest.raises(DomainError):
        change_region(person=teen, region="DE", actor=Actor.person(teen.pk))


def test_a_looser_region_must_be_meant(teen: User, lead: User) -> None:
    set_region(person=teen, region=VIRGINIA, actor=lead, reason=RegionReason.EVIDENCE)
    desk, body = at_the_desk(lead), {"region": "DE", "reason": "asked"}
    page = desk.post(path(teen), body)
    assert page.status_code == 200
    assert "takes what a law holds" in page.content.decode()
    assert region_of(teen) == (VIRGINIA, "staff")
    assert desk.post(path(teen), {**body, "loosens": "on"}).status_code == 302
    assert region_of(teen) == ("DE", "staff")
    assert AuditEvent.objects.filter(action="accounts.region.set", facts__loosened=True).exists()


def test_an_adult_loses_nothing_by_a_law_for_the_young(creator: User, lead: User) -> None:
    for region in (VIRGINIA, "DE"):
        set_region(person=creator, region=region, actor=lead, reason=RegionReason.ASKED)
    assert region_of(creator) == ("DE", "staff")


@pytest.mark.parametrize("region", ["", "Germany", "de", "U-S"])
def test_what_is_no_code_is_refused(creator: User, region: str) -> None:
    answer = desk_of("lead").post(path(creator), {"region": region, "reason": "asked"})
    assert answer.status_code == 200
    assert not SafeguardSettings.objects.filter(person=creator).exclude(region="").exists()


@pytest.mark.parametrize("loosens", [True, False])
def test_of_a_protected_account_two_leads_decide(teen: User, lead: User, loosens: bool) -> None:
    set_region(person=teen, region=VIRGINIA, actor=lead, reason=RegionReason.EVIDENCE)
    protect(person=teen, actor=lead, reason=ProtectionReason.AT_RISK)
    body = {"region": "DE", "reason": "asked"} | ({"loosens": "on"} if loosens else {})
    assert at_the_desk(lead).post(path(teen), body).status_code == 302
    assert region_of(teen) == (VIRGINIA, "staff")
    row = HeldDecision.objects.get()
    if not loosens:
        with pytest.raises(DomainError):
            approve(decision=row, actor=colleague("lead"))
        assert region_of(teen) == (VIRGINIA, "staff")
        return
    approve(decision=row, actor=colleague("lead"))
    assert region_of(teen) == ("DE", "staff")


def test_the_page_of_laws_counts_and_names_nobody(teen: User, creator: User, lead: User) -> None:
    for person in (teen, creator):
        set_region(person=person, region=VIRGINIA, actor=lead, reason=RegionReason.EVIDENCE)
    page = " ".join(desk_of("support").get("/admin/accounts/user/laws/").content.decode().split())
    assert "<td>US-VA</td><td>1</td><td>1</td>" in page
    assert "2026-01-01" in page
    assert "Virginia SB 854" in page
    for person in (teen, creator):
        assert person.public_id not in page
        assert person.handle not in page
