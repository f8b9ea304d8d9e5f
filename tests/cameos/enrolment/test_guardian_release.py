"""Under 18 only a linked guardian's release opens enrolment, and its end erases what came of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from accounts.events import AgeTightened, EnrolmentReleaseWithdrawn
from accounts.models import SafeguardSettings
from accounts.safeguards import supervision
from cameos.models import Cameo
from lib.events import publish
from tests.cameos.enrolment.steps import App
from tests.cameos.permissions.lending import lent
from tests.client import Api, code_of


@pytest.fixture
def released() -> Iterator[set[Any]]:
    """For whom a guardian released it."""
    before = list(supervision._releases)
    people: set[Any] = set()
    supervision._releases[:] = [lambda person: person.pk in people]
    yield people
    supervision._releases[:] = before


def test_a_teen_begins_once_a_guardian_released_it(api: Api, teen: Any, released: set[Any]) -> None:
    app = App(api, teen)
    refused = app.begin()
    assert (refused.status_code, code_of(refused)) == (403, "guardian_release_required")
    released.add(teen.pk)
    assert app.begin().status_code == 201
    app.send()
    released.clear()
    assert code_of(app.submit()) == "guardian_release_required"


def test_an_adult_may_close_it_for_themself(api: Api, creator: Any) -> None:
    SafeguardSettings.objects.create(person=creator, choices={"enrolment": "released_only"})
    assert code_of(App(api, creator).begin()) == "guardian_release_required"


def test_the_end_of_a_release_erases_the_likeness(teen: Any, released: set[Any]) -> None:
    cameo = lent(teen, "only_me")
    released.add(teen.pk)
    with transaction.atomic():
        publish(AgeTightened(user_id=teen.pk))
    assert Cameo.objects.get(pk=cameo.pk).state == "active"
    released.clear()
    with transaction.atomic():
        publish(EnrolmentReleaseWithdrawn(user_id=teen.pk))
    assert Cameo.objects.get(pk=cameo.pk).state in ("revoked", "erasing", "erased")
