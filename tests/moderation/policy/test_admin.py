"""The pages on which staff compare versions and put one in force."""

from typing import Any

import pytest
from django.test import Client

from audit.models import AuditEvent
from moderation.models import PolicyActivation, PolicyVersion
from moderation.policy.loading import current_policy
from moderation.services.policies import load
from tests.moderation.policy.drafts import keeper, put_in_force, with_row
from tests.staff import at_the_desk, give_reason

pytestmark = pytest.mark.usefixtures("policy_rows")
LAX = with_row("2031-lax", "violence", "limit = 0.9, block = 0.99")
LIST = "/admin/moderation/policyversion/"


@pytest.fixture
def row(moderator: Any, guardian: Any) -> PolicyVersion:
    """Loaded by somebody else: it is looser, so who loaded it may not activate it."""
    keeper(moderator)
    return load(text=LAX, by=keeper(guardian), notes="sports")


def test_staff_see_what_a_version_would_change(moderator: Any, row: PolicyVersion) -> None:
    client = at_the_desk(moderator)
    assert "2031-lax" in client.get(LIST).content.decode()
    page = client.get(f"{LIST}{row.pk}/change/").content.decode()
    assert "Put in force" in page
    assert "looser</b>" in page
    for cell in ("violence", "public", "0.9", "0.99"):
        assert f"<td>{cell}</td>" in page


def test_a_version_is_put_in_force_with_a_reason(moderator: Any, row: PolicyVersion) -> None:
    client = at_the_desk(moderator)
    page = f"{LIST}{row.pk}/activate/"
    assert "18 looser" in client.get(page).content.decode()
    assert client.post(page, {"reason": " "}).status_code == 200
    assert not PolicyActivation.objects.exists()
    assert client.post(page, {"reason": "over-blocking"}).status_code == 302
    done = PolicyActivation.objects.get()
    assert (done.actor, done.reason) == (moderator.public_id, "over-blocking")
    assert current_policy().version == "2031-lax"
    assert AuditEvent.objects.filter(action="moderation.policy.activated").count() == 1
    again = client.post(page, {"reason": "once more"})
    assert "in force already" in again.content.decode()
    assert PolicyActivation.objects.count() == 1


@pytest.mark.parametrize("who", ["moderator", "teen", "creator"])
def test_whoever_may_not_activate_does_not(
    request: pytest.FixtureRequest, guardian: Any, who: str
) -> None:
    row = load(text=LAX, by=keeper(guardian))
    client = Client()
    client.force_login(request.getfixturevalue(who))
    if who == "moderator":
        give_reason(client)
    answer = client.post(f"{LIST}{row.pk}/activate/", {"reason": "because"})
    assert answer.status_code in (302, 403)
    if answer.status_code == 302:
        assert "/login/" in answer["Location"]
    assert not PolicyActivation.objects.exists()


def test_guests_are_sent_to_the_log_in(row: PolicyVersion) -> None:
    for page in (LIST, f"{LIST}{row.pk}/change/", f"{LIST}{row.pk}/activate/"):
        for answer in (Client().get(page), Client().post(page, {"reason": "because"})):
            assert answer.status_code == 302
            assert "/login/" in answer["Location"]
    assert not PolicyActivation.objects.exists()


def test_staff_who_may_only_look_see_no_button(moderator: Any, row: PolicyVersion) -> None:
    moderator.user_permissions.clear()
    page = at_the_desk(moderator).get(f"{LIST}{row.pk}/change/").content.decode()
    assert "Put in force" not in page


def test_what_is_in_force_cannot_be_read_and_another_one_replaces_it(
    moderator: Any, row: PolicyVersion
) -> None:
    broken = PolicyVersion.objects.create(
        version="broken", text="x", sha256="0" * 64, loaded_by="-"
    )
    PolicyActivation.objects.create(to=broken, from_version="-", actor="-", reason="-")
    client = at_the_desk(moderator)
    page = f"{LIST}{row.pk}/activate/"
    assert "No comparison" in client.get(page).content.decode()
    assert client.post(page, {"reason": "repair"}).status_code == 302
    assert current_policy().version == "2031-lax"
    refused = client.post(f"{LIST}{broken.pk}/activate/", {"reason": "no"})
    assert "cannot be put in force" in refused.content.decode()


def test_who_loaded_a_looser_one_is_told_why_it_is_not_theirs_to_activate(moderator: Any) -> None:
    mine = load(text=LAX, by=keeper(moderator))
    answer = at_the_desk(moderator).post(f"{LIST}{mine.pk}/activate/", {"reason": "sports"})
    assert "somebody else must activate it" in answer.content.decode()
    assert not PolicyActivation.objects.exists()


def test_the_history_of_activations_and_of_proofs_is_shown(moderator: Any, guardian: Any) -> None:
    from feed.work.proving_on import prove_now

    put_in_force(LAX, keeper(moderator), loaded_by=keeper(guardian))
    prove_now()
    client = at_the_desk(moderator)
    assert "2031-lax" in client.get("/admin/moderation/policyactivation/").content.decode()
    assert "2031-lax" in client.get("/admin/feed/proofrun/").content.decode()
    assert client.get("/admin/feed/prooffinding/").status_code == 200
