"""A feed of each protocol, against a local stand-in."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from moderation.categories import Category
from moderation.exchanges import http
from moderation.models import BankedHash, Exchange, ExchangeKind, SourceKind
from moderation.services.banks import make_bank
from moderation.services.exchanges import set_up
from tests.moderation.banks.protocols import PROTOCOLS, ThreatExchange, pdq_of
from tests.moderation.banks.standin import StandIn, serving

TOKEN = "12345678|abcdefghijklmnopqrstuvwx"


@pytest.fixture
def standin(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setattr(http, "BACK_OFF", 0)
    with serving() as made:
        settings.NCMEC_URL = settings.STOPNCII_URL = settings.THREATEXCHANGE_URL = made.url
        settings.NCMEC_USER, settings.NCMEC_PASSWORD = "somebody", "something"
        settings.THREATEXCHANGE_TOKEN = TOKEN
        settings.STOPNCII_SUBSCRIPTION_KEY = settings.STOPNCII_FETCH_KEY = "key"
        settings.STOPNCII_FEEDBACK_KEY = "other"
        ThreatExchange.base = made.url
        yield made


def feed(by: User, kind: str, collection: str) -> Exchange:
    bank = make_bank(
        name=f"{kind}-list", category=Category.CHILD_SAFETY, by=by,
        source_kind=SourceKind.EXCHANGE, action="block",
    )  # fmt: skip
    return set_up(name=kind, kind=ExchangeKind(kind), bank=bank, collection=collection, by=by)


@pytest.fixture(params=PROTOCOLS)
def protocol(request: pytest.FixtureRequest) -> Any:
    return PROTOCOLS[request.param]


@pytest.fixture
def exchange(protocol: Any, adder: User, standin: StandIn) -> Exchange:
    return feed(adder, protocol.kind, protocol.collection)


def kept() -> set[str]:
    return set(BankedHash.objects.filter(kind="pdq").values_list("hash", flat=True))


def hashes(*seeds: int) -> set[str]:
    return {pdq_of(seed) for seed in seeds}
