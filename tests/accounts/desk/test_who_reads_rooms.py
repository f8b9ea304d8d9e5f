"""Lists of every room are for roles that need them; what nobody needs without a case, for none."""

import re
from uuid import UUID

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from audit.services import record
from lib.actors import Actor
from tests.accounts.desk.conftest import ROLES, colleague, desk_of
from tests.staff import ASKING, at_the_desk

CASE = "saf_" + "0" * 26
TRAIL = "/admin/audit/auditevent/"
STAFFS = {"accounts.user", "accounts.storenotification", "accounts.termsversion"}
POLICY = {
    *("moderation.policyversion", "moderation.policyactivation"),
    *("moderation.hashbank", "moderation.bankedhash", "moderation.exchange", "moderation.opinion"),
    *("moderation.termbank", "moderation.term", "enforcement.trustedflagger"),
    "enforcement.replytemplate",
}
CASES = {
    *("enforcement.case", "enforcement.decision", "enforcement.proposal", "enforcement.appeal"),
    "enforcement.replytemplate",
}
OPENS = {
    "support": STAFFS | {"accounts.export"},
    "policy keeper": STAFFS | POLICY,
    "child safety": STAFFS | CASES,
    "external vendor": STAFFS | CASES | {"enforcement.qualitysample"},
}


@pytest.mark.parametrize("role", OPENS)
@pytest.mark.django_db
def test_a_role_opens_its_lists_and_no_other(role: str) -> None:
    desk = desk_of(role)
    models = {model._meta.label_lower for model in admin.site._registry}
    answers = {
        model: desk.get(reverse(f"admin:{model.replace('.', '_')}_changelist")).status_code
        for model in models
    }
    assert {model for model, status in answers.items() if status == 200} == OPENS[role]
    assert set(answers.values()) == {200, 403}
    index = desk.get("/admin/").content.decode()
    for model in models - OPENS[role]:
        assert reverse(f"admin:{model.replace('.', '_')}_changelist") + '"' not in index


@pytest.mark.django_db
def test_views_of_a_room_open_with_its_lists_alone() -> None:
    desk, opened = desk_of("support"), set()
    for model, page in admin.site._registry.items():
        for pattern in page.get_urls():
            if pattern.name is None or pattern.name == "audit_reason":
                continue
            filled = re.sub(r"<[^>]+>", str(UUID(int=1)), str(pattern.pattern))
            room = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            if desk.get(room + filled).status_code != 403:
                opened.add(model._meta.label_lower)
    assert opened == OPENS["support"]


@pytest.mark.django_db
def test_whoever_has_no_role_sees_people_and_no_other_room() -> None:
    person = colleague("support")
    person.groups.clear()
    desk = at_the_desk(person)
    assert desk.get("/admin/accounts/user/").status_code == 200
    for path in ("moderation/review", "generation/job", "cameos/enrolment", "inbox/push"):
        assert desk.get(f"/admin/{path}/").status_code == 403


def test_who_blocked_whom_is_read_with_a_case_alone(creator: User, friend: User) -> None:
    for action in ("accounts.block.made", "accounts.follow.asked", "accounts.mute.made"):
        record(action, actor=Actor.person(friend.pk), target=creator.public_id)
    for role in ("moderator", "lead"):
        desk = desk_of(role)
        assert friend.public_id not in desk.get(TRAIL, {"q": creator.public_id}).content.decode()
        for row in AuditEvent.objects.filter(actor=friend.public_id):
            assert desk.get(f"{TRAIL}{row.pk}/change/").status_code == 302
        desk.post(ASKING, {"code": "case", "case": CASE})
        assert friend.public_id in desk.get(TRAIL, {"q": creator.public_id}).content.decode()


def test_colleagues_do_not_read_what_colleagues_look_up(creator: User) -> None:
    curious = colleague("moderator")
    for action in ("audit.staff.opened", "audit.staff.searched", "audit.staff.listed"):
        record(action, actor=Actor.person(curious.pk), target=creator.public_id)
    asked = {"q": curious.public_id}
    shown = {
        role: desk_of(role).get(TRAIL, asked).content.decode().count(creator.public_id)
        for role in ("moderator", "lead")
    }
    assert shown["moderator"] == 0
    assert shown["lead"] == 3


def test_rows_of_a_family_need_the_right_for_families(creator: User, moderator: User) -> None:
    for action in ("parental.code.made", "parental.link.odd", "parental.alert.excepted"):
        record(action, actor=Actor.system("test"), target=creator.public_id)
    reader = colleague("support")
    reader.user_permissions.set(Permission.objects.filter(codename="view_auditevent"))
    trail = at_the_desk(reader).get(TRAIL, {"q": creator.public_id}).content.decode()
    assert "parental." not in trail
    assert (
        "parental.code.made"
        in at_the_desk(moderator).get(TRAIL, {"q": creator.public_id}).content.decode()
    )


def test_the_matrix_names_roles_that_exist() -> None:
    assert set(OPENS) < set(ROLES)
