"""What the detectors of films say is said by the test, and, if it wants, what the gate says."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from cameos.gate import Gate, look_for_people
from cameos.intake.opinions import Opinion
from cameos.uploads import preparing
from tests.cameos.characters.conftest import Sight
from tests.cameos.uploads.steps import Desk
from tests.client import Api


@pytest.fixture
def sight(monkeypatch: pytest.MonkeyPatch, media_dir: Any) -> Sight:
    seen = Sight()

    def opinion(film: Any, *, sent: Any, owner: Any) -> Opinion:
        seen.asked += 1
        return Opinion(seen.judgement, [], seen.hidden)

    def gate(pictures: Any) -> Gate:
        if seen.really:
            return look_for_people(pictures)
        return Gate(seen.people, "tests", len(pictures), partial=seen.partial)

    monkeypatch.setattr(preparing, "opinion_of", opinion)
    monkeypatch.setattr(preparing, "look_for_people", gate)
    return seen


@pytest.fixture
def desk(api: Api, creator: Any, sight: Sight, deliver: Callable[[], int]) -> Desk:
    return Desk(api, creator, deliver)


@pytest.fixture
def operator(moderator: Any) -> Any:
    verbs = ("add_attestationswitch", "delete_attestationswitch")
    moderator.user_permissions.set(Permission.objects.filter(codename__in=verbs))
    return User.objects.get(pk=moderator.pk)
