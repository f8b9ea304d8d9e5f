"""While terms about pictures wait to be read, no route that takes or uses one goes on (A6)."""

from pathlib import Path
from typing import Any

import pytest

from accounts.models import Change, Gated, User
from accounts.services.terms import activate_terms
from cameos.models import AttestationSwitch
from config.staff import appoint_policy_keeper
from generation.models import Job
from tests import cast
from tests.client import Api, code_of
from tests.generation.tools.begun import begin_with, sent
from tests.generation.tools.making import want

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("studio")]
BELOW = "/uploads/reference-images"


@pytest.fixture
def changed(media_dir: Path) -> None:
    """New terms about pictures are in force, and nobody has read them."""
    keeper = cast.moderator()
    appoint_policy_keeper(keeper)
    activate_terms(
        name="pictures", gates=[Gated.INPUT_IMAGE], read_at="/policies/pictures", sha256="0" * 64,
        by=User.objects.get(pk=keeper.pk), needs_guardian=False, change=Change.NEW_CAPABILITY,
    )  # fmt: skip
    AttestationSwitch.objects.create(turned_on_by="staff", reason="counsel agreed")


def _tries(api: Api, by: Any) -> dict[str, Any]:
    ready, waiting = sent(by), sent(by, state="awaiting_file", kept_key="", kept_until=None)
    shown = sent(by, state="refused", problems=["person_in_picture"])
    stated = {"reference_image": shown.public_id, "statement_version": 1, "locale": "en"}
    return {
        "begin": api.post(BELOW, {"content_type": "image/png"}, as_=by, key="begin"),
        "submit": api.post(f"{BELOW}/{waiting.public_id}/submit", as_=by),
        "attest": api.post("/attestations", stated, as_=by),
        "make": begin_with(api, by, ready),
    }


@pytest.mark.usefixtures("changed")
def test_each_of_them_asks_first(api: Api, creator: Any) -> None:
    for step, answer in _tries(api, creator).items():
        assert (answer.status_code, code_of(answer)) == (403, "reconsent_required"), step
    assert not Job.objects.exists()
    assert want(api, creator).status_code == 202, "without a picture nothing stands still"


@pytest.mark.usefixtures("changed")
def test_once_it_was_read_they_go_on(api: Api, creator: Any) -> None:
    assert api.put("/me/policies/pictures", {"version": 1}, as_=creator).status_code == 200
    for step, answer in _tries(api, creator).items():
        assert answer.status_code < 400 or code_of(answer) != "reconsent_required", step
