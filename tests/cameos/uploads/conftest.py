"""What the detectors of films say is said by the test, and, if it wants, what the gate says."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from cameos.uploads import preparing
from tests.cameos.intake.sight import Sight, watched
from tests.cameos.uploads.steps import Desk
from tests.client import Api


@pytest.fixture
def sight(monkeypatch: pytest.MonkeyPatch, media_dir: Any) -> Sight:
    return watched(preparing, monkeypatch)


@pytest.fixture
def desk(api: Api, creator: Any, sight: Sight, deliver: Callable[[], int]) -> Desk:
    return Desk(api, creator, deliver)


@pytest.fixture
def operator(moderator: Any) -> Any:
    verbs = ("add_attestationswitch", "delete_attestationswitch")
    moderator.user_permissions.set(Permission.objects.filter(codename__in=verbs))
    return User.objects.get(pk=moderator.pk)
