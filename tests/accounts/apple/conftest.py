from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.cache import cache

from tests.accounts.apple.server import CLIENT, Apple, running


@pytest.fixture
def apple(settings: Any) -> Iterator[Apple]:
    """A running Apple, of which the settings know."""
    cache.clear()
    with running() as one:
        settings.APPLE_ORIGIN = one.origin
        settings.APPLE_TEAM_ID, settings.APPLE_KEY_ID = "TEAM", "OURS"
        settings.APPLE_PRIVATE_KEY = one.ours.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        ).decode()
        settings.SOCIALACCOUNT_PROVIDERS = {
            "apple": {
                **settings.SOCIALACCOUNT_PROVIDERS["apple"],
                "APPS": [{"client_id": CLIENT}, {"client_id": "org.example.other"}],
            }
        }
        yield one
