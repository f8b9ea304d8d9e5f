from collections.abc import Iterator
from typing import Any

import pytest

from config.demo.stand_ins.push_service import KEY_ID, TEAM, TOPIC, PushService
from inbox.push import apple
from tests.client import Api
from tests.inbox.push.phones import Phones


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PushService]:
    """One push service for all tests of this folder."""
    service = PushService(tmp_path_factory.mktemp("apns"))
    service.start()
    yield service
    service.stop()


@pytest.fixture
def apns(service: PushService, settings: Any) -> Iterator[PushService]:
    """The product calls it, with a key that it knows."""
    settings.APNS_KEY, settings.APNS_KEY_ID = service.key, KEY_ID
    settings.APNS_TEAM_ID, settings.APNS_TOPIC = TEAM, TOPIC
    settings.APNS_SERVER, settings.APNS_CA = f"localhost:{service.port}", str(service.ca)
    service.asked.clear()
    service.answers.clear()
    service.on_request = None
    yield service
    apple.forget_connection()


@pytest.fixture
def phones(api: Api, apns: PushService) -> Phones:
    """Registering phones over the API."""
    return Phones(api)
