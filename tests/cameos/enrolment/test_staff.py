"""What staff see of enrolments, and do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from audit.models import AuditEvent
from cameos.models import EnrolmentDecision
from config.staff import appoint_moderator
from tests import cast
from tests.cameos.enrolment.conftest import Sight
from tests.cameos.enrolment.steps import App, enrolled
from tests.staff import give_reason

LIST = "/admin/cameos/enrolment/"


def desk(*, moderator: bool = True, reason: bool = True) -> Client:
    person = cast.moderator()
    if moderator:
        appoint_moderator(person)
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    return give_reason(client) if reason else client


@pytest.fixture
def held(
    app_of: Callable[[Any], App],
    creator: Any,
    stranger: Any,
    sight: Sight,
    deliver: Callable[[], int],
) -> App:
    enrolled(app_of(creator), deliver)
    return enrolled(app_of(stranger), deliver)


def act(client: Client, action: str, app: App) -> Any:
    chosen = {"action": action, "_selected_action": [str(app.row.pk)]}
    return client.post(LIST, chosen, follow=True)


def test_two_moderators_let_somebody_in(held: App) -> None:
    act(desk(), "approve_held", held)
    assert held.row.verdict == "hold"
    act(desk(), "approve_held", held)
    assert held.row.verdict == "accept_for_owner_only"
    assert set(EnrolmentDecision.objects.filter(verdict="approve_once").values_list("why")) == {
        ("complaint",)
    }
    assert AuditEvent.objects.filter(action="cameos.enrolment.decided").count() == 2


@pytest.mark.parametrize(
    "action", ["refuse_held", "refuse_as_the_other", "refuse_as_minor", "refuse_as_child"]
)
def test_one_moderator_refuses(held: App, action: str) -> None:
    act(desk(), action, held)
    assert held.row.problems == ["not_confirmed"]


def test_who_is_no_moderator_decides_nothing(held: App) -> None:
    act(desk(moderator=False), "refuse_held", held)
    assert held.row.verdict == "hold"
    assert Permission.objects.filter(codename="decide_enrolment").exists()


@pytest.mark.parametrize("model", ["enrolment", "assessment", "enrolmentdecision"])
def test_nothing_is_shown_without_a_reason_and_no_secret_with_one(held: App, model: str) -> None:
    page = f"/admin/cameos/{model}/"
    assert desk(reason=False).get(page).status_code == 302
    answer = desk().get(page)
    assert answer.status_code == 200
    for secret in (held.row.upload_key, held.row.device, "digits"):
        assert secret not in answer.content.decode()


def test_the_page_of_one_enrolment_holds_no_place_and_no_challenge(held: App) -> None:
    answer = desk().get(f"{LIST}{held.row.pk}/change/")
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "duplicate" in shown
    for secret in (held.row.upload_key, held.row.device, "digits", "<video"):
        assert secret not in shown


def test_no_table_of_the_vault_has_a_page() -> None:
    from django.contrib import admin

    names = {model._meta.model_name for model in admin.site._registry}
    assert not names & {"facetemplate", "cameokey", "referenceclip", "gallerystamp", "uploadprint"}
