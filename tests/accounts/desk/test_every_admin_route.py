"""All routes of the admin, found and not listed: each that shows rows is recorded, and each page of
a person leaves a row that names them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from accounts.models import HeldDecision, HeldVerb, User
from accounts.services.second_approval import ProtectionReason, propose, protect
from audit.models import AuditEvent
from audit.recorded_admin import RecordedAdmin
from lib.models import TypedIdModel
from parental.models import GuardianLink, SafetyCase
from parental.services.safety import leave
from parental.states import EndReason
from tests import cast
from tests.parental.families import linked
from tests.staff import at_the_desk

# They show no rows: the doors, what the browser loads, and the form that asks why. The palette
# and the autocomplete search through get_search_results, which refuses them (audit.recorded_admin).
SHOW_NOBODY = {
    "index", "login", "logout", "password_change", "password_change_done", "autocomplete",
    "jsi18n", "view_on_site", "app_list", "search", "toggle_sidebar", "audit_reason", None,
    "passkeys", "passkey_options", "passkey_login", "passkey_login_options",
}  # fmt: skip


def routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, path)
        else:
            yield path, one


ROUTES = list(routes(admin.site.get_urls()))


def test_every_model_is_shown_by_pages_that_record() -> None:
    assert all(isinstance(page, RecordedAdmin) for page in admin.site._registry.values())


def test_every_route_that_shows_rows_is_recorded() -> None:
    unrecorded = [
        path
        for path, route in ROUTES
        if route.name not in SHOW_NOBODY and not getattr(route.callback, "is_recorded", False)
    ]
    assert unrecorded == []


@pytest.fixture
def head(db: None) -> Client:
    person = cast.creator()
    User.objects.filter(pk=person.pk).update(is_staff=True, is_superuser=True)
    return at_the_desk(User.objects.get(pk=person.pk))


def rows() -> Any:
    return AuditEvent.objects.filter(action__in=("audit.staff.opened", "audit.staff.listed"))


@pytest.mark.parametrize(
    "path", [path for path, _route in ROUTES if path.startswith("accounts/user/<path:person_id>")]
)
def test_each_page_of_a_person_leaves_a_row_that_names_them(
    head: Client, creator: User, path: str
) -> None:
    answer = head.get("/admin/" + path.replace("<path:person_id>", creator.public_id))
    assert answer.status_code == 200
    assert rows().filter(action="audit.staff.opened", target=creator.public_id).count() == 1


@pytest.mark.parametrize(
    "model",
    [model._meta.label_lower for model in admin.site._registry],
)
def test_each_list_leaves_a_row(head: Client, model: str) -> None:
    path = reverse(f"admin:{model.replace('.', '_')}_changelist")
    answer = head.get(path)
    assert answer.status_code == 200
    assert rows().filter(facts__model__iexact=model).count() == 1


def test_each_other_page_that_shows_a_person_leaves_a_row(
    head: Client, creator: User, teen: User, moderator: User
) -> None:
    protect(person=creator, actor=moderator, reason=ProtectionReason.AT_RISK)
    held = propose(person=creator, verb=HeldVerb.SIGN_OUT, actor=moderator, reason="safety")
    leave(link=linked(teen), by=teen, said=EndReason.NOT_SAFE)
    link, case = GuardianLink.objects.get(), SafetyCase.objects.get()
    pages: dict[str, TypedIdModel] = {
        reverse("admin:accounts_held_approval", args=[held.public_id]): held,
        reverse("admin:accounts_helddecision_change", args=[held.pk]): held,
        reverse("admin:parental_guardianlink_change", args=[link.pk]): link,
        reverse("admin:parental_safetycase_change", args=[case.pk]): case,
    }
    for path, row in pages.items():
        before = rows().filter(target=row.public_id).count()
        assert head.get(path).status_code == 200, path
        assert rows().filter(target=row.public_id).count() == before + 1, path
    assert HeldDecision.objects.count() == 1
